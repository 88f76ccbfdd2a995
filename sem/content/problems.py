"""Gathers everything that is wrong with a questionnaire, so that an author can mend it all at once."""

from __future__ import annotations

from collections.abc import Collection

from sem.content.nodes import Node, SourceFile, shown
from sem.errors import Problem
from sem.i18n import gettext as _
from sem.i18n import ngettext

MOST_REPORTED = 100
# More are kept than reported, because they are not found in the order in which they are reported.
_MOST_KEPT = 300
_MOST_NAMED = 12
_LONGEST_COMPARED = 80


class Problems:
    """The problems found so far; past a limit they are only counted, so that nonsense can't take forever."""

    def __init__(self) -> None:
        self._found: list[tuple[int, int, int, Problem]] = []
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def at(self, node: Node, message: str, advice: str = "", child: str = "", line: int = 0) -> None:
        """Add a problem with a node, or with its field `child`, at the node's line or at `line`."""
        path = ".".join(filter(None, (node.path, shown(child)))) if not self._full else ""
        self.in_file(node.file, line or node.line, message, advice, path)

    def in_file(self, file: SourceFile, line: int, message: str, advice: str = "", path: str = "") -> None:
        """Add a problem with a file, at a line counted from 1, or at 0 for the file as a whole."""
        if not self._full:
            problem = Problem(message, advice, file.name, line, path)
            self._found.append((file.order, line, self._count, problem))
        self._count += 1

    @property
    def _full(self) -> bool:
        return len(self._found) >= _MOST_KEPT

    def near(self, word: str, known: Collection[str]) -> list[str]:
        """Return the likeliest of `known` for someone who wrote `word`; none once nothing more is kept."""
        return [] if self._full else near_matches(word, known)

    def suggest(self, word: str, known: Collection[str]) -> str:
        """Return the advice to someone who wrote `word` where one of `known` belongs."""
        if self._full or not known:
            return ""
        near = near_matches(word, known)
        if near:
            return _("Did you mean “{name}”?").format(name=near[0])
        names = ", ".join(shown(name) for name in list(known)[:_MOST_NAMED])
        return _("Use one of: {known}.").format(known=names + (", …" if len(known) > _MOST_NAMED else ""))

    def report(self) -> tuple[Problem, ...]:
        """Return the problems in the order of the files and their lines; past a hundred, how many more there are."""
        found = [problem for *_place, problem in sorted(self._found, key=lambda found: found[:3])][:MOST_REPORTED]
        more = self._count - len(found)
        if more:
            message = ngettext("There is {n} more problem.", "There are {n} more problems.", more).format(n=more)
            found.append(Problem(message, _("Mend these first.")))
        return tuple(found)


def near_matches(word: str, known: Collection[str]) -> list[str]:
    """Return at most three of `known` that look like `word`, the likeliest first; case does not count."""
    from difflib import get_close_matches

    if len(word) > _LONGEST_COMPARED:
        return []
    names = {name.casefold(): name for name in list(known)[:200] if len(name) <= _LONGEST_COMPARED}
    return [names[near] for near in get_close_matches(word.strip().casefold(), names, n=3, cutoff=0.7)]
