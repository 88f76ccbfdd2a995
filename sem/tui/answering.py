"""What the runner works out without a screen: where to begin, what to say first, and how far saving is."""

from __future__ import annotations

from sem.i18n import gettext as _
from sem.i18n import ngettext
from sem.model.assessment import Answer, Confidence, Response, RoundKind
from sem.model.questionnaire import Question, Questionnaire
from sem.reports.words import level_words
from sem.store.autosave import Autosave, SaveState
from sem.tui.data import Answering

_CONFIDENCES: tuple[Confidence | None, ...] = (None, *Confidence)


def first_question(questions: tuple[Question, ...], response: Response) -> int:
    """Return the question to begin with, counted from 0: where one stopped, or where the first gap is.

    The place stays on the last question when one has been through them all.
    """
    ids = [question.id for question in questions]
    place = response.place
    if place in ids and not (place == ids[-1] and response.answer(place).given):
        return ids.index(place)
    gaps = (at for at, id_ in enumerate(ids) if not response.answer(id_).given)
    return next(gaps, len(ids) - 1 if place in ids else 0)


def nothing() -> str:
    """Say nothing."""
    return ""


def in_short(questionnaire: Questionnaire, answer: Answer) -> str:
    """Return an answer in two or three words."""
    if answer.level is not None:
        return level_words(questionnaire, answer.level)
    return _("Don't know") if answer.dont_know else _("Not applicable")


def save_words(state: SaveState) -> tuple[str, bool]:
    """Return how far saving is, in words, and whether that is bad news; "saved" only for finished writes."""
    if state.error:
        return _("NOT SAVED: {why}").format(why=state.error), True
    if not state.saved:
        return _("saving…"), False
    return (_("saved"), False) if state.writes else ("", False)


def last_save(autosave: Autosave, patience: float) -> str:
    """Save what is not durable yet, as far as possible, after the app has ended; return what the user must know.

    Args:
        autosave: What saves.
        patience: Seconds to wait for a slow disk.
    """
    autosave.close(patience)
    lost = autosave.unsaved
    words = ngettext(
        "{n} answer could not be saved, and is lost.", "{n} answers could not be saved, and are lost.", lost
    )
    why = autosave.state.error or _("The disk does not answer.")
    return f"{words.format(n=lost)} {why}" if lost else ""


def next_confidence(confidence: Confidence | None) -> Confidence | None:
    """Return how sure somebody says to be after this: sure, fairly sure, a guess, nothing, and round again."""
    return _CONFIDENCES[(_CONFIDENCES.index(confidence) + 1) % len(_CONFIDENCES)]


def told_before(answering: Answering) -> list[str | tuple[str, str]]:
    """Return what a respondent should know before the first question; nothing where there is nothing special."""
    round_ = answering.open_round
    if round_ is None or not (round_.scope or round_.hidden or round_.anonymous):
        return []
    said: list[str | tuple[str, str]] = []
    if round_.scope:
        said.append(_("It is about: {scope}").format(scope=round_.scope))
    if round_.kind is RoundKind.ANONYMOUS:
        said.append(_("No name and no time are kept with your answers. Mind what your notes tell of you."))
    elif round_.kind is RoundKind.ALIAS:
        said.append(_("Others see your alias with your answers."))
    else:
        said.append(_("Others see your name with your answers."))
    if round_.hidden:
        said.append(_("sem shows them to nobody before all of them are revealed."))
    if answering.code:
        # The code is what one must not miss.
        keep = _("your code: write it down. With it you can go on later; it is kept nowhere and not shown again.")
        said.append((answering.code, keep))
    said.append(_("While you answer: c says how sure you are, e what speaks for your answer or against it."))
    return said
