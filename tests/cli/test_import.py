"""`sem import`: tables as consultants have them, every problem by row and column, and all of it or nothing."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sem.content.library import load_questionnaire
from sem.importing import spreadsheets
from sem.model.assessment import Answer, NotApplicable, Reason, RoundKind, RoundState
from sem.store import staging
from tests.cli.conftest import Cli, Result

QUICK_SCAN = load_questionnaire("quick-scan")
IDS = [question.id for question in QUICK_SCAN.questions]
LONG = "team,date,respondent,question,answer"


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("fsync", "fdatasync"):
        monkeypatch.setattr(os, name, lambda _fd: None, raising=False)
    monkeypatch.setattr(staging, "sync_disk", lambda _path: True)


def table(*lines: str, name: str = "table.csv", encoding: str = "utf-8") -> str:
    Path(name).write_bytes("\n".join(lines).encode(encoding))
    return name


def book(rows: Sequence[Sequence[Any]], name: str = "table.xlsx", merged: Iterable[str] = ()) -> str:
    """Write a sheet as a spreadsheet does."""
    import openpyxl

    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    made.create_sheet("Toelichting").append(["Zo vulden we het in"])
    made.save(name)
    return name


def given(cli: Cli, team: str) -> dict[str, dict[str, Answer]]:
    """Return what was answered in the last round of a team, by respondent and question."""
    store = cli.store
    round_ = store.rounds(store.find_team(team).id)[-1]
    return {one.respondent.name: dict(one.answers) for one in store.responses(round_)}


def problems(result: Result) -> list[tuple[int | None, str | None, str]]:
    return [(one["row"], one["column"], one["message"]) for one in result.json["problems"]]


class TestLongTables:
    def test_a_row_for_each_answer_makes_teams_rounds_and_respondents(self, cli: Cli) -> None:
        file = table(
            f"{LONG},note", "Alpha,2024-03-05,Anna,CU-01,3,why", "Alpha,2024-03-05,Bob,CU-01,nvt: elders,",
            "Beta,05-03-2024,Bob,VS-01,?,", name="a.csv",
        )  # fmt: skip
        told = cli("import", file)
        assert told.code == 0, told.err
        assert "New here: 2 teams, 2 rounds, 3 respondents, 3 answers." in told.out
        assert given(cli, "Alpha") == {
            "Anna": {"CU-01": Answer(level=3, note="why")},
            "Bob": {"CU-01": Answer(not_applicable=NotApplicable(Reason.OTHER, "elders"))},
        }
        (round_,) = cli.store.rounds(cli.store.find_team("beta").id)
        assert (round_.state, round_.kind) == (RoundState.CLOSED, RoundKind.NAMED)

    def test_what_is_new_is_counted_as_people_count(self, cli: Cli) -> None:
        row = "Alpha,2024-03-05,Anna,CU-01,3"
        cli.spoken = "nl"
        assert "Nieuw hier: 1 team, 1 ronde, 1 respondent, 1 antwoord." in cli("import", table(LONG, row)).out
        cli.spoken = "en"
        again = cli("import", table(LONG, row), "--dry-run")
        assert "New here: 0 teams, 0 rounds, 0 respondents, 0 answers." in again.out

    def test_of_a_list_in_json_the_entry_that_is_no_row_is_named(self, cli: Cli) -> None:
        told = cli("import", table('[{"team": "Alpha", "date": "2024-03-05"}, 3]', name="rows.json"))
        assert told.code == 4
        assert "Entry 2 of the list" in told.err

    def test_twice_adds_nothing(self, cli: Cli) -> None:
        file = table(LONG, "Alpha,2024-03-05,Anna,CU-01,3")
        cli("import", file)
        assert "Nothing in it is new." in cli("import", file).out

    def test_a_corrected_table_is_told_of_and_taken_with_update(self, cli: Cli) -> None:
        cli("import", table(LONG, "Alpha,2024-03-05,Anna,VS-01,1", "Alpha,2024-03-05,Anna,CU-01,3"))
        corrected = table(LONG, "Alpha,2024-03-05,Anna,VS-01,1", "Alpha,2024-03-05,Anna,CU-01,4")
        told = cli("import", corrected, "--json")
        assert told.code == 4
        assert problems(told) == [(3, None, "CU-01: Anna answered this otherwise here.")]
        assert cli("import", corrected, "--update").code == 0
        assert given(cli, "Alpha")["Anna"]["CU-01"] == Answer(level=4)

    def test_all_that_is_wrong_is_told_at_once_and_nothing_comes_in(self, cli: Cli) -> None:
        file = table(
            LONG,
            "Alpha,2024-03-05,Anna,CU-01,3",
            "Alpha,2026-12-01,Anna,CU-01,3",
            "Alpha,2024-03-05,,CU-01,3",
            "Alpha,2024-03-05,Anna,XX-99,3",
            'Alpha,2024-03-05,Anna,VS-01,"3,5"',
            "Alpha,2024-03-05,Anna,CU-01,4",
            "Alpha,2024-03-05,Anna",
            ",2024-03-05,Anna,CU-01,4",
        )
        told = cli("import", file, "--json")
        assert told.code == 4
        assert [(row, column) for row, column, _message in problems(told)] == [
            (3, "B “date”"), (4, "C “respondent”"), (5, "D “question”"), (6, "E “answer”"), (7, "E “answer”"),
            (9, "A “team”"),
        ]  # fmt: skip
        assert not told.json["imported"]
        assert cli("team", "list", "--json").json["teams"] == []
        assert "table.csv:3: B “date”: 1 December 2026 is still to come." in cli("import", file).err

    def test_two_rounds_on_one_day_are_told_apart_by_a_column_and_other_orders_make_no_difference(
        self, cli: Cli
    ) -> None:
        table(
            "team,date,round,respondent,question,answer", "A,2024-03-05,first,Anna,CU-01,1",
            "A,2023-03-05,,Anna,CU-01,2", "A,2024-03-05,second,Anna,CU-01,3", name="a.csv",
        )  # fmt: skip
        assert cli("import", "a.csv").code == 0
        store = cli.store
        rounds = store.rounds(store.find_team("A").id)
        levels = [store.responses(round_)[0].answers["CU-01"].level for round_ in rounds]
        assert levels == [2, 1, 3]

    def test_what_the_team_agreed_on_is_a_respondent_called_consensus(self, cli: Cli) -> None:
        table(f"{LONG},note,decided", "A,2024-03-05,consensus,CU-01,4,so it is,2024-03-06", name="a.csv")
        assert cli("import", "a.csv").code == 0
        (round_,) = cli.store.rounds(cli.store.find_team("A").id)
        assert round_.consensus == {"CU-01": 4}
        assert round_.decisions["CU-01"].because == "so it is"

    def test_a_team_with_one_id_and_two_names_has_the_last_name(self, cli: Cli) -> None:
        table(
            "team id,team,date,respondent,question,answer", "T1,New,2024-03-05,Anna,CU-01,1",
            "T1,Old,2023-03-05,Anna,CU-01,2", name="a.csv",
        )  # fmt: skip
        assert "its last name counts" in cli("import", "a.csv").err
        assert [team.name for team in cli.store.teams()] == ["New"]

    def test_one_team_can_be_named_for_all_rows(self, cli: Cli) -> None:
        table("date,respondent,question,answer", "2024-03-05,Anna,CU-01,1", name="a.csv")
        assert "The column “team” is missing" in cli("import", "a.csv").err
        assert cli("import", "a.csv", "--team", "West").code == 0
        assert given(cli, "West")

    def test_the_answers_that_export_writes_of_one_round_come_in(self, cli: Cli) -> None:
        cli("import", table(f"{LONG},note", "West,2024-03-05,Anna,CU-01,3,=1+1", "West,2024-03-05,Bob,CU-01,na,"))
        cli("export", "West", "--csv")
        answers = next(Path("exports").glob("*answers*"))
        elsewhere = Cli(cli.folder / "elsewhere")
        assert elsewhere("import", str(answers)).code == 0
        assert given(elsewhere, "West") == given(cli, "West")

    def test_an_anonymous_round_needs_numbers_and_keeps_none(self, cli: Cli) -> None:
        rows = [f"A,2024-03-05,anonymous,Person {number},CU-01,{number}" for number in range(1, 6)]
        told = cli("import", table("team,date,kind,respondent,question,answer", *rows))
        assert "who answered is not kept" in told.err
        assert given(cli, "A").keys() == {""}
        assert not [path for path in cli.data.rglob("*") if path.is_file() and b"Person" in path.read_bytes()]
        assert cli("import", "table.csv").out.endswith("Nothing in it is new.\n")
        unnumbered = table("team,date,kind,respondent,question,answer", "A,2024-03-06,anonymous,,CU-01,2")
        assert "Number the people" in cli("import", unnumbered).err

    def test_the_files_of_an_anonymous_round_are_not_made_in_the_order_of_the_rows(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = []
        open_ = os.open

        def opened(path: Any, *how: Any, **more: Any) -> int:
            made.append(Path(path).name.partition("~")[0])
            return open_(path, *how, **more)

        monkeypatch.setattr(os, "open", opened)
        rows = [f"A,2024-03-05,anonymous,revealed,{n},{id_},{1 + n % 5}" for n in range(9) for id_ in IDS[: n + 1]]
        assert cli("import", table("team,date,kind,state,respondent,question,answer", *rows)).code == 0
        store = cli.store
        number = {one.respondent.id: len(one.answers) for one in store.responses(store.rounds(store.teams()[0].id)[0])}
        order = [number[name] for name in dict.fromkeys(made) if name in number]
        assert sorted(order) == [*range(1, 10)]
        assert order != sorted(order)


class TestWideTables:
    HEADER = ("Team", "Datum", "Respondent", *(question.label.nl for question in QUICK_SCAN.questions))

    def test_a_dutch_sheet_in_windows_1252_with_semicolons_and_decimal_commas(self, cli: Cli) -> None:
        cells = ["3,0", "nvt: uitbesteed", "weet niet", "Ingericht", *[""] * 7, "5"]
        file = table(
            ";".join([*self.HEADER, "CU-01 notitie"]), f"Café Zuid;31-12-2024;José;{';'.join(cells)};“zo”",
            encoding="cp1252",
        )  # fmt: skip
        told = cli("import", file, "--lang", "nl")
        assert told.code == 0, told.err
        assert "Windows-1252" in told.err
        answers = given(cli, "café zuid")["José"]
        assert answers["CU-01"] == Answer(level=3, note="“zo”")
        assert [answers[id_].level for id_ in (IDS[3], IDS[11])] == [3, 5]
        assert len(answers) == 5

    def test_means_of_areas_are_refused_as_what_they_are(self, cli: Cli) -> None:
        areas = [area.short.nl for area in QUICK_SCAN.areas[:2]]
        told = cli("import", table(";".join(["Team", "Datum", *areas]), "A;1-1-2024;3,2;2,8"))
        assert told.code == 4
        assert "No answers can be made of means" in told.err

    def test_without_names_its_rounds_are_anonymous(self, cli: Cli) -> None:
        told = cli("import", table("team\tdate\tCU-01", "A\t2024-03-05\t2", "A\t2024-03-05\t4"))
        assert "are anonymous" in told.err
        (round_,) = cli.store.rounds(cli.store.find_team("A").id)
        assert (round_.kind, len(cli.store.responses(round_))) == (RoundKind.ANONYMOUS, 2)

    def test_a_column_that_is_no_question_is_told_with_its_letter(self, cli: Cli) -> None:
        told = cli("import", table("team,date,respondent,CU-01,CU-0l", "A,2024-03-05,Anna,2,3"), "--json")
        assert problems(told) == [(1, "E “CU-0l”", "No question has this id or label.")]


class TestOtherFiles:
    @pytest.mark.parametrize(
        "text", ["", "hello", "team,date\n", '{"format": 1}', "[1, 2]", "\0\1\2", '[{"team": "A"', "%PDF-1.7"]
    )  # fmt: skip
    def test_what_is_no_table_is_refused_with_advice(self, cli: Cli, text: str) -> None:
        told = cli("import", table(text))
        assert told.code == 4
        assert "Traceback" not in told.err

    def test_rows_may_be_objects_in_json(self, cli: Cli) -> None:
        row = {"team": "A", "date": "2024-03-05", "respondent": "Anna", "question": "CU-01", "answer": 3}
        assert cli("import", table(json.dumps([row]), name="rows.json")).code == 0
        assert given(cli, "A") == {"Anna": {"CU-01": Answer(level=3)}}

    def test_a_quotation_mark_that_is_never_closed_is_told(self, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sem.importing.tables.LONGEST_CELL", 1000)
        told = cli("import", table(LONG, "A,2024-03-05,Anna,CU-01,3", 'A,2024-03-05,"Bob,CU-01,3', *["x"] * 2000))
        assert "quotation mark" in told.err

    def test_cells_are_data_whatever_they_look_like(self, cli: Cli) -> None:
        hostile = ["=cmd|' /C calc'!A0", "<script>alert(1)</script>", "[/]", "x" * 32_000]
        rows = [f'A,2024-03-05,Anna,{id_},3,"{text}"' for id_, text in zip(IDS, hostile, strict=False)]
        assert cli("import", table(f"{LONG},note", *rows)).code == 0
        answers = given(cli, "A")["Anna"]
        assert [answers[id_].note for id_ in IDS[:4]] == hostile

    def test_a_folder_and_a_file_that_is_not_there_are_told(self, cli: Cli) -> None:
        Path("sheets").mkdir()
        assert cli("import", "sheets").code == 4
        assert cli("import", "nothing.csv").code == 3
        assert cli("import").code == 2


class TestSpreadsheets:
    ROWS = (("Meting 2024",), (), ("Team", "Datum", "Respondent", "CU-01", "VS-01"))

    def test_a_sheet_with_a_title_merged_cells_and_real_dates(self, cli: Cli) -> None:
        from datetime import datetime

        day = datetime(2024, 3, 5)
        rows = [*self.ROWS, ("Alpha", day, "Anna", 3, 4.0), (None, None, "Bob", "nvt", "?")]
        told = cli("import", book(rows, merged=["A4:A5", "B4:B5"]))
        assert told.code == 0, told.err
        assert "The sheet Toelichting has no headings of ours" in told.err
        assert given(cli, "Alpha")["Anna"] == {"CU-01": Answer(level=3), "VS-01": Answer(level=4)}
        assert given(cli, "Alpha")["Bob"]["VS-01"] == Answer(dont_know=True)

    def test_a_problem_names_sheet_row_and_column(self, cli: Cli) -> None:
        told = cli("import", book([*self.ROWS, ("Alpha", "2024-03-05", "Anna", 9, None)]))
        assert "table.xlsx[Sheet]:4: D “CU-01”: “9” is not an answer." in told.err

    def test_a_formula_without_a_result_is_refused(self, cli: Cli) -> None:
        told = cli("import", book([*self.ROWS, ("Alpha", "2024-03-05", "Anna", "=1+2", None)]))
        assert told.code == 4
        assert "The formula in D4 has no result" in told.err

    def test_macros_are_not_run_and_that_is_said(self, cli: Cli) -> None:
        book([*self.ROWS, ("Alpha", "2024-03-05", "Anna", 3, None)])
        with zipfile.ZipFile("table.xlsx", "a") as archive:
            archive.writestr("xl/vbaProject.bin", b"macro")
        Path("table.xlsx").rename("table.xlsm")
        told = cli("import", "table.xlsm")
        assert told.code == 0
        assert "They are not run" in told.err

    def test_what_grows_too_large_when_it_is_unpacked_is_refused_before_it_is(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(spreadsheets, "FREE_OF_RATIO", 1000)
        with zipfile.ZipFile("bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"<workbook/>")
            archive.writestr("xl/worksheets/sheet1.xml", b" " * 1_000_000)
        assert "becomes too large" in cli("import", "bomb.xlsx").err

    def test_a_row_that_claims_to_be_the_thousand_millionth_and_half_a_sheet_are_refused(
        self, cli: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(spreadsheets, "MOST_ROWS", 1000)
        whole = Path(book([*self.ROWS, ("Alpha", "2024-03-05", "Anna", 3, None)])).read_bytes()
        for before, after, words in ((b'<row r="4"', b'<row r="999999999"', "more than 1000 rows"),
                                     (b"</sheetData>", b"", "damaged")):  # fmt: skip
            with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile("new.xlsx", "w") as new:
                for member in old.infolist():
                    data = old.read(member)
                    new.writestr(member, data.replace(before, after) if "sheet1" in member.filename else data)
            told = cli("import", "new.xlsx")
            assert (told.code, words in told.err) == (4, True), told.err

    def test_entities_other_zips_and_old_files_are_refused(self, cli: Cli) -> None:
        for name, parts, words in (
            (
                "a.xlsx",
                {"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>'},
                "no spreadsheet",
            ),
            ("b.zip", {"a.csv": b"x"}, "no Excel file"),
            ("c.ods", {"content.xml": b"x"}, "LibreOffice"),
            ("d.xlsx", {"xl/workbook.xml": b"<workbook>"}, "damaged"),
        ):
            packed = io.BytesIO()
            with zipfile.ZipFile(packed, "w") as archive:
                for part, data in parts.items():
                    archive.writestr(part, data)
            Path(name).write_bytes(packed.getvalue())
            assert words in cli("import", name).err
        Path("old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100))
        assert "save it as .xlsx" in cli("import", "old.xls").err
        Path("half.xlsx").write_bytes(Path("a.xlsx").read_bytes()[:40])
        assert cli("import", "half.xlsx").code == 4


class TestTemplate:
    @pytest.mark.parametrize(("spoken", "format_"), [("en", "xlsx"), ("nl", "csv")])
    def test_filled_in_it_comes_in(self, cli: Cli, spoken: str, format_: str) -> None:
        told = cli("import", "--template", format_, "--lang", spoken)
        path = Path(told.out.strip())
        row = {"team": "A", "date": "2024-03-05", "datum": "5-3-2024", "respondent": "Anna", "CU-01": "3"}
        if format_ == "csv":
            header = path.read_text("utf-8-sig").strip().split(";")
            path.write_text(";".join(header) + "\n" + ";".join(row.get(name, "") for name in header), "utf-8")
        else:
            import openpyxl

            filled = openpyxl.load_workbook(path)
            sheet = filled.worksheets[0]
            sheet.append([row.get(cell.value) for cell in sheet[1]])
            filled.save(path)
        told = cli("import", str(path), "--json")
        assert told.code == 0, told.err
        assert told.json["answers"] == 1
        assert given(cli, "A") == {"Anna": {"CU-01": Answer(level=3)}}


class TestExportOfAll:
    def test_leaves_out_what_may_not_be_shown_and_says_so(self, cli: Cli) -> None:
        rows = [f"A,2024-03-05,anonymous,{number},CU-01,3" for number in range(6)]
        cli("import", table("team,date,kind,respondent,question,answer", *rows, "A,2024-03-06,named,Anna,CU-01,2"))
        told = cli("export", "--all", "--json", "--csv")
        assert "5 March 2024: its answers may not be shown one by one (anonymous)" in told.err
        made = json.loads(next(Path("exports").glob("*.json")).read_text("utf-8"))
        assert [round_["kind"] for round_ in made["teams"][0]["rounds"]] == ["named"]
        assert [one["kind"] for one in made["left_out"]] == ["anonymous"]
        assert next(Path("exports").glob("*.csv")).read_text("utf-8-sig").count("\n") == 2

    def test_is_about_json_csv_and_xlsx_and_all_teams(self, cli: Cli) -> None:
        assert cli("export", "--all", "--png").code == 2
        one_team = cli("export", "West", "--xlsx")
        assert one_team.code == 2
        assert "report West --xlsx" in one_team.err
        assert cli("export", "West", "--all", "--json").code == 2

    def test_the_workbook_has_an_answer_a_row_with_days_and_numbers_and_leaves_out_the_same(self, cli: Cli) -> None:
        import openpyxl

        rows = [f"A,2024-03-05,anonymous,{number},CU-01,3" for number in range(6)]
        cli("import", table("team,date,kind,respondent,question,answer", *rows, "A,2024-03-06,named,Anna,CU-01,2"))
        told = cli("--lang", "nl", "export", "--all", "--xlsx")
        assert told.code == 0
        assert "anoniem" in told.err
        book = openpyxl.load_workbook(told.out.strip())
        assert book.sheetnames == ["Alle antwoorden van alle teams", "Antwoorden"]
        header, *answers = book["Antwoorden"].iter_rows(values_only=True)
        (row,) = (dict(zip(header, cells, strict=True)) for cells in answers)
        assert (row["team"], row["respondent"], row["question"], row["level"]) == ("A", "Anna", "CU-01", 2)
        assert row["date"] == datetime(2024, 3, 6)
        assert cli("import", told.out.strip()).code == 0

    def test_settings_that_can_not_be_used_are_told_before_anything_is_written(self, cli: Cli) -> None:
        (cli.folder / "settings.toml").write_text('report_colour = "no colour"\n')
        refused = cli("export", "--all", "--json", "--xlsx")
        assert (refused.code, refused.out) == (4, "")
        assert not Path("exports").exists()
        assert cli("export", "--all", "--json").code == 0

    def test_with_a_table_of_the_same_team_beside_it_is_refused(self, cli: Cli) -> None:
        cli("import", table(LONG, "A,2024-03-05,Anna,CU-01,3"))
        files = cli("export", "--all", "--json", "--csv").out.split()
        told = Cli(cli.folder / "elsewhere")("import", *files)
        assert told.code == 4
        assert "A is in more than one of these files" in told.err

    @pytest.mark.parametrize("programme", [{"state": 3}, {"experiments": [{"id": "e1"}]}, [], "x"])
    def test_with_plans_that_cannot_be_is_refused(self, cli: Cli, programme: object) -> None:
        cli("import", table(LONG, "A,2024-03-05,Anna,CU-01,3"))
        path = Path(cli("export", "--all", "--json").out.strip())
        said = json.loads(path.read_text("utf-8"))
        said["teams"][0]["programme"] = programme
        path.write_text(json.dumps(said), "utf-8")
        told = Cli(cli.folder / "elsewhere")("import", str(path))
        assert (told.code, "Traceback" in told.err, "inside sem" in told.err) == (4, False, False)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("opened", "2027-01-01"),
            ("opened", "2027-99"),
            ("kind", "anonymous"),
            ("id", "../../x"),
            ("responses", 3),
            ("state", "gone"),
            ("scope", "x" * 400),
            ("decisions", {"XX": {"level": 3}}),
        ],
    )
    def test_that_somebody_changed_is_refused_with_its_place(self, cli: Cli, field: str, value: object) -> None:
        cli("import", table(LONG, "A,2024-03-05,Anna,CU-01,3"))
        path = Path(cli("export", "--all", "--json").out.strip())
        said = json.loads(path.read_text("utf-8"))
        said["teams"][0]["rounds"][0][field] = value
        path.write_text(json.dumps(said), "utf-8")
        told = Cli(cli.folder / "elsewhere")("import", str(path))
        assert told.code == 4
        assert "teams[0].rounds[0]" in told.err
        assert not any(word in told.err for word in ("RoundState", "isoformat", "not a "))
