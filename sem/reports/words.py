"""Numbers and codes in words, the same in every report and on every screen."""

from __future__ import annotations

from datetime import date

from sem.files import is_gone
from sem.i18n import gettext as _
from sem.i18n import language, short_date
from sem.i18n import mark as N_
from sem.model.assessment import (
    Answer,
    AnswerEvidence,
    Confidence,
    EvidenceSide,
    Reason,
    RoundKind,
    RoundState,
)
from sem.model.questionnaire import AreaKind, Questionnaire

NOTHING = "—"

_REASONS = {
    Reason.OUT_OF_SCOPE: N_("it is not our work"),
    Reason.DONE_ELSEWHERE: N_("others do it for us"),
    Reason.NOT_HERE: N_("we do not have this here"),
    Reason.OTHER: N_("another reason"),
}

_KINDS = {AreaKind.BUILDING_BLOCK: N_("building block"), AreaKind.LAYER: N_("layer")}

_STATES = {
    RoundState.OPEN: N_("open"),
    RoundState.REVEALED: N_("revealed"),
    RoundState.CLOSED: N_("closed"),
}


_CONFIDENCES = {
    Confidence.SURE: N_("sure"),
    Confidence.FAIRLY: N_("fairly sure"),
    Confidence.GUESS: N_("a guess"),
}

_ROUND_KINDS = {
    RoundKind.NAMED: N_("under names"),
    RoundKind.ALIAS: N_("under aliases"),
    RoundKind.ANONYMOUS: N_("anonymous"),
}

_SIDES = {EvidenceSide.FOR: N_("in favour"), EvidenceSide.AGAINST: N_("against")}


def reason_words(reason: Reason) -> str:
    """Return why a question is not applicable, in words."""
    return _(_REASONS[reason])


def kind_words(kind: AreaKind) -> str:
    """Return what an area is, in words."""
    return _(_KINDS[kind])


def state_word(state: RoundState) -> str:
    """Return how far a round is, in a word."""
    return _(_STATES[state])


def round_kind_words(kind: RoundKind) -> str:
    """Return how respondents are known in a round, in words."""
    return _(_ROUND_KINDS[kind])


def confidence_words(confidence: Confidence) -> str:
    """Return how sure somebody is, in words."""
    return _(_CONFIDENCES[confidence])


def side_word(side: EvidenceSide) -> str:
    """Return whether evidence speaks for or against an answer, in a word."""
    return _(_SIDES[side])


def evidence_words(evidence: AnswerEvidence, today: date, *, look: bool = True) -> str:
    """Return a piece of evidence in words, without its side: the text, where it is, and the days it has.

    Args:
        evidence: The piece.
        today: The day, which tells whether it has expired.
        look: Whether to look for its file; never for people in a browser, who could ask so what is on this machine.
    """
    where = evidence.source
    if look and where and is_gone(where):
        where = _("{file}, which is not there any more").format(file=where)
    days = []
    if evidence.observed is not None:
        days.append(_("seen on {day}").format(day=short_date(evidence.observed)))
    if evidence.expires is not None:
        text = _("expired on {day}") if evidence.expires <= today else _("counts until {day}")
        days.append(text.format(day=short_date(evidence.expires)))
    told = ", ".join(part for part in (where, *days) if part)
    if not evidence.text:
        return told
    return f"{evidence.text} ({told})" if told else evidence.text


def level_words(questionnaire: Questionnaire, number: int | None) -> str:
    """Return a level as its number and name; a dash where there is none."""
    if number is None:
        return NOTHING
    return f"{number} {questionnaire.level(number).name.get(language())}"


def answer_words(questionnaire: Questionnaire, answer: Answer) -> str:
    """Return what was chosen, in words and without the note; a dash where nothing was."""
    if answer.level is not None:
        return level_words(questionnaire, answer.level)
    if answer.dont_know:
        return _("don't know")
    if answer.not_applicable is None:
        return NOTHING
    reason = answer.not_applicable
    why = reason.text if reason.reason is Reason.OTHER and reason.text else reason_words(reason.reason)
    if reason.text and why != reason.text:
        why = f"{why}; {reason.text}"
    return _("not applicable: {why}").format(why=why)
