"""The roadmap as a slide."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from PIL import Image, ImageColor

from sem.charts.figures.roadmap import describe, draw_roadmap
from sem.charts.figures.sheet import Format, Look
from sem.charts.figures.size import Size
from sem.charts.figures.style import THEMES, Theme
from sem.i18n import LANGUAGES, Language, set_language
from sem.model.plan import Progress
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import BufferUse, Roadmap
from tests.charts.profiles import made_up
from tests.charts.roadmaps import FEW, TODAY, experiment, plan, questionnaire, roadmap, roadmaps
from tests.charts.test_profile_figure import LONG_NAMES, LONG_TEAM, check_layout, words
from tests.charts.texts import HOSTILE

FORMATS: tuple[Format, ...] = ("png", "svg", "pdf")
NOTICES = tuple(f"Klanten hoeven hun verhaal nog maar één keer te vertellen, ook bij stap {n}." for n in range(6))
LONG_STATEMENT = ("Elke klant die ons belt of mailt, gaat weg met een oplossing en vertelt erover. " * 7)[:500]


def living() -> Roadmap:
    """Return a roadmap with everything in it: done, under way, late, closed weeks, experiments of all kinds."""
    later = date(2027, 6, 9)
    closed = (date(2026, 12, 21), date(2026, 12, 28), date(2027, 7, 26))
    first = plan(date(2028, 6, 30), now=1, areas=FEW, at_once=2, closed=closed)
    happened = {
        planned.step.id: Progress(planned.start, planned.end if planned.end < later else None)
        for planned in first.steps
        if planned.start <= later
    }
    made = plan(date(2028, 6, 30), now=1, areas=FEW, at_once=2, closed=closed, today=later, progress=happened)
    return roadmap(
        made,
        [
            experiment("e1", "culture>4", date(2027, 5, 7), date(2027, 8, 12)),
            experiment("e2", "cx>3", date(2027, 3, 8), date(2027, 5, 12), result=6, stopped=date(2027, 5, 7)),
            experiment("e3", None, date(2027, 1, 4), date(2027, 3, 5), result=9),
        ],
        use=BufferUse(0.4, 1.25),
    )


CASES: dict[str, Callable[[], Roadmap]] = {
    "fits": lambda: roadmap(experiments=[experiment()]),
    "too long": lambda: roadmap(plan(date(2028, 6, 30))),
    "six years": lambda: roadmap(plan(date(2032, 12, 31), 5, now=1, statement=LONG_STATEMENT), team=LONG_TEAM),
    "two weeks": lambda: roadmap(plan(date(2026, 12, 4), 2, now=1, areas=["culture"])),
    "one step": lambda: roadmap(plan(date(2027, 6, 30), 3, areas=["culture"])),
    "no steps": lambda: roadmap(plan(date(2027, 6, 30), 2)),
    "passed": lambda: roadmap(plan(date(2026, 6, 30), 3)),
    "passed yesterday": lambda: roadmap(plan(TODAY - timedelta(days=1), 3)),
    "living": living,
    "nothing said": lambda: roadmap(plan(statement=""), team="?"),
}


@cache
def plain(format: Format) -> bytes:
    """Return the file of a roadmap, drawn once for all tests that look into it."""
    return written(roadmap(), format)


def written(made: Roadmap, format: Format) -> bytes:
    return draw_roadmap(made, questionnaire(), notices=NOTICES).data(format)


@pytest.mark.parametrize(
    ("case", "language"),
    [
        # Dutch has the longer words.
        pytest.param(case, language, marks=[] if language == "nl" or case == "living" else pytest.mark.long)
        for case in CASES
        for language in LANGUAGES
    ],
)
def test_no_text_lies_over_another_or_off_the_sheet(case: str, language: Language) -> None:
    set_language(language)
    check_layout(draw_roadmap(CASES[case](), questionnaire(), notices=NOTICES))


@pytest.mark.parametrize("case", ["six years", "living"])
def test_nor_on_a_page_that_is_not_so_wide(case: str) -> None:
    set_language("nl")
    check_layout(draw_roadmap(CASES[case](), questionnaire(), notices=NOTICES, look=Look(size=Size(17.4))))


@settings(settings(), max_examples=settings().max_examples // 2, suppress_health_check=[HealthCheck.too_slow])
@given(roadmaps())
def test_any_roadmap_can_be_drawn(drawn: tuple[Roadmap, Questionnaire]) -> None:
    check_layout(draw_roadmap(*drawn, notices=NOTICES))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_names_statements_and_notices_are_only_texts(hostile: str) -> None:
    made = roadmap(plan(date(2028, 6, 30), statement=hostile), team=hostile)
    asked = made_up([hostile, *LONG_NAMES])
    check_layout(draw_roadmap(made, asked, notices=[hostile] * 6))


@pytest.mark.parametrize(
    "at", [pytest.param(at, marks=pytest.mark.long if at else []) for at in range(0, len(HOSTILE), 7)]
)
def test_any_names_statements_and_notices_can_be_written(at: int) -> None:
    texts = HOSTILE[at : at + 7]
    made = roadmap(plan(date(2028, 6, 30), statement=" ".join(texts)), team=" ".join(texts))
    assert draw_roadmap(made, made_up([*texts, *LONG_NAMES[:3]]), notices=texts[:6]).data("svg")


def test_says_who_when_what_and_whether_it_fits() -> None:
    sheet = draw_roadmap(roadmap(plan(date(2028, 6, 30))), questionnaire(), notices=NOTICES)
    said = words(sheet)
    assert "Klantenservice Noord" in said
    assert "23 November 2026" in said
    assert "30 Jun 2028 (wk 26): “Elke klant" in said
    assert "This does not fit before 30 June 2028: you should have started on" in said
    assert "read from here" in said
    assert "should have started" in said
    assert "past its latest end" in said
    assert "0 of 18 weeks left" in said
    assert "slack" not in said


def test_the_legend_tells_what_is_shown_and_nothing_else() -> None:
    said = words(draw_roadmap(living(), questionnaire()))
    for there in ("done", "under way", "closed weeks", "experiment that worked", "stopped experiment", "kill date"):
        assert there in said
    said = words(draw_roadmap(roadmap(plan(areas=["culture"])), questionnaire()))
    for not_there in ("done", "under way", "closed weeks", "experiment", "kill date", "past its latest end"):
        assert not_there not in said


def test_every_level_stands_at_the_end_of_its_bar() -> None:
    made = roadmap(plan(areas=["leadership"]))
    numbers = [line.text for line in draw_roadmap(made, questionnaire()).lines if line.bold and line.text in "2345"]
    assert sorted(numbers) == sorted([*(str(p.step.level) for p in made.plan.steps), "3"])


def test_a_milestone_shows_its_mean_and_what_customers_notice() -> None:
    made = roadmap()
    said = words(draw_roadmap(made, questionnaire(), notices=["They call back."]))
    last = made.milestones[-1]
    assert f"{sum(last.levels.values()) / len(last.levels):.1f}" in said
    assert "They call back." in said
    assert "Milestones" not in words(draw_roadmap(replace(made, milestones=()), questionnaire()))


@pytest.mark.parametrize("format", [pytest.param(one, marks=pytest.mark.long) for one in FORMATS])
def test_the_same_roadmap_gives_the_same_bytes(format: Format) -> None:
    assert written(roadmap(), format) == plain(format)


def test_so_does_a_roadmap_with_everything_in_it() -> None:
    assert written(living(), "svg") == written(living(), "svg")


def test_png_is_a_slide_of_1920_by_1080() -> None:
    with Image.open(BytesIO(plain("png"))) as image:
        assert image.size == (1920, 1080)
        assert image.info["Title"] == "Roadmap of Klantenservice Noord, 23 November 2026"
        assert "Culture 3: 23 Nov 2026" in image.info["Description"]


def test_svg_can_be_read_by_those_who_cannot_see_it() -> None:
    root = ElementTree.fromstring(plain("svg"))
    assert root.get("role") == "img"
    text = "".join(root.itertext())
    assert "This fits" in text


@pytest.mark.long
def test_pdf_is_a_pdf() -> None:
    assert plain("pdf").startswith(b"%PDF")


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_what_is_done_under_way_and_planned_can_be_told_apart_without_colours(theme: Theme) -> None:
    tones = [ImageColor.getcolor(colour, "L") for colour in (theme.done, theme.passed, theme.planned, theme.paper)]
    for one, other in pairwise(tones):
        assert isinstance(one, int)
        assert isinstance(other, int)
        assert abs(other - one) >= 25


def test_the_description_has_the_verdict_and_every_step() -> None:
    made = roadmap()
    text = describe(made, questionnaire())
    assert text.startswith("Elke klant")
    assert "This fits" in text
    assert text.count("–") == len(made.plan.steps)


def test_a_file_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    sheet = draw_roadmap(roadmap(), questionnaire())
    with pytest.raises(OSError, match="gone"):
        sheet.write(tmp_path / "gone" / "x.png", "png")
