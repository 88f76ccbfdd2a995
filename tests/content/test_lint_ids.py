"""Permanent ids: the list of a released version, and what the lint says when a later version breaks with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sem.content.lint import lint_questionnaire
from sem.content.lint_ids import HEADING, id_lines, read_released
from sem.content.loader import read_questionnaire
from sem.errors import InvalidError, NotFoundError
from tests.content.sample import SAMPLE, broken, line_of, written

VERSION = "version: 1.2.0"
SMOOTH = SAMPLE[SAMPLE.index("  - id: smooth-it") :]


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """Return the list of ids of the sample."""
    questionnaire = read_questionnaire(written(tmp_path, SAMPLE, "released.yaml"))
    return written(tmp_path, "\n".join([HEADING, *id_lines(questionnaire)]), "small.ids")


def errors(folder: Path, released: Path, text: str) -> list[str]:
    """Return the errors of the lint as ``line message``, with the line as `line_of` counts it."""
    findings = lint_questionnaire(written(folder, text), read_released(released))
    return [f"{problem.line} {problem.message}" for problem in findings.errors]


def test_each_id_is_a_line_with_its_kind_and_the_area_it_is_in(released: Path) -> None:
    assert released.read_text("utf-8").splitlines() == [
        "# questionnaire kind id area",
        "small version 1.2.0 -",
        "small trait focus -",
        "small trait insight -",
        "small area culture -",
        "small question CL-01 culture",
        "small question CL-02 culture",
        "small area inner -",
        "small question IN-01 inner",
        "small area outer -",
        "small question OU-01 outer",
        "small practice walk-around culture",
        "small practice smooth-it inner",
        "small grouping all -",
    ]


def test_other_words_are_no_change_of_ids(tmp_path: Path, released: Path) -> None:
    assert errors(tmp_path, released, SAMPLE) == []
    assert errors(tmp_path, released, broken(("We are safe.", "We feel safe."), (VERSION, "version: 1.2.1"))) == []


@pytest.mark.parametrize(
    ("change", "kind", "name"),
    [
        (("CL-02", "CL-03"), "question", "CL-02"),
        (("id: smooth-it", "id: sand-it"), "practice", "smooth-it"),
        (("id: all", "id: everything"), "grouping", "all"),
    ],
)
@pytest.mark.parametrize("version", ["1.2.0", "1.3.0"])
def test_an_id_that_goes_is_an_error_that_tells_what_to_do(
    tmp_path: Path, released: Path, change: tuple[str, str], kind: str, name: str, version: str
) -> None:
    text = broken(change, (VERSION, f"version: {version}"))
    findings = lint_questionnaire(written(tmp_path, text), read_released(released))
    assert [problem.message for problem in findings.errors] == [
        f"The {kind} “{name}” was in version 1.2.0 and is gone."
    ]
    problem = findings.errors[0]
    assert (problem.line, problem.field) == (line_of(text, "version:"), "version")
    assert "Put it back, or make this version 2.0.0" in problem.advice
    assert "a new id" in problem.advice


def test_an_area_that_goes_takes_its_questions_with_it_and_all_are_told(tmp_path: Path, released: Path) -> None:
    start, end = SAMPLE.index("  - id: outer"), SAMPLE.index("groupings:")
    text = (SAMPLE[:start] + SAMPLE[end:]).replace("    inside: outer\n", "").replace("[inner, outer]", "[inner]")
    text = text.replace("  - {id: insight, title: {nl: Inzicht, en: Insight}}\n", "")
    assert [message.partition(" ")[2].partition(" was")[0] for message in errors(tmp_path, released, text)] == [
        "The trait “insight”",
        "The area “outer”",
        "The question “OU-01”",
    ]


def test_an_id_that_moves_to_another_area_is_an_error_at_its_line(tmp_path: Path, released: Path) -> None:
    text = SAMPLE.replace(SMOOTH, SMOOTH.replace("area: inner", "area: outer"))
    line = line_of(text, "id: smooth-it")
    found = f"{line} “smooth-it” was in “inner” in version 1.2.0 and is in “outer” here."
    assert found in errors(tmp_path, released, text)


def test_a_question_that_moves_is_an_error_too(tmp_path: Path, released: Path) -> None:
    text = broken(
        ("id: CL-02", "id: OU-01"),
        ("      - id: OU-01\n        label: {nl: Heel", "      - id: CL-02\n        label: {nl: Heel"),
    )
    assert [message.partition(" ")[2].partition(" in version")[0] for message in errors(tmp_path, released, text)] == [
        "“OU-01” was in “outer”",
        "“CL-02” was in “culture”",
    ]


def test_with_a_new_major_version_everything_may_change(tmp_path: Path, released: Path) -> None:
    assert errors(tmp_path, released, broken(("CL-02", "CL-03"), (VERSION, "version: 2.0.0"))) == []


@pytest.mark.parametrize(("version", "allowed"), [("1.2.0", False), ("1.2.9", False), ("1.3.0", True), ("2.0.0", True)])
def test_what_is_new_needs_a_new_minor_version(tmp_path: Path, released: Path, version: str, allowed: bool) -> None:
    text = SAMPLE.replace(VERSION, f"version: {version}") + SMOOTH.replace("smooth-it", "sand-it")
    found = errors(tmp_path, released, text)
    assert found == ([] if allowed else ["3 1 id is new since version 1.2.0: sand-it."])


def test_many_new_ids_are_one_error_that_names_the_first(tmp_path: Path, released: Path) -> None:
    text = SAMPLE + "".join(SMOOTH.replace("smooth-it", f"new-{n}") for n in range(9))
    (found,) = errors(tmp_path, released, text)
    assert found == "3 9 ids are new since version 1.2.0: new-0, new-1, new-2, new-3, new-4, new-5, …."


def test_a_version_before_the_released_one_is_an_error(tmp_path: Path, released: Path) -> None:
    found = errors(tmp_path, released, broken((VERSION, "version: 1.1.9")))
    assert found == ["3 Version 1.2.0 has been released already."]


def test_a_questionnaire_that_the_list_does_not_know_is_a_warning(tmp_path: Path, released: Path) -> None:
    path = written(tmp_path, broken(("id: small", "id: smaller")))
    findings = lint_questionnaire(path, read_released(released))
    assert findings.errors == ()
    assert "The list of ids knows no questionnaire “smaller”, so nothing was compared." in [
        problem.message for problem in findings.warnings
    ]


def test_without_a_list_nothing_is_compared(tmp_path: Path) -> None:
    assert lint_questionnaire(written(tmp_path, broken(("CL-02", "CL-03")))).errors == ()


def test_a_list_of_several_questionnaires_reads_back(tmp_path: Path, released: Path) -> None:
    other = read_questionnaire(written(tmp_path, broken(("id: small", "id: other")), "other.yaml"))
    both = written(tmp_path, released.read_text("utf-8") + "\n\n" + "\n".join(id_lines(other)), "both.ids")
    found = read_released(both)
    assert set(found) == {"small", "other"}
    assert found["small"] == found["other"]


@pytest.mark.parametrize(
    "line",
    ["small", "small question CL-01", "small colour red -", "small version one -", "other question CL-01 culture",
     "small version 1.2.0 -", "\x1b[2J a b c", "small question CL-01 culture more"],
)  # fmt: skip
def test_a_line_that_says_nothing_that_can_be_is_an_error_with_its_place(
    tmp_path: Path, released: Path, line: str
) -> None:
    text = released.read_text("utf-8")
    path = written(tmp_path, f"{text}\n{line}\n", "broken.ids")
    with pytest.raises(InvalidError) as caught:
        read_released(path)
    assert {problem.line for problem in caught.value.problems} == {len(text.splitlines()) + 1}
    assert "\x1b" not in str(caught.value)


def test_a_list_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        read_released(tmp_path / "gone.ids")


def test_a_list_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidError):
        read_released(written(tmp_path, b"\xff\xfe\x00", "broken.ids"))
