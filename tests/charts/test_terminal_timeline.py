"""The roadmap in the terminal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sem.charts.terminal.picture import Characters, Picture, Role
from sem.charts.terminal.timeline import TimelinePicture, draw_timeline
from sem.charts.timeline import timeline
from sem.i18n import set_language
from sem.model.plan import Plan, Progress
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import BufferUse, Roadmap
from tests.charts.conftest import Compare
from tests.charts.profiles import made_up
from tests.charts.roadmaps import FEW, TODAY, experiment, plan, questionnaire, roadmap, roadmaps
from tests.charts.texts import HOSTILE

CHARACTERS: tuple[Characters, ...] = ("braille", "blocks", "ascii")
EXPERIMENTS = (
    experiment(),
    experiment("e2", None, date(2027, 3, 1), date(2027, 5, 1)),
    experiment("e3", "cx>3", date(2026, 10, 5), date(2026, 11, 20), result=9),
)


def drawn(made: Plan | None = None, width: int = 80, characters: Characters = "braille") -> TimelinePicture:
    return draw_timeline(timeline(roadmap(made), questionnaire()), width, characters=characters)


def row(picture: Picture, name: str) -> str:
    return next(line for line in picture.lines if line.startswith(name))


def between(line: str) -> str:
    """Return what stands between the lines of today and of the ambition."""
    return line.split("│")[1].split("┃")[0]


@given(roadmaps(), st.integers(0, 200), st.sampled_from(CHARACTERS), st.integers(0, 3))
def test_every_row_is_as_wide_as_asked_for(
    found: tuple[Roadmap, Questionnaire], width: int, characters: Characters, lines: int
) -> None:
    picture = draw_timeline(timeline(*found), width, characters=characters, statement_lines=lines)
    assert {cell_len(line) for line in picture.whole.lines} <= {width}


@given(roadmaps(), st.integers(60, 200), st.sampled_from(CHARACTERS))
def test_every_step_has_cells_of_its_own_that_end_in_its_level(
    found: tuple[Roadmap, Questionnaire], width: int, characters: Characters
) -> None:
    shown = timeline(*found)
    picture = draw_timeline(shown, width, characters=characters)
    assert set(picture.places) == {bar.step for bar in shown.bars()}
    cells = [(place.x + n, place.y) for place in picture.places.values() for n in range(place.width)]
    assert len(cells) == len(set(cells))
    for bar in shown.bars():
        place = picture.places[bar.step]
        last = place.x + place.width - 1
        assert picture.body.lines[place.y][last] == str(bar.level)
        assert picture.step_at(last, place.y) == bar.step


@given(st.integers(60, 200), st.sampled_from(HOSTILE), st.sampled_from(HOSTILE))
def test_names_and_statements_are_only_texts(width: int, name: str, statement: str) -> None:
    asked = made_up([name, "Culture"])
    made = Roadmap(name, roadmap().programme, plan(statement=statement))
    picture = draw_timeline(timeline(made, asked), width)
    assert {cell_len(line) for line in picture.whole.lines} == {width}
    assert not any("\x1b" in line or "\n" in line for line in picture.whole.lines)


def test_twelve_areas_fit_in_a_terminal_of_24_rows() -> None:
    picture = draw_timeline(timeline(roadmap(use=BufferUse(0.4, 0.3)), questionnaire()), 80)
    assert picture.body.height == 12
    assert picture.whole.height <= 20


def test_today_is_at_the_left_and_the_ambition_at_the_right_where_reading_starts() -> None:
    statement, head, axis = drawn().head.lines
    assert "29 Dec 2028 (wk 52): “Elke klant" in statement
    assert head.index("today 23 Nov 2026 (wk 48)") < head.index("◀ read from here")
    assert axis.index("│") < axis.index("┃") == head.rindex("e") + 1 == 79


def test_slack_stands_between_the_end_of_a_step_and_its_latest_end() -> None:
    line = between(row(drawn(plan(areas=["culture"])).body, "Culture"))
    assert "▒3░" in line
    assert "»" not in line
    assert "!" not in line


def test_a_step_without_slack_has_a_mark() -> None:
    made = plan(plan(date(2032, 12, 31)).end, buffer=0)
    picture = drawn(made)
    tight = [planned.step.id for planned in made.steps if planned.slack == 0]
    assert tight
    for step in tight:
        place = picture.places[step]
        assert picture.body.lines[place.y][place.x + place.width - 2] == "!"
    assert "! no slack" in str(picture.legend)


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_every_step_that_is_too_late_says_so_at_any_width(width: int) -> None:
    made = plan(date(2028, 6, 30))
    picture = draw_timeline(timeline(roadmap(made, EXPERIMENTS), questionnaire()), width)
    for planned in made.steps:
        place = picture.places[planned.step.id]
        assert planned.slack is not None
        assert planned.slack < 0
        around = picture.body.lines[place.y][place.x : place.x + place.width + 1]
        assert "»" in around


def test_what_should_have_started_stands_left_of_today() -> None:
    line = row(drawn(plan(date(2028, 6, 30))).body, "Culture")
    assert "«" in line.split("│")[0]
    assert "«" not in between(line)


def test_what_begins_before_the_picture_says_so() -> None:
    picture = drawn(plan(date(2026, 6, 30), 3))
    assert "‹" in row(picture.body, "Culture")
    assert "‹ begins earlier" in str(picture.legend)
    assert "‹" not in str(drawn(plan(date(2028, 6, 30))).body)


def test_a_step_under_way_and_one_that_is_done_have_characters_of_their_own() -> None:
    later = TODAY + timedelta(weeks=20)
    progress = {
        "culture>3": Progress(TODAY, TODAY + timedelta(weeks=8, days=-3)),
        "culture>4": Progress(TODAY + timedelta(weeks=15)),
    }
    line = row(drawn(plan(areas=["culture"], today=later, progress=progress), 120).body, "Culture")
    before, after = line.split("│")
    assert "█3" in before
    assert before.endswith("▓")
    assert after.startswith("▒")


def test_the_step_that_is_pointed_at_stands_out_and_so_does_its_area() -> None:
    picture = draw_timeline(timeline(roadmap(), questionnaire()), 80, pointed="culture>4")
    place = picture.places["culture>4"]
    runs = [run for run in picture.body.rows[place.y] if run.role is Role.POINTED]
    assert [len(run.text) for run in runs] == [place.width]
    assert picture.body.rows[place.y][0].role is Role.SECOND
    assert sum(run.role is Role.POINTED for line in picture.whole.rows for run in line) == 1


def test_experiments_and_kill_dates_are_marked_and_never_hide_a_level() -> None:
    found = timeline(roadmap(experiments=EXPERIMENTS), questionnaire())
    picture = draw_timeline(found, 80)
    assert between(row(picture.body, "Culture ")).count("◆") == 1
    assert between(row(picture.body, "Culture ")).count("✂") == 1
    assert row(picture.body, "Customer experience").split("│")[0].count("◇") == 1
    assert "◆" in row(picture.body, "Experiments")
    assert {"3", "4"} <= set(between(row(picture.body, "Culture ")))


def test_a_long_statement_ends_in_a_mark_that_tells_there_is_more() -> None:
    made = roadmap(plan(statement="word " * 100))
    for lines in (0, 1, 2):
        picture = draw_timeline(timeline(made, questionnaire()), 80, statement_lines=lines)
        assert picture.head.height == 2 + lines
        assert [line.rstrip().endswith("…") for line in picture.head.lines[:lines]] == [False, True][-lines:][:lines]


def test_a_name_without_room_is_wrapped_and_never_cut() -> None:
    picture = drawn(width=60)
    at = next(n for n, line in enumerate(picture.body.lines) if line.startswith("Customer"))
    assert picture.body.lines[at].startswith("Customer understanding")
    long = made_up(["Klanttevredenheidsonderzoek en alles wat daarbij hoort", "B"])
    made = plan(areas=["culture"])
    text = str(draw_timeline(timeline(roadmap(made), long), 60).body)
    assert "Klanttevredenheidsonderzoek en alles wat daarbij hoort" in " ".join(text.split())


def test_without_steps_it_says_that_nothing_is_left_to_do() -> None:
    picture = drawn(plan(to=2))
    assert "There is nothing left to do." in str(picture.body)
    assert "Leadership 2" in " ".join(str(picture.body).split())
    assert picture.legend.height == 0


def test_a_place_that_is_too_small_gets_a_sentence() -> None:
    picture = drawn(width=30)
    assert "Make the window larger" in " ".join(str(picture.whole).split())
    assert picture.places == {}


def test_ascii_is_ascii_and_means_the_same() -> None:
    made = roadmap(plan(date(2028, 6, 30)), EXPERIMENTS)
    shown = timeline(made, questionnaire())
    plain, rich = draw_timeline(shown, 100, characters="ascii"), draw_timeline(shown, 100)
    assert str(plain.whole).isascii()
    assert plain.places == rich.places
    assert plain.legend.lines[0].count("   ") >= 2


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("fits", lambda: roadmap(experiments=EXPERIMENTS, use=BufferUse(0.4, 0.25))),
        ("too-long", lambda: roadmap(plan(date(2028, 6, 30)))),
        ("six-years", lambda: roadmap(plan(date(2032, 12, 31), 5, now=1))),
        ("two-weeks", lambda: roadmap(plan(date(2026, 12, 4), 2, now=1, areas=["culture"], buffer=0))),
        ("few", lambda: roadmap(plan(date(2029, 6, 29), now=None, areas=FEW))),
        ("passed", lambda: roadmap(plan(date(2026, 6, 30), 3))),
    ],
)
def test_looks_as_kept(name: str, made: object, same_as_frame: Compare) -> None:
    set_language("nl")
    shown = timeline(made(), questionnaire())  # type: ignore[operator]
    same_as_frame(f"timeline-{name}-80", draw_timeline(shown, 80).whole)


@pytest.mark.parametrize("width", [60, 120])
def test_looks_as_kept_at_other_widths(width: int, same_as_frame: Compare) -> None:
    set_language("nl")
    shown = timeline(roadmap(plan(date(2028, 6, 30)), EXPERIMENTS), questionnaire())
    same_as_frame(f"timeline-{width}", draw_timeline(shown, width).whole)
    same_as_frame(f"timeline-{width}-ascii", draw_timeline(shown, width, characters="ascii").whole)
