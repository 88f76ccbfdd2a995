"""`sem step`: what happens to the steps of a team's plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sem.cli.base import Entry, Example, LazyGroup, argument, command, option
from sem.cli.completion import step_names
from sem.cli.options import JSON, TEAM
from sem.cli.output import emit, emit_json, narrate, terminal_columns
from sem.cli.standing import again, narrate_verdict, roadmap_for
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sem.cli.reading import Reader
    from sem.cli.session import Session
    from sem.model.plan import PlannedStep
    from sem.model.programme import Programme
    from sem.model.roadmap import Roadmap
    from sem.reports.roadmap import Standing

    Change = Callable[[Programme], Programme]
    Prepare = Callable[[Standing, Roadmap, Sequence[str], Reader], Change]

_STEPS = argument("steps", metavar=N_("STEP"), nargs=-1, required=True, shell_complete=step_names,
                  help=N_("Which step, such as culture-3 or culture 3; more than one may be named."))  # fmt: skip
_ON = option("--on", metavar=N_("DAY"), help=N_("The day, such as 2027-01-30; today without it."))


@command(
    "list",
    help=N_("List the steps of a team's plan: how far each is, what it takes and who leads it."),
    examples=(
        Example('sem step list "Team West"', N_("List the steps")),
        Example('sem step list "Team West" --practices', N_("With what there is to do for each")),
    ),
)
@TEAM
@option("--practices", is_flag=True, help=N_("Also what there is to do for each step."))
@JSON
@click.pass_obj
def list_(session: Session, name: str, practices: bool, as_json: bool) -> None:
    """List the steps."""
    standing, roadmap = roadmap_for(session, name)
    if as_json:
        _emit_steps(standing, roadmap)
        return
    from sem.reports.ambition_text import practice_lines, step_lines, typed_id

    if not roadmap.plan.steps:
        narrate(_("There is nothing left to do."))
        return
    lines = step_lines(roadmap, standing.questionnaire, terminal_columns())
    for line in lines:
        emit(line)
    if practices:
        for planned in roadmap.plan.steps:
            emit()
            emit(typed_id(planned.step.id))
            ambition, questionnaire = roadmap.plan.ambition, standing.questionnaire
            for line in practice_lines(planned, ambition, questionnaire, terminal_columns()):
                emit(line)


@command(
    "start",
    help=N_("Say that steps have started."),
    examples=(
        Example('sem step start "Team West" culture-3', N_("It starts today")),
        Example('sem step start "Team West" culture-3 --on 2027-01-11', N_("It started then")),
    ),
)
@TEAM
@_STEPS
@_ON
@JSON
@click.pass_obj
def start(session: Session, name: str, steps: tuple[str, ...], on: str | None, as_json: bool) -> None:
    """Start steps."""
    from sem.programme.steps import not_done_before, start_steps
    from sem.reports.roadmap_words import steps_words

    def prepare(standing: Standing, roadmap: Roadmap, ids: Sequence[str], reader: Reader) -> Change:
        day = reader.day("on", on) or session.today()
        return lambda programme: start_steps(programme, roadmap.plan, ids, day, session.today())

    standing, roadmap, ids = _changed(session, name, steps, prepare, as_json)
    narrate(_("Started: {steps}.").format(steps=steps_words(standing.questionnaire, ids)))
    for step in ids:
        waiting = not_done_before(roadmap.plan, step)
        if waiting:
            text = _("Not done yet, and {step} builds on it: {steps}.")
            names = steps_words(standing.questionnaire, waiting)
            narrate(text.format(step=steps_words(standing.questionnaire, [step]), steps=names))
    narrate_verdict(standing, roadmap)


@command(
    "done",
    help=N_("Say that steps are done. A step that nobody started counts as started when it was planned."),
    examples=(
        Example('sem step done "Team West" culture-3', N_("It is done today")),
        Example(N_('sem step done "Team West" culture-3 --evidence "Wall of quotes"'), N_("With what shows it")),
    ),
)
@TEAM
@_STEPS
@_ON
@option("--started", metavar=N_("DAY"), help=N_("The day it started, where nobody said so."))
@option("--evidence", "text", metavar=N_("TEXT"), help=N_("What shows it: words, a link or a file's path."))
@option("--by", metavar=N_("NAME"), default="", help=N_("Who saw it."))
@JSON
@click.pass_obj
def done(
    session: Session,
    name: str,
    steps: tuple[str, ...],
    on: str | None,
    started: str | None,
    text: str | None,
    by: str,
    as_json: bool,
) -> None:
    """Finish steps."""
    from sem.i18n import long_date
    from sem.programme.steps import add_evidence, finish_steps
    from sem.reports.roadmap_words import steps_words

    def prepare(standing: Standing, roadmap: Roadmap, ids: Sequence[str], reader: Reader) -> Change:
        day, first = reader.day("on", on) or session.today(), reader.day("started", started)

        def change(programme: Programme) -> Programme:
            changed = finish_steps(programme, roadmap.plan, ids, day, session.today(), first)
            for step in ids if text is not None else ():
                changed = add_evidence(changed, roadmap.plan, step, text or "", day, session.today(), by)
            return changed

        return change

    standing, roadmap, ids = _changed(session, name, steps, prepare, as_json)
    narrate(_("Done: {steps}.").format(steps=steps_words(standing.questionnaire, ids)))
    reopened = [planned.step.id for planned in roadmap.plan.steps if planned.step.id in ids and not _is_done(planned)]
    if reopened:
        text = _("The round of {day} is newer and does not find that level, so it is to be done again: {steps}.")
        narrate(text.format(day=long_date(standing.round.opened), steps=steps_words(standing.questionnaire, reopened)))
    narrate_verdict(standing, roadmap)


@command(
    "undo",
    help=N_("Take back what was last said of steps: done, or else started."),
    examples=(Example('sem step undo "Team West" culture-3', N_("It is not done after all")),),
)
@TEAM
@_STEPS
@JSON
@click.pass_obj
def undo(session: Session, name: str, steps: tuple[str, ...], as_json: bool) -> None:
    """Take back a start or an end."""
    from sem.programme.steps import take_back
    from sem.reports.roadmap_words import step_state_word, step_words

    def prepare(standing: Standing, roadmap: Roadmap, ids: Sequence[str], reader: Reader) -> Change:
        return lambda programme: take_back(programme, roadmap.plan, ids)

    standing, roadmap, ids = _changed(session, name, steps, prepare, as_json)
    for planned in roadmap.plan.steps:
        if planned.step.id in ids:
            words = {
                "step": step_words(standing.questionnaire, planned.step.id),
                "state": step_state_word(planned.state),
            }
            narrate(_("{step} is {state} again.").format(**words))
    narrate_verdict(standing, roadmap)


@command(
    "edit",
    help=N_("Change what steps take and who leads them. Estimates are low/likely/high, or one number."),
    examples=(
        Example('sem step edit "Team West" culture-3 --weeks 4/6/10 --person-days 12', N_("Estimate it anew")),
        Example('sem step edit "Team West" culture-3 --owner Anouk', N_("Say who leads it")),
        Example('sem step edit "Team West" culture-3 --weeks-left 2', N_("Say what is left of a started step")),
    ),
)
@TEAM
@_STEPS
@option("--weeks", metavar="2/4/6", help=N_("How many weeks it takes."))
@option("--person-days", "days", metavar="2/4/8", help=N_("How much work it is."))
@option("--owner", metavar=N_("NAME"), help=N_("Who leads it, one of the ambition's owners; none for nobody."))
@option("--weeks-left", metavar=N_("NUMBER"), help=N_("How many weeks a started step still takes."))
@option("--reset", is_flag=True, help=N_("Back to the estimates of the practices."))
@JSON
@click.pass_obj
def edit(
    session: Session,
    name: str,
    steps: tuple[str, ...],
    weeks: str | None,
    days: str | None,
    owner: str | None,
    weeks_left: str | None,
    reset: bool,
    as_json: bool,
) -> None:
    """Edit steps."""
    from sem.cli.ambition_options import NONE
    from sem.programme.finding import find_owner
    from sem.programme.steps import StepChange, change_step
    from sem.reports.roadmap_words import steps_words

    if (weeks, days, owner, weeks_left, reset) == (None, None, None, None, False):
        raise click.UsageError(_("Say what to change; see --help."))

    def prepare(standing: Standing, roadmap: Roadmap, ids: Sequence[str], reader: Reader) -> Change:
        leader = None if owner is None else ""
        if owner is not None and owner.casefold() not in NONE:
            with reader.noting("owner"):
                leader = find_owner(roadmap.plan.ambition.owners, owner).id
        what = StepChange(
            weeks=reader.estimate("weeks", weeks),
            person_days=reader.estimate("person-days", days),
            owner=leader,
            weeks_left=reader.whole("weeks-left", weeks_left),
            as_shipped=reset,
        )

        def change(programme: Programme) -> Programme:
            for step in ids:
                programme = change_step(
                    programme, roadmap.plan, step, what, standing.questionnaire, standing.now, session.today()
                )
            return programme

        return change

    standing, roadmap, ids = _changed(session, name, steps, prepare, as_json)
    narrate(_("Changed: {steps}.").format(steps=steps_words(standing.questionnaire, ids)))
    narrate_verdict(standing, roadmap)


@command(
    "drop",
    help=N_("Give up steps: the targets of their areas are lowered below them. Steps that others need can't go alone."),
    examples=(
        Example(N_('sem step drop "Team West" culture-4 --reason "First the basics"'), N_("Give up one step")),
        Example(N_('sem step drop "Team West" culture-4 culture-5 --reason "Not our work"'), N_("Give up two")),
    ),
)
@TEAM
@_STEPS
@option("--reason", metavar=N_("TEXT"), required=True, help=N_("Why, in your own words."))
@JSON
@click.pass_obj
def drop(session: Session, name: str, steps: tuple[str, ...], reason: str, as_json: bool) -> None:
    """Drop steps."""
    from sem.programme.steps import drop_steps
    from sem.reports.roadmap_words import steps_words

    def prepare(standing: Standing, roadmap: Roadmap, ids: Sequence[str], reader: Reader) -> Change:
        return lambda programme: drop_steps(
            programme, roadmap.plan, ids, reason, standing.questionnaire, standing.now, session.today()
        )  # fmt: skip

    standing, roadmap, ids = _changed(session, name, steps, prepare, as_json)
    narrate(_("Dropped: {steps}.").format(steps=steps_words(standing.questionnaire, ids)))
    narrate_verdict(standing, roadmap)


@command(
    "evidence",
    help=N_("Keep what shows that a step is done or on its way; without --text, show what is kept."),
    examples=(
        Example(N_('sem step evidence "Team West" culture-3 --text "Wall of quotes" --by Anouk'), N_("Keep it")),
        Example('sem step evidence "Team West" culture-3', N_("Show it")),
    ),
)
@TEAM
@_STEPS
@option("--text", metavar=N_("TEXT"), help=N_("What was seen: words, a link or a file's path."))
@_ON
@option("--by", metavar=N_("NAME"), default="", help=N_("Who saw it."))
@JSON
@click.pass_obj
def evidence(
    session: Session, name: str, steps: tuple[str, ...], text: str | None, on: str | None, by: str, as_json: bool
) -> None:
    """Keep or show evidence."""
    from sem.programme.steps import add_evidence
    from sem.reports.roadmap_words import steps_words

    if text is None:
        _show_evidence(session, name, steps, as_json)
        return

    def prepare(standing: Standing, roadmap: Roadmap, ids: Sequence[str], reader: Reader) -> Change:
        day = reader.day("on", on) or session.today()

        def change(programme: Programme) -> Programme:
            for step in ids:
                programme = add_evidence(programme, roadmap.plan, step, text, day, session.today(), by)
            return programme

        return change

    standing, _roadmap, ids = _changed(session, name, steps, prepare, as_json)
    narrate(_("Kept with {steps}.").format(steps=steps_words(standing.questionnaire, ids)))


def _is_done(planned: PlannedStep) -> bool:
    from sem.model.plan import StepState

    return planned.state is StepState.DONE


def _show_evidence(session: Session, name: str, steps: tuple[str, ...], as_json: bool) -> None:
    from sem.i18n import long_date
    from sem.programme.finding import find_steps
    from sem.reports.lines import one_line, wrap
    from sem.reports.roadmap_words import step_words
    from sem.reports.step_errors import naming_steps

    standing, roadmap = roadmap_for(session, name)
    with naming_steps(standing.questionnaire):
        ids = [planned.step.id for planned in find_steps(roadmap.plan, standing.questionnaire, steps)]
    if as_json:
        _emit_steps(standing, roadmap, ids)
        return
    found = [each for each in standing.programme.evidence if each.step in ids]
    if not found:
        narrate(_("Nothing is kept yet."))
    for each in found:
        who = f" ({one_line(each.by)})" if each.by else ""
        what = step_words(standing.questionnaire, each.step)
        said = f"{what}, {long_date(each.observed)}{who}: {one_line(each.text)}"
        for line in wrap(said, terminal_columns(), "  ", ""):
            emit(line)


def _changed(
    session: Session, name: str, words: tuple[str, ...], prepare: Prepare, as_json: bool
) -> tuple[Standing, Roadmap, list[str]]:
    """Make a change to steps, and return where the team stands after it with the ids of the steps.

    Args:
        session: The surroundings of this run.
        name: The team.
        words: What names the steps.
        prepare: Returns the change, after reading the options.
        as_json: Whether to print the steps that are left of them.
    """
    from sem.cli.reading import Reader
    from sem.programme.finding import find_steps
    from sem.reports.step_errors import naming_steps

    standing, roadmap = roadmap_for(session, name)
    with naming_steps(standing.questionnaire):
        ids = [planned.step.id for planned in find_steps(roadmap.plan, standing.questionnaire, words)]
        reader = Reader()
        change = prepare(standing, roadmap, ids, reader)
        session.store.change_programme(standing.team.id, reader.checked(change))
    after, changed = again(session, standing)
    if as_json:
        _emit_steps(after, changed, ids)
    return after, changed, ids


def _emit_steps(standing: Standing, roadmap: Roadmap, ids: Sequence[str] | None = None) -> None:
    from sem.reports.roadmap_json import steps_json

    found = steps_json(standing, roadmap)
    if ids is not None:
        found["steps"] = [step for step in found["steps"] if step["id"] in ids]
    emit_json(found)


TABLE = {
    "list": Entry("sem.cli.steps:list_", N_("List the steps of a team's plan.")),
    "start": Entry("sem.cli.steps:start", N_("Say that steps have started.")),
    "done": Entry("sem.cli.steps:done", N_("Say that steps are done.")),
    "undo": Entry("sem.cli.steps:undo", N_("Take back a start or an end.")),
    "edit": Entry("sem.cli.steps:edit", N_("Change what steps take and who leads them.")),
    "drop": Entry("sem.cli.steps:drop", N_("Give up steps, with the reason.")),
    "evidence": Entry("sem.cli.steps:evidence", N_("Keep or show what shows that steps are done.")),
}


@click.group(
    "step",
    cls=LazyGroup,
    table=TABLE,
    options_metavar=N_("[OPTIONS]"),
    help=N_("List the steps of a team's plan, and say what happened to them. A step is written as culture-3."),
    examples=(
        Example('sem step list "Team West"', N_("List the steps")),
        Example('sem step done "Team West" culture-3', N_("Say that one is done")),
    ),
)
def step() -> None:
    """Do something with the steps of a plan."""
