"""A roadmap as plain values, which `--json` prints and scripts rely on (docs/json.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sem.backcast.explain import Explanation, Held, explain
from sem.backcast.words import sentences
from sem.model.codec import to_json
from sem.model.plan import Improvement, Plan, PlannedStep
from sem.model.programme import Programme
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import Pulled, Roadmap
from sem.model.text import Text
from sem.programme.options import Option
from sem.reports.commitment_text import commitments_json
from sem.reports.roadmap import Standing

FORMAT = 1
"""Raised when a field changes its meaning or goes away; a new field does not raise it."""


def roadmap_json(standing: Standing, roadmap: Roadmap, options: Sequence[Option]) -> dict[str, Any]:
    """Return a roadmap as JSON values; docs/json.md tells each field.

    Args:
        standing: Where the team stands.
        roadmap: Its roadmap.
        options: The ways to make the ambition fit; empty where it fits.
    """
    plan, programme = roadmap.plan, roadmap.programme
    return {
        "format": FORMAT,
        **_whose(standing),
        "today": plan.today.isoformat(),
        "ambition": ambition_values(programme),
        "now": dict(plan.now),
        "verdict": to_json(plan.verdict),
        "end": plan.end.isoformat(),
        "certified": plan.certified,
        "steps": steps_values(roadmap, standing.questionnaire),
        "options": [_option(option) for option in options],
        "commitments": commitments_json(programme, plan.today),
        "milestones": to_json(roadmap.milestones),
        "changes": to_json(roadmap.changes),
        "difference": to_json(roadmap.difference),
        "baselines": [
            {"id": each.id, "made_on": each.made_on.isoformat(), "note": each.note, "end": each.plan.end.isoformat()}
            for each in programme.baselines
        ],
        "slips": to_json(roadmap.slips),
        "buffer": to_json(roadmap.buffer),
        "pulled": [_pulled(pulled) for pulled in roadmap.pulled],
        "warnings": list(roadmap.warnings),
    }


def ambition_json(standing: Standing) -> dict[str, Any]:
    """Return a team's ambition as JSON values."""
    return {
        "format": FORMAT,
        **_whose(standing),
        "ambition": ambition_values(standing.programme),
        "now": dict(standing.now),
    }


def steps_json(standing: Standing, roadmap: Roadmap) -> dict[str, Any]:
    """Return the steps of a team's plan as JSON values."""
    return {"format": FORMAT, **_whose(standing), "steps": steps_values(roadmap, standing.questionnaire)}


def ambition_values(programme: Programme) -> dict[str, Any] | None:
    """Return an ambition as JSON values with its state and what was dropped; None where there is none."""
    if programme.ambition is None:
        return None
    return {
        "state": programme.state.value,
        "set_on": programme.set_on.isoformat() if programme.set_on else None,
        **to_json(programme.ambition),
        "dropped": dict(programme.dropped),
    }


def steps_values(roadmap: Roadmap, questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """Return the steps of a plan as JSON values, in its order."""
    why = explain(roadmap.plan)
    names = {area.id: area.short for area in questionnaire.areas}
    return [_step(planned, roadmap, why[planned.step.id], names) for planned in roadmap.plan.steps]


def _whose(standing: Standing) -> dict[str, Any]:
    ref = standing.round.questionnaire
    return {
        "team": to_json(standing.team),
        "round": {
            "id": standing.round.id,
            "opened": standing.round.opened.isoformat(),
            "questionnaire": {"id": ref.id, "version": str(ref.version), "digest": ref.digest},
        },
    }


def _step(
    planned: PlannedStep, roadmap: Roadmap, why: Explanation, names: Mapping[str, Text]
) -> dict[str, Any]:  # fmt: skip
    step, name = planned.step, names.get(planned.step.area)
    return {
        "id": step.id,
        "name": {"nl": f"{name.nl} {step.level}", "en": f"{name.en} {step.level}"} if name else None,
        "area": step.area,
        "level": step.level,
        "kind": step.kind.value,
        "state": planned.state.value,
        "start": planned.start.isoformat(),
        "end": planned.end.isoformat(),
        "latest_start": to_json(planned.latest_start),
        "latest_end": to_json(planned.latest_end),
        "slack": planned.slack,
        "weeks": planned.weeks,
        "estimate": {"weeks": to_json(step.weeks), "person_days": to_json(step.person_days)},
        "owner": step.owner,
        "practices": list(step.practices),
        "after": to_json(step.after),
        "needed_by": list(step.needed_by),
        "doubt": step.doubt,
        "evidence": [to_json(each) for each in roadmap.programme.evidence if each.step == step.id],
        "why": {
            "earlier": _held(why.earlier),
            "later": _held(why.later) if why.later else None,
            "stretched_from": why.stretched_from,
        },
    }


def _held(held: Held) -> dict[str, Any]:
    return {"by": held.by.value, "steps": list(held.steps), "resource": held.resource}


def _option(option: Option) -> dict[str, Any]:
    relaxation = option.relaxation
    changed: Plan = relaxation.plan
    return {
        "number": option.number,
        "name": option.name,
        "kind": relaxation.kind.value,
        "cost": relaxation.cost,
        "certain": relaxation.certain,
        "areas": list(relaxation.areas),
        "owner": relaxation.owner,
        "target_date": changed.ambition.target_date.isoformat(),
        "levels": dict(changed.ambition.levels),
        "capacity": to_json(changed.ambition.capacity),
        "owners": to_json(changed.ambition.owners),
        "end": changed.end.isoformat(),
    }


def _pulled(pulled: Pulled) -> dict[str, Any]:
    return {
        "experiment": pulled.experiment.id,
        "lost": list(pulled.lost),
        "end": pulled.without.end.isoformat() if pulled.without else None,
    }


def explanations_json(standing: Standing, roadmap: Roadmap, steps: Sequence[str] = ()) -> dict[str, Any]:
    """Return why steps are where they are as JSON values, in sentences too; of all steps where none is named."""
    plan, questionnaire = roadmap.plan, standing.questionnaire
    why = explain(plan)
    wanted = steps or [planned.step.id for planned in plan.steps]
    values = {step["id"]: step for step in steps_values(roadmap, questionnaire)}
    experiments = roadmap.programme.experiments
    return {
        "format": FORMAT,
        **_whose(standing),
        "steps": [
            {**values[step], "sentences": list(sentences(plan, why[step], questionnaire, experiments))}
            for step in wanted
        ],
    }


def improvement_json(standing: Standing, roadmap: Roadmap, improvement: Improvement) -> dict[str, Any]:
    """Return a shorter plan as JSON values; `found` is false where there is none, and then it is the plan there is."""
    shorter = replace(roadmap, plan=improvement.plan)
    return {
        "format": FORMAT,
        **_whose(standing),
        "found": improvement.difference.weeks < 0,
        "difference": to_json(improvement.difference),
        "end": improvement.plan.end.isoformat(),
        "steps": steps_values(shorter, standing.questionnaire),
    }
