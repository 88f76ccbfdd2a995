"""The change of one area in words: how sure it is, and the questions that drove it; the same in pictures and text."""

from __future__ import annotations

from collections.abc import Iterator

from sem.analysis.change_words import p_words, signed, verdict_words
from sem.analysis.comparison import Change, Comparison, QuestionChange, Verdict
from sem.i18n import gettext as _
from sem.i18n import number

_LEAST_SHOWN = 0.05
"""In levels: a smaller change is nothing in one decimal."""


def change_of(area_id: str | None, comparison: Comparison | None) -> Change | None:
    """Return what changed in one area, or overall with None; None where there is nothing to compare."""
    changes = (*comparison.areas, comparison.overall) if comparison else ()
    found = next((one for one in changes if (one.area.id if one.area else None) == area_id), None)
    return None if found is None or found.change is None else found


def driving_questions(change: Change) -> Iterator[QuestionChange]:
    """Yield the questions that drove a change, the largest first; none where it could be noise, which has no cause."""
    if change.verdict is not Verdict.NOISE:
        yield from (one for one in change.questions if abs(one.change) >= _LEAST_SHOWN)


def no_cause_words() -> str:
    """Return why no questions are named where a change could be noise."""
    return _("What could be noise has no cause to look for, so no questions are named.")


def change_words(change: Change) -> str:
    """Return a change with its verdict and all that tells how sure that is, in a line."""
    parts = [f"{number(change.before or 0)} → {number(change.after or 0)} ({signed(change.change or 0)})"]
    parts.append(verdict_words(change))
    if change.p is not None:
        parts.append(f"p {p_words(change.p)}")
    if change.interval:
        likely = f"{signed(change.interval[0])}…{signed(change.interval[1])}"
        parts.append(_("likely {interval}").format(interval=likely))
    if change.effect is not None:
        parts.append(_("effect size {effect}").format(effect=signed(change.effect)))
    if change.n:
        parts.append(f"n = {change.n}")
    if change.moves:
        rose, same, fell = change.moves
        parts.append(_("rose {rose}, same {same}, fell {fell}").format(rose=rose, same=same, fell=fell))
    return " · ".join(parts)
