"""Keeps ids permanent: what a version of a questionnaire has had, later versions keep, in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sem.content import nodes
from sem.content.nodes import shown
from sem.content.problems import Problems
from sem.content.source import MOST_BYTES, decode
from sem.errors import InvalidError, NotFoundError
from sem.files import read_file, reason
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.i18n import ngettext
from sem.model.questionnaire import Questionnaire, Version

NOWHERE = "-"
HEADING = "# questionnaire kind id area"

_VERSION = "version"
# The kinds of id, as the list of ids names them, and as a message does.
_GONE = {
    "area": N_("The area “{id}” was in version {version} and is gone."),
    "trait": N_("The trait “{id}” was in version {version} and is gone."),
    "question": N_("The question “{id}” was in version {version} and is gone."),
    "practice": N_("The practice “{id}” was in version {version} and is gone."),
    "grouping": N_("The grouping “{id}” was in version {version} and is gone."),
}
_LINE = re.compile(r"([a-z0-9-]{1,60}) ([a-z]+) ([A-Za-z0-9.-]{1,60}) ([a-z0-9-]{1,60})")
_MOST_NAMED = 6


@dataclass(slots=True)
class Ids:
    """The ids of one version of a questionnaire: for each kind and id, the area it is in, or `NOWHERE`."""

    version: Version
    places: dict[tuple[str, str], str] = field(default_factory=dict)


Released = Mapping[str, Ids]
"""The ids of released questionnaires, by the id of the questionnaire."""


def ids_of(questionnaire: Questionnaire) -> Ids:
    """Return the ids of a questionnaire."""
    ids = Ids(questionnaire.version)
    for trait in questionnaire.traits:
        ids.places["trait", trait.id] = NOWHERE
    for area in questionnaire.areas:
        ids.places["area", area.id] = NOWHERE
        for question in area.questions:
            ids.places["question", question.id] = area.id
    for practice in questionnaire.practices:
        ids.places["practice", practice.id] = practice.area
    for grouping in questionnaire.groupings:
        ids.places["grouping", grouping.id] = NOWHERE
    return ids


def id_lines(questionnaire: Questionnaire) -> Iterator[str]:
    """Yield the ids as lines ``questionnaire kind id area``, the version first; `read_released` reads them back."""
    ids = ids_of(questionnaire)
    yield f"{questionnaire.id} {_VERSION} {ids.version} {NOWHERE}"
    for (kind, name), place in ids.places.items():
        yield f"{questionnaire.id} {kind} {name} {place}"


def read_released(path: Path) -> Released:
    """Return the ids in a file of such lines; empty ones and those that start with ``#`` are passed over.

    Raises:
        NotFoundError: There is no such file.
        InvalidError: It is no list of ids; every line that is wrong is told.
    """
    try:
        data = read_file(path, MOST_BYTES)
    except OSError as error:
        raise NotFoundError(
            _("The list of ids {path} can't be read ({reason}).").format(path=path, reason=reason(error))
        ) from None
    problems = Problems()
    file = nodes.SourceFile(str(path))
    released: dict[str, Ids] = {}
    for number, line in enumerate((decode(data, file, problems) or "").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        if not found or not _take(found, released):
            message = _("This line is no id: {line}.").format(line=shown(line))
            advice = _("Make the list again with: {command}").format(command="sem questionnaire ids")
            problems.in_file(file, number, message, advice)
    if len(problems):
        raise InvalidError(_("The list of ids {path} can't be used.").format(path=path), problems=problems.report())
    return released


def _take(line: re.Match[str], released: dict[str, Ids]) -> bool:
    """Add what a line says; False where it says nothing that can be."""
    questionnaire, kind, name, place = line.groups()
    if kind == _VERSION and questionnaire not in released:
        try:
            released[questionnaire] = Ids(Version.parse(name))
        except ValueError:
            return False
        return True
    if kind not in _GONE or questionnaire not in released:
        return False
    released[questionnaire].places[kind, name] = place
    return True


def lint_ids(
    questionnaire: Questionnaire,
    roots: Sequence[nodes.Mapping],
    released: Released,
    errors: Problems,
    warnings: Problems,
) -> None:
    """Add what differs between the ids of a questionnaire and those of its released version.

    Within a major version an id never goes or moves; what is new needs at least a new minor version.
    """
    version = _version_node(roots)
    before = released.get(questionnaire.id)
    if before is None:
        message = _("The list of ids knows no questionnaire “{id}”, so nothing was compared.")
        warnings.at(version, message.format(id=questionnaire.id), _("Check the id, or add it when you release it."))
        return
    now = ids_of(questionnaire)
    if now.version < before.version:
        message = _("Version {version} has been released already.").format(version=before.version)
        errors.at(version, message, _("Versions only go up."))
    if now.version.major > before.version.major:
        return
    next_major = Version(before.version.major + 1, 0, 0)
    keep = _("Within a major version an id stays and keeps its meaning. Put it back, or make this version {next}; what "
             "asks something else gets a new id.").format(next=next_major)  # fmt: skip
    kept = len(errors)
    for (kind, name), place in before.places.items():
        there = now.places.get((kind, name))
        if there is None:
            errors.at(version, _(_GONE[kind]).format(id=name, version=before.version), keep)
        elif there != place:
            message = _("“{id}” was in “{before}” in version {version} and is in “{now}” here.")
            message = message.format(id=name, before=place, version=before.version, now=there)
            errors.at(_node(roots, kind, name) or version, message, keep)
    new = [name for kind, name in now.places if (kind, name) not in before.places]
    # What went away under one id and came back under another is one mistake, and told above.
    if new and len(errors) == kept and now.version.minor <= before.version.minor:
        names = ", ".join(new[:_MOST_NAMED]) + (", …" if len(new) > _MOST_NAMED else "")
        message = ngettext("{n} id is new since version {version}: {names}.",
                           "{n} ids are new since version {version}: {names}.", len(new))  # fmt: skip
        next_minor = Version(before.version.major, before.version.minor + 1, 0)
        advice = _("Make this version {next}.").format(next=next_minor)
        errors.at(version, message.format(n=len(new), version=before.version, names=names), advice)


def _version_node(roots: Sequence[nodes.Mapping]) -> nodes.Node:
    return next(root.fields["version"] for root in roots if "version" in root.fields)


def _node(roots: Sequence[nodes.Mapping], kind: str, name: str) -> nodes.Node | None:
    """Return the question or practice with this id; only those are in an area."""
    for root in roots:
        areas = [question for area in root.mappings("areas") for question in area.mappings("questions")]
        for record in areas if kind == "question" else root.mappings("practices"):
            if record.text("id") == name:
                return record.fields["id"]
    return None
