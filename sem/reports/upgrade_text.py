"""What is different about another questionnaire, and what it does to a team: in words and as JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sem.analysis.comparison import Break
from sem.analysis.questionnaire_changes import Part, QuestionnaireChanges
from sem.i18n import gettext as _
from sem.i18n import language, ngettext, number
from sem.model.codec import to_json
from sem.model.questionnaire import Level, Question, Questionnaire
from sem.programme.upgrading import LET_GO, Left, LeftBehind
from sem.reports.lines import one_line, wrap

_INDENT = "  "
"""What a row starts with that belongs to the one above it."""


def questionnaire_name(questionnaire: Questionnaire) -> str:
    """Return a questionnaire by its title, id and version."""
    title = one_line(questionnaire.title.get(language()))
    return f"{title} ({questionnaire.id} {questionnaire.version})"


def break_words(broken: Break) -> str:
    """Return why scores by two questionnaires can't be set side by side, and what that means."""
    return {
        Break.QUESTIONNAIRE: _("It is another questionnaire: the trend breaks, and goes on with what it asks."),
        Break.VERSION: _("It has another scale or meaning: what was scored before can't be set beside it. The trend "
                         "breaks there, for all to see. Levels are never translated: nobody gave those answers."),
        Break.SCALE: _("It has another number of levels: what was scored before can't be set beside it."),
    }[broken]  # fmt: skip


def change_lines(changes: QuestionnaireChanges, columns: int) -> list[str]:
    """Return what is different, with a heading for each kind of change; empty lines between."""
    lines = [*wrap(f"{questionnaire_name(changes.before)} → {questionnaire_name(changes.after)}", columns)]
    if changes.broken:
        lines += ["", *wrap(break_words(changes.broken), columns)]
    if changes.nothing:
        lines += ["", *wrap(_("They ask the same, in the same words."), columns)]
    for heading, rows in _sections(changes):
        told = list(rows)
        if told:
            lines += ["", *wrap(heading, columns)]
            for row in told:
                lines += wrap(one_line(row), columns, _INDENT * 2, _INDENT * (2 if row.startswith(_INDENT) else 1))
    n = changes.unchanged
    if n:
        same = ngettext("{n} question is as it was.", "{n} questions are as they were.", n)
        if changes.broken in (None, Break.QUESTIONNAIRE):
            same += " " + _("Whoever answered them by name sees that as last time; nothing is filled in.")
        lines += ["", *wrap(same.format(n=n), columns)]
    return lines


def _sections(changes: QuestionnaireChanges) -> Iterator[tuple[str, Iterable[str]]]:
    spoken = language()
    yield _("Levels that change"), (_level_row(old, new) for old, new in changes.levels)
    yield _("Areas that are new"), (area.title.get(spoken) for area in changes.areas_added)
    yield _("Areas that go"), (area.title.get(spoken) for area in changes.areas_removed)
    yield (
        _("Areas that change"),
        (
            f"{one.before.title.get(spoken)} → {one.after.title.get(spoken)} ({_parts(one.parts)})"
            if one.before.title != one.after.title
            else f"{one.after.title.get(spoken)} ({_parts(one.parts)})"
            for one in changes.areas_changed
        ),
    )
    yield (
        _("Questions that are new"),
        (f"{question.id} {question.statement.get(spoken)}" for _a, question in changes.added),
    )
    yield (
        _("Questions that go"),
        (f"{question.id} {question.statement.get(spoken)}" for _a, question in changes.removed),
    )
    yield (
        _("Questions that change"),
        (row for one in changes.changed for row in _question_rows(one.before, one.after, one.parts)),
    )
    yield _("Practices that are new"), (f"{one.id} {one.title.get(spoken)}" for one in changes.practices_added)
    yield _("Practices that go"), (f"{one.id} {one.title.get(spoken)}" for one in changes.practices_removed)
    yield (
        _("Practices that change"),
        (f"{one.after.id} {one.after.title.get(spoken)} ({_parts(one.parts)})" for one in changes.practices_changed),
    )


def _level_row(old: Level | None, new: Level | None) -> str:
    spoken = language()
    if old is not None and new is not None and old.name == new.name:
        return _("{n} {level}: it means something else").format(n=new.number, level=new.name.get(spoken))
    names = " → ".join(level.name.get(spoken) if level else "–" for level in (old, new))
    return f"{next(level.number for level in (new, old) if level)} {names}"


def _question_rows(before: Question, after: Question, parts: Sequence[Part]) -> Iterator[str]:
    spoken = language()
    yield f"{after.id} {after.statement.get(spoken)} ({_parts(parts)})"
    yield from (_INDENT + row for row in _differences(before, after))


def _differences(before: Question, after: Question) -> Iterator[str]:
    spoken = language()
    if before.statement.get(spoken) != after.statement.get(spoken):
        yield _("it was: {text}").format(text=before.statement.get(spoken))
    for level, (old, new) in enumerate(zip(before.levels, after.levels, strict=False), 1):
        if old.get(spoken) != new.get(spoken):
            yield _("{n} was: {text}").format(n=level, text=old.get(spoken))
            yield _("{n} is: {text}").format(n=level, text=new.get(spoken))
    if before.weight != after.weight:
        yield _("it counted for {before}, and counts for {after}").format(
            before=number(before.weight, 2), after=number(after.weight, 2)
        )


def _parts(parts: Iterable[Part]) -> str:
    words = {
        Part.STATEMENT: _("other words"), Part.LEVELS: _("other levels"), Part.HELP: _("other help"),
        Part.LABEL: _("another label"), Part.WEIGHT: _("another weight"), Part.TRAIT: _("another trait"),
        Part.AREA: _("in another area"), Part.TITLE: _("another name"), Part.DESCRIPTION: _("another description"),
        Part.INSIDE: _("in another layer"), Part.KIND: _("another kind"), Part.LEVEL: _("to another level"),
        Part.EFFORT: _("another estimate"), Part.NEEDS: _("other prerequisites"),
    }  # fmt: skip
    return ", ".join(words[part] for part in parts)


def left_lines(left: Sequence[LeftBehind], before: Questionnaire, columns: int) -> list[str]:
    """Return what of a team's plan another questionnaire does not know, with a heading for what goes and what stays."""
    goes = [one for one in left if one.kind in LET_GO]
    stays = [one for one in left if one.kind not in LET_GO]
    lines: list[str] = []
    for heading, found in (
        (_("Your ambition lets go of what it has no area for (the backup keeps it):"), goes),
        (_("This stays as it is, but a plan by it does not count on it any more:"), stays),
    ):
        if found:
            lines += [*([""] if lines else []), *wrap(heading, columns)]
            for row in _left_rows(found, before):
                lines += wrap(one_line(row), columns, _INDENT * 2, _INDENT)
    return lines


def _left_rows(left: Sequence[LeftBehind], before: Questionnaire) -> Iterator[str]:
    spoken = language()
    areas = {area.id: area.short.get(spoken) for area in before.areas}
    practices = {one.id: one.title.get(spoken) for one in before.practices}
    words = {
        Left.TARGET: _("the target for {area}"),
        Left.EDIT: _("what you changed about the step {id}"),
        Left.OWN_PRACTICE: _("your own practice {id}, of {area}"),
        Left.PREREQUISITE: _("a prerequisite of your own about {area}"),
        Left.HISTORY: _("what happened to the step {id}"),
        Left.EXPERIMENT: _("experiment {id}, for a step of {area}"),
        Left.PRACTICE_DONE: _("that you show “{practice}”"),
        Left.PLANNED_PRACTICE: _("“{practice}”, in the plan that was fixed"),
    }
    for one in left:
        area, practice = areas.get(one.area, one.area), practices.get(one.id, one.id)
        yield words[one.kind].format(id=one.id.replace(">", "-"), area=area, practice=practice)


def changes_json(changes: QuestionnaireChanges) -> dict[str, Any]:
    """Return what is different as JSON values; docs/json.md tells each field."""
    return {
        "broken": changes.broken.value if changes.broken else None,
        "levels": [{"before": to_json(old) if old else None, "after": to_json(new) if new else None}
                   for old, new in changes.levels],
        "areas": {
            "added": [area.id for area in changes.areas_added],
            "removed": [area.id for area in changes.areas_removed],
            "changed": [{"id": one.after.id, "parts": _values(one.parts)} for one in changes.areas_changed],
        },
        "questions": {
            "added": [question.id for _area, question in changes.added],
            "removed": [question.id for _area, question in changes.removed],
            "changed": [{"id": one.after.id, "parts": _values(one.parts)} for one in changes.changed],
            "unchanged": changes.unchanged,
        },
        "practices": {
            "added": [one.id for one in changes.practices_added],
            "removed": [one.id for one in changes.practices_removed],
            "changed": [{"id": one.after.id, "parts": _values(one.parts)} for one in changes.practices_changed],
        },
    }  # fmt: skip


def left_json(left: Sequence[LeftBehind]) -> list[dict[str, Any]]:
    """Return what a questionnaire does not know of a programme as JSON values."""
    return [
        {"kind": one.kind.value, "id": one.id, "area": one.area, "goes": one.kind in LET_GO} for one in left
    ]  # fmt: skip


def _values(parts: Iterable[Part]) -> list[str]:
    return [part.value for part in parts]
