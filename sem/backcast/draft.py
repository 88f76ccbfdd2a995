"""Between steps and weeks: the network that a set of steps makes, and the plan that a schedule of it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from math import ceil

from sem.backcast.bounds import Bounds, bounds, longest_chain
from sem.backcast.calendar import Calendar
from sem.backcast.network import Activity, Network, Resource
from sem.backcast.schedule import Schedule, latest_ends, schedule
from sem.errors import InvalidError, Problem
from sem.i18n import gettext as _
from sem.model.ambition import Ambition
from sem.model.plan import (
    OWNER,
    PERSON_DAYS,
    STEPS_AT_ONCE,
    Cause,
    CauseKind,
    Fit,
    Load,
    Plan,
    PlannedStep,
    Progress,
    Step,
    StepState,
    Verdict,
)
from sem.model.questionnaire import PracticeKind

LONGEST_STEP = 520
"""Weeks: a step of more than ten years is a slip of the pen."""

_TENTHS = 10
_MONTHS_A_YEAR, _WEEKS_A_YEAR = 12, 52


@dataclass(frozen=True)
class Draft:
    """Everything a plan is made of but its dates.

    Args:
        holds: By the id of a step, the last day of what it waits for beside other steps: an experiment. It starts in
            the first working week after that, unless it has started already. Ids of other steps are passed over.

    Raises:
        InvalidError: Nothing can be planned with these means: no capacity, an owner without time who leads a step, a
            step that takes more than `LONGEST_STEP` weeks, a date that lies in the future or ends before it starts.
    """

    ambition: Ambition
    today: date
    now: Mapping[str, int | None]
    progress: Mapping[str, Progress]
    steps: tuple[Step, ...]
    holds: Mapping[str, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        problems = [*self._capacity_problems(), *progress_problems(self.progress, self.today)]
        if not problems:
            problems = self._length_problems()
        if problems:
            raise InvalidError(_("This ambition can't be planned."), problems=problems)

    @cached_property
    def calendar(self) -> Calendar:
        """The working weeks from today on."""
        return Calendar(self.today, self.ambition.closed_weeks)

    @cached_property
    def available(self) -> int:
        """The working weeks until the target date; 0 or less if it has passed."""
        return self.calendar.weeks_until(self.ambition.target_date)

    @cached_property
    def pace(self) -> int | None:
        """The tenths of person-days that fit in a week; None without a limit."""
        return pace_of(self.ambition)

    @cached_property
    def todo(self) -> tuple[Step, ...]:
        """The steps that are not done."""
        return tuple(step for step in self.steps if self.state(step.id) is not StepState.DONE)

    @cached_property
    def running(self) -> frozenset[str]:
        """The ids of the steps that are under way."""
        return frozenset(step.id for step in self.todo if self.state(step.id) is StepState.STARTED)

    def state(self, step: str) -> StepState:
        """Return how far a step is."""
        progress = self.progress.get(step)
        if progress is None:
            return StepState.WAITING
        return StepState.STARTED if progress.ended is None else StepState.DONE

    def weeks(self, step: Step, pace: int | None) -> int:
        """Return the weeks a whole step takes: the likely ones, or more if its work does not fit in them."""
        weeks = max(1, ceil(step.weeks.likely))
        if pace is None:
            return weeks
        return max(weeks, ceil(_work(step) / pace))

    def earliest(self, step: str) -> int:
        """Return the first working week in which a step may start, as far as it waits for an experiment."""
        if step not in self.holds or self.state(step) is not StepState.WAITING:
            return 0
        return max(0, self.calendar.after(self.holds[step]))

    def weeks_passed(self, step: str) -> int:
        """Return the working weeks since a step started."""
        return max(0, -self.calendar.number(self.progress[step].started))

    def network(self, pace: int | None) -> Network:
        """Return the network of all that is not done; what is under way waits for nothing any more.

        Args:
            pace: The tenths of person-days a week that steps are stretched to, at most the capacity.
        """
        todo = {step.id for step in self.todo}
        ranks = {step.id: rank for rank, step in enumerate(sorted(self.todo, key=self._preference))}
        activities = []
        for step in self.todo:
            running = step.id in self.running
            weeks = self.weeks(step, pace)
            needs = {STEPS_AT_ONCE: 1}
            if self.pace is not None:
                needs[PERSON_DAYS] = min(self.pace, ceil(_work(step) / weeks))
            if step.owner is not None:
                needs[OWNER + step.owner] = 1
            after = () if running else tuple(dict.fromkeys(d.step for d in step.after if d.step in todo))
            left = self._weeks_left(step, weeks) if running else weeks
            activities.append(Activity(step.id, left, after, needs, ranks[step.id], self.earliest(step.id)))
        resources = [Resource(STEPS_AT_ONCE, self.ambition.capacity.steps_at_once)]
        if self.pace is not None:
            resources.append(Resource(PERSON_DAYS, self.pace))
        resources += [Resource(OWNER + owner.id, owner.steps_at_once) for owner in self.ambition.owners]
        return Network(tuple(activities), tuple(resources))

    def best(
        self, samples: int, seed: int, incumbent: Plan | None = None, enough: int = 0
    ) -> tuple[Schedule, int | None]:
        """Return the shortest schedule found and its pace; never longer than an incumbent that still fits.

        The pace of the incumbent is tried too: with more capacity a stretched step would take fewer weeks and more of
        each, and might not fit where it was.
        """
        paces = [self.pace]
        if incumbent and incumbent.pace and self.pace and incumbent.pace < self.pace:
            paces.insert(0, incumbent.pace)
        starts = self.starts_of(incumbent) if incumbent else None
        found = [
            (schedule(self.network(pace), samples=samples, seed=seed, incumbent=starts, running=self.running,
                      enough=enough), pace)
            for pace in paces
        ]  # fmt: skip
        return min(found, key=lambda pair: pair[0].length)

    def starts_of(self, plan: Plan) -> dict[str, int]:
        """Return the starts of an earlier plan in the working weeks of this one, for the steps that are not done."""
        todo = {step.id for step in self.todo}
        return {
            planned.step.id: 0 if planned.step.id in self.running else self.calendar.number(planned.start)
            for planned in plan.steps
            if planned.step.id in todo
        }

    def buffer(self, length: int) -> int:
        """Return the weeks to keep free after a plan of some length."""
        return -(-length * self.ambition.buffer_percent // 100)

    def fits(self, length: int) -> bool:
        """Return whether a plan of some length fits, its buffer included."""
        return not length or length + self.buffer(length) <= self.available

    @cached_property
    def room(self) -> int:
        """The length of the longest plan that fits with its buffer; 0 if none does."""
        room = max(0, self.available)
        while room and not self.fits(room):
            room -= 1
        return room

    def finish(self, made: Schedule, pace: int | None, kept_order: bool = False) -> Plan:
        """Return the plan that a schedule of this draft's network makes; `kept_order` as in `Plan`."""
        late = latest_ends(made, self.available)
        planned = [self._planned(step, made, late, pace) for step in self.steps]
        planned.sort(key=lambda p: (p.start, p.end, p.step.id))
        return Plan(
            ambition=self.ambition,
            today=self.today,
            now=self.now,
            progress=self.progress,
            steps=tuple(planned),
            end=self.calendar.friday(made.length - 1) if made.length else self.today,
            verdict=self._verdict(made, planned),
            certified=made.certified,
            pace=pace,
            holds=self.holds,
            kept_order=kept_order,
        )

    def _planned(self, step: Step, made: Schedule, late: Mapping[str, int], pace: int | None) -> PlannedStep:
        state = self.state(step.id)
        calendar, progress = self.calendar, self.progress.get(step.id)
        if progress and progress.ended:
            first, last = calendar.number(progress.started), calendar.number(progress.ended)
            return PlannedStep(
                step, state, max(1, last - first + 1), progress.started, progress.ended, None, None, None
            )
        end, latest = made.end(step.id), late[step.id]
        weeks = end - made.starts[step.id]
        start = calendar.monday(made.starts[step.id])
        if progress:
            weeks += self.weeks_passed(step.id)
            start = progress.started
        latest_start, latest_end = calendar.monday(latest - weeks), calendar.friday(latest - 1)
        return PlannedStep(step, state, weeks, start, calendar.friday(end - 1), latest_start, latest_end, latest - end)

    def _verdict(self, made: Schedule, planned: Sequence[PlannedStep]) -> Verdict:
        length, available = made.length, self.available
        left = available - length
        wanted = self.buffer(length)
        # A plan that keeps an old order may have gaps, so that it can wait longer than it is short of weeks.
        waiting = (p.latest_start for p in planned if p.state is StepState.WAITING and p.latest_start)
        start_by = min(waiting, default=self.calendar.monday(left))
        if self.fits(length):
            return Verdict(Fit.FITS, length, available, wanted, left, start_by, True, None)
        fit = Fit.EATS_BUFFER if left >= 0 else Fit.TOO_LONG
        limit = self.room if left >= 0 else available
        limits = bounds(made.network)
        cause = self._cause(made, limits, limit)
        return Verdict(fit, length, available, wanted, left, start_by, limits.best > limit, cause)

    def _cause(self, made: Schedule, limits: Bounds, limit: int) -> Cause:
        resource, work = max(limits.work.items(), key=lambda item: item[1])
        load = Load(resource, _capacity(made.network, resource), _use(made, resource), work)
        chain = longest_chain(made.network)
        if self.available <= 0:
            return Cause(CauseKind.PAST, made.length, self.available, chain, load)
        if limits.chain > limit and limits.chain >= work:
            return Cause(CauseKind.CHAIN, limits.chain, limit, chain, load)
        if work > limit:
            return Cause(CauseKind.WORK, work, limit, chain, load)
        squeezed = limits.squeeze.activities if limits.squeeze and limits.squeeze.length > limit else ()
        return Cause(CauseKind.INTERLOCK, made.length, limit, chain, load, squeezed)

    def _weeks_left(self, step: Step, weeks: int) -> int:
        said = self.progress[step.id].weeks_left
        return max(1, weeks - self.weeks_passed(step.id) if said is None else said)

    def _preference(self, step: Step) -> tuple[bool, float, str]:
        """Basics first, then what gives most for its work: weight times gap over person-days."""
        gap = self.ambition.levels.get(step.area, step.level) - (self.now.get(step.area) or 1)
        return step.kind is PracticeKind.DELIGHTER, -step.weight * gap / step.person_days.likely, step.id

    def _capacity_problems(self) -> list[Problem]:
        problems = means_problems(self.ambition, bool(self.todo))
        for owner in self.ambition.owners:
            led = ", ".join(step.id for step in self.todo if step.owner == owner.id)
            if led and owner.steps_at_once < 1:
                message = _("“{name}” has no time, and leads: {steps}.").format(name=owner.name, steps=led)
                problems.append(Problem(message, _("Let someone else lead, or make time.")))
        return problems

    def _length_problems(self) -> list[Problem]:
        advice = _("Estimate less, or give more person-days a month.")
        message = _("“{step}” would take {n} weeks, more than ten years.")
        return [
            Problem(message.format(step=step.id, n=self.weeks(step, self.pace)), advice)
            for step in self.todo
            if self.weeks(step, self.pace) > LONGEST_STEP
        ]


def means_problems(ambition: Ambition, needed: bool) -> list[Problem]:
    """Return what is wrong with the means of an ambition, of which the capacity only counts where it is needed."""
    problems = []
    if needed and ambition.capacity.steps_at_once < 1:
        problems.append(Problem(_("With 0 steps at once nothing can be done."), _("Allow at least 1.")))
    pace = pace_of(ambition)
    if needed and pace is not None and pace < 1:
        message = _("There are too few person-days a month to do anything.")
        problems.append(Problem(message, _("Give more, or leave the limit out.")))
    if not 0 <= ambition.buffer_percent <= 100:
        problems.append(Problem(_("A buffer is 0 to 100 percent."), _("20 or 25 is usual.")))
    return problems


def progress_problems(happened: Mapping[str, Progress], today: date) -> list[Problem]:
    """Return which dates of what has happened can't be true."""
    problems = []
    for step, progress in happened.items():
        if max(progress.started, progress.ended or progress.started) > today:
            message = _("“{step}” has a date in the future.").format(step=step)
            problems.append(Problem(message, _("Write down what has happened.")))
        if progress.ended and progress.ended < progress.started:
            message = _("“{step}” ends before it starts.").format(step=step)
            problems.append(Problem(message, _("Change one of the dates.")))
    return problems


def pace_of(ambition: Ambition) -> int | None:
    """Return the tenths of person-days that fit in a week; None without a limit."""
    days = ambition.capacity.person_days_a_month
    return None if days is None else int(days * _TENTHS * _MONTHS_A_YEAR / _WEEKS_A_YEAR + 1e-9)


def draft_of(plan: Plan) -> Draft:
    """Return the draft that a plan was made of."""
    steps = tuple(planned.step for planned in plan.steps)
    return Draft(plan.ambition, plan.today, plan.now, plan.progress, steps, plan.holds)


def _work(step: Step) -> float:
    """Return the tenths of person-days of a step, rounded because 0.1 and 0.2 days make a bit more than 3 of them."""
    return round(step.person_days.likely * _TENTHS, 6)


def _capacity(network: Network, resource: str) -> int:
    return next(r.capacity for r in network.resources if r.id == resource)


def _use(made: Schedule, resource: str) -> tuple[int, ...]:
    """Return the units of a resource that a schedule uses, by period."""
    used = [0] * made.length
    for activity in made.network.activities:
        for period in range(made.starts[activity.id], made.end(activity.id)):
            used[period] += activity.needs.get(resource, 0)
    return tuple(used)


def load_of(plan: Plan) -> Sequence[Load]:
    """Return how busy each resource is, week by week from the first one, in the order of their ids."""
    draft = draft_of(plan)
    network = draft.network(plan.pace)
    starts = draft.starts_of(plan)
    length = max((starts[a.id] + a.duration for a in network.activities), default=0)
    made = Schedule(network, starts, length, bounds(network), draft.running)
    return [Load(r.id, r.capacity, _use(made, r.id), made.bounds.work.get(r.id, 0)) for r in network.resources]
