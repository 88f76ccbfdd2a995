"""Reads a questionnaire from its file or folder, and reports every problem of it at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from sem.content.checks import check_across
from sem.content.format import FOLDER_HEAD, FOLDER_PART, FORMAT, HEAD, WHOLE, Head, Part
from sem.content.nodes import Mapping, Scalar, SourceFile, shown
from sem.content.problems import Problems
from sem.content.source import HEAD_FILE, MOST_BYTES, SUFFIX, decode
from sem.errors import InvalidError, Problem
from sem.files import reason
from sem.i18n import gettext as _
from sem.model.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of a file or folder.

    Args:
        questionnaire: None where it has a problem that hides what it means.
        roots: What each file says that could be read, the head first; every node in it knows its line.
    """

    questionnaire: Questionnaire | None
    roots: tuple[Mapping, ...] = ()


def read_questionnaire(path: Path) -> Questionnaire:
    """Return the questionnaire in a file or folder.

    Raises:
        InvalidError: It has problems; they are all there, in the order of the files and their lines.
    """
    questionnaire, problems = check_questionnaire(path)
    if questionnaire is None:
        raise _invalid(path, problems)
    return questionnaire


def check_questionnaire(path: Path) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """Return the questionnaire in a file or folder, or None with everything that is wrong with it."""
    problems = Problems()
    questionnaire = read_files(path, problems).questionnaire
    found = problems.report()
    return (None, found) if found else (questionnaire, ())


def read_files(path: Path, problems: Problems) -> Reading:
    """Return what a file or folder says, with its lines; everything that is wrong with it is added to `problems`."""
    return _read_folder(path, problems) if _is_folder(path) else _read_file(path, problems)


def read_head(path: Path) -> Head:
    """Return what tells a questionnaire from others, without reading its questions.

    Raises:
        InvalidError: The head has problems.
    """
    problems = Problems()
    head = None
    root = _root(path / HEAD_FILE if _is_folder(path) else path, 0, problems)
    if root is not None and _right_format(root, problems):
        head = HEAD.read(root, problems)
    if head is None:
        raise _invalid(path, problems.report())
    return head


def _invalid(path: Path, problems: tuple[Problem, ...]) -> InvalidError:
    return InvalidError(_("The questionnaire {path} can't be used.").format(path=path), problems=problems)


def _read_file(path: Path, problems: Problems) -> Reading:
    root = _root(path, 0, problems)
    if root is None or not _right_format(root, problems):
        return Reading(None)
    questionnaire = WHOLE.read(root, problems)
    check_across([root], complete=True, problems=problems)
    return Reading(questionnaire, (root,))


def _read_folder(folder: Path, problems: Problems) -> Reading:
    """Read the head and then the other files in the order of their names."""
    head_root = _root(folder / HEAD_FILE, 0, problems)
    if head_root is not None and not _right_format(head_root, problems):
        return Reading(None)
    questionnaire = FOLDER_HEAD.read(head_root, problems) if head_root else None
    roots = [head_root]
    parts: list[Part | None] = []
    for order, file in enumerate(_other_files(folder, problems), 1):
        root = _root(file, order, problems)
        roots.append(root)
        parts.append(FOLDER_PART.read(root, problems) if root else None)
    found = [root for root in roots if root]
    complete = len(found) == len(roots)
    if complete and not any("areas" in root.fields for root in found):
        problems.at(found[0], _("There are no areas in this folder."), _("Add them, here or in another file."), "areas")
    check_across(found, complete, problems)
    if questionnaire is None:
        return Reading(None, tuple(found))
    read = [part for part in parts if part]
    whole = replace(
        questionnaire,
        areas=questionnaire.areas + tuple(area for part in read for area in part.areas),
        practices=questionnaire.practices + tuple(practice for part in read for practice in part.practices),
    )
    return Reading(whole, tuple(found))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # Reading it as a file then tells what is wrong with it.


def _other_files(folder: Path, problems: Problems) -> list[Path]:
    """Return the files beside the head, by name; hidden files are no content."""
    try:
        names = sorted(file.name for file in folder.iterdir() if not file.name.startswith("."))
    except OSError as error:
        problems.in_file(SourceFile(str(folder)), 0, _cant_read(error))
        return []
    for name in names:
        if name.lower().endswith((".yml", SUFFIX)) and not name.endswith(SUFFIX):
            message = _("Only files whose names end in {suffix} are read.").format(suffix=SUFFIX)
            problems.in_file(SourceFile(str(folder / name), len(names)), 0, message, _("Rename it."))
    return [folder / name for name in names if name.endswith(SUFFIX) and name != HEAD_FILE]


def _root(path: Path, order: int, problems: Problems) -> Mapping | None:
    """Return the fields of a file; None, with a problem, where it has none."""
    # Imported here, so that a program that reads no questionnaire does not pay for PyYAML.
    from sem.content.yaml_nodes import read_nodes

    file = SourceFile(str(path), order)
    try:
        if path.exists() and not path.is_file():
            problems.in_file(file, 0, _("This is not a file."))
            return None
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        advice = _("A questionnaire in a folder starts in this file.") if path.name == HEAD_FILE else ""
        problems.in_file(file, 0, _cant_read(error), advice)
        return None
    text = decode(data, file, problems)
    node = None if text is None else read_nodes(text, file, problems)
    if node is None or isinstance(node, Mapping):
        return node
    problems.at(node, _("Fields are expected here."), _("Write a name, a colon and a value on each line."))
    return None


def _cant_read(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return _("There is no such file.")
    if isinstance(error, PermissionError):
        return _("You have no permission to read this.")
    why = reason(error) if isinstance(error, OSError) else str(error)
    return _("This can't be read ({reason}).").format(reason=why)


def _right_format(root: Mapping, problems: Problems) -> bool:
    """Tell whether this program knows the format, so that a later one gives one problem and not one for each field."""
    node = root.fields.get("format")
    if not isinstance(node, Scalar) or not node.value.strip().isdecimal() or node.value.strip() in ("0", str(FORMAT)):
        return True
    message = _("This file has format {format}; this program reads format {known}.")
    problems.at(node, message.format(format=shown(node.value), known=FORMAT), _("Install a newer version of sem."))
    return False
