"""`sem idea`: a team's ideas, from handing in unseen to a vote, a choice and an answer for each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sem.cli import guard
from sem.cli.asking import agreed
from sem.cli.base import Entry, Example, LazyGroup, argument, command, option
from sem.cli.options import JSON, TEAM, YES
from sem.cli.output import emit, emit_json, narrate, terminal_columns
from sem.cli.programmes import FORMAT, change_programme, next_command, try_change
from sem.cli.typed import Typed
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from sem.cli.session import Session
    from sem.model.assessment import Team
    from sem.model.idea import IdeaBox
    from sem.model.programme import Programme

IDS = argument("ids", nargs=-1, metavar=N_("ID"), help=N_("The beginning of its id, as the list shows it."))


@command(
    "add",
    help=N_(
        "Hand in ideas: nobody can tell whose they are, or see them before the group opens them. Without a text the "
        "lines of the input are read, an idea a line; so they are in no history of commands either."
    ),
    examples=(
        Example('sem idea add "Team West"', N_("Hand in ideas, one after another")),
        Example(N_('sem idea add "Team West" "A customer sits in on every meeting"'), N_("Hand in one idea")),
        Example(N_('sem idea add "Team West" < ideas.txt'), N_("Hand in a file of ideas")),
    ),
)
@TEAM
@argument("texts", nargs=-1, metavar=N_("TEXT"), help=N_("An idea, in your own words; between quotes."))
@JSON
@click.pass_obj
def add(session: Session, name: str, texts: tuple[str, ...], as_json: bool) -> None:
    """Hand in ideas."""
    from sem.programme.ideas import hand_in
    from sem.reports.idea_text import count_words

    team = session.store.find_team(name)
    if not texts:
        # Whoever is too late is told before the first word is typed.
        try_change(session, team, _may_hand_in)
        texts = _read_ideas(session.store.programme(team.id).ideas)
    if not texts:
        narrate(_("Nothing is handed in."))
        return
    box = change_programme(session, team, lambda programme: hand_in(programme, texts)).ideas
    tell_box(box, as_json)
    narrate(_("Handed in: {ideas} so far.").format(ideas=count_words(len(box.ideas))))


def _read_ideas(box: IdeaBox) -> tuple[str, ...]:
    """Return the lines of the input; where a person types them, each after a prompt, and an empty one is the end."""
    from sem.programme.prompts import box_question, prompt

    stdin = sys.stdin
    if stdin is None:
        return ()
    if hasattr(stdin, "reconfigure"):
        stdin.reconfigure(errors="replace")
    if not stdin.isatty():
        return tuple(line for line in stdin.read().splitlines() if line.strip())
    narrate(box_question(box.question))
    narrate(_("An idea a line; an empty line is the end. Wild ideas are wanted."))
    lines: list[str] = []
    while True:
        narrate()
        narrate(prompt(len(box.ideas) + len(lines)))
        line = stdin.readline().strip()
        if not line:
            return tuple(lines)
        lines.append(line)


@command(
    "prompt",
    help=N_(
        "Show what ideas are asked for, with a question that provokes. After each idea that is handed in it is another "
        "one."
    ),
    examples=(
        Example('sem idea prompt "Team West"', N_("Show the question of this moment")),
        Example('sem idea prompt "Team West" --all', N_("Show all of them, for a session")),
        Example(
            N_('sem idea prompt "Team West" --question "How do we get rid of second calls?"'),
            N_("Ask for ideas on something else"),
        ),
    ),
)
@TEAM
@option("--number", type=click.IntRange(min=1), metavar=N_("NUMBER"), help=N_("Show this one, counted from 1."))
@option("--all", "all_", is_flag=True, help=N_("Show all of them."))
@option("--question", metavar=N_("TEXT"), help=N_("Ask for ideas on this; an empty text for the usual question."))
@JSON
@click.pass_obj
def prompt(
    session: Session, name: str, number: int | None, all_: bool, question: str | None, as_json: bool
) -> None:  # fmt: skip
    """Show a question that provokes ideas."""
    from sem.programme.ideas import ask
    from sem.programme.prompts import box_question, prompts
    from sem.programme.prompts import prompt as prompt_of
    from sem.reports.lines import one_line, wrap

    team = session.store.find_team(name)
    box = session.store.programme(team.id).ideas
    if question is not None:
        box = change_programme(session, team, Typed().checked(lambda now: ask(now, question))).ideas
    shown = prompts() if all_ else (prompt_of(len(box.ideas) if number is None else number - 1),)
    if as_json:
        emit_json({"format": FORMAT, "question": box_question(box.question), "prompts": list(shown)})
        return
    columns = terminal_columns()
    for line in wrap(one_line(box_question(box.question)), columns):
        emit(line)
    for n, text in enumerate(shown, 1):
        emit()
        for line in wrap(text, columns, "    ", f"{n:>2}. ") if all_ else wrap(text, columns):
            emit(line)


@command(
    "list",
    help=N_("List the ideas, by cluster and later by votes; before the group opens them only how many there are."),
    examples=(
        Example('sem idea list "Team West"', N_("List them")),
        Example('sem idea list "Team West" --json', N_("For a program, which sees no more either")),
    ),
)
@TEAM
@JSON
@click.pass_obj
def list_(session: Session, name: str, as_json: bool) -> None:
    """List the ideas."""
    from sem.model.codec import to_json
    from sem.model.idea import IdeaPhase
    from sem.reports.idea_text import box_json, idea_lines, ideas_json

    team = session.store.find_team(name)
    box = session.store.programme(team.id).ideas
    if as_json:
        emit_json({"format": FORMAT, "team": to_json(team), **box_json(box), "ideas": ideas_json(box)})
        return
    for line in idea_lines(box, terminal_columns()):
        emit(line)
    if box.phase is IdeaPhase.COLLECTING:
        if box.ideas:
            narrate(_("They open with: {command}").format(command=next_command(session, team, box.phase)))
        else:
            narrate(
                _("Hand in the first: {command}").format(command=session.command_line("idea", "add", name=team.name))
            )


@command(
    "status",
    help=N_("Show how far the ideas are, and what comes next."),
    examples=(Example('sem idea status "Team West"', N_("Show how far they are")),),
)
@TEAM
@JSON
@click.pass_obj
def status(session: Session, name: str, as_json: bool) -> None:
    """Show how far the ideas are."""
    from sem.model.codec import to_json
    from sem.programme.prompts import box_question
    from sem.programme.seeing import finished
    from sem.reports.idea_text import box_json, status_lines
    from sem.reports.lines import one_line, wrap

    team = session.store.find_team(name)
    box = session.store.programme(team.id).ideas
    if as_json:
        emit_json({"format": FORMAT, "team": to_json(team), **box_json(box)})
        return
    heading = _("Ideas of {team}: {question}").format(team=team.name, question=box_question(box.question))
    for line in [*wrap(one_line(heading), terminal_columns()), "", *status_lines(box)]:
        emit(line)
    if not finished(box):
        narrate()
        narrate(_("Next: {command}").format(command=_next(session, team, box)))


@command(
    "open",
    help=N_("Show all ideas to everybody, so that the group builds on them. That can't be undone."),
    examples=(
        Example('sem idea open "Team West"', N_("Open them, after being asked")),
        Example('sem idea open "Team West" --yes', N_("Open them without being asked")),
    ),
)
@TEAM
@YES
@JSON
@click.pass_obj
def open_(session: Session, name: str, yes: bool, as_json: bool) -> int | None:
    """Open the ideas."""
    from sem.programme.ideas import open_ideas
    from sem.reports.idea_text import count_words

    team = session.store.find_team(name)
    box = try_change(session, team, open_ideas).ideas
    question = _("Open {ideas} of {team}? That can't be undone: nobody hands in unseen after it.").format(
        ideas=count_words(len(box.ideas)), team=team.name
    )
    if not yes and not agreed(question):
        narrate(_("Nothing is changed."))
        return guard.STOPPED
    box = change_programme(session, team, open_ideas).ideas
    tell_box(box, as_json)
    narrate(_("The ideas are open. Build on them, and judge nothing yet."))
    narrate(_("Read them: {command}").format(command=session.command_line("idea", "list", name=team.name)))
    return None


@command(
    "cluster",
    help=N_("Put ideas that belong together under one name; an empty name takes them out again."),
    examples=(
        Example(N_('sem idea cluster "Team West" "Ring back" 3fa 9c1'), N_("Put two ideas together")),
        Example('sem idea cluster "Team West" "" 9c1', N_("Take one out again")),
    ),
)
@TEAM
@argument("cluster", metavar=N_("NAME"), help=N_("What the ideas have in common."))
@IDS
@JSON
@click.pass_obj
def cluster(session: Session, name: str, cluster: str, ids: tuple[str, ...], as_json: bool) -> None:
    """Put ideas together."""
    from sem.programme.ideas import cluster as put_together
    from sem.programme.seeing import find_ideas
    from sem.reports.idea_text import count_words
    from sem.reports.lines import one_line

    team = session.store.find_team(name)
    change = Typed().checked(lambda programme: put_together(programme, ids, cluster))
    box = change_programme(session, team, change).ideas
    tell_box(box, as_json)
    chosen = find_ideas(box, ids)
    if chosen[0].cluster:
        inside = [idea for idea in box.ideas if idea.cluster == chosen[0].cluster]
        text = _("“{cluster}” has {ideas}.")
        narrate(text.format(cluster=one_line(chosen[0].cluster), ideas=count_words(len(inside))))
    else:
        narrate(_("{ideas} taken out.").format(ideas=count_words(len(chosen))))


def tell_box(box: IdeaBox, as_json: bool) -> None:
    """Print how far the ideas are, where a program asked for it."""
    if as_json:
        from sem.reports.idea_text import box_json

        emit_json({"format": FORMAT, **box_json(box)})


def _may_hand_in(programme: Programme) -> Programme:
    from sem.programme.ideas import HANDING_IN
    from sem.programme.phases import require_phase

    require_phase(programme.ideas, *HANDING_IN)
    return programme


def _next(session: Session, team: Team, box: IdeaBox) -> str:
    from sem.model.idea import IdeaPhase

    if box.phase is IdeaPhase.COLLECTING and not box.ideas:
        return session.command_line("idea", "add", name=team.name)
    if box.phase is IdeaPhase.VOTING:
        return session.command_line("idea", "vote", name=team.name, options=["ID", "ID"])
    return next_command(session, team, box.phase)


TABLE = {
    "add": Entry("sem.cli.ideas:add", N_("Hand in ideas, unseen.")),
    "list": Entry("sem.cli.ideas:list_", N_("List the ideas, as far as they may be seen.")),
    "prompt": Entry("sem.cli.ideas:prompt", N_("Show a question that provokes ideas.")),
    "open": Entry("sem.cli.ideas:open_", N_("Show all ideas to everybody.")),
    "cluster": Entry("sem.cli.ideas:cluster", N_("Put ideas together.")),
    "vote": Entry("sem.cli.voting:vote", N_("Start voting, vote, or close voting.")),
    "pick": Entry("sem.cli.picking:pick", N_("Make an experiment or a practice of an idea.")),
    "answer": Entry("sem.cli.picking:answer", N_("Say why ideas are not taken.")),
    "status": Entry("sem.cli.ideas:status", N_("Show how far the ideas are.")),
}


@click.group(
    "idea",
    cls=LazyGroup,
    table=TABLE,
    options_metavar=N_("[OPTIONS]"),
    help=N_("First collect ideas without judging; later group them, vote, and pick or answer each."),
    examples=(
        Example('sem idea add "Team West"', N_("Hand in ideas, one after another")),
        Example('sem idea status "Team West"', N_("See how far they are, and what comes next")),
    ),
)
def idea() -> None:
    """Do something with ideas."""
