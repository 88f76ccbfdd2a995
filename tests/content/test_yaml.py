"""What a file may be made of: plain values stay as written, everything YAML could do beyond that is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from sem.content import yaml_nodes
from sem.content.loader import check_questionnaire, read_questionnaire
from sem.content.source import MOST_BYTES
from sem.errors import Problem
from sem.model.codec import questionnaire_digest
from sem.model.questionnaire import Version
from tests.content.sample import SAMPLE, broken, line_of, written

HELP = "{nl: Kijk rond., en: Look around.}"


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run everything with libyaml and without it: not every build of PyYAML has it."""
    monkeypatch.setattr(yaml_nodes, "LOADER", getattr(yaml, request.param))


def only_problem(folder: Path, content: str | bytes) -> Problem:
    questionnaire, problems = check_questionnaire(written(folder, content))
    assert questionnaire is None
    (problem,) = problems
    return problem


def test_a_word_stays_the_word_that_was_written(tmp_path: Path) -> None:
    words = ["No", "yes", "on", "1.10", "12:30", "0x1F", "1_000", "2026-11-21", "007", "5", "1e3"]
    before = [
        level.en for question in read_questionnaire(written(tmp_path, SAMPLE)).questions for level in question.levels
    ]
    changes = [(f"en: {text}}}", f"en: {word}}}") for text, word in zip(before, words, strict=False)]
    after = read_questionnaire(written(tmp_path, broken(*changes))).questions
    assert [level.en for question in after for level in question.levels][: len(words)] == words


def test_numbers_are_read_where_numbers_belong(tmp_path: Path) -> None:
    questionnaire = read_questionnaire(written(tmp_path, SAMPLE))
    assert questionnaire.version == Version(1, 2, 0)
    assert questionnaire.question("CL-01").weight == 1.5
    assert questionnaire.question("CL-02").weight == 1.0
    assert questionnaire.practices[0].weeks.high == 8.5


def test_a_text_over_several_lines_is_one_paragraph(tmp_path: Path) -> None:
    block = """
          nl: |
            Kijk
              rond.

          en: >-
            Look
            around."""
    path = written(tmp_path, broken((HELP, block)))
    text = read_questionnaire(path).question("CL-01").help
    assert (text.nl, text.en) == ("Kijk rond.", "Look around.")


def test_a_space_that_does_not_break_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path, broken(("Kijk rond.", "Kijk\u00a0rond.")))
    assert read_questionnaire(path).question("CL-01").help.nl == "Kijk\u00a0rond."


@pytest.mark.parametrize(
    "content",
    [SAMPLE.encode("utf-8-sig"), SAMPLE.replace("\n", "\r\n").encode(), SAMPLE.replace("\n", "\r").encode()],
    ids=["byte order mark", "line ends of Windows", "line ends of an old Mac"],
)
def test_how_an_editor_saves_a_file_makes_no_difference(content: bytes, tmp_path: Path) -> None:
    plain = read_questionnaire(written(tmp_path, SAMPLE, "plain.yaml"))
    saved = read_questionnaire(written(tmp_path, content, "saved.yaml"))
    assert questionnaire_digest(saved) == questionnaire_digest(plain)


def test_lines_are_counted_as_an_editor_of_windows_counts_them(tmp_path: Path) -> None:
    text = broken(("trait: insight", "trait: none-such"))
    problem = only_problem(tmp_path, text.replace("\n", "\r\n"))
    assert problem.line == line_of(text, "trait: none-such")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_another_encoding_is_named_and_not_parsed(encoding: str, tmp_path: Path) -> None:
    problem = only_problem(tmp_path, SAMPLE.encode(encoding))
    assert (problem.line, problem.message) == (1, "This file is not UTF-8 text.")
    assert problem.advice == "Save it as UTF-8 in your editor."


def test_a_letter_in_latin_1_is_found_at_its_line(tmp_path: Path) -> None:
    text = broken(("Een kleine vragenlijst.", "Eén kleine vragenlijst."))
    problem = only_problem(tmp_path, text.encode("latin-1"))
    assert (problem.line, problem.message) == (line_of(text, "Eén"), "This line has a character that is not UTF-8.")


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\ufeff"])
def test_a_character_that_can_not_be_shown_is_found_at_its_line(character: str, tmp_path: Path) -> None:
    text = broken(("Look around.", f"Look {character} around."))
    problem = only_problem(tmp_path, text)
    assert problem.line == line_of(text, "Kijk rond")
    assert problem.message == f"There is a character here that can't be shown: U+{ord(character):04X}."


FEATURES = {
    "an alias": (HELP, "*help", "help: *help", "Anchors (&) and aliases (*) are not used here."),
    "an anchor": (HELP, "&help " + HELP, "help: &help", "Anchors (&) and aliases (*) are not used here."),
    "a tag": ("Kijk rond.", "!!python/name:os.system x", "help: {nl: !!python", "Tags (!) are not used here."),
    "a tag of one's own": ("weight: 1.5", "weight: !half 1.5", "weight: !half", "Tags (!) are not used here."),
    "a merge": ("weight: 1.5", "<<: {weight: 2}", "<<:", "Fields can't be merged in with <<."),
    "a list as a field name": ("weight: 1.5", "[a, b]: 1", "[a, b]: 1", "A field needs a name before the colon."),
    "a second document": ("\nareas:", "\n---\nareas:", "---", "A second document starts here."),
    "a directive": ("format: 1", "%YAML 1.1\n---\nformat: 1", "%YAML", "A line can't start with %."),
}


@pytest.mark.parametrize(("before", "after", "on_line", "message"), FEATURES.values(), ids=FEATURES.keys())
def test_what_a_questionnaire_never_needs_is_refused(
    before: str, after: str, on_line: str, message: str, tmp_path: Path
) -> None:
    text = broken((before, after))
    problem = only_problem(tmp_path, text)
    assert (problem.line, problem.message) == (line_of(text, on_line), message)
    assert problem.advice


SLIPS = {
    "a quotation mark that is never closed": ("Kijk rond.", '"Kijk rond.', 'help: {nl: "Kijk', "A quotation mark is"),
    "an apostrophe in single quotation marks": (
        "Kijk rond.",
        "'Kijk 's rond.'",
        "help: {nl: 'Kijk",
        "Between the brackets that open here",
    ),
    "a brace that is never closed": (
        HELP,
        "{nl: Kijk., en: Look.",
        "help: {nl: Kijk.",
        "Between the brackets that open here",
    ),
    "a bracket that is never closed": (
        "[seed-001]",
        "[seed-001",
        "sources: [seed-001",
        "Between the brackets that open here",
    ),
    "a colon in a text": ("kind: basic", "kind: basic: more", "kind: basic:", "A colon followed by a space"),
    "a tab before a field": ("    kind: basic", "\tkind: basic", "\tkind: basic", "There is a tab at"),
    "an at sign before a text": ("Kijk rond.", "@kijk", "help: {nl: @kijk", "A text can't start with this character."),
    "a field one space too far": (
        "    kind: basic",
        "     kind: basic",
        "     kind: basic",
        "A colon followed by a space",
    ),
    "a field one space too near": ("    kind: basic", "   kind: basic", "   kind: basic", "This does not fit in with"),
    "a field without a colon": (
        "    kind: basic",
        "    kind basic",
        "    title: {nl: Loop",
        "A field needs a colon and",
    ),
    "a hyphen before a text": ("Kijk rond.", "- Kijk", "help: {nl: - Kijk", "A text can't start with this character."),
    "a list on the line of its name": (HELP, "- Look", "help: - Look", "A list can't start here."),
    "a backslash": ("Kijk rond.", '"C:\\kijk"', 'help: {nl: "C:', "A backslash between double quotation marks"),
    "a text after a bar": (HELP, "| Look", "help: | Look", "A text can't start with | or > on the same line."),
}


@pytest.mark.parametrize(("before", "after", "on_line", "message"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_in_yaml_is_told_in_plain_words_at_the_line_to_mend(
    before: str, after: str, on_line: str, message: str, tmp_path: Path
) -> None:
    text = broken((before, after))
    problem = only_problem(tmp_path, text)
    assert (problem.line, problem.message[: len(message)]) == (line_of(text, on_line), message)
    assert problem.advice


@pytest.mark.parametrize("content", ["", "\n\n", "# nothing but a comment\n", "---\n...\n"])
def test_an_empty_file_is_called_so(content: str, tmp_path: Path) -> None:
    questionnaire, problems = check_questionnaire(written(tmp_path, content))
    assert questionnaire is None
    assert len(problems) == 1


@pytest.mark.parametrize("content", ["just words\n", "- a\n- list\n", "12\n"])
def test_a_file_without_fields_is_called_so(content: str, tmp_path: Path) -> None:
    assert only_problem(tmp_path, content).message == "Fields are expected here."


def laughs() -> str:
    """Return the bomb of YAML: each line is ten times the one before, a thousand million in the end."""
    lines = ["a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    return "\n".join(lines)


BOMBS = {
    "a bomb of aliases": laughs(),
    "a million brackets": "[" * 1_000_000,
    "a million braces": "{" * 1_000_000,
    "a million hyphens": "- " * 500_000,
    "a million question marks": "? " * 500_000,
    "deep indentation": "\n".join(" " * n + "a:" for n in range(1000)),
    "a million list items": "- \n" * 400_000,
    "a million directives": "%TAG !a! tag:a\n" * 100_000,
    "a million documents": "--- a\n" * 300_000,
    "a million fields of one name": "a: 1\n" * 300_000,
    "a million strange fields": "".join(f"a{n}: 1\n" for n in range(24_000)),
    "a million quotation marks": '"' * 1_000_000,
    "one endless word": "a" * 1_500_000,
    "one endless text": 'title: "' + "a" * 1_500_000 + '"',
    "one endless number": "format: " + "1" * 100_000,
    "one endless id": "id: " + "a-" * 500_000,
    "two million spaces": " " * 1_900_000,
    "a million control characters": "\x07\n" * 900_000,
    "more than fits": "#" * (MOST_BYTES + 1),
}


SLOW = {
    "a million braces",
    "a million list items",
    "a million fields of one name",
    "a million strange fields",
    "one endless word",
    "one endless text",
    "one endless id",
    "two million spaces",
    "a million control characters",
    "a million documents",
}
"""What takes PyYAML's own parser its time, and what it meets in the same way as another of these."""


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("_parser", "content"),
    [
        pytest.param(parser, content, id=f"{parser}-{name}", marks=[pytest.mark.long] * (name in slow))
        for parser, slow in (("CSafeLoader", set[str]()), ("SafeLoader", SLOW))
        for name, content in BOMBS.items()
    ],
    indirect=["_parser"],
)
def test_nonsense_of_any_size_is_refused_and_can_not_hold_anyone_up(content: str, tmp_path: Path) -> None:
    questionnaire, problems = check_questionnaire(written(tmp_path, content))
    assert questionnaire is None
    assert 1 <= len(problems) <= 101
    assert all(len(str(problem)) < 1000 + len(str(tmp_path)) for problem in problems)
