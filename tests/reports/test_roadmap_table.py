"""The steps of a roadmap as a table that planning programs take over."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

import pytest

from sem.i18n import language, set_language
from sem.model.roadmap import Roadmap
from sem.reports.csv_file import csv_bytes
from sem.reports.roadmap_table import COLUMNS, step_rows
from tests.programme.situation import QUESTIONNAIRE
from tests.reports.roadmaps import hostile_roadmap, roadmap_of, too_late_roadmap


@pytest.fixture
def dutch() -> Iterator[None]:
    before = language()
    set_language("nl")
    yield
    set_language(before)


def rows(roadmap: Roadmap, delimiter: str = ",") -> list[dict[str, str]]:
    text = csv_bytes(COLUMNS, step_rows(roadmap, QUESTIONNAIRE)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


@pytest.mark.parametrize("roadmap", [roadmap_of(), too_late_roadmap(), hostile_roadmap()])
def test_a_row_for_each_step_with_its_dates_as_iso_8601(roadmap: Roadmap) -> None:
    found = rows(roadmap)
    assert [row["Step"] for row in found] == [planned.step.id for planned in roadmap.plan.steps]
    for row, planned in zip(found, roadmap.plan.steps, strict=True):
        assert date.fromisoformat(row["Start"]) == planned.start
        assert date.fromisoformat(row["Finish"]) == planned.end
        assert row["Latest_Start"] == (planned.latest_start.isoformat() if planned.latest_start else "")


def test_predecessors_are_the_numbers_of_the_rows_of_what_has_to_be_done_first() -> None:
    roadmap = roadmap_of()
    found = rows(roadmap)
    by_number = {row["ID"]: row["Step"] for row in found}
    for row, planned in zip(found, roadmap.plan.steps, strict=True):
        named = {by_number[number] for number in row["Predecessors"].split(",") if number}
        assert named == {dependency.step for dependency in planned.step.after} & set(by_number.values())


def test_dutch_separates_cells_and_predecessors_by_semicolons(dutch: None) -> None:
    found = rows(roadmap_of(), ";")
    assert {"1", "2"} <= {row["ID"] for row in found}
    assert all(not row["Predecessors"] or row["Predecessors"].replace(";", "").isdigit() for row in found)


def test_what_people_type_never_becomes_a_formula() -> None:
    for row in rows(hostile_roadmap()):
        assert not any(cell.startswith(("=", "+", "@", "-")) and not cell[1:].isdigit() for cell in row.values())
