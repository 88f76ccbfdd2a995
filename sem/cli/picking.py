"""`sem idea pick` and `answer`: what becomes of each idea, and what the group says to those it does not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sem.cli.base import Example, argument, command, option
from sem.cli.experiment_options import describe, experiment_options
from sem.cli.experiments import tell_added
from sem.cli.ideas import IDS, tell_box
from sem.cli.options import JSON, TEAM
from sem.cli.output import emit_json, narrate
from sem.cli.programmes import FORMAT, change_programme, questionnaire_of
from sem.cli.reading import Reader
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.i18n import ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sem.cli.session import Session
    from sem.model.assessment import Team
    from sem.model.idea import IdeaBox

_EXPERIMENT, _PRACTICE = "experiment", "practice"


@command(
    "pick",
    help=N_(
        "Pick an idea. As an experiment it is tried on a small scale first, with the options of sem experiment add; as "
        "a practice it becomes part of a step of the plan. What is missing is all told at once."
    ),
    examples=(
        Example('sem idea pick "Team West" 3fa --as experiment', N_("See what an experiment needs")),
        Example(
            N_('sem idea pick "Team West" 3fa --as experiment \\\n'
               '      --hypothesis "Fewer second calls" --who "customers in Utrecht" \\\n'
               "      --start 2027-01-11 --end 2027-02-05 \\\n"
               '      --measure "second calls per 100" --at-most 12 --otherwise "we stop"'),
            N_("Try it"),
        ),
        Example(
            'sem idea pick "Team West" 9c1 --as practice --area culture --level 3 \\\n'
            "      --weeks 2/3/5 --days 1/2/4",
            N_("Make it part of the plan"),
        ),
    ),
)  # fmt: skip
@TEAM
@argument("idea", metavar=N_("ID"), help=N_("The beginning of its id, as the list shows it."))
@option(
    "--as",
    "kind",
    type=click.Choice(["experiment", "practice"]),
    required=True,
    help=N_("What becomes of it: experiment or practice."),
)
@option("--area", metavar=N_("AREA"), help=N_("A practice: the area it raises."))
@option("--level", metavar=N_("NUMBER"), help=N_("A practice: the level it leads to, 2 to 5."))
@option("--weeks", metavar=N_("LOW/LIKELY/HIGH"), help=N_("A practice: how many weeks it takes."))
@option("--days", metavar=N_("LOW/LIKELY/HIGH"), help=N_("A practice: how many days of work it is."))
@option("--delighter", is_flag=True, help=N_("A practice: it surprises, and is no basic."))
@experiment_options
@JSON
@click.pass_obj
def pick(
    session: Session,
    /,
    name: str,
    idea: str,
    kind: str,
    area: str | None,
    level: str | None,
    weeks: str | None,
    days: str | None,
    delighter: bool,
    as_json: bool,
    **options: str | None,
) -> None:
    """Pick an idea."""
    team = session.store.find_team(name)
    practice = {"area": area, "level": level, "weeks": weeks, "days": days}
    if kind == _EXPERIMENT:
        _refuse(kind, [*practice.items(), ("delighter", delighter or None)])
        _pick_experiment(session, team, idea, options, as_json)
    else:
        _refuse(kind, [(name, text) for name, text in options.items() if name != "title"])
        _pick_practice(session, team, idea, {**practice, "title": options["title"]}, delighter, as_json)


def _refuse(kind: str, options: list[tuple[str, object]]) -> None:
    """Refuse options of the other kind.

    Raises:
        UsageError: One of them was given.
    """
    given = [f"--{name.replace('_', '-')}" for name, value in options if value is not None]
    if given:
        raise click.UsageError(
            _("These do not go with --as {kind}: {options}.").format(kind=kind, options=" ".join(given))
        )


def _pick_experiment(session: Session, team: Team, idea: str, options: Mapping[str, str | None], as_json: bool) -> None:
    from sem.programme.experiments import newest_experiment
    from sem.programme.picking import pick_experiment

    questionnaire = questionnaire_of(session, team)
    described = describe(options, questionnaire)
    areas = [area.id for area in questionnaire.areas]
    change = described.typed.checked(
        lambda programme: pick_experiment(programme, idea, described.draft, session.today(), areas)
    )
    programme = change_programme(session, team, change)
    tell_added(session, team, newest_experiment(programme), as_json)
    _tell_left(session, team, programme.ideas)


def _pick_practice(
    session: Session, team: Team, idea: str, practice: Mapping[str, str | None], delighter: bool, as_json: bool
) -> None:
    from sem.model.codec import to_json
    from sem.model.plan import step_id
    from sem.model.questionnaire import PracticeKind
    from sem.programme.finding import find_area
    from sem.programme.picking import PracticeDraft, newest_practice, pick_practice
    from sem.reports.roadmap_words import step_words

    questionnaire = questionnaire_of(session, team)
    typed = Reader({"person_days": "--days"})
    area = ""
    if practice["area"] is not None:
        with typed.noting("area"):
            area = find_area(questionnaire, practice["area"]).id
    draft = PracticeDraft(
        area,
        typed.whole("level", practice["level"]),
        practice["title"] or "",
        PracticeKind.DELIGHTER if delighter else PracticeKind.BASIC,
        typed.estimate("weeks", practice["weeks"]),
        typed.estimate("person_days", practice["days"]),
    )
    areas = [one.id for one in questionnaire.areas]
    programme = change_programme(
        session, team, typed.checked(lambda programme: pick_practice(programme, idea, draft, areas))
    )
    picked = newest_practice(programme)
    if as_json:
        emit_json({"format": FORMAT, **to_json(picked)})
    step = step_words(questionnaire, step_id(picked.area, picked.level))
    narrate(_("Practice {id} is part of the step to {step}.").format(id=picked.id, step=step))
    narrate(_("See what the plan does: {command}").format(command=session.command_line("plan", name=team.name)))
    _tell_left(session, team, programme.ideas)


@command(
    "answer",
    help=N_(
        "Say why ideas are not taken: whoever handed one in is heard, also when it is not done. A new answer takes the "
        "place of an old one."
    ),
    examples=(
        Example(
            N_('sem idea answer "Team West" d20 --text "Not this year: no money."'),
            N_("Answer one"),
        ),
        Example(N_('sem idea answer "Team West" --waiting --text "Kept for spring."'), N_("Answer all that wait")),
    ),
)
@TEAM
@IDS
@option("--waiting", is_flag=True, help=N_("All ideas that still wait, instead of naming them."))
@option("--text", metavar=N_("TEXT"), help=N_("What the group says."))
@JSON
@click.pass_obj
def answer(session: Session, name: str, ids: tuple[str, ...], waiting: bool, text: str | None, as_json: bool) -> None:
    """Answer ideas that are not taken."""
    from sem.programme.ideas import answer as give_answer
    from sem.programme.seeing import waiting as waiting_of

    if waiting and ids:
        raise click.UsageError(_("Name ideas or use --waiting, not both."))
    team = session.store.find_team(name)
    change = Reader().checked(
        lambda programme: give_answer(
            programme, [idea.id for idea in waiting_of(programme.ideas)] if waiting else ids, text or ""
        )
    )
    box = change_programme(session, team, change).ideas
    tell_box(box, as_json)
    _tell_left(session, team, box)


def _tell_left(session: Session, team: Team, box: IdeaBox) -> None:
    from sem.programme.seeing import waiting as waiting_of

    left = len(waiting_of(box))
    if left:
        text = ngettext("{n} idea still waits: {command}", "{n} ideas still wait: {command}", left)
        narrate(text.format(n=left, command=session.command_line("idea", "list", name=team.name)))
    else:
        narrate(_("Every idea is picked or answered."))
