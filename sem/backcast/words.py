"""A plan in words: the verdict, and why each step is where it is, in the language of the user."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sem.backcast.chain import Link, chain_back, waits_for_experiment
from sem.backcast.explain import Explanation, Held, Hold, stretched_steps
from sem.i18n import gettext as _
from sem.i18n import language, long_date, ngettext, number
from sem.model.experiment import Experiment
from sem.model.plan import (
    OWNER,
    PERSON_DAYS,
    STEPS_AT_ONCE,
    Cause,
    CauseKind,
    Dependency,
    Fit,
    Plan,
    PlannedStep,
    StepState,
    Why,
)
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import Pulled


def sentences(
    plan: Plan, explanation: Explanation, questionnaire: Questionnaire, experiments: Iterable[Experiment] = ()
) -> tuple[str, ...]:
    """Return an explanation in the language of the user: dates, then earlier, later, and what else is good to know.

    The experiments are those of the team; the one that a step waits for is named if it is among them.
    """
    return tuple(_Words(plan, questionnaire, experiments).of(explanation))


def chain_sentences(
    plan: Plan, questionnaire: Questionnaire, step: str | None = None, experiments: Iterable[Experiment] = ()
) -> tuple[str, ...]:
    """Return the backcast as sentences, read from right to left: by when to be where, and what to reach first.

    Args:
        plan: The plan.
        questionnaire: Where the areas are from.
        step: The id of the step from which to look back at what it needs; None for the chain on which the start of the
            whole plan depends. Empty is returned for a step that is done, or not in the plan.
        experiments: Those of the team, so that the one that the chain waits for can be named.
    """
    return tuple(sentence for link in chain_links(plan, questionnaire, step, experiments) for sentence in link)


def chain_links(
    plan: Plan, questionnaire: Questionnaire, step: str | None = None, experiments: Iterable[Experiment] = ()
) -> tuple[tuple[str, ...], ...]:
    """Return the sentences of `chain_sentences`, those of each step apart."""
    words = _Words(plan, questionnaire, experiments)
    return tuple(tuple(words.link(link)) for link in chain_back(plan, step))


def verdict_sentences(plan: Plan, questionnaire: Questionnaire, pulled: Iterable[Pulled] = ()) -> tuple[str, ...]:
    """Return whether a plan fits, and why not if it does not, in the language of the user.

    With the experiments that were stopped although steps of the plan rest on them, also that it then fits only if
    something else takes their place.
    """
    words = _Words(plan, questionnaire)
    return (*words.verdict(), *(words.replaced(each) for each in pulled if plan.verdict.fit is not Fit.TOO_LONG))


def step_name(plan: Plan, step: str, questionnaire: Questionnaire) -> str:
    """Return what a step is called in the language of the user, such as ``Culture 3``."""
    return _Words(plan, questionnaire).name(step)


class _Words:
    def __init__(self, plan: Plan, questionnaire: Questionnaire, experiments: Iterable[Experiment] = ()) -> None:
        self._plan = plan
        self._experiments = {e.step: e.title for e in experiments if e.end == plan.holds.get(e.step or "")}
        self._steps = {planned.step.id: planned for planned in plan.steps}
        self._areas = {area.id: area.short.get(language()) for area in questionnaire.areas}
        self._owners = {owner.id: owner for owner in plan.ambition.owners}

    def name(self, step: str) -> str:
        """Return the name of a step."""
        found = self._steps[step].step
        return f"{self._areas.get(found.area, found.area)} {found.level}"

    def of(self, explanation: Explanation) -> Iterator[str]:
        """Yield the sentences of an explanation."""
        planned = explanation.planned
        name = self.name(planned.step.id)
        if planned.state is StepState.DONE:
            yield _("{step} was done on {date}.").format(step=name, date=long_date(planned.end))
            return
        if planned.latest_start and planned.latest_end and planned.state is StepState.WAITING:
            text = _("To be at {step} by {end}, start by {start}.")
            yield text.format(step=name, end=long_date(planned.latest_end), start=long_date(planned.latest_start))
        if explanation.later:
            yield from self._later(explanation.later, planned)
        yield from self._earlier(explanation.earlier, planned)
        yield from self._slack(planned)
        if explanation.stretched_from is not None:
            text = _("It takes {weeks} weeks instead of {fewer}, because there are {days} person-days a month.")
            yield text.format(weeks=planned.weeks, fewer=explanation.stretched_from, days=self._days())
        if planned.step.needed_by:
            needed_by = self._names(planned.step.needed_by)
            yield _("It is no target of its own: it is needed for {steps}.").format(steps=needed_by)
        if planned.step.doubt:
            yield _("The level of today is not known, so this step may not be needed.")

    def verdict(self) -> Iterator[str]:
        """Yield the sentences of the verdict."""
        verdict = self._plan.verdict
        target = long_date(self._plan.ambition.target_date)
        if not verdict.weeks_needed:
            yield _("There is nothing left to do.")
        elif verdict.fit is Fit.FITS:
            text = ngettext(
                "This fits: {n} week is left between the end of the plan and {date}.",
                "This fits: {n} weeks are left between the end of the plan and {date}.",
                verdict.buffer_left,
            )
            yield text.format(n=verdict.buffer_left, date=target)
        elif verdict.fit is Fit.EATS_BUFFER:
            text = _("This fits only without the whole buffer: {n} of its {wanted} weeks are left before {date}.")
            yield text.format(n=verdict.buffer_left, wanted=verdict.buffer_wanted, date=target)
        elif verdict.start_by <= self._plan.today or verdict.weeks_available <= 0:
            text = _("This does not fit before {date}: you should have started on {start}.")
            yield text.format(date=target, start=long_date(verdict.start_by))
        else:
            yield self._too_late(target)
        if verdict.cause:
            yield self._cause(verdict.cause)
            if verdict.fit is Fit.EATS_BUFFER and verdict.cause.kind in (CauseKind.CHAIN, CauseKind.WORK):
                text = _("Of the {n} weeks until {date} a plan may take {m}, so that a buffer of {percent}% is left.")
                yield text.format(n=verdict.weeks_available, date=target, m=verdict.cause.weeks_available,
                                  percent=self._plan.ambition.buffer_percent)  # fmt: skip
            if self._plan.kept_order and not self._plan.certified:
                yield _(
                    "This plan keeps the order that was fixed: a shorter one may be found with: sem plan TEAM --improve"
                )
            elif not verdict.certain:
                yield _("It is not proved that no plan fits: this is the shortest one found.")

    def replaced(self, pulled: Pulled) -> str:
        """Return that a plan counts on what an experiment that was stopped does not bring."""
        text = _("That counts only if something takes the place of experiment “{title}”, which was stopped: {steps}.")
        there = tuple(step for step in pulled.lost if step in self._steps)
        return text.format(title=pulled.experiment.title, steps=self._names(there))

    def _too_late(self, target: str) -> str:
        """Return that a plan does not fit although its latest starts are still to come: what it waits for ends late."""
        start_by = self._plan.verdict.start_by
        late = next((p for p in self._plan.steps if p.state is StepState.WAITING and p.latest_start == start_by), None)
        if late is None:
            return _("This does not fit before {date}: what is under way ends too late.").format(date=target)
        text = _(
            "This does not fit before {date}: {step} has to start by {start}, and the plan starts it on {planned}."
        )
        return text.format(
            date=target, step=self.name(late.step.id), start=long_date(start_by), planned=long_date(late.start)
        )

    def _cause(self, cause: Cause) -> str:
        numbers = {"n": cause.weeks_needed, "m": max(0, cause.weeks_available)}
        if cause.kind is CauseKind.PAST:
            return _("There is no whole week left before the target date.")
        if cause.kind is CauseKind.CHAIN:
            return self._chain(cause, numbers)
        if cause.kind is CauseKind.INTERLOCK:
            return _("The longest row of steps would fit and so would all the work, but not both together.")
        if cause.load.resource == STEPS_AT_ONCE:
            text = ngettext(
                "With {k} step at once the work takes {n} weeks, and there are {m}.",
                "With {k} steps at once the work takes {n} weeks, and there are {m}.",
                cause.load.capacity,
            )
            return text.format(**numbers, k=cause.load.capacity)
        if cause.load.resource == PERSON_DAYS:
            text = _("With {days} person-days a month the work takes {n} weeks, and there are {m}.")
            return text.format(**numbers, days=self._days())
        name = self._owners[cause.load.resource.removeprefix(OWNER)].name
        return _("{name} has {n} weeks of work, and there are {m}.").format(**numbers, name=name)

    def _chain(self, cause: Cause, numbers: dict[str, int]) -> str:
        first = cause.chain[0]
        stretched = bool(stretched_steps(self._plan).intersection(cause.chain))
        words = {"steps": " → ".join(self.name(step) for step in cause.chain), "days": self._days()}
        waits = waits_for_experiment(self._plan, first)
        if waits:
            words["date"] = long_date(self._plan.holds[first])
        if waits and stretched:
            text = _(
                "With the wait for the experiment that ends on {date} and {days} person-days a month these steps in a"
                " row take {n} weeks and there are {m}; more person-days help: {steps}."
            )
        elif waits:
            text = _(
                "With the wait for the experiment that ends on {date} these steps in a row take {n} weeks and there are"
                " {m}; more capacity does not help: {steps}."
            )
        elif stretched:
            text = _(
                "With {days} person-days a month these steps in a row take {n} weeks and there are {m}; more"
                " person-days help: {steps}."
            )
        else:
            text = _("In a row these steps take {n} weeks and there are {m}; more capacity does not help: {steps}.")
        return text.format(**numbers, **words)

    def _earlier(self, held: Held, planned: PlannedStep) -> Iterator[str]:
        if held.by is Hold.HAPPENED:
            yield _("It started on {date}.").format(date=long_date(planned.start))
        elif held.by is Hold.NOTHING:
            yield _("It can start at once: {date}.").format(date=long_date(planned.start))
        elif held.by is Hold.EXPERIMENT:
            yield _("The plan starts it on {date}.").format(date=long_date(planned.start))
            yield self._waits(planned.step.id)
        else:
            yield _("The plan starts it on {date}, after {steps}.").format(
                date=long_date(planned.start), steps=self._names(held.steps)
            )
            yield self._because(held)

    def link(self, link: Link) -> Iterator[str]:
        """Yield the sentences of one link of the chain back from the target."""
        planned, before = link.planned, link.before
        words = {"step": self.name(planned.step.id), "end": long_date(planned.latest_end or planned.end)}
        if planned.state is StepState.STARTED:
            yield _("{step} has started, and has to be there by {end}.").format(**words)
            return
        words["start"] = long_date(planned.latest_start or planned.start)
        if before is None:
            yield _("To be at {step} by {end}, start by {start}.").format(**words)
        elif link.held and link.held.resource:
            text = _("To be at {step} by {end}, start by {start}; before that there is no room for it beside {before}.")
            yield text.format(before=self.name(before), **words)
        else:
            text = _("To be at {step} by {end}, start by {start}, and first reach {before}.")
            yield text.format(before=self.name(before), **words)
        if link.held:
            yield self._because(link.held)
        if link.waits:
            yield self._waits(planned.step.id)

    def _waits(self, step: str) -> str:
        end = long_date(self._plan.holds[step])
        if step in self._experiments:
            text = _("It waits for experiment “{title}”, which ends on {date}.")
            return text.format(title=self._experiments[step], date=end)
        return _("It waits for an experiment, which ends on {date}.").format(date=end)

    def _later(self, held: Held, planned: PlannedStep) -> Iterator[str]:
        if held.by is Hold.TARGET:
            yield _("It may end last: nothing comes after it but the target date.")
        elif held.by is Hold.STEP:
            start = self._steps[held.steps[0]].latest_start
            text = _("After it comes {step}, which has to start by {date}.")
            yield text.format(step=self.name(held.steps[0]), date=long_date(start or planned.end))
            yield self._because(held)
        else:
            yield _("After that there is no room for it beside {steps}.").format(steps=self._names(held.steps))
            yield self._because(held)

    def _because(self, held: Held) -> str:
        capacity = self._plan.ambition.capacity
        if held.dependency:
            return self._reason(held.dependency)
        if held.resource == STEPS_AT_ONCE:
            n = capacity.steps_at_once
            return ngettext("No more than {n} step at once.", "No more than {n} steps at once.", n).format(n=n)
        if held.resource == PERSON_DAYS:
            return _("There are {days} person-days a month.").format(days=self._days())
        owner = self._owners[(held.resource or "").removeprefix(OWNER)]
        n = owner.steps_at_once
        text = ngettext("{name} leads {n} step at once.", "{name} leads {n} steps at once.", n)
        return text.format(name=owner.name, n=n)

    def _reason(self, dependency: Dependency) -> str:
        if dependency.reason:
            return _("Why: {reason}").format(reason=dependency.reason.get(language()))
        if dependency.why is Why.LADDER:
            return _("Levels are climbed one by one.")
        if dependency.why is Why.GATE:
            return _("Basics come before surprises.")
        return _("The team wants it in this order.")

    def _slack(self, planned: PlannedStep) -> Iterator[str]:
        slack = planned.slack
        if slack is None:
            return
        if slack > 0:
            text = ngettext("There is {n} week of slack.", "There are {n} weeks of slack.", slack)
            yield text.format(n=slack)
        elif slack == 0:
            yield _("There is no slack: with any delay the target date is missed.")
        else:
            text = ngettext("It is {n} week too late.", "It is {n} weeks too late.", -slack)
            yield text.format(n=-slack)

    def _names(self, steps: tuple[str, ...]) -> str:
        names = [self.name(step) for step in steps]
        if len(names) == 1:
            return names[0]
        return _("{first} and {last}").format(first=", ".join(names[:-1]), last=names[-1])

    def _days(self) -> str:
        days = self._plan.ambition.capacity.person_days_a_month or 0
        return number(days, 0 if days == int(days) else 1)
