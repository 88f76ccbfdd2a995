"""Questionnaires are found by id where they come with the program, and by path where they are one's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sem.content import library
from sem.content.library import DEFAULT, list_questionnaires, load_questionnaire
from sem.errors import InvalidError, NotFoundError
from tests.content.sample import SAMPLE, written


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder that takes the place of the shipped questionnaires."""
    folder = tmp_path / "questionnaires"
    folder.mkdir()
    monkeypatch.setattr(library, "shipped_folder", lambda: folder)
    return folder


def test_the_default_comes_with_the_program_and_is_listed_first() -> None:
    listed = list_questionnaires()
    assert listed[0].id == DEFAULT
    assert [item.id for item in listed[1:]] == sorted(item.id for item in listed[1:])
    assert load_questionnaire(DEFAULT).id == DEFAULT


def test_a_file_and_a_folder_are_listed_by_their_names_and_nothing_else_is(shipped: Path) -> None:
    written(shipped, SAMPLE, "zebra.yaml")
    written(shipped, SAMPLE, "quick-scan.yaml")
    for folder, file in (
        ("antelope", "questionnaire.yaml"),
        ("drafts", "notes.yaml"),
        (".hidden", "questionnaire.yaml"),
    ):
        (shipped / folder).mkdir()
        written(shipped / folder, SAMPLE, file)
    written(shipped, "", "README.md")
    assert [item.id for item in list_questionnaires()] == ["quick-scan", "antelope", "zebra"]


def test_a_broken_one_hides_no_other(shipped: Path) -> None:
    written(shipped, "[", "broken.yaml")
    written(shipped, SAMPLE, "small.yaml")
    assert [item.id for item in list_questionnaires()] == ["broken", "small"]
    assert load_questionnaire("small").id == "small"
    with pytest.raises(InvalidError):
        load_questionnaire("broken")


def test_without_any_shipped_a_path_still_works(shipped: Path) -> None:
    shipped.rmdir()
    assert list_questionnaires() == ()
    assert load_questionnaire(str(written(shipped.parent, SAMPLE))).id == "small"


def test_a_folder_is_found_by_its_path(shipped: Path) -> None:
    own = shipped.parent / "own"
    own.mkdir()
    written(own, SAMPLE, "questionnaire.yaml")
    assert load_questionnaire(str(own)).id == "small"


def test_a_shipped_id_goes_before_a_path_of_the_same_name(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(shipped, SAMPLE, "small.yaml")
    monkeypatch.chdir(shipped.parent)
    written(shipped.parent, "[", "small")
    assert load_questionnaire("small").id == "small"
    with pytest.raises(InvalidError):
        load_questionnaire("./small")


def test_an_unknown_name_is_answered_with_the_known_ones_the_nearest_first(shipped: Path) -> None:
    for name in ("alpha", "service", "zebra"):
        written(shipped, SAMPLE, f"{name}.yaml")
    with pytest.raises(NotFoundError) as caught:
        load_questionnaire("servise")
    assert caught.value.message == "There is no questionnaire “servise”."
    assert caught.value.advice.endswith("one of: service, alpha, zebra.")


@pytest.mark.parametrize("name", ["", "../..", "x" * 5000, "a\0b", "\x1b[2J", "~nobody/x.yaml", "[/]", "=1+1"])
def test_no_name_breaks_the_library(name: str, shipped: Path) -> None:
    with pytest.raises((NotFoundError, InvalidError)) as caught:
        load_questionnaire(name)
    assert "\x1b" not in str(caught.value)


def test_listing_reads_no_file_and_needs_no_parser() -> None:
    code = "import sys, sem.content.loader, sem.content.schema, sem.content.library as l; l.list_questionnaires()"
    code += "; print('yaml' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"
