"""`sem assess`: answer the questions for a team, on the screens or line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from sem.cli.base import Example, argument, command, option
from sem.cli.completion import questionnaire_ids, team_names
from sem.cli.output import narrate
from sem.errors import ClosedError
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sem.cli.session import Session
    from sem.model.assessment import Round, Team
    from sem.model.questionnaire import Questionnaire


@command(
    "assess",
    help=N_("Answer the questions for a team. You go on where you stopped; every answer is kept at once."),
    examples=(
        Example('sem assess "Team West"', N_("Answer on the screens")),
        Example('sem assess "Team West" --respondent Anouk --plain', N_("Answer line by line, under a name")),
        Example(N_('printf "3\\n4 # since May\\n?\\n" | sem assess "Team West" --plain'), N_("Answer from a program")),
        Example(N_('sem assess "Team West" --questionnaire ours.yaml'), N_("Answer a questionnaire of your own")),
        Example(N_("sem assess --from team-west-2026-11-21-anouk.share.json"), N_("Answer in a file you were sent")),
        Example('sem assess "Team West" --plain --code -', N_("Go on in an anonymous round; your code is asked for")),
    ),
)
@argument(
    "name",
    metavar=N_("TEAM"),
    required=False,
    shell_complete=team_names,
    help=N_("The name or id of the team; not with --from, which knows it."),
)
@option(
    "--questionnaire",
    metavar=N_("ID-OR-PATH"),
    shell_complete=questionnaire_ids,
    help=N_("Which questionnaire. Without it: the one that the team answered last, else the quick scan."),
)
@option(
    "--respondent",
    metavar=N_("NAME"),
    help=N_("Who answers. Without it: the name in your settings, else your user name."),
)
@option(
    "--code",
    metavar=N_("CODE"),
    help=N_("The code you got before in an anonymous round, to go on there. With -, it is asked for."),
)
@option(
    "--from",
    "from_file",
    metavar=N_("FILE"),
    help=N_("Answer in a file that somebody sent you, made with “sem round share”; the file itself stays as it is."),
)
@option(
    "--out",
    metavar=N_("DIR"),
    help=N_("With --from: where to put the file to send back. Without it: beside the file you got."),
)
@option("--new-round", is_flag=True, help=N_("Start a new round, also when one is still open."))
@option("--plain", is_flag=True, help=N_("Line by line, without screens; also from a pipe."))
@click.pass_obj
def assess(
    session: Session,
    name: str | None,
    questionnaire: str | None,
    respondent: str | None,
    code: str | None,
    from_file: str | None,
    out: str | None,
    new_round: bool,
    plain: bool,
) -> int | None:
    """Answer the questions for a team."""
    if not plain:
        from sem.cli.screens import require_terminal

        require_terminal()
    if from_file is not None:
        if name is not None or questionnaire is not None or new_round:
            raise click.UsageError(_("--from says which team, round and questionnaire; leave those out."))
        from sem.cli.assess_from import assess_from

        return assess_from(session, from_file, respondent, code, plain, out)
    if name is None:
        raise click.UsageError(_("Name a team, or a file with --from."))
    if out is not None:
        raise click.UsageError(_("--out goes with --from."))
    from sem.cli.answering import answer_plainly, who_answers

    team = session.store.find_team(name)
    start = choose_start(session, team, questionnaire, new_round)
    who = who_answers(session, start.round, respondent, code)
    if plain:
        answer_plainly(session, team, start, who)
        return None
    from sem.cli.screens import open_screens
    from sem.tui.app import Assess

    return open_screens(
        session,
        Assess(
            team=team.id,
            questionnaire=start.name,
            respondent=who.name,
            new_round=start.new_round,
            code=who.code or "",
        ),
    )


@dataclass(frozen=True, slots=True)
class Start:
    """Where a team's answers go: into an open round, or into one that starts with the first answer.

    Args:
        questionnaire: What is answered.
        name: What to ask for to get it: its id, or its path while no round has it.
        round: The open round; None for a new one.
        new_round: Whether a new one was asked for.
    """

    questionnaire: Questionnaire
    name: str
    round: Round | None
    new_round: bool


def choose_start(session: Session, team: Team, wish: str | None, new_round: bool) -> Start:
    """Return the team's newest open round with the questionnaire wished for, or what a new one would have.

    Args:
        session: The surroundings of this run.
        team: Whose round.
        wish: The id or path of a questionnaire; None for what the team answered last, else the default.
        new_round: Whether to start one although one is open.

    Raises:
        NotFoundError: There is no such questionnaire.
        InvalidError: The questionnaire has problems.
        ClosedError: The last round with it hides its answers and takes no more; whoever is late must not begin another
            one, where everybody sees them at once, without knowing.
    """
    from sem.content.library import list_questionnaires, load_questionnaire
    from sem.i18n import language
    from sem.model.codec import questionnaire_digest
    from sem.reports.next_questionnaire import chosen_for_next, next_words, usual_questionnaire

    store = session.store
    rounds = store.rounds(team.id)
    if wish is None:
        wish = usual_questionnaire(store, team, new_round=new_round)
    shipped = {listed.id for listed in list_questionnaires()}
    used = {round_.questionnaire.id for round_ in rounds}
    chosen = chosen_for_next(store, team, rounds)
    known = wish in shipped or wish in used or (chosen is not None and chosen.ref.id == wish)
    own = None if known else load_questionnaire(wish)
    id_ = own.id if own else wish
    for round_ in _still_open(rounds):
        if round_.questionnaire.id == id_ and not new_round:
            if own and questionnaire_digest(own) != round_.questionnaire.digest:
                narrate(_("The open round goes on with the questionnaire as it was when the round started; "
                          "your file differs from it. Use --new-round to start with your file."))  # fmt: skip
            return Start(store.questionnaire(round_), id_, round_, new_round)
    last = next((round_ for round_ in reversed(rounds) if round_.questionnaire.id == id_), None)
    if last is not None and last.hidden and not new_round:
        raise _too_late(last)
    if own is None:
        words = next_words(store, team, wish)
        own = words.questionnaire
        if words.newer:
            waits = _("Version {version} of {title} has another scale or meaning. The team stays with {own} until you "
                      "choose: {command}")  # fmt: skip
            chooses = session.command_line("questionnaire", "upgrade", name=team.name)
            title = own.title.get(language())
            narrate(waits.format(version=words.newer, title=title, own=own.version, command=chooses))
    return Start(own, wish, None, new_round)


def _too_late(round_: Round) -> ClosedError:
    """Return the error for who would answer in a round that takes no more answers."""
    from sem.i18n import long_date
    from sem.model.assessment import RoundState

    if round_.state is RoundState.REVEALED:
        message = _("The round of {day} is revealed, so it takes no more answers.")
    else:
        message = _("The round of {day} is closed, so it takes no more answers.")
    return ClosedError(
        message.format(day=long_date(round_.opened)),
        _("Are you late? Ask who leads the session for a file of this round, made with “sem round share”. To begin a "
          "new round, use “sem round start”, or --new-round for one in which answers are seen at once."),
    )  # fmt: skip


def _still_open(rounds: Sequence[Round]) -> list[Round]:
    """Return the open rounds, newest first."""
    from sem.model.assessment import RoundState

    return [round_ for round_ in reversed(rounds) if round_.state is RoundState.OPEN]
