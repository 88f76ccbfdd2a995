"""Exporting a roadmap: pictures, a document, a calendar, a Gantt chart, a table and JSON, each as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from sem.i18n import language
from sem.model.roadmap import Roadmap
from sem.reports.export import Picture
from sem.reports.files import Destination, file_name
from sem.reports.roadmap import Standing

if TYPE_CHECKING:
    from sem.charts.figures.sheet import Look
    from sem.programme.options import Option

RoadmapFormat = Literal["png", "svg", "pdf", "md", "csv", "ics", "mermaid", "json"]
ROADMAP_FORMATS: tuple[RoadmapFormat, ...] = get_args(RoadmapFormat)

_SUFFIXES: dict[RoadmapFormat, str] = {"mermaid": "mmd"}


def export_roadmap(
    destination: Destination,
    name: str,
    standing: Standing,
    roadmap: Roadmap,
    formats: Iterable[RoadmapFormat],
    look: Look | None = None,
) -> Iterator[Path]:
    """Write a roadmap in each of the formats, in the language in use, and yield each path once the file is there.

    Args:
        destination: The folder.
        name: What the team's files are called after, from `team_slugs`.
        standing: Where the team stands.
        roadmap: Its roadmap.
        formats: What to write.
        look: The colours and the size of pictures; light and for a slide without.

    Raises:
        InvalidError: A picture could not be read at that size.
        ExportError: A file could not be written; the ones yielded before are there.
    """
    contents = _Contents(standing, roadmap, look)
    for format_ in formats:
        spoken = "" if format_ == "json" else language()
        file = file_name(name, roadmap.plan.today, "roadmap", _SUFFIXES.get(format_, format_), spoken)
        yield destination.write(file, contents.of(format_))


class _Contents:
    """What a roadmap is in each format; what several need is worked out once."""

    def __init__(self, standing: Standing, roadmap: Roadmap, look: Look | None) -> None:
        self._standing, self._roadmap, self._look = standing, roadmap, look
        self._questionnaire = standing.questionnaire

    def of(self, format_: RoadmapFormat) -> bytes:
        """Return the bytes of a file."""
        match format_:
            case "png" | "svg" | "pdf":
                return self._picture(format_)
            case "md":
                return _encoded(self._document())
            case "csv":
                return self._table()
            case "ics":
                return self._calendar()
            case "mermaid":
                return _encoded(self._gantt())
            case "json":
                return _encoded(self._json())

    @cached_property
    def _options(self) -> tuple[Option, ...]:
        from sem.backcast.relax import relaxations
        from sem.programme.options import options_of

        return options_of(relaxations(self._roadmap.plan))

    def _picture(self, format_: Picture) -> bytes:
        from sem.backcast.noticed import noticed
        from sem.charts.figures.roadmap import draw_roadmap
        from sem.charts.figures.sheet import SLIDE

        roadmap, questionnaire = self._roadmap, self._questionnaire
        notices = [
            next(iter(noticed(milestone, roadmap.plan, questionnaire, most=1)), "")
            for milestone in roadmap.milestones
        ]  # fmt: skip
        return draw_roadmap(roadmap, questionnaire, notices=notices, look=self._look or SLIDE).data(format_)

    def _document(self) -> str:
        from sem.reports.document import to_markdown
        from sem.reports.roadmap_document import roadmap_document

        return to_markdown(roadmap_document(self._standing, self._roadmap, self._options))

    def _table(self) -> bytes:
        from sem.reports.csv_file import csv_bytes
        from sem.reports.roadmap_table import COLUMNS, step_rows

        return csv_bytes(COLUMNS, step_rows(self._roadmap, self._questionnaire))

    def _calendar(self) -> bytes:
        from sem.reports.calendar_file import calendar_bytes

        return calendar_bytes(self._standing.team, self._roadmap, self._questionnaire)

    def _gantt(self) -> str:
        from sem.reports.gantt import gantt_text

        return gantt_text(self._roadmap, self._questionnaire)

    def _json(self) -> str:
        import json

        from sem.reports.roadmap_json import roadmap_json

        value = roadmap_json(self._standing, self._roadmap, self._options)
        return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n"


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
