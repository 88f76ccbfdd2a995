"""`sem assess`: answer the questions for a team, on the screens or line by line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from sem.cli.base import Example, argument, command, option
from sem.cli.completion import questionnaire_ids, team_names
from sem.cli.output import emit, narrate, terminal_columns
from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from collections.abc import Callable

    from sem.cli.plain import PlainAssessment
    from sem.cli.session import Session
    from sem.model.assessment import Round, Team

# Wide enough never to be reached: a program or a file wants each text on one line.
_UNWRAPPED = 10_000


@command(
    "assess",
    help=N_("Answer the questions for a team. You go on where you stopped; every answer is kept at once."),
    examples=(
        Example('sem assess "Team West"', N_("Answer on the screens")),
        Example('sem assess "Team West" --respondent Anouk --plain', N_("Answer line by line, under a name")),
        Example('printf "3\\n4 # since May\\n?\\n" | sem assess "Team West" --plain', N_("Answer from a program")),
        Example('sem assess "Team West" --questionnaire ours.yaml', N_("Answer a questionnaire of your own")),
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
    round_ = choose_round(session, team, questionnaire, new_round)
    if plain:
        _plainly(session, team, round_, who)
        return None
    from sem.cli.screens import open_screens
    from sem.tui.app import Assess

    return open_screens(session, Assess(team=team.id, questionnaire=round_.questionnaire.id, respondent=who))


def choose_round(session: Session, team: Team, wish: str | None, new_round: bool) -> Round:
    """Return the team's newest open round with the questionnaire wished for, or start one today.

    Args:
        session: The surroundings of this run.
        team: Whose round.
        wish: The id or path of a questionnaire; None for what the team answered last, else the default.
        new_round: Whether to start one although one is open.

    Raises:
        NotFoundError: There is no such questionnaire.
        InvalidError: The questionnaire has problems.
    """
    from sem.content.library import DEFAULT, list_questionnaires, load_questionnaire
    from sem.model.assessment import RoundState
    from sem.model.codec import questionnaire_digest

    store = session.store
    newest_first = store.rounds(team.id)[::-1]
    still_open = [round_ for round_ in newest_first if round_.state is RoundState.OPEN]
    if wish is None:
        wish = next((round_.questionnaire.id for round_ in (*still_open, *newest_first)), DEFAULT)
    shipped = {listed.id for listed in list_questionnaires()}
    used = {round_.questionnaire.id: round_ for round_ in reversed(newest_first)}
    own = None if wish in shipped or wish in used else load_questionnaire(wish)
    id_ = own.id if own else wish
    for round_ in still_open:
        if round_.questionnaire.id == id_ and not new_round:
            if own and questionnaire_digest(own) != round_.questionnaire.digest:
                narrate(_("The open round goes on with the questionnaire as it was when the round started; "
                          "your file differs from it. Use --new-round to start with your file."))  # fmt: skip
            return round_
    if own is None:
        own = load_questionnaire(wish) if wish in shipped else store.questionnaire(used[wish])
    return store.start_round(team.id, own, session.today())


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


def _plainly(session: Session, team: Team, round_: Round, who: str) -> None:
    from sem.cli.plain import PlainAssessment
    from sem.i18n import language, long_date

    questionnaire = session.store.questionnaire(round_)
    columns = terminal_columns() if sys.stdout and sys.stdout.isatty() else _UNWRAPPED
    sheet = session.store.open_sheet(round_, who)
    try:
        run = PlainAssessment(sheet, questionnaire, read=_line_reader(), say=emit, columns=columns)
        emit(
            _("{questionnaire}, {team}, round of {day}. You answer as {respondent}.").format(
                questionnaire=questionnaire.title.get(language()),
                team=team.name,
                day=long_date(round_.opened),
                respondent=who,
            )
        )
        emit(_("{done} of {total} answered.").format(done=run.answered, total=len(questionnaire.questions)))
        emit(_("Type 1 to 5, na REASON, ? for don't know, Enter to skip, back, quit or help. A note goes after #."))
        run.run()
        _close(session, team, run, len(questionnaire.questions))
    finally:
        sheet.close()


def _close(session: Session, team: Team, run: PlainAssessment, total: int) -> None:
    """Say how far one is and what one can do next."""
    emit()
    emit(_("You have answered {n} of {total} questions. It is all kept.").format(n=run.answered, total=total))
    if run.open_questions:
        emit(_("Still without an answer: {numbers}.").format(numbers=", ".join(map(str, run.open_questions))))
        emit(_("Go on later with: {command}").format(command=session.command_line("assess", team.name, "--plain")))
    emit(_("See the scores: {command}").format(command=session.command_line("scores", team.name)))


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
