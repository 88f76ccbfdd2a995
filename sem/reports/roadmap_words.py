"""A roadmap in words: steps, options, slips and changes as sentences, the same in every report and on every screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sem.charts.weeks import short_day
from sem.i18n import gettext as _
from sem.i18n import language, ngettext, number
from sem.i18n import mark as N_
from sem.model.ambition import Ambition, Capacity
from sem.model.experiment import Outcome
from sem.model.plan import Difference, Relaxation, RelaxationKind, Slip, SlipKind, StepState, step_parts
from sem.model.programme import AmbitionState
from sem.model.questionnaire import Estimate, Questionnaire
from sem.model.roadmap import BufferUse, ChangeKind, LevelChange, Pulled

_STATES = {
    StepState.WAITING: N_("to do"),
    StepState.STARTED: N_("under way"),
    StepState.DONE: N_("done"),
}

_AMBITION_STATES = {
    AmbitionState.DRAFT: N_("draft"),
    AmbitionState.SET: N_("set"),
    AmbitionState.REACHED: N_("reached"),
    AmbitionState.ABANDONED: N_("given up"),
}


def step_words(questionnaire: Questionnaire, step: str) -> str:
    """Return what a step is called, such as ``Culture 3``, by its id; also one that is in no plan any more."""
    area, level = step_parts(step)
    names = {known.id: known.short.get(language()) for known in questionnaire.areas}
    return f"{names.get(area, area)} {level}"


def listed(words: Iterable[str]) -> str:
    """Return words as a list in a sentence."""
    found = list(words)
    if len(found) < 2:
        return "".join(found)
    return _("{first} and {last}").format(first=", ".join(found[:-1]), last=found[-1])


def steps_words(questionnaire: Questionnaire, steps: Iterable[str]) -> str:
    """Return the names of steps as a list in a sentence."""
    return listed(step_words(questionnaire, step) for step in steps)


def step_state_word(state: StepState) -> str:
    """Return how far a step is, in a word or two."""
    return _(_STATES[state])


def ambition_state_word(state: AmbitionState) -> str:
    """Return how far an ambition is, in a word."""
    return _(_AMBITION_STATES[state])


def plain_number(value: float) -> str:
    """Return a number without a decimal where there is none."""
    return number(value, 0 if value == int(value) else 1)


def estimate_words(estimate: Estimate) -> str:
    """Return an estimate as ``2 / 4 / 6``: low, likely and high; as one number where all are the same."""
    if estimate.low == estimate.likely == estimate.high:
        return plain_number(estimate.likely)
    return " / ".join(map(plain_number, (estimate.low, estimate.likely, estimate.high)))


def capacity_words(capacity: Capacity) -> str:
    """Return what a team has for its plan."""
    n = capacity.steps_at_once
    text = ngettext("{n} step at once", "{n} steps at once", n).format(n=n)
    if capacity.person_days_a_month is None:
        return text
    days = plain_number(capacity.person_days_a_month)
    return _("{steps}, {days} person-days a month").format(steps=text, days=days)


def relaxation_words(relaxation: Relaxation, ambition: Ambition, questionnaire: Questionnaire) -> str:
    """Return what a relaxation changes of an ambition and what comes of it, in a sentence or two."""
    changed, end = relaxation.plan.ambition, relaxation.plan.end
    if relaxation.kind is RelaxationKind.DATE:
        n = _calendar_weeks(ambition.target_date, changed.target_date)
        text = ngettext("Move the target date {n} week, to {day}.", "Move the target date {n} weeks, to {day}.", n)
        what = text.format(n=n, day=short_day(changed.target_date))
    elif relaxation.kind is RelaxationKind.CAPACITY:
        what = _more_capacity(ambition.capacity, changed.capacity)
    elif relaxation.kind is RelaxationKind.OWNER:
        before, after = ({o.id: o for o in a.owners}[relaxation.owner or ""] for a in (ambition, changed))
        what = _("Let {name} lead {new} steps at once instead of {old}.").format(
            name=before.name, new=after.steps_at_once, old=before.steps_at_once
        )
    else:
        lower = [
            _("{area} {new} instead of {old}").format(
                area=questionnaire.area(area).short.get(language()), new=changed.levels[area], old=ambition.levels[area]
            )
            for area in relaxation.areas
        ]
        what = _("Aim lower: {levels}.").format(levels=listed(lower))
    parts = [what, _("The last step then ends on {end}.").format(end=short_day(end))]
    if relaxation.plan.kept_order and not relaxation.certain:
        parts.append(_("Less may do: look for a shorter plan with: sem plan TEAM --improve"))
    elif not relaxation.certain:
        parts.append(_("Less may do, but was not found."))
    return " ".join(parts)


def _calendar_weeks(old: date, new: date) -> int:
    """Return the weeks between two days as a calendar counts them, rounded up; closed weeks count too."""
    return -((old - new).days // 7)


def _more_capacity(old: Capacity, new: Capacity) -> str:
    words: dict[str, str | int] = {"new": new.steps_at_once, "old": old.steps_at_once}
    before, after = old.person_days_a_month, new.person_days_a_month
    if before is None or after is None or before == after:
        return _("Work on {new} steps at once instead of {old}.").format(**words)
    words |= {"more": plain_number(after), "less": plain_number(before)}
    if new.steps_at_once == old.steps_at_once:
        return _("Make {more} person-days a month free instead of {less}.").format(**words)
    text = _("Work on {new} steps at once instead of {old}, with {more} person-days a month instead of {less}.")
    return text.format(**words)


def slip_words(slip: Slip, questionnaire: Questionnaire) -> str:
    """Return how a step stands against the plan that was fixed."""
    name = step_words(questionnaire, slip.step)
    if not slip.weeks:
        return _("{step}: on plan.").format(step=name)
    if slip.weeks < 0:
        text = ngettext("{step}: {n} week earlier.", "{step}: {n} weeks earlier.", -slip.weeks)
        return text.format(step=name, n=-slip.weeks)
    if slip.kind is SlipKind.TOO_LATE:
        text = ngettext(
            "{step}: {n} week later, past its latest end ({latest}).",
            "{step}: {n} weeks later, past its latest end ({latest}).",
            slip.weeks,
        )
    elif slip.kind is SlipKind.FREE_TIME:
        text = ngettext(
            "{step}: {n} week later, in the free time before the buffer.",
            "{step}: {n} weeks later, in the free time before the buffer.",
            slip.weeks,
        )
    else:
        text = ngettext(
            "{step}: {n} week later, which eats the buffer.",
            "{step}: {n} weeks later, which eats the buffer.",
            slip.weeks,
        )
    latest = short_day(slip.latest_end) if slip.latest_end else ""
    said = text.format(step=name, n=slip.weeks, latest=latest)
    if slip.started_by and slip.started_by != slip.step:
        cause = step_words(questionnaire, slip.started_by)
        said += " " + _("It started with {step}.").format(step=cause)
    return said


def buffer_words(use: BufferUse) -> str:
    """Return how much of the path is done and of the buffer used, and whether that is reason to act."""
    text = _("{path}% of the path is done, and {buffer}% of the buffer is used.")
    said = text.format(path=round(use.path * 100), buffer=round(use.buffer * 100))
    if use.buffer > max(use.path, 1 / 3):
        said += " " + _("The buffer goes faster than the work: it is time to act.")
    return said


def change_words(change: LevelChange, questionnaire: Questionnaire) -> str:
    """Return what the newest round says of an area."""
    area = questionnaire.area(change.area).short.get(language())
    words = {"area": area, "old": change.old or "?", "new": change.new or "?"}
    steps = steps_words(questionnaire, change.steps)
    if change.kind is ChangeKind.NOT_COMPARABLE:
        text = _(
            "{area} has level {new} now. It can't be compared with level {old} of before: the questionnaire asks "
            "something else."
        )
    elif change.kind is ChangeKind.FELL_BACK:
        text = _("{area} fell back from level {old} to {new}.")
    else:
        text = _("{area} went from level {old} to {new}.")
    said = text.format(**words)
    if change.old and change.new and change.new < change.old:
        return said + (" " + _("To be done again: {steps}.").format(steps=steps) if steps else "")
    return said + (" " + _("No longer to be done: {steps}.").format(steps=steps) if steps else "")


def difference_words(difference: Difference, questionnaire: Questionnaire) -> Iterator[str]:
    """Yield what is different between two plans: how many steps move, what came and went, and the end."""
    moved = len(difference.moved)
    if moved:
        yield ngettext("{n} step has other dates.", "{n} steps have other dates.", moved).format(n=moved)
    if difference.added:
        yield _("Added: {steps}.").format(steps=steps_words(questionnaire, difference.added))
    if difference.gone:
        yield _("Gone: {steps}.").format(steps=steps_words(questionnaire, difference.gone))
    weeks = difference.weeks
    if weeks > 0:
        yield ngettext("The end is {n} week later.", "The end is {n} weeks later.", weeks).format(n=weeks)
    elif weeks < 0:
        yield ngettext("The end is {n} week earlier.", "The end is {n} weeks earlier.", -weeks).format(n=-weeks)


def pulled_words(pulled: Pulled, questionnaire: Questionnaire) -> str:
    """Return what is lost by an experiment that was stopped, how the plan looks without it, and what to do next."""
    said = lost_words(pulled, questionnaire)
    said += " " + _("Give them up with: sem step drop TEAM {steps} --reason TEXT").format(
        steps=" ".join(step.replace(">", "-") for step in pulled.lost)
    )
    if pulled.experiment.outcome is Outcome.RED:
        amend = _("Or go on with another criterion: sem experiment amend TEAM {id}")
        said += " · " + amend.format(id=pulled.experiment.id)
    return said


def lost_words(pulled: Pulled, questionnaire: Questionnaire) -> str:
    """Return what is lost by an experiment that was stopped, and how the plan looks without it."""
    said = _("Experiment “{title}” was stopped. Without it can't be reached: {steps}.").format(
        title=pulled.experiment.title, steps=steps_words(questionnaire, pulled.lost)
    )
    if pulled.without is None:
        said += " " + _("Nothing is left of the plan without these.")
    else:
        said += " " + _("Without these the last step ends on {end}.").format(end=short_day(pulled.without.end))
    return said
