"""Who answers in which round, and answering there line by line: what is said before, after and when it ends."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from sem.cli.output import emit, narrate, terminal_columns
from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.model.assessment import RoundKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from sem.cli.assess import Start
    from sem.cli.plain import PlainAssessment
    from sem.cli.session import Session
    from sem.model.assessment import Round, Team
    from sem.store import Sheet

# Wide enough never to be reached: a program or a file wants each text on one line.
_UNWRAPPED = 10_000
ASK = "-"
"""What is typed for a code that is to be asked for: a code on the command line stays in the shell's history."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who answers.

    Args:
        name: Their name or alias; empty in an anonymous round.
        code: The code with which they go on in an anonymous round; None for who begins.
        typed: Whether the name was on the command line.
    """

    name: str
    code: str | None = None
    typed: bool = False


def who_answers(session: Session, round_: Round | None, wish: str | None, code: str | None) -> Who:
    """Return who answers: who was named, else the name in the settings, else the user's, else the team as one.

    Nobody has a name in an anonymous round, and in one with aliases the name of the user is never taken for one.

    Args:
        session: The surroundings of this run.
        round_: Where they answer; None for a new round.
        wish: Who was named.
        code: The code that was given, which may be `ASK`.

    Raises:
        UsageError: A name or a code does not go with the round, or an alias is missing.
        InvalidError: The name does not hold.
    """
    kind = round_.kind if round_ else RoundKind.NAMED
    if kind is RoundKind.ANONYMOUS:
        if wish is not None:
            raise click.UsageError(_("This round is anonymous: leave out --respondent. Nobody answers under a name."))
        return Who("", _asked_code() if code == ASK else code)
    if code is not None:
        raise click.UsageError(_("--code goes with an anonymous round, and this round is none."))
    if kind is RoundKind.ALIAS and wish is None:
        raise click.UsageError(_("This round is under aliases: choose one with --respondent, such as “Fox”."))
    return Who(_name(session, wish), typed=wish is not None)


def _name(session: Session, wish: str | None) -> str:
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


def _asked_code() -> str:
    narrate(_("Type your code:"))
    _let_any_bytes_in()
    line = sys.stdin.readline() if sys.stdin else ""
    if not line.strip():
        raise click.UsageError(_("Nobody typed a code."))
    return line.strip()


def answer_plainly(session: Session, team: Team, start: Start, who: Who, go_on: str | None = None) -> None:
    """Ask line by line, until the last question or until the respondent stops.

    Args:
        session: The surroundings of this run.
        team: Whose round.
        start: Where the answers go.
        who: Who answers.
        go_on: The command with which one goes on, where answers are to be sent back; None for one that is made here.
    """
    from sem.cli.plain import PlainAssessment
    from sem.store.first_answer import NewSheet

    questionnaire = start.questionnaire
    columns = terminal_columns() if sys.stdout and sys.stdout.isatty() else _UNWRAPPED
    sheet, new_code = _open(session, team, start, who)
    try:
        run = PlainAssessment(
            sheet, questionnaire, read=_line_reader(), say=emit, columns=columns, today=session.today()
        )  # fmt: skip
        _tell_where(session, team, start, who, new_code)
        emit(_("{done} of {total} filled in.").format(done=run.answered, total=run.questions))
        if run.answered and start.round and start.round.hidden and who.name and go_on is None:
            emit(_("Somebody answered as {name} before. Was that not you? Then stop and use another name.")
                 .format(name=who.name))  # fmt: skip
        emit(_("Type 1 to 5, na REASON, ? for don't know, Enter to skip, back, quit or help. A note goes after #."))
        run.run()
        begun = not isinstance(sheet, NewSheet) or sheet.round is not None
        command = go_on or session.command_line(
            "assess", name=team.name, options=_options_to_go_on(session, team, start, begun, who)
        )
        _close(session, team, start, run, command, sent_back=go_on is not None)
    finally:
        sheet.close()


def _open(session: Session, team: Team, start: Start, who: Who) -> tuple[Sheet, str | None]:
    """Return the sheet, and the code to tell a new respondent of an anonymous round."""
    from sem.store import NewRound
    from sem.store.first_answer import open_or_new_sheet

    if start.round and start.round.anonymous:
        sheet, code = session.store.open_anonymous(start.round, who.code)
        return sheet, code if who.code is None else None
    new = NewRound(team.id, start.questionnaire, session.today(), apart=start.new_round)
    return open_or_new_sheet(session.store, start.round or new, who.name), None


def _tell_where(session: Session, team: Team, start: Start, who: Who, new_code: str | None) -> None:
    from sem.i18n import language, long_date
    from sem.model.names import name_key

    round_ = start.round
    where = _("{questionnaire}, {team}, round of {day}.").format(
        questionnaire=start.questionnaire.title.get(language()),
        team=team.name,
        day=long_date(round_.opened if round_ else session.today()),
    )
    you = _("You answer as {respondent}.").format(respondent=who.name) if who.name else _("You answer anonymously.")
    emit(f"{where} {you}")
    if round_ is None:
        return
    if round_.scope:
        emit(_("What it is about: {scope}").format(scope=round_.scope))
    if round_.anonymous:
        emit(_("Your answers are kept without your name and without the time. Notes are read as you write them."))
    elif round_.hidden:
        emit(_("sem shows your answers to nobody before the round is revealed."))
    if new_code is not None:
        emit(_("Your code, to go on later: {code}").format(code=new_code))
        emit(_("Write it down. It is kept nowhere and not shown again."))
    if round_.invited and name_key(who.name) not in map(name_key, round_.invited):
        narrate(_("{name} is not on the list of this round: {names}. Is that a slip? Then stop and use --respondent.")
                .format(name=who.name, names=", ".join(round_.invited)))  # fmt: skip


def _options_to_go_on(session: Session, team: Team, start: Start, begun: bool, who: Who) -> list[str]:
    """Return the options with which this command goes on in this round as this respondent."""
    from sem.reports.next_questionnaire import usual_questionnaire

    name = start.questionnaire.id if begun else start.name
    options = ["--plain"]
    if who.typed:
        options += ["--respondent", who.name]
    if begun and start.round and start.round.anonymous:
        options += ["--code", ASK]
    if name != usual_questionnaire(session.store, team):
        options += ["--questionnaire", name]
    if start.new_round and not begun:
        options.append("--new-round")
    return options


def _close(session: Session, team: Team, start: Start, run: PlainAssessment, command: str, *, sent_back: bool) -> None:
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
        emit(_("Go on later with: {command}").format(command=command))
    if sent_back:
        return
    if start.round and start.round.hidden:
        emit(_("The results are seen when the round is revealed."))
    elif run.answered:
        emit(_("See the scores: {command}").format(command=session.command_line("scores", name=team.name)))


def _line_reader() -> Callable[[], str | None]:
    """Return what reads a line from stdin, with a prompt where a person types; None at the end of the input."""
    stdin = sys.stdin
    if stdin is None:
        return lambda: None
    _let_any_bytes_in()
    typed = stdin.isatty()

    def read() -> str | None:
        if typed:
            print(_("Your answer:"), end=" ", flush=True)
        line = stdin.readline()
        return line.rstrip("\r\n") if line else None

    return read


def _let_any_bytes_in() -> None:
    """Keep bytes that are no text from ending the run: what was typed around them counts."""
    # Once something is read it can't be set any more.
    if hasattr(sys.stdin, "reconfigure") and sys.stdin.errors != "replace":
        sys.stdin.reconfigure(errors="replace")
