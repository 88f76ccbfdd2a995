"""The results: never a mean without level, coverage and n, and every number can be opened."""

from __future__ import annotations

from datetime import date

import pytest

from sem.content.library import load_questionnaire
from sem.model.assessment import Answer, NotApplicable, Reason
from sem.tui.widgets.rows import Rows
from tests.tui.conftest import LARGE, SMALL, TODAY, Place, Screen, copied, corners, same_as_frame

NOT_HERE = Answer(not_applicable=NotApplicable(Reason.NOT_HERE))
LEVELS: list[Answer | int] = [3, 4, 2, 5, 1, 3, 4, 2, 3, 2, 4, 5]


answered = copied(lambda place: place.answer(place.round(place.team(), date(2026, 10, 3)), "Anouk", LEVELS))


def row_of(screen: Screen, name: str) -> str:
    return next(row for row in screen.rows if name in row)


async def test_the_table_has_mean_level_coverage_and_n_of_each_area_and_what_is_pointed_at_is_told_below_the_radar(
    answered: Place,
) -> None:
    async with answered.screen(size=LARGE) as screen:
        await screen.press("r")
        assert row_of(screen, "Keeping promises").split()[-4:] == ["2.0", "2", "100%", "1"]
        assert row_of(screen, "Building blocks").split()[-4:] == ["3.0", "1", "100%", "1"]
        assert "next: 4 Managed." in screen.words
        await screen.press("down", "down")
        assert "now: 2 Emerging." in screen.words


async def test_strongest_and_weakest_are_named_and_m_tells_how_the_scores_are_made(answered: Place) -> None:
    async with answered.screen(size=LARGE) as screen:
        await screen.press("r")
        line = row_of(screen, "strongest")
        assert "One team together" in line.partition("weakest")[0]
        assert "Surprising" in line.partition("weakest")[2]
        await screen.press("m")
        assert "How these scores are made" in screen.text
        assert "never a zero" in screen.words


async def test_one_respondent_is_called_one_persons_view_and_only_what_a_picture_shows_can_be_opened_from_it(
    answered: Place,
) -> None:
    async with answered.screen() as screen:
        await screen.press("r")
        assert "n = 1 (one view)" in screen.text
        await screen.press("end", "enter")
        assert screen.window.startswith("Renewing")
        await screen.press("escape", "tab", "tab", "home", "enter")
        assert screen.window.startswith("The moment")


async def test_an_area_without_a_score_has_a_dash_and_no_zero(place: Place) -> None:
    place.answer(place.round(place.team()), "Anouk", [3, NOT_HERE, Answer(dont_know=True)])
    async with place.screen(size=LARGE) as screen:
        await screen.press("r")
        assert row_of(screen, "Listening and asking on").split()[-4:] == ["–", "—", "—", "0"]
        assert row_of(screen, "3 Keeping promises").split()[-4:] == ["–", "—", "0%", "0"]
        assert "0.0" not in screen.text


async def test_a_team_without_rounds_is_told_so(place: Place) -> None:
    place.team()
    async with place.screen() as screen:
        await screen.press("r")
        assert "This team has no round yet." in screen.words
        await screen.press("enter", "x", "g", "tab", "escape")
        assert "Teams" in screen.text


async def test_a_table_is_as_wide_before_it_is_seen_as_after(answered: Place) -> None:
    async with answered.screen(size=SMALL) as screen:
        await screen.press("r")
        table = screen.app.screen.query_one(Rows)
        before = table.size.width, table.text_width
        await screen.press("tab")
        assert (0, table.text_width) == before


async def test_on_a_narrow_screen_radar_table_and_layers_take_turns(answered: Place) -> None:
    async with answered.screen() as screen:
        await screen.press("r")
        assert "level coverage" not in screen.words
        await screen.press("tab")
        assert "level coverage n" in screen.words
        await screen.press("tab")
        assert "The name of the house ▓" in screen.words or "The name of the house █" in screen.words


async def test_g_gathers_the_areas_in_another_way(answered: Place) -> None:
    async with answered.screen(size=LARGE) as screen:
        await screen.press("r")
        assert "People and house" not in screen.text
        await screen.press("g")
        assert "People and house" in screen.rows[0]
        assert row_of(screen, "  People ").split()[-4] == "3.0"
        assert "Layers" in screen.text
        await screen.press("g")
        assert "People and house" not in screen.text


async def test_enter_opens_an_area_and_says_what_blocks_and_what_is_next(answered: Place) -> None:
    async with answered.screen() as screen:
        await screen.press("r", "tab", "down", "down", "enter")
        assert "now: 2 Emerging" in screen.text
        assert "next: 3 Designed" in screen.text
        assert "Because of this question" not in screen.words
        assert "What you can do" not in screen.text, "a questionnaire with other areas has no practices"
        await screen.press("escape")
        assert "level coverage n" in screen.words


async def test_votes_of_several_respondents_are_shown_per_level(place: Place) -> None:
    round_ = place.round(place.team())
    place.answer(round_, "Anouk", [Answer(level=2, note="when it rains")])
    place.answer(round_, "Bram", [2])
    place.answer(round_, "Chris", [5])
    async with place.screen(size=LARGE) as screen:
        await screen.press("r", "enter")
        assert "1 · 2 ●● 3 · 4 · 5 ● 3.0" in screen.words
        assert "Anouk: when it rains" in screen.words


async def test_brackets_go_through_the_rounds(place: Place) -> None:
    team = place.team()
    place.answer(place.round(team, date(2026, 5, 1)), "Anouk", [1] * 12)
    place.answer(place.round(team, date(2026, 10, 3)), "Anouk", [5] * 12)
    async with place.screen() as screen:
        await screen.press("r")
        assert "3 October 2026" in screen.rows[0]
        assert "round 2 · 3 October 2026" in screen.rows[0]
        assert "[ Earlier" in screen.rows[-1]
        assert "] Later" not in screen.rows[-1]
        await screen.press("left_square_bracket")
        assert "] Later" in screen.rows[-1]
        assert "1 May 2026" in screen.rows[0]
        assert "mean 1.0" in screen.text
        await screen.press("left_square_bracket", "right_square_bracket", "right_square_bracket")
        assert "round 2 ·" in screen.rows[0]


@pytest.fixture
def twice(place: Place) -> Place:
    team = place.team()
    place.answer(place.round(team, date(2026, 5, 1)), "Anouk", [2] * 12)
    place.answer(place.round(team, date(2026, 10, 3)), "Anouk", [3, 1, 2, *[4] * 9])
    return place


async def test_the_round_before_is_a_difference_in_the_table_and_a_dashed_outline(twice: Place) -> None:
    async with twice.screen(size=LARGE) as screen:
        await screen.press("r")
        assert row_of(screen, "1 Making guests welcome").split()[-5:] == ["3.0", "+1.0", "3", "100%", "1"]
        assert row_of(screen, "2 Listening and asking on").split()[-5:-3] == ["1.0", "−1.0"]
        assert row_of(screen, "3 Keeping promises").split()[-5:-3] == ["2.0", "0.0"]
        assert "difference with the round before; with few people" in screen.text
        assert "●── round 2 · 3 October 2026" in screen.text
        assert "○╌╌ round 1 · 1 May 2026" in screen.text
        await screen.press("left_square_bracket")
        assert "○" not in screen.text
        assert "chance" not in screen.text


async def test_a_group_has_no_difference_where_other_areas_have_a_mean(place: Place) -> None:
    team = place.team()
    place.answer(place.round(team, date(2026, 5, 1)), "Anouk", [2] * 12)
    place.answer(place.round(team, date(2026, 10, 3)), "Anouk", [3, Answer(dont_know=True), *[3] * 10])
    async with place.screen(size=LARGE) as screen:
        await screen.press("r")
        assert row_of(screen, "Building blocks").split()[-4:-3] == ["3.0"]
        assert row_of(screen, "Layers").split()[-5:-3] == ["3.0", "+1.0"]


async def test_a_round_in_which_nobody_chose_a_level_is_nothing_to_compare_with(place: Place) -> None:
    team = place.team()
    place.answer(place.round(team, date(2026, 5, 1)), "Anouk", [Answer(dont_know=True)] * 12)
    place.answer(place.round(team, date(2026, 10, 3)), "Anouk", LEVELS)
    async with place.screen(size=LARGE) as screen:
        await screen.press("r")
        assert "○" not in screen.text
        assert "chance" not in screen.text


async def test_an_unknown_level_says_where_nobody_chose_one(place: Place) -> None:
    place.answer(place.round(place.team()), "Anouk", [3, 4, Answer(dont_know=True), 4])
    async with place.screen() as screen:
        await screen.press("r")
        assert "no level yet: nobody chose a level for Keeping promises" in screen.text


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ([3] * 12, ["all areas have the same mean"]),
        ([4, 3, *[2] * 10], ["strongest: Making guests welcome", "weakest: 10 areas with 2.0"]),
    ],
)
async def test_equals_are_counted_instead_of_left_out(
    place: Place, levels: list[Answer | int], said: list[str]
) -> None:
    place.answer(place.round(place.team()), "Anouk", levels)
    async with place.screen() as screen:
        await screen.press("r")
        assert all(words in screen.text for words in said)


async def test_n_counts_only_who_chose_a_level(place: Place) -> None:
    round_ = place.round(place.team())
    place.answer(round_, "Anouk", LEVELS)
    place.answer(round_, "Bram", [Answer(dont_know=True)])
    async with place.screen() as screen:
        await screen.press("r")
        assert "n = 1 (one view)" in screen.text


async def test_a_mean_above_the_level_is_explained(place: Place) -> None:
    round_ = place.round(place.team())
    place.answer(round_, "Anouk", [2])
    place.answer(round_, "Bram", [4])
    async with place.screen() as screen:
        await screen.press("r", "enter")
        assert "1 of the 2 answers reaches level 3; it takes more than half." in screen.words


async def test_practices_to_the_next_level_can_be_read_in_full(place: Place) -> None:
    place.questionnaire = load_questionnaire("quick-scan")
    place.answer(place.round(place.team()), "Anouk", [1] * 12)
    async with place.screen() as screen:
        await screen.press("r", "enter")
        assert "What you can do to reach 2" in screen.text
        await screen.press("end", "enter")
        assert "Ask the customer for the best solution" in screen.window
        assert "weeks (estimate)" in screen.window
        await screen.press("escape", "escape")
        assert "strongest" in screen.text or "same mean" in screen.text


async def test_x_writes_a_file_and_tells_where(answered: Place) -> None:
    async with answered.screen() as screen:
        await screen.press("r", "x", "end", "enter")
        await screen.until(lambda: "de-linde-2026-10-03-scores.json\n" in "".join(screen.notices))
        assert len(screen.notices) == 1
        await screen.press("x", *["down"] * 3, "enter")
        await screen.until(lambda: "-report-en.html\n" in "".join(screen.notices))
        answered.settings_file.write_text("report_logo = 3\n")
        await screen.press("x", *["down"] * 3, "enter")
        await screen.until(lambda: "settings.toml:1: report_logo: This value does not fit." in screen.window)
    names = sorted(path.name for path in (answered.folder / "exports").iterdir())
    assert names == ["de-linde-2026-10-03-scores.json", f"de-linde-{TODAY}-report-en.html"]


async def test_an_export_that_fails_tells_why(answered: Place) -> None:
    (answered.folder / "exports").write_text("a file in the way")
    async with answered.screen() as screen:
        await screen.press("r", "x", "end", "enter")
        await screen.until_shown("That did not work")
        assert "it is a file, not a folder" in screen.words
        assert "Choose another folder" not in screen.words
        assert "sem export --out" in screen.words


@pytest.mark.usefixtures("each_language")
@corners(SMALL, LARGE, (200, 60))
async def test_frames(place: Place, size: tuple[int, int]) -> None:
    round_ = place.round(place.team(), date(2026, 10, 3))
    place.answer(round_, "Anouk", LEVELS)
    place.answer(round_, "Bram", [4, 4, Answer(dont_know=True), 5, 2, NOT_HERE, 3, 2, 2, 3, 3, 4])
    async with place.screen(size=size) as screen:
        await screen.press("r")
        same_as_frame("results-radar", screen)
        if size == (200, 60):
            return
        await screen.press("tab")
        same_as_frame("results-next", screen)
        await screen.press("tab")
        same_as_frame("results-last", screen)
        await screen.press("enter")
        same_as_frame("area", screen)
        await screen.press("escape", "m")
        same_as_frame("method", screen)
