"""Collections of ideas in each phase, and drafts of experiments, for tests."""

from __future__ import annotations

from datetime import date

from sem.model.experiment import Comparator
from sem.model.idea import Idea, IdeaBox, IdeaPhase
from sem.model.programme import Programme
from sem.programme.experiments import ExperimentDraft

TODAY = date(2026, 11, 22)


def collected(count: int = 4) -> Programme:
    """Return a programme with ideas ``a1``, ``b2``, … that nobody has seen yet."""
    ideas = tuple(Idea(f"{letter}{n}{n}{n}", f"idea {letter}") for n, letter in enumerate("abcdefghij"[:count], 1))
    return Programme(ideas=IdeaBox(ideas=ideas))


def in_phase(phase: IdeaPhase, count: int = 4, voters: int = 2, votes_each: int = 2) -> Programme:
    """Return such a programme in a phase, without votes."""
    ideas = collected(count).ideas.ideas
    return Programme(ideas=IdeaBox(phase, votes_each=votes_each, voters=voters, ideas=ideas))


def draft(**changes: object) -> ExperimentDraft:
    """Return a draft in which everything is filled in and right, but for what is given."""
    filled: dict[str, object] = {
        "title": "Ring back within the hour",
        "hypothesis": "Who is rung back does not call twice.",
        "who": "Customers with an invoice question",
        "where": "Utrecht",
        "how_many": 40,
        "start": date(2027, 1, 11),
        "end": date(2027, 2, 5),
        "measure": "Second calls per 100 customers",
        "comparator": Comparator.AT_MOST,
        "threshold": 12.0,
        "by": date(2027, 2, 12),
        "otherwise": "We stop and ask ten customers what would have helped.",
        **changes,
    }
    return ExperimentDraft(**filled)  # type: ignore[arg-type]
