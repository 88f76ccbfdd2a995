"""`sem ambition`: where a team wants to be and by when, and what it has to get there with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from sem.cli.ambition_options import editing_options, is_given, read_edit, setting_options
from sem.cli.base import Entry, Example, LazyGroup, command, option
from sem.cli.options import JSON, TEAM
from sem.cli.output import emit, emit_json, narrate, terminal_columns
from sem.cli.standing import again, narrate_verdict, require_ambition, standing_for
from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sem.cli.session import Session
    from sem.model.ambition import Ambition
    from sem.model.programme import Programme
    from sem.reports.roadmap import Standing


@command(
    "set",
    help=N_(
        "Set where a team wants to be and by when. Without options you are asked line by line.\n\n"
        "Areas that you do not name keep the level of today. If you name none, each goes one level up, to 3 at least."
    ),
    examples=(
        Example('sem ambition set "Team West"', N_("Be asked for everything")),
        Example('sem ambition set "Team West" --date 2027-12-31', N_("Every area one level up by then")),
        Example('sem ambition set "Team West" --date 2027-12-31 --level culture=4 --level cx=3',
                N_("Two areas, and all others as they are")),
    ),
)  # fmt: skip
@TEAM
@setting_options
@option("--replace", "replaces", is_flag=True, help=N_("Take the place of the ambition there is."))
@JSON
@click.pass_obj
def set_(session: Session, /, name: str, replaces: bool, as_json: bool, **values: Any) -> None:
    """Set an ambition."""
    from sem.cli.reading import Reader
    from sem.programme.ambition import set_ambition
    from sem.reports.step_errors import naming_steps

    standing = standing_for(session, name, anew=True)
    before = standing.programme.ambition
    if before is not None and not replaces:
        edit_ = session.command_line("ambition", "edit", name=standing.team.name, options=["--help"])
        raise InvalidError(
            _("{team} has an ambition already.").format(team=standing.team.name),
            _("Edit it ({command}), or add --replace to set another one.").format(command=edit_),
        )
    reader = Reader({"target_date": "--date"})
    if is_given(values):
        ambition = _from_options(reader, values, standing)
    else:
        from sem.cli.ambition_questions import ask_ambition

        ambition = _kept(before, ask_ambition(standing.questionnaire, standing.now, session.today()))

    def change(programme: Programme) -> Programme:
        if ambition is None:
            return programme
        return set_ambition(programme, ambition, standing.questionnaire, standing.now, session.today())

    with naming_steps(standing.questionnaire):
        session.store.change_programme(standing.team.id, reader.checked(change))
    _tell(session, standing, as_json)


@command(
    "edit",
    help=N_("Change some of a team's ambition; what you do not name stays."),
    examples=(
        Example('sem ambition edit "Team West" --date 2028-03-31', N_("Move the date")),
        Example('sem ambition edit "Team West" --level cx=4 --level ux=hold', N_("Raise one target and hold another")),
        Example('sem ambition edit "Team West" --owner Anouk=2 --person-days 20', N_("Say who and how much there is")),
        Example('sem ambition edit "Team West" --needs cx-4 culture-3', N_("First culture 3, and then cx 4")),
        Example('sem ambition edit "Team West" --closed 2026-12-21..2027-01-01', N_("Close two weeks")),
    ),
)
@TEAM
@editing_options
@JSON
@click.pass_obj
def edit(session: Session, /, name: str, state: str | None, as_json: bool, **values: Any) -> None:
    """Edit an ambition."""
    from sem.cli.reading import Reader
    from sem.model.programme import AmbitionState
    from sem.programme.ambition import edit_ambition, set_state
    from sem.reports.step_errors import naming_steps

    if not is_given(values) and state is None:
        raise click.UsageError(_("Say what to change; see --help."))
    standing = standing_for(session, name)
    require_ambition(session, standing)
    reader = Reader({"target_date": "--date"})
    change_ = read_edit(reader, values, standing.questionnaire, standing.programme.ambition)

    def change(programme: Programme) -> Programme:
        if state is not None:
            programme = set_state(programme, AmbitionState(state), session.today())
        if not is_given(values):
            return programme
        return edit_ambition(programme, change_, standing.questionnaire, standing.now, session.today())

    with naming_steps(standing.questionnaire):
        session.store.change_programme(standing.team.id, reader.checked(change))
    _tell_without_owner(standing, change_.owners_gone)
    _tell(session, standing, as_json)


@command(
    "show",
    help=N_("Show a team's ambition: the date, the targets beside the levels of today, and the means."),
    examples=(
        Example('sem ambition show "Team West"', N_("Show it")),
        Example('sem ambition show "Team West" --json', N_("Print it for a program")),
    ),
)
@TEAM
@JSON
@click.pass_obj
def show(session: Session, name: str, as_json: bool) -> None:
    """Show an ambition."""
    standing = standing_for(session, name)
    require_ambition(session, standing)
    if as_json:
        from sem.reports.roadmap_json import ambition_json

        emit_json(ambition_json(standing))
        return
    from sem.reports.ambition_text import ambition_lines

    for line in ambition_lines(standing, terminal_columns()):
        emit(line)


def _from_options(reader: Any, values: Mapping[str, Any], standing: Standing) -> Ambition | None:
    """Return the ambition that options set; None where its date is not there or can't be read.

    Raises:
        UsageError: There is no date.
    """
    from sem.model.ambition import Ambition
    from sem.programme.ambition import default_levels, edited

    if values["target_date"] is None:
        raise click.UsageError(_("Say by when: --date, such as --date 2027-12-31. Without options you are asked."))
    before = standing.programme.ambition
    change = read_edit(reader, values, standing.questionnaire, before)
    if change.target_date is None:
        return None
    start = _kept(before, Ambition(change.target_date, {} if change.levels else default_levels(standing.now)))
    return edited(start, change)


def _kept(before: Ambition | None, ambition: Ambition) -> Ambition:
    """Return a new ambition with the means of the one before it: another wish does not change who is there."""
    if before is None:
        return ambition
    capacity = before.capacity if ambition.capacity == type(before.capacity)() else ambition.capacity
    return replace(
        before,
        target_date=ambition.target_date,
        levels=ambition.levels,
        statement=ambition.statement,
        weights={},
        capacity=capacity,
    )


def _tell_without_owner(before: Standing, gone: Sequence[str]) -> None:
    """Tell on stderr which steps nobody leads any more, for each owner who is gone."""
    from sem.programme.ambition import ambition_of
    from sem.reports.roadmap_words import steps_words

    ambition = ambition_of(before.programme)
    for owner in ambition.owners:
        led = [step for step, edited in ambition.edits.items() if edited.owner == owner.id]
        if owner.id in gone and led:
            steps = steps_words(before.questionnaire, led)
            narrate(_("{name} led these steps, and nobody does so yet: {steps}.").format(name=owner.name, steps=steps))


def _tell(session: Session, standing: Standing, as_json: bool) -> None:
    """Print the ambition as it is, and tell on stderr whether it fits and what comes next."""
    after, roadmap = again(session, standing)
    if as_json:
        from sem.reports.roadmap_json import ambition_json

        emit_json(ambition_json(after))
    narrate(_("The ambition of {team} is kept.").format(team=after.team.name))
    if not roadmap.plan.ambition.statement:
        narrate(_("It does not say yet what customers notice: add --statement."))
    narrate_verdict(after, roadmap)
    narrate(_("See the plan: {command}").format(command=session.command_line("plan", name=after.team.name)))


TABLE = {
    "set": Entry("sem.cli.ambition:set_", N_("Set where a team wants to be and by when.")),
    "show": Entry("sem.cli.ambition:show", N_("Show a team's ambition.")),
    "edit": Entry("sem.cli.ambition:edit", N_("Change some of it.")),
}


@click.group(
    "ambition",
    cls=LazyGroup,
    table=TABLE,
    options_metavar=N_("[OPTIONS]"),
    help=N_("Set, show or edit where a team wants to be and by when."),
    examples=(
        Example('sem ambition set "Team West"', N_("Set an ambition, line by line")),
        Example('sem ambition show "Team West"', N_("Show it")),
    ),
)
def ambition() -> None:
    """Do something with a team's ambition."""
