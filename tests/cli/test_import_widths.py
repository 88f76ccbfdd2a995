"""Rows that are longer than the headings of their table."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.cli.conftest import Cli


def levels(cli: Cli) -> dict[str, int | None]:
    """Return the levels that Anna chose in the only round of Alpha."""
    (round_,) = cli.store.rounds(cli.store.find_team("Alpha").id)
    (response,) = cli.store.responses(round_)
    return {id_: answer.level for id_, answer in response.answers.items()}


def test_a_row_that_a_comma_within_a_cell_made_longer_is_refused_and_its_answers_do_not_move(cli: Cli) -> None:
    header, row = "team,date,respondent,CU-01,VS-01", "Alpha,2024-03-05,Anna,3,5,4"
    Path("table.csv").write_text(f"{header}\n{row}\n", "utf-8")
    told = cli("import", "table.csv", "--json")
    assert told.code == 4
    assert [(one["row"], one["column"], one["message"]) for one in told.json["problems"]] == [
        (2, "F", "This row has more cells than there are headings.")
    ]


def test_empty_cells_behind_the_headings_do_no_harm(cli: Cli) -> None:
    Path("table.csv").write_text("team,date,respondent,CU-01\nAlpha,2024-03-05,Anna,3,, ,\n", "utf-8")
    assert cli("import", "table.csv").code == 0
    assert levels(cli) == {"CU-01": 3}


def test_a_remark_beside_the_table_and_a_cell_in_the_far_corner_of_the_sheet_do_no_harm(cli: Cli) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("Team", "Datum", "Respondent", "CU-01"))
    sheet.append(("Alpha", "2024-03-05", "Anna", 3, "on paper"))
    sheet.cell(20_000, 16_384, "x")
    book.save("table.xlsx")
    assert cli("import", "table.xlsx").code == 0
    assert levels(cli) == {"CU-01": 3}
