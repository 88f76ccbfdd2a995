"""`sem round`: a round with several people, from its start to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sem.cli import guard
from sem.cli.asking import agreed
from sem.cli.base import Entry, Example, LazyGroup, argument, command, option
from sem.cli.completion import questionnaire_ids
from sem.cli.options import JSON, TEAM, YES
from sem.cli.output import emit, emit_json, narrate, terminal_columns
from sem.cli.round_telling import far_words, find_round, no_round, round_json, round_lines, short_id, tell_round
from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.model.assessment import RoundKind, RoundState

if TYPE_CHECKING:
    from sem.cli.session import Session
    from sem.model.assessment import Participation
    from sem.model.questionnaire import Question, Questionnaire

FORMAT = 1

ROUND = option(
    "--round", "round_id", metavar=N_("ID"), help=N_("Which round, if there are more; “sem round list” shows the ids.")
)


@command(
    "start",
    help=N_(
        "Start a round in which several people answer on their own. Nobody sees another's answers before you reveal "
        "them. How people are known is chosen here and stays so."
    ),
    examples=(
        Example('sem round start "Team West" --invite Anouk --invite Bram', N_("Start with two people, by name")),
        Example('sem round start "Team West" --anonymous --expect 7', N_("Start without names")),
        Example(
            N_('sem round start "Team West" --alias --expect 6 --scope "Our team, not all of the hospital"'),
            N_("Start with aliases, and say whom it is about"),
        ),
    ),
)
@TEAM
@option(
    "--questionnaire",
    metavar=N_("ID-OR-PATH"),
    shell_complete=questionnaire_ids,
    help=N_("Which questionnaire. Without it: the one that the team answered last, else the quick scan."),
)
@option(
    "--named",
    "kind",
    flag_value="named",
    default="named",
    help=N_("Everybody answers under their name. The rule without a choice."),
)
@option("--alias", "kind", flag_value="alias", help=N_("Everybody answers under a name they make up."))
@option("--anonymous", "kind", flag_value="anonymous", help=N_("Nobody gives a name, and no times are kept."))
@option("--scope", default="", metavar=N_("TEXT"), help=N_("Whom or what the answers are about, in a sentence."))
@option(
    "--invite", "invited", multiple=True, metavar=N_("NAME"), help=N_("Somebody who is to answer; may be repeated.")
)
@option("--expect", "expected", type=int, metavar=N_("NUMBER"), help=N_("How many are to answer, instead of names."))
@YES
@JSON
@click.pass_obj
def start(
    session: Session,
    name: str,
    questionnaire: str | None,
    kind: str,
    scope: str,
    invited: tuple[str, ...],
    expected: int | None,
    yes: bool,
    as_json: bool,
) -> int | None:
    """Start a round."""
    from sem.cli.assess import choose_start
    from sem.i18n import long_date

    store = session.store
    team = store.find_team(name)
    asked = choose_start(session, team, questionnaire, new_round=True).questionnaire
    still_open = [
        other for other in store.rounds(team.id)
        if other.state is RoundState.OPEN and other.questionnaire.id == asked.id
    ]  # fmt: skip
    if still_open and not yes:
        question = _("The round of {day} is still open; new answers would go into the new one. Start it all the same?")
        if not agreed(question.format(day=long_date(still_open[-1].opened))):
            narrate(_("Nothing is changed."))
            return guard.STOPPED
    round_ = store.start_round(
        team.id,
        asked,
        session.today(),
        RoundKind(kind),
        scope=scope,
        invited=invited,
        expected=expected,
        hidden=True,
    )
    tell_round(session, team, round_, as_json)
    options = ["--respondent", _("ALIAS")] if round_.kind is RoundKind.ALIAS else []
    narrate(_("Everyone answers with: {command}")
            .format(command=session.command_line("assess", name=team.name, options=options)))  # fmt: skip
    return None


@command(
    "list",
    help=N_("List a team's rounds, newest first."),
    examples=(Example('sem round list "Team West"', N_("List the rounds")),),
)
@TEAM
@JSON
@click.pass_obj
def list_(session: Session, name: str, as_json: bool) -> None:
    """List the rounds."""
    from sem.i18n import short_date
    from sem.reports.lines import align
    from sem.reports.words import round_kind_words, state_word

    store = session.store
    team = store.find_team(name)
    rounds = tuple(reversed(store.rounds(team.id)))
    if as_json:
        from sem.model.codec import to_json

        listed = [round_json(session, round_) for round_ in rounds]
        emit_json({"format": FORMAT, "team": to_json(team), "rounds": listed})
        return
    if not rounds:
        narrate(str(no_round(session, team)))
        return
    rows = [[_("Id"), _("Opened"), _("Questionnaire"), _("Kind"), _("State"), _("Complete")]]
    for round_ in rounds:
        taking_part = store.participation(round_)
        rows.append([
            short_id(round_, rounds), short_date(round_.opened), round_.questionnaire.id,
            round_kind_words(round_.kind), state_word(round_.state), _complete(taking_part),
        ])  # fmt: skip
    for line in align(rows):
        emit(line)


def _complete(taking_part: Participation) -> str:
    of = max(taking_part.expected or 0, taking_part.answered_any)
    return _("{n} of {total}").format(n=taking_part.complete, total=of)


@command(
    "show",
    help=N_("Show a round: what it is about, how far everybody is, and what was agreed on."),
    examples=(Example('sem round show "Team West"', N_("Show the newest round")),),
)
@TEAM
@ROUND
@JSON
@click.pass_obj
def show(session: Session, name: str, round_id: str | None, as_json: bool) -> None:
    """Show a round."""
    team = session.store.find_team(name)
    round_ = find_round(session, team, round_id)
    if as_json:
        tell_round(session, team, round_, as_json)
        return
    for line in round_lines(session, team, round_, terminal_columns()):
        emit(line)


@command(
    "reveal",
    help=N_(
        "Reveal a round: its answers are seen, as far as its kind allows, and it takes no more. It asks first when not "
        "all have answered. That can't be undone."
    ),
    examples=(
        Example('sem round reveal "Team West"', N_("Reveal the round")),
        Example('sem round reveal "Team West" --yes', N_("Reveal it without being asked")),
    ),
)
@TEAM
@ROUND
@YES
@JSON
@click.pass_obj
def reveal(session: Session, name: str, round_id: str | None, yes: bool, as_json: bool) -> int | None:
    """Reveal a round."""
    team = session.store.find_team(name)
    round_ = find_round(session, team, round_id, (RoundState.OPEN,))
    if round_.state is RoundState.OPEN:
        taking_part = session.store.participation(round_)
        if not taking_part.answered_any:
            raise InvalidError(
                _("Nobody has answered yet, so there is nothing to reveal."),
                _("Everyone answers with: {command}").format(command=session.command_line("assess", name=team.name)),
            )
        sure = taking_part.expected is not None and taking_part.all_complete
        question = _("{how_far} Reveal? It takes no more answers then.").format(how_far=_how_far(taking_part))
        if not sure and not yes and not agreed(question):
            narrate(_("Nothing is changed."))
            return guard.STOPPED
    revealed = session.store.reveal_round(round_)
    tell_round(session, team, revealed, as_json)
    narrate(_("Revealed. See the scores: {command}").format(command=session.command_line("scores", name=team.name)))
    return None


def _how_far(taking_part: Participation) -> str:
    """Return in words how many have answered and, unless that is nobody's business, who has not."""
    told = [far_words(taking_part)]
    late = [name for name, done in taking_part.names or () if not done]
    if late:
        told.append(_("Not complete yet: {names}.").format(names=", ".join(late)))
    if taking_part.expected is None:
        told.append(_("Nobody said how many there would be."))
    return " ".join(told)


@command(
    "decide",
    help=N_(
        "Keep the level that the group agreed on for a question, and the sentence that decided it. It stands beside "
        "what everybody answered, never instead of it."
    ),
    examples=(
        Example(
            N_('sem round decide "Team West" 4 3 --because "Only in Utrecht"'), N_("Level 3 for the fourth question")
        ),
        Example('sem round decide "Team West" VS-01 3', N_("Name the question by its id")),
        Example('sem round decide "Team West" 4 --undo', N_("Take it back")),
    ),
)
@TEAM
@argument("question", metavar=N_("QUESTION"), help=N_("The id of the question, or its number in the questionnaire."))
@argument("level", required=False, type=click.IntRange(1, 5), metavar=N_("LEVEL"), help=N_("1 to 5."))
@option("--because", default="", metavar=N_("TEXT"), help=N_("The sentence that decided it."))
@option("--undo", is_flag=True, help=N_("Take back what was agreed on for this question."))
@ROUND
@JSON
@click.pass_obj
def decide(
    session: Session,
    name: str,
    question: str,
    level: int | None,
    because: str,
    undo: bool,
    round_id: str | None,
    as_json: bool,
) -> None:
    """Keep a consensus."""
    from sem.i18n import language
    from sem.model.assessment import Consensus

    if undo == (level is not None):
        raise click.UsageError(_("Give the level that you agreed on, 1 to 5, or --undo."))
    if undo and because:
        raise click.UsageError(_("--because goes with a level."))
    team = session.store.find_team(name)
    round_ = find_round(session, team, round_id, (RoundState.REVEALED, RoundState.OPEN))
    found = _find_question(session.store.questionnaire(round_), question)
    consensus = None if level is None else Consensus(level, because, session.today())
    decided = session.store.decide(round_, found.id, consensus)
    tell_round(session, team, decided, as_json)
    label = found.label.get(language())
    if consensus is None:
        narrate(_("Taken back: {question}.").format(question=label))
    else:
        narrate(_("Agreed: {question}, level {level}.").format(question=label, level=consensus.level))


def _find_question(questionnaire: Questionnaire, typed: str) -> Question:
    """Return the question with this id, or this number counted from 1.

    Raises:
        NotFoundError: There is none; the message names near ones.
    """
    from sem.content.problems import near_matches

    questions = {question.id.lower(): question for question in questionnaire.questions}
    wish = typed.strip().lower()
    if wish in questions:
        return questions[wish]
    if wish.isascii() and wish.isdigit() and 1 <= int(wish) <= len(questions):
        return questionnaire.questions[int(wish) - 1]
    near = near_matches(wish, questions)
    raise NotFoundError(
        _("There is no question “{id}”.").format(id=typed),
        _("Did you mean {names}?").format(names=", ".join(near))
        if near
        else _("Use its number, 1 to {last}, or its id.").format(last=len(questions)),
    )


@command(
    "close",
    help=N_("Close a round: from then on nothing in it is changed. It asks first."),
    examples=(Example('sem round close "Team West"', N_("Close the round")),),
)
@TEAM
@ROUND
@YES
@JSON
@click.pass_obj
def close(session: Session, name: str, round_id: str | None, yes: bool, as_json: bool) -> int | None:
    """Close a round."""
    from sem.i18n import long_date

    team = session.store.find_team(name)
    round_ = find_round(session, team, round_id, (RoundState.REVEALED, RoundState.OPEN))
    if round_.state is not RoundState.CLOSED and not yes:
        question = _("Close the round of {day}? Nothing in it can be changed then.")
        if round_.state is RoundState.OPEN:
            question = _("Close the round of {day}? Nobody can answer in it then, and nothing in it can be changed.")
        if not agreed(question.format(day=long_date(round_.opened))):
            narrate(_("Nothing is changed."))
            return guard.STOPPED
    closed = session.store.close_round(round_, session.today())
    tell_round(session, team, closed, as_json)
    narrate(_("Closed."))
    return None


TABLE = {
    "start": Entry("sem.cli.rounds:start", N_("Start a round in which several people answer.")),
    "list": Entry("sem.cli.rounds:list_", N_("List a team's rounds.")),
    "show": Entry("sem.cli.rounds:show", N_("Show a round, and how far everybody is.")),
    "share": Entry("sem.cli.rounds_share:share", N_("Write files to answer in on other machines.")),
    "reveal": Entry("sem.cli.rounds:reveal", N_("Show everybody's answers, and take no more.")),
    "decide": Entry("sem.cli.rounds:decide", N_("Keep the level that the group agreed on.")),
    "close": Entry("sem.cli.rounds:close", N_("Close a round for good.")),
    "erase": Entry("sem.cli.rounds_share:erase", N_("Take somebody's answers out for good.")),
}


@click.group(
    "round",
    cls=LazyGroup,
    table=TABLE,
    options_metavar=N_("[OPTIONS]"),
    help=N_("A round with several people: start it, see how far they are, reveal, decide and close."),
    examples=(
        Example('sem round start "Team West" --anonymous --expect 7', N_("Start a round")),
        Example('sem round reveal "Team West"', N_("Reveal it when all have answered")),
    ),
)
def round_group() -> None:
    """Do something with rounds."""
