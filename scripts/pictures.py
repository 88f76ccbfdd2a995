"""Makes the pictures of README and docs anew from the demonstration data: `python scripts/pictures.py`."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sem.content.library import load_questionnaire
from sem.demo.build import build
from sem.i18n import set_language
from sem.model.ambition import Ambition, Capacity, Owner
from sem.model.assessment import Team
from sem.programme.ambition import set_ambition
from sem.reports.export import export_round
from sem.reports.files import Destination
from sem.reports.roadmap import roadmap_of, standing_of
from sem.reports.roadmap_export import export_roadmap
from sem.settings import Settings
from sem.store import Store, open_store

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
TODAY = date(2026, 11, 21)
SIZE = (124, 36)
SCREENS: tuple[tuple[str, Sequence[str]], ...] = (
    ("home", ("down", "down")),
    ("results", ("down", "down", "r")),
    ("question", ("enter", "enter", "3", "2", "4", "down", "down")),
)
STATEMENT = "Customers tell their neighbours how well they were helped"


async def take(store: Store, folder: Path, name: str, keys: Sequence[str]) -> None:
    """Press keys in a new app and keep what is on the screen then, as an SVG that needs no other file."""
    # Textual asks for the colours of the terminal while it is imported, and here there is no terminal.
    os.environ.update(COLORTERM="truecolor", TEXTUAL_COLOR_SYSTEM="truecolor")
    from sem.tui.app import SemApp

    app = SemApp(store, settings=Settings(), settings_file=folder / "settings.toml", clock=lambda: TODAY)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(1)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.3)
        await pilot.pause(1)
        picture = app.export_screenshot(title="sem")
    # Textual's pictures ask a web server for their typeface; ours are to speak to nobody.
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    (PICTURES / f"{name}.svg").write_text("".join(f"{line.rstrip()}\n" for line in picture.splitlines()), "utf-8")


def want_more(store: Store, team: Team) -> None:
    """Give a team an ambition that fits, with somebody who leads steps."""
    standing = standing_of(store, team)
    levels = {"culture": 4, "leadership": 4, "cx": 4, "cjm": 4, "ux": 4, "customer-understanding": 4}
    ambition = Ambition(
        date(2028, 6, 30), levels, STATEMENT, capacity=Capacity(3), owners=(Owner("anouk", "Anouk", 2),)
    )
    store.change_programme(
        team.id, lambda kept: set_ambition(kept, ambition, standing.questionnaire, standing.now, TODAY)
    )  # fmt: skip


def main() -> None:
    """Build the demonstration in a folder of its own, and picture its radar and its screens."""
    set_language("en")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.update(SEM_STATE=str(folder / "state"), USER="anouk", LOGNAME="anouk")
        store = open_store(folder / "workspace", folder / "state")
        team = build(store, load_questionnaire("quick-scan"), TODAY)[0]
        (radar,) = export_round(store, team, store.rounds(team.id)[-1], ["png"], folder)
        shutil.copyfile(radar, PICTURES / "radar.png")
        want_more(store, team)
        standing, roadmap = roadmap_of(store, team, TODAY)
        (plan,) = export_roadmap(Destination(folder), "roadmap", standing, roadmap, ["png"])
        shutil.copyfile(plan, PICTURES / "roadmap.png")
        for screen, keys in SCREENS:
            asyncio.run(take(store, folder, screen, keys))


if __name__ == "__main__":
    main()
