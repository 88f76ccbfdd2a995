"""A roadmap as a Gantt chart in mermaid, which wikis and code hosts draw from its text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sem.i18n import gettext as _
from sem.model.plan import PlannedStep, StepState
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import Roadmap
from sem.reports.lines import one_line
from sem.reports.roadmap_names import Names

_SIGNS = {"#": "#35;", ";": "#59;", ":": "#58;", ",": "#44;", "%": "#37;", "<": "#60;", ">": "#62;", "`": "#96;"}
"""Characters that would end a name, begin a comment or become a tag, and how mermaid writes them."""


def gantt_text(roadmap: Roadmap, questionnaire: Questionnaire) -> str:
    """Return the steps by area with their planned dates, the experiments with their kill dates, and the target date.

    Every start and end is written out, because mermaid itself would stretch bars over days that it leaves out.
    """
    return "\n".join(_lines(roadmap, Names(roadmap, questionnaire))) + "\n"


def _lines(roadmap: Roadmap, names: Names) -> Iterator[str]:
    plan = roadmap.plan
    yield "gantt"
    yield f"    title {_name(_('Roadmap of {team}').format(team=roadmap.team))}"
    yield "    dateFormat YYYY-MM-DD"
    yield "    axisFormat %d-%m-%Y"
    areas = dict.fromkeys(area for area in plan.now)
    areas |= dict.fromkeys(planned.step.area for planned in plan.steps)
    for area in areas:
        steps = [planned for planned in plan.steps if planned.step.area == area]
        if steps:
            yield f"    section {_name(names.area(area))}"
        for planned in sorted(steps, key=lambda planned: planned.step.level):
            step = planned.step
            key = f"{step.area}-{step.level}"
            yield _task(names.step(step.id), [*_tags(planned), key], planned.start, planned.end)
    if roadmap.programme.experiments:
        yield f"    section {_name(_('Experiments'))}"
    for experiment in roadmap.programme.experiments:
        done = ["done"] if experiment.outcome or experiment.stopped_on else []
        yield _task(f"◆ {experiment.title}", [*done, experiment.id], experiment.start, experiment.end)
        kill = _("✂ kill date of {experiment}").format(experiment=experiment.title)
        yield _milestone(kill, [*done, "crit", f"{experiment.id}-kill"], experiment.criterion.by)
    yield f"    section {_name(_('Ambition'))}"
    for number, milestone in enumerate(roadmap.milestones, 1):
        if milestone.day < plan.ambition.target_date:
            yield _milestone(_("Milestone {n}").format(n=number), [f"milestone-{number}"], milestone.day)
    statement = plan.ambition.statement or _("the target profile")
    yield _milestone(_("Ambition: {statement}").format(statement=statement), ["crit", "ambition"],
                     plan.ambition.target_date)  # fmt: skip


def _tags(planned: PlannedStep) -> list[str]:
    if planned.state is StepState.DONE:
        return ["done"]
    tags = ["active"] if planned.state is StepState.STARTED else []
    return [*tags, "crit"] if planned.slack is not None and planned.slack <= 0 else tags


def _task(name: str, tags: list[str], start: date, end: date) -> str:
    # In mermaid a bar ends at the first moment of its last date.
    return f"    {_name(name)} :{', '.join([*tags, start.isoformat(), (end + timedelta(days=1)).isoformat()])}"


def _milestone(name: str, tags: list[str], day: date) -> str:
    return f"    {_name(name)} :{', '.join(['milestone', *tags, day.isoformat(), '0d'])}"


def _name(text: str) -> str:
    """Return a name as mermaid shows it, with a sign before words that begin a line of its own."""
    plain = "".join(_SIGNS.get(character, character) for character in one_line(text))
    return f"\u2060{plain}" if plain[:1].isascii() and plain[:1].islower() else plain or "–"
