"""A roadmap as an iCalendar file (RFC 5545): what a team must not miss, each as an event of one day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sem.i18n import gettext as _
from sem.i18n import long_date
from sem.model.assessment import Team
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import Milestone, Roadmap
from sem.reports.lines import neutral
from sem.reports.roadmap_names import Names, criterion_words

_LONGEST_LINE = 75
"""The octets of a line, its end not counted."""
_FIRST_DAY = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Event:
    """Something on one day.

    Args:
        key: What makes its id permanent: the same event of a later plan takes the place of this one in a calendar.
    """

    key: str
    day: date
    title: str
    text: str


def calendar_bytes(team: Team, roadmap: Roadmap, questionnaire: Questionnaire) -> bytes:
    """Return latest starts, milestones, kill dates, commitments and the target date of a roadmap as an iCalendar file.

    Nothing in it is taken from a clock: the same roadmap gives the same bytes.
    """
    names = Names(roadmap, questionnaire)
    made = roadmap.plan.today
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//sem//service-excellence-maturity//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escaped(_('Roadmap of {team}').format(team=team.name))}")
    for event in events(roadmap, names):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.key}.{team.id}@sem",
            f"DTSTAMP:{made:%Y%m%d}T000000Z",
            # A plan of a later day replaces the events of an earlier one.
            f"SEQUENCE:{max(0, (made - _FIRST_DAY).days)}",
            f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
            # The end is the first day that is not part of the event any more.
            f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(event.title)}",
            f"DESCRIPTION:{_escaped(event.text)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def events(roadmap: Roadmap, names: Names) -> Iterator[Event]:
    """Yield the events of a roadmap by kind: latest starts, kill dates, commitments, milestones, the target date."""
    plan = roadmap.plan
    for planned in plan.steps:
        if planned.latest_start is None or planned.step.id in plan.progress:
            continue
        step = planned.step
        text = [_("Planned: {start} to {end}.").format(start=long_date(planned.start), end=long_date(planned.end))]
        if planned.latest_end:
            text.append(_("It has to be finished by {date}.").format(date=long_date(planned.latest_end)))
        if owner := names.owner(planned):
            text.append(_("Led by {name}.").format(name=owner))
        text += [f"- {title}" for title in names.practices(planned)]
        title = _("Latest start: {step}").format(step=names.step(step.id))
        yield Event(f"latest-{step.area}-{step.level}", planned.latest_start, title, "\n".join(text))
    for experiment in roadmap.programme.experiments:
        if experiment.outcome is None and experiment.stopped_on is None:
            criterion = experiment.criterion
            text = [
                _("It goes on with {criterion}.").format(criterion=criterion_words(criterion)),
                _("Otherwise: {what}").format(what=criterion.otherwise),
            ]
            title = _("Kill date: {experiment}").format(experiment=experiment.title)
            yield Event(f"kill-{experiment.id}", criterion.by, title, "\n".join(text))
    for commitment in roadmap.programme.commitments:
        if commitment.done_on is None:
            title = _("Promised: {commitment}").format(commitment=commitment.text)
            who = _("By {name}.").format(name=commitment.owner)
            yield Event(f"commitment-{commitment.id}", commitment.by, title, who)
    target = plan.ambition.target_date
    # The number counts back from the target, so that an id stays with its milestone when others come before it.
    before = [milestone for milestone in roadmap.milestones if milestone.day < target]
    for number, milestone in enumerate(reversed(before), 1):
        if not milestone.steps:
            continue
        title = _("Milestone: {levels}").format(levels=", ".join(map(names.step, milestone.steps)))
        yield Event(f"milestone-{number}", milestone.day, title, _profile(milestone, names))
    title = _("Ambition: {statement}").format(statement=plan.ambition.statement or _("the target profile"))
    goal = "\n".join(f"{names.area(area)} {level}" for area, level in plan.ambition.levels.items())
    yield Event("ambition", target, title, goal)


def _profile(milestone: Milestone, names: Names) -> str:
    return "\n".join(f"{names.area(area)} {level}" for area, level in milestone.levels.items())


def _escaped(text: str) -> str:
    plain = neutral(text.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in "\\;,":
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return a line with its end, broken before the octet that would be too many and never within a character."""
    parts: list[bytes] = [b""]
    for character in line:
        encoded = character.encode("utf-8", "replace")
        if len(parts[-1]) + len(encoded) > _LONGEST_LINE:
            parts.append(b" ")
        parts[-1] += encoded
    return b"\r\n".join(parts) + b"\r\n"
