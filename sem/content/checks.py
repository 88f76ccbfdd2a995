"""The rules between the parts of a questionnaire: no id twice, every reference known, nothing that goes round."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TypeVar

from sem.content.nodes import Mapping, Node, Scalar, shown
from sem.content.problems import Problems
from sem.i18n import gettext as _
from sem.model.questionnaire import HIGHEST_LEVEL, LEVEL_NUMBERS, LOWEST_LEVEL, AreaKind

Goal = tuple[str, int]
"""An area and a level of it."""

N = TypeVar("N")

_LONGEST_CHAIN = 12
# As a file says them; a level in any other form has been complained about where it is read.
_LEVELS: dict[str | None, int] = {str(number): number for number in LEVEL_NUMBERS}


def check_across(roots: list[Mapping], complete: bool, problems: Problems) -> None:
    """Add every problem between the parts of a questionnaire.

    The checks look at what the files say and not at model objects, so that a fault in one field hides no other.

    Args:
        roots: What each file holds, in order.
        complete: Whether all files could be read; where one could not, an unknown id may well be in there.
        problems: Where to add them.
    """
    _Checks(roots, complete, problems).run()


class _Checks:
    def __init__(self, roots: list[Mapping], complete: bool, problems: Problems) -> None:
        self._roots = roots
        self._problems = problems
        self._areas = list(self._all("areas"))
        # Without any area, that is the fault, and not each reference to one.
        self._complete = complete and bool(self._areas)
        self._practices = list(self._all("practices"))
        self._area_ids = _ids(self._areas)

    def run(self) -> None:
        """Add the problems."""
        self._levels_in_order()
        self._ids_once(self._areas)
        self._ids_once(question for area in self._areas for question in area.mappings("questions"))
        self._ids_once(self._practices)
        self._ids_once(self._all("traits"))
        self._layers()
        self._traits()
        self._groupings()
        self._prerequisites()

    def _all(self, name: str) -> Iterator[Mapping]:
        for root in self._roots:
            yield from root.mappings(name)

    def _levels_in_order(self) -> None:
        for root in self._roots:
            levels = root.mappings("levels")
            if len(levels) != HIGHEST_LEVEL:
                continue
            for number, level in zip(LEVEL_NUMBERS, levels, strict=True):
                said = level.text("level")
                if said != str(number) and said in _LEVELS:
                    message = _("Level {n} belongs here; this is level {said}.").format(n=number, said=said)
                    self._problems.at(level.fields["level"], message, _("Put the levels in order, 1 to 5."))

    def _ids_once(self, records: Iterable[Mapping]) -> None:
        first: dict[str, Node] = {}
        for record in records:
            node = record.fields.get("id")
            said = record.text("id") or ""
            # Case does not count: two ids that sound the same would be mixed up, by people and by some file systems.
            key = said.casefold()
            if node is None or not key:
                continue
            if key in first:
                place = f"{first[key].file.name}:{first[key].line}"
                message = _("The id “{id}” is already used at {place}.").format(id=shown(said), place=place)
                self._problems.at(node, message, _("Give this one another id."))
            first.setdefault(key, node)

    def _known(self, node: Node | None, known: Collection[str], unknown: str) -> bool:
        """Tell whether a reference is known; add the problem where it is not."""
        if not isinstance(node, Scalar):
            return False
        word = node.value.strip()
        if word in known:
            return True
        if word and self._complete:
            self._problems.at(node, unknown.format(id=shown(word)), self._problems.suggest(word, known))
        return False

    def _layers(self) -> None:
        layers = [area for area in self._areas if area.text("kind") == AreaKind.LAYER]
        ids = _ids(layers)
        outer: dict[str, str] = {}
        places: dict[str, Node] = {}
        for area in self._areas:
            node = area.fields.get("inside")
            own = area.text("id") or ""
            if node is None:
                continue
            if area.text("kind") == AreaKind.BUILDING_BLOCK:
                self._problems.at(node, _("Only a layer lies inside another layer."), _("Delete this line."))
            elif self._known(node, ids, _("There is no layer “{id}”.")):
                outer.setdefault(own, area.text("inside") or "")
                places.setdefault(own, node)
        for cycle in _cycles({layer: [around] for layer, around in outer.items()}):
            message = _("These layers lie inside each other in a circle: {cycle}.").format(cycle=_chain(cycle))
            self._problems.at(places[cycle[0]], message, _("Delete “inside” from the outermost layer."))

    def _traits(self) -> None:
        known = _ids(self._all("traits"))
        for area in self._areas:
            for question in area.mappings("questions"):
                node = question.fields.get("trait")
                if node is None:
                    continue
                if area.text("kind") == AreaKind.BUILDING_BLOCK:
                    self._problems.at(node, _("Only questions of a layer have a trait."), _("Delete this line."))
                else:
                    self._known(node, known, _("There is no trait “{id}”."))

    def _groupings(self) -> None:
        groupings = list(self._all("groupings"))
        self._ids_once(groupings)
        for grouping in groupings:
            groups = grouping.mappings("groups")
            self._ids_once(groups)
            seen: set[str] = set()
            for group in groups:
                for node in group.scalars("areas"):
                    word = node.value.strip()
                    if self._known(node, self._area_ids, _("There is no area “{id}”.")) and word in seen:
                        message = _("The area “{id}” is in this grouping already.").format(id=shown(word))
                        self._problems.at(node, message, _("Keep it in one group."))
                    seen.add(word)

    def _prerequisites(self) -> None:
        needs: dict[Goal, list[Goal]] = {}
        places: dict[tuple[Goal, Goal], Mapping] = {}
        for practice in self._practices:
            self._known(practice.fields.get("area"), self._area_ids, _("There is no area “{id}”."))
            goal = _goal(practice)
            for prerequisite in practice.mappings("prerequisites"):
                known = self._known(prerequisite.fields.get("area"), self._area_ids, _("There is no area “{id}”."))
                need = _goal(prerequisite)
                if goal is None or need is None:
                    continue
                if need[1] > goal[1]:
                    message = _("This asks for level {n}, above level {own} that the practice leads to.")
                    advice = _("Ask for level {own} at most.").format(own=goal[1])
                    self._problems.at(prerequisite.fields["level"], message.format(n=need[1], own=goal[1]), advice)
                elif known:
                    needs.setdefault(goal, []).append(need)
                    places.setdefault((goal, need), prerequisite)
        # Levels never rise along a prerequisite, so a circle stays at one level and its lower levels need no edges.
        for cycle in _cycles(needs):
            chain = _chain([f"{area} {level}" for area, level in cycle])
            message = _("These prerequisites wait for each other in a circle: {cycle}.").format(cycle=chain)
            place = places[cycle[0], cycle[1 % len(cycle)]]
            self._problems.at(place, message, _("Delete one of them, or ask for a lower level."))


def _ids(records: Iterable[Mapping]) -> dict[str, None]:
    """Return the ids of records, in order, each once."""
    return dict.fromkeys(name for record in records if (name := record.text("id")))


def _goal(record: Mapping) -> Goal | None:
    area, level = record.text("area"), record.text("level")
    if not area or level not in _LEVELS or _LEVELS[level] == LOWEST_LEVEL:
        return None
    return area, _LEVELS[level]


def _chain(steps: list[str]) -> str:
    """Return a circle in words, back to where it starts; a long one without its middle."""
    names = [shown(step) for step in (*steps, steps[0])]
    if len(names) > _LONGEST_CHAIN:
        names[_LONGEST_CHAIN - 2 : -1] = ["…"]
    return " → ".join(names)


def _cycles(edges: dict[N, list[N]]) -> Iterator[list[N]]:
    """Yield the circles that a walk along the edges runs into; without recursion, because a chain may be long."""
    done: set[N] = set()
    for start in edges:
        path: dict[N, None] = {}
        walks = [iter([start])]
        while walks:
            node = next(walks[-1], None)
            if node is None:
                walks.pop()
                if path:
                    done.add(path.popitem()[0])
            elif node in path:
                steps = list(path)
                yield steps[steps.index(node) :]
            elif node not in done:
                path[node] = None
                walks.append(iter(dict.fromkeys(edges.get(node, ()))))
