"""Exporting a roadmap: pictures, a document, a calendar, a Gantt chart, a table and JSON, each as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from sem.i18n import language
from sem.model.roadmap import Roadmap
from sem.reports.export import Picture
from sem.reports.files import Destination, file_name
from sem.reports.roadmap import Standing

if TYPE_CHECKING:
    from sem.programme.options import Option

RoadmapFormat = Literal["png", "svg", "pdf", "md", "csv", "ics", "mermaid", "json"]
ROADMAP_FORMATS: tuple[RoadmapFormat, ...] = get_args(RoadmapFormat)

_SPOKEN_BY_NONE = ("json",)


def export_roadmap(
    destination: Destination,
    name: str,
    standing: Standing,
    roadmap: Roadmap,
    formats: Iterable[RoadmapFormat],
) -> Iterator[Path]:
    """Write a roadmap in each of the formats, in the language in use, and yield each path once the file is there.

    Args:
        destination: The folder.
        name: What the team's files are called after, from `team_slugs`.
        standing: Where the team stands.
        roadmap: Its roadmap.
        formats: What to write.

    Raises:
        ExportError: A file could not be written; the ones yielded before are there.
    """
    for format_ in formats:
        suffix, content = _CONTENTS[format_]
        spoken = "" if format_ in _SPOKEN_BY_NONE else language()
        file = file_name(name, roadmap.plan.today, "roadmap", suffix, spoken)
        yield destination.write(file, content(standing, roadmap))


Content = Callable[[Standing, Roadmap], bytes]


def _picture(format_: Picture, standing: Standing, roadmap: Roadmap) -> bytes:
    from io import BytesIO

    from sem.backcast.noticed import noticed
    from sem.charts.figures.roadmap import write_roadmap_figure

    questionnaire = standing.questionnaire
    notices = [
        next(iter(noticed(milestone, roadmap.plan, questionnaire, most=1)), "") for milestone in roadmap.milestones
    ]
    buffer = BytesIO()
    write_roadmap_figure(buffer, roadmap, questionnaire, notices=notices, format=format_)
    return buffer.getvalue()


def _document(standing: Standing, roadmap: Roadmap) -> bytes:
    from sem.reports.document import to_markdown
    from sem.reports.roadmap_document import roadmap_document

    return _text(to_markdown(roadmap_document(standing, roadmap, _options(roadmap))))


def _table(standing: Standing, roadmap: Roadmap) -> bytes:
    from sem.reports.csv_file import csv_bytes
    from sem.reports.roadmap_table import COLUMNS, step_rows

    return csv_bytes(COLUMNS, step_rows(roadmap, standing.questionnaire))


def _calendar(standing: Standing, roadmap: Roadmap) -> bytes:
    from sem.reports.calendar_file import calendar_bytes

    return calendar_bytes(standing.team, roadmap, standing.questionnaire)


def _gantt(standing: Standing, roadmap: Roadmap) -> bytes:
    from sem.reports.gantt import gantt_text

    return _text(gantt_text(roadmap, standing.questionnaire))


def _json(standing: Standing, roadmap: Roadmap) -> bytes:
    import json

    from sem.reports.roadmap_json import roadmap_json

    value = roadmap_json(standing, roadmap, _options(roadmap))
    return _text(f"{json.dumps(value, ensure_ascii=False, indent=2)}\n")


def _options(roadmap: Roadmap) -> tuple[Option, ...]:
    from sem.backcast.relax import relaxations
    from sem.programme.options import options_of

    return options_of(relaxations(roadmap.plan))


def _text(text: str) -> bytes:
    return text.encode("utf-8", "replace")


_CONTENTS: dict[RoadmapFormat, tuple[str, Content]] = {
    "png": ("png", partial(_picture, "png")),
    "svg": ("svg", partial(_picture, "svg")),
    "pdf": ("pdf", partial(_picture, "pdf")),
    "md": ("md", _document),
    "csv": ("csv", _table),
    "ics": ("ics", _calendar),
    "mermaid": ("mmd", _gantt),
    "json": ("json", _json),
}
