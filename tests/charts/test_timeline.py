"""The geometry of a roadmap."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.charts.bars import Bar, MarkKind, PartKind, side_by_side
from sem.charts.timeline import Timeline, timeline
from sem.model.plan import Plan, Progress, StepState
from sem.model.questionnaire import Questionnaire
from sem.model.roadmap import BufferUse, Roadmap
from tests.charts.roadmaps import FEW, TODAY, experiment, plan, questionnaire, roadmap, roadmaps

AROUND = (PartKind.MISSED, PartKind.SLACK)


def shown(made: Plan | None = None, **more: object) -> Timeline:
    return timeline(roadmap(made, **more), questionnaire())  # type: ignore[arg-type]


def kinds(bar: Bar) -> list[PartKind]:
    return [part.kind for part in bar.parts]


@given(roadmaps())
def test_every_step_has_one_bar_in_the_row_of_its_area(drawn: tuple[Roadmap, Questionnaire]) -> None:
    found = timeline(*drawn)
    areas = {bar.step: row.area for row in found.rows for bar in row.bars}
    assert areas == {planned.step.id: planned.step.area for planned in drawn[0].plan.steps}
    assert len(list(found.bars())) == len(areas)
    assert set(found.reading()) == set(areas)


@given(roadmaps())
def test_the_parts_of_a_bar_cover_it_once(drawn: tuple[Roadmap, Questionnaire]) -> None:
    for bar in timeline(*drawn).bars():
        at = bar.start
        for part in bar.parts:
            if part.kind not in AROUND:
                assert part.start == pytest.approx(at)
                assert part.end > part.start
                at = part.end
        assert at == pytest.approx(bar.end)


@given(roadmaps())
def test_bars_of_one_lane_never_lie_over_each_other(drawn: tuple[Roadmap, Questionnaire]) -> None:
    for row in timeline(*drawn).rows:
        for lane in range(row.lanes):
            bars = [bar for bar in row.bars if bar.lane == lane]
            assert all(one.end <= other.start for one, other in itertools.pairwise(bars))
        assert {bar.lane for bar in row.bars} <= set(range(row.lanes))


@given(roadmaps())
def test_everything_that_is_to_come_is_in_the_picture(drawn: tuple[Roadmap, Questionnaire]) -> None:
    found = timeline(*drawn)
    assert 0 <= found.today <= found.count
    assert 0 <= found.target <= found.count
    assert all(bar.end <= found.count for bar in found.bars())
    assert all(mark.end <= found.count for row in found.rows for mark in row.marks)
    assert len(found.load) == found.count


@given(roadmaps())
def test_a_step_is_too_late_exactly_where_its_slack_is_negative(drawn: tuple[Roadmap, Questionnaire]) -> None:
    for bar in timeline(*drawn).bars():
        assert (PartKind.TOO_LATE in kinds(bar)) == (bar.slack is not None and bar.slack < 0)
        assert (PartKind.SLACK in kinds(bar)) == (bar.slack is not None and bar.slack > 0)


def test_a_plan_that_does_not_fit_shows_what_should_have_started_and_what_ends_after_the_target() -> None:
    found = shown(plan(date(2028, 6, 30)))
    assert found.today > 0
    missed = [part for bar in found.bars() for part in bar.parts if part.kind is PartKind.MISSED]
    assert missed
    assert all(part.start < found.today == part.end for part in missed)
    assert found.end > found.target
    late = [bar for bar in found.bars() if bar.end > found.target]
    assert all(bar.parts[-1].kind is PartKind.TOO_LATE for bar in late)
    # The last steps may end at the target date, so all that lies after it is too late.
    assert {bar.parts[-1].start for bar in late} == {found.target}


def test_a_step_that_happened_shows_what_is_done_and_what_has_passed() -> None:
    later = TODAY + timedelta(weeks=20)
    progress = {
        "culture>3": Progress(TODAY, TODAY + timedelta(weeks=8, days=-3)),
        "culture>4": Progress(TODAY + timedelta(weeks=15)),
    }
    found = shown(plan(areas=["culture"], today=later, progress=progress))
    done, running = found.bar("culture>3"), found.bar("culture>4")
    assert kinds(done) == [PartKind.DONE]
    assert done.state is StepState.DONE
    assert not done.tight
    assert kinds(running)[:2] == [PartKind.PASSED, PartKind.PLANNED]
    assert running.parts[0].end == found.today


def test_closed_weeks_interrupt_a_bar() -> None:
    closed = (date(2026, 12, 21), date(2026, 12, 28))
    found = shown(plan(areas=["culture"], closed=closed))
    assert kinds(found.bar("culture>3"))[:3] == [PartKind.PLANNED, PartKind.CLOSED, PartKind.PLANNED]
    assert found.closed == ((4, 6),)
    assert found.load[4:6] == (None, None)
    assert found.load[3]
    assert found.load[6]


def test_two_steps_of_an_area_that_run_at_once_get_a_lane_each() -> None:
    later = TODAY + timedelta(weeks=4)
    progress = {"culture>3": Progress(TODAY), "culture>4": Progress(TODAY + timedelta(weeks=2))}
    [row] = [row for row in shown(plan(today=later, progress=progress)).rows if row.area == "culture"]
    assert row.lanes == 2
    assert [bar.lane for bar in row.bars] == [0, 1]


def test_the_buffer_is_counted_back_from_the_target_in_working_weeks() -> None:
    made = plan(date(2028, 12, 29), closed=[date(2028, 12, 18)])
    found = shown(made, use=BufferUse(0.4, 0.25))
    assert found.target - found.buffer.start == made.verdict.buffer_wanted + 1
    assert found.buffer.left == found.buffer.wanted
    assert found.buffer.use == BufferUse(0.4, 0.25)


def test_the_load_is_never_above_the_capacity_of_a_plan() -> None:
    found = shown()
    assert max(used for used in found.load if used is not None) == found.capacity == 3
    assert found.load[0] == 3


def test_a_long_past_takes_no_more_than_half_of_what_is_to_come() -> None:
    progress = {"culture>3": Progress(date(2020, 1, 6), date(2020, 6, 5)), "culture>4": Progress(date(2021, 1, 4))}
    found = shown(plan(date(2027, 11, 26), areas=["culture"], progress=progress))
    assert found.today <= 0.5 * (found.count - found.today) + 1
    assert found.bar("culture>4").start < 0


def test_areas_without_steps_are_named_with_their_level() -> None:
    found = shown(plan(areas=["culture"], to=3))
    assert [row.area for row in found.rows] == ["culture"]
    assert ("Leadership", 2) in [(held.name, held.level) for held in found.held]
    assert len(found.held) == len(questionnaire().areas) - 1


def test_a_row_says_where_it_is_where_it_goes_and_whether_another_area_needs_it() -> None:
    found = shown(plan(date(2030, 6, 28), now=None, areas=FEW))
    rows = {row.area: row for row in found.rows}
    assert (rows["culture"].now, rows["culture"].target, rows["culture"].reach) == (None, 4, 4)
    assert not rows["culture"].implied
    assert all(row.implied for area, row in rows.items() if area not in FEW)
    assert set(rows) > set(FEW)
    assert found.bar("culture>2").doubt


def test_without_steps_the_weeks_from_today_to_the_target_are_left() -> None:
    found = shown(plan(date(2027, 1, 1), to=2))
    assert found.rows == ()
    assert (found.today, found.target, found.end, found.count) == (0, 6, 0, 6)


def test_a_target_that_has_passed_lies_left_of_today() -> None:
    found = shown(plan(date(2026, 6, 30), to=3))
    assert 0 < found.target < found.today


def test_a_day_in_the_weekend_starts_the_picture_on_the_monday_after() -> None:
    found = shown(plan(today=TODAY - timedelta(days=1)))
    assert (found.weeks.start, found.today) == (TODAY, 0)


def test_an_experiment_is_marked_in_the_row_of_its_step_or_in_one_of_its_own() -> None:
    found = shown(experiments=[experiment(), experiment("e2", None)])
    rows = {row.area: [mark.kind for mark in row.marks] for row in found.rows if row.marks}
    assert rows == {
        "culture": [MarkKind.EXPERIMENT, MarkKind.KILL_DATE],
        "": [MarkKind.EXPERIMENT, MarkKind.KILL_DATE],
    }


@pytest.mark.parametrize(
    ("result", "stopped", "expected"),
    [(9, None, MarkKind.GREEN), (7, None, MarkKind.RED), (None, date(2027, 1, 15), MarkKind.RED)],
)
def test_a_decided_experiment_has_no_kill_date_any_more(
    result: float | None, stopped: date | None, expected: MarkKind
) -> None:
    found = shown(experiments=[experiment(result=result, stopped=stopped)])
    [mark] = [mark for row in found.rows for mark in row.marks]
    assert mark.kind is expected
    if stopped:
        assert mark.at == mark.end == found.weeks.evening(stopped)


def test_reading_goes_from_the_ambition_back_to_today() -> None:
    found = shown()
    ends = [found.bar(step).end for step in found.reading()]
    assert ends == sorted(ends, reverse=True)


def test_one_moves_from_step_to_step_along_rows_and_over_them() -> None:
    found = shown()
    assert found.beside("culture>3", "right") == "culture>4"
    assert found.beside("culture>4", "right") == "culture>4"
    assert found.beside("culture>4", "left") == "culture>3"
    assert found.beside("culture>4", "up").startswith("leadership>")
    assert found.beside("culture>4", "down").startswith("experience-design>")
    assert found.beside("customer-understanding>3", "up") == "customer-understanding>3"
    with pytest.raises(KeyError):
        found.beside("gone>3", "left")
    with pytest.raises(KeyError):
        found.bar("gone>3")


spans = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 10)), max_size=8).map(
    lambda pairs: sorted((start, start + length) for start, length in pairs)
)


@given(spans, st.integers(1, 3))
def test_things_side_by_side_have_room_and_do_not_overlap(found: list[tuple[float, float]], least: int) -> None:
    placed = side_by_side(found, least, 60)
    assert all(end - start >= least for start, end in placed)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(placed))
    assert all(end <= 60 for _start, end in placed)
    if len(found) * least <= 30:
        assert all(start >= 0 for start, _end in placed)
