"""A questionnaire spread over a folder: the head first, then the other files by name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sem.content.loader import check_questionnaire, read_head, read_questionnaire
from sem.errors import InvalidError
from sem.model.codec import questionnaire_digest
from sem.model.questionnaire import Version
from tests.content.sample import SAMPLE, broken, line_of, written

AREAS = SAMPLE[SAMPLE.index("areas:") : SAMPLE.index("groupings:")]
PRACTICES = SAMPLE[SAMPLE.index("practices:") :]
HEAD = SAMPLE.replace(AREAS, "").replace(PRACTICES, "")
CULTURE = AREAS[: AREAS.index("  - id: inner")]
LAYERS = "areas:\n" + AREAS[AREAS.index("  - id: inner") :]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that holds the sample in four files."""
    written(tmp_path, HEAD, "questionnaire.yaml")
    written(tmp_path, LAYERS, "20-layers.yaml")
    written(tmp_path, CULTURE, "10-culture.yaml")
    written(tmp_path, PRACTICES, "30-practices.yaml")
    return tmp_path


def test_a_folder_says_the_same_as_one_file_with_the_parts_in_the_order_of_their_names(folder: Path) -> None:
    whole = read_questionnaire(written(folder.parent, SAMPLE, "whole.yaml"))
    assert questionnaire_digest(read_questionnaire(folder)) == questionnaire_digest(whole)


def test_the_head_may_have_areas_of_its_own_and_they_come_first(folder: Path) -> None:
    (folder / "10-culture.yaml").unlink()
    written(folder, HEAD + CULTURE, "questionnaire.yaml")
    assert [area.id for area in read_questionnaire(folder).areas] == ["culture", "inner", "outer"]


def test_hidden_files_and_files_of_other_kinds_are_no_content(folder: Path) -> None:
    written(folder, "[", ".10-culture.yaml.swp")
    written(folder, "[", "._10-culture.yaml")
    written(folder, "[", "notes.md")
    assert len(read_questionnaire(folder).areas) == 3


def test_problems_come_in_the_order_of_the_files_each_with_its_own_lines(folder: Path) -> None:
    written(folder, PRACTICES.replace("kind: basic", "kind: plain"), "30-practices.yaml")
    culture = written(folder, CULTURE.replace("weight: 1.5", "weight: much"), "10-culture.yaml")
    written(folder, HEAD.replace("1.2.0", "soon"), "questionnaire.yaml")
    _, problems = check_questionnaire(folder)
    assert [(Path(problem.file).name, problem.field) for problem in problems] == [
        ("questionnaire.yaml", "version"),
        ("10-culture.yaml", "areas[culture].questions[CL-01].weight"),
        ("30-practices.yaml", "practices[walk-around].kind"),
    ]
    assert problems[1].file == str(culture)
    assert problems[1].line == line_of(culture.read_text("utf-8"), "weight: much")


def test_an_id_used_in_two_files_is_found_and_the_first_place_is_named(folder: Path) -> None:
    written(folder, CULTURE, "90-again.yaml")
    _, problems = check_questionnaire(folder)
    assert [problem.field for problem in problems] == [
        "areas[culture].id",
        "areas[culture].questions[CL-01].id",
        "areas[culture].questions[CL-02].id",
    ]
    assert str(folder / "10-culture.yaml") + ":2" in problems[0].message


def test_a_file_that_can_not_be_read_gives_its_own_problem_and_no_others(folder: Path) -> None:
    written(folder, LAYERS.replace("kind: layer", "kind: [layer", 1), "20-layers.yaml")
    _, problems = check_questionnaire(folder)
    assert [Path(problem.file).name for problem in problems] == ["20-layers.yaml"]


def test_a_part_holds_areas_and_practices_only(folder: Path) -> None:
    written(folder, 'title: {nl: "Deel", en: "Part"}\n', "40-part.yaml")
    _, problems = check_questionnaire(folder)
    assert [(Path(problem.file).name, problem.field) for problem in problems] == [("40-part.yaml", "title")]


def test_a_file_with_the_other_suffix_of_yaml_is_not_left_out_in_silence(folder: Path) -> None:
    (folder / "30-practices.yaml").rename(folder / "30-practices.yml")
    _, problems = check_questionnaire(folder)
    assert [problem.message for problem in problems] == ["Only files whose names end in .yaml are read."]
    assert problems[0].file == str(folder / "30-practices.yml")


def test_a_folder_without_areas_or_without_a_head_is_called_so(folder: Path) -> None:
    for name in ("10-culture.yaml", "20-layers.yaml", "30-practices.yaml"):
        (folder / name).unlink()
    _, problems = check_questionnaire(folder)
    assert [problem.message for problem in problems] == ["There are no areas in this folder."]
    (folder / "questionnaire.yaml").unlink()
    _, problems = check_questionnaire(folder)
    assert [problem.message for problem in problems] == ["There is no such file."]
    assert problems[0].file == str(folder / "questionnaire.yaml")


def test_a_later_format_in_the_head_is_the_only_problem_of_the_folder(folder: Path) -> None:
    written(folder, HEAD.replace("format: 1", "format: 9"), "questionnaire.yaml")
    written(folder, "areas: what a later format may hold\n", "10-culture.yaml")
    _, problems = check_questionnaire(folder)
    assert [problem.field for problem in problems] == ["format"]


def test_the_head_is_read_without_the_questions(folder: Path) -> None:
    written(folder, "[", "10-culture.yaml")
    head = read_head(folder)
    assert (head.id, head.version, head.title.nl) == ("small", Version(1, 2, 0), "Klein")
    assert read_head(written(folder.parent, broken(("weight: 1.5", "weight: much")), "whole.yaml")) == head


def test_a_broken_head_is_an_error(folder: Path) -> None:
    written(folder, HEAD.replace("{nl: Klein, en: Small}", "{nl: Klein}"), "questionnaire.yaml")
    with pytest.raises(InvalidError) as caught:
        read_head(folder)
    assert [problem.field for problem in caught.value.problems] == ["title.en"]


def test_what_is_no_file_is_an_error_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert [problem.message for problem in check_questionnaire(pipe)[1]] == ["This is not a file."]


@pytest.mark.parametrize("name", ["gone.yaml", "x" * 5000, "nul\0"])
def test_a_file_that_can_not_be_there_is_an_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidError):
        read_questionnaire(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_called_so(tmp_path: Path) -> None:
    path = written(tmp_path, SAMPLE)
    path.chmod(0)
    assert [problem.message for problem in check_questionnaire(path)[1]] == ["You have no permission to read this."]
