"""A roadmap in a calendar: read back with an independent parser of iCalendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import icalendar
import pytest

from sem.model.roadmap import Roadmap
from sem.reports.calendar_file import calendar_bytes
from tests.programme.situation import QUESTIONNAIRE
from tests.reports.roadmaps import HOSTILE, TEAM, hostile_roadmap, roadmap_of, too_late_roadmap


def parsed(roadmap: Roadmap) -> dict[str, Any]:
    calendar = icalendar.Calendar.from_ical(calendar_bytes(TEAM, roadmap, QUESTIONNAIRE))
    return {str(event["UID"]).partition(".")[0]: event for event in calendar.walk("VEVENT")}


@pytest.mark.parametrize("roadmap", [roadmap_of(), too_late_roadmap(), hostile_roadmap()])
def test_every_waiting_step_is_there_on_its_latest_start(roadmap: Roadmap) -> None:
    found = parsed(roadmap)
    waiting = [planned for planned in roadmap.plan.steps if planned.step.id not in roadmap.plan.progress]
    assert waiting
    for planned in waiting:
        event = found[f"latest-{planned.step.area}-{planned.step.level}"]
        assert event["DTSTART"].dt == planned.latest_start
    assert not any(f"latest-{step.replace('>', '-')}" in found for step in roadmap.plan.progress)


def test_an_event_ends_before_the_day_after_it() -> None:
    for event in parsed(roadmap_of()).values():
        assert type(event["DTSTART"].dt) is date
        assert event["DTEND"].dt == event["DTSTART"].dt + timedelta(days=1)


def test_the_kill_date_the_milestones_and_the_target_date_are_there() -> None:
    roadmap = roadmap_of()
    found = parsed(roadmap)
    assert found["kill-e1"]["DTSTART"].dt == roadmap.programme.experiments[0].criterion.by
    assert found["ambition"]["DTSTART"].dt == roadmap.plan.ambition.target_date
    days = {event["DTSTART"].dt for key, event in found.items() if key.startswith("milestone-")}
    assert days == {m.day for m in roadmap.milestones if m.steps} - {roadmap.plan.ambition.target_date}
    assert any(not milestone.steps for milestone in roadmap.milestones)
    assert all("–" not in event["SUMMARY"] for key, event in found.items() if key.startswith("milestone-"))


def test_what_people_type_comes_back_as_they_typed_it_but_for_what_a_terminal_obeys() -> None:
    summary = str(parsed(hostile_roadmap())["kill-e1"]["SUMMARY"])
    assert HOSTILE.replace("\x1b", "\ufffd") in summary


def test_lines_are_no_longer_than_75_octets_and_no_character_is_torn() -> None:
    data = calendar_bytes(TEAM, hostile_roadmap(), QUESTIONNAIRE)
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_the_same_roadmap_gives_the_same_bytes_and_a_later_one_replaces_its_events() -> None:
    roadmap = roadmap_of()
    assert calendar_bytes(TEAM, roadmap, QUESTIONNAIRE) == calendar_bytes(TEAM, roadmap_of(), QUESTIONNAIRE)
    assert parsed(roadmap).keys() >= parsed(too_late_roadmap()).keys() - {"milestone-1", "milestone-2"}
