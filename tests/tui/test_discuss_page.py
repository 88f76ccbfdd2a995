"""The page of a question to discuss: whole at any size, and within the disclosure limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sem.analysis.disclosure import Disclosed, visible
from sem.analysis.discussion import Order, topics
from sem.model.assessment import (
    Answer,
    Consensus,
    QuestionnaireRef,
    Respondent,
    Response,
    Round,
    RoundKind,
    RoundState,
)
from sem.model.questionnaire import Questionnaire, Version
from sem.model.text import Text
from sem.tui.discuss_page import DiscussState, discuss_lines
from sem.tui.marks import marks
from sem.tui.text import runs_width
from tests.tui.sample import sample
from tests.tui.test_hostile import ALL

LEVELS = [1, 1, 4, 5, 5, 3]
NAMES = ["Anouk", "Bram", "Chris", "Dana", "Eva", "Farid"]
QUESTIONNAIRE = sample()


def shown(
    kind: RoundKind,
    levels: list[int],
    notes: list[str],
    questionnaire: Questionnaire = QUESTIONNAIRE,
    decision: Consensus | None = None,
) -> Disclosed:
    first = questionnaire.questions[0].id
    round_ = Round(
        "r1",
        "t1",
        QuestionnaireRef(questionnaire.id, Version(1, 0, 0), "x"),
        date(2026, 11, 1),
        kind,
        RoundState.REVEALED,
        hidden=True,
        decisions={first: decision} if decision else {},
    )
    people = [
        Response(Respondent(str(n), "" if round_.anonymous else NAMES[n % 6]), {first: Answer(level=level, note=note)})
        for n, (level, note) in enumerate(zip(levels, notes, strict=True))
    ]
    return visible(round_, questionnaire, people)


def page(disclosed: Disclosed, width: int = 80, height: int = 22, charts: str = "braille") -> list[str]:
    found = topics(disclosed.profile)
    state = DiscussState(disclosed, found[0], 1, len(found), Order.DISAGREEMENT, marks(charts))
    lines = discuss_lines(state, width, height)
    assert len(lines) <= height
    assert all(runs_width(line) <= width for line in lines)
    return ["".join(text for text, _style in line).rstrip() for line in lines]


def test_the_votes_are_dots_and_the_two_ends_stand_side_by_side() -> None:
    text = page(shown(RoundKind.NAMED, LEVELS, ["only some", "", "mostly", "all of us", "", "half"]))
    assert any(line.split() == ["1", "Incidental", "●", "●"] for line in text)
    assert any(line.split() == ["2", "Emerging", "–"] for line in text)
    assert any("lowest: 1 Incidental" in line and "highest: 5 Excellent" in line for line in text)
    assert any("Anouk: only some" in line and "Dana: all of us" in line for line in text)
    assert any("r_wg" in line and "a_wg" in line for line in text)
    assert "2 more notes: Enter reads all" in "\n".join(text)


LONG = "Making all our guests feel welcome every day of the year"


@pytest.mark.parametrize(("width", "name"), [(80, "Welcome"), (120, LONG)])
def test_a_title_of_an_area_that_has_no_room_gives_way_to_the_short_one(width: int, name: str) -> None:
    first, *others = QUESTIONNAIRE.areas
    areas = (replace(first, title=Text("Gasten", LONG), short=Text("Welkom", "Welcome")), *others)
    text = page(shown(RoundKind.NAMED, LEVELS, [""] * 6, replace(QUESTIONNAIRE, areas=areas)), width)
    assert next(line for line in text if line).strip().split("  ")[0] == f"1 · {name}"


def test_an_anonymous_round_shows_no_ends_and_no_names() -> None:
    text = "\n".join(page(shown(RoundKind.ANONYMOUS, LEVELS, ["zebra", "", "apple", "moon", "", ""])))
    assert "lowest" not in text
    assert not any(name in text for name in NAMES)
    assert text.index("– apple") < text.index("– moon") < text.index("– zebra")


def test_below_the_minimum_group_nothing_of_a_question_is_shown() -> None:
    text = "\n".join(page(shown(RoundKind.ANONYMOUS, [1, 5, 5], ["secret"] * 3)))
    assert "fewer than 5 people gave one" in text
    assert not any(words in text for words in ("secret", "●", "r_wg", "mean"))


def test_what_was_agreed_stands_at_its_level_with_the_sentence() -> None:
    text = page(shown(RoundKind.NAMED, LEVELS, [""] * 6, decision=Consensus(3, "It is written down.")))
    assert any(line.split() == ["▌3", "Designed", "●", "agreed"] for line in text)
    assert any("Agreed on 3 Designed: It is written down." in line for line in text)


def test_many_votes_are_a_number_and_plain_letters_do_as_well() -> None:
    text = page(shown(RoundKind.NAMED, [2] * 60, [""] * 60), charts="ascii")
    assert any(line.split() == ["2", "Emerging", "60", "*"] for line in text)
    assert "agreement very strong" in "\n".join(text)


@pytest.mark.parametrize("size", [(60, 18), (80, 22), (76, 38), (200, 60)])
@pytest.mark.parametrize("kind", [RoundKind.NAMED, RoundKind.ANONYMOUS])
def test_no_text_is_wider_than_its_window(size: tuple[int, int], kind: RoundKind) -> None:
    texts = list(ALL.values())
    hostile = shown(kind, [1, 5] * 5, texts, sample(hostile=texts), Consensus(5, texts[3] * 20))
    long = shown(kind, LEVELS, ["word " * 900] * 6, sample(longest=True))
    for disclosed in (hostile, long):
        assert page(disclosed, *size)


def test_with_rows_enough_the_levels_are_in_words_too() -> None:
    disclosed = shown(RoundKind.NAMED, LEVELS, [""] * 6)
    assert "It depends on who is on duty." not in "\n".join(page(disclosed))
    assert "It depends on who is on duty." in "\n".join(page(disclosed, 100, 38))


def test_a_question_that_nobody_answered_says_so() -> None:
    nobody = shown(RoundKind.NAMED, [], [])
    assert any("nobody chose a level" in line for line in page(nobody))
