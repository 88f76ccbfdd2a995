"""`sem report`: one document that needs no retouching, whatever the round is like and whatever people typed."""

from __future__ import annotations

import errno
import io
import os
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from sem.i18n import language, set_language
from sem.installed import install_command
from sem.reports import report_pptx
from tests.cli.conftest import Cli
from tests.cli.reporting import FULL, HOSTILE, LONG_NOTE, Page, fill


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cli]:
    """A filled workspace, and one run of all reports on it in `out`."""
    before = language()
    cli = Cli(tmp_path_factory.mktemp("reports"))
    fill(cli)
    made = cli("report", "--all", "--html", "--md", "--out", str(cli.folder / "out"))
    assert made.code == 0, made.err
    (cli.folder / "paths").write_text(made.out)
    (cli.folder / "told").write_text(made.err)
    yield cli
    set_language(before)


def made(cli: Cli, start: str, suffix: str) -> Path:
    """Return the one report that is called so."""
    (found,) = (cli.folder / "out").glob(f"{start}*-report-en.{suffix}")
    return found


def page(cli: Cli, start: str) -> Page:
    return Page(made(cli, start, "html").read_text("utf-8"))


def test_a_report_on_every_team_with_a_round_and_one_on_all(filled: Cli) -> None:
    paths = [Path(line).name for line in (filled.folder / "paths").read_text().splitlines()]
    assert len(paths) == 14
    assert paths[-2:] == ["all-teams-2026-11-21-report-en.html", "all-teams-2026-11-21-report-en.md"]
    told = (filled.folder / "told").read_text()
    assert "1 of 7: Empty" in told
    assert "Idle is passed over" in told


@pytest.mark.parametrize("team", ["west", "one", "empty", "small", "large", "hidden", "all-teams"])
def test_the_page_is_whole_and_needs_nothing_else(filled: Cli, team: str) -> None:
    found = page(filled, team)
    assert 'lang="en"' in made(filled, team, "html").read_text("utf-8")
    assert not {"script", "link", "iframe", "b"} & set(found.tags)
    ids = found.values("id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in found.values("href") + found.values("xlink:href")} <= set(ids)
    assert all(re.match(r"#|data:image/png", value) for value in found.values("href") + found.values("src"))
    depths = [depth for depth, _words in found.headings]
    assert depths[0] == 1
    assert depths.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(depths))
    assert found.tags.count("svg") == len([value for value in found.values("role") if value == "img"])


def test_every_chapter_is_there_in_order_where_there_is_something_to_say(filled: Cli) -> None:
    chapters = [words for depth, words in page(filled, "west").headings if depth == 2]
    assert chapters == [
        "In short", "How this score is made", "Profile", "Where people agree and where not",
        "What changed since 1 June 2026", "Outcome measures", "Ambition", "Roadmap", "Experiments", "Commitments",
        "Questions and answers",
    ]  # fmt: skip
    text = page(filled, "west").text
    for words in ("Nobody calls twice.", "Because we said so", "Everything we do", "Goes on if", "Ann", "Blocks the"):
        assert words in text
    assert "sem plan" not in text


def test_without_an_ambition_what_people_promised_is_there_all_the_same(filled: Cli) -> None:
    chapters = [words for depth, words in page(filled, "one").headings if depth == 2]
    assert "Commitments" in chapters
    assert not {"Ambition", "Roadmap", "Where people agree and where not"} & set(chapters)
    text = page(filled, "one").text
    assert "These are the views of one person" in text
    assert text.count("Others {nb} do") == 1
    assert "Solo (sure)" in text


def test_a_round_without_answers_and_a_hidden_one_say_so_and_show_nothing(filled: Cli) -> None:
    assert "Nobody has chosen a level in this round yet" in page(filled, "empty").text
    hidden = page(filled, "hidden")
    assert "The answers are hidden until the round is revealed." in hidden.text
    for found in (hidden, page(filled, "empty")):
        assert "svg" not in found.tags
    assert "secret" not in hidden.text


def test_an_anonymous_round_tells_nothing_of_too_few(filled: Cli) -> None:
    small, large = page(filled, "small"), page(filled, "large")
    assert "fewer than 5 people chose a level" in small.text
    assert "secret" not in small.text
    assert "secret 5" in large.text
    for found in (small, large, page(filled, "all-teams")):
        assert "only two of us" not in found.text


def test_what_people_typed_is_text_in_every_form(filled: Cli) -> None:
    found = page(filled, "west")
    assert HOSTILE in found.text
    assert FULL in found.text
    text = made(filled, "west", "md").read_text("utf-8")
    rendered = Page(f"<main>{MarkdownIt('commonmark').enable('table').render(text)}</main>")
    assert "b" not in rendered.tags
    assert "script" not in rendered.tags
    assert HOSTILE in rendered.text


def test_the_report_on_all_teams_puts_them_in_order_by_name_and_names_no_person(filled: Cli) -> None:
    text = page(filled, "all-teams").text
    rows = text[text.index("Team Round n Coverage") :]
    assert rows.index("Empty") < rows.index("Hidden") < rows.index("Large") < rows.index("One") < rows.index("West")
    assert "Really changed since the round before" in text
    assert not re.search(r"\bP\d\b|Solo", text)


def test_the_appendix_can_be_left_out_and_another_round_chosen(filled: Cli) -> None:
    first = filled.store.rounds(filled.store.find_team(FULL).id)[0]
    result = filled("report", FULL, "--md", "--without-answers", "--round", first.id[:8], "--out",
                    str(filled.folder / "other"))  # fmt: skip
    assert result.code == 0, result.err
    text = Path(result.out.strip()).read_text("utf-8")
    assert "This is the first round with scores" in text
    assert "Questions and answers" not in text
    assert "1 June 2026 (open" in text


def test_the_same_day_gives_the_same_bytes_and_never_replaces_a_file_unasked(filled: Cli) -> None:
    out = filled.folder / "again"
    paths = [Path(filled("report", "One", "--html", "--out", str(out)).out.strip()) for _run in range(2)]
    assert [path.name for path in paths] == [
        "one-2026-11-21-report-en.html", "one-2026-11-21-report-en-2.html",
    ]  # fmt: skip
    assert paths[0].read_bytes() == paths[1].read_bytes() == made(filled, "one", "html").read_bytes()


def test_what_can_not_be_is_refused_and_nothing_is_written(filled: Cli) -> None:
    out = filled.folder / "none"
    for arguments, code in (
        ((), 2), (("--all", "One"), 2), (("--all", "--round", "abc"), 2), (("Idle",), 3), (("Nobody",), 3),
        (("One", "--round", "zzzz"), 3),
    ):  # fmt: skip
        assert filled("report", *arguments, "--html", "--out", str(out)).code == code
    assert filled("report", "One", "--out", str(out)).code == 2
    assert not out.exists()


def test_in_dutch_every_word_of_ours_is_dutch(filled: Cli) -> None:
    result = filled("--lang", "nl", "report", "One", "--html", "--without-answers", "--out", str(filled.folder / "nl"))
    found = Page(Path(result.out.strip()).read_text("utf-8"))
    chapters = [words for depth, words in found.headings if depth == 2]
    assert chapters[:3] == ["In het kort", "Hoe deze score tot stand komt", "Profiel"]
    assert "Strongest" not in found.text
    set_language("en")


@pytest.fixture(scope="module")
def forms(filled: Cli) -> dict[str, Path]:
    """The report on the team that has everything, in the forms that programs open."""
    result = filled("report", FULL, "--pdf", "--xlsx", "--pptx", "--out", str(filled.folder / "forms"))
    assert result.code == 0, result.err
    return {Path(line).suffix: Path(line) for line in result.out.splitlines()}


def test_the_workbook_has_typed_cells_charts_and_no_formula(forms: dict[str, Path]) -> None:
    from openpyxl import load_workbook

    book = load_workbook(forms[".xlsx"])
    assert book.sheetnames[:4] == ["In short", "Method", "Profile", "Agreement"]
    every = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in every if cell.data_type == "f" or cell.hyperlink]
    assert HOSTILE in {cell.value for cell in every}
    profile = book["Profile"]
    assert [len(book[name]._charts) for name in ("Profile", "Ambition")] == [2, 1]
    header = next(row for row in profile.iter_rows() if row[0].value == "Area")
    first = profile[header[0].row + 1]
    kinds = {title.value: (cell.data_type, cell.number_format) for title, cell in zip(header, first, strict=True)}
    assert kinds["Mean"] == ("n", "0.0")
    assert kinds["Coverage"] == ("n", "0%")
    days = [cell for row in book["Commitments"].iter_rows() for cell in row if getattr(cell, "is_date", 0)]
    assert [cell.value.date() for cell in days] == [date(2026, 12, 1)]
    answers = book["Answers"]
    assert answers.freeze_panes == "A2"
    assert answers.max_row == 1 + 7 * 12


def test_a_note_that_fills_a_cell_is_whole_on_the_page_and_in_the_workbook(filled: Cli) -> None:
    from openpyxl import load_workbook

    assert LONG_NOTE in page(filled, "one").text
    result = filled("report", "One", "--xlsx", "--out", str(filled.folder / "note"))
    assert result.code == 0, result.err
    book = load_workbook(result.out.strip())
    every = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert LONG_NOTE in every
    assert max(len(str(value)) for value in every) <= 32_767


@pytest.mark.long
def test_a_note_that_fills_a_cell_goes_on_over_pages_to_print_and_is_no_matter_for_slides(filled: Cli) -> None:
    result = filled("report", "One", "--pdf", "--pptx", "--out", str(filled.folder / "note"))
    assert result.code == 0, result.err
    pdf, _slides = map(Path, result.out.splitlines())
    assert pdf.read_bytes().count(b"/Type /Page\n") > 5


def test_the_tables_of_the_workbook_have_headings_and_codes_in_the_language_of_the_report(
    filled: Cli, forms: dict[str, Path]
) -> None:
    from openpyxl import load_workbook

    dutch = filled("--lang", "nl", "report", FULL, "--xlsx", "--out", str(filled.folder / "words"))
    assert dutch.code == 0, dutch.err
    heads, words = [], []
    for path in (dutch.out.strip(), forms[".xlsx"]):
        tables = load_workbook(path).worksheets[-4:]
        heads.append([[str(cell.value) for cell in sheet[1]] for sheet in tables])
        words.append({cell.value for sheet in tables for row in sheet.iter_rows() for cell in row})
        assert not words[-1] & {"building-block", "not-applicable", "dont-know", "true", "false", "overall"}
        assert not [head for row in heads[-1] for head in row if "_" in head.replace("r_wg", "").replace("a_wg", "")]
    assert {"bouwsteen", "niveau", "Alle gebieden", "opmerking"} <= words[0]
    assert {"building block", "level", "Overall", "note"} <= words[1]
    scores, questions, answers, remarks = heads[0]
    assert scores[:8] == ["Team", "Ronde", "Vragenlijst", "Versie", "Gebied", "Soort", "Titel", "Gem."]
    assert {"Niveau 1", "Niveau 5", "Weet ik niet", "Spreiding"} <= set(questions)
    assert {"Wie", "Antwoord", "Niveau", "Reden"} <= set(answers)
    assert remarks[-1] == "Tekst"


def test_the_document_to_print_has_an_outline_and_a_language_and_no_script(forms: dict[str, Path]) -> None:
    data = forms[".pdf"].read_bytes()
    assert data.startswith(b"%PDF")
    assert b"/Outlines" in data
    assert b"/Lang (en)" in data
    assert b"JavaScript" not in data
    assert data.count(b"/Type /Page\n") > 5


def test_the_slides_have_a_message_each_and_charts_that_can_be_edited(forms: dict[str, Path]) -> None:
    from pptx import Presentation

    deck = Presentation(str(forms[".pptx"]))
    assert deck.slide_width * 9 == pytest.approx(deck.slide_height * 16, rel=0.001)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert 8 <= len(titles) <= 12
    assert all(titles)
    assert "Nobody calls twice." in titles
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    assert sum(shape.has_chart for shape in shapes) == 3
    pictured = [shape for shape in shapes if shape.has_chart or shape.shape_type == 13]
    assert all(shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in pictured)
    for shape in shapes:
        assert shape.left + shape.width <= deck.slide_width
        assert shape.top + shape.height <= deck.slide_height
    texts = [cell.text for shape in shapes if shape.has_table for row in shape.table.rows for cell in row.cells]
    assert HOSTILE in texts
    notes = [slide.notes_slide.notes_text_frame.text for slide in list(deck.slides)[1:]]
    assert all(notes)


def test_no_form_tells_at_what_time_of_the_day_it_was_made(forms: dict[str, Path]) -> None:
    def times(data: bytes) -> Iterator[bytes]:
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as parts:
                for name in parts.namelist():
                    yield from times(parts.read(name))
        yield from re.findall(rb"T\d\d:\d\d:\d\dZ", data)

    for suffix in (".xlsx", ".pptx"):
        assert set(times(forms[suffix].read_bytes())) == {b"T00:00:00Z"}


def test_without_the_part_for_slides_it_is_told_how_to_get_it(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_pptx, "find_spec", lambda _name: None)
    result = filled("report", "One", "--pptx", "--html", "--out", str(filled.folder / "no-slides"))
    assert (result.code, result.out) == (3, "")
    assert install_command("pptx") in result.err
    assert not (filled.folder / "no-slides").exists()


def test_what_programs_open_is_the_same_to_the_byte_too(filled: Cli) -> None:
    runs = [
        filled("report", "Small", "--pdf", "--xlsx", "--out", str(filled.folder / "same")).out.splitlines()
        for _run in range(2)
    ]
    for first, second in zip(*runs, strict=True):
        assert first != second
        assert Path(first).read_bytes() == Path(second).read_bytes()


# Of the hidden one the page is made with each run too.
@pytest.mark.parametrize("team", ["Empty", pytest.param("Hidden", marks=pytest.mark.long), "One"])
def test_every_form_holds_for_a_round_with_little_in_it(filled: Cli, team: str) -> None:
    options = ("--pdf", "--xlsx", "--pptx", "--without-answers")
    result = filled("report", team, *options, "--out", str(filled.folder / "little"))
    assert result.code == 0, result.err
    assert len(result.out.splitlines()) == 3


@pytest.mark.parametrize("form", ["html", "pdf", "xlsx"])
def test_a_disk_that_gets_full_leaves_nothing_half(filled: Cli, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    out = filled.folder / "full"
    result = filled("report", "Empty", f"--{form}", "--out", str(out))
    assert result.code == 6
    assert "the disk is full" in result.err
    assert list(out.iterdir()) == []


def test_a_logo_that_is_none_is_told_before_anything_is_written(filled: Cli) -> None:
    settings = filled.folder / "settings.toml"
    settings.write_text('report_logo = "missing.png"\n')
    try:
        result = filled("report", "One", "--html", "--out", str(filled.folder / "never"))
    finally:
        settings.unlink()
    assert result.code == 4
    assert "report_logo" in result.err
    assert not (filled.folder / "never").exists()


@pytest.mark.parametrize(
    ("settings", "place"),
    [("report_logo = 3\n", "settings.toml:1: report_logo"), ('\nreport_logo = "x', "settings.toml:2: ")],
)
@pytest.mark.parametrize("spoken", ["en", ""])
def test_without_the_settings_that_hold_the_logo_nothing_is_written_and_it_is_told_once_why(
    filled: Cli, monkeypatch: pytest.MonkeyPatch, settings: str, place: str, spoken: str
) -> None:
    monkeypatch.setattr(filled, "spoken", spoken)
    file = filled.folder / "settings.toml"
    file.write_text(settings)
    try:
        result = filled("report", "One", "--html", "--out", str(filled.folder / "never"))
    finally:
        file.unlink()
    assert result.code == 4
    assert result.err.count(place) == 1
    assert not (filled.folder / "never").exists()
