"""The settings file: read with every problem at once, and never half-written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sem.errors import InvalidError
from sem.settings import Settings, data_folder, read_settings, settings_file, state_folder, write_settings


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "settings.toml") == Settings()


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.toml"
    name = 'Ann "de Baas" \\ Jansen é'
    written = write_settings(file, Settings(), language="nl", theme="light", respondent=name)
    assert read_settings(file) == written
    assert written.respondent == name
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]


def test_all_problems_are_named_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('theme = "pink"\n\ncolour = "red"\nlanguage = 3\n')
    with pytest.raises(InvalidError) as refusal:
        read_settings(file)
    assert [(problem.line, problem.field) for problem in refusal.value.problems] == [
        (1, "theme"),
        (3, "colour"),
        (4, "language"),
    ]
    assert all(problem.file == str(file) and problem.advice for problem in refusal.value.problems)


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe", b"[[["])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(content)
    with pytest.raises(InvalidError) as refusal:
        read_settings(file)
    assert refusal.value.problems[0].file == str(file)


def test_folders_can_be_moved_by_the_environment(tmp_path: Path) -> None:
    environment = {"SEM_DATA": str(tmp_path / "d"), "SEM_CONFIG": str(tmp_path / "c"), "SEM_STATE": str(tmp_path / "s")}
    assert data_folder(environment) == tmp_path / "d"
    assert settings_file(environment) == tmp_path / "c"
    assert state_folder(environment) == tmp_path / "s"
    assert data_folder({}).name == "workspace"


def test_the_line_that_is_no_toml_is_told(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    for text, line in (('theme = "dark"\ncharts = \n', 2), ("[[[", 1), ('theme = "dark"\ntheme = "light"\n', 2)):
        file.write_text(text)
        with pytest.raises(InvalidError) as refusal:
            read_settings(file)
        assert refusal.value.problems[0].line == line


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "below a file", "too large"])
def test_what_can_not_be_a_settings_file_is_told_in_words_and_never_waited_for(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "settings.toml"
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "device":
        file = Path("/dev/zero")
    elif kind == "folder":
        file.mkdir()
    elif kind == "below a file":
        file.write_text("")
        file = file / "settings.toml"
    else:
        with file.open("wb") as large:
            large.truncate(1 << 40)
    with pytest.raises(InvalidError) as refusal:
        read_settings(file)
    (problem,) = refusal.value.problems
    assert problem.file == str(file)
    assert "Errno" not in problem.message


def test_settings_never_take_the_place_of_what_is_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "settings.toml"
    os.mkfifo(pipe)
    with pytest.raises(OSError):  # noqa: PT011
        write_settings(pipe, Settings(), theme="light")
    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]


def test_a_file_that_is_not_understood_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('report_logo = "logo.png"\ntheme = dark\n')
    with pytest.raises(OSError):  # noqa: PT011
        write_settings(file, Settings(), language="nl")
    assert file.read_text() == 'report_logo = "logo.png"\ntheme = dark\n'
