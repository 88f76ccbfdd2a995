"""Brings the Dutch catalogue in line with the code, and lists what still lacks a translation."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from filelock import FileLock

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "sem" / "locale" / "nl" / "LC_MESSAGES" / "sem.po"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}


def template() -> Catalog:
    """Return every message in the code, without line numbers, so that a diff shows messages only."""
    catalogue = Catalog(charset="utf-8")
    for file, _line, message, _comments, context in extract_from_dir(ROOT / "sem", keywords=KEYWORDS):
        catalogue.add(message, locations=[(f"sem/{file}", 0)], context=context)
    for message in CLICK_MESSAGES:
        catalogue.add(message, locations=[("click", 0)])
    return catalogue


CLICK_MESSAGES: tuple[str | tuple[str, str], ...] = (
    "Usage:",
    "Options",
    "Positional arguments",
    "Commands",
    "default: {default}",
    "required",
    "Error: {message}",
    "Try '{command} {option}' for help.",
    "Missing command.",
    "Missing argument",
    "Missing option",
    "Missing parameter",
    "No such command {name!r}.",
    "No such option {name!r}.",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    "Option {name!r} does not take a value.",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    "Choose from:\n\t{choices}",
)
"""What click itself says, which it looks up in our catalogue."""


def main() -> int:
    """Update and compile the catalogue, or with `--check` only look; return 1 if a message lacks a translation."""
    with FileLock(PO.with_suffix(".lock")):
        catalogue = Catalog(locale="nl", charset="utf-8")
        if PO.exists():
            with PO.open("rb") as file:
                catalogue = read_po(file, locale="nl")
        catalogue.update(template(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        if "--check" not in sys.argv[1:]:
            with PO.open("wb") as file:
                write_po(file, catalogue, width=110, sort_output=True, include_lineno=False)
            with PO.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue)
    missing = [m for m in catalogue if m.id and not (all(m.string) if isinstance(m.string, tuple) else m.string)]
    for message in missing:
        print(message.locations[0][0] if message.locations else "?", repr(message.id))
    print(f"{len(missing)} of {len(catalogue)} messages lack a Dutch translation", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
