"""Exported files: safe names, never over another file unasked, and whole or not there at all."""

from __future__ import annotations

import errno
import os
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.errors import ExportError
from sem.model.assessment import Team
from sem.reports.files import Destination, file_name, team_slugs

DAY = date(2026, 11, 21)


@given(st.text())
def test_a_name_is_safe_on_every_system_whatever_the_team_is_called(name: str) -> None:
    made = file_name(team_slugs([Team("1f2e3d4c5b6a7988", name)])["1f2e3d4c5b6a7988"], DAY, "profile", "png", "nl")
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*-2026-11-21-profile-nl\.png", made)
    assert len(made) < 100


def test_a_name_says_the_team_the_day_what_it_is_and_the_language() -> None:
    assert file_name("team-west", DAY, "scores", "csv", "en") == "team-west-2026-11-21-scores-en.csv"
    assert file_name("west", DAY, "scores", "json") == "west-2026-11-21-scores.json"


def test_files_are_called_after_the_team_and_its_id_where_two_would_be_called_the_same() -> None:
    teams = [Team("aa11bb22cc", "Überlingen"), Team("dd11ee22ff", "Team West"), Team("0123456789", "Team/West")]
    assert [*team_slugs(teams).values()] == ["uberlingen", "team-west-dd11ee", "team-west-012345"]


def test_a_name_of_which_nothing_can_be_in_a_file_name_has_its_id_there() -> None:
    assert [*team_slugs([Team("aa11bb22cc", "🦊")]).values()] == ["x-aa11bb"]


def test_the_folder_is_made_and_the_file_is_whole(tmp_path: Path) -> None:
    path = Destination(tmp_path / "a" / "b").write("x.csv", b"data")
    assert path == tmp_path / "a" / "b" / "x.csv"
    assert path.read_bytes() == b"data"


def test_a_taken_name_gets_the_next_free_number(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"first")
    (tmp_path / "x-2.csv").mkdir()
    assert Destination(tmp_path).write("x.csv", b"new").name == "x-3.csv"
    assert (tmp_path / "x.csv").read_bytes() == b"first"


def test_a_link_that_leads_nowhere_takes_a_name_too(tmp_path: Path) -> None:
    (tmp_path / "x.csv").symlink_to(tmp_path / "elsewhere")
    assert Destination(tmp_path).write("x.csv", b"new").name == "x-2.csv"
    assert not (tmp_path / "elsewhere").exists()


def test_overwriting_replaces_a_file_but_not_what_the_same_run_wrote(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"old")
    run = Destination(tmp_path, overwrite=True)
    assert [run.write("x.csv", data).name for data in (b"one", b"two")] == ["x.csv", "x-2.csv"]
    assert [(tmp_path / name).read_bytes() for name in ("x.csv", "x-2.csv")] == [b"one", b"two"]


def test_where_no_links_can_be_made_names_are_still_not_taken_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_paths: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    names = [Destination(tmp_path).write("x.csv", data).name for data in (b"one", b"two")]
    assert names == ["x.csv", "x-2.csv"]
    assert (tmp_path / "x.csv").read_bytes() == b"one"


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "you may not write there"), (errno.EIO, "disk error")],
)
def test_a_failed_write_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(ExportError, match=words):
        Destination(tmp_path).write("x.csv", b"data")
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_a_folder_is_meant_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    for folder in (tmp_path / "out", tmp_path / "out" / "deeper"):
        with pytest.raises(ExportError, match="not a folder"):
            Destination(folder).write("x.csv", b"data")


def test_a_folder_where_a_file_is_to_be_replaced_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(ExportError, match=r"x\.csv is a folder"):
        Destination(tmp_path, overwrite=True).write("x.csv", b"data")
    assert [*tmp_path.iterdir()] == [tmp_path / "x.csv"]


def test_a_new_file_may_be_read_by_whom_other_new_files_may(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    made = Destination(tmp_path).write("x.csv", b"data")
    assert made.stat().st_mode == (tmp_path / "usual").stat().st_mode
