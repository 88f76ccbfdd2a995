"""A slot that is damaged or gone: the save before it stands in, the user is told, and nothing is overwritten."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sem.errors import StoreError
from sem.model.assessment import Answer, Round
from sem.store import open_store
from sem.store.findings import Severity
from sem.store.integrity import check, repair
from sem.store.slots import seq_of
from tests.store.conftest import Place, by_age
from tests.store.test_bad_files import SPOILS, Spoil, flip_a_byte, truncate


def lead_nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("/nowhere/at all")


class Window:
    """A window of the program, with what it told its user."""

    def __init__(self, place: Place) -> None:
        self.told: list[str] = []
        self.store = open_store(place.folder, place.state, self.told.append)

    def read_all(self) -> None:
        for team in self.store.teams():
            for round_ in self.store.rounds(team.id):
                self.store.responses(round_)


def told(place: Place) -> list[str]:
    """Return what a window tells that reads all there is, twice."""
    window = Window(place)
    window.read_all()
    window.read_all()
    return window.told


@pytest.fixture
def anna(place: Place, round_: Round) -> list[Path]:
    """The two files of Anna, who saved twice, the older one first."""
    place.answered(round_, "Anna", {"Q01": 1})
    place.answered(round_, "Anna", {"Q02": 2})
    assert told(place) == []
    return by_age(place.slots_of(round_))


@pytest.mark.parametrize("spoil", [*SPOILS, Path.unlink, lead_nowhere])
class TestTheNewerOne:
    def test_the_user_is_told_once_whose_last_save_may_be_missing(
        self, place: Place, round_: Round, anna: list[Path], spoil: Spoil
    ) -> None:
        spoil(anna[1])
        before = sorted(place.folder.rglob("*"))
        (warning,) = told(place)
        assert "last save of Anna may be missing" in warning
        assert str(anna[1]) in warning
        assert place.response(round_, "Anna").answers == {"Q01": Answer(level=1)}
        assert sorted(place.folder.rglob("*")) == before

    def test_the_doctor_says_so_too(self, place: Place, anna: list[Path], spoil: Spoil) -> None:
        spoil(anna[1])
        report = check(place.folder, place.state)
        assert not report.healthy
        assert [finding.path for finding in report.findings if "may be missing" in finding.what] == [anna[1]]

    def test_going_on_puts_it_aside_before_it_is_overwritten(
        self, place: Place, round_: Round, anna: list[Path], spoil: Spoil
    ) -> None:
        spoil(anna[1])
        left: bytes | Path = b""
        name = anna[1].name
        if not os.path.lexists(anna[1]):
            name += ".gone"
        else:
            left = anna[1].readlink() if anna[1].is_symlink() else anna[1].read_bytes()
        window = Window(place)
        sheet = window.store.open_sheet(round_, "Anna")
        for level in (3, 4, 5):
            sheet.save({"Q03": Answer(level=level)})
        sheet.close()
        assert any("last save of Anna may be missing" in warning for warning in window.told)
        asides = [path for path in place.folder.glob("set-aside/*/teams/*/rounds/*/*") if not path.is_dir()]
        assert [path.readlink() if path.is_symlink() else path.read_bytes() for path in asides] == [left]
        assert [path.name for path in asides] == [name]
        assert place.response(round_, "Anna").answers == {"Q01": Answer(level=1), "Q03": Answer(level=5)}
        assert place.slots_of(round_) == sorted(anna)
        assert told(place) == []
        notice = check(place.folder, place.state).findings[-1]
        assert (notice.path, notice.severity) == (asides[0], Severity.NOTICE)
        assert "last save of Anna may be missing" in notice.what


class TestTheOlderOne:
    def test_nothing_is_told_of_one_that_says_itself_that_it_is_older(self, place: Place, anna: list[Path]) -> None:
        flip_a_byte(anna[0])
        assert told(place) == []

    def test_nothing_is_told_of_one_that_a_kill_tore_because_nobody_called_that_save_saved(
        self, place: Place, round_: Round, anna: list[Path]
    ) -> None:
        whole = anna[0].read_bytes()
        sheet = place.store.open_sheet(round_, "Anna")
        sheet.save({"Q02": Answer(level=5)})
        sheet.close()
        new = anna[0].read_bytes()
        assert new != whole
        differing = [at for at, (one, other) in enumerate(zip(whole, new, strict=True)) if one != other]
        cut = differing[len(differing) // 2]
        anna[0].write_bytes(new[:cut] + whole[cut:])
        assert seq_of(anna[0].read_bytes()) == 0
        assert told(place) == []
        assert place.response(round_, "Anna").answers == {"Q01": Answer(level=1), "Q02": Answer(level=2)}

    def test_its_bytes_are_put_aside_too_under_a_name_that_says_that_nothing_is_lost(
        self, place: Place, round_: Round, anna: list[Path]
    ) -> None:
        flip_a_byte(anna[0])
        spoilt = anna[0].read_bytes()
        place.answered(round_, "Anna", {"Q03": 3})
        (aside,) = place.files("set-aside/*/**/*~*")
        assert (aside.name, aside.read_bytes()) == (f"{anna[0].name}.older", spoilt)
        assert len(place.response(round_, "Anna").answers) == 3
        assert check(place.folder, place.state).findings == ()


@pytest.mark.parametrize(("which", "whose"), [("team~*", "Omega"), ("round~*", "the round of 21 November 2026")])
def test_the_same_goes_for_a_team_and_a_round(place: Place, round_: Round, which: str, whose: str) -> None:
    place.store.rename_team(place.round("Omega").team_id, "Beta")
    _older, newer = by_age(place.files(f"teams/omega-*/**/{which}"))
    truncate(newer)
    (warning,) = told(place)
    assert str(newer) in warning
    assert f"last save of {whose} may be missing" in warning


def test_the_second_slot_of_a_new_pair_is_missing_where_its_making_was_broken_off(place: Place, round_: Round) -> None:
    place.answered(round_, "Anna", {})
    by_age(place.slots_of(round_))[1].unlink()
    assert told(place) == []


def test_what_another_window_is_writing_at_this_moment_is_no_damage(
    place: Place, round_: Round, anna: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from sem.files import read_file

    looks = dict.fromkeys(anna, 0)

    def torn_at_first(path: Path) -> bytes:
        looks[path] = looks.get(path, 3) + 1
        return read_file(path)[: 100 * looks[path] if looks[path] < 4 else None]

    monkeypatch.setattr("sem.store.slots.read_file", torn_at_first)
    window = Window(place)
    window.store.responses(round_)
    assert window.told == []


def test_a_write_of_this_window_that_failed_half_way_is_not_put_aside(
    place: Place, round_: Round, anna: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = place.store.open_sheet(round_, "Anna")
    write: Callable[[int, bytes], int] = os.write

    def full(fd: int, data: bytes) -> int:
        write(fd, bytes(data[:900]))
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(StoreError):
            sheet.save({"Q03": Answer(level=3)})
    sheet.save({"Q03": Answer(level=3)})
    sheet.close()
    assert not (place.folder / "set-aside").exists()
    assert len(place.response(round_, "Anna").answers) == 3


def test_what_can_not_be_put_aside_is_not_overwritten(place: Place, round_: Round, anna: list[Path]) -> None:
    truncate(anna[1])
    (place.folder / "set-aside").write_bytes(b"a file in the way")
    before = place.contents()
    with pytest.raises(StoreError):
        place.store.open_sheet(round_, "Anna")
    assert place.contents() == before


def test_nothing_is_put_aside_where_no_slot_is_whole(place: Place, round_: Round, anna: list[Path]) -> None:
    for path in anna:
        truncate(path)
    before = place.contents()
    with pytest.raises(StoreError):
        place.store.open_sheet(round_, "Anna")
    assert place.contents() == before


def test_links_that_lead_nowhere_are_never_taken_for_no_data(place: Place, round_: Round, anna: list[Path]) -> None:
    for path in anna:
        lead_nowhere(path)
    with pytest.raises(StoreError):
        place.store.responses(round_)
    with pytest.raises(StoreError):
        place.store.open_sheet(round_, "Anna")
    assert all(path.is_symlink() for path in anna)


def test_after_a_repair_nothing_is_told_any_more(place: Place, anna: list[Path]) -> None:
    truncate(anna[1])
    repair(place.folder, place.state)
    assert told(place) == []
