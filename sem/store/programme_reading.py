"""From items to the programme they make, in whatever order and from however many machines they came."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sem.model.ambition import Ambition, Capacity, Owner, OwnPractice, OwnPrerequisite, StepEdit
from sem.model.codec import from_json
from sem.model.experiment import Experiment, KillCriterion, Result
from sem.model.idea import Ballot, Idea, IdeaBox
from sem.model.outcome import Measure, Measurement
from sem.model.plan import Plan, Progress
from sem.model.programme import AmbitionState, Baseline, NextQuestionnaire, Programme
from sem.store.migrations import Document
from sem.store.programme_baselines import KeptBaseline
from sem.store.programme_items import (
    AMBITION,
    AMBITION_FIELDS,
    BALLOT,
    BASELINE,
    BOX,
    BOX_FIELDS,
    CAPACITY_FIELDS,
    COMMITMENT,
    CRITERION,
    DROPPED,
    EDIT_FIELDS,
    EVIDENCE,
    EXPERIMENT,
    EXPERIMENT_FIELDS,
    IDEA,
    MADE,
    MEASURE,
    MEASURE_FIELDS,
    NEXT_QUESTIONNAIRE,
    PLACE,
    PRACTICE,
    PROGRESS,
    RECORD,
    RESULT,
    VALUES,
    Parts,
    numbered,
    parts_of,
)


class Kept:
    """A programme, and under what its parts are kept.

    Args:
        documents: The newest document by key; of those with keys that this version does not know nothing is read.
        damaged: Makes the error for the plan of a baseline that can't be one, once somebody asks for it.

    Attributes:
        programme: The programme that they make.
        uids: By kind and by the id that the user sees, the id under which a thing is kept.
        renamed: The items that lack the id by which `programme` calls a thing, because another has the same.

    Raises:
        ValueError: They hold something that can't be.
    """

    def __init__(self, documents: Mapping[str, Document], damaged: Callable[[str], Exception] = ValueError) -> None:
        self._damaged = damaged
        self.uids: dict[str, dict[str, str]] = {}
        self.renamed: set[Parts] = set()
        self._documents: dict[Parts, Document] = {}
        self._under: dict[Parts, list[Parts]] = {}
        self._twins: dict[str, list[str]] = {}
        named = ((parts_of(key), document) for key, document in documents.items() if document["value"] is not None)
        for parts, document in sorted(named, key=lambda one: one[0]):
            self._documents[parts] = document
            for length in range(1, min(len(parts), 3)):
                self._under.setdefault(parts[:length], []).append(parts)
        try:
            for kind in MADE:
                self.uids[kind] = self._told_apart(kind)
            self.programme = self._programme()
        except (AttributeError, KeyError, TypeError, IndexError, StopIteration) as error:
            raise ValueError(f"unexpected shape: {error!r}") from None

    def value(self, *parts: str) -> Any:
        """Return the value of an item; None where it is not there."""
        document = self._documents.get(parts)
        return document["value"] if document else None

    def lines(self, kind: str, uid: str) -> list[str]:
        """Return the ids under which the criteria or results of an experiment are kept, the oldest first."""
        return [parts[2] for parts in self._in_place(kind, uid)]

    def _told_apart(self, kind: str) -> dict[str, str]:
        """Return the things of a kind by an id that none of the others has, also where two machines took the same."""
        found = sorted(
            (*numbered(id_), self._documents[parts]["at"], parts[1], id_, parts)
            for parts in self._below(kind)
            for id_ in [from_json(str, self.value(*parts)["id"])]
        )
        uids: dict[str, str] = {}
        last = {prefix: number for prefix, number, *_rest in found}
        for prefix, _number, _at, uid, id_, parts in found:
            own = id_
            if id_ in uids:
                last[prefix] += 1
                own = f"{prefix}{max(last[prefix], 2)}"
                self.renamed.add(parts)
                self._twins.setdefault(id_, []).append(own)
            uids[own] = uid
        return uids

    def _programme(self) -> Programme:
        state = self.value("state")
        if state is None:
            state = {"state": AmbitionState.DRAFT.value}
        experiments = tuple(self._experiment(id_, uid) for id_, uid in self._by_id(EXPERIMENT))
        practices = self._practices()
        baselines = tuple(self._baseline(id_, uid) for id_, uid in self._by_id(BASELINE))
        return Programme(
            ambition=self._ambition(practices),
            state=from_json(AmbitionState, state["state"]),
            set_on=from_json(date | None, state.get("set_on")),
            questionnaire=from_json(str, self.value("questionnaire") or ""),
            progress=self._mapping(Progress, PROGRESS),
            dropped=self._mapping(str, DROPPED),
            evidence=self._made(EVIDENCE),
            experiments=experiments,
            baselines=baselines,
            record=self._record(baselines),
            ideas=self._box((*experiments, *practices)),
            commitments=self._made(COMMITMENT),
            next_questionnaire=from_json(NextQuestionnaire | None, self.value(NEXT_QUESTIONNAIRE)),
            measures=tuple(self._measure(parts[1]) for parts in self._below(MEASURE)),
        )

    def _ambition(self, practices: tuple[OwnPractice, ...]) -> Ambition | None:
        if self.value(AMBITION, "target_date") is None:
            return None
        edits: dict[str, dict[str, Any]] = {}
        for parts in self._below(AMBITION, "edits", depth=2):
            if parts[3] in EDIT_FIELDS:
                edits.setdefault(parts[2], {})[parts[3]] = from_json(EDIT_FIELDS[parts[3]], self.value(*parts))
        return Ambition(
            **self._fields(AMBITION_FIELDS, AMBITION),
            capacity=Capacity(**self._fields(CAPACITY_FIELDS, AMBITION)),
            levels=self._mapping(int, AMBITION, "levels"),
            weights=self._mapping(float, AMBITION, "weights"),
            owners=self._list(Owner, AMBITION, "owners"),
            closed_weeks=tuple(from_json(date, parts[2]) for parts in self._in_place(AMBITION, "closed_weeks")),
            edits={step: StepEdit(**fields) for step, fields in edits.items()},
            prerequisites=self._list(OwnPrerequisite, AMBITION, "prerequisites", depth=4),
            practices_done=tuple(parts[2] for parts in self._in_place(AMBITION, "practices_done")),
            practices=practices,
        )

    def _practices(self) -> tuple[OwnPractice, ...]:
        places = {parts[1]: place for place, parts in enumerate(self._in_place(PRACTICE))}
        made = sorted(self._by_id(PRACTICE), key=lambda one: places[one[1]])
        return tuple(from_json(OwnPractice, {**self.value(PRACTICE, uid), "id": id_}) for id_, uid in made)

    def _experiment(self, id_: str, uid: str) -> Experiment:
        versions = {line: number for number, line in enumerate(self.lines(CRITERION, uid), 1)}
        results = [self.value(*parts) for parts in self._in_place(RESULT, uid)]
        return Experiment(
            id=id_,
            **self._fields(EXPERIMENT_FIELDS, EXPERIMENT, uid),
            criteria=self._list(KillCriterion, CRITERION, uid),
            results=tuple(
                from_json(Result, {**result, "version": versions[result[CRITERION]]})
                for result in results
                # A result may reach a machine before the criterion that it is held against.
                if result[CRITERION] in versions
            ),
        )

    def _measure(self, id_: str) -> Measure:
        days = sorted(parts[3] for parts in self._below(MEASURE, id_, depth=2) if parts[2] == VALUES)
        return Measure(
            id=id_,
            **self._fields(MEASURE_FIELDS, MEASURE, id_),
            values=tuple(from_json(Measurement, {**self.value(MEASURE, id_, VALUES, day), "on": day}) for day in days),
        )

    def _baseline(self, id_: str, uid: str) -> Baseline:
        value = self.value(BASELINE, uid)

        def make() -> Plan:
            try:
                plan: Plan = from_json(Plan, value["plan"])
            except (ValueError, KeyError) as error:
                raise self._damaged(f"baseline {id_}: {error}") from None
            return plan

        return KeptBaseline.of(id_, from_json(date, value["made_on"]), from_json(str, value["note"]), make)

    def _record(self, baselines: tuple[Baseline, ...]) -> Plan | None:
        value = self.value(RECORD)
        if value is None:
            return None
        if BASELINE in value:
            return next(one.plan for one in baselines if self.uids[BASELINE][one.id] == value[BASELINE])
        plan: Plan = from_json(Plan, value["plan"])
        return plan

    def _box(self, made: tuple[Experiment | OwnPractice, ...]) -> IdeaBox:
        ideas_of = {one.id: one.idea for one in made}
        return IdeaBox(
            **self._fields(BOX_FIELDS, BOX),
            ideas=tuple(self._idea(parts[1], ideas_of) for parts in self._below(IDEA)),
            ballots=tuple(
                from_json(Ballot, {**self.value(*parts), "voter": parts[1]}) for parts in self._below(BALLOT)
            ),
        )

    def _idea(self, id_: str, ideas_of: Mapping[str, str | None]) -> Idea:
        idea: Idea = from_json(
            Idea,
            {
                **(self.value(IDEA, id_, "outcome") or {}),
                "text": self.value(IDEA, id_)["text"],
                "cluster": self.value(IDEA, id_, "cluster") or "",
                "id": id_,
            },
        )
        for other in self._twins.get(idea.became or "", ()):
            if ideas_of.get(other) == id_:
                self.renamed.add((IDEA, id_, "outcome"))
                return dataclasses.replace(idea, became=other)
        return idea

    def _made(self, kind: str) -> tuple[Any, ...]:
        return tuple(from_json(MADE[kind], {**self.value(kind, uid), "id": id_}) for id_, uid in self._by_id(kind))

    def _by_id(self, kind: str) -> list[tuple[str, str]]:
        return sorted(self.uids[kind].items(), key=lambda one: numbered(one[0]))

    def _below(self, *start: str, depth: int = 1) -> list[Parts]:
        """Return the parts of the items that have so many parts more than these."""
        return [parts for parts in self._under.get(start, ()) if len(parts) == len(start) + depth]

    def _in_place(self, *start: str, depth: int = 1) -> list[Parts]:
        """Return the parts of the items below some parts in the order of the list they came from."""

        def place(parts: Parts) -> tuple[int, int, Parts]:
            document = self._documents[parts]
            return from_json(int, document["value"][PLACE]), document["at"], parts

        return sorted(self._below(*start, depth=depth), key=place)

    def _list(self, kind: Any, *start: str, depth: int = 1) -> tuple[Any, ...]:
        return tuple(from_json(kind, self.value(*parts)) for parts in self._in_place(*start, depth=depth))

    def _mapping(self, kind: Any, *start: str) -> dict[str, Any]:
        return {parts[-1]: from_json(kind, self.value(*parts)) for parts in self._below(*start)}

    def _fields(self, kinds: Mapping[str, Any], *start: str) -> dict[str, Any]:
        found = {name: self.value(*start, name) for name in kinds}
        return {name: from_json(kinds[name], value) for name, value in found.items() if value is not None}
