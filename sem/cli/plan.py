"""`sem plan`: the plan worked out backwards from the ambition, what would make it fit, and fixing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sem.cli.base import Example, argument, command, option
from sem.cli.completion import step_names
from sem.cli.options import JSON, TEAM
from sem.cli.output import emit, emit_json, narrate, terminal_columns
from sem.cli.standing import again, roadmap_for
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from sem.cli.session import Session
    from sem.model.roadmap import Roadmap
    from sem.programme.options import Option
    from sem.reports.roadmap import Standing


@command(
    "plan",
    help=N_(
        "Show a team's plan: whether its ambition fits, what would make it fit, and when each step has to start.\n\n"
        "Nothing changes unless you ask for it: --fix makes what is shown the plan to keep to, --apply changes the "
        "ambition by one of the options shown, and --improve looks for a shorter plan."
    ),
    examples=(
        Example('sem plan "Team West"', N_("Show the plan")),
        Example('sem plan "Team West" --explain culture-3', N_("Why that step is where it is")),
        Example('sem plan "Team West" --apply 1', N_("Apply the first option")),
        Example(N_('sem plan "Team West" --fix --note "Agreed on Monday"'), N_("Keep to this plan")),
        Example('sem plan "Team West" --improve --fix', N_("Look for a shorter plan, and keep to that")),
    ),
)  # fmt: skip
@TEAM
@argument(
    "steps",
    metavar=N_("STEP"),
    nargs=-1,
    shell_complete=step_names,
    help=N_("With --explain: which steps; all without it."),
)
@option("--explain", "explains", is_flag=True, help=N_("Why each step is where it is, and what there is to do."))
@option(
    "--apply",
    "wish",
    metavar=N_("OPTION"),
    help=N_("Change the ambition by an option: its number, date, capacity, owner:NAME or level:NUMBER."),
)
@option("--improve", "improves", is_flag=True, help=N_("Look for a shorter plan, and show what it would move."))
@option("--fix", "fixes", is_flag=True, help=N_("Keep to the plan that is shown; later plans are held against it."))
@option("--note", metavar=N_("TEXT"), default="", help=N_("With --fix: why, in your own words."))
@JSON
@click.pass_obj
def plan(
    session: Session,
    name: str,
    steps: tuple[str, ...],
    explains: bool,
    wish: str | None,
    improves: bool,
    fixes: bool,
    note: str,
    as_json: bool,
) -> None:
    """Show, relax, improve or fix a plan."""
    _check(steps, explains, wish, improves, fixes, note)
    standing, roadmap = roadmap_for(session, name)
    if explains:
        _explain(standing, roadmap, steps, as_json)
        return
    if wish is not None:
        standing, roadmap = _apply(session, standing, roadmap, wish)
    if improves:
        standing, roadmap = _improve(session, standing, roadmap, fixes, note, as_json)
        return
    if fixes:
        standing, roadmap = _fix(session, standing, roadmap, note)
    _show(session, standing, roadmap, as_json)


def _check(
    steps: tuple[str, ...], explains: bool, wish: str | None, improves: bool, fixes: bool, note: str
) -> None:  # fmt: skip
    """Refuse options that do not go together.

    Raises:
        UsageError: They do not.
    """
    if steps and not explains:
        raise click.UsageError(_("Steps are named with --explain only."))
    if explains and (wish is not None or improves or fixes):
        raise click.UsageError(_("--explain only shows; use it without --apply, --improve and --fix."))
    if wish is not None and improves:
        raise click.UsageError(_("Apply an option first, look at the plan, and then look for a shorter one."))
    if note and not fixes:
        raise click.UsageError(_("A note is kept with --fix only."))


def _options(standing: Standing, roadmap: Roadmap) -> tuple[Option, ...]:
    from sem.backcast.relax import relaxations
    from sem.programme.options import options_of

    return options_of(relaxations(roadmap.plan))


def _show(session: Session, standing: Standing, roadmap: Roadmap, as_json: bool) -> None:
    options = _options(standing, roadmap)
    if as_json:
        from sem.reports.roadmap_json import roadmap_json

        emit_json(roadmap_json(standing, roadmap, options))
        return
    from sem.reports.roadmap_text import plan_lines

    for line in plan_lines(standing, roadmap, options, terminal_columns()):
        emit(line)
    team = standing.team.name
    narrate()
    if options:
        apply = session.command_line("plan", name=team, options=["--apply", "1"])
        narrate(_("Apply an option: {command}").format(command=apply))
    if not standing.programme.baselines and roadmap.plan.steps:
        narrate(
            _("Keep to this plan: {command}").format(command=session.command_line("plan", name=team, options=["--fix"]))
        )
    if roadmap.plan.steps:
        why = session.command_line("plan", name=team, options=["--explain"])
        narrate(_("Why here? {command}").format(command=why))


def _explain(standing: Standing, roadmap: Roadmap, words: tuple[str, ...], as_json: bool) -> None:
    from sem.programme.finding import find_steps

    named = find_steps(roadmap.plan, standing.questionnaire, words) if words else ()
    ids = [planned.step.id for planned in named]
    if as_json:
        from sem.reports.roadmap_json import explanations_json

        emit_json(explanations_json(standing, roadmap, ids))
        return
    from sem.reports.roadmap_text import explanation_lines

    for line in explanation_lines(standing, roadmap, ids, terminal_columns()):
        emit(line)


def _apply(session: Session, standing: Standing, roadmap: Roadmap, wish: str) -> tuple[Standing, Roadmap]:
    from sem.model.plan import Fit
    from sem.programme.ambition import apply_relaxation
    from sem.programme.options import find_option
    from sem.reports.roadmap_words import relaxation_words

    ambition = roadmap.plan.ambition
    option = find_option(_options(standing, roadmap), ambition, wish)
    said = relaxation_words(option.relaxation, ambition, standing.questionnaire)
    session.store.change_programme(
        standing.team.id,
        lambda programme: apply_relaxation(
            programme, option.relaxation, standing.questionnaire, standing.now, session.today()
        ),
    )
    narrate(_("Applied: {option}").format(option=said))
    after, changed = again(session, standing)
    if changed.plan.verdict.fit is not Fit.FITS:
        command_ = session.command_line("plan", name=standing.team.name, options=["--improve"])
        narrate(_("In the order of the fixed plan it does not fit yet. Look for a shorter one: {command}")
                .format(command=command_))  # fmt: skip
    return after, changed


def _improve(
    session: Session, standing: Standing, roadmap: Roadmap, fixes: bool, note: str, as_json: bool
) -> tuple[Standing, Roadmap]:
    from sem.backcast.replan import improve
    from sem.programme.fixing import adopt_improvement

    improvement = improve(roadmap.plan)
    if fixes:
        session.store.change_programme(
            standing.team.id, lambda programme: adopt_improvement(programme, improvement, session.today(), note)
        )
    if as_json:
        from sem.reports.roadmap_json import improvement_json

        emit_json(improvement_json(standing, roadmap, improvement))
    else:
        from sem.reports.roadmap_text import improvement_lines

        for line in improvement_lines(standing, roadmap, improvement, terminal_columns()):
            emit(line)
    if fixes:
        narrate(_("The shorter plan is fixed."))
    elif improvement.difference.weeks < 0:
        adopt = session.command_line("plan", name=standing.team.name, options=["--improve", "--fix"])
        narrate()
        narrate(_("Keep to it: {command}").format(command=adopt))
    return standing, roadmap


def _fix(session: Session, standing: Standing, roadmap: Roadmap, note: str) -> tuple[Standing, Roadmap]:
    from sem.programme.fixing import fix_plan

    session.store.change_programme(
        standing.team.id, lambda programme: fix_plan(programme, roadmap.plan, session.today(), note)
    )
    after, fixed = again(session, standing)
    narrate(_("The plan is fixed, as number {n}.").format(n=after.programme.baselines[-1].id))
    return after, fixed
