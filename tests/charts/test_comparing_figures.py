"""The figures that compare: two rounds, all rounds of a team, and several teams."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from sem.analysis.comparison import Comparison, Verdict, compare_rounds
from sem.analysis.disclosure import Disclosed
from sem.analysis.scoring import profile
from sem.analysis.teams import Order, TeamsComparison, TeamScores, compare_teams
from sem.analysis.trend import Trend, last_change, trend_of
from sem.charts.figures.area_over_time import draw_area_over_time_figure
from sem.charts.figures.changes import describe_changes, draw_changes_figure
from sem.charts.figures.heatmap import draw_heatmap_figure
from sem.charts.figures.ink import Stroke, Surface
from sem.charts.figures.multiples import draw_multiples_figure
from sem.charts.figures.nested import describe_layers, draw_layers_figure
from sem.charts.figures.overlay import draw_overlay_figure
from sem.charts.figures.registry import AREA, AREA_OVER_TIME, CHANGES, ROUNDS, TEAMS
from sem.charts.figures.sheet import SLIDE, Format, Look, Sheet
from sem.charts.figures.side_by_side import Ordered, describe_teams
from sem.charts.figures.size import Size
from sem.charts.figures.style import DARK, LIGHT, PRINT, Theme
from sem.charts.figures.team_dots import describe_area, draw_area_figure, draw_dots_figure
from sem.charts.figures.trend import draw_trend_figure
from sem.i18n import Language, set_language
from sem.model.assessment import Answer, Respondent, RoundKind, RoundState, Team
from sem.model.questionnaire import Version
from sem.reports.compare_figures import OF_AREA, OF_CHANGES, OF_ROUNDS, OF_TEAMS
from tests.charts.profiles import anonymous, made_up, quick_scan
from tests.charts.rounds import RISING, SCAN, people, shown
from tests.charts.test_profile_figure import LONG_NAMES, LONG_TEAM, TEAM, check_layout, words
from tests.charts.texts import HOSTILE

EARLIER = date(2025, 11, 21)
CULTURE = SCAN.areas[3]


@cache
def changed(n: int, kind: RoundKind = RoundKind.NAMED) -> Comparison:
    """Return two rounds of `n` people of whom culture rose and user experience fell."""
    return compare_rounds(
        shown(people(SCAN, n), day=EARLIER, kind=kind), shown(people(SCAN, n, moved=RISING), kind=kind)
    )


@cache
def rounds(n: int, broken_at: int = 0, each: int = 6) -> Trend:
    """Return `n` rounds, of which those before a place have another major version of the questionnaire."""
    old = replace(SCAN, version=Version(0, 9, 0))
    return trend_of(
        [
            shown(
                people(SCAN, each, seed=at),
                questionnaire=old if at < broken_at else SCAN,
                day=date(2023 + at // 2, 3 + 6 * (at % 2), 10),
            )
            for at in range(n)
        ]
    )


@cache
def teams(n: int) -> TeamsComparison:
    """Return `n` teams, of each nine of which one has no round, one hides its answers and one has too few people."""
    chance = random.Random(5)
    found = []
    for at in range(n):
        team = Team(f"t{at:03}", LONG_TEAM if at % 9 == 4 else f"Team {at}")
        moved = {area.id: chance.uniform(-1, 1.3) for area in SCAN.areas}
        given = people(SCAN, 4 if at % 9 in (5, 7) else 3 + chance.randrange(9), moved=moved, seed=at)
        if at % 9 == 6:
            found.append(TeamScores(team, None))
        elif at % 9 == 5:
            found.append(TeamScores(team, shown(given, kind=RoundKind.ANONYMOUS, digest="d")))
        else:
            state = RoundState.OPEN if at % 9 == 7 else RoundState.REVEALED
            found.append(TeamScores(team, shown(given, state=state, digest="d")))
    return compare_teams(found)


def both(n: int) -> list[Disclosed]:
    """Return the two rounds of `changed`."""
    comparison = changed(n)
    return [comparison.before, comparison.after]


def partly_hidden(kind: RoundKind = RoundKind.ANONYMOUS, level: int = 2) -> Disclosed:
    """Return a round of six people, of whom three answered on culture: all at a level."""
    silent = people(SCAN, 3, skip=[CULTURE.id], seed=3)
    few = [replace(one, respondent=Respondent(f"f{n}", f"F{n}"),
                   answers={**one.answers, CULTURE.questions[0].id: Answer(level=level)})
           for n, one in enumerate(people(SCAN, 3, seed=4))]  # fmt: skip
    return shown([*silent, *few], kind=kind, day=date(2026, 11, 22))


def over_time(trend: Trend, look: Look = SLIDE, team: str = LONG_TEAM) -> Sheet:
    return draw_area_over_time_figure(trend, last_change(trend), CULTURE.id, team=team, look=look)


@cache
def hostile() -> TeamsComparison:
    questionnaire = made_up([*HOSTILE[:5], *LONG_NAMES[:5]], HOSTILE[6:8])
    given = [shown(people(questionnaire, 5, seed=n), questionnaire=questionnaire, digest="h") for n in range(9)]
    return compare_teams([TeamScores(Team(f"t{n}", HOSTILE[n + 8]), one) for n, one in enumerate(given)])


@cache
def broad() -> TeamsComparison:
    """Return teams with more areas than fit beside each other."""
    questionnaire = made_up([f"{LONG_NAMES[n % 9]} {n}" for n in range(40)])
    given = [shown(people(questionnaire, 5, seed=n), questionnaire=questionnaire, digest="b") for n in range(3)]
    return compare_teams([TeamScores(Team(f"t{n}", f"Team {n}"), one) for n, one in enumerate(given)])


@cache
def broad_changes() -> Comparison:
    questionnaire = made_up([f"{LONG_NAMES[n % 9]} {n}" for n in range(40)])
    then, now = (
        shown(people(questionnaire, 5, seed=n), questionnaire=questionnaire, day=date(2025 + n, 3, 1)) for n in range(2)
    )
    return compare_rounds(then, now)


Draw = Callable[[Look], Sheet]
CASES: dict[str, Draw] = {
    "changes": lambda look: draw_changes_figure(changed(14), team=TEAM, look=look),
    "changes of one": lambda look: draw_changes_figure(changed(1), team=LONG_TEAM, look=look),
    "changes hidden": lambda look: draw_changes_figure(changed(4, RoundKind.ANONYMOUS), team=TEAM, look=look),
    "overlay": lambda look: draw_overlay_figure(changed(14), team=LONG_TEAM, look=look),
    "overlay hidden": lambda look: draw_overlay_figure(changed(4, RoundKind.ANONYMOUS), team=TEAM, look=look),
    "overlay of nobody": lambda look: draw_overlay_figure(changed(0), team=TEAM, look=look),
    "trend": lambda look: draw_trend_figure(rounds(7, 3), team=LONG_TEAM, look=look),
    "trend of many": lambda look: draw_trend_figure(rounds(30, 13, 3), team=TEAM, look=look),
    "trend of one": lambda look: draw_trend_figure(rounds(1), team=TEAM, look=look),
    "trend of none": lambda look: draw_trend_figure(rounds(0), team=TEAM, look=look),
    **{
        f"{name} of {n}": lambda look, draw=draw, n=n: draw(teams(n), look=look)  # type: ignore[misc]
        for name, draw in (
            ("heatmap", draw_heatmap_figure), ("radars", draw_multiples_figure), ("dots", draw_dots_figure)
        )
        for n in (0, 1, 6, 60)
    },
    "area over time": lambda look: over_time(trend_of(both(14)), look),
    "area over time of many": lambda look: over_time(rounds(30, 13, 3), look),
    "area over time of one": lambda look: over_time(rounds(1), look),
    "area over time hidden": lambda look: over_time(trend_of([*both(14), partly_hidden()]), look),
    "area": lambda look: draw_area_figure(teams(20), CULTURE.id, look=look),
    "area of one": lambda look: draw_area_figure(teams(1), CULTURE.id, look=look),
    "layers": lambda look: draw_layers_figure(quick_scan(8), team=LONG_TEAM, day=EARLIER, look=look),
    "layers of one": lambda look: draw_layers_figure(quick_scan(1, skip=("cjm",)), team=TEAM, day=EARLIER, look=look),
    "layers hidden": lambda look: draw_layers_figure(anonymous(4, ()), team=TEAM, day=EARLIER, look=look),
    "layers of nothing": lambda look: draw_layers_figure(
        profile(made_up(LONG_NAMES), []), team=TEAM, day=EARLIER, look=look
    ),
    "heatmap broad": lambda look: draw_heatmap_figure(broad(), look=look),
    "radars broad": lambda look: draw_multiples_figure(broad(), look=look),
    "changes broad": lambda look: draw_changes_figure(broad_changes(), team=TEAM, look=look),
    "overlay broad": lambda look: draw_overlay_figure(broad_changes(), team=TEAM, look=look),
    "heatmap hostile": lambda look: draw_heatmap_figure(hostile(), look=look),
    "radars hostile": lambda look: draw_multiples_figure(hostile(), look=look),
    "dots hostile": lambda look: draw_dots_figure(hostile(), look=look),
}  # fmt: skip
LOOKS = {"en": Look(LIGHT), "nl": Look(PRINT, Size(width=21.0))}


BOTH_WAYS = (
    "changes", "overlay", "overlay broad", "trend", "trend of many", "heatmap of 60", "radars of 60", "dots of 60",
    "area", "area over time", "area over time of many", "layers", "heatmap hostile",
)  # fmt: skip
"""The cases that are drawn on a slide and on paper in each run; the others on paper only in the long one."""


@pytest.mark.parametrize(
    ("case", "code"),
    [
        pytest.param(case, code, marks=[] if code == "en" or case in BOTH_WAYS else pytest.mark.long)
        for case in CASES
        for code in LOOKS
    ],
)
def test_no_text_lies_over_another_or_off_the_sheet(case: str, code: Language) -> None:
    set_language(code)
    look = LOOKS[code]
    if case.startswith(("heatmap", "radars")) and code == "nl":
        look = replace(look, size=Size(width=60.0 if case.endswith("broad") else 30.0))
    check_layout(CASES[case](look))


def test_the_verdict_on_each_change_stands_in_words_with_how_many_people_it_is_of() -> None:
    comparison = changed(14)
    sheet = draw_changes_figure(comparison, team=TEAM)
    texts = [line.text for line in sheet.lines]
    real = [change for change in (*comparison.areas, comparison.overall) if change.verdict is Verdict.REAL]
    assert texts.count("real") == len(real) > 1
    assert "14 respondents · coverage 100%" in words(sheet)
    assert "the 14 people who answered both times" in words(sheet)
    assert "cannot be told, n = 1" in words(draw_changes_figure(changed(1), team=TEAM))


def test_only_a_real_change_is_a_thick_line() -> None:
    def thick(comparison: Comparison) -> int:
        sheet = draw_changes_figure(comparison, team=TEAM)
        return sum(item.width > 3 for layer in sheet.layers for item in layer if isinstance(item, Stroke))

    # One of them is in the legend.
    comparison = changed(14)
    real = [change for change in (*comparison.areas, comparison.overall) if change.verdict is Verdict.REAL]
    assert thick(comparison) == len(real) + 1
    assert thick(changed(4)) == 0


@pytest.mark.parametrize("draw", [draw_changes_figure, draw_overlay_figure])
def test_nothing_of_hidden_answers_is_in_a_figure_of_changes(draw: Callable[..., Sheet]) -> None:
    before = shown(people(SCAN, 8), day=EARLIER, kind=RoundKind.ANONYMOUS)
    few = [shown(people(SCAN, 4, seed=seed), kind=RoundKind.ANONYMOUS) for seed in (3, 4)]
    first, second = (draw(compare_rounds(before, now), team=TEAM) for now in few)
    assert first.lines == second.lines
    assert first.layers == second.layers
    assert "not shown" in words(first)


def test_nothing_of_hidden_answers_is_in_a_figure_of_teams() -> None:
    sheets = []
    for seed in (3, 4):
        others = [TeamScores(Team(f"t{n}", f"T{n}"), shown(people(SCAN, 6, seed=n), digest="d")) for n in range(2)]
        hidden = shown(people(SCAN, 4, seed=seed), kind=RoundKind.ANONYMOUS, digest="d")
        comparison = compare_teams([*others, TeamScores(Team("h", "Hidden"), hidden)])
        sheets.append([draw_heatmap_figure(comparison), draw_multiples_figure(comparison)])
        assert "too few people answered to show it" in describe_teams(comparison)
    for first, second in zip(*sheets, strict=True):
        assert (first.lines, first.layers) == (second.lines, second.layers)


def test_no_line_of_a_trend_crosses_a_break_and_the_break_is_told() -> None:
    def joined(trend: Trend) -> int:
        layers = draw_trend_figure(trend, team=TEAM).layers
        return sum(
            isinstance(item, Stroke) and item.colour == LIGHT.score and item.width == 1.8
            for layer in layers
            for item in layer
        )

    assert joined(rounds(6)) == 13 * 5
    assert joined(rounds(6, 3)) == 13 * 4
    said = words(draw_trend_figure(rounds(6, 3), team=TEAM))
    assert "the questionnaire changed: not to be compared" in said
    assert "Quick scan 1.0.0 instead of Quick scan 0.9.0" in said
    assert "the questionnaire changed" not in words(draw_trend_figure(rounds(6), team=TEAM))


def test_a_mean_of_few_people_has_a_hollow_mark_and_no_interval() -> None:
    said = words(draw_trend_figure(rounds(3, each=3), team=TEAM))
    assert "fewer than 5 people: how sure it is cannot be told" in said
    assert "where it likely lies" not in said


@pytest.mark.parametrize("theme", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
def test_every_mean_of_a_heat_map_is_a_number_whatever_its_colour(theme: Theme) -> None:
    comparison = teams(6)
    sheet = draw_heatmap_figure(comparison, look=Look(theme))
    texts = [line.text for line in sheet.lines]
    means = [cell.mean for row in comparison.rows for cell in row.cells if cell.mean is not None]
    assert sum(text.rstrip("°") in {f"{mean:.1f}" for mean in means} for text in texts) >= len(means)
    tones = {item.fill for layer in sheet.layers for item in layer if isinstance(item, Surface)}
    assert len(tones - {"none"}) > 5 or theme is PRINT


def test_a_sheet_of_radars_names_every_team_and_why_one_is_empty() -> None:
    said = words(draw_multiples_figure(teams(9)))
    for part in (
        "Team 0",
        "no round yet",
        "not shown before the round is revealed"[:9],
        "too few people",
        "1 Customer",
    ):
        assert part in said


def test_teams_stand_in_the_order_that_is_told() -> None:
    comparison = teams(6).ordered(Order.AREA, CULTURE.id)
    sheet = draw_heatmap_figure(comparison, ordered=Ordered(Order.AREA, CULTURE.id))
    assert "Teams by Culture, the lowest first" in words(sheet)
    names = [row.team.name for row in comparison.rows if row.team.name != LONG_TEAM]
    assert [line.text for line in sheet.lines if line.text in names] == names


def test_one_area_tells_of_each_team_whether_it_stands_out() -> None:
    sheet = draw_area_figure(teams(20), CULTURE.id)
    assert CULTURE.title.en in words(sheet)
    assert "could be noise" in words(sheet)
    assert "Holm" in words(sheet)
    assert "could be noise" in describe_area(teams(20), CULTURE.id)


def of_sizes(*sizes: int) -> TeamsComparison:
    given = [shown(people(SCAN, size, seed=n)) for n, size in enumerate(sizes)]
    return compare_teams([TeamScores(Team(f"t{n}", f"T{n}"), one) for n, one in enumerate(given)])


def test_one_area_explains_each_word_and_mark_that_stands_in_place_of_an_interval() -> None:
    hollow, likely = "mean; how sure it is cannot be told", "where the mean likely lies (95%)"
    said = words(draw_area_figure(of_sizes(3, 9), CULTURE.id))
    assert "Few: With fewer than 5 people nothing can be told" in said
    assert hollow in said
    assert likely in said
    assert "Alike: " not in said
    said = words(draw_area_figure(of_sizes(9, 9), CULTURE.id))
    assert hollow not in said
    assert "Few: " not in said
    alike = compare_teams([TeamScores(Team("t", "T"), shown(people(SCAN, 1) * 6))])
    said = words(draw_area_figure(alike, CULTURE.id))
    assert "Alike: All answered alike" in said
    assert hollow in said
    assert likely not in said


def test_one_area_over_time_tells_each_mean_and_the_verdict_and_what_drove_the_change() -> None:
    sheet = over_time(trend_of(both(14)), team=TEAM)
    texts = [line.text for line in sheet.lines]
    assert texts[:2] == ["One area over time · Quick scan", CULTURE.title.en]
    assert {"2.4", "3.6", "21 Nov 2025", "21 Nov 2026", CULTURE.questions[0].label.en} <= set(texts)
    assert "2.4 → 3.6 (+1.2) · real · p" in words(sheet)
    assert f"{TEAM} · 2 rounds" in words(sheet)
    assert f"{CULTURE.questions[0].label.en} 2.4 → 3.6." in sheet.told
    assert "Culture: 2.4, 3.6." in sheet.told
    noise = next(one.area for one in changed(14).areas if one.verdict is Verdict.NOISE and one.area)
    sheet = draw_area_over_time_figure(trend_of(both(14)), changed(14), noise.id, team=TEAM)
    assert "could be noise" in words(sheet)
    assert "so no questions are named" in words(sheet)
    assert noise.questions[0].label.en not in words(sheet)


def test_what_is_hidden_of_one_area_over_time_is_told_so_and_nothing_else_of_it_shows() -> None:
    sheets = [over_time(trend_of([changed(14).before, partly_hidden(level=level)])) for level in (1, 5)]
    first, second = sheets
    assert (first.lines, first.layers, first.told) == (second.lines, second.layers, second.told)
    assert "not shown" in [line.text for line in first.lines]
    assert "Culture: 2.4, not shown." in first.told
    assert CULTURE.questions[0].label.en not in words(first)


def test_an_area_that_is_not_asked_has_no_figure_over_time() -> None:
    with pytest.raises(KeyError):
        draw_area_over_time_figure(rounds(2), None, "elsewhere", team=TEAM)


def test_the_descriptions_say_what_the_figures_show() -> None:
    said = describe_changes(changed(14))
    assert said.startswith("Then, 21 November 2025: 14 respondents")
    assert "Culture: 2.4 → 3.6, real" in said
    said = draw_trend_figure(rounds(4, 2), team="West").told
    assert said.startswith("Rounds of 10 Mar 2023")
    assert said.count(" |,") == 13
    said = describe_teams(teams(6))
    assert all(row.team.name in said for row in teams(6).rows)
    assert "User experience: " in describe_layers(quick_scan(2))
    assert describe_layers(profile(made_up(LONG_NAMES), [])) == "This questionnaire has no layers."
    assert draw_trend_figure(rounds(0), team="West").told == "There is no round yet with scores that may be shown."


def test_areas_that_are_numbers_at_the_radar_have_these_numbers_in_the_table() -> None:
    texts = [line.text for line in draw_overlay_figure(broad_changes(), team=TEAM).lines]
    assert {"1", "40"} <= set(texts)
    assert any(text.startswith("40 ") for text in texts)


def test_the_registry_has_every_figure_that_the_reports_name() -> None:
    assert tuple(AREA_OVER_TIME) == OF_AREA
    assert (tuple(CHANGES), tuple(ROUNDS), tuple(TEAMS), tuple(AREA)) == (OF_CHANGES, OF_ROUNDS, OF_TEAMS, OF_AREA)


def test_files_have_the_size_that_was_asked_for_and_the_same_bytes_each_time() -> None:
    look = Look(DARK, Size(20.32, 12.7), 100)
    first, second = (draw_changes_figure(changed(6), team=TEAM, look=look) for _ in range(2))
    data = first.data("png")
    assert (second.data("png"), second.title, second.told) == (data, first.title, first.told)
    with Image.open(BytesIO(data)) as image:
        assert image.size == (800, 500)
        assert image.convert("RGB").getpixel((2, 2)) == (0x15, 0x1B, 0x21)
        assert image.info["Description"] == first.told
    drawn = draw_changes_figure(changed(6), team="A & <B>", look=look)
    root = ElementTree.fromstring(drawn.data("svg"))
    assert (root.get("role"), root.get("width"), root.get("height")) == ("img", "576", "360")
    assert root.findtext("{http://www.w3.org/2000/svg}desc") == drawn.told


@pytest.mark.parametrize("others", [("png",), pytest.param(("png", "pdf"), marks=pytest.mark.long)])
def test_a_sheet_that_was_written_in_one_format_is_the_same_in_the_next(others: tuple[Format, ...]) -> None:
    sheet = draw_changes_figure(changed(1), team=TEAM)
    first = sheet.data("svg")
    for format in others:
        sheet.data(format)
    assert sheet.data("svg") == first


def test_importing_the_figures_loads_no_matplotlib() -> None:
    modules = ", ".join(f"sem.charts.figures.{name}" for name in ("registry", "profile", "nested", "roadmap"))
    code = f"import sys, {modules}; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
