"""The question page: everything whole wherever it fits, and never lost where it does not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.i18n import Language, language
from sem.model.assessment import Answer, NotApplicable, Reason
from sem.model.questionnaire import LEVEL_NUMBERS, Questionnaire
from sem.tui.marks import marks
from sem.tui.question_page import Page, QuestionState, choose_layout, lay_out
from sem.tui.text import cell_width, runs_width
from tests.tui.sample import sample

USUAL, LONGEST = sample(), sample(longest=True)


def page(
    questionnaire: Questionnaire = USUAL,
    width: int = 80,
    height: int = 24,
    at: int = 0,
    answers: Mapping[str, Answer] | None = None,
    cursor: int = 1,
    last_time: Answer | None = None,
    team: str = "De Linde",
) -> Page:
    state = QuestionState(
        team, "Anouk", questionnaire, at, answers or {}, cursor, marks("braille"), last_time or Answer(), saved="saved"
    )
    return lay_out(state, width, height)


def rows(found: Page) -> list[str]:
    return ["".join(text for text, _style in line) for line in found.lines]


def words(found: Page) -> str:
    return " ".join(" ".join(rows(found)).split())


def level_words(found: Page, level: int) -> str:
    """Return the words of a level without its marks, number and name, wherever these stand."""
    lines = [rows(found)[y] for y in found.level_rows[level]]
    return " ".join(" ".join(lines).replace("▌", " ").split())


@pytest.mark.usefixtures("each_language")
@pytest.mark.parametrize("at", range(12))
def test_the_longest_question_allowed_is_whole_in_80_by_24(at: int) -> None:
    found = page(LONGEST, at=at)
    question = LONGEST.questions[at]
    assert found.whole
    assert len(found.lines) <= 24
    assert question.statement.get(language()) in words(found)
    for level, text in zip(LEVEL_NUMBERS, question.levels, strict=True):
        shown = level_words(found, level)
        assert f"{level} {LONGEST.level(level).name.get(language())}" in shown
        assert set(text.get(language()).split()) <= set(shown.split())


@pytest.mark.usefixtures("each_language")
@given(width=st.integers(60, 220), height=st.integers(20, 70), at=st.integers(0, 11), cursor=st.integers(1, 5))
def test_no_line_is_wider_than_the_screen_and_the_level_pointed_at_is_in_sight(
    width: int, height: int, at: int, cursor: int
) -> None:
    for questionnaire in (USUAL, LONGEST):
        found = page(questionnaire, width, height, at, cursor=cursor)
        assert all(runs_width(line) <= width for line in found.lines)
        assert len(found.lines) <= height
        assert len(found.level_rows[cursor]) >= 1
        if found.whole:
            assert all(len(found.level_rows[level]) for level in LEVEL_NUMBERS)


@pytest.mark.usefixtures("each_language")
@given(width=st.integers(60, 220), height=st.integers(20, 70))
def test_a_page_that_says_it_is_whole_has_every_word(width: int, height: int) -> None:
    for questionnaire in (USUAL, LONGEST):
        found = page(questionnaire, width, height)
        if found.whole:
            question = questionnaire.questions[0]
            for text in (question.statement, *question.levels):
                assert set(text.get(language()).split()) <= set(words(found).replace(":", "").split()) | set(
                    words(found).split()
                )


@pytest.mark.usefixtures("each_language")
def test_usual_questions_leave_room_for_air_and_for_the_keys_in_80_by_24() -> None:
    found = page(height=23)
    assert found.whole
    assert rows(found)[found.level_rows[1].stop].strip() == ""


def test_all_questions_share_one_layout_so_that_the_page_stands_still() -> None:
    tops = {page(at=at).level_rows[1].start for at in range(12)}
    assert len(tops) == 1


def test_a_larger_screen_shows_what_to_look_for_below_the_levels() -> None:
    assert "What to look for" in words(page(width=120, height=40))
    assert "What to look for" not in words(page(width=80, height=20))


def test_lines_stay_short_enough_to_read_on_a_wide_screen() -> None:
    assert max(cell_width(row.strip()) for row in rows(page(width=200, height=60))) <= 112


def test_levels_that_do_not_fit_scroll_with_the_one_pointed_at_and_say_so() -> None:
    first, last = page(LONGEST, 60, 20, cursor=1), page(LONGEST, 60, 20, cursor=5)
    assert not first.whole
    assert len(first.level_rows[1]) > 0
    assert len(first.level_rows[5]) == 0
    assert "↓" in words(first)
    assert len(last.level_rows[5]) > 0
    assert "↑" in words(last)
    assert LONGEST.questions[0].levels[4].en.split()[-1] in words(last)


def test_the_chosen_level_has_a_filled_mark_and_the_others_an_open_one() -> None:
    found = page(answers={"WEL-01": Answer(level=3)})
    assert "● 3" in level_words(found, 3)
    for level in (1, 2, 4, 5):
        assert f"○ {level}" in level_words(found, level)


def test_the_answer_of_last_time_is_marked_and_named() -> None:
    found = page(last_time=Answer(level=2))
    assert "▸○ 2" in level_words(found, 2)
    assert "last time: 2 Emerging" in words(found)


def test_answers_without_a_level_and_notes_are_told() -> None:
    assert "● Your answer: don't know" in words(page(answers={"WEL-01": Answer(dont_know=True)}))
    refused = Answer(not_applicable=NotApplicable(Reason.OTHER, "we only deliver"), note="ask Bram")
    told = words(page(answers={"WEL-01": refused}))
    assert "● Your answer: not applicable: we only deliver" in told
    assert "note: ask Bram" in told


def test_progress_by_area_is_told_by_shape_and_the_current_area_by_a_frame() -> None:
    found = page(at=2, answers={"WEL-01": Answer(level=3), "LIS-01": Answer(dont_know=True)})
    assert "■ ?[□]□ □ □ □ □ □ □ □ □" in words(found)
    refused = Answer(not_applicable=NotApplicable(Reason.NOT_HERE))
    assert "□ –[□]□" in words(page(at=2, answers={"LIS-01": refused}))


def test_an_answer_that_is_no_level_has_a_line_of_its_own_and_no_level_is_pointed_at() -> None:
    answer = Answer(dont_know=True, note="ask Bram")
    found = page(answers={"WEL-01": answer}, cursor=0, width=120, height=40)
    assert "● Your answer: don't know" in [row.strip() for row in rows(found)]
    assert "note: ask Bram" in [row.strip() for row in rows(found)]
    assert "▌" not in words(found)


def test_the_header_says_whose_answers_these_are() -> None:
    assert "De Linde · Anouk" in rows(page())[0] + rows(page())[1]
    assert "Anouk" in words(page(LONGEST, 60, 20))
    assert "… · Anouk" in words(page(team="T" * 80))


def test_a_long_team_name_gives_way_to_the_state_of_saving() -> None:
    found = page(team="T" * 80)
    assert "saved" in rows(found)[0]
    assert "…" in rows(found)[0]


def test_layout_depends_on_the_language_because_words_differ_in_length(each_language: Language) -> None:
    assert choose_layout(USUAL, each_language, 80, 23) is not None
    assert choose_layout(LONGEST, each_language, 60, 20) is None
