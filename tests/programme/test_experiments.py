"""Experiments: the criterion stands before the start and for ever, a result is green or red, and red stops it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.content.library import load_questionnaire
from sem.errors import InvalidError, NotFoundError
from sem.model.experiment import Comparator, Experiment, Outcome
from sem.model.programme import Programme
from sem.programme.experiments import (
    Amendment,
    ExperimentDraft,
    ExperimentState,
    add_experiment,
    amend_criterion,
    draft_from,
    find_experiment,
    in_order,
    newest_experiment,
    record_result,
    state_of,
    stop_experiment,
)
from tests.programme.box import TODAY, draft

START, END, BY = date(2027, 1, 11), date(2027, 2, 5), date(2027, 2, 12)


def running(**changes: object) -> Programme:
    return add_experiment(Programme(), draft(**changes), TODAY, ["culture"])


def only(programme: Programme) -> Experiment:
    (experiment,) = programme.experiments
    return experiment


class TestAdding:
    def test_the_criterion_is_fixed_on_the_day_the_experiment_is_added(self) -> None:
        experiment = only(running(step="culture>3"))
        assert (experiment.id, experiment.step) == ("e1", "culture>3")
        assert experiment.criterion.fixed_on == TODAY
        assert experiment.criterion.by == BY
        assert experiment.outcome is None

    def test_without_a_last_day_to_measure_that_is_the_last_day_of_the_experiment(self) -> None:
        assert only(running(by=None)).criterion.by == END

    def test_all_that_is_missing_is_told_at_once(self) -> None:
        with pytest.raises(InvalidError) as refused:
            add_experiment(Programme(), ExperimentDraft(), TODAY)
        assert [problem.field for problem in refused.value.problems] == [
            "title", "hypothesis", "who", "start", "end", "measure", "threshold", "otherwise",
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", "\x00"),
            ("title", "x" * 121),
            ("hypothesis", " "),
            ("who", "\u200b"),
            ("where", "x" * 1001),
            ("how_many", 0),
            ("how_many", 10**9),
            ("start", TODAY),
            ("start", TODAY - timedelta(days=1)),
            ("end", START - timedelta(days=1)),
            ("end", date(2999, 1, 1)),
            ("by", START - timedelta(days=1)),
            ("by", date(2999, 1, 1)),
            ("threshold", nan),
            ("threshold", inf),
            ("threshold", -inf),
            ("threshold", 1e300),
            ("step", "culture>1"),
            ("step", "culture>6"),
            ("step", "culture>x"),
            ("step", "culture"),
            ("step", "kitchen>3"),
        ],
    )
    def test_what_does_not_hold_is_named(self, field: str, value: object) -> None:
        with pytest.raises(InvalidError) as refused:
            running(**{field: value})
        assert [problem.field for problem in refused.value.problems] == [field]

    def test_it_may_start_tomorrow_and_end_on_that_day(self) -> None:
        tomorrow = TODAY + timedelta(days=1)
        assert only(running(start=tomorrow, end=tomorrow, by=tomorrow)).end == tomorrow

    def test_ids_are_counted_on_and_known_in_any_way_of_writing(self) -> None:
        programme = Programme()
        for n in range(11):
            programme = add_experiment(programme, draft(title=f"trial {n + 1}"), TODAY)
        shuffled = replace(programme, experiments=tuple(sorted(programme.experiments, key=lambda e: e.id)))
        assert [experiment.title for experiment in in_order(shuffled)] == [f"trial {n + 1}" for n in range(11)]
        assert newest_experiment(shuffled).id == "e11"
        assert {find_experiment(programme, typed).id for typed in ("e10", "E10", " 10 ", "e010")} == {"e10"}

    def test_one_that_is_not_there_is_refused_with_those_that_are(self) -> None:
        with pytest.raises(NotFoundError) as refused:
            find_experiment(running(), "e7")
        assert "e1" in refused.value.advice
        with pytest.raises(NotFoundError, match="no experiments yet"):
            find_experiment(Programme(), "e1")


class TestFromAPractice:
    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_every_practice_that_can_be_tried_says_how_and_what_is_done_if_it_fails(self, language: str) -> None:
        practices = [one for one in load_questionnaire("service-excellence").practices if one.experiment]
        assert practices
        for practice in practices:
            filled = replace(
                draft_from(practice, language),  # type: ignore[arg-type]
                who="ten customers", start=START, end=END, measure="a figure", comparator=Comparator.AT_LEAST,
                threshold=5,
            )  # fmt: skip
            experiment = newest_experiment(add_experiment(Programme(), filled, TODAY, [practice.area]))
            assert experiment.step == f"{practice.area}>{practice.level}"
            assert practice.kill_criterion is not None
            assert experiment.criterion.otherwise == practice.kill_criterion.get(language)  # type: ignore[arg-type]


class TestResults:
    @pytest.mark.parametrize(
        ("comparator", "value", "outcome"),
        [
            (Comparator.AT_LEAST, 12.0, Outcome.GREEN),
            (Comparator.AT_LEAST, 11.9, Outcome.RED),
            (Comparator.MORE_THAN, 12.0, Outcome.RED),
            (Comparator.MORE_THAN, 12.1, Outcome.GREEN),
            (Comparator.AT_MOST, 12.0, Outcome.GREEN),
            (Comparator.AT_MOST, 12.1, Outcome.RED),
            (Comparator.LESS_THAN, 12.0, Outcome.RED),
            (Comparator.LESS_THAN, -3.0, Outcome.GREEN),
        ],
    )
    def test_met_is_green_and_not_met_is_red_and_stops_it(
        self, comparator: Comparator, value: float, outcome: Outcome
    ) -> None:
        programme = record_result(running(comparator=comparator), "e1", value, END, END)
        experiment = only(programme)
        assert experiment.outcome is outcome
        assert experiment.stopped_on == (END if outcome is Outcome.RED else None)

    @pytest.mark.parametrize(("days", "outcome"), [(0, Outcome.GREEN), (1, Outcome.RED)])
    def test_too_late_is_red_however_good(self, days: int, outcome: Outcome) -> None:
        measured = BY + timedelta(days=days)
        assert only(record_result(running(), "e1", 1, measured, measured)).outcome is outcome

    @pytest.mark.parametrize(
        ("value", "measured_on", "today", "field"),
        [
            (nan, END, END, "value"),
            (inf, END, END, "value"),
            (5, END + timedelta(days=1), END, "measured_on"),
            (5, START - timedelta(days=1), END, "measured_on"),
            (5, TODAY, TODAY, ""),
        ],
    )
    def test_what_can_not_have_been_measured_is_refused(
        self, value: float, measured_on: date, today: date, field: str
    ) -> None:
        with pytest.raises(InvalidError) as refused:
            record_result(running(), "e1", value, measured_on, today)
        assert [problem.field for problem in refused.value.problems] == [field]

    def test_a_slip_of_the_pen_is_put_right_by_a_second_result_and_both_stay(self) -> None:
        red = record_result(running(), "e1", 90, END, END)
        green = only(record_result(red, "e1", 9, END, BY, "The digit was wrong."))
        assert (green.outcome, green.stopped_on) == (Outcome.GREEN, None)
        assert [result.value for result in green.results] == [90, 9]

    def test_a_second_red_result_keeps_the_day_the_plug_was_pulled(self) -> None:
        red = record_result(running(), "e1", 90, END, END)
        assert only(record_result(red, "e1", 80, END, BY)).stopped_on == END


class TestAmending:
    def test_a_new_version_keeps_what_it_does_not_change_and_all_versions_stay(self) -> None:
        before = running()
        amended = only(amend_criterion(before, "e1", Amendment(threshold=15), "The group is smaller.", START))
        assert amended.criteria[0] == only(before).criterion
        assert amended.criterion == replace(
            amended.criteria[0], threshold=15, fixed_on=START, reason="The group is smaller."
        )

    def test_results_stay_held_against_the_version_they_were_measured_for(self) -> None:
        red = record_result(running(), "e1", 14, START, START)
        amended = amend_criterion(red, "e1", Amendment(threshold=15), "We left out holidays.", START)
        experiment = only(amended)
        assert (experiment.outcome, experiment.stopped_on) == (None, None)
        assert experiment.outcome_of(experiment.results[0]) is Outcome.RED
        assert only(record_result(amended, "e1", 14, END, END)).outcome is Outcome.GREEN

    def test_what_was_measured_before_a_version_can_not_be_held_against_it(self) -> None:
        amended = amend_criterion(running(), "e1", Amendment(threshold=15), "The group is smaller.", END)
        with pytest.raises(InvalidError, match="Measure again"):
            record_result(amended, "e1", 14, START, END)

    @pytest.mark.parametrize(
        ("amendment", "reason", "fields"),
        [
            (Amendment(threshold=15), " ", ["reason"]),
            (Amendment(), "because", [""]),
            (Amendment(threshold=12.0), "because", [""]),
            (Amendment(threshold=nan), "because", ["threshold"]),
            (Amendment(by=START), "because", ["by"]),
            (Amendment(by=date(2999, 1, 1)), "because", ["by"]),
            (Amendment(measure="", otherwise=" "), "", ["reason", "measure", "otherwise"]),
        ],
    )
    def test_all_that_does_not_hold_is_told_at_once(self, amendment: Amendment, reason: str, fields: list[str]) -> None:
        with pytest.raises(InvalidError) as refused:
            amend_criterion(running(), "e1", amendment, reason, START + timedelta(days=1))
        assert [problem.field for problem in refused.value.problems] == fields

    @given(st.lists(st.tuples(st.sampled_from(["amend", "result", "stop"]), st.floats(-20, 40),
                              st.text("ab ", max_size=3)), max_size=12))  # fmt: skip
    def test_whatever_happens_versions_and_results_are_only_ever_added(
        self, done: list[tuple[str, float, str]]
    ) -> None:
        programme, day = running(), START
        for what, number, words in done:
            day += timedelta(days=1)
            before = only(programme)
            try:
                if what == "amend":
                    programme = amend_criterion(programme, "e1", Amendment(threshold=number), words, day)
                elif what == "result":
                    programme = record_result(programme, "e1", number, day, day, words)
                else:
                    programme = stop_experiment(programme, "e1", words, day)
            except InvalidError:
                assert only(programme) == before
                continue
            after = only(programme)
            assert after.criteria[: len(before.criteria)] == before.criteria
            assert after.results[: len(before.results)] == before.results
            assert all(version.reason for version in after.criteria[1:])
            assert (before.start, before.end, before.hypothesis) == (after.start, after.end, after.hypothesis)
            assert (after.stopped_on is None) == (after.outcome is not Outcome.RED and not after.stopped_because)


class TestPullingThePlug:
    def test_it_takes_a_reason_and_is_for_ever(self) -> None:
        stopped = stop_experiment(running(), "e1", "The supplier went bankrupt.", START)
        assert only(stopped).stopped_on == START
        with pytest.raises(InvalidError, match="bankrupt"):
            stop_experiment(stopped, "e1", "again", END)
        with pytest.raises(InvalidError, match="bankrupt"):
            record_result(stopped, "e1", 3, END, END)
        with pytest.raises(InvalidError, match="bankrupt"):
            amend_criterion(stopped, "e1", Amendment(threshold=9), "why not", END)
        with pytest.raises(InvalidError, match="why you stop"):
            stop_experiment(running(), "e1", "", START)

    def test_what_a_red_result_stopped_is_stopped(self) -> None:
        with pytest.raises(InvalidError, match="after a red result"):
            stop_experiment(record_result(running(), "e1", 90, END, END), "e1", "really", END)


def test_how_far_an_experiment_is_depends_on_the_day_until_there_is_a_result() -> None:
    experiment = only(running())
    seen = {day: state_of(experiment, day) for day in (TODAY, START, END, BY, BY + timedelta(days=1))}
    assert list(seen.values()) == [
        ExperimentState.PLANNED, ExperimentState.RUNNING, ExperimentState.RUNNING, ExperimentState.DUE,
        ExperimentState.OVERDUE,
    ]  # fmt: skip
    green, red = (only(record_result(running(), "e1", value, END, END)) for value in (1, 99))
    assert state_of(green, BY) is ExperimentState.GREEN
    assert state_of(red, BY) is ExperimentState.RED
    assert state_of(only(stop_experiment(running(), "e1", "ill", END)), END) is ExperimentState.STOPPED
