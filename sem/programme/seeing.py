"""What may be seen of the ideas and the votes in each phase, and which idea a short id means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise, takewhile

from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.model.idea import Idea, IdeaBox, IdeaFate, IdeaPhase
from sem.model.names import name_key
from sem.programme.checks import LONGEST_TITLE, Checks, clean_text

_SHORTEST_ID = 3
_LONGEST_SHOWN = 40


def seen_ideas(box: IdeaBox) -> tuple[Idea, ...] | None:
    """Return the ideas by what the group sees first; None as long as nobody may see them.

    That is by cluster while they are open and voted on, and by votes after it; then by id.
    """
    if box.phase is IdeaPhase.COLLECTING:
        return None
    counted = votes(box)
    if counted is not None:
        return tuple(sorted(box.ideas, key=lambda idea: (-counted[idea.id], idea.id)))
    return tuple(sorted(box.ideas, key=lambda idea: (not idea.cluster, name_key(idea.cluster), idea.id)))


def votes(box: IdeaBox) -> dict[str, int] | None:
    """Return how many votes each idea has, by its id; None as long as nobody may see them."""
    if not box.voted:
        return None
    counted = Counter(idea for ballot in box.ballots for idea in ballot.ideas)
    return {idea.id: counted[idea.id] for idea in box.ideas}


def waiting(box: IdeaBox) -> tuple[Idea, ...]:
    """Return the ideas that are neither picked nor answered, by id; before choosing that is all of them."""
    return tuple(idea for idea in box.ideas if idea.fate is IdeaFate.WAITING)


def finished(box: IdeaBox) -> bool:
    """Return whether every idea is picked or answered."""
    return box.phase is IdeaPhase.CHOOSING and not waiting(box)


def title_of(idea: Idea) -> str:
    """Return the beginning of an idea, short enough for a title and broken between words where it can be."""
    if len(idea.text) <= LONGEST_TITLE:
        return idea.text
    start = idea.text[: LONGEST_TITLE - 1]
    return f"{start.rpartition(' ')[0] or start}…"


def short_ids(box: IdeaBox) -> Mapping[str, str]:
    """Return the shortest beginning of each idea's id that no other one has, of three characters or more, by its id."""
    ids = sorted(idea.id for idea in box.ideas)
    needed = dict.fromkeys(ids, _SHORTEST_ID)
    for one, other in pairwise(ids):
        alike = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
        shared = len(list(alike)) + 1
        needed[one], needed[other] = max(needed[one], shared), max(needed[other], shared)
    return {id_: id_[:length] for id_, length in needed.items()}


def find_ideas(box: IdeaBox, typed: Iterable[str]) -> tuple[Idea, ...]:
    """Return the ideas with these ids or unique beginnings of ids, each once; case does not count.

    Raises:
        InvalidError: None is named.
        NotFoundError: With every one that is not there or could be several.
    """
    found: dict[str, Idea] = {}
    checks = Checks()
    short = short_ids(box)
    for text in typed:
        start = text.strip().lower()
        fitting = [idea for idea in box.ideas if start and idea.id.startswith(start)]
        exact = [idea for idea in fitting if idea.id == start]
        if len(fitting) == 1 or exact:
            idea = (exact or fitting)[0]
            found[idea.id] = idea
        elif fitting:
            names = ", ".join(short[idea.id] for idea in fitting)
            checks.wrong("", _("“{id}” may be several ideas: {ids}.").format(id=start, ids=names))
        else:
            checks.wrong("", _("There is no idea “{id}”.").format(id=clean_text(text)[:_LONGEST_SHOWN]))
    if checks.problems:
        raise NotFoundError(_("Not every idea is clear."), _("The list of ideas has the id of each."), checks.problems)
    if not found:
        raise InvalidError(_("Say which idea."), _("The list of ideas has the id of each."))
    return tuple(found.values())
