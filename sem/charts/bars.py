"""Steps as bars and experiments as marks, with what each stretch of them means: the parts of a roadmap's geometry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sem.charts.weeks import Weeks
from sem.i18n import mark as N_
from sem.model.experiment import Experiment, Outcome
from sem.model.plan import PlannedStep, StepState

_ONE_DAY = 0.2

Span = tuple[float, float]
"""From and until, in weeks."""


class PartKind(StrEnum):
    """What a part of a bar means."""

    MISSED = "missed"
    """Before today: by then it should have been under way, and it is not."""
    DONE = "done"
    PASSED = "passed"
    """The weeks since a step that is under way started."""
    PLANNED = "planned"
    CLOSED = "closed"
    """Closed weeks inside it, in which nobody works."""
    TOO_LATE = "too-late"
    """Past its latest end."""
    SLACK = "slack"
    """From its end until its latest end."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a bar, in weeks."""

    kind: PartKind
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A step from its start to its end, in weeks.

    Args:
        step: The step's id.
        level: The level it leads to.
        lane: Which of its row's lanes it is in, from 0; another one only where two steps of an area run at once.
        parts: From left to right; what was missed lies before `start`, and slack after `end`.
        slack: In working weeks, below 0 where it is too late; None once it is done.
        latest_start: None once it is done, as is `latest_end`.
        implied: Whether it is no target of its own but needed for another step.
        doubt: Whether the level of today is not known, so that it may not be needed.
    """

    step: str
    level: int
    lane: int
    state: StepState
    start: float
    end: float
    parts: tuple[Part, ...]
    slack: int | None
    latest_start: float | None
    latest_end: float | None
    implied: bool
    doubt: bool

    @property
    def tight(self) -> bool:
        """Whether it has no slack left, and is not done."""
        return self.slack is not None and self.slack <= 0

    @property
    def late(self) -> bool:
        """Whether it ends past its latest end."""
        return self.slack is not None and self.slack < 0


class MarkKind(StrEnum):
    """What a mark in a row means."""

    EXPERIMENT = "experiment"
    """One without a result yet."""
    GREEN = "green"
    """One that did what it was to do."""
    RED = "red"
    """One that did not, or of which the plug was pulled."""
    KILL_DATE = "kill-date"
    """The last day on which it may be measured."""


PART_WORDS = {
    PartKind.DONE: N_("done"),
    PartKind.PASSED: N_("under way"),
    PartKind.PLANNED: N_("planned"),
    PartKind.SLACK: N_("slack until its latest end"),
    PartKind.TOO_LATE: N_("past its latest end"),
    PartKind.MISSED: N_("should have started"),
    PartKind.CLOSED: N_("closed weeks"),
}
"""What a legend says of each part, to be translated."""

MARK_WORDS = {
    MarkKind.EXPERIMENT: N_("experiment"),
    MarkKind.KILL_DATE: N_("kill date"),
    MarkKind.GREEN: N_("experiment that worked"),
    MarkKind.RED: N_("stopped experiment"),
}
"""What a legend says of each mark, to be translated."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in a row, in weeks.

    Args:
        at: Where it stands: at the start of an experiment, or where a stopped one ended, or on the kill date.
        start: Where the experiment starts; `at` for a kill date.
        end: Where the experiment ends or was stopped; `at` for a kill date.
        experiment: The experiment's id.
    """

    kind: MarkKind
    at: float
    start: float
    end: float
    experiment: str


def marks_of(experiment: Experiment, weeks: Weeks) -> Iterator[Mark]:
    """Yield the marks of an experiment: the experiment itself, and its kill date while it has no result."""
    red = experiment.stopped_on is not None or experiment.outcome is Outcome.RED
    kind = MarkKind.RED if red else MarkKind.EXPERIMENT if experiment.outcome is None else MarkKind.GREEN
    start, end = weeks.morning(experiment.start), weeks.evening(experiment.end)
    if experiment.stopped_on is not None:
        end = max(start, min(end, weeks.evening(experiment.stopped_on)))
    yield Mark(kind, end if red else start, start, end, experiment.id)
    if kind is MarkKind.EXPERIMENT:
        by = weeks.evening(experiment.criterion.by)
        yield Mark(MarkKind.KILL_DATE, by, by, by, experiment.id)


def bar_of(planned: PlannedStep, weeks: Weeks, closed: Sequence[Span], today: float) -> Bar:
    """Return the bar of a step, in the first lane.

    Args:
        planned: The step with its dates.
        weeks: Where places are counted from.
        closed: The closed weeks, in order and apart.
        today: Where today begins.
    """
    start = weeks.morning(planned.start)
    # What started and ended in one weekend still happened.
    end = max(weeks.evening(planned.end), start + _ONE_DAY)
    latest_start = None if planned.latest_start is None else weeks.morning(planned.latest_start)
    latest_end = None if planned.latest_end is None else weeks.evening(planned.latest_end)
    parts = []
    if planned.state is StepState.WAITING and latest_start is not None and latest_start < min(start, today):
        parts.append(Part(PartKind.MISSED, latest_start, min(start, today)))
    for part in _body(planned.state, start, end, latest_end, today):
        parts += _interrupted(part, closed)
    if latest_end is not None and latest_end > end:
        parts.append(Part(PartKind.SLACK, end, latest_end))
    step = planned.step
    return Bar(
        step=step.id,
        level=step.level,
        lane=0,
        state=planned.state,
        start=start,
        end=end,
        parts=tuple(parts),
        slack=planned.slack,
        latest_start=latest_start,
        latest_end=latest_end,
        implied=bool(step.needed_by),
        doubt=step.doubt,
    )


def _body(state: StepState, start: float, end: float, latest_end: float | None, today: float) -> Iterator[Part]:
    """Yield what is done of a step, or what has passed, what is planned and what is too late."""
    if state is StepState.DONE:
        yield Part(PartKind.DONE, start, end)
        return
    passed = max(start, min(today, end)) if state is StepState.STARTED else start
    late = end if latest_end is None else max(passed, min(end, latest_end))
    stretches = ((PartKind.PASSED, start, passed), (PartKind.PLANNED, passed, late), (PartKind.TOO_LATE, late, end))
    yield from (Part(kind, a, b) for kind, a, b in stretches if b > a)


def _interrupted(part: Part, closed: Sequence[Span]) -> Iterator[Part]:
    """Yield a part in pieces, with the closed weeks in between."""
    at = part.start
    for start, end in closed:
        start, end = max(start, at), min(end, part.end)
        if start >= end:
            continue
        if start > at:
            yield replace(part, start=at, end=start)
        yield Part(PartKind.CLOSED, start, end)
        at = end
    if part.end > at:
        yield replace(part, start=at)


def in_lanes(bars: Iterable[Bar]) -> tuple[tuple[Bar, ...], int]:
    """Return bars in the first lane in which they have room, and how many lanes that takes."""
    ends: list[float] = []
    placed = []
    for bar in sorted(bars, key=lambda bar: (bar.start, bar.end, bar.level)):
        lane = next((n for n, end in enumerate(ends) if end <= bar.start), len(ends))
        ends[lane : lane + 1] = [bar.end]
        placed.append(replace(bar, lane=lane))
    return tuple(placed), max(1, len(ends))


def side_by_side(spans: Sequence[Span], least: float, end: float) -> list[Span]:
    """Return stretches of one lane of which each is at least `least` wide and none overlaps.

    They stay within 0 and `end`, as near as that can be to where they belong.

    Args:
        spans: In order.
        least: In the unit of the spans.
        end: How far they may reach.
    """
    placed: list[Span] = []
    free = 0.0
    for start, until in spans:
        start = max(free, start)
        free = max(start + least, until)
        placed.append((start, free))
    limit = end
    for n in range(len(placed) - 1, -1, -1):
        start, until = placed[n]
        until = min(until, limit)
        limit = min(start, until - least)
        placed[n] = limit, until
    return placed
