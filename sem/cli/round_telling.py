"""Finds the round that is meant and tells of it, as lines or JSON; never what anybody answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sem.cli.output import emit_json, narrate
from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sem.cli.session import Session
    from sem.model.assessment import Participation, Round, RoundState, Team

FORMAT = 1
_SHORTEST_ID = 4


def find_round(session: Session, team: Team, wish: str | None, states: Sequence[RoundState] = ()) -> Round:
    """Return the round whose id begins like this; without a wish the newest in the first of these states there is.

    Args:
        session: The surroundings of this run.
        team: Whose round.
        wish: The beginning of its id, as it was typed.
        states: The states that go before others; the newest round of any state where there is none in these.

    Raises:
        NotFoundError: The team has no round, or none with such an id.
        InvalidError: More rounds have ids that begin like this.
    """
    rounds = tuple(reversed(session.store.rounds(team.id)))
    if not rounds:
        raise no_round(session, team)
    if wish is None:
        preferred = (round_ for state in states for round_ in rounds if round_.state is state)
        return next(preferred, rounds[0])
    found = [round_ for round_ in rounds if wish and round_.id.startswith(wish.strip().lower())]
    if len(found) == 1:
        return found[0]
    ids = ", ".join(short_id(round_, rounds) for round_ in found or rounds)
    if found:
        raise InvalidError(
            _("More than one round has an id like “{id}”.").format(id=wish), _("Use one of: {ids}.").format(ids=ids)
        )
    raise NotFoundError(
        _("{team} has no round “{id}”.").format(team=team.name, id=wish), _("Its rounds are: {ids}.").format(ids=ids)
    )  # fmt: skip


def no_round(session: Session, team: Team) -> NotFoundError:
    """Return the error for a team that has no round yet."""
    return NotFoundError(
        _("{team} has no round yet.").format(team=team.name),
        _("Start one: {command}").format(command=session.command_line("round", "start", name=team.name)),
    )


def short_id(round_: Round, rounds: Sequence[Round]) -> str:
    """Return as much of a round's id as tells it from the others."""
    n = _SHORTEST_ID
    while sum(other.id.startswith(round_.id[:n]) for other in rounds) > 1:
        n += 1
    return round_.id[:n]


def tell_round(session: Session, team: Team, round_: Round, as_json: bool) -> None:
    """Print a round as JSON, or in a few words to stderr."""
    if as_json:
        from sem.model.codec import to_json

        emit_json({"format": FORMAT, "team": to_json(team), "round": round_json(session, round_)})
        return
    for text in _summary(session, team, round_):
        narrate(text)


def round_json(session: Session, round_: Round) -> dict[str, Any]:
    """Return a round for programs: what it is, how far everybody is, and what was agreed on."""
    from sem.model.codec import to_json

    taking_part = session.store.participation(round_)
    names = taking_part.names
    return {
        "id": round_.id,
        "opened": round_.opened.isoformat(),
        "closed": to_json(round_.closed),
        "kind": round_.kind.value,
        "state": round_.state.value,
        "hidden": round_.hidden,
        "scope": round_.scope,
        "questionnaire": to_json(round_.questionnaire),
        "participation": {
            "expected": taking_part.expected,
            "answered_any": taking_part.answered_any,
            "complete": taking_part.complete,
            "names": None if names is None else [{"name": name, "complete": done} for name, done in names],
        },
        "decisions": [{"question": id_, **to_json(decision)} for id_, decision in round_.decisions.items()],
    }


def _summary(session: Session, team: Team, round_: Round) -> list[str]:
    """Return two sentences: what round it is, and how far everybody is."""
    from sem.i18n import language, long_date
    from sem.reports.lines import one_line
    from sem.reports.words import round_kind_words, state_word

    what = _("{team}, round of {day}: {questionnaire}, {kind}, {state}.").format(
        team=one_line(team.name),
        day=long_date(round_.opened),
        questionnaire=session.store.questionnaire(round_).title.get(language()),
        kind=round_kind_words(round_.kind),
        state=state_word(round_.state),
    )
    return [what, far_words(session.store.participation(round_))]


def far_words(taking_part: Participation) -> str:
    """Return in a sentence how many have answered; never who."""
    if taking_part.expected is None:
        text = _("Answered: {any}; everything: {complete}.")
    else:
        text = _("Answered: {any} of {expected}; everything: {complete}.")
    return text.format(any=taking_part.answered_any, expected=taking_part.people, complete=taking_part.complete)


def round_lines(session: Session, team: Team, round_: Round, columns: int) -> list[str]:
    """Return what a reader wants to know of a round."""
    from sem.i18n import language
    from sem.reports.lines import one_line, wrap
    from sem.reports.words import level_words

    questionnaire = session.store.questionnaire(round_)
    told = _summary(session, team, round_)
    if round_.scope:
        told.append(_("What it is about: {scope}").format(scope=one_line(round_.scope)))
    lines = [line for text in told for line in wrap(text, columns)]
    for name, done in session.store.participation(round_).names or ():
        state = _("complete") if done else _("not complete yet")
        lines += wrap(f"{one_line(name)}: {state}", columns, indent="  ")
    if round_.decisions:
        lines.append(_("Agreed on:"))
    for number, question in enumerate(questionnaire.questions, 1):
        decision = round_.decisions.get(question.id)
        if decision is not None:
            text = f"{number} {question.label.get(language())}: {level_words(questionnaire, decision.level)}"
            because = f" — {one_line(decision.because)}" if decision.because else ""
            lines += wrap(text + because, columns, indent="  ")
    return lines
