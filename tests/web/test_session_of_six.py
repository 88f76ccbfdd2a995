"""A team session from the link to two commitments: three people in browsers, two on share files, one in a terminal."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.terminal import Terminal
from sem.content.library import load_questionnaire
from sem.model.assessment import RoundState
from sem.store import Store, open_store
from tests.web.chromium import PATIENCE, Page, chromium, running

PROGRAM = chromium()
pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(300),
    pytest.mark.skipif(PROGRAM is None, reason="no Chromium here: install Debian's chromium (docs/development.md)"),
]
QUESTIONS = load_questionnaire("quick-scan").questions
PEOPLE = ("Anouk", "Bram", "Chris", "Dana", "Eva", "Femke")
ANSWERS = {
    name: [1 + (3 * person + number * (person + 2)) % 5 for number in range(len(QUESTIONS))]
    for person, name in enumerate(PEOPLE)
}
NOTE = "We ring back the same day."


@dataclass(frozen=True)
class Laptop:
    """A computer of its own: a workspace, and a folder for locks and log."""

    home: Path

    @property
    def environment(self) -> dict[str, str]:
        own = {"SEM_DATA": str(self.home / "workspace"), "SEM_STATE": str(self.home / "state"), "SEM_LANG": "en"}
        return {**os.environ, **own, "HOME": str(self.home), "XDG_CONFIG_HOME": str(self.home / "config")}

    @property
    def store(self) -> Store:
        return open_store(self.home / "workspace", self.home / "state")

    def sem(self, *words: str, typed: str = "") -> str:
        """Run a command, and return what it prints."""
        command = [sys.executable, "-m", "sem", *words]
        done = subprocess.run(command, input=typed, capture_output=True, text=True, env=self.environment, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def screens(self, *words: str) -> Terminal:
        return Terminal([sys.executable, "-m", "sem", *words], self.environment)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[dict[str, Any]]:
        """Serve the open round, and yield what is printed of it."""
        command = [sys.executable, "-m", "sem", "serve", "West", "--port", "0", "--json"]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment
        ) as server:
            assert server.stdout is not None
            try:
                yield await asyncio.to_thread(lambda: json.loads(_whole_json(server.stdout)))
            finally:
                server.send_signal(signal.SIGINT)
                server.communicate(timeout=PATIENCE)


def _whole_json(lines: Any) -> str:
    said = ""
    while said.count("{") != said.count("}") or not said:
        said += lines.readline()
    return said


async def answer_in_browser(page: Page, link: str, name: str, levels: list[int]) -> None:
    """Come in by a link, answer everything, and leave."""
    await page.open(link)
    await page.until("document.readyState === 'complete'")
    await page.until("document.querySelector('form button, a.button')")
    if await page.look("!document.querySelector('a.button')"):
        await page.look(f"(document.querySelector('[name=name]') || {{}}).value = {name!r}")
        await page.click("form button")
    await page.click("a.button")
    await page.drawn("Begin")
    await page.press("Enter")
    await page.drawn("question 1 of")
    for number, level in enumerate(levels, 2):
        await page.press(str(level))
        await page.drawn(f"question {number} of" if number <= len(levels) else "All questions are filled in")


def answer_in_terminal(laptop: Laptop, words: list[str], levels: list[int]) -> None:
    """Answer everything by keys on the screens, then leave."""
    with laptop.screens("assess", *words) as terminal:
        terminal.wait_for("Begin")
        terminal.settle()
        terminal.send("\r")
        terminal.wait_for("question 1 of")
        for number, level in enumerate(levels, 2):
            terminal.send(str(level))
            terminal.wait_for(f"question {number} of" if number <= len(levels) else "All questions are filled in")
        terminal.settle()


def answer_in_file(facilitator: Laptop, laptop: Laptop, shared: Path, levels: list[int]) -> Path:
    """Answer on another computer in a file that was sent, and return the file that goes back."""
    back = laptop.home / "back"
    typed = "\n".join([f"{levels[0]} # {NOTE}", *map(str, levels[1:])]) + "\n"
    laptop.sem("assess", "--from", str(shared), "--plain", "--out", str(back), typed=typed)
    (file,) = back.iterdir()
    return file


def discuss_and_promise(facilitator: Laptop) -> None:
    """Reveal, agree on the two questions that divide most, promise two things, and close."""
    with facilitator.screens() as screen:
        screen.wait_for("A session is going on|6 of 6 done")
        screen.settle()
        screen.send("v")
        screen.wait_for("can't be undone")
        screen.send("y")
        screen.wait_for("0 of 12 agreed")
        screen.settle()
        for level, because in (("3", "Half of us do."), ("2", "Only in West.")):
            screen.send(level)
            screen.settle()
            screen.send(f"\x1b[200~{because}\x1b[201~")
            screen.settle()
            screen.send("\r")
            screen.wait_for("[12] of 12 agreed")
            screen.settle()
            screen.send("\x1b[C")
            screen.settle()
        screen.send("w")
        screen.wait_for("One or two")
        for what, who in (("Ring ten guests", "Bram"), ("Read the complaints together", "Eva")):
            screen.settle()
            screen.send("n")
            for part in (what, who, "2030-01-15"):
                screen.settle()
                screen.send(f"\x1b[200~{part}\x1b[201~")
                screen.settle()
                screen.send("\x1b[B" if part != "2030-01-15" else "\r")
            screen.wait_for(what)
        screen.settle()
        screen.send("c")
        screen.settle()
        screen.send("y")
        screen.wait_for("The round is closed")


async def play(facilitator: Laptop, tmp_path: Path, kind: str) -> None:
    """Play the whole session in one kind of round."""
    assert PROGRAM is not None
    anonymous = kind == "anonymous"
    people = ["--expect", "6"] if kind != "named" else [part for name in PEOPLE for part in ("--invite", name)]
    facilitator.sem("team", "add", "West")
    facilitator.sem(
        "round", "start", "West", f"--{kind}", *people, "--scope", "Our team.", "--yes", "--questionnaire", "quick-scan"
    )
    async with facilitator.serving() as served, running(PROGRAM, tmp_path / "profile") as browser:
        personal = {one["name"]: one["link"] for one in served["personal"]}
        pages = [await browser.page(await browser.person()) for _ in range(3)]
        await asyncio.gather(
            *(
                answer_in_browser(page, personal.get(name, served["link"]), name, ANSWERS[name])
                for page, name in zip(pages, PEOPLE[:3], strict=True)
            )
        )
    whom = [] if anonymous else ["--respondent", "Dana", "--respondent", "Eva"]
    shared = tmp_path / "shared"
    facilitator.sem("round", "share", "West", *whom, "--out", str(shared))
    files = sorted(shared.iterdir()) * (2 if anonymous else 1)
    assert len(files) == 2
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for number, (file, name) in enumerate(zip(files, PEOPLE[3:5], strict=True)):
        back = answer_in_file(facilitator, Laptop(tmp_path / f"laptop{number}"), file, ANSWERS[name])
        back.rename(inbox / f"{number}-{back.name}")
    await asyncio.to_thread(
        answer_in_terminal, facilitator, ["West", *([] if anonymous else ["--respondent", "Femke"])], ANSWERS["Femke"]
    )
    before = facilitator.sem("scores", "West", "--json")
    assert json.loads(before)["overall"]["mean"] is None, "nothing is seen before the reveal"
    facilitator.sem("merge", str(inbox))
    again = facilitator.sem("merge", str(inbox), "--json")
    assert "6 of 6" in facilitator.sem("round", "show", "West"), again
    if anonymous:
        sheets_look_alike(facilitator)
        nobody_can_be_found(facilitator)
    await asyncio.to_thread(discuss_and_promise, facilitator)


def levels_kept(store: Store) -> list[list[int | None]]:
    (team,) = store.teams()
    (round_,) = store.rounds(team.id)
    return sorted([one.answer(q.id).level for q in QUESTIONS] for one in store.responses(round_))


@pytest.fixture
def facilitator(tmp_path: Path) -> Laptop:
    home = tmp_path / "facilitator"
    home.mkdir()
    return Laptop(home)


@pytest.mark.parametrize("kind", ["named", "alias", "anonymous"])
async def test_six_people_come_to_two_agreed_levels_and_two_commitments(
    facilitator: Laptop, tmp_path: Path, kind: str
) -> None:
    await play(facilitator, tmp_path, kind)

    store = facilitator.store
    (team,) = store.teams()
    (round_,) = store.rounds(team.id)
    assert round_.state is RoundState.CLOSED
    assert levels_kept(store) == sorted(ANSWERS.values())
    assert sorted((one.level, one.because) for one in round_.decisions.values()) == [
        (2, "Only in West."), (3, "Half of us do."),
    ]  # fmt: skip
    assert {(one.text, one.owner, one.by) for one in store.programme(team.id).commitments} == {
        ("Ring ten guests", "Bram", date(2030, 1, 15)), ("Read the complaints together", "Eva", date(2030, 1, 15)),
    }  # fmt: skip
    assert json.loads(facilitator.sem("scores", "West", "--json"))["overall"]["mean"] is not None
    if kind == "anonymous":
        nobody_can_be_found(facilitator)


def nobody_can_be_found(facilitator: Laptop) -> None:
    """See that no file and no output of the facilitator's laptop names who answered, or tells their times apart."""
    promised = {
        one.owner for team in facilitator.store.teams() for one in facilitator.store.programme(team.id).commitments
    }
    named = re.compile("|".join(set(PEOPLE) - promised).encode())
    files = [file for file in facilitator.home.rglob("*") if file.is_file()]
    assert not [file for file in files if named.search(file.read_bytes()) or named.search(str(file).encode())]
    told = re.compile("|".join(PEOPLE))
    for words in (
        ["scores", "West", "--json"],
        ["round", "show", "West", "--json"],
        ["round", "list", "West", "--json"],
    ):
        assert not told.search(facilitator.sem(*words)), words


def sheets_look_alike(facilitator: Laptop) -> None:
    """See that the sheets of answers differ in nothing but random letters and what was answered."""
    sheets = [file for file in facilitator.home.rglob("*~*-x.?.json") if file.is_file()]
    assert len(sheets) == 2 * len(PEOPLE)
    assert len({(file.stat().st_mtime, file.stat().st_size, file.stat().st_mode) for file in sheets}) == 1
