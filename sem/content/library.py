"""Finds questionnaires: those that come with the program, by id, and a user's own, by path."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sem.content.nodes import shown
from sem.content.problems import near_matches
from sem.content.source import HEAD_FILE, SUFFIX
from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.model.questionnaire import Questionnaire

DEFAULT = "quick-scan"

_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Listed:
    """A questionnaire that comes with the program: its id is the name of its file or folder."""

    id: str
    path: Path


def shipped_folder() -> Path:
    """Return where the shipped questionnaires are: in the package, or beside it in a checkout."""
    inside = _PACKAGE / "questionnaires"
    return inside if inside.is_dir() else _PACKAGE.parent / "questionnaires"


def list_questionnaires() -> tuple[Listed, ...]:
    """Return the shipped questionnaires, the default first and then by id; none of them is opened."""
    folder = shipped_folder()
    paths = folder.iterdir() if folder.is_dir() else ()
    listed = [Listed(path.stem if path.is_file() else path.name, path) for path in paths if _is_questionnaire(path)]
    return tuple(sorted(listed, key=lambda item: (item.id != DEFAULT, item.id)))


def load_questionnaire(name_or_path: str) -> Questionnaire:
    """Return the shipped questionnaire with this id, else the one in this file or folder.

    Raises:
        NotFoundError: There is neither; the message names the ids there are, the nearest first.
        InvalidError: It has problems.
    """
    # Imported here, so that listing costs as little as it does.
    from sem.content.loader import read_questionnaire

    listed = list_questionnaires()
    for item in listed:
        if item.id == name_or_path:
            return read_questionnaire(item.path)
    path = Path(name_or_path)
    if _exists(path):
        return read_questionnaire(path)
    ids = [item.id for item in listed]
    near = near_matches(name_or_path, ids)
    known = ", ".join(near + [name for name in ids if name not in near])
    advice = _("Use the path of a file or folder, or one of: {known}.").format(known=known)
    raise NotFoundError(_("There is no questionnaire “{name}”.").format(name=shown(name_or_path)), advice)


def shipped_bytes() -> Iterator[bytes]:
    """Yield each shipped questionnaire as a round freezes it, so that a lost one may be found among them."""
    from sem.content.loader import read_questionnaire
    from sem.model.codec import questionnaire_bytes

    for item in list_questionnaires():
        # One that has problems was never used.
        with suppress(InvalidError):
            yield questionnaire_bytes(read_questionnaire(item.path))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _is_questionnaire(path: Path) -> bool:
    if path.name.startswith("."):
        return False
    return (path / HEAD_FILE).is_file() if path.is_dir() else path.suffix == SUFFIX
