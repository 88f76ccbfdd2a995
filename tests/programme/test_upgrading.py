"""A team moves on to another questionnaire: its ambition goes along, without what there is no area for any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sem.content.library import load_questionnaire
from sem.model.ambition import Ambition, OwnPrerequisite, StepEdit
from sem.model.assessment import QuestionnaireRef, Round
from sem.model.plan import Progress
from sem.model.programme import NextQuestionnaire, Programme
from sem.model.questionnaire import Questionnaire, Version
from sem.programme.upgrading import Left, follows, is_waiting, left_behind, move_on

DAY = date(2026, 11, 21)
BEFORE = load_questionnaire("quick-scan")
AFTER = replace(BEFORE, version=Version(2, 0, 0), areas=tuple(area for area in BEFORE.areas if area.id != "innovation"))
CHOSEN = NextQuestionnaire(QuestionnaireRef("quick-scan", AFTER.version, "digest"), DAY, "r2")
AMBITION = Ambition(
    date(2027, 6, 30),
    {"culture": 4, "innovation": 3},
    weights={"innovation": 2.0, "cx": 2.0},
    edits={"innovation>3": StepEdit(owner="a"), "culture>4": StepEdit(owner="a")},
    prerequisites=(OwnPrerequisite("culture", 4, "innovation", 3), OwnPrerequisite("culture", 4, "cx", 3)),
    practices_done=("gone", "kept"),
)
PROGRAMME = Programme(ambition=AMBITION, questionnaire="quick-scan", progress={"innovation>2": Progress(DAY)})


def test_what_has_no_area_any_more_is_named_and_let_go_of_and_what_happened_stays() -> None:
    left = [(one.kind, one.id) for one in left_behind(PROGRAMME, BEFORE, AFTER)]
    assert left == [
        (Left.TARGET, "innovation"), (Left.EDIT, "innovation>3"), (Left.PREREQUISITE, "culture>4"),
        (Left.HISTORY, "innovation>2"),
    ]  # fmt: skip
    moved = move_on(PROGRAMME, BEFORE, AFTER, CHOSEN)
    assert moved.ambition == replace(
        AMBITION, levels={"culture": 4}, weights={"cx": 2.0}, edits={"culture>4": StepEdit(owner="a")},
        prerequisites=AMBITION.prerequisites[1:],
    )  # fmt: skip
    assert (moved.progress, moved.next_questionnaire) == (PROGRAMME.progress, CHOSEN)
    assert left_behind(moved, BEFORE, AFTER)[0].kind is Left.HISTORY


def test_the_ambition_goes_along_to_another_questionnaire_with_areas_of_it() -> None:
    full = load_questionnaire("service-excellence")
    assert move_on(PROGRAMME, BEFORE, full, CHOSEN).questionnaire == "service-excellence"
    assert move_on(replace(PROGRAMME, questionnaire=""), BEFORE, full, CHOSEN).questionnaire == ""
    assert left_behind(PROGRAMME, BEFORE, full) == ()


def test_an_ambition_about_something_else_stays_whole() -> None:
    foreign: Questionnaire = replace(AFTER, id="ours", areas=(replace(BEFORE.areas[0], id="food"),))
    for programme, after in ((PROGRAMME, foreign), (replace(PROGRAMME, questionnaire="other"), AFTER)):
        assert not follows(programme, BEFORE, after)
        assert left_behind(programme, BEFORE, after) == ()
        assert move_on(programme, BEFORE, after, CHOSEN) == replace(programme, next_questionnaire=CHOSEN)


def test_a_choice_waits_until_a_later_round_uses_it_or_a_newer_version() -> None:
    def used(id_: str, version: Version, days: int = 0) -> Round:
        ref = QuestionnaireRef("quick-scan", version, id_)
        return Round(id_, "t", ref, DAY + timedelta(days=days))

    old, new, newer = Version(1, 0, 0), AFTER.version, Version(2, 1, 0)
    assert is_waiting(CHOSEN, [used("r1", new), used("r2", old)])
    assert is_waiting(CHOSEN, [used("r2", old), used("r3", old)])
    assert not is_waiting(CHOSEN, [used("r2", old), used("r3", new)])
    assert not is_waiting(CHOSEN, [used("r2", old), used("r3", newer), used("r4", old)])
    # Where that round never came, the day decides.
    assert is_waiting(CHOSEN, [used("r0", new, -1)])
    assert not is_waiting(CHOSEN, [used("r9", new)])
