"""Outcome measures: what a value needs, when two mean the same measure, and what is refused, all at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.errors import InvalidError, NotFoundError
from sem.i18n import set_language
from sem.model.outcome import Better, Measure, Measurement, Movement
from sem.model.programme import Programme
from sem.programme.outcomes import (
    MeasureEdit,
    MeasurementDraft,
    bounds_of,
    edit_measure,
    find_measure,
    in_order,
    measured_text,
    record_value,
    remove_measure,
    remove_value,
    value_text,
)
from sem.programme.usual_measures import USUAL

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def recorded(programme: Programme, measure: str, value: float, **more: object) -> Programme:
    draft = replace(MeasurementDraft(measure, value), **more)  # type: ignore[arg-type]
    return record_value(programme, draft, TODAY)


def fields_of(error: pytest.ExceptionInfo[InvalidError]) -> list[str]:
    return [problem.field for problem in error.value.problems]


def test_a_usual_measure_knows_its_unit_and_what_is_better() -> None:
    (kept,) = recorded(Programme(), "customer EFFORT", 2.5).measures
    assert (kept.id, kept.name, kept.unit, kept.better) == ("effort", "Customer effort", "1–5", Better.LOWER)


@pytest.mark.parametrize("usual", USUAL, ids=lambda usual: usual.id)
def test_a_usual_measure_is_the_same_one_in_both_languages(usual: object) -> None:
    assert usual in USUAL
    one = next(each for each in USUAL if each is usual)
    first = recorded(Programme(), one.name.nl, 3, on=TODAY - DAY)
    both = recorded(first, one.name.en, 4)
    assert [(each.id, each.name, len(each.values)) for each in both.measures] == [(one.id, one.name.nl, 2)]


def test_a_measure_of_ones_own_needs_a_unit_the_first_time_and_says_what_was_meant() -> None:
    first = recorded(Programme(), "Second calls", 14, unit="procent", better=Better.LOWER)
    assert first.measures[0].unit == "%"
    with pytest.raises(InvalidError) as error:
        recorded(first, "Second cals", 12)
    assert fields_of(error) == ["unit"]
    assert "Did you mean Second calls?" in str(error.value)
    assert len(recorded(first, " second  CALLS ", 12, on=TODAY - DAY).measures[0].values) == 2


def test_machines_that_never_met_give_a_measure_the_same_id_and_others_another() -> None:
    def made(name: str, unit: str) -> str:
        return recorded(Programme(), name, 3, unit=unit).measures[0].id

    assert made("Calls  again", "per week") == made("calls again", "Per week")
    ids = [made(name, unit) for name in ("Calls", "顧客", "満足", "C" * 80, "C" * 79) for unit in ("%", "0-10")]
    assert len(set(ids)) == len(ids)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(InvalidError) as error:
        record_value(Programme(), MeasurementDraft("\u200b", None, TODAY + DAY, n=0, source="s" * 121), TODAY)
    assert fields_of(error) == ["measure", "value", "on", "n", "source"]
    assert "belongs in the ambition" in str(error.value)


def test_a_day_with_a_slip_in_its_year_is_refused() -> None:
    with pytest.raises(InvalidError) as error:
        recorded(Programme(), "NPS", 3, on=date(226, 11, 1))
    assert fields_of(error) == ["on"]


@pytest.mark.parametrize(
    ("measure", "value"),
    [("NPS", 101), ("NPS", -101), ("FCR", 100.5), ("effort", 0), ("waiting", float("inf")), ("waiting", float("nan"))],
)
def test_a_value_that_its_unit_cannot_have_is_refused(measure: str, value: float) -> None:
    with pytest.raises(InvalidError) as error:
        recorded(Programme(), measure, value)
    assert fields_of(error) == ["value"]


def test_another_value_for_a_day_only_takes_the_place_of_the_first_when_asked() -> None:
    first = recorded(Programme(), "satisfaction", 8.1, n=40)
    assert recorded(first, "satisfaction", 8.1, n=40) == first
    with pytest.raises(InvalidError) as error:
        recorded(first, "satisfaction", 7.1)
    assert fields_of(error) == ["replace"]
    assert "8.1 (0–10, n = 40)" in str(error.value)
    assert recorded(first, "satisfaction", 7.1, instead=True).measures[0].values == (Measurement(TODAY, 7.1),)


def test_a_measure_is_not_counted_otherwise_from_one_value_to_the_next() -> None:
    first = recorded(Programme(), "satisfaction", 8)
    with pytest.raises(InvalidError) as error:
        recorded(first, "satisfaction", 80, unit="%", better=Better.LOWER, on=TODAY - DAY)
    assert fields_of(error) == ["unit", "better", "value"]


def test_a_measure_is_renamed_without_losing_its_values_and_not_to_what_they_cannot_be() -> None:
    programme = recorded(recorded(Programme(), "satisfaction", 8), "Calls", 30, unit="per day")
    changed = edit_measure(programme, "Calls", MeasureEdit("Phone calls", "per week", Better.LOWER))
    kept = find_measure(changed, "phone calls")
    assert (kept.unit, kept.better, kept.values[0].value) == ("per week", Better.LOWER, 30)
    assert find_measure(changed, kept.id) is kept
    with pytest.raises(InvalidError) as error:
        edit_measure(programme, "Calls", MeasureEdit("customer satisfaction", "0–10"))
    assert fields_of(error) == ["measure", "unit"]


def test_two_measures_of_one_name_are_told_apart_by_their_ids() -> None:
    twins = Programme(measures=(Measure("a", "Calls", "%"), Measure("b", "calls", "per day")))
    with pytest.raises(InvalidError, match=r"a \(%\), b \(per day\)"):
        find_measure(twins, "Calls")
    with pytest.raises(InvalidError):
        recorded(twins, "Calls", 3)
    assert recorded(twins, "b", 3).measures[1].last == Measurement(TODAY, 3)


def test_two_measures_of_one_name_are_told_apart_by_their_unit_where_it_is_said() -> None:
    twins = Programme(measures=(Measure("a", "Calls", "%"), Measure("b", "calls", "per day")))
    assert [len(one.values) for one in recorded(twins, "Calls", 3, unit=" Per DAY").measures] == [0, 1]
    assert [len(one.values) for one in recorded(twins, "Calls", 3, unit="percent").measures] == [1, 0]
    assert find_measure(twins, "calls", "%").id == "a"
    with pytest.raises(InvalidError, match="more than one measure"):
        recorded(twins, "Calls", 3, unit="per week")


def test_two_measures_of_one_name_and_unit_are_told_apart_by_what_was_measured_last() -> None:
    value = Measurement(TODAY - DAY, 14.5)
    twins = Programme(measures=(Measure("a", "Calls", "%"), Measure("b", "Calls", "%", values=(value,))))
    with pytest.raises(InvalidError, match=r"a \(%\), b \(%; 14\.5 on 2026-11-20\)\. Or first .*“sem outcome edit”"):
        find_measure(twins, "Calls", "%")
    assert find_measure(edit_measure(twins, "b", MeasureEdit("Repeats")), "calls").id == "a"


def test_a_name_and_unit_that_another_measure_has_are_refused_with_the_way_to_make_them_one() -> None:
    programme = Programme(measures=(Measure("a", "Calls", "minutes"), Measure("b", "Calls", "minuten")))
    with pytest.raises(InvalidError, match="write the values of one down under the other") as error:
        edit_measure(programme, "b", MeasureEdit(unit="minutes"))
    assert fields_of(error) == ["measure"]


def test_a_value_or_a_measure_is_taken_away() -> None:
    programme = recorded(recorded(Programme(), "NPS", -3, on=TODAY - DAY), "NPS", 4)
    left = remove_value(programme, "nps", TODAY - DAY)
    assert find_measure(left, "NPS").values == (Measurement(TODAY, 4),)
    assert remove_measure(left, "recommendation") == Programme()
    with pytest.raises(NotFoundError, match="2026-11-21"):
        remove_value(left, "NPS", TODAY - DAY)
    with pytest.raises(NotFoundError, match="none yet"):
        find_measure(Programme(), "x")


def test_what_is_better_decides_how_a_value_moved() -> None:
    before, after = Measurement(TODAY - DAY, 3), Measurement(TODAY, 4)
    higher, lower = Measure("a", "A", "%"), Measure("b", "B", "%", Better.LOWER)
    assert higher.movement(before, after) is Movement.BETTER
    assert lower.movement(before, after) is Movement.WORSE
    assert lower.movement(after, before) is Movement.BETTER
    assert lower.movement(before, replace(before, on=TODAY)) is Movement.SAME


def test_the_value_that_belongs_to_a_day_is_the_last_one_by_then() -> None:
    values = tuple(Measurement(TODAY + n * DAY, n) for n in (0, 10, 20))
    measure = Measure("a", "A", "%", values=values)
    assert measure.last_by(TODAY - DAY) is None
    assert measure.last_by(TODAY + 19 * DAY) is values[1]
    assert measure.between(TODAY, TODAY + 10 * DAY) == values[:2]


def test_values_have_the_digits_that_were_measured() -> None:
    assert [value_text(value) for value in (8, 7.25, 0.1 + 0.2, 1 / 3, -12)] == ["8", "7.25", "0.3", "0.333", "−12"]
    set_language("nl")
    assert measured_text(Measure("a", "A", "%"), Measurement(TODAY, 87.5, 4)) == "87,5% (n = 4)"


@given(st.lists(st.tuples(st.sampled_from(["NPS", "Klachten", "complaints"]), st.integers(0, 9), st.integers(0, 5))))
def test_whatever_is_recorded_each_measure_has_one_value_a_day_in_order(values: list[tuple[str, int, int]]) -> None:
    programme = Programme()
    for name, value, days in values:
        programme = recorded(programme, name, value, on=TODAY - days * DAY, instead=True)
    assert len(programme.measures) == len({"n" if name == "NPS" else "c" for name, *_rest in values})
    for measure in in_order(programme):
        days_of = [one.on for one in measure.values]
        assert days_of == sorted(set(days_of))


def test_a_unit_that_is_a_range_has_bounds() -> None:
    assert [bounds_of(unit) for unit in ("%", "0–10", "−100–100", "minutes", "5–1")] == [
        (0, 100), (0, 10), (-100, 100), None, None,
    ]  # fmt: skip
