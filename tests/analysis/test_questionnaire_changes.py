"""What one questionnaire has otherwise than another, by the ids that never change."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.analysis.comparison import Break
from sem.analysis.questionnaire_changes import Part, questionnaire_changes
from sem.content.library import load_questionnaire
from sem.model.questionnaire import Area, Question, Questionnaire, Version
from sem.model.text import Text

SCAN = load_questionnaire("quick-scan")
FULL = load_questionnaire("service-excellence")
FIRST = SCAN.areas[0]


def with_question(question: Question) -> Questionnaire:
    """Return the quick scan with another first question."""
    return replace(SCAN, areas=(replace(FIRST, questions=(question,)), *SCAN.areas[1:]))


def test_a_questionnaire_has_nothing_otherwise_than_itself() -> None:
    changes = questionnaire_changes(FULL, FULL)
    assert changes.nothing
    assert changes.unchanged == len(FULL.questions)


QUESTION = FIRST.questions[0]
OTHER = Text("anders", "otherwise")


@pytest.mark.parametrize(
    ("question", "part"),
    [
        (replace(QUESTION, statement=OTHER), Part.STATEMENT),
        (replace(QUESTION, levels=(*QUESTION.levels[:4], OTHER)), Part.LEVELS),
        (replace(QUESTION, help=OTHER), Part.HELP),
        (replace(QUESTION, label=OTHER), Part.LABEL),
        (replace(QUESTION, weight=2.0), Part.WEIGHT),
        (replace(QUESTION, trait="data-insight"), Part.TRAIT),
    ],
    ids=lambda value: value.value if isinstance(value, Part) else "",
)
def test_each_part_of_a_question_that_differs_is_named(question: Question, part: Part) -> None:
    (changed,) = questionnaire_changes(SCAN, with_question(question)).changed
    assert (changed.before, changed.after, changed.parts) == (QUESTION, question, (part,))


def test_a_question_that_moves_is_the_same_question_in_another_area() -> None:
    second = SCAN.areas[1]
    moved = replace(SCAN, areas=(
        replace(FIRST, questions=()), replace(second, questions=(*second.questions, QUESTION)), *SCAN.areas[2:]
    ))  # fmt: skip
    changes = questionnaire_changes(SCAN, moved)
    assert [one.parts for one in changes.changed] == [(Part.AREA,)]
    assert not changes.added
    assert not changes.removed


def test_areas_and_levels_and_practices_that_differ_are_told() -> None:
    level = replace(SCAN.levels[4], name=OTHER)
    area = replace(FIRST, title=OTHER, inside="ux")
    changes = questionnaire_changes(
        SCAN, replace(SCAN, levels=(*SCAN.levels[:4], level), areas=(area, *SCAN.areas[2:]))
    )
    assert changes.levels == ((SCAN.levels[4], level),)
    assert [one.parts for one in changes.areas_changed] == [(Part.TITLE, Part.INSIDE)]
    assert changes.areas_removed == (SCAN.areas[1],)
    practice = replace(FULL.practices[0], level=5, measure=OTHER)
    changes = questionnaire_changes(FULL, replace(FULL, practices=(practice, *FULL.practices[2:])))
    assert [one.parts for one in changes.practices_changed] == [(Part.LEVEL, Part.DESCRIPTION)]
    assert changes.practices_removed == (FULL.practices[1],)


def test_only_a_new_major_version_or_another_questionnaire_breaks_a_trend() -> None:
    def broken(version: Version) -> Break | None:
        return questionnaire_changes(SCAN, replace(SCAN, version=version)).broken

    assert broken(Version(1, 9, 9)) is None
    assert broken(Version(2, 0, 0)) is Break.VERSION
    assert questionnaire_changes(SCAN, FULL).broken is Break.QUESTIONNAIRE
    assert questionnaire_changes(SCAN, FULL).unchanged == 12


areas = st.lists(st.sampled_from(FULL.areas), unique_by=lambda area: area.id, max_size=4)


@given(areas, areas)
def test_what_is_new_the_one_way_goes_the_other_way(first: list[Area], second: list[Area]) -> None:
    before, after = replace(FULL, areas=tuple(first)), replace(FULL, areas=tuple(second))
    there, back = questionnaire_changes(before, after), questionnaire_changes(after, before)
    assert {area.id for area in there.areas_added} == {area.id for area in back.areas_removed}
    assert {question.id for _area, question in there.added} == {question.id for _area, question in back.removed}
    assert there.unchanged == back.unchanged == len(after.questions) - len(there.added)
