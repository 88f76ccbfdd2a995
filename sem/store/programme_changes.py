"""From a programme to its items, and which of them a change makes different."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sem.model.ambition import Ambition
from sem.model.codec import to_json
from sem.model.experiment import Experiment
from sem.model.idea import Idea, IdeaBox, IdeaFate
from sem.model.outcome import Measure
from sem.model.programme import AmbitionState, Baseline, Programme
from sem.store.programme_items import (
    AMBITION,
    AMBITION_FIELDS,
    BALLOT,
    BASELINE,
    BOX,
    BOX_FIELDS,
    COMMITMENT,
    CRITERION,
    DROPPED,
    EVIDENCE,
    EXPERIMENT,
    EXPERIMENT_FIELDS,
    IDEA,
    MEASURE,
    MEASURE_FIELDS,
    NEXT_QUESTIONNAIRE,
    PLACE,
    PRACTICE,
    PROGRESS,
    RECORD,
    RESULT,
    VALUES,
    Item,
    Parts,
    key_of,
)
from sem.store.programme_reading import Kept


def changes(kept: Kept, programme: Programme, new_id: Callable[[], str]) -> dict[str, Any]:
    """Return what a programme has different from the one that is kept: the new value by key, None for what is gone.

    Args:
        kept: What there is.
        programme: What is to be.
        new_id: Returns an id that nothing else anywhere has.

    Raises:
        ValueError: A version of a criterion is gone, or a baseline is gone or changed; or the programme holds what
            can't be kept.
    """
    if programme == kept.programme:
        return {}
    old = kept.programme
    if programme.baselines[: len(old.baselines)] != old.baselines:
        raise ValueError("a baseline is never changed or taken away")
    versions = {experiment.id: len(experiment.criteria) for experiment in old.experiments}
    if any(len(experiment.criteria) < versions.get(experiment.id, 0) for experiment in programme.experiments):
        raise ValueError("a version of a criterion is never taken away")
    items = _Items(kept, new_id)
    before, after = dict(items.of(old)), dict(items.of(programme))
    gone = {key_of(parts): None for parts in before.keys() - after.keys()}
    other = {
        key_of(parts): value
        for parts, value in after.items()
        if before.get(parts) != value or parts in kept.renamed or _is_out_of_place(kept, parts, value)
    }
    return {**gone, **other}


def _is_out_of_place(kept: Kept, parts: Parts, value: Any) -> bool:
    """Whether an item has another place in its list than it says, because two machines gave the same place away."""
    return isinstance(value, dict) and PLACE in value and bool(kept.value(*parts)[PLACE] != value[PLACE])


class _Items:
    """Takes programmes apart, each thing under the key it has already.

    Args:
        kept: What there is.
        new_id: Returns an id that nothing else anywhere has.
    """

    def __init__(self, kept: Kept, new_id: Callable[[], str]) -> None:
        self._kept, self._new_id = kept, new_id
        self._uids = {kind: dict(known) for kind, known in kept.uids.items()}

    def of(self, programme: Programme) -> Iterator[Item]:
        """Yield the items of a programme; what is empty has none.

        Raises:
            ValueError: It holds what can't be kept.
        """
        if programme.state is not AmbitionState.DRAFT or programme.set_on is not None:
            yield ("state",), {"state": programme.state.value, "set_on": to_json(programme.set_on)}
        if programme.questionnaire:
            yield ("questionnaire",), programme.questionnaire
        if programme.ambition is not None:
            yield from self._ambition(programme.ambition)
        yield from _present(to_json(programme.progress), PROGRESS)
        yield from _present(programme.dropped, DROPPED)
        for evidence in programme.evidence:
            yield (EVIDENCE, self._uid(EVIDENCE, evidence.id)), to_json(evidence)
        for commitment in programme.commitments:
            yield (COMMITMENT, self._uid(COMMITMENT, commitment.id)), to_json(commitment)
        for baseline in programme.baselines:
            parts = BASELINE, self._uid(BASELINE, baseline.id)
            # Baselines never change, so that what is kept of one need not be looked at.
            if parts in self._kept.renamed or self._is_new(baseline):
                yield parts, to_json(baseline)
        for experiment in programme.experiments:
            yield from self._experiment(experiment)
        if programme.record is not None:
            yield (RECORD,), self._record(programme)
        yield from _box(programme.ideas)
        if programme.next_questionnaire is not None:
            yield (NEXT_QUESTIONNAIRE,), to_json(programme.next_questionnaire)
        for measure in programme.measures:
            yield from _measure(measure)

    def _ambition(self, ambition: Ambition) -> Iterator[Item]:
        yield from _present({name: to_json(getattr(ambition, name)) for name in AMBITION_FIELDS}, AMBITION)
        yield from _present(to_json(ambition.capacity), AMBITION)
        yield from _present(to_json(ambition.levels), AMBITION, "levels")
        yield from _present(to_json(ambition.weights), AMBITION, "weights")
        for step, edit in ambition.edits.items():
            yield from _present(to_json(edit), AMBITION, "edits", step)
        yield from self._list(((AMBITION, "owners", one.id), to_json(one)) for one in ambition.owners)
        yield from self._list(((AMBITION, "closed_weeks", day.isoformat()), {}) for day in ambition.closed_weeks)
        yield from self._list(((AMBITION, "practices_done", id_), {}) for id_ in ambition.practices_done)
        yield from self._list(((PRACTICE, self._uid(PRACTICE, one.id)), to_json(one)) for one in ambition.practices)
        yield from self._list(
            (
                (AMBITION, "prerequisites", one.before_area, str(one.before_level), one.area, str(one.level)),
                to_json(one),
            )
            for one in ambition.prerequisites
        )

    def _experiment(self, experiment: Experiment) -> Iterator[Item]:
        uid = self._uid(EXPERIMENT, experiment.id)
        yield (EXPERIMENT, uid), {"id": experiment.id}
        yield from _present({name: to_json(getattr(experiment, name)) for name in EXPERIMENT_FIELDS}, EXPERIMENT, uid)
        versions = self._lines(CRITERION, uid, len(experiment.criteria))
        yield from self._list(zip(versions, map(to_json, experiment.criteria), strict=True))
        if any(not 1 <= result.version <= len(versions) for result in experiment.results):
            raise ValueError("a result that is held against a criterion that is not there")
        yield from self._list(
            (parts, {**to_json(result), CRITERION: versions[result.version - 1][2]})
            for parts, result in zip(self._lines(RESULT, uid, len(experiment.results)), experiment.results, strict=True)
        )

    def _record(self, programme: Programme) -> Any:
        """Return the plan of record: what is kept of it if it is the same, or the new baseline that it is."""
        if programme.record == self._kept.programme.record:
            return self._kept.value(RECORD)
        for baseline in programme.baselines:
            # One that is new comes in the same file, so that no machine ever has one of the two without the other.
            if self._is_new(baseline) and baseline.plan == programme.record:
                return {BASELINE: self._uid(BASELINE, baseline.id)}
        return {"plan": to_json(programme.record)}

    def _is_new(self, baseline: Baseline) -> bool:
        return baseline.id not in self._kept.uids[BASELINE]

    def _uid(self, kind: str, id_: str) -> str:
        return self._uids[kind].setdefault(id_, self._new_id())

    def _lines(self, kind: str, uid: str, count: int) -> list[Parts]:
        known = self._kept.lines(kind, uid)[:count]
        return [(kind, uid, line) for line in (*known, *(self._new_id() for _line in range(count - len(known))))]

    def _list(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield items with their places in the list; what is there keeps its own, as far as the order allows."""
        last = -1
        for parts, value in items:
            place = (self._kept.value(*parts) or {}).get(PLACE, -1)
            last = place if place > last else last + 1
            yield parts, {**value, PLACE: last}


def _present(values: Mapping[str, Any], *start: str) -> Iterator[Item]:
    return (((*start, name), value) for name, value in values.items() if value is not None)


def _box(box: IdeaBox) -> Iterator[Item]:
    blank = IdeaBox()
    yield from _present(
        {name: to_json(getattr(box, name)) for name in BOX_FIELDS if getattr(box, name) != getattr(blank, name)}, BOX
    )
    for idea in box.ideas:
        yield from _idea(idea)
    for ballot in box.ballots:
        yield (BALLOT, ballot.voter), {"ideas": list(ballot.ideas)}


def _idea(idea: Idea) -> Iterator[Item]:
    yield (IDEA, idea.id), {"text": idea.text}
    if idea.cluster:
        yield (IDEA, idea.id, "cluster"), idea.cluster
    if idea.fate is not IdeaFate.WAITING or idea.answer or idea.became is not None:
        yield (IDEA, idea.id, "outcome"), {"fate": idea.fate.value, "answer": idea.answer, "became": idea.became}


def _measure(measure: Measure) -> Iterator[Item]:
    """Yield a measure with its fields apart from its values, each of which is known by its day.

    Nothing has an id drawn by chance, so that machines that never met keep one measure when both begin the same one,
    and one value a day.
    """
    yield (MEASURE, measure.id), {}
    yield from _present({name: to_json(getattr(measure, name)) for name in MEASURE_FIELDS}, MEASURE, measure.id)
    for one in measure.values:
        value = to_json(one)
        yield (MEASURE, measure.id, VALUES, value.pop("on")), value
