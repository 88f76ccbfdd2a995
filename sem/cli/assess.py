"""`sem assess`: answer the questions for a team, on the screens or line by line."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from sem.cli.base import Example, argument, command, option
from sem.cli.completion import questionnaire_ids, team_names
from sem.cli.output import emit, narrate, terminal_columns
from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sem.cli.plain import PlainAssessment
    from sem.cli.session import Session
    from sem.model.assessment import Round, Team
    from sem.model.questionnaire import Questionnaire

# Wide enough never to be reached: a program or a file wants each text on one line.
_UNWRAPPED = 10_000


@command(
    "assess",
    help=N_("Answer the questions for a team. You go on where you stopped; every answer is kept at once."),
    examples=(
        Example('sem assess "Team West"', N_("Answer on the screens")),
        Example('sem assess "Team West" --respondent Anouk --plain', N_("Answer line by line, under a name")),
        Example(N_('printf "3\\n4 # since May\\n?\\n" | sem assess "Team West" --plain'), N_("Answer from a program")),
        Example(N_('sem assess "Team West" --questionnaire ours.yaml'), N_("Answer a questionnaire of your own")),
    ),
)
@argument("name", metavar=N_("TEAM"), shell_complete=team_names, help=N_("The name or id of the team."))
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
@option("--new-round", is_flag=True, help=N_("Start a new round, also when one is still open."))
@option("--plain", is_flag=True, help=N_("Line by line, without screens; also from a pipe."))
@click.pass_obj
def assess(
    session: Session, name: str, questionnaire: str | None, respondent: str | None, new_round: bool, plain: bool
) -> int | None:
    """Answer the questions for a team."""
    if not plain:
        from sem.cli.screens import require_terminal

        require_terminal()
    team = session.store.find_team(name)
    who = _respondent(session, respondent)
    start = choose_start(session, team, questionnaire, new_round)
    if plain:
        _plainly(session, team, start, who, ["--respondent", respondent] if respondent is not None else [])
        return None
    from sem.cli.screens import open_screens
    from sem.tui.app import Assess

    return open_screens(
        session, Assess(team=team.id, questionnaire=start.name, respondent=who, new_round=start.new_round)
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
    """
    from sem.content.library import list_questionnaires, load_questionnaire
    from sem.model.codec import questionnaire_digest

    store = session.store
    rounds = store.rounds(team.id)
    if wish is None:
        wish = _without_wish(rounds)
    shipped = {listed.id for listed in list_questionnaires()}
    used = {round_.questionnaire.id: round_ for round_ in rounds}
    own = None if wish in shipped or wish in used else load_questionnaire(wish)
    id_ = own.id if own else wish
    for round_ in _still_open(rounds):
        if round_.questionnaire.id == id_ and not new_round:
            if own and questionnaire_digest(own) != round_.questionnaire.digest:
                narrate(_("The open round goes on with the questionnaire as it was when the round started; "
                          "your file differs from it. Use --new-round to start with your file."))  # fmt: skip
            return Start(store.questionnaire(round_), id_, round_, new_round)
    if own is None:
        own = load_questionnaire(wish) if wish in shipped else store.questionnaire(used[wish])
    return Start(own, wish, None, new_round)


def _still_open(rounds: Sequence[Round]) -> list[Round]:
    """Return the open rounds, newest first."""
    from sem.model.assessment import RoundState

    return [round_ for round_ in reversed(rounds) if round_.state is RoundState.OPEN]


def _without_wish(rounds: Sequence[Round]) -> str:
    """Return the id of the questionnaire that is answered when none is named."""
    from sem.content.library import DEFAULT

    return next((round_.questionnaire.id for round_ in (*_still_open(rounds), *reversed(rounds))), DEFAULT)


def _respondent(session: Session, wish: str | None) -> str:
    """Return who answers: who was named, else the name in the settings, else the user's, else the team as one."""
    from sem.model.names import clean_name

    if wish is not None:
        return clean_name(wish, _("the respondent"))
    if session.settings.respondent:
        return clean_name(session.settings.respondent, _("the respondent"))
    import getpass

    try:
        return clean_name(getpass.getuser(), _("the respondent"))
    except (OSError, KeyError, ImportError, InvalidError):
        return _("team")


def _plainly(session: Session, team: Team, start: Start, who: str, named: list[str]) -> None:
    """Ask line by line; `named` are the words of the command line that said who answers."""
    from sem.cli.plain import PlainAssessment
    from sem.i18n import language, long_date
    from sem.store import NewRound
    from sem.store.first_answer import NewSheet, open_or_new_sheet

    questionnaire, store = start.questionnaire, session.store
    columns = terminal_columns() if sys.stdout and sys.stdout.isatty() else _UNWRAPPED
    new = NewRound(team.id, questionnaire, session.today(), apart=start.new_round)
    sheet = open_or_new_sheet(store, start.round or new, who)
    try:
        run = PlainAssessment(sheet, questionnaire, read=_line_reader(), say=emit, columns=columns)
        emit(
            _("{questionnaire}, {team}, round of {day}. You answer as {respondent}.").format(
                questionnaire=questionnaire.title.get(language()),
                team=team.name,
                day=long_date(start.round.opened if start.round else session.today()),
                respondent=who,
            )
        )
        emit(_("{done} of {total} filled in.").format(done=run.answered, total=len(questionnaire.questions)))
        emit(_("Type 1 to 5, na REASON, ? for don't know, Enter to skip, back, quit or help. A note goes after #."))
        run.run()
        begun = not isinstance(sheet, NewSheet) or sheet.round is not None
        _close(session, team, run, _options_to_go_on(session, team, start, begun, named))
    finally:
        sheet.close()


def _options_to_go_on(session: Session, team: Team, start: Start, begun: bool, named: list[str]) -> list[str]:
    """Return the options with which this command goes on in this round as this respondent."""
    name = start.questionnaire.id if begun else start.name
    options = ["--plain", *named]
    if name != _without_wish(session.store.rounds(team.id)):
        options += ["--questionnaire", name]
    if start.new_round and not begun:
        options.append("--new-round")
    return options


def _close(session: Session, team: Team, run: PlainAssessment, options: list[str]) -> None:
    """Say how far one is and what one can do next."""
    emit()
    if run.answered:
        emit(
            _("You have filled in {n} of {total} questions. It is all kept.").format(
                n=run.answered, total=run.questions
            )
        )
    else:
        emit(_("You have not filled in a question yet."))
    if run.open_questions:
        if run.answered:
            emit(_("Still without an answer: {numbers}.").format(numbers=", ".join(map(str, run.open_questions))))
        command = session.command_line("assess", name=team.name, options=options)
        emit(_("Go on later with: {command}").format(command=command))
    if run.answered:
        emit(_("See the scores: {command}").format(command=session.command_line("scores", name=team.name)))


def _line_reader() -> Callable[[], str | None]:
    """Return what reads a line from stdin, with a prompt where a person types; None at the end of the input."""
    stdin = sys.stdin
    if stdin is None:
        return lambda: None
    if hasattr(stdin, "reconfigure"):
        # Bytes that are no text must not end the run: what was typed around them counts.
        stdin.reconfigure(errors="replace")
    typed = stdin.isatty()

    def read() -> str | None:
        if typed:
            print(_("Your answer:"), end=" ", flush=True)
        line = stdin.readline()
        return line.rstrip("\r\n") if line else None

    return read
