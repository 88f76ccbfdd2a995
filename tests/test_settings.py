"""The settings file: read with every problem at once, and never half-written."""

from __future__ import annotations

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
