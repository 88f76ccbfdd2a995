"""Makes the pictures of README and docs anew from the demonstration: `python scripts/pictures.py [NAME]…`."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from sem.cli.root import root
from sem.cli.session import Session
from sem.content.library import load_questionnaire
from sem.demo.build import build
from sem.i18n import Language, set_language
from sem.model.programme import Programme
from sem.programme.ideas import cluster, hand_in, open_ideas, start_voting, vote
from sem.settings import Settings
from sem.store import Store, open_store

if TYPE_CHECKING:
    from textual.pilot import Pilot

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
TODAY = date(2026, 11, 22)
SIZE = (120, 35)
DOTS_PER_INCH = 90
COLOURS = 64
"""In a PNG: enough for letters with smooth edges, and a third of the bytes."""

IN_DUTCH = (
    "home", "question", "discuss", "results", "over-time", "outcomes", "ambition", "options", "plan", "ideas",
    "experiments", "profile",
)  # fmt: skip
"""The pictures of the Dutch guide. All others are in English only, so that the folder stays small."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A picture of a screen.

    Args:
        team: The team that is pointed at in the list of teams first.
        keys: What is pressed from there.
        respondent: Whom the program takes for the one who answers.
    """

    team: str
    keys: Sequence[str] = ()
    respondent: str = ""


SCREENS: Mapping[str, Screen] = {
    "home": Screen("Webcare"),
    "results": Screen("Webcare", ("r",)),
    "over-time": Screen("Webcare", ("o",)),
    "compare-teams": Screen("Webcare", ("m", *["down"] * 4, *["right"] * 5)),
    "discuss": Screen("Servicedesk", ("d",)),
    "ambition": Screen("Monteurs", ("p", "a")),
    "options": Screen("Monteurs", ("p", "o")),
    "plan": Screen("Webcare", ("p",)),
    "ideas": Screen("Monteurs", ("b",)),
    "experiments": Screen("Webcare", ("p", "v")),
    "outcomes": Screen("Webcare", ("u",)),
    # Last, because it gives an answer.
    "question": Screen("Planning", ("enter", "enter", "3", "down", "down"), "Tess"),
}

FIGURES: Mapping[str, Sequence[str]] = {
    "profile": ("export", "Webcare", "--figure", "profile"),
    "layers": ("export", "Webcare", "--figure", "layers"),
    "changes": ("compare", "Webcare", "--over-time", "--figure", "changes"),
    "overlay": ("compare", "Webcare", "--over-time", "--figure", "overlay"),
    "trend": ("compare", "Webcare", "--over-time", "--figure", "trend"),
    "heatmap": ("compare", "--all", "--figure", "heatmap"),
    "radars": ("compare", "--all", "--figure", "radars"),
    "dots": ("compare", "--all", "--figure", "dots"),
    "area": ("compare", "--all", "--area", "employee-engagement", "--figure", "area"),
    "roadmap": ("export", "Webcare", "--roadmap"),
}
"""Each figure with the command that draws it."""

IDEAS: Mapping[Language, Sequence[tuple[str, str]]] = {
    "en": (
        ("Ring the customer when you leave for the next address", "Before the visit"),
        ("Let the customer choose who comes", "Before the visit"),
        ("Nobody leaves before everything in the house works", "During the visit"),
        ("A drone that brings the part within the hour", "During the visit"),
        ("Send a film of one minute of what was wrong", "Afterwards"),
    ),
    "nl": (
        ("Bel de klant als je naar het volgende adres rijdt", "Voor het bezoek"),
        ("Laat de klant kiezen wie er komt", "Voor het bezoek"),
        ("Ga pas weg als alles in huis werkt", "Tijdens het bezoek"),
        ("Een drone die het onderdeel binnen een uur brengt", "Tijdens het bezoek"),
        ("Stuur een filmpje van een minuut over wat er kapot was", "Na afloop"),
    ),
}
"""Each idea with the name it is put under."""
VOTES = {"Ab": (1, 3), "Cor": (3, 4), "Ferry": (3, 5), "Ruud": (1, 5)}


async def take(store: Store, folder: Path, screen: Screen) -> str:
    """Press keys in a new app and return what is on the screen then, as an SVG that needs no other file."""
    # Textual asks for the colours of the terminal while it is imported, and here there is no terminal.
    os.environ.update(COLORTERM="truecolor", TEXTUAL_COLOR_SYSTEM="truecolor")
    from sem.tui.app import SemApp

    settings = Settings(respondent=screen.respondent)
    app = SemApp(store, settings=settings, settings_file=folder / "settings.toml", clock=lambda: TODAY)
    names = sorted(team.name for team in store.teams())
    async with app.run_test(size=SIZE) as pilot:
        await _settled(pilot)
        for key in (*["down"] * names.index(screen.team), *screen.keys):
            await pilot.press(key)
            await _settled(pilot)
        picture = app.export_screenshot(title="sem")
    # Textual's pictures ask a web server for their typeface; ours are to speak to nobody.
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    # Without a size of its own a picture in a table of a page shrinks to nothing.
    picture = re.sub(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', r'width="\1" height="\2" \g<0>', picture, count=1)
    return "".join(f"{line.rstrip()}\n" for line in picture.splitlines())


async def _settled(pilot: Pilot[Any]) -> None:
    """Wait until what was asked for is read, worked out and painted."""
    await pilot.pause(0.2)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause(0.2)


def draw(folder: Path, command: Sequence[str]) -> Path:
    """Run a command that draws one figure, and return where it is."""
    picture = ["--png", "--dpi", str(DOTS_PER_INCH), "--out", str(folder)]
    with suppress(SystemExit):
        root.main([*command, *picture], prog_name="sem", obj=Session(today=lambda: TODAY))
    (drawn,) = folder.glob("*.png")
    return drawn


def shrink(source: Path, target: Path) -> None:
    """Write a PNG anew with few colours, and with the words that say what it shows."""
    with Image.open(source) as picture:
        words = PngInfo()
        for key, text in sorted(picture.info.items(), key=str):
            if isinstance(text, str):
                words.add_itxt(str(key), text)
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(target, optimize=True, pnginfo=words)


def with_ideas(programme: Programme, texts: Sequence[tuple[str, str]]) -> Programme:
    """Return a programme with ideas under a few names, on which everybody has voted."""
    numbers = count(1)
    programme = hand_in(programme, [text for text, _name in texts], lambda: f"{next(numbers):016x}")
    programme = open_ideas(programme)
    for number, (_text, name) in enumerate(texts, 1):
        programme = cluster(programme, [f"{number:016x}"], name)
    programme = start_voting(programme, len(VOTES), 2)
    for voter, ideas in VOTES.items():
        programme = vote(programme, voter, [f"{number:016x}" for number in ideas])
    return programme


def make(language: Language, names: Sequence[str], target: Path) -> None:
    """Build the demonstration in a language and in a folder of its own, and make the pictures with these names."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.update(
            SEM_LANG=language,
            SEM_DATA=str(folder / "workspace"),
            SEM_STATE=str(folder / "state"),
            SEM_CONFIG=str(folder / "settings.toml"),
        )
        set_language(language)
        target.mkdir(parents=True, exist_ok=True)
        store = open_store(folder / "workspace", folder / "state")
        build(store, load_questionnaire("quick-scan"), TODAY)
        team = store.find_team("Monteurs")
        store.change_programme(team.id, lambda programme: with_ideas(programme, IDEAS[language]))
        for picture in names:
            if picture in FIGURES:
                shrink(draw(folder / picture, FIGURES[picture]), target / f"{picture}.png")
            else:
                text = asyncio.run(take(store, folder, SCREENS[picture]))
                (target / f"{picture}.svg").write_text(text, "utf-8")


def main() -> None:
    """Make the pictures that are named, or all of them."""
    names = [*FIGURES, *SCREENS]
    if unknown := [name for name in sys.argv[1:] if name not in names]:
        sys.exit(f"no such picture: {', '.join(unknown)}; there are {', '.join(names)}")
    wanted = [name for name in names if name in (sys.argv[1:] or names)]
    make("en", wanted, PICTURES)
    if dutch := [name for name in wanted if name in IN_DUTCH]:
        make("nl", dutch, PICTURES / "nl")


if __name__ == "__main__":
    main()
