"""A roadmap as a Gantt chart in mermaid: read back by the rules of its syntax."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from sem.model.roadmap import Roadmap
from sem.reports.gantt import gantt_text
from tests.programme.situation import QUESTIONNAIRE
from tests.reports.roadmaps import hostile_roadmap, roadmap_of, too_late_roadmap

HEAD = re.compile(r"gantt|    (title|section) [^#;:%]*(?:#\d+;[^#;:%]*)*|    (dateFormat|axisFormat) \S+")
TASK = re.compile(
    r"    (?P<name>[^#;:]*(?:#\d+;[^#;:]*)*) :(?P<tags>(?:(?:milestone|done|active|crit), )*)"
    r"(?P<id>[\w-]+), (?P<start>\d{4}-\d\d-\d\d), (?P<end>\d{4}-\d\d-\d\d|0d)"
)


def tasks(roadmap: Roadmap) -> dict[str, re.Match[str]]:
    found = {}
    for line in gantt_text(roadmap, QUESTIONNAIRE).splitlines():
        task = TASK.fullmatch(line)
        assert task or HEAD.fullmatch(line), line
        if task:
            assert task["id"] not in found
            found[task["id"]] = task
    return found


@pytest.mark.parametrize("roadmap", [roadmap_of(), too_late_roadmap(), hostile_roadmap()])
def test_every_step_is_a_bar_over_its_planned_days(roadmap: Roadmap) -> None:
    found = tasks(roadmap)
    for planned in roadmap.plan.steps:
        task = found[f"{planned.step.area}-{planned.step.level}"]
        assert date.fromisoformat(task["start"]) == planned.start
        assert date.fromisoformat(task["end"]) == planned.end + timedelta(days=1)


def test_tags_say_what_is_done_and_what_has_no_slack() -> None:
    assert tasks(roadmap_of())["culture-2"]["tags"] == "done, "
    assert all("crit" in task["tags"] for key, task in tasks(too_late_roadmap()).items() if key == "cx-4")


def test_kill_dates_and_the_ambition_are_milestones() -> None:
    roadmap = roadmap_of()
    found = tasks(roadmap)
    assert found["e1-kill"]["start"] == roadmap.programme.experiments[0].criterion.by.isoformat()
    assert found["ambition"]["start"] == roadmap.plan.ambition.target_date.isoformat()
    assert {found[key]["end"] for key in ("e1-kill", "ambition")} == {"0d"}
