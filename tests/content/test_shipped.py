"""The questionnaires that come with the program are without a fault, and say what the program builds on."""

from __future__ import annotations

import pytest

from sem.content.library import DEFAULT, Listed, list_questionnaires, load_questionnaire
from sem.content.loader import check_questionnaire, read_head
from sem.model.codec import questionnaire_bytes, questionnaire_digest, read_questionnaire
from sem.model.questionnaire import AreaKind

SHIPPED = list_questionnaires()


@pytest.mark.parametrize("listed", SHIPPED, ids=lambda listed: listed.id)
def test_a_shipped_questionnaire_has_no_problem_and_the_id_of_its_file(listed: Listed) -> None:
    questionnaire, problems = check_questionnaire(listed.path)
    assert problems == ()
    assert questionnaire is not None
    assert questionnaire.id == listed.id == read_head(listed.path).id


@pytest.mark.parametrize("listed", SHIPPED, ids=lambda listed: listed.id)
def test_a_frozen_questionnaire_reads_back_word_for_word(listed: Listed) -> None:
    questionnaire = load_questionnaire(listed.id)
    again = read_questionnaire(questionnaire_bytes(questionnaire))
    assert again == questionnaire
    assert questionnaire_digest(again) == questionnaire_digest(questionnaire)


def test_the_quick_scan_asks_one_question_of_each_block_and_each_layer() -> None:
    questionnaire = load_questionnaire(DEFAULT)
    assert len(questionnaire.of_kind(AreaKind.BUILDING_BLOCK)) == 9
    assert [area.id for area in questionnaire.layers] == ["ux", "cjm", "cx"]
    assert all(len(area.questions) == 1 for area in questionnaire.areas)
    assert {trait.id for trait in questionnaire.traits} >= {layer.questions[0].trait for layer in questionnaire.layers}


def test_the_quick_scan_gathers_its_areas_in_three_ways() -> None:
    questionnaire = load_questionnaire(DEFAULT)
    groupings = {grouping.id: [group.areas for group in grouping.groups] for grouping in questionnaire.groupings}
    blocks = tuple(area.id for area in questionnaire.of_kind(AreaKind.BUILDING_BLOCK))
    assert groupings == {
        "practitioner": [blocks],
        "iso-23592": [
            ("vision-strategy", "leadership"),
            ("culture", "employee-engagement"),
            ("customer-understanding", "experience-design", "innovation"),
            ("processes-organisation", "monitoring"),
        ],
        "layers": [("ux", "cjm", "cx")],
    }


def test_a_question_of_the_quick_scan_asks_the_same_wherever_its_id_comes_back() -> None:
    scan = {question.id: question for question in load_questionnaire(DEFAULT).questions}
    for listed in SHIPPED:
        for question in load_questionnaire(listed.id).questions:
            if question.id in scan:
                assert question == scan[question.id], "python scripts/quick_scan.py takes the words over"
