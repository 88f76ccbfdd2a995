"""What the screen of teams side by side tells in words: of one cell, of how it is made, and of what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual.content import Content

from sem.analysis.standing import Standing
from sem.analysis.teams import Cell, TeamRow, TeamsComparison
from sem.i18n import gettext as _
from sem.i18n import language
from sem.reports.teams_text import standing_sentences
from sem.reports.teams_words import cell_facts, left_out_words, standing_words
from sem.tui.screens.reading import Paragraph
from sem.tui.text import user, wrap

LEAST = 3
"""Lines in which a cell is told at least; with more there is an empty one above it."""

Stand = Mapping[str, Standing]
"""How each team stands beside the others in an area, by team id; empty until it has been worked out."""


def cell_lines(row: TeamRow, cell: Cell, stand: Stand, width: int, most: int) -> Content:
    """Return a cell in at most so many lines: whose it is, the facts, and what they mean as far as there is room."""
    width = max(1, width)
    name = Content.assemble(user(row.team.name, "$accent bold"), "  ", user(cell.area.short.get(language()), "bold"))
    lines = [name.truncate(width, ellipsis=True)]
    if most > LEAST:
        lines.insert(0, Content(""))
    facts = cell_facts(row, cell)
    told = _standing(row, cell, stand)
    if told:
        facts.insert(1, told)
    # Rather fewer facts, or a sentence less, than one that breaks off.
    for count in range(len(facts), 0, -1):
        wrapped = wrap(" · ".join(facts[:count]), width)
        if len(lines) + len(wrapped) <= most:
            lines += map(Content, wrapped)
            break
    for sentence in _meant(row, cell, stand):
        wrapped = wrap(sentence, width)
        if len(lines) + 1 + len(wrapped) > most:
            break
        lines += [Content(""), *(Content.styled(line, "$muted") for line in wrapped)]
    return Content("\n").join(lines)


def cell_told(row: TeamRow, cell: Cell, stand: Stand) -> list[Paragraph]:
    """Return all about a cell."""
    told: list[Paragraph] = [cell.area.title.get(language()), " · ".join(cell_facts(row, cell))]
    if words := _standing(row, cell, stand):
        told.append(words)
    return [*told, *_meant(row, cell, stand)]


def _meant(row: TeamRow, cell: Cell, stand: Stand) -> Iterator[str]:
    """Yield what the facts of a cell mean, and what blocks its next level."""
    # A question that too few people answered blocks a level too, and would be named beside "too few to show it".
    if cell.mean is not None and cell.scored and (blocking := cell.scored.score.blocking_question):
        question = next(one.question for one in cell.scored.questions if one.question.id == blocking)
        yield _("What blocks the next level: {question}").format(question=question.label.get(language()))
    if _standing(row, cell, stand):
        yield from standing_sentences([*stand.values()])


def method_told(comparison: TeamsComparison | None) -> list[Paragraph]:
    """Return what stands beside what, what is left out, and what may be said of a difference."""
    return [
        _(
            "Each team is there with its newest round that has a score to show. Questions stand side by side where "
            "everybody in the column was asked the same; the means are over those."
        ),
        *(left_out_words(comparison) if comparison else ()),
        _(
            "There is no total and no place: teams judge their own work, and a strict team looks worse than a mild "
            "one. Look where they can learn from each other."
        ),
        _(
            "A difference is called real only where chance alone rarely gives it: each team's answers are tested "
            "against those of all the others together."
        ),
    ]


def compared_words(comparison: TeamsComparison) -> str:
    """Return in a few words how much is compared, or else what there is to mind; nothing where there is nothing."""
    whole = sum(one.asked for one in comparison.areas)
    kept = sum(len(one.area.questions) for one in comparison.areas)
    if kept == whole:
        return next(left_out_words(comparison), "")
    return _("{n} of {total} questions compared; press m to read why").format(n=kept, total=whole)


def _standing(row: TeamRow, cell: Cell, stand: Stand) -> str:
    """Return how the team stands beside the others; nothing where that is not known or not asked."""
    one = stand.get(row.team.id)
    if one is None or cell.mean is None:
        return ""
    two = sum(other.p is not None for other in stand.values()) == 2
    return _("beside the others: {words}").format(words=standing_words(one, two=two))
