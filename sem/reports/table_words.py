"""Tidy tables for people: headings and codes of a table for programs, in the words of the language in use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.model.assessment import Confidence, EvidenceSide, Reason
from sem.model.questionnaire import LEVEL_NUMBERS, AreaKind
from sem.reports.report import Dataset
from sem.reports.tables import OVERALL, Cell
from sem.reports.words import confidence_words, kind_words, reason_words, side_word

_HEADINGS: Mapping[str, str] = {
    "team": N_("Team"),
    "round": N_("Round"),
    "questionnaire": N_("Questionnaire"),
    "version": N_("Version"),
    "area": N_("Area"),
    "kind": N_("Kind"),
    "title": N_("Title"),
    "mean": N_("Mean"),
    "gap_free_level": N_("Gap-free"),
    "blocking_question": N_("Blocks the next level"),
    "coverage": N_("Coverage"),
    "answered": N_("Answered"),
    "applicable": N_("Applicable"),
    "low": N_("Lowest"),
    "high": N_("Highest"),
    "a_wg_valid": N_("a_wg may be read"),
    "spread": N_("Spread"),
    "confidence": N_("How sure"),
    "sure": N_("Number who are sure"),
    "fairly": N_("Number who are fairly sure"),
    "guess": N_("Number who guess"),
    "withheld": N_("Not shown"),
    "question": N_("Question"),
    "label": N_("Label"),
    "value": N_("Score"),
    "consensus": N_("Agreed on by the team"),
    "because": N_("Why"),
    "dont_know": N_("Don't know"),
    "not_applicable": N_("Not applicable"),
    "respondent": N_("Who"),
    "answer": N_("Answer"),
    "level": N_("Level"),
    "level_name": N_("Name of the level"),
    "reason": N_("Reason"),
    "reason_text": N_("Reason in their words"),
    "note": N_("Note"),
    "text": N_("Text"),
}
"""What stands above a column; r_wg, a_wg and n are called so in every language."""


def table_for_people(
    title: str, columns: Sequence[str], rows: Callable[[], Iterator[tuple[Cell, ...]]]
) -> Dataset:  # fmt: skip
    """Return a tidy table with headings and codes in words, and all else as it is.

    Args:
        title: What it is called, in a few words.
        columns: The names of its columns, as a program reads them.
        rows: Yields the rows anew, each as long as `columns`.
    """
    codes = _codes()
    at = [(place, codes[name]) for place, name in enumerate(columns) if name in codes]

    def told() -> Iterator[tuple[Cell, ...]]:
        for row in rows():
            cells = list(row)
            for place, words in at:
                cell = cells[place]
                if isinstance(cell, str):
                    cells[place] = words.get(cell, cell)
            yield tuple(cells)

    return Dataset(title, tuple(columns), told, tuple(map(_heading, columns)))


def _heading(column: str) -> str:
    levels = {f"level_{number}": number for number in LEVEL_NUMBERS}
    if column in levels:
        return _("Level {n}").format(n=levels[column])
    return _(_HEADINGS[column]) if column in _HEADINGS else column


def _codes() -> Mapping[str, Mapping[str, str]]:
    """Return by column what each code in it means."""
    return {
        "area": {OVERALL: _("Overall")},
        "kind": {
            **{kind.value: kind_words(kind) for kind in AreaKind},
            "note": _("note"),
            **{f"evidence-{side.value}": _("evidence {side}").format(side=side_word(side)) for side in EvidenceSide},
        },
        "answer": {
            "level": _("level"),
            "not-applicable": _("not applicable"),
            "dont-know": _("don't know"),
        },
        "reason": {reason.value: reason_words(reason) for reason in Reason},
        "confidence": {confidence.value: confidence_words(confidence) for confidence in Confidence},
        "a_wg_valid": {"true": _("yes"), "false": _("no")},
        "withheld": {"hidden": _("hidden until the reveal"), "below-minimum": _("too few people")},
    }
