"""As whom one may answer: a name is believed once, and from then on, or when it is invited, it needs its code."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sem.errors import InvalidError, NotFoundError
from sem.model.assessment import Answer, RoundKind
from sem.store import Store, open_store
from sem.web.door import Door, TakenError
from sem.web.keys import Identity, Keys
from tests.tui.sample import sample

KEYS = Keys(b"a" * 32)
FIRST = sample().questions[0].id


def opened(folder: Path) -> Store:
    return open_store(folder / "workspace", folder / "state")


def door(folder: Path, kind: RoundKind = RoundKind.NAMED, **options: Any) -> Door:
    store = opened(folder)
    team = store.add_team("De Linde")
    return Door(store, store.start_round(team.id, sample(), date(2026, 11, 21), kind, hidden=True, **options), KEYS)


def again(folder: Path) -> Door:
    """Return the door of the same round after the server has started again."""
    store = opened(folder)
    return Door(store, store.rounds(store.teams()[0].id)[0], KEYS)


def answer(folder: Path, name: str) -> None:
    store = opened(folder)
    store.open_sheet(store.rounds(store.teams()[0].id)[0], name, {FIRST: Answer(level=3)}).close()


@pytest.mark.parametrize("kind", [RoundKind.NAMED, RoundKind.ALIAS])
def test_a_name_is_free_until_somebody_has_it(tmp_path: Path, kind: RoundKind) -> None:
    entrance = door(tmp_path, kind)
    assert entrance.enter("  Anouk ", "") == Identity("Anouk")
    with pytest.raises(TakenError):
        entrance.enter("ANOUK", "")
    assert entrance.enter("Anouk B", "") == Identity("Anouk B")


def test_who_answered_in_the_terminal_or_before_a_restart_has_their_name_too(tmp_path: Path) -> None:
    entrance = door(tmp_path)
    answer(tmp_path, "Anouk")
    for at in (entrance, again(tmp_path)):
        with pytest.raises(TakenError):
            at.enter("anouk", "")


def test_with_the_code_of_a_name_one_goes_on_anywhere(tmp_path: Path) -> None:
    entrance = door(tmp_path)
    answer(tmp_path, "Anouk")
    assert entrance.enter("anouk", KEYS.code_of("Anouk")) == Identity("Anouk", proved=True)


def test_the_code_of_another_opens_nothing(tmp_path: Path) -> None:
    entrance = door(tmp_path)
    answer(tmp_path, "Anouk")
    for wrong in (KEYS.code_of("Bram"), "7KQF-2M9X", "-"):
        with pytest.raises(InvalidError, match="not the code of Anouk"):
            entrance.enter("Anouk", wrong)


def test_a_name_on_the_list_is_written_as_it_is_there(tmp_path: Path) -> None:
    entrance = door(tmp_path, invited=("Anouk de Wit",))
    code = KEYS.code_of("Anouk de Wit")
    assert entrance.enter("anouk  DE wit", code) == Identity("Anouk de Wit", proved=True)


@pytest.mark.parametrize("kind", [RoundKind.NAMED, RoundKind.ALIAS])
def test_the_name_of_somebody_invited_is_theirs_before_they_come(tmp_path: Path, kind: RoundKind) -> None:
    entrance = door(tmp_path, kind, invited=("Anouk",))
    with pytest.raises(TakenError, match="Anouk has a link of their own"):
        entrance.enter(" ANOUK", "")
    assert not entrance.admits(Identity("anouk"))
    assert entrance.admits(Identity("Anouk", proved=True))
    assert entrance.admits(entrance.enter("Bram", ""))


def test_a_personal_link_is_known_for_who_is_invited_or_has_answered_and_nobody_else(tmp_path: Path) -> None:
    entrance = door(tmp_path, invited=("Anouk",))
    answer(tmp_path, "Bram")
    assert entrance.whose_code(KEYS.code_of("Anouk")) == Identity("Anouk", proved=True)
    assert entrance.whose_code(KEYS.code_of("Bram")) == Identity("Bram", proved=True)
    assert entrance.whose_code(KEYS.code_of("Chris")) is None


@pytest.mark.parametrize("name", ["", "   ", "x" * 200, "a\x07b", "\u202eevil"])
def test_a_name_that_does_not_hold_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidError):
        door(tmp_path).enter(name, "")


def test_an_anonymous_round_gives_everybody_a_code_of_their_own_whatever_they_type(tmp_path: Path) -> None:
    entrance = door(tmp_path, RoundKind.ANONYMOUS)
    first, second = entrance.enter("Anouk", ""), entrance.enter("Anouk", "")
    assert first.code != second.code
    assert {first.name, second.name} == {""}
    assert entrance.enter("", first.code.lower()) == first


def test_an_anonymous_code_is_known_again_after_a_restart_once_there_is_an_answer(tmp_path: Path) -> None:
    code = door(tmp_path, RoundKind.ANONYMOUS).enter("", "").code
    with pytest.raises(NotFoundError):
        again(tmp_path).enter("", code)
    store = opened(tmp_path)
    sheet, _code = store.open_anonymous(store.rounds(store.teams()[0].id)[0], code, new=True)
    sheet.save({FIRST: Answer(level=3)})
    sheet.close()
    assert again(tmp_path).enter("", code).key == Identity(code=code).key
    assert again(tmp_path).whose_code(code) is None
