"""A roadmap as text for a terminal: the verdict first, then what would help, the steps, and what happened since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sem.analysis.agreement import mean
from sem.backcast.explain import explain
from sem.backcast.words import chain_links, sentences, verdict_sentences
from sem.charts.weeks import short_day
from sem.i18n import gettext as _
from sem.i18n import language, long_date, ngettext, number, short_date
from sem.model.plan import Improvement, Plan, PlannedStep, SlipKind, StepState
from sem.model.programme import Programme
from sem.model.roadmap import Roadmap
from sem.programme.options import Option
from sem.reports.commitment_text import commitment_lines
from sem.reports.lines import align, one_line, width, wrap
from sem.reports.roadmap import Standing
from sem.reports.roadmap_words import (
    buffer_words,
    change_words,
    difference_words,
    pulled_words,
    relaxation_words,
    slip_words,
    step_words,
    steps_words,
)
from sem.reports.words import NOTHING

_INDENT = "  "


def plan_lines(standing: Standing, roadmap: Roadmap, options: Sequence[Option], columns: int) -> list[str]:
    """Return a roadmap as lines of at most `columns`; only a single longer word may pass that.

    Args:
        standing: Where the team stands.
        roadmap: Its roadmap.
        options: The ways to make the ambition fit; empty where it fits.
        columns: The width.
    """
    text = _Text(standing, roadmap, columns)
    parts = [
        text.head(),
        text.verdict(),
        text.options(options),
        text.warnings(),
        text.changes(),
        text.steps(roadmap.plan),
        text.commitments(),
    ]
    parts += [text.chain(), text.milestones(), text.against_baseline(), text.dropped()]
    return _joined(parts)


def explanation_lines(standing: Standing, roadmap: Roadmap, steps: Sequence[str], columns: int) -> list[str]:
    """Return why steps are where they are; all of them, the last one first, where none is named."""
    text = _Text(standing, roadmap, columns)
    if steps:
        return _joined(text.why(step) for step in steps)
    latest = sorted(roadmap.plan.steps, key=lambda p: (p.latest_end or p.end, p.step.id), reverse=True)
    return _joined([text.head(), text.verdict(), *(text.why(planned.step.id) for planned in latest)])


def improvement_lines(standing: Standing, roadmap: Roadmap, improvement: Improvement, columns: int) -> list[str]:
    """Return the shorter plan of an improvement, and what it moves."""
    text = _Text(standing, roadmap, columns)
    if improvement.difference.weeks >= 0:
        return wrap(_("No shorter plan was found."), columns)
    return _joined([text.difference(improvement), text.steps(improvement.plan)])


def _joined(parts: Iterable[Sequence[str]]) -> list[str]:
    """Return parts with an empty line between them; empty parts leave no trace."""
    lines: list[str] = []
    for part in parts:
        if part:
            lines += ["", *part] if lines else part
    return lines


class _Text:
    def __init__(self, standing: Standing, roadmap: Roadmap, columns: int) -> None:
        self._standing, self._roadmap, self._columns = standing, roadmap, columns
        self._plan, self._programme = roadmap.plan, roadmap.programme
        self._questionnaire = standing.questionnaire
        self._owners = {owner.id: owner.name for owner in roadmap.plan.ambition.owners}

    def head(self) -> list[str]:
        ambition = self._plan.ambition
        title = _("{team} · ambition for {day}").format(
            team=one_line(self._roadmap.team), day=short_day(ambition.target_date)
        )
        lines = self._wrap(title)
        return lines + (self._wrap(f"“{one_line(ambition.statement)}”") if ambition.statement else [])

    def verdict(self) -> list[str]:
        """The verdict with its cause, and how much room there is."""
        verdict_said = verdict_sentences(self._plan, self._questionnaire, self._roadmap.pulled)
        lines = [line for said in verdict_said for line in self._wrap(said)]
        verdict = self._plan.verdict
        if verdict.weeks_needed:
            text = _("The plan takes {n} working weeks, and there are {m}; a buffer of {buffer} weeks comes on top.")
            available = max(0, verdict.weeks_available)
            lines += self._wrap(text.format(n=verdict.weeks_needed, m=available, buffer=verdict.buffer_wanted))
        return lines

    def options(self, options: Sequence[Option]) -> list[str]:
        if not options:
            return []
        lines = self._wrap(_("What would make it fit, with its buffer:"))
        for option in options:
            said = relaxation_words(option.relaxation, self._plan.ambition, self._questionnaire)
            lines += self._wrap(said, _INDENT * 3, f"{option.number:>3}  ")
        return lines

    def warnings(self) -> list[str]:
        said = [
            *(pulled_words(pulled, self._questionnaire) for pulled in self._roadmap.pulled),
            *self._roadmap.warnings,
        ]
        return self._bullets(_("Mind:"), said)

    def changes(self) -> list[str]:
        """What the newest round says."""
        said = [change_words(change, self._questionnaire) for change in self._roadmap.changes]
        title = _("The round of {day}:").format(day=long_date(self._standing.round.opened))
        return self._bullets(title, said)

    def steps(self, plan: Plan) -> list[str]:
        """The table of steps: the widest that fits, else a few lines a step."""
        if not plan.steps:
            return []
        heading = [_("Step"), _("Start"), _("Latest start"), _("Slack"), _("Weeks"), _("Led by")]
        rows = [heading, *(self._row(planned) for planned in plan.steps)]
        count = len(heading) if any(planned.step.owner for planned in plan.steps) else len(heading) - 1
        for wide in range(count, 3, -1):
            table = align([row[:wide] for row in rows], right=[n for n in (3, 4) if n < wide])
            if max(map(width, table)) <= self._columns:
                return [*table, *self._legend(plan)]
        lines = []
        for name, *cells in rows[1:]:
            facts = "; ".join(f"{title.lower()}: {cell}" for title, cell in zip(heading[1:], cells, strict=True)
                              if cell != NOTHING)  # fmt: skip
            lines += [*self._wrap(name), *self._wrap(facts, _INDENT)]
        return [*lines, *self._legend(plan)]

    def _row(self, planned: PlannedStep) -> list[str]:
        step = planned.step
        if planned.state is StepState.DONE:
            latest, slack = _("done {day}").format(day=short_date(planned.end)), NOTHING
        else:
            latest = _("under way") if planned.state is StepState.STARTED else _day(planned)
            slack = NOTHING if planned.slack is None else number(planned.slack, 0)
        mark = " *" if step.needed_by else ""
        return [
            step_words(self._questionnaire, step.id) + mark,
            short_day(planned.start),
            latest,
            slack,
            str(planned.weeks),
            self._owners.get(step.owner or "", NOTHING),
        ]

    def _legend(self, plan: Plan) -> list[str]:
        lines = self._wrap(_("Slack: the weeks it may end later than planned before the target date is lost."))
        if any(planned.step.needed_by for planned in plan.steps):
            lines += self._wrap(_("* No target of its own: other steps need it."))
        return ["", *lines]

    def commitments(self) -> list[str]:
        """What people promised beside the steps."""
        return self._bullets(_("Commitments:"), commitment_lines(self._programme, self._plan.today))

    def chain(self) -> list[str]:
        """The sentence form: from the ambition back to today."""
        links = chain_links(self._plan, self._questionnaire, experiments=self._programme.experiments)
        return self._bullets(_("Back from the ambition:"), [" ".join(link) for link in links])

    def milestones(self) -> list[str]:
        lines = []
        for milestone in self._roadmap.milestones:
            if not milestone.steps:
                continue
            level = number(mean(list(milestone.levels.values())))
            what = steps_words(self._questionnaire, milestone.steps)
            said = _("{day}: {steps}; on average level {level}.").format(
                day=short_day(milestone.day), steps=what, level=level
            )
            lines += self._wrap(said, _INDENT * 2, _INDENT)
        return [*self._wrap(_("Milestones, back from the target date:")), *lines] if lines else []

    def against_baseline(self) -> list[str]:
        """How the plan stands against the one that was fixed."""
        programme: Programme = self._programme
        if not programme.baselines:
            return []
        baseline = programme.baselines[-1]
        title = _("Against the plan that was fixed on {day}:").format(day=long_date(baseline.made_on))
        slips = self._roadmap.slips
        said = [slip_words(slip, self._questionnaire) for slip in slips if slip.kind is not SlipKind.ON_PLAN]
        early = sum(slip.weeks < 0 for slip in slips)
        if early:
            said.append(ngettext("{n} step ends earlier.", "{n} steps end earlier.", early).format(n=early))
        on_plan = sum(not slip.weeks for slip in slips)
        if on_plan:
            said.append(ngettext("{n} step is on plan.", "{n} steps are on plan.", on_plan).format(n=on_plan))
        difference = self._roadmap.difference
        if difference:
            changed = (_("Added: {steps}."), difference.added), (_("Gone: {steps}."), difference.gone)
            said += [text.format(steps=steps_words(self._questionnaire, ids)) for text, ids in changed if ids]
        if self._roadmap.buffer:
            said.append(buffer_words(self._roadmap.buffer))
        return self._bullets(title, said)

    def dropped(self) -> list[str]:
        said = [
            f"{step_words(self._questionnaire, step)}: {one_line(why)}" for step, why in self._programme.dropped.items()
        ]
        return self._bullets(_("Dropped:"), said)

    def difference(self, improvement: Improvement) -> list[str]:
        return self._bullets(
            _("A shorter plan was found:"),
            list(difference_words(improvement.difference, self._questionnaire)),
        )

    def why(self, step: str) -> list[str]:
        """Why a step is where it is, and what it is made of."""
        explanation = explain(self._plan)[step]
        said = sentences(self._plan, explanation, self._questionnaire, self._programme.experiments)
        lines = [step_words(self._questionnaire, step), *self._wrap(" ".join(said), _INDENT)]
        titles = {practice.id: practice.title.get(language()) for practice in self._questionnaire.practices}
        titles |= {own.id: own.title for own in self._plan.ambition.practices}
        practices = [titles.get(practice, practice) for practice in explanation.planned.step.practices]
        if practices:
            text = _("What there is to do: {practices}.").format(practices="; ".join(map(one_line, practices)))
            lines += self._wrap(text, _INDENT)
        return lines

    def _bullets(self, title: str, said: Sequence[str]) -> list[str]:
        if not said:
            return []
        lines = self._wrap(title)
        for each in said:
            lines += self._wrap(one_line(each), _INDENT * 2, f"{_INDENT}- ")
        return lines

    def _wrap(self, text: str, indent: str = "", first: str | None = None) -> list[str]:
        return wrap(text, self._columns, indent, first)


def _day(planned: PlannedStep) -> str:
    return NOTHING if planned.latest_start is None else short_day(planned.latest_start)
