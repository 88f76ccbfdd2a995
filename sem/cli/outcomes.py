"""`sem outcome`: what a team measures of its results, beside the score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sem.cli import guard
from sem.cli.asking import agreed
from sem.cli.base import Entry, Example, LazyGroup, argument, command, option
from sem.cli.options import JSON, TEAM, YES
from sem.cli.output import emit, emit_json, narrate
from sem.cli.programmes import FORMAT
from sem.cli.reading import Reader
from sem.errors import SemError
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from sem.cli.session import Session
    from sem.model.assessment import Team
    from sem.model.outcome import Better
    from sem.model.programme import Programme

_OPTIONS = {
    "measure": N_("MEASURE"),
    "value": N_("VALUE"),
    "better": "--lower-is-better",
}


def _names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the team's measures, and the usual ones, that begin with what was typed; none where data can't be read."""
    from click.shell_completion import CompletionItem

    from sem.programme.usual_measures import usual_names

    session: Session = ctx.find_root().obj
    try:
        team = session.store.find_team(ctx.params.get("name") or "")
        names = [one.name for one in session.store.programme(team.id).measures]
    except SemError:
        names = []
    found = dict.fromkeys((*names, *usual_names()))
    return [CompletionItem(name) for name in found if name.casefold().startswith(incomplete.casefold())]


_MEASURE = argument("measure", metavar=N_("MEASURE"), shell_complete=_names, help=N_("The measure: its name or id."))
_HIGHER = option("--higher-is-better", "direction", flag_value="higher", default=None,
                 help=N_("A higher value is better; so it is unless you say otherwise."))  # fmt: skip
_LOWER = option("--lower-is-better", "direction", flag_value="lower", help=N_("A lower value is better."))


@command(
    "add",
    help=N_(
        "Write down what was measured. A usual measure (sem outcome usual) knows its unit; one of your own gets it the "
        "first time. There is one value a day. A value below zero goes after --."
    ),
    examples=(
        Example(
            N_('sem outcome add "Team West" "Customer satisfaction" 8.1 --n 120 --source survey'),
            N_("What a survey said today"),
        ),
        Example(
            N_('sem outcome add "Team West" "Second calls" 14 --unit % --lower-is-better \\\n      --on 2026-10-31'),
            N_("A measure of your own"),
        ),
        Example(N_('sem outcome add "Team West" "Recommendation (NPS)" -- -12'), N_("A value below zero")),
    ),
)
@TEAM
@_MEASURE
@argument("value", metavar=N_("VALUE"), help=N_("What was measured, with a point or a comma."))
@option("--on", metavar=N_("DAY"), help=N_("The day it is about; of a period its last day. Without it: today."))
@option("--unit", metavar=N_("UNIT"), help=N_("What it is counted in, such as %, 0–10, minutes or per month."))
@_HIGHER
@_LOWER
@option("--n", "n", metavar=N_("NUMBER"), help=N_("How many people or cases it comes from."))
@option("--source", metavar=N_("TEXT"), default="", help=N_("Where it comes from, such as a survey."))
@option("--replace", "instead", is_flag=True, help=N_("Let it take the place of the value for that day."))
@JSON
@click.pass_obj
def add(
    session: Session,
    name: str,
    measure: str,
    value: str,
    on: str | None,
    unit: str | None,
    direction: str | None,
    n: str | None,
    source: str,
    instead: bool,
    as_json: bool,
) -> None:
    """Write down a value."""
    from sem.programme.outcomes import MeasurementDraft, find_measure, measured_text, record_value

    team = session.store.find_team(name)
    today = session.today()
    typed = Reader(_OPTIONS)
    number = value.strip().removesuffix("%")
    if number != value.strip() and unit is None:
        unit = "%"
    draft = MeasurementDraft(
        measure,
        typed.number("value", number),
        typed.day("on", on) or today,
        unit,
        _better(direction),
        typed.whole("n", n),
        source,
        instead,
    )
    before = {one.id for one in session.store.programme(team.id).measures}
    change = typed.checked(lambda programme: record_value(programme, draft, today))
    programme = session.store.change_programme(team.id, change)
    kept = find_measure(programme, measure, unit)
    _tell(team, programme, as_json)
    if kept.id not in before:
        from sem.reports.outcome_text import better_words

        new = _("A new measure: {name}, in {unit}; {better}.")
        narrate(new.format(name=kept.name, unit=kept.unit, better=better_words(kept)))
    told = kept.last_by(draft.on or today)
    if told is not None:
        from sem.i18n import long_date

        kept_words = _("Kept: {measure} {value} on {day}.")
        narrate(kept_words.format(measure=kept.name, value=measured_text(kept, told), day=long_date(told.on)))


def _better(direction: str | None) -> Better | None:
    from sem.model.outcome import Better

    return Better(direction) if direction else None


@command(
    "list",
    help=N_("List what a team measures, with the last values; of one measure all values."),
    examples=(
        Example('sem outcome list "Team West"', N_("All measures")),
        Example(N_('sem outcome list "Team West" "Customer satisfaction"'), N_("All values of one")),
    ),
)
@TEAM
@argument("measure", metavar=N_("MEASURE"), required=False, shell_complete=_names, help=N_("Only this measure."))
@JSON
@click.pass_obj
def list_(session: Session, name: str, measure: str | None, as_json: bool) -> None:
    """List the measures of a team, or the values of one."""
    from dataclasses import replace

    from sem.programme.outcomes import find_measure
    from sem.reports.lines import align
    from sem.reports.outcome_text import better_words, measure_rows, movement_words, value_rows

    team = session.store.find_team(name)
    programme = session.store.programme(team.id)
    found = find_measure(programme, measure) if measure is not None else None
    if as_json:
        _tell(team, replace(programme, measures=(found,)) if found else programme, as_json)
    elif found is not None:
        said = filter(None, (found.name, found.unit, better_words(found), movement_words(found)))
        narrate(" · ".join(said))
        for line in align(value_rows(found), (1, 2)):
            emit(line)
    elif programme.measures:
        for line in align(measure_rows(programme), (4,)):
            emit(line)
        narrate(_("Whether the score did it, no table can tell: other things changed too."))
    else:
        narrate(_("Nothing is measured yet. A score is not a result: write down what customers notice."))
        narrate(_("Usual measures: {command}").format(command=session.command_line("outcome", "usual")))


@command(
    "edit",
    help=N_("Give a measure another name or unit, or say which values are better. Its values stay as they are."),
    examples=(
        Example(N_('sem outcome edit "Team West" "Second calls" --name "Customers who call again"'), N_("Rename it")),
        Example(N_('sem outcome edit "Team West" "Second calls" --lower-is-better'), N_("A lower value is better")),
    ),
)
@TEAM
@_MEASURE
@option("--name", "new_name", metavar=N_("NAME"), help=N_("What it is called from now on."))
@option("--unit", metavar=N_("UNIT"), help=N_("What its values have been counted in all along."))
@_HIGHER
@_LOWER
@JSON
@click.pass_obj
def edit(
    session: Session,
    name: str,
    measure: str,
    new_name: str | None,
    unit: str | None,
    direction: str | None,
    as_json: bool,
) -> None:
    """Change what is said of a measure."""
    from sem.programme.outcomes import MeasureEdit, edit_measure, find_measure
    from sem.reports.outcome_text import better_words

    if new_name is None and unit is None and direction is None:
        raise click.UsageError(_("Say what is to change: --name, --unit, --higher-is-better or --lower-is-better."))
    team = session.store.find_team(name)
    found = find_measure(session.store.programme(team.id), measure)
    what = MeasureEdit(new_name, unit, _better(direction))
    change = Reader({"measure": "--name"}).checked(lambda programme: edit_measure(programme, found.id, what))
    programme = session.store.change_programme(team.id, change)
    _tell(team, programme, as_json)
    kept = find_measure(programme, found.id)
    changed = _("Now: {name}, in {unit}; {better}.")
    narrate(changed.format(name=kept.name, unit=kept.unit, better=better_words(kept)))


@command(
    "remove",
    help=N_("Take the value of a day away; without a day the measure with all its values, after asking."),
    examples=(
        Example(N_('sem outcome remove "Team West" "Second calls" --on 2026-10-31'), N_("Take one value away")),
        Example(N_('sem outcome remove "Team West" "Second calls"'), N_("Take the measure away")),
    ),
)
@TEAM
@_MEASURE
@option("--on", metavar=N_("DAY"), help=N_("The day of the value to take away."))
@YES
@JSON
@click.pass_obj
def remove(session: Session, name: str, measure: str, on: str | None, yes: bool, as_json: bool) -> int | None:
    """Take a value or a measure away."""
    from sem.i18n import long_date, ngettext
    from sem.programme.outcomes import find_measure, remove_measure, remove_value

    team = session.store.find_team(name)
    found = find_measure(session.store.programme(team.id), measure)
    typed = Reader()
    day = typed.day("on", on)
    typed.finish()
    if day is not None:
        programme = session.store.change_programme(team.id, lambda before: remove_value(before, found.id, day))
        said = _("Taken away: {measure} on {day}.").format(measure=found.name, day=long_date(day))
    else:
        n = len(found.values)
        asked = ngettext("Take “{measure}” away with its {n} value?", "Take “{measure}” away with its {n} values?", n)
        if not yes and not agreed(asked.format(measure=found.name, n=n)):
            narrate(_("Nothing is changed."))
            return guard.STOPPED
        programme = session.store.change_programme(team.id, lambda before: remove_measure(before, found.id))
        said = _("Taken away: {text}").format(text=found.name)
    _tell(team, programme, as_json)
    narrate(said)
    return None


@command(
    "usual",
    help=N_("List the usual measures, with their unit and what a higher value says."),
    examples=(Example("sem outcome usual", N_("List them")),),
)
@JSON
def usual(as_json: bool) -> None:
    """List the usual measures."""
    from sem.reports.lines import align
    from sem.reports.outcome_text import usual_rows

    if as_json:
        from sem.model.codec import to_json
        from sem.programme.usual_measures import USUAL

        emit_json({"format": FORMAT, "usual": [to_json(one) for one in USUAL]})
        return
    for line in align(usual_rows()):
        emit(line)


def _tell(team: Team, programme: Programme, as_json: bool) -> None:
    if as_json:
        from sem.model.codec import to_json
        from sem.reports.outcome_text import measures_json

        emit_json({"format": FORMAT, "team": to_json(team), "measures": measures_json(programme)})


TABLE = {
    "add": Entry("sem.cli.outcomes:add", N_("Write down what was measured.")),
    "list": Entry("sem.cli.outcomes:list_", N_("List the measures, or the values of one.")),
    "edit": Entry("sem.cli.outcomes:edit", N_("Change a name, a unit, or which values are better.")),
    "remove": Entry("sem.cli.outcomes:remove", N_("Take a value or a measure away.")),
    "usual": Entry("sem.cli.outcomes:usual", N_("List the usual measures.")),
}


@click.group(
    "outcome",
    cls=LazyGroup,
    table=TABLE,
    options_metavar=N_("[OPTIONS]"),
    help=N_("Keep what customers notice beside the score, because a score is not a result: satisfaction, effort, …"),
    examples=(
        Example(N_('sem outcome add "Team West" "Customer satisfaction" 8.1'), N_("Write down a value")),
        Example('sem outcome list "Team West"', N_("See all measures")),
    ),
)
def outcome() -> None:
    """Do something with outcome measures."""
