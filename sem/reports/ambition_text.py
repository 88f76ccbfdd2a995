"""An ambition and its steps as text for a terminal: what was set, and what each step takes."""

from __future__ import annotations

from collections.abc import Iterable

from sem.charts.weeks import short_day
from sem.i18n import gettext as _
from sem.i18n import language, long_date
from sem.model.ambition import Ambition, Owner
from sem.model.plan import PlannedStep, step_id
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import Roadmap
from sem.programme.ambition import ambition_of
from sem.reports.lines import align, one_line, width, wrap
from sem.reports.roadmap import Standing
from sem.reports.roadmap_words import (
    ambition_state_word,
    capacity_words,
    estimate_words,
    listed,
    plain_number,
    step_state_word,
    step_words,
)
from sem.reports.words import NOTHING, level_words

_INDENT = "  "


def ambition_lines(standing: Standing, columns: int) -> list[str]:
    """Return the ambition of a team as lines of at most `columns`; only a single longer word may pass that.

    Raises:
        InvalidError: The team has no ambition.
    """
    programme, questionnaire = standing.programme, standing.questionnaire
    ambition = ambition_of(programme)
    state = ambition_state_word(programme.state)
    title = _("Ambition of {team} ({state})").format(team=one_line(standing.team.name), state=state)
    if programme.set_on:
        title = _("Ambition of {team} ({state}, {day})").format(
            team=one_line(standing.team.name), state=state, day=long_date(programme.set_on)
        )
    lines = wrap(title, columns)
    if ambition.statement:
        lines += wrap(f"“{one_line(ambition.statement)}”", columns)
    lines.append("")
    for name, fact in _facts(ambition, questionnaire):
        lines += wrap(f"{name}: {fact}", columns, _INDENT, "")
    lines += ["", *_levels(standing, ambition, columns)]
    for step, reason in programme.dropped.items():
        text = _("Dropped: {step} ({reason})").format(step=step_words(questionnaire, step), reason=one_line(reason))
        lines += wrap(text, columns, _INDENT, "")
    return lines


def step_lines(roadmap: Roadmap, questionnaire: Questionnaire, columns: int) -> list[str]:
    """Return the steps of a plan with their ids, states, estimates and owners, as wide as fits."""
    owners = {owner.id: one_line(owner.name) for owner in roadmap.plan.ambition.owners}
    evidence = [each.step for each in roadmap.programme.evidence]
    heading = [_("Step"), _("Name"), _("State"), _("Weeks"), _("Person-days"), _("Led by"), _("Evidence")]
    rows = [heading]
    for planned in roadmap.plan.steps:
        step = planned.step
        seen = evidence.count(step.id)
        rows.append([
            typed_id(step.id), step_words(questionnaire, step.id), step_state_word(planned.state),
            estimate_words(step.weeks), estimate_words(step.person_days), owners.get(step.owner or "", NOTHING),
            str(seen) if seen else NOTHING,
        ])  # fmt: skip
    for wanted in ((0, 1, 2, 3, 4, 5, 6), (0, 2, 3, 4, 5, 6), (0, 2, 3, 4, 5), (0, 2, 3, 5)):
        table = align([[row[n] for n in wanted] for row in rows])
        if max(map(width, table)) <= columns:
            return table
    lines = []
    for id_, *cells in rows[1:]:
        facts = "; ".join(f"{name.lower()}: {cell}" for name, cell in zip(heading[1:], cells, strict=True))
        lines += [id_, *wrap(facts, columns, _INDENT)]
    return lines


def typed_id(step: str) -> str:
    """Return the id of a step as one types it: a shell takes the arrow in it for a file to write to."""
    return step.replace(">", "-")


def practice_lines(planned: PlannedStep, ambition: Ambition, questionnaire: Questionnaire, columns: int) -> list[str]:
    """Return the practices of a step, each with its id and its title."""
    titles = {practice.id: practice.title.get(language()) for practice in questionnaire.practices}
    titles |= {own.id: one_line(own.title) for own in ambition.practices}
    lines = []
    for practice in planned.step.practices:
        lines += wrap(f"{practice}: {titles.get(practice, practice)}", columns, _INDENT * 3, _INDENT * 2)
    return lines


def _facts(ambition: Ambition, questionnaire: Questionnaire) -> Iterable[tuple[str, str]]:
    yield _("Target date"), short_day(ambition.target_date)
    yield _("Capacity"), capacity_words(ambition.capacity)
    yield _("Buffer"), _("{n}% of the plan's length").format(n=ambition.buffer_percent)
    yield _("Basics before surprises"), _("yes") if ambition.basics_first else _("no")
    if ambition.closed_weeks:
        yield _("Closed weeks"), ", ".join(map(short_day, ambition.closed_weeks))
    if ambition.owners:
        yield _("Owners"), ", ".join(map(_owner, ambition.owners))
    for own in ambition.prerequisites:
        order = _("{first} before {then}").format(
            first=step_words(questionnaire, step_id(own.before_area, own.before_level)),
            then=step_words(questionnaire, step_id(own.area, own.level)),
        )
        yield _("Own order"), f"{order} ({one_line(own.reason)})" if own.reason else order
    if ambition.practices_done:
        yield _("Practices that are done"), ", ".join(ambition.practices_done)
    for practice in ambition.practices:
        step = step_words(questionnaire, step_id(practice.area, practice.level))
        yield _("Own practice"), f"{practice.id}, {one_line(practice.title)} ({step})"


def _owner(owner: Owner) -> str:
    if owner.steps_at_once == 1:
        return one_line(owner.name)
    return _("{name} ({n} at once)").format(name=one_line(owner.name), n=owner.steps_at_once)


def _levels(standing: Standing, ambition: Ambition, columns: int) -> list[str]:
    rows = [[_("Area"), _("Now"), _("Target"), _("Weight")]]
    held = []
    for area in standing.questionnaire.areas:
        name, now, wanted = area.short.get(language()), standing.now.get(area.id), ambition.levels.get(area.id)
        weight = ambition.weights.get(area.id, 1.0)
        if wanted is None or wanted <= (now or 1):
            held.append(name)
            continue
        levels = [level_words(standing.questionnaire, level) for level in (now, wanted)]
        rows.append([name, *levels, plain_number(weight)])
    if all(row[-1] == "1" for row in rows[1:]):
        rows = [row[:-1] for row in rows]
    lines = align(rows) if len(rows) > 1 else []
    if any(width(line) > columns for line in lines):
        lines = [line for name, now, *more in rows[1:]
                 for line in wrap(f"{name}: {now} → {'; '.join(more)}", columns, _INDENT, "")]  # fmt: skip
    if held:
        lines += wrap(_("Held at the level of today: {areas}").format(areas=listed(held)), columns, _INDENT, "")
    return lines
