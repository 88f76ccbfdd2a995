"""`sem experiment`: what a team tries on a small scale, and the criterion on which it stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sem.cli import guard
from sem.cli.asking import agreed
from sem.cli.base import Entry, Example, LazyGroup, argument, command, option
from sem.cli.experiment_options import OPTIONS, comparison, comparison_options, describe, experiment_options
from sem.cli.options import JSON, TEAM, YES
from sem.cli.output import emit, emit_json, narrate, terminal_columns
from sem.cli.programmes import FORMAT, change_programme, experiment_ids, questionnaire_of
from sem.cli.reading import Reader
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from sem.cli.session import Session
    from sem.model.assessment import Team
    from sem.model.experiment import Experiment

_ID = argument("experiment", metavar=N_("ID"), shell_complete=experiment_ids, help=N_("The experiment, such as e1."))


@command(
    "add",
    help=N_(
        "Add an experiment. Its kill criterion is fixed at once, before the start: what you measure, from which value "
        "on you go on, by which day, and what you do otherwise."
    ),
    examples=(
        Example('sem experiment add "Team West" --from log-the-why', N_("See what is missing")),
        Example(
            N_('sem experiment add "Team West" --from log-the-why --who "two of us" \\\n'
               "      --start 2027-01-11 --end 2027-02-05 \\\n"
               '      --measure "percent other" --at-most 20'),
            N_("Try a practice"),
        ),
        Example(
            N_('sem experiment add "Team West" --title "Ring back" \\\n'
               '      --hypothesis "Fewer second calls" --who "customers in Utrecht" \\\n'
               "      --start 2027-01-11 --end 2027-02-05 \\\n"
               '      --measure "second calls per 100" --at-most 12 \\\n'
               '      --otherwise "we stop" --step culture-3'),
            N_("Try something of your own, for which a step of the plan waits"),
        ),
    ),
)  # fmt: skip
@TEAM
@experiment_options
@JSON
@click.pass_obj
def add(session: Session, /, name: str, as_json: bool, **options: str | None) -> None:
    """Add an experiment."""
    from sem.programme.experiments import add_experiment, newest_experiment

    team = session.store.find_team(name)
    questionnaire = questionnaire_of(session, team)
    described = describe(options, questionnaire)
    areas = [area.id for area in questionnaire.areas]
    change = described.typed.checked(
        lambda programme: add_experiment(programme, described.draft, session.today(), areas)
    )
    added = newest_experiment(change_programme(session, team, change))
    tell_added(session, team, added, as_json)


def tell_added(session: Session, team: Team, added: Experiment, as_json: bool) -> None:
    """Tell of an experiment that was added, and what comes next."""
    from sem.charts.weeks import short_day
    from sem.reports.experiment_text import experiment_json

    if as_json:
        emit_json({"format": FORMAT, **experiment_json(added, session.today())})
    narrate(_("Added experiment {id}. Its kill criterion is fixed.").format(id=added.id))
    narrate(
        _("After measuring, by {day}: {command}").format(
            day=short_day(added.criterion.by),
            command=session.command_line("experiment", "result", name=team.name, options=[added.id, "12"]),
        )
    )


@command(
    "list",
    help=N_("List a team's experiments, each with its state and its kill criterion."),
    examples=(Example('sem experiment list "Team West"', N_("List them")),),
)
@TEAM
@JSON
@click.pass_obj
def list_(session: Session, name: str, as_json: bool) -> None:
    """List the experiments of a team."""
    from sem.model.codec import to_json
    from sem.programme.experiments import in_order
    from sem.reports.experiment_text import experiment_json, experiment_list

    team = session.store.find_team(name)
    found = in_order(session.store.programme(team.id))
    if as_json:
        listed = [experiment_json(one, session.today()) for one in found]
        emit_json({"format": FORMAT, "team": to_json(team), "experiments": listed})
        return
    if not found:
        example = session.command_line("experiment", "add", name=team.name, options=["--from", "log-the-why"])
        narrate(_("There are no experiments yet. Try a practice, for one: {command}").format(command=example))
        return
    for line in experiment_list(found, questionnaire_of(session, team), session.today(), terminal_columns()):
        emit(line)


@command(
    "show",
    help=N_("Show an experiment with every version of its kill criterion, and its results."),
    examples=(Example('sem experiment show "Team West" e1', N_("Show an experiment")),),
)
@TEAM
@_ID
@JSON
@click.pass_obj
def show(session: Session, name: str, experiment: str, as_json: bool) -> None:
    """Show an experiment."""
    from sem.programme.experiments import find_experiment
    from sem.reports.experiment_text import experiment_json, experiment_lines

    team = session.store.find_team(name)
    found = find_experiment(session.store.programme(team.id), experiment)
    if as_json:
        emit_json({"format": FORMAT, **experiment_json(found, session.today())})
        return
    for line in experiment_lines(found, questionnaire_of(session, team), session.today(), terminal_columns()):
        emit(line)


@command(
    "amend",
    help=N_(
        "Change the kill criterion of an experiment. That makes a new version with a reason; every version before it "
        "stays to be seen, for ever. After a red result the experiment goes on under the new version."
    ),
    examples=(
        Example(
            N_('sem experiment amend "Team West" e1 --by 2027-02-19 --reason "we were ill"'),
            N_("Give it a week more"),
        ),
    ),
)
@TEAM
@_ID
@option("--reason", metavar=N_("TEXT"), help=N_("Why it changes; everyone will see it."))
@option("--measure", metavar=N_("TEXT"), help=N_("Kill criterion: what you measure."))
@comparison_options
@option("--by", metavar=N_("DAY"), help=N_("The last day to measure."))
@option("--otherwise", metavar=N_("TEXT"), help=N_("What you do if it is not met."))
@JSON
@click.pass_obj
def amend(session: Session, /, name: str, experiment: str, as_json: bool, **options: str | None) -> None:
    """Change the kill criterion of an experiment."""
    from sem.programme.experiments import Amendment, amend_criterion, find_experiment

    team = session.store.find_team(name)
    typed = Reader(OPTIONS)
    comparator, threshold = comparison(typed, options)
    amendment = Amendment(
        options["measure"], comparator, threshold, typed.day("by", options["by"]), options["otherwise"]
    )
    reason = options["reason"] or ""
    change = typed.checked(lambda programme: amend_criterion(programme, experiment, amendment, reason, session.today()))
    amended = find_experiment(change_programme(session, team, change), experiment)
    _tell(session, amended, as_json)
    narrate(_("The kill criterion of {id} has {n} versions.").format(id=amended.id, n=len(amended.criteria)))


@command(
    "result",
    help=N_(
        "Record what was measured, as a number. It is green if it meets the kill criterion; if not, or too late, it is "
        "red and the plug is pulled. A value below zero goes after --."
    ),
    examples=(
        Example('sem experiment result "Team West" e1 9.5', N_("Record what was measured today")),
        Example(
            N_('sem experiment result "Team West" e1 14 --on 2027-02-05 \\\n      --learned "mornings work better"'),
            N_("Record an earlier measurement, and what you learned"),
        ),
    ),
)
@TEAM
@_ID
@argument("value", metavar=N_("VALUE"), help=N_("What was measured."))
@option("--on", "measured_on", metavar=N_("DAY"), help=N_("The day it was measured. Without it: today."))
@option("--learned", metavar=N_("TEXT"), help=N_("What you learned."))
@JSON
@click.pass_obj
def result(
    session: Session,
    name: str,
    experiment: str,
    value: str,
    measured_on: str | None,
    learned: str | None,
    as_json: bool,
) -> None:
    """Record a result."""
    from sem.programme.experiments import find_experiment, record_result
    from sem.reports.experiment_text import verdict_words

    team = session.store.find_team(name)
    today = session.today()
    typed = Reader(OPTIONS)
    number = typed.number("value", value)
    day = typed.day("measured_on", measured_on) or today
    change = typed.checked(
        lambda programme: record_result(programme, experiment, number or 0.0, day, today, learned or "")
    )
    measured = find_experiment(change_programme(session, team, change), experiment)
    _tell(session, measured, as_json)
    narrate(verdict_words(measured, measured.results[-1]))
    if measured.stopped_on:
        _tell_pulled(session, team, measured)


@command(
    "stop",
    help=N_("Pull the plug of an experiment for another reason than its criterion. That can't be undone."),
    examples=(
        Example(
            N_('sem experiment stop "Team West" e1 --reason "the supplier has gone" --yes'),
            N_("Pull the plug without being asked"),
        ),
    ),
)
@TEAM
@_ID
@option("--reason", metavar=N_("TEXT"), help=N_("Why you stop; others learn from it."))
@YES
@JSON
@click.pass_obj
def stop(
    session: Session, name: str, experiment: str, reason: str | None, yes: bool, as_json: bool
) -> int | None:  # fmt: skip
    """Pull the plug of an experiment."""
    from sem.programme.experiments import find_experiment, stop_experiment
    from sem.reports.lines import one_line

    team = session.store.find_team(name)
    today = session.today()
    programme = session.store.programme(team.id)
    found = find_experiment(programme, experiment)
    change = Reader().checked(lambda now: stop_experiment(now, found.id, reason or "", today))
    # What is wrong is told before anything is asked.
    change(programme)
    question = _("Pull the plug of {id}, “{title}”? That can't be undone.").format(
        id=found.id, title=one_line(found.title)
    )
    if not yes and not agreed(question):
        narrate(_("Nothing is changed."))
        return guard.STOPPED
    stopped = find_experiment(change_programme(session, team, change), found.id)
    _tell(session, stopped, as_json)
    _tell_pulled(session, team, stopped)
    return None


def _tell(session: Session, experiment: Experiment, as_json: bool) -> None:
    from sem.reports.experiment_text import experiment_json

    if as_json:
        emit_json({"format": FORMAT, **experiment_json(experiment, session.today())})


def _tell_pulled(session: Session, team: Team, experiment: Experiment) -> None:
    """Say what was agreed for this case, and where to see what the plan does without it."""
    narrate(_("The plug of {id} is pulled.").format(id=experiment.id))
    if not experiment.stopped_because:
        narrate(_("What you agreed for this case: {what}").format(what=experiment.criterion.otherwise))
    if experiment.step:
        narrate(_("See what the plan does: {command}").format(command=session.command_line("plan", name=team.name)))


TABLE = {
    "add": Entry("sem.cli.experiments:add", N_("Add an experiment, and fix its kill criterion.")),
    "list": Entry("sem.cli.experiments:list_", N_("List the experiments.")),
    "show": Entry("sem.cli.experiments:show", N_("Show one, with all versions and results.")),
    "amend": Entry("sem.cli.experiments:amend", N_("Change a kill criterion, with a reason.")),
    "result": Entry("sem.cli.experiments:result", N_("Record what was measured.")),
    "stop": Entry("sem.cli.experiments:stop", N_("Pull the plug.")),
}


@click.group(
    "experiment",
    cls=LazyGroup,
    table=TABLE,
    options_metavar=N_("[OPTIONS]"),
    help=N_("Try something with a few customers first, and fix beforehand what would make you stop."),
    examples=(
        Example('sem experiment add "Team West" --from log-the-why', N_("Start from a practice")),
        Example('sem experiment list "Team West"', N_("List the experiments")),
    ),
)
def experiment() -> None:
    """Do something with experiments."""
