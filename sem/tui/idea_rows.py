"""Ideas as rows to point at: by cluster while people build and vote, and by votes when they choose."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from textual.content import Content

from sem.i18n import gettext as _
from sem.model.idea import Idea, IdeaBox, IdeaFate
from sem.programme.phases import PHASES, phase_word
from sem.programme.seeing import seen_ideas, votes
from sem.reports.idea_text import fate_words
from sem.tui.marks import marks
from sem.tui.text import ELLIPSIS, cell_width, fit, plain, wrap
from sem.tui.widgets.rows import GAP, Row

MOST_LINES = 3
"""Lines of one idea in a list; all of it is told when it is opened."""
MOST_DOTS = 6
_GAP = "  "


def phase_strip(box: IdeaBox, charts: str) -> Content:
    """Return the phases on one line, with a mark at the one the ideas are in."""
    parts: list[Content] = []
    at = PHASES.index(box.phase)
    for number, phase in enumerate(PHASES):
        word = phase_word(phase)
        if number == at:
            parts.append(Content.styled(f"{marks(charts).chosen} {word}", "$accent bold"))
        else:
            parts.append(Content.styled(word, "$muted" if number < at else "$faint"))
    return Content.styled(" › ", "$faint").join(parts)


def idea_rows(
    box: IdeaBox, width: int, charts: str, marked: Collection[str] | None = None, *, numbered: bool = False
) -> list[Row]:
    """Return the ideas under the names of their clusters, where there are any.

    Args:
        box: The ideas; none are returned while nobody may see them.
        width: In cells.
        charts: The characters in use.
        marked: The ids of those with a mark; None where there are no marks at all.
        numbered: Whether each has its number before it, so that it can be typed.
    """
    seen = seen_ideas(box) or ()
    number_width = len(str(len(seen))) if numbered else 0
    rows: list[Row] = []
    number = 0
    for cluster, ideas in groupby(seen, key=lambda idea: idea.cluster):
        if any(idea.cluster for idea in seen):
            rows += [GAP] if rows else []
            rows.append(Row("", Content.styled(fit(cluster or _("Not in a cluster"), width), "bold")))
        for idea in ideas:
            number += 1
            before = f"{number:>{number_width}}{_GAP}" if numbered else ""
            if marked is not None:
                signs = marks(charts)
                before += (signs.done if idea.id in marked else signs.todo) + _GAP
            style = "$accent bold" if marked is not None and idea.id in marked else "$muted"
            rows.append(_row(idea, Content.styled(before, style), width))
    return rows


def ranked_rows(box: IdeaBox, width: int, charts: str) -> list[Row]:
    """Return the ideas by votes, each with its votes as dots and with what became of it."""
    counted = votes(box) or {}
    most = min(MOST_DOTS, max(counted.values(), default=0))
    dots = {id_: _dots(count, most, marks(charts).chosen) for id_, count in counted.items()}
    column = max(map(cell_width, dots.values()), default=0)
    rows: list[Row] = []
    for idea in seen_ideas(box) or ():
        shown = dots.get(idea.id, "")
        lead = Content.assemble((shown + " " * (column - cell_width(shown)), "$accent bold"), _GAP)
        row = _row(idea, lead, width)
        below = Content.assemble(" " * lead.cell_length, _fate(idea, width - lead.cell_length))
        rows += [Row(row.id, Content("\n").join([row.content, below])), GAP]
    return rows[:-1]


def _dots(count: int, most: int, dot: str) -> str:
    """Return votes as dots and as a number; a plus says that there are more than dots."""
    return f"{dot * min(count, most)}{'+' if count > most else ''}".ljust(most + 1) + str(count)


def _fate(idea: Idea, width: int) -> Content:
    where = f"{plain(idea.cluster)} · " if idea.cluster else ""
    if idea.fate is IdeaFate.WAITING:
        return Content.styled(fit(where + _("waits to be picked or answered"), width), "$muted")
    return Content.styled(fit(where + fate_words(idea), width), "$muted" if idea.fate is IdeaFate.ANSWERED else "bold")


def _row(idea: Idea, before: Content, width: int) -> Row:
    room = max(1, width - before.cell_length)
    lines = list(wrap(idea.text, room))
    if len(lines) > MOST_LINES:
        last = fit(lines[MOST_LINES - 1], max(1, room - 2)).removesuffix(ELLIPSIS)
        lines = [*lines[: MOST_LINES - 1], f"{last.rstrip()} {ELLIPSIS}"]
    indent = " " * before.cell_length
    shown = [Content.assemble(before if y == 0 else indent, line) for y, line in enumerate(lines)]
    return Row(idea.id, Content("\n").join(shown))
