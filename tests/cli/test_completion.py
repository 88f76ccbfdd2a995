"""Completion in the shell: commands, options, teams and questionnaires."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.shell_completion import ShellComplete

from sem.cli.root import root
from sem.cli.session import Session
from tests.cli.conftest import Cli

Offered = Callable[..., list[str]]


@pytest.fixture
def offered(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Offered:
    """Returns what the shell would offer after some words."""
    for name, value in cli.environment.items():
        monkeypatch.setenv(name, value)

    def after(*words: str) -> list[str]:
        completer = ShellComplete(root, {"obj": Session()}, "sem", "_SEM_COMPLETE")
        return [item.value for item in completer.get_completions(list(words[:-1]), words[-1])]

    return after


def test_commands_and_options_are_offered(offered: Offered) -> None:
    assert offered("") == list(root.table)
    assert offered("ex") == ["experiment", "export"]
    assert offered("team", "re") == ["rename", "remove"]
    assert "--overwrite" in offered("export", "--")


def test_names_of_teams_are_offered_in_any_case(cli: Cli, offered: Offered) -> None:
    for name in ("Team West", "Team East", "Other"):
        cli("team", "add", name)
    assert offered("scores", "te") == ["Team East", "Team West"]
    assert offered("team", "remove", "O") == ["Other"]


def test_the_data_folder_that_was_typed_is_looked_in(cli: Cli, offered: Offered) -> None:
    cli("--data", "other", "team", "add", "Elsewhere")
    assert offered("--data", "other", "scores", "E") == ["Elsewhere"]
    assert offered("scores", "E") == []


def test_ids_of_questionnaires_are_offered_and_else_files(offered: Offered) -> None:
    assert offered("questionnaire", "show", "qu") == ["quick-scan"]
    assert offered("assess", "West", "--questionnaire", "./ou") == ["./ou"]


def test_data_that_can_not_be_read_offers_nothing_and_says_nothing(
    cli: Cli, offered: Offered, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.data.write_text("")
    assert offered("scores", "") == []
    assert capsys.readouterr().err == ""
