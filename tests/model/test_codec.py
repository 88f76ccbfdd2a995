"""Model objects as JSON and back: nothing is lost, and the digest knows the very words."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.model.ambition import Ambition, Capacity, Owner
from sem.model.codec import from_json, questionnaire_bytes, questionnaire_digest, read_questionnaire, to_json
from sem.model.experiment import Experiment
from sem.model.idea import Ballot, IdeaBox
from sem.model.plan import Plan, Progress
from sem.model.questionnaire import (
    AreaKind,
    Estimate,
    Group,
    Grouping,
    Practice,
    PracticeKind,
    Prerequisite,
    Questionnaire,
    Trait,
    Version,
)
from sem.model.text import Text
from tests.factory import area, question, questionnaire, text
from tests.model.anything import any_of

PRACTICE = Practice(
    id="p", area="a", level=2, kind=PracticeKind.BASIC, title=text("t"), description=text("d"),
    weeks=Estimate(1, 2, 4.5), person_days=Estimate(1, 1, 1), measure=text("m"),
    prerequisites=(Prerequisite("b", 1, text("because")),), experiment=text("try"), sources=("s",),
)  # fmt: skip
FULL = dataclasses.replace(
    questionnaire(area("a", [question("q1", 2)]), area("b", [question("q2")], AreaKind.LAYER)),
    groupings=(Grouping("g", text("g"), (Group("one", text("one"), ("a", "b")),)),),
    traits=(Trait("t", text("t")),),
    practices=(PRACTICE,),
)


def test_a_questionnaire_comes_back_as_it_was() -> None:
    assert read_questionnaire(questionnaire_bytes(FULL)) == FULL


def test_the_bytes_are_plain_json_with_every_field() -> None:
    data = json.loads(questionnaire_bytes(FULL))
    assert data["version"] == "1.0.0"
    assert data["areas"][0]["questions"][0]["levels"][4] == {"nl": "q1 level 5 nl", "en": "q1 level 5 en"}
    assert data["practices"][0]["kill_criterion"] is None


def test_one_changed_word_is_another_digest() -> None:
    changed = dataclasses.replace(FULL, title=Text("titel", "another"))
    assert questionnaire_digest(changed) != questionnaire_digest(FULL)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.pop("title"),
        lambda data: data.update(version="1.0"),
        lambda data: data.update(version=1),
        lambda data: data.update(areas={}),
        lambda data: data["areas"][0].update(kind="planet"),
        lambda data: data["areas"][0]["questions"][0].update(weight="2"),
        lambda data: data["levels"][0].update(number=True),
        lambda data: data["levels"].append("level 6"),
    ],
)
def test_anything_else_is_refused(spoil) -> None:  # type: ignore[no-untyped-def]
    data = to_json(FULL)
    spoil(data)
    with pytest.raises(ValueError, match=r".+"):
        from_json(Questionnaire, data)


def test_a_field_of_a_newer_version_is_passed_over() -> None:
    data = to_json(FULL)
    data["colour"] = "amber"
    assert from_json(Questionnaire, data) == FULL


def through_a_file(kind: Any, value: Any) -> Any:
    return from_json(kind, json.loads(json.dumps(to_json(value), allow_nan=False)))


@pytest.mark.parametrize("kind", [Ambition, Experiment, IdeaBox, Plan])
@given(st.data())
def test_what_a_team_wants_and_plans_comes_back_as_it_was(kind: type, data: st.DataObject) -> None:
    value = data.draw(any_of(kind))
    assert through_a_file(kind, value) == value


def test_dates_are_written_as_people_and_programs_both_read_them() -> None:
    progress = Progress(date(2026, 12, 31), date(2027, 1, 4))
    assert to_json(progress) == {"started": "2026-12-31", "ended": "2027-01-04", "weeks_left": None}


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_json_has_no_words_for_is_refused_both_ways(number: float) -> None:
    with pytest.raises(ValueError, match=r"float"):
        to_json(Estimate(1, 2, number))
    with pytest.raises(ValueError, match=r"float"):
        from_json(Estimate, {"low": 1, "likely": 2, "high": number})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Progress, {"started": "2026-13-01"}),
        (Progress, {"started": 20261231}),
        (Progress, {"started": "2026-12-31", "weeks_left": 1.5}),
        (Progress, {"ended": None}),
        (Capacity, {"steps_at_once": True}),
        (Owner, {"id": "a", "name": None}),
        (Ballot, {"voter": "Anna", "ideas": "one"}),
        (IdeaBox, {"phase": "shouting"}),
        (Ambition, {"target_date": "2027-06-30", "levels": [4]}),
        (Ambition, {"target_date": "2027-06-30", "levels": {"culture": "4"}}),
    ],
)
def test_what_has_another_shape_is_refused(kind: type, value: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_json(kind, value)


@given(st.tuples(*[st.integers(0, 99)] * 3), st.tuples(*[st.integers(0, 99)] * 3))
def test_versions_are_ordered_by_number_and_not_by_text(one: tuple[int, ...], two: tuple[int, ...]) -> None:
    first, second = Version(*one), Version(*two)
    assert (first < second) == (one < two)
    assert Version.parse(str(first)) == first


@pytest.mark.parametrize("wrong", ["", "1", "1.2", "1.2.x", "1.2.3.4", "1.-2.3", "١.2.3", "v1.2.3"])
def test_a_version_is_three_numbers(wrong: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Version.parse(wrong)
