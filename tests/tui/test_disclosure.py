"""The screens tell of a round no more than may be shown, and say where something is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from sem.model.assessment import Answer, Round, RoundKind
from tests.tui.conftest import LARGE, SMALL, TODAY, Place

KEYS = (
    ("o",), ("enter",), ("escape", "escape"), ("r",), ("tab",), ("tab",), ("g",), ("enter",), ("escape",),
    ("down", "enter"),
)  # fmt: skip
"""From the teams to the team over time with an area, and to the results, their pictures, and two areas."""


def session(place: Place, kind: RoundKind, people: int, level: int, *, dont_know: int = 0, reveal: bool) -> Round:
    """Let people answer everything with one level, but the first question with don't know for so many of them."""
    store = place.store
    round_ = store.start_round(place.team().id, place.questionnaire, TODAY, kind, hidden=True, expected=people)
    for n in range(people):
        sheet = store.open_anonymous(round_)[0] if round_.anonymous else store.open_sheet(round_, f"Person {n}")
        answers = {
            question.id: Answer(level=level, note=f"note for {level}") for question in place.questionnaire.questions
        }
        if n < dont_know:
            answers[place.questionnaire.questions[0].id] = Answer(dont_know=True)
        sheet.save(answers)
        sheet.close()
    return store.reveal_round(round_) if reveal else round_


async def told(place: Place, size: tuple[int, int]) -> list[str]:
    """Return what stands on the screens, one after another."""
    texts = []
    async with place.screen(size=size) as screen:
        texts.append(screen.text)
        for keys in KEYS:
            await screen.press(*keys)
            texts.append(screen.text)
    return texts


CASES = {
    "named and hidden": (RoundKind.NAMED, 6, False),
    "anonymous and open": (RoundKind.ANONYMOUS, 6, False),
    "anonymous and four": (RoundKind.ANONYMOUS, 4, True),
}
OFTEN = {("named and hidden", SMALL), ("anonymous and open", LARGE), ("anonymous and four", SMALL)}
"""What is walked with every run: each case and each size."""


@pytest.mark.parametrize(
    ("kind", "people", "reveal", "size"),
    [
        pytest.param(*case, size, id=f"{name} {size}", marks=[] if (name, size) in OFTEN else pytest.mark.long)
        for name, case in CASES.items()
        for size in (SMALL, LARGE)
    ],
)
async def test_what_is_not_shown_is_the_same_whatever_was_answered(
    tmp_path: Path, kind: RoundKind, people: int, reveal: bool, size: tuple[int, int]
) -> None:
    seen = []
    for level in (1, 5):
        place = Place(tmp_path / str(level))
        session(place, kind, people, level, reveal=reveal)
        seen.append(await told(place, size))
    assert seen[0] == seen[1]
    assert "note for" not in "".join(seen[0])


async def test_the_same_screens_do_tell_the_answers_once_they_may_be_seen(tmp_path: Path) -> None:
    seen = []
    for level in (1, 5):
        place = Place(tmp_path / str(level))
        session(place, RoundKind.NAMED, 6, level, reveal=True)
        seen.append(await told(place, LARGE))
    assert all(low != high for low, high in zip(*seen, strict=True))
    assert "Person 0: note for 1" in seen[0][-1]


async def test_of_an_anonymous_round_of_four_it_is_said_that_its_answers_are_not_shown_and_why(place: Place) -> None:
    session(place, RoundKind.ANONYMOUS, 4, 3, reveal=True)
    async with place.screen(size=LARGE) as screen:
        assert "not shown" in screen.text
        await screen.press("r")
        assert "this round is anonymous, and fewer than 5 people chose a level" in screen.words
        assert "no score" not in screen.text
        assert "× not shown" in screen.words


async def test_a_question_that_is_not_shown_is_told_apart_and_the_notes_have_no_names(place: Place) -> None:
    session(place, RoundKind.ANONYMOUS, 6, 3, dont_know=2, reveal=True)
    async with place.screen(size=LARGE) as screen:
        await screen.press("r")
        assert "The answers to 1 question are not shown" in screen.words
        await screen.press("enter")
        assert "not shown" in screen.window
        assert "note for" not in screen.window
        await screen.press("escape", "down", "enter")
        assert "note for 3" in screen.window
        assert ": note for 3" not in screen.window
