"""Rows that are longer than the headings of their table."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

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


LONG = "Team,Datum,Respondent,Vraag,Antwoord,Notitie"


@pytest.mark.parametrize("row", [
    "Alpha,05-03-2024,Anna,CU-01,3,since May, because of Z",
    'Alpha,05-03-2024,"Anna",CU-01,3,since May, because of Z',
    "Alpha,05-03-2024,Anna,VS-01,3,5,since May",
    "Alpha, north,05-03-2024,Anna,CU-01,3,why",
    "Beta,05-03-2024,Bob,CU-01,3,,x",
])  # fmt: skip
@pytest.mark.parametrize("after", [1, 2_500])
def test_a_row_of_one_answer_with_a_comma_too_many_is_refused_wherever_it_stands(
    cli: Cli, row: str, after: int
) -> None:
    # Two rows that are met before, so that one of them could be taken for the row in question.
    known = ["Alpha,05-03-2024,Anna,CU-01,3,", "Alpha,05-03-2024,Anna,VS-01,3,"] * after
    last = "Alpha,05-03-2024,Anna,LE-01,4,"
    Path("table.csv").write_text("\n".join([LONG, *known, row, last]), "utf-8")
    told = cli("import", "table.csv", "--json")
    assert told.code == 4
    assert [(one["row"], one["column"], one["message"]) for one in told.json["problems"]] == [
        (2 * after + 2, "G", "This row has more cells than there are headings.")
    ]


def test_a_note_with_a_comma_between_quotation_marks_is_kept_whole(cli: Cli) -> None:
    Path("table.csv").write_text(f'{LONG}\nAlpha,05-03-2024,Anna,CU-01,3,"since May, because",, \n', "utf-8")
    assert cli("import", "table.csv").code == 0
    (round_,) = cli.store.rounds(cli.store.find_team("Alpha").id)
    (response,) = cli.store.responses(round_)
    assert response.answers["CU-01"].note == "since May, because"


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
