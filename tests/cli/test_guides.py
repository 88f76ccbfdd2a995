"""README and docs keep up with the program: their commands are right, and each option and picture has its place."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import click
import pytest

from sem.cli.base import Command, LazyGroup
from sem.cli.root import root
from sem.cli.session import Session
from tests.cli.test_help import COMMANDS

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURES = ROOT / "docs" / "pictures"
PAGES = {page.name: page.read_text("utf-8") for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}
LARGEST = 3_000_000
"""Bytes that all pictures may take together: whoever clones the project has every version of them."""


def commands_in(page: str) -> Iterator[list[str]]:
    """Yield the words of each command of ours in the code blocks of a page, up to what the shell does with it."""
    for block in re.findall(r"^```(?:sh)?\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        for line in block.replace("\\\n", "").splitlines():
            for part in re.split(r" (?:&&|\||\|\||>|<|2>&1) ?", line):
                if part.startswith("sem "):
                    yield shlex.split(part, comments=True)[1:]


def check(words: list[str]) -> None:
    """Let click read a command without running it.

    Raises:
        UsageError: There is no such command or option, something lacks, or a value is not one of the choices.
    """
    command: Command | LazyGroup = root
    rest, path = words, ["sem"]
    while rest and isinstance(command, LazyGroup):
        if rest[0] in ("--data", "--lang"):
            rest = rest[2:]
            continue
        context = click.Context(command)
        inner = command.get_command(context, rest[0])
        if inner is None:
            # Options of `sem` itself, or a name that no command has.
            break
        assert isinstance(inner, Command)
        command, path, rest = inner, [*path, rest[0]], rest[1:]
    if "--help" not in rest:
        command.make_context(" ".join(path), list(rest), obj=Session())


@pytest.mark.parametrize("name", PAGES)
def test_every_command_in_the_docs_is_one(name: str) -> None:
    for words in commands_in(PAGES[name]):
        try:
            check(words)
        except click.UsageError as error:
            pytest.fail(f"{name}: sem {shlex.join(words)}: {error.format_message()}")


def faults_in(named: str) -> Iterator[str]:
    """Yield what no command or option is, of what a page names in a line, such as ``plan TEAM [--explain [STEP…]]``."""
    parts = re.findall(r"--[a-z][a-z-]*|[^\s\[\]|\\]+", named)
    options = [part for part in parts if part.startswith("--") and part != "--"]
    words = [part for part in parts if not part.startswith("--")]
    command: click.Command = root
    shared = {option for parameter in root.params for option in parameter.opts}
    for word in words if options[:1] != ["--data"] else words[1:]:
        if not isinstance(command, LazyGroup) or not re.fullmatch("[a-z]+", word):
            break
        inner = command.get_command(click.Context(command), word)
        if inner is None:
            yield word
            return
        command = inner
    known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    yield from {*options} - known - shared - {"--help"}


@pytest.mark.parametrize("name", PAGES)
def test_every_command_and_option_that_the_docs_name_in_a_line_exists(name: str) -> None:
    text = re.sub(r"^```.*?^```$", "", PAGES[name], flags=re.MULTILINE | re.DOTALL)
    named = re.findall(r"`sem ([^`]*)`", text)
    assert {command: found for command in named if (found := [*faults_in(command)])} == {}


@pytest.mark.parametrize("named", ["teams list", "team lists", "scores TEAM --jso", "export [TEAM] --roadmap [--gif]"])
def test_what_is_no_command_and_no_option_is_found(named: str) -> None:
    assert [*faults_in(named)]


def test_every_option_of_every_command_is_told_of_somewhere() -> None:
    docs = "\n".join(PAGES.values())
    told = set(re.findall(r"--[a-z][a-z-]*", docs))
    options = {
        option: " ".join(("sem", *path))
        for path, command in COMMANDS
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts)
        if option.startswith("--") and option != "--help"
    }
    assert {option: command for option, command in options.items() if option not in told} == {}


def test_the_readme_leads_to_every_page_of_the_docs() -> None:
    assert {name for name in PAGES if name != "README.md" and f"](docs/{name})" not in PAGES["README.md"]} == set()


def test_the_readme_opens_with_a_picture() -> None:
    lines = [line for line in PAGES["README.md"].splitlines() if line]
    assert lines[0].startswith("# ")
    assert lines[1].startswith("![")


def test_every_picture_is_shown_somewhere_in_words_too_and_together_they_are_small() -> None:
    shown = re.findall(r"!\[([^\]]*)\]\((?:docs/)?pictures/([^)]+)\)", "\n".join(PAGES.values()))
    there = {path.relative_to(PICTURES).as_posix() for path in PICTURES.rglob("*") if path.is_file()}
    assert {file for _words, file in shown} == there
    assert all(words for words, _file in shown)
    assert sum(path.stat().st_size for path in PICTURES.rglob("*")) < LARGEST


def test_the_script_makes_each_picture_and_no_other() -> None:
    found = spec_from_file_location("pictures", ROOT / "scripts" / "pictures.py")
    assert found is not None
    assert found.loader is not None
    script = module_from_spec(found)
    sys.modules["pictures"] = script
    found.loader.exec_module(script)
    english = {*(f"{name}.png" for name in script.FIGURES), *(f"{name}.svg" for name in script.SCREENS)}
    assert {path.name for path in PICTURES.iterdir() if path.is_file()} == english
    assert {path.stem for path in (PICTURES / "nl").iterdir()} == set(script.IN_DUTCH)


def test_pictures_speak_to_nobody() -> None:
    for path in PICTURES.rglob("*.svg"):
        text = path.read_text("utf-8")
        assert not re.search(r"(?:href|url\(|src)\s*[=(]?\s*[\"']?https?:", text), path.name
        assert "<script" not in text
