"""A roadmap as a document: why, what, when, by whom, on what an experiment stops, and what changed since."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sem.analysis.agreement import mean
from sem.backcast.explain import explain
from sem.backcast.noticed import noticed
from sem.backcast.words import chain_sentences, sentences, verdict_sentences
from sem.charts.terminal.timeline import draw_timeline
from sem.charts.timeline import timeline
from sem.charts.weeks import short_day
from sem.i18n import gettext as _
from sem.i18n import long_date, number
from sem.model.experiment import Experiment
from sem.model.plan import PlannedStep, StepState
from sem.model.roadmap import Roadmap
from sem.programme.commitments import in_order
from sem.programme.experiments import state_of
from sem.programme.options import Option
from sem.reports.commitment_text import commitment_state_words
from sem.reports.document import Block, Drawing, Facts, Heading, Numbered, Paragraph, Table
from sem.reports.experiment_text import course_facts, experiment_state_words, subset_words
from sem.reports.roadmap import Standing
from sem.reports.roadmap_names import Names
from sem.reports.roadmap_words import (
    buffer_words,
    capacity_words,
    change_words,
    difference_words,
    plain_number,
    pulled_words,
    relaxation_words,
    slip_words,
    step_state_word,
    step_words,
)
from sem.reports.words import NOTHING

_PICTURE_WIDTH = 100


def roadmap_document(standing: Standing, roadmap: Roadmap, options: Sequence[Option]) -> list[Block]:
    """Return a roadmap as a document in the language in use.

    Args:
        standing: Where the team stands.
        roadmap: Its roadmap.
        options: The ways to make the ambition fit; empty where it fits.
    """
    return list(_Document(standing, roadmap, options).blocks())


class _Document:
    def __init__(self, standing: Standing, roadmap: Roadmap, options: Sequence[Option]) -> None:
        self._standing, self._roadmap, self._options = standing, roadmap, options
        self._plan, self._programme = roadmap.plan, roadmap.programme
        self._questionnaire = standing.questionnaire
        self._names = Names(roadmap, self._questionnaire)

    def blocks(self) -> Iterator[Block]:
        """Yield the whole document."""
        yield from self._summary()
        yield from self._back()
        yield from self._steps()
        yield from self._commitments()
        yield from self._milestones()
        yield from self._experiments()
        yield from self._since()

    def _summary(self) -> Iterator[Block]:
        ambition = self._plan.ambition
        yield Heading(1, _("Roadmap of {team}").format(team=self._roadmap.team))
        if ambition.statement:
            yield Paragraph(ambition.statement, strong=True)
        for sentence in verdict_sentences(self._plan, self._questionnaire, self._roadmap.pulled):
            yield Paragraph(sentence)
        goals = ", ".join(f"{self._names.area(area)} {level}" for area, level in ambition.levels.items())
        yield Facts(
            (
                (_("Target date"), long_date(ambition.target_date)),
                (_("Target levels"), goals or NOTHING),
                (_("Capacity"), capacity_words(ambition.capacity)),
                (_("Buffer"), f"{ambition.buffer_percent}%"),
                (_("Made on"), long_date(self._plan.today)),
                (_("Levels of today from"), _("the round of {day}").format(day=long_date(self._standing.round.opened))),
            )
        )
        picture = draw_timeline(timeline(self._roadmap, self._questionnaire), _PICTURE_WIDTH, characters="blocks").whole
        yield Drawing(tuple(map(str.rstrip, picture.lines)), _("Today is on the left, the ambition on the right."))
        if self._options:
            yield Paragraph(_("What would make it fit, with its buffer:"))
            said = (relaxation_words(o.relaxation, ambition, self._questionnaire) for o in self._options)
            yield Numbered(tuple(("", words) for words in said))
        yield from map(Paragraph, self._roadmap.warnings)

    def _back(self) -> Iterator[Block]:
        said = chain_sentences(self._plan, self._questionnaire, experiments=self._programme.experiments)
        if said:
            yield Heading(2, _("Back from the ambition"))
            yield Paragraph(" ".join(said))

    def _steps(self) -> Iterator[Block]:
        yield Heading(2, _("Steps"))
        if not self._plan.steps:
            yield Paragraph(_("There is nothing left to do."))
            return
        header = (_("Step"), _("Led by"), _("Planned"), _("Latest start"), _("Slack"), _("State"))
        yield Table(header, tuple(self._row(planned) for planned in self._plan.steps))
        yield Paragraph(_("Slack: the weeks it may end later than planned before the target date is lost."))
        explained = explain(self._plan)
        for planned in self._plan.steps:
            yield Heading(3, self._names.step(planned.step.id))
            why = sentences(
                self._plan, explained[planned.step.id], self._questionnaire, self._programme.experiments
            )  # fmt: skip
            yield Paragraph(" ".join(why))
            practices = self._names.practices(planned)
            if practices:
                yield Numbered(tuple(("", title) for title in practices))
            for evidence in self._programme.evidence:
                if evidence.step == planned.step.id:
                    name = _("Evidence, {day}").format(day=long_date(evidence.observed))
                    by = _("{text} (seen by {name})").format(text=evidence.text, name=evidence.by)
                    yield Facts(((name, by if evidence.by else evidence.text),))

    def _row(self, planned: PlannedStep) -> tuple[str, ...]:
        waiting = planned.state is not StepState.DONE
        return (
            self._names.step(planned.step.id),
            self._names.owner(planned) or NOTHING,
            f"{short_day(planned.start)} – {short_day(planned.end)}",
            short_day(planned.latest_start) if waiting and planned.latest_start else NOTHING,
            plain_number(planned.slack) if waiting and planned.slack is not None else NOTHING,
            step_state_word(planned.state),
        )

    def _commitments(self) -> Iterator[Block]:
        today = self._plan.today
        rows = tuple(
            (one.text, one.owner, commitment_state_words(one, today))
            for one, _state in in_order(self._programme, today)
        )
        if rows:
            yield Heading(2, _("Commitments"))
            yield Table((_("What"), _("Who"), _("When")), rows)

    def _milestones(self) -> Iterator[Block]:
        if not self._roadmap.milestones:
            return
        yield Heading(2, _("Milestones"))
        header = (_("Day"), _("Reached since"), _("Mean level"), _("What a customer notices"))
        rows = []
        for milestone in self._roadmap.milestones:
            steps = ", ".join(self._names.step(step) for step in milestone.steps) or NOTHING
            notices = " ".join(noticed(milestone, self._plan, self._questionnaire)) or NOTHING
            rows.append((short_day(milestone.day), steps, number(mean(list(milestone.levels.values()))), notices))
        yield Table(header, tuple(rows))

    def _experiments(self) -> Iterator[Block]:
        if not self._programme.experiments:
            return
        yield Heading(2, _("Experiments"))
        for experiment in self._programme.experiments:
            yield Heading(3, experiment.title)
            yield Facts(tuple(self._facts(experiment)))

    def _facts(self, experiment: Experiment) -> Iterator[tuple[str, str]]:
        yield _("State"), experiment_state_words(state_of(experiment, self._plan.today))
        yield _("Hypothesis"), experiment.hypothesis
        yield _("With"), subset_words(experiment.subset)
        yield _("When"), f"{short_day(experiment.start)} – {short_day(experiment.end)}"
        if experiment.step:
            yield _("Step"), step_words(self._questionnaire, experiment.step)
        yield from course_facts(experiment)

    def _since(self) -> Iterator[Block]:
        said = [change_words(change, self._questionnaire) for change in self._roadmap.changes]
        said += [pulled_words(pulled, self._questionnaire) for pulled in self._roadmap.pulled]
        said += [slip_words(slip, self._questionnaire) for slip in self._roadmap.slips if slip.weeks]
        for step, reason in self._programme.dropped.items():
            said.append(_("{step} was dropped: {reason}").format(step=step_words(self._questionnaire, step),
                                                                 reason=reason or NOTHING))  # fmt: skip
        difference, buffer = self._roadmap.difference, self._roadmap.buffer
        summary = list(difference_words(difference, self._questionnaire)) if difference else []
        summary += [buffer_words(buffer)] if buffer else []
        if said or summary:
            yield Heading(2, _("What changed"))
        if summary:
            yield Paragraph(" ".join(summary))
        if said:
            yield Numbered(tuple(("", words) for words in said))
