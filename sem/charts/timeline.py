"""The geometry of a roadmap: rows, bars, marks and weeks, the same for the terminal, the figures and the documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Literal

from sem.charts.bars import Bar, Mark, Span, bar_of, in_lanes, marks_of
from sem.charts.weeks import Weeks, monday_of
from sem.i18n import language
from sem.model.plan import Plan, PlannedStep, StepState
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import BufferUse, Roadmap

FEWEST_WEEKS = 2
_LONGEST_PAST = 0.5
"""The most that the past takes, in parts of the future: what lies before it leaves the picture at the left."""

Direction = Literal["left", "right", "up", "down"]


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """An area, or the experiments beside the plan.

    Args:
        area: Its id; empty for the experiments beside the plan, which also have no name and no levels.
        name: In the language of the user.
        now: The level of today; None where it is not known.
        target: The level of the ambition; None where it has none for this area.
        reach: The level after the last bar.
        implied: Whether it goes beyond its own target, because another area needs it.
        lanes: How many bars lie above each other at most, at least 1.
        bars: By start.
        marks: By place.
    """

    area: str
    name: str
    now: int | None
    target: int | None
    reach: int | None
    implied: bool
    lanes: int
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """An area that stays as it is: its name in the language of the user, and its level, None where not known."""

    name: str
    level: int | None


@dataclass(frozen=True, slots=True)
class Buffer:
    """The weeks to keep free before the target date.

    Args:
        start: Where the buffer begins, in weeks; it lasts until the target date.
        wanted: Its working weeks.
        left: How many of them are free, from 0 to `wanted`.
        use: How much of the path is done and of the buffer used since the baseline; None without one.
    """

    start: float
    wanted: int
    left: int
    use: BufferUse | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """A roadmap as places: today at the left, the ambition at the right. Places are in weeks from `weeks.start` on.

    Args:
        count: How many weeks it shows; bars that began before them have starts below 0.
        today: Where `today_day` begins.
        target: Where `target_day` ends; before `today` if it has passed.
        end: Where the last step ends; `today` where none is left.
        rows: In the order of the questionnaire; only areas with steps or experiments.
        held: The other areas.
        load: The steps at once week by week; None before today and in closed weeks.
        closed: The closed weeks that are shown.
        milestones: Where they are, by day; the last one is at the target.
    """

    team: str
    statement: str
    weeks: Weeks
    count: int
    today_day: date
    today: float
    target_day: date
    target: float
    end: float
    rows: tuple[TimelineRow, ...]
    held: tuple[Held, ...]
    buffer: Buffer
    load: tuple[int | None, ...]
    capacity: int
    closed: tuple[Span, ...]
    milestones: tuple[float, ...]

    def bars(self) -> Iterator[Bar]:
        """Yield all bars, row by row."""
        for row in self.rows:
            yield from row.bars

    def bar(self, step: str) -> Bar:
        """Return the bar of a step.

        Raises:
            KeyError: There is none.
        """
        for bar in self.bars():
            if bar.step == step:
                return bar
        raise KeyError(step)

    def reading(self) -> tuple[str, ...]:
        """Return the ids of the steps in the order in which a backcast is read: from the ambition back to today."""
        places = {bar.step: (-bar.end, n) for n, row in enumerate(self.rows) for bar in row.bars}
        return tuple(sorted(places, key=places.__getitem__))

    def beside(self, step: str, direction: Direction) -> str:
        """Return the id of the step next to another one, or of itself where there is none in that direction.

        Left and right stay in the row. Up and down go to the nearest row with steps, to the bar nearest in time.

        Raises:
            KeyError: There is no such step.
        """
        row = next((n for n, row in enumerate(self.rows) if any(bar.step == step for bar in row.bars)), None)
        if row is None:
            raise KeyError(step)
        bars = self.rows[row].bars
        at = next(n for n, bar in enumerate(bars) if bar.step == step)
        if direction in ("left", "right"):
            return bars[min(max(0, at + (1 if direction == "right" else -1)), len(bars) - 1)].step
        others = self.rows[row + 1 :] if direction == "down" else self.rows[:row][::-1]
        middle = (bars[at].start + bars[at].end) / 2
        near = next((other.bars for other in others if other.bars), (bars[at],))
        return min(near, key=lambda bar: abs((bar.start + bar.end) / 2 - middle)).step


def timeline(roadmap: Roadmap, questionnaire: Questionnaire) -> Timeline:
    """Return the geometry of a roadmap, with names in the language in use.

    Args:
        roadmap: Any: also without steps, and with a target date that has passed.
        questionnaire: The one that the plan's areas are from; areas that are gone from it go by their ids.
    """
    plan, ambition = roadmap.plan, roadmap.plan.ambition
    weeks, count = _extent(roadmap)
    closed = {monday_of(day) for day in ambition.closed_weeks}
    closed_spans = tuple(_merged(_week(weeks, monday) for monday in sorted(closed)))
    today = weeks.morning(plan.today)
    rows = tuple(_rows(roadmap, questionnaire, weeks, closed_spans, today))
    shown = {row.area for row in rows}
    return Timeline(
        team=roadmap.team,
        statement=ambition.statement,
        weeks=weeks,
        count=count,
        today_day=plan.today,
        today=today,
        target_day=ambition.target_date,
        target=weeks.evening(ambition.target_date),
        end=weeks.evening(plan.end) if _todo(plan) else today,
        rows=rows,
        held=tuple(
            Held(area.short.get(language()), plan.now.get(area.id))
            for area in questionnaire.areas
            if area.id not in shown
        ),
        buffer=_buffer(roadmap, weeks, closed),
        load=_load(rows, weeks, count, closed, today),
        capacity=ambition.capacity.steps_at_once,
        closed=tuple(span for span in closed_spans if span[1] > 0 and span[0] < count),
        milestones=tuple(weeks.evening(milestone.day) for milestone in roadmap.milestones),
    )


def _todo(plan: Plan) -> list[PlannedStep]:
    return [planned for planned in plan.steps if planned.state is not StepState.DONE]


def _week(weeks: Weeks, monday: date) -> Span:
    start = weeks.morning(monday)
    return start, start + 1


def _merged(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield spans in order, with those that touch as one."""
    open_span: Span | None = None
    for start, end in spans:
        if open_span and start <= open_span[1]:
            open_span = open_span[0], max(end, open_span[1])
            continue
        if open_span:
            yield open_span
        open_span = start, end
    if open_span:
        yield open_span


def _extent(roadmap: Roadmap) -> tuple[Weeks, int]:
    """Return the weeks to show: from what happened, or should have, until the last end; less of a long past."""
    plan = roadmap.plan
    weeks = Weeks(monday_of(plan.today))
    today, target = weeks.morning(plan.today), weeks.evening(plan.ambition.target_date)
    firsts, lasts = [today, target], [today + FEWEST_WEEKS, target]
    for planned in plan.steps:
        firsts.append(weeks.morning(planned.start))
        lasts.append(weeks.evening(planned.end))
        if planned.state is StepState.WAITING and planned.latest_start and planned.latest_start < plan.today:
            firsts.append(weeks.morning(planned.latest_start))
    for experiment in roadmap.programme.experiments:
        firsts.append(weeks.morning(experiment.start))
        lasts.append(weeks.evening(max(experiment.end, experiment.criterion.by)))
    last = ceil(max(lasts))
    first = max(min(firsts), min(today - (last - today) * _LONGEST_PAST, target - 1))
    return Weeks(weeks.monday(floor(first))), last - floor(first)


def _rows(
    roadmap: Roadmap, questionnaire: Questionnaire, weeks: Weeks, closed: Sequence[Span], today: float
) -> Iterator[TimelineRow]:
    plan, ambition = roadmap.plan, roadmap.plan.ambition
    names = {area.id: area.short.get(language()) for area in questionnaire.areas}
    areas = {planned.step.id: planned.step.area for planned in plan.steps}
    marks: dict[str, list[Mark]] = {}
    for experiment in roadmap.programme.experiments:
        marks.setdefault(areas.get(experiment.step or "", ""), []).extend(marks_of(experiment, weeks))
    order = dict.fromkeys([*names, *areas.values(), ""])
    for area in order:
        steps = [planned for planned in plan.steps if planned.step.area == area]
        found = tuple(sorted(marks.get(area, ()), key=lambda mark: (mark.at, mark.experiment, mark.kind)))
        if not steps and not found:
            continue
        bars, lanes = in_lanes(bar_of(planned, weeks, closed, today) for planned in steps)
        now = plan.now.get(area)
        reach = max((bar.level for bar in bars), default=now)
        yield TimelineRow(
            area=area,
            name=names.get(area, area) if area else "",
            now=now,
            target=ambition.levels.get(area),
            reach=reach,
            implied=any(bar.implied for bar in bars),
            lanes=lanes,
            bars=bars,
            marks=found,
        )


def _buffer(roadmap: Roadmap, weeks: Weeks, closed: set[date]) -> Buffer:
    """Return the buffer, counted back from the target date in working weeks."""
    verdict = roadmap.plan.verdict
    at = weeks.evening(roadmap.plan.ambition.target_date)
    week, left = floor(at), verdict.buffer_wanted
    start = at
    while left:
        week -= 1
        if weeks.monday(week) not in closed:
            left -= 1
            start = float(week)
    wanted = verdict.buffer_wanted
    return Buffer(start, wanted, min(max(0, verdict.buffer_left), wanted), roadmap.buffer)


def _load(
    rows: Sequence[TimelineRow], weeks: Weeks, count: int, closed: set[date], today: float
) -> tuple[int | None, ...]:
    """Return how many steps are under way in each week from today on."""
    used: Counter[int] = Counter()
    for row in rows:
        for bar in row.bars:
            if bar.state is not StepState.DONE:
                used.update(range(floor(max(bar.start, today)), ceil(bar.end)))
    first = floor(today)
    return tuple(None if week < first or weeks.monday(week) in closed else used[week] for week in range(count))
