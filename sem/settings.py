"""Where things live and what the user prefers: folders, language, theme and chart characters."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

import platformdirs

from sem.errors import InvalidError, Problem
from sem.files import NotAFileError, NotUnderstoodError, read_file, reason
from sem.i18n import LANGUAGES, Language, language_of_locale, parse_language
from sem.i18n import gettext as _

APP = "sem"
MOST_BYTES = 100_000
ChartCharacters = Literal["braille", "blocks", "ascii"]

PICTURE_THEMES = ("light", "dark", "print")
"""The colours that pictures may be drawn in."""

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "language": LANGUAGES,
    "theme": ("dark", "light"),
    "charts": ("braille", "blocks", "ascii"),
    "pictures": PICTURE_THEMES,
}
# The parser tells a line in its words only; at the end of the file it tells none.
_PLACE = re.compile(r"at line ([0-9]+)")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user chose once and for all; an empty value means: decide by the environment.

    Args:
        respondent: The name one answers under when none is given.
        pictures: The colours of pictures in files.
        report_logo: The path of a PNG or JPEG picture for reports, from the folder of the settings file.
        report_colour: What headings and scores of reports are coloured with, as ``#rrggbb``.
        report_accent: What is set beside those in the charts of reports.
    """

    language: str = ""
    theme: str = "dark"
    charts: str = "braille"
    respondent: str = ""
    pictures: str = "light"
    report_logo: str = ""
    report_colour: str = ""
    report_accent: str = ""


def settings_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the path of the settings file; `SEM_CONFIG` overrides it."""
    chosen = environment.get("SEM_CONFIG")
    return Path(chosen) if chosen else Path(platformdirs.user_config_path(APP)) / "settings.toml"


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the workspace when no `--data` is given: `SEM_DATA`, else the user's data folder."""
    chosen = environment.get("SEM_DATA")
    return Path(chosen) if chosen else Path(platformdirs.user_data_path(APP)) / "workspace"


def state_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder for what belongs to this machine alone: locks, install id, log; `SEM_STATE` overrides it."""
    chosen = environment.get("SEM_STATE")
    return Path(chosen) if chosen else Path(platformdirs.user_state_path(APP))


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return the folder for what may be deleted at any time: `SEM_CACHE`, else in `SEM_STATE`, else the user's own."""
    chosen, state = environment.get("SEM_CACHE"), environment.get("SEM_STATE")
    if chosen:
        return Path(chosen)
    return Path(state) / "cache" if state else Path(platformdirs.user_cache_path(APP))


def read_settings(file: Path) -> Settings:
    """Return the settings in `file`; the defaults if there is no such file.

    Raises:
        InvalidError: The file can't be read or has unknown keys or values; all problems at once.
    """
    text = _text(file)
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        line = int(place[1]) if place else max(1, len(text.splitlines()))
        raise _unreadable(file, _("This is not understood."), _("Mend the line, or delete the file."), line) from None
    lines = {line.partition("=")[0].strip(): n for n, line in enumerate(text.splitlines(), 1) if "=" in line}
    problems = []
    for key, value in found.items():
        allowed = _CHOICES.get(key, ())
        where = {"file": str(file), "line": lines.get(key, 0), "field": key}
        if key not in asdict(Settings()):
            known = ", ".join(asdict(Settings()))
            problems.append(Problem(_("This setting does not exist."), _("Use one of: {known}.").format(known=known),
                                    **where))  # type: ignore[arg-type]  # fmt: skip
        elif not isinstance(value, str) or (allowed and value not in allowed):
            advice = _("Use one of: {known}.").format(known=", ".join(allowed)) if allowed else _("Write a text.")
            problems.append(Problem(_("This value does not fit."), advice, **where))  # type: ignore[arg-type]
    if problems:
        raise InvalidError(_("The settings have problems."), problems=problems)
    return Settings(**found)


def _text(file: Path) -> str:
    """Return what the file says; nothing where there is no such file."""
    try:
        data = read_file(file, MOST_BYTES)
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise _unreadable(file, _("This can't be read: {why}.").format(why=reason(error))) from None
    if len(data) > MOST_BYTES:
        raise _unreadable(file, _("This file is too large."), _("Delete the file."))
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise _unreadable(file, _("This file is not UTF-8 text."), _("Save it as UTF-8 in your editor.")) from None


def _unreadable(file: Path, message: str, advice: str = "", line: int = 0) -> InvalidError:
    return InvalidError(_("The settings can't be read."), problems=[Problem(message, advice, str(file), line)])


def write_settings(file: Path, settings: Settings, **changes: str) -> Settings:
    """Write the settings with `changes` to `file` and return them; a half-written file can't come about.

    Raises:
        OSError: It can't be written, or there is something by its name that is no file or not understood, which stays.
    """
    if file.exists() and not file.is_file():
        raise NotAFileError
    try:
        read_settings(file)
    except InvalidError:
        raise NotUnderstoodError from None
    changed = replace(settings, **changes)
    # A JSON string of these is a TOML string too: TOML's basic strings know every escape that JSON writes.
    text = "".join(f"{key} = {json.dumps(value)}\n" for key, value in asdict(changed).items() if value)
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    partial.write_text(text, "utf-8")
    partial.replace(file)
    return changed


def choose_language(option: str | None, settings: Settings, environment: Mapping[str, str] = os.environ) -> Language:
    """Return the language to use: the option, else `SEM_LANG`, else the settings, else the locale."""
    for wish in (option, environment.get("SEM_LANG"), settings.language):
        chosen = parse_language(wish) if wish else None
        if chosen:
            return chosen
    return language_of_locale(environment)
