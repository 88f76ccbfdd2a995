"""Help: every command explains itself, with an example, in both languages, click's own words included."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from sem.cli.base import Argument, Command, LazyGroup, Option
from sem.cli.root import root
from sem.i18n import gettext, set_language
from tests.cli.conftest import Cli


def all_commands(group: LazyGroup, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Command]]:
    """Yield every command with the words that lead to it."""
    for name in group.table:
        command = group.get_command(click.Context(group), name)
        assert isinstance(command, Command), f"{name} is not one of ours, so its texts are not translated"
        yield (*path, name), command
        if isinstance(command, LazyGroup):
            yield from all_commands(command, (*path, name))


@cache
def help_of(path: tuple[str, ...], spoken: str) -> str:
    """Return the help of a command, which is the same in every workspace."""
    result = Cli(Path("nowhere"))(*path, "--help", "--lang", spoken)
    assert result.code == 0
    return result.out


COMMANDS = [((), root), *all_commands(root)]
IDS = [" ".join(("sem", *path)) for path, _command in COMMANDS]
WITHOUT_WORDS = (
    "sem ", "printf ", "--for [whole", "--start 20", "--weeks 2/", "--as [experiment|practice]", "--state [draft|set",
    "--basics-first / --no-basics-first",
)  # fmt: skip
"""What lines of help begin with that are the same in both languages: examples, and options with their choices."""


def test_the_commands_of_the_main_job_are_there_in_the_order_of_use() -> None:
    assert list(root.table) == [
        "demo", "team", "assess", "round", "serve", "merge", "import", "scores", "why", "compare", "outcome",
        "ambition",
        "idea", "experiment", "plan",
        "commitment", "step", "export", "report", "questionnaire", "backup", "restore", "locate", "doctor",
    ]  # fmt: skip
    paths = {" ".join(path) for path, _command in COMMANDS}
    assert {f"team {word}" for word in ("add", "list", "show", "rename", "remove")} < paths
    assert {f"questionnaire {word}" for word in ("list", "show", "validate", "schema")} < paths


@pytest.mark.parametrize(("spoken", "words"), [("en", ("rounds", "teams")), ("nl", ("rondes", "teams"))])
def test_the_list_of_commands_says_that_rounds_and_teams_can_be_compared(
    cli: Cli, spoken: str, words: tuple[str, ...]
) -> None:
    (line,) = re.findall(r"^  compare +(.*)$", cli("--help", "--lang", spoken).out, re.MULTILINE)
    assert all(word in line for word in words)


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=IDS)
def test_every_command_has_an_example_that_is_a_command_of_ours(path: tuple[str, ...], command: Command) -> None:
    assert command.examples
    for example in command.examples:
        start = " ".join(("sem", *path))
        assert start in example.command


def test_made_up_names_in_the_examples_are_dutch_in_dutch() -> None:
    shown = {code: "".join(help_of(path, code) for path, _ in COMMANDS) for code in ("en", "nl")}
    for english, dutch in (("Team Coast", "Team Kust"), ("# since May", "# sinds mei"), ("our-hotel", "ons-hotel"),
                           ("ours.yaml", "onze-vragen.yaml"), ("--out report", "--out rapport")):  # fmt: skip
        assert (english in shown["en"], dutch in shown["en"]) == (True, False)
        assert (english in shown["nl"], dutch in shown["nl"]) == (False, True)


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=IDS)
def test_every_example_is_the_same_command_in_dutch(path: tuple[str, ...], command: Command) -> None:
    text = help_of(path, "nl")
    set_language("nl")
    options = re.compile(r"(?:^|\s)(-\S+|\||>)")
    for example in command.examples:
        dutch = gettext(example.command)
        assert dutch in text
        assert " ".join(("sem", *path)) in dutch
        assert options.findall(dutch) == options.findall(example.command)


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=IDS)
def test_every_option_and_argument_is_explained(path: tuple[str, ...], command: Command) -> None:
    for parameter in command.params:
        assert isinstance(parameter, Option | Argument), f"{parameter} is not translated"
        assert parameter.help


@pytest.mark.parametrize(("path", "_command"), COMMANDS, ids=IDS)
def test_no_line_of_help_is_the_same_in_both_languages_but_names_and_examples(
    path: tuple[str, ...], _command: Command
) -> None:
    english, dutch = ({line.strip() for line in help_of(path, code).splitlines()} for code in ("en", "nl"))
    same = english & dutch
    told = {line for line in same if line and not line.startswith(WITHOUT_WORDS)}
    assert told <= {"sem"}


@pytest.mark.parametrize("spoken", ["en", "nl"])
@pytest.mark.parametrize(("path", "_command"), COMMANDS, ids=IDS)
def test_help_fits_a_terminal_of_80_columns(path: tuple[str, ...], _command: Command, spoken: str) -> None:
    text = help_of(path, spoken)
    assert [line for line in text.splitlines() if len(line) > 80 and "sem" not in line] == []


def test_the_help_of_sem_tells_the_exit_codes(cli: Cli) -> None:
    text = cli("--help").out
    for code in (0, 1, 2, 3, 4, 5, 6, 7, 130, 141):
        assert re.search(rf"^  {code} +\w", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["socres"], ["Gebruik:", "De opdracht 'socres' bestaat niet.", "Bedoel je 'scores'?"]),
        (["--bla"], ["De optie '--bla' bestaat niet."]),
        (["scores"], ["Er ontbreekt een argument: 'TEAM'.", "Typ 'sem scores --help' voor uitleg."]),
        (["scores", "a", "b"], ["Dit argument is er een te veel: (b)"]),
        (["--data"], ["De optie '--data' heeft een waarde nodig."]),
        (["team", "list", "--json=1"], ["De optie '--json' krijgt geen waarde."]),
        (["--lang", "fr"], ["Deze waarde kan niet voor '--lang'", "'fr' is geen van deze: 'nl', 'en'."]),
        (["export"], ["Zeg wat je wilt hebben"]),
    ],
)
def test_what_is_wrong_with_a_command_line_is_told_in_dutch_too(
    cli: Cli, arguments: list[str], words: list[str]
) -> None:
    cli.spoken = "nl"
    result = cli(*arguments)
    assert (result.code, result.out) == (2, "")
    for part in words:
        assert part in result.err


def test_a_group_without_a_command_shows_its_help_and_fails(cli: Cli) -> None:
    result = cli("team")
    assert (result.code, result.out) == (2, "")
    assert "rename" in result.err


@pytest.mark.parametrize(
    "arguments",
    [["--lang", "nl", "team", "list"], ["team", "--lang", "nl", "list"], ["team", "list", "--lang=nl"]],
)
def test_the_language_may_stand_before_or_after_the_command(cli: Cli, arguments: list[str]) -> None:
    assert cli(*arguments).err.startswith("Er zijn nog geen teams")


@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_data_folder_may_stand_before_or_after_the_command(cli: Cli, place: int) -> None:
    cli("--data", "elsewhere", "team", "add", "Team West")
    arguments = ["team", "list"]
    arguments[place:place] = ["--data", "elsewhere"]
    assert "Team West" in cli(*arguments).out
    assert cli("team", "list").out == ""


def test_the_language_comes_from_the_settings_where_nothing_else_says(cli: Cli) -> None:
    cli.spoken = ""
    (cli.folder / "settings.toml").write_text('language = "en"\n')
    assert cli("team", "list").err.startswith("There are no teams yet")
    (cli.folder / "settings.toml").write_text('language = "nl"\n')
    assert cli("team", "list").err.startswith("Er zijn nog geen teams")


@pytest.mark.parametrize("wish", ["nl", "NL", "nl_BE.UTF-8", "nl-NL"])
def test_the_variable_for_the_language_may_look_like_a_locale(cli: Cli, wish: str) -> None:
    cli.spoken = wish
    assert cli("team", "list").err.startswith("Er zijn nog geen teams")


def test_a_language_that_there_is_not_is_told_once(cli: Cli) -> None:
    cli.spoken = "de"
    (cli.folder / "settings.toml").write_text('language = "en"\n')
    first, *others = cli("team", "list").err.splitlines()
    assert first == "SEM_LANG asks for “de”, a language that sem does not speak; use nl or en."
    assert others[0].startswith("There are no teams yet")
    assert "SEM_LANG" not in cli("team", "list", "--lang", "nl").err


def test_broken_settings_are_told_in_the_language_of_the_locale(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.spoken = ""
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    (cli.folder / "settings.toml").write_text("theme = \n")
    assert "De instellingen" in cli("team", "list").err.splitlines()[0]


def test_broken_settings_are_told_and_do_not_stop_the_work(cli: Cli) -> None:
    cli.spoken = ""
    (cli.folder / "settings.toml").write_text('language = "en"\ntheme = "pink"\n')
    result = cli("team", "list", "--json")
    assert result.code == 0
    assert result.json["teams"] == []
    assert "settings.toml:2: theme" in result.err


def test_every_message_that_we_translate_for_click_is_one_of_clicks() -> None:
    spec = importlib.util.spec_from_file_location(
        "messages", Path(__file__).parent.parent.parent / "scripts/messages.py"
    )
    assert spec is not None
    assert spec.loader is not None
    messages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(messages)
    assert click.__file__ is not None
    source = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    for message in messages.CLICK_MESSAGES:
        for form in message if isinstance(message, tuple) else (message,):
            assert form.encode("unicode_escape").decode() in source


def test_the_version_is_printed_alone(cli: Cli) -> None:
    from sem import __version__

    result = cli("--version")
    assert (result.code, result.out, result.err) == (0, f"sem {__version__}\n", "")


def test_asking_the_version_loads_nothing_that_it_does_not_need() -> None:
    program = (
        "import sys\nsys.argv = ['sem', '--version']\nimport sem.cli\n"
        "try:\n    sem.cli.main()\nexcept SystemExit:\n    pass\nprint(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded.isdisjoint(
        {"textual", "matplotlib", "numpy", "tinydb", "yaml", "platformdirs", "tomllib", "rich", "json", "signal"}
    )
