"""Ideas as text for a terminal and as JSON: never more than the group may see in the phase they are in."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from sem.i18n import gettext as _
from sem.i18n import ngettext
from sem.model.idea import Idea, IdeaBox, IdeaFate, IdeaPhase
from sem.programme.phases import PHASES, phase_word
from sem.programme.seeing import finished, seen_ideas, short_ids, votes, waiting
from sem.reports.lines import align, one_line, width, wrap


def count_words(count: int) -> str:
    """Return how many ideas there are."""
    return ngettext("{n} idea", "{n} ideas", count).format(n=count)


def fate_words(idea: Idea) -> str:
    """Return what became of an idea, in words; empty while it waits."""
    if idea.fate is IdeaFate.EXPERIMENT:
        return _("Became experiment {id}.").format(id=idea.became)
    if idea.fate is IdeaFate.PRACTICE:
        return _("Became practice {id} of our own.").format(id=idea.became)
    return _("Answer: {text}").format(text=one_line(idea.answer)) if idea.fate is IdeaFate.ANSWERED else ""


def box_words(box: IdeaBox) -> str:
    """Return how many ideas there are, and what may be done with them in the phase they are in."""
    if not box.ideas:
        return _("There are no ideas yet. Nobody sees them before the group opens them.")
    n = count_words(len(box.ideas))
    if box.phase is IdeaPhase.COLLECTING:
        return _("{ideas} so far. Nobody sees them before the group opens them.").format(ideas=n)
    if box.phase is IdeaPhase.OPEN:
        return _("{ideas}. Build on what you read; judging comes later.").format(ideas=n)
    if box.phase is IdeaPhase.VOTING:
        return _("{ideas}. {voted} of {voters} have voted; the votes are seen when all have.").format(
            ideas=n, voted=len(box.ballots), voters=box.voters
        )
    left = len(waiting(box))
    if not left:
        return _("{ideas}, each picked or answered.").format(ideas=n)
    text = ngettext("{ideas} by votes. {n} waits to be picked or answered.",
                    "{ideas} by votes. {n} wait to be picked or answered.", left)  # fmt: skip
    return text.format(ideas=n, n=left)


def idea_lines(box: IdeaBox, columns: int) -> list[str]:
    """Return the ideas as lines of at most `columns`: only how many there are while nobody may see them."""
    lines = wrap(box_words(box), columns)
    if box.closed_because:
        lines += wrap(_("Voting was closed early: {reason}").format(reason=one_line(box.closed_because)), columns)
    if box.phase is IdeaPhase.COLLECTING or not box.ideas:
        return lines
    return lines + (_ranked(box, columns) if box.voted else _grouped(box, columns))


def status_lines(box: IdeaBox) -> list[str]:
    """Return how far the ideas are, a line for each phase."""
    at = PHASES.index(box.phase)
    done = finished(box)
    rows = []
    for number, phase in enumerate(PHASES):
        over = number < at or (number == at and done)
        when = _("done") if over else _("now") if number == at else _("later")
        rows.append([phase_word(phase), when, _reached(box, phase) if number <= at else ""])
    return [f"  {line}" for line in align(rows)]


def box_json(box: IdeaBox) -> dict[str, Any]:
    """Return how far the ideas are as JSON values: numbers that everybody may know."""
    clusters = {idea.cluster for idea in box.ideas if idea.cluster}
    return {
        "phase": box.phase.value,
        "question": box.question,
        "count": len(box.ideas),
        "clusters": None if box.phase is IdeaPhase.COLLECTING else len(clusters),
        "votes_each": box.votes_each if PHASES.index(box.phase) >= PHASES.index(IdeaPhase.VOTING) else None,
        "voters": box.voters or None,
        "voted": len(box.ballots),
        "closed_because": box.closed_because,
        "waiting": len(waiting(box)),
        "finished": finished(box),
    }


def ideas_json(box: IdeaBox) -> list[dict[str, Any]] | None:
    """Return the ideas as JSON values; None while nobody may see them, and `votes` is None until all have voted."""
    seen = seen_ideas(box)
    if seen is None:
        return None
    counted, short = votes(box), short_ids(box)
    return [
        {
            "id": idea.id,
            "short": short[idea.id],
            "text": idea.text,
            "cluster": idea.cluster,
            "votes": counted[idea.id] if counted is not None else None,
            "fate": idea.fate.value,
            "answer": idea.answer,
            "became": idea.became,
        }
        for idea in seen
    ]


def _grouped(box: IdeaBox, columns: int) -> list[str]:
    """Return the ideas cluster by cluster, below their names where there are any."""
    short, seen = short_ids(box), seen_ideas(box) or ()
    ids = max(map(len, short.values()))
    lines: list[str] = []
    for cluster, ideas in groupby(seen, key=lambda idea: idea.cluster):
        lines.append("")
        if any(idea.cluster for idea in seen):
            lines += wrap(one_line(cluster) or _("Not in a cluster"), columns)
        for idea in ideas:
            lines += wrap(one_line(idea.text), columns, " " * (ids + 4), f"  {short[idea.id]:<{ids}}  ")
    return lines


def _ranked(box: IdeaBox, columns: int) -> list[str]:
    """Return the ideas by votes, each with what became of it."""
    short, seen, counted = short_ids(box), seen_ideas(box) or (), votes(box) or {}
    ids = max(map(len, short.values()))
    heading, id_, idea_ = _("Votes"), _("Id"), _("Idea")
    wide = width(heading)
    indent = " " * (wide + ids + 4)
    lines = ["", f"{heading}  {id_:<{ids}}  {idea_}"]
    for idea in seen:
        first = f"{counted[idea.id]:>{wide}}  {short[idea.id]:<{ids}}  "
        lines += wrap(one_line(idea.text), columns, indent, first)
        lines += wrap(_below(idea), columns, indent)
    return lines


def _below(idea: Idea) -> str:
    where = _("In “{cluster}”.").format(cluster=one_line(idea.cluster)) + " " if idea.cluster else ""
    return where + (fate_words(idea) or _("Waits to be picked or answered."))


def _reached(box: IdeaBox, phase: IdeaPhase) -> str:
    if phase is IdeaPhase.COLLECTING:
        n = len(box.ideas)
        return ngettext("{n} idea handed in", "{n} ideas handed in", n).format(n=n)
    if phase is IdeaPhase.OPEN:
        n = len({idea.cluster for idea in box.ideas if idea.cluster})
        return ngettext("{n} cluster", "{n} clusters", n).format(n=n)
    if phase is IdeaPhase.VOTING:
        return _("{n} of {voters} have voted").format(n=len(box.ballots), voters=box.voters)
    left = len(waiting(box))
    text = _("{done} of {n} picked or answered")
    return text.format(done=len(box.ideas) - left, n=len(box.ideas))
