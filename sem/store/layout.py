"""Where everything lies in a workspace, and which names are ours: the folder and file names of the format."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sem.model.assessment import QuestionnaireRef
from sem.model.names import slug

WORKSPACE_FILE = "workspace.json"
MODELS, TEAMS, ROUNDS, IDEAS = "models", "teams", "rounds", "ideas"
SEALED_PREFIX = "sealed-"
BACKUPS, SET_ASIDE, REMOVING = "backups", "set-aside", "removing"
JOURNAL = ".sem-naming.json"
"""What is being named at this moment; it begins with a dot, so that nobody takes it for data."""
SLOTS = ("a", "b")
SHORT_ID, SHORT_DIGEST = 6, 12

_NAME = re.compile(r"(?P<name>[a-z0-9]+)~(?P<writer>[a-z0-9-]+)\.(?P<slot>[ab])(?P<rest>.*)\.json", re.DOTALL)
_SEALED = re.compile(rf"{SEALED_PREFIX}[0-9a-f]{{{SHORT_DIGEST}}}.*\.json", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FileName:
    """What the name of one of our files says.

    Args:
        name: ``team``, ``round``, ``plan``, ``unsigned`` or a respondent's id.
        writer: The only writer of the file.
        slot: ``a`` or ``b``; empty in a copy that a sync program made, whose name has something added.
    """

    name: str
    writer: str
    slot: str

    @property
    def stem(self) -> str:
        """What the two slots of a pair and their copies have in common."""
        return f"{self.name}~{self.writer}"


def parse(path: Path) -> FileName | None:
    """Return what a file's name says; None where the name is not ours."""
    return parse_name(path.name)


def parse_name(file: str) -> FileName | None:
    """Return what the name of a file says; None where it is not ours."""
    found = _NAME.fullmatch(file)
    if not found:
        return None
    return FileName(found["name"], found["writer"], "" if found["rest"] else found["slot"])


def sealed_file(folder: Path, raw: bytes) -> Path:
    """Return the file of a sealed round with these bytes; any machine gives the same bytes the same name."""
    return folder / f"{SEALED_PREFIX}{hashlib.sha256(raw).hexdigest()[:SHORT_DIGEST]}.json"


def is_sealed(path: Path) -> bool:
    """Whether a file's name says that it holds a sealed round; that of a copy of one does too."""
    return is_sealed_name(path.name)


def is_sealed_name(file: str) -> bool:
    """Whether the name of a file says that it holds a sealed round."""
    return _SEALED.fullmatch(file) is not None


def is_being_named(workspace: Path) -> bool:
    """Whether a program writes down in a workspace what it is naming, or was stopped before it had named it all."""
    return (workspace / JOURNAL).exists()


def slots(folder: Path, name: str, writer: str) -> tuple[Path, Path]:
    """Return the two files of a pair."""
    first, second = (folder / f"{name}~{writer}.{slot}.json" for slot in SLOTS)
    return first, second


def new_id() -> str:
    """Return an id that no other team, round or respondent anywhere has."""
    return secrets.token_hex(8)


def folder_name(label: str, id_: str) -> str:
    """Return a folder's name: readable, safe whatever `label` is, and unique by its id."""
    return f"{slug(label)}-{id_[:SHORT_ID]}"


def folders_of(parent: Path, id_: str) -> list[Path]:
    """Return the folders that may hold what has this id: those whose names say so, else all there are.

    A folder that a person or a sync program copied keeps the id in its name, so what is in it is found too.
    """
    named = _subfolders(parent, lambda name: _is_name_after(name, id_))
    return named or subfolders(parent)


def is_named_after(folder: Path, id_: str) -> bool:
    """Whether a folder's name says that it holds what has this id; that of a copy, with something added, does too."""
    return _is_name_after(folder.name, id_)


def _is_name_after(name: str, id_: str) -> bool:
    return f"-{id_[:SHORT_ID]}" in name


def may_be_called(folder: Path, label: str) -> bool:
    """Whether a folder was, by its name, made for what has this label; labels that differ may have the same folder."""
    return folder.name.rpartition("-")[0] == slug(label)


def subfolders(parent: Path) -> list[Path]:
    """Return the folders in a folder, by name; none where there is no such folder.

    Raises:
        OSError: The folder can't be read.
    """
    return _subfolders(parent, bool)


def folder_names(parent: Path) -> list[str]:
    """Return the names of the folders in a folder, in order; none where there is no such folder.

    Raises:
        OSError: The folder can't be read.
    """
    return _folder_names(parent, bool)


def _subfolders(parent: Path, wanted: Callable[[str], bool]) -> list[Path]:
    return [parent / name for name in _folder_names(parent, wanted)]


def _folder_names(parent: Path, wanted: Callable[[str], bool]) -> list[str]:
    try:
        # An entry knows what it is, where asking for each path would take longer than all else that is done with it.
        with os.scandir(parent) as entries:
            names = [one.name for one in entries if one.name[0] != "." and wanted(one.name) and _is_folder(one)]
    except FileNotFoundError:
        return []
    return sorted(names)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    if not entry.is_symlink():
        return entry.is_dir()
    path = Path(entry.path)
    return path.is_dir() and not leads_up(path)


def leads_up(path: Path) -> bool:
    """Whether something is a link to a folder that it is in itself, so that what is in it would be met for ever."""
    return path.is_symlink() and path.resolve() in (parent.resolve() for parent in path.parents)


def names_in(folder: Path) -> set[str]:
    """Return the names of what is in a folder; none where it is not there or can't be listed."""
    try:
        return {path.name for path in folder.iterdir()}
    except OSError:
        return set()


def workspace_of(path: Path) -> Path:
    """Return the workspace that a file of a team is in."""
    return next((parent.parent for parent in path.parents if parent.name == TEAMS), path.parent)


def model_file(folder: Path, ref: QuestionnaireRef) -> Path:
    """Return the file of a frozen questionnaire in a workspace; what an id holds can't lead out of the folder."""
    digest = re.sub(r"[^0-9a-f]", "", ref.digest)[:SHORT_DIGEST]
    return folder / MODELS / f"{slug(ref.id)}@{digest}.json"


def digest_in(path: Path) -> str:
    """Return how the digest of a frozen questionnaire begins, by the name of its file; empty where it says none."""
    return path.stem.rpartition("@")[2] if path.suffix == ".json" and "@" in path.stem else ""
