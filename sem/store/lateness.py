"""Keeps out of an anonymous round what comes after its reveal, and by what it changes would tell whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sem.analysis.disclosure import MINIMUM_GROUP
from sem.store.documents import ANSWERS, newest
from sem.store.migrations import Tables

SAID = ("v", "na", "dk", "note", "confidence", "evidence")
"""What of an answer's document its respondent gave."""

Sheets = Mapping[str, Iterable[Tables]]
"""All files of each respondent's sheet, by respondent's id."""


def shows_something(here: Sheets) -> bool:
    """Whether enough people answered that a revealed anonymous round shows what they chose.

    Until then nothing was shown from which what comes later could be told apart.
    """
    return len(_answered(here)) >= MINIMUM_GROUP


def changed_by(here: Sheets, coming: Sheets) -> frozenset[str]:
    """Return the respondents whose answers would be other ones, or there at all, with what comes."""
    before = _kept(here)
    with_it = {respondent: (*before.get(respondent, ()), *copies) for respondent, copies in coming.items()}
    return frozenset(one for one, copies in with_it.items() if _said(copies) != _said(before.get(one, ())))


def too_few(here: Sheets, coming: Sheets) -> frozenset[str]:
    """Return the respondents whose late answers stay out: none where enough people come at once who are new.

    Who sees the counts before and after can subtract, so the difference has to be as large a group as is ever shown.
    """
    here = _kept(here)
    changed = changed_by(here, coming)
    new = changed - _answered(here)
    return changed if shows_something(here) and len(new) < MINIMUM_GROUP else frozenset()


def _kept(sheets: Sheets) -> dict[str, tuple[Tables, ...]]:
    return {respondent: tuple(copies) for respondent, copies in sheets.items()}


def _answered(sheets: Sheets) -> frozenset[str]:
    return frozenset(respondent for respondent, copies in sheets.items() if _said(copies))


def _said(copies: Iterable[Tables]) -> dict[str, list[Any]]:
    """Return what a respondent says, by question; nothing of when or how often, which tells no difference."""
    kept = {
        question: [document[name] or None for name in SAID] for question, document in newest(ANSWERS, copies).items()
    }
    return {question: said for question, said in kept.items() if any(one is not None for one in said)}
