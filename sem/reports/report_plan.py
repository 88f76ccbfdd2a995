"""Where a team wants to be, in a report on it: ambition, roadmap, experiments, and what people promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sem.analysis.agreement import mean
from sem.backcast.noticed import noticed
from sem.backcast.words import chain_sentences, verdict_sentences
from sem.charts.weeks import short_day
from sem.i18n import gettext as _
from sem.i18n import language, long_date, number, short_date
from sem.model.experiment import Experiment
from sem.model.plan import Plan, PlannedStep, Relaxation, StepState
from sem.model.questionnaire import HIGHEST_LEVEL
from sem.model.roadmap import Roadmap
from sem.programme.commitments import CommitmentState, in_order
from sem.programme.experiments import state_of
from sem.reports.commitment_text import commitment_state_words
from sem.reports.document import Block, Chart, Facts, Figure, Heading, Numbered, Paragraph, Value, cells, typed_table
from sem.reports.experiment_text import course_facts, experiment_state_words, subset_words
from sem.reports.report import Section, Subject
from sem.reports.report_pictures import roadmap_picture
from sem.reports.roadmap import Standing
from sem.reports.roadmap_names import Names, criterion_words
from sem.reports.roadmap_words import (
    ambition_state_word,
    buffer_words,
    capacity_words,
    change_words,
    lost_words,
    plain_number,
    relaxation_words,
    slip_words,
    step_state_word,
    step_words,
)
from sem.reports.words import NOTHING, level_words


def ambition(subject: Subject) -> Section | None:
    """Return where the team wants to be and how far that is; None without an ambition."""
    programme, standing = subject.programme, subject.standing
    wanted = programme.ambition
    if wanted is None:
        return None
    facts = [
        (_("Target date"), long_date(wanted.target_date)),
        (_("State"), ambition_state_word(programme.state)),
        (_("Capacity"), capacity_words(wanted.capacity)),
        (_("Buffer"), f"{wanted.buffer_percent}%"),
    ]
    message = wanted.statement or _("By {day} the team wants to be at the levels below.").format(
        day=long_date(wanted.target_date)
    )
    blocks: list[Block] = [Facts(tuple(facts))]
    if standing is not None:
        blocks.append(_gaps(standing))
    if subject.unplanned:
        blocks.append(Paragraph(subject.unplanned))
    return Section("ambition", _("Ambition"), message, tuple(blocks))


def _gaps(standing: Standing) -> Figure:
    wanted = standing.programme.ambition
    assert wanted is not None
    rows, names, now, target = [], [], [], []
    for area in standing.questionnaire.areas:
        level, goal = standing.now.get(area.id), wanted.levels.get(area.id)
        gap = goal - level if level is not None and goal is not None else None
        name = area.short.get(language())
        rows.append(
            cells(
                name,
                (level_words(standing.questionnaire, level), level),
                (level_words(standing.questionnaire, goal), goal) if goal is not None else _("stays as it is"),
                (f"+{gap}", gap) if gap is not None and gap > 0 else NOTHING,
            )
        )
        names.append(name)
        now.append(level)
        target.append(goal if goal is not None else level)
    chart = Chart(
        "radar",
        _("Now and wanted"),
        tuple(names),
        ((_("Now"), tuple(now)), (_("Wanted"), tuple(target))),
        0,
        HIGHEST_LEVEL,
    )
    words = _("The gap-free level of each area in the round of {day}, and the level that is wanted.").format(
        day=long_date(standing.round.opened)
    )
    table = typed_table((_("Area"), _("Now"), _("Wanted"), _("To go")), rows)
    return Figure(_("Now and wanted"), words, table, None, (chart,))


def roadmap(subject: Subject) -> Section | None:
    """Return the steps with who leads them and when, and whether it fits; None where there is no plan."""
    way, standing = subject.roadmap, subject.standing
    if way is None or standing is None:
        return None
    plan, questionnaire = way.plan, standing.questionnaire
    verdict = fit_words(way, standing)
    blocks: list[Block] = []
    if plan.steps:
        blocks.append(_picture(way, standing))
        blocks.append(Paragraph(_("Slack: the weeks it may end later than planned before the target date is lost.")))
    if subject.options:
        blocks.append(Paragraph(_("What would make it fit, with its buffer:")))
        found = [_plainly(option.relaxation) for option in subject.options]
        said = (relaxation_words(relaxation, plan.ambition, questionnaire) for relaxation in found)
        blocks.append(Numbered(tuple(("", words) for words in said)))
    blocks += map(Paragraph, way.warnings)
    back = chain_sentences(plan, questionnaire, experiments=way.programme.experiments)
    if back:
        blocks += [Heading(3, _("Back from the ambition")), Paragraph(" ".join(back))]
    blocks += _milestones(way, standing)
    blocks += _since(way, standing)
    return Section("roadmap", _("Roadmap"), verdict, tuple(blocks))


def fit_words(way: Roadmap, standing: Standing) -> str:
    """Return whether a plan fits, and why not if it does not; without commands, which no reader can do a thing with."""
    told = verdict_sentences(way.plan, standing.questionnaire, way.pulled)
    without = verdict_sentences(_settled(way.plan), standing.questionnaire, way.pulled)
    if way.plan.kept_order and len(told) > len(without):
        return " ".join((*without, _("This plan keeps the order that was fixed; another order may take less time.")))
    return " ".join(told)


def _settled(plan: Plan) -> Plan:
    """Return a plan of which it is not told that a shorter one may be found, and how to look for that."""
    return replace(plan, certified=True, verdict=replace(plan.verdict, certain=True))


def _plainly(relaxation: Relaxation) -> Relaxation:
    """Return a relaxation of which no command is told by which a shorter plan could be looked for."""
    return replace(relaxation, plan=replace(relaxation.plan, kept_order=False))


def _picture(way: Roadmap, standing: Standing) -> Figure:
    names = Names(way, standing.questionnaire)
    header = (_("Step"), _("What is done"), _("Led by"), _("Planned start"), _("Planned end"), _("Latest start"),
              _("Slack"), _("State"))  # fmt: skip
    caption = _("Roadmap of {team}").format(team=way.team)
    words = _("The steps on their weeks from today to {day}, with who leads them.").format(
        day=long_date(way.plan.ambition.target_date)
    )
    table = typed_table(header, (_step(names, planned) for planned in way.plan.steps))
    notices = [
        next(iter(noticed(milestone, way.plan, standing.questionnaire, most=1)), "") for milestone in way.milestones
    ]
    drawn = roadmap_picture(replace(way, plan=_settled(way.plan)), standing.questionnaire, notices)
    return Figure(caption, words, table, drawn)


def _step(names: Names, planned: PlannedStep) -> tuple[tuple[str, ...], tuple[Value, ...]]:
    waiting = planned.state is not StepState.DONE
    latest, slack = planned.latest_start, planned.slack
    return cells(
        names.step(planned.step.id),
        "; ".join(names.practices(planned)) or NOTHING,
        names.owner(planned) or NOTHING,
        (short_date(planned.start), planned.start),
        (short_date(planned.end), planned.end),
        (short_date(latest), latest) if waiting and latest else NOTHING,
        (plain_number(slack), slack) if waiting and slack is not None else NOTHING,
        step_state_word(planned.state),
    )


def _milestones(way: Roadmap, standing: Standing) -> Iterator[Block]:
    if not way.milestones:
        return
    names = Names(way, standing.questionnaire)
    rows = []
    for milestone in way.milestones:
        level = mean(list(milestone.levels.values()))
        rows.append(
            cells(
                (short_date(milestone.day), milestone.day),
                ", ".join(names.step(step) for step in milestone.steps) or NOTHING,
                (number(level), level),
                " ".join(noticed(milestone, way.plan, standing.questionnaire)) or NOTHING,
            )
        )
    yield Heading(3, _("Milestones"))
    yield typed_table((_("Day"), _("Reached since"), _("Mean level"), _("What a customer notices")), rows)


def _since(way: Roadmap, standing: Standing) -> Iterator[Block]:
    questionnaire = standing.questionnaire
    said = [change_words(change, questionnaire) for change in way.changes]
    said += [lost_words(pulled, questionnaire) for pulled in way.pulled]
    said += [slip_words(slip, questionnaire) for slip in way.slips if slip.weeks]
    for step, reason in way.programme.dropped.items():
        words = _("{step} was dropped: {reason}")
        said.append(words.format(step=step_words(questionnaire, step), reason=reason or NOTHING))
    if way.buffer:
        said.append(buffer_words(way.buffer))
    if said:
        yield Heading(3, _("What changed since the plan was fixed"))
        yield from map(Paragraph, said)


def experiments(subject: Subject) -> Section | None:
    """Return what is tried on a small scale, on what it is stopped, and what came of it; None without any."""
    found = subject.programme.experiments
    if not found:
        return None
    rows = []
    for one in found:
        rows.append(
            cells(
                one.title,
                experiment_state_words(state_of(one, subject.today)),
                (short_date(one.start), one.start),
                (short_date(one.end), one.end),
                criterion_words(one.criterion),
                (short_date(one.criterion.by), one.criterion.by),
                one.criterion.otherwise,
            )
        )
    header = (_("Experiment"), _("State"), _("Start"), _("Last day"), _("Goes on if"), _("Measured by"), _("Otherwise"))
    blocks: list[Block] = [typed_table(header, rows)]
    for one in found:
        blocks += [Heading(3, one.title), Facts(tuple(_facts(subject, one)))]
    states = [experiment_state_words(state_of(one, subject.today)) for one in found]
    told = "; ".join(f"{one.title}: {state}" for one, state in zip(found, states, strict=True))
    return Section("experiments", _("Experiments"), f"{told}.", tuple(blocks))


def _facts(subject: Subject, experiment: Experiment) -> Iterator[tuple[str, str]]:
    yield _("Hypothesis"), experiment.hypothesis
    yield _("With"), subset_words(experiment.subset)
    if experiment.step and subject.standing:
        yield _("Step"), step_words(subject.standing.questionnaire, experiment.step)
    yield from course_facts(experiment)
    if experiment.stopped_on is not None and experiment.stopped_because:
        text = _("The team pulled the plug on {stopped}: “{reason}”.")
        yield _("Stopped"), text.format(stopped=short_day(experiment.stopped_on), reason=experiment.stopped_because)


def commitments(subject: Subject) -> Section | None:
    """Return what people promised at the end of sessions; None where nothing was."""
    found = list(in_order(subject.programme, subject.today))
    if not found:
        return None
    rows = [
        cells(one.text, one.owner, (short_date(one.by), one.by), commitment_state_words(one, subject.today))
        for one, _state in found
    ]
    counts = [sum(state is wanted for _one, state in found) for wanted in CommitmentState]
    message = _("Open: {open}; overdue: {overdue}; done: {done}.").format(
        open=counts[0], overdue=counts[1], done=counts[2]
    )
    table = typed_table((_("What"), _("Who"), _("By"), _("State")), rows)
    return Section("commitments", _("Commitments"), message, (table,))
