"""A roadmap told on the screen: the step pointed at, what happened lately, and the way back from the ambition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sem.backcast.chain import chain_back
from sem.backcast.explain import explain
from sem.backcast.words import chain_links, sentences, verdict_sentences
from sem.charts.weeks import short_day
from sem.i18n import gettext as _
from sem.i18n import language, long_date, ngettext
from sem.model.plan import Difference, Plan, PlannedStep, SlipKind, StepState
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import Roadmap
from sem.programme.cautions import cautions
from sem.programme.commitments import CommitmentState, in_order
from sem.programme.options import Option
from sem.programme.roadmap import record_of
from sem.reports.commitment_text import commitment_lines, commitment_words
from sem.reports.roadmap import Standing
from sem.reports.roadmap_words import (
    buffer_words,
    change_words,
    difference_words,
    estimate_words,
    pulled_words,
    relaxation_words,
    slip_words,
    step_state_word,
    step_words,
    steps_words,
)
from sem.tui.screens.reading import Paragraph
from sem.tui.text import fit, wrap

MOST_MOVED = 8
"""Steps whose new dates are told one by one before others are only counted."""


def verdict_words(roadmap: Roadmap, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return whether the plan fits, and why not, as sentences."""
    return verdict_sentences(roadmap.plan, questionnaire, roadmap.pulled)


def news(standing: Standing, roadmap: Roadmap) -> list[str]:
    """Return what the team should know beside the verdict, the most urgent first."""
    questionnaire, plan, programme = standing.questionnaire, roadmap.plan, roadmap.programme
    said = [pulled_words(pulled, questionnaire) for pulled in roadmap.pulled]
    said += [change_words(change, questionnaire) for change in roadmap.changes]
    # Told anew, and not taken from the roadmap, because the language may have changed since that was made.
    said += cautions(programme, record_of(programme), plan, questionnaire, standing.now)
    said += [slip_words(slip, questionnaire) for slip in roadmap.slips if slip.kind is SlipKind.TOO_LATE]
    if roadmap.buffer and roadmap.buffer.buffer > roadmap.buffer.path:
        said.append(buffer_words(roadmap.buffer))
    return said


def overdue(roadmap: Roadmap) -> list[str]:
    """Return what was promised and not done by its day, as sentences."""
    today = roadmap.plan.today
    return [
        _("Promised: {commitment}").format(commitment=commitment_words(one, today))
        for one, state in in_order(roadmap.programme, today)
        if state is CommitmentState.OVERDUE
    ]


def options_told(options: Sequence[Option] | None, plan: Plan, questionnaire: Questionnaire, width: int) -> list[str]:
    """Return what would make a plan fit as lines: how to choose, and then each option; empty where it fits.

    Args:
        options: None while they are looked for.
        plan: The one that does not fit.
        questionnaire: Where the areas are from.
        width: In cells.
    """
    if options is None:
        return [fit(_("Looking for what would make it fit…"), width)]
    if not options:
        return []
    lines = list(wrap(_("What would make it fit, with its buffer (press o to choose):"), width))
    for option in options:
        said = wrap(relaxation_words(option.relaxation, plan.ambition, questionnaire), max(1, width - 4))
        lines += [f"{option.number if n == 0 else '':>2}  {line}" for n, line in enumerate(said)]
    return lines


def options_counted(options: Sequence[Option]) -> str:
    """Return in one line how many changes would make a plan fit."""
    n = len(options)
    text = ngettext("{n} change would make it fit: press o.", "Any one of {n} changes would make it fit: press o.", n)
    return text.format(n=n)


def against_fixed(standing: Standing, roadmap: Roadmap) -> Iterator[str]:
    """Yield how the plan stands against the one that was fixed last; nothing where none was."""
    programme, questionnaire = roadmap.programme, standing.questionnaire
    if not programme.baselines:
        return
    baseline = programme.baselines[-1]
    yield _("Against the plan that was fixed on {day}:").format(day=long_date(baseline.made_on))
    moved = [slip for slip in roadmap.slips if slip.weeks]
    yield from (slip_words(slip, questionnaire) for slip in moved)
    on_plan = len(roadmap.slips) - len(moved)
    if on_plan:
        yield ngettext("{n} step is on plan.", "{n} steps are on plan.", on_plan).format(n=on_plan)
    if roadmap.difference and roadmap.difference.added:
        yield _("Added: {steps}.").format(steps=steps_words(questionnaire, roadmap.difference.added))
    if roadmap.difference and roadmap.difference.gone:
        yield _("Gone: {steps}.").format(steps=steps_words(questionnaire, roadmap.difference.gone))


def in_words(standing: Standing, roadmap: Roadmap, options: Sequence[Option]) -> list[Paragraph]:
    """Return the whole roadmap as sentences, read back from the ambition; the verdict stands above it."""
    questionnaire, plan = standing.questionnaire, roadmap.plan
    told: list[Paragraph] = []
    if options:
        told.append(_("What would make it fit, with its buffer:"))
        told += [
            f"{option.number}. {relaxation_words(option.relaxation, plan.ambition, questionnaire)}"
            for option in options
        ]
    chain = _chain(roadmap, questionnaire, None)
    if chain:
        told += [_("Back from the ambition:"), *chain]
    told += news(standing, roadmap)
    told += list(against_fixed(standing, roadmap))
    promised = commitment_lines(roadmap.programme, plan.today)
    if promised:
        told += [_("Commitments:"), *promised]
    dropped = roadmap.programme.dropped
    if dropped:
        told.append(_("Dropped:"))
        told += [(step_words(questionnaire, step), why) for step, why in dropped.items()]
    return told


def step_facts(planned: PlannedStep, roadmap: Roadmap) -> tuple[str, str]:
    """Return the facts of a step in two lines: how far it is and who leads it, and its dates."""
    weeks = ngettext("{n} week", "{n} weeks", planned.weeks).format(n=planned.weeks)
    facts = [step_state_word(planned.state), weeks]
    if leader := owner_name(planned, roadmap.plan):
        facts.append(_("led by {name}").format(name=leader))
    if planned.step.doubt:
        facts.append(_("level of today not known"))
    text = _("done {start} – {end}") if planned.state is StepState.DONE else _("planned {start} – {end}")
    dates = [text.format(start=short_day(planned.start), end=short_day(planned.end))]
    if planned.state is StepState.WAITING and planned.latest_start:
        dates.append(_("latest start {day}").format(day=short_day(planned.latest_start)))
    if planned.slack is not None:
        dates.append(_("slack {n}").format(n=str(planned.slack).replace("-", "−")))
    return " · ".join(facts), " · ".join(dates)


def owner_name(planned: PlannedStep, plan: Plan) -> str:
    """Return who leads a step; empty where nobody does."""
    return next((owner.name for owner in plan.ambition.owners if owner.id == planned.step.owner), "")


def why_here(planned: PlannedStep, roadmap: Roadmap, questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return why a step is where it is, as sentences."""
    explanation = explain(roadmap.plan)[planned.step.id]
    return sentences(roadmap.plan, explanation, questionnaire, roadmap.programme.experiments)


def practice_titles(planned: PlannedStep, plan: Plan, questionnaire: Questionnaire) -> list[str]:
    """Return what there is to do for a step."""
    titles = {practice.id: practice.title.get(language()) for practice in questionnaire.practices}
    titles |= {own.id: own.title for own in plan.ambition.practices}
    return [titles.get(practice, practice) for practice in planned.step.practices]


def step_told(planned: PlannedStep, standing: Standing, roadmap: Roadmap) -> list[Paragraph]:
    """Return all about a step: its facts, why it is where it is, what there is to do, and what shows that."""
    questionnaire, plan, step = standing.questionnaire, roadmap.plan, planned.step
    told: list[Paragraph] = [*step_facts(planned, roadmap), " ".join(why_here(planned, roadmap, questionnaire))]
    told += [(_("weeks (estimate)"), estimate_words(step.weeks))]
    told += [(_("person-days (estimate)"), estimate_words(step.person_days))]
    if step.needed_by:
        told.append((_("needed for"), steps_words(questionnaire, step.needed_by)))
    chain = _chain(roadmap, questionnaire, step.id)
    if len(chain) > 1:
        told += [_("Back from here:"), *chain]
    descriptions = {practice.id: practice.description.get(language()) for practice in questionnaire.practices}
    titles = practice_titles(planned, plan, questionnaire)
    if titles:
        told.append(_("What there is to do:"))
        own = _("a practice of your own")
        told += [
            f"{title}: {descriptions.get(practice, own)}"
            for title, practice in zip(titles, step.practices, strict=True)
        ]
    for experiment in roadmap.programme.experiments:
        if experiment.step == step.id:
            told.append((_("experiment"), experiment.title))
    for seen in roadmap.programme.evidence:
        if seen.step == step.id:
            by = f" ({seen.by})" if seen.by else ""
            told.append((long_date(seen.observed), f"{seen.text}{by}"))
    return told


def _chain(roadmap: Roadmap, questionnaire: Questionnaire, step: str | None) -> list[Paragraph]:
    """Return the chain back from a step, or from the ambition, as its steps with what is said of each."""
    plan = roadmap.plan
    links = chain_links(plan, questionnaire, step, roadmap.programme.experiments)
    names = [step_words(questionnaire, link.planned.step.id) for link in chain_back(plan, step)]
    return [(name, " ".join(said)) for name, said in zip(names, links, strict=True)]


def changes_told(difference: Difference, questionnaire: Questionnaire) -> list[str]:
    """Return what another plan would move, the steps that move most by name.

    Args:
        difference: From the plan there is to the other one.
        questionnaire: Where the areas are from.
    """
    told = list(difference_words(difference, questionnaire))
    moved = [moved for moved in difference.moved if moved.weeks]
    for one in moved[:MOST_MOVED]:
        text = ngettext(
            "{step}: {n} week, from {old} to {new}", "{step}: {n} weeks, from {old} to {new}", abs(one.weeks)
        )
        weeks = f"{one.weeks:+d}".replace("-", "−")
        words = {
            "step": step_words(questionnaire, one.step),
            "old": short_day(one.start),
            "new": short_day(one.new_start),
        }
        told.append(text.format(n=weeks, **words))
    if len(moved) > MOST_MOVED:
        told.append(_("and {n} more.").format(n=len(moved) - MOST_MOVED))
    if not told:
        told.append(_("No step moves."))
    return told
