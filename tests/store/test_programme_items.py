"""A programme as items: it comes back as it was, and what was changed apart comes together in any order."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sem.model.ambition import Capacity, Owner, StepEdit
from sem.model.experiment import Comparator, Experiment, KillCriterion, Outcome, Result, Subset
from sem.model.idea import Idea, IdeaBox, IdeaFate
from sem.model.outcome import Better, Measure, Measurement
from sem.model.plan import Progress
from sem.model.programme import Baseline, Evidence, Programme
from sem.store.documents import ITEMS, item_document, newest, numbered
from sem.store.migrations import Document, Tables
from sem.store.programme_changes import changes
from sem.store.programme_items import is_unsigned, key_of, parts_of
from sem.store.programme_reading import Kept
from tests.store.programmes import AMBITION, DAY, plan, programmes

FEWER = settings(max_examples=settings().max_examples // 2)
"""Half as many examples, where each of them takes three programmes."""


class Laptop:
    """What one laptop has of a programme, without any files."""

    def __init__(self, name: str, documents: Iterable[Document] = (), at: int = 0) -> None:
        self.name, self._at = name, at
        self._new = (f"{name}{number:03}" for number in itertools.count())
        self._documents = list(documents)

    @property
    def documents(self) -> dict[str, Document]:
        return newest(ITEMS, [{ITEMS: numbered(self._documents)}])

    @property
    def programme(self) -> Programme:
        return Kept(self.documents).programme

    def becomes(self, programme: Programme) -> dict[str, Any]:
        """Keep a programme and return what had to be written for it."""
        values = changes(Kept(self.documents), programme, lambda: next(self._new))
        self._at = max(self._at, *(d["at"] for d in self._documents), 0) + 1 if self._documents else self._at + 1
        self._documents += [item_document(key, value, self._at, self.name) for key, value in values.items()]
        return values

    def another(self, name: str, at: int = 0) -> Laptop:
        """Return another laptop that has the same, and a clock of its own."""
        return Laptop(name, self.documents.values(), at)

    def meet(self, other: Laptop) -> None:
        """Let two laptops have all that either has."""
        both = [*self._documents, *other._documents]
        self._documents, other._documents = both, list(both)


def laptop_with(**fields: Any) -> Laptop:
    laptop = Laptop("first")
    laptop.becomes(Programme(**fields))
    return laptop


def criterion(threshold: float, reason: str = "") -> KillCriterion:
    return KillCriterion("answers", Comparator.AT_LEAST, threshold, DAY, "stop", DAY, reason)


def experiment(title: str = "try", id_: str = "e1", idea: str | None = None) -> Experiment:
    return Experiment(id_, title, "it works", Subset("ten customers"), DAY, DAY, (criterion(5),), idea=idea)


@given(programmes())
def test_a_programme_comes_back_as_it_was(programme: Programme) -> None:
    laptop = Laptop("a")
    laptop.becomes(programme)
    assert laptop.programme == programme
    assert laptop.becomes(programme) == {}


@FEWER
@given(programmes(), programmes(), programmes())
def test_any_programme_can_become_any_other_that_keeps_its_history(
    first: Programme, second: Programme, new: Programme
) -> None:
    laptop, other = Laptop("a"), Laptop("b", at=1)
    laptop.becomes(first)
    other.becomes(second)
    laptop.meet(other)
    old = laptop.programme
    criteria = {one.id: one.criteria for one in old.experiments}
    last = max((int(baseline.id) for baseline in old.baselines), default=0)
    new = replace(
        new,
        baselines=(*old.baselines, *(one for one in new.baselines if int(one.id) > last)),
        experiments=tuple(one for one in new.experiments if len(criteria.get(one.id, ())) <= len(one.criteria)),
    )
    laptop.becomes(new)
    assert laptop.programme == new


@given(programmes(), st.integers(1, 4), st.randoms())
def test_it_does_not_matter_in_which_files_and_in_what_order_the_items_are(
    programme: Programme, files: int, chance: random.Random
) -> None:
    laptop = Laptop("a")
    laptop.becomes(programme)
    documents = list(laptop.documents.values())
    chance.shuffle(documents)
    copies: list[Tables] = [{ITEMS: numbered(documents[start::files])} for start in range(files)]
    again: Tables = {ITEMS: numbered(chance.sample(documents, len(documents) // 2))}
    assert Kept(newest(ITEMS, [*copies, again])).programme == programme


@FEWER
@given(programmes(), programmes(), programmes(), st.permutations(range(3)))
def test_laptops_come_to_the_same_programme_whoever_they_meet_first(
    one: Programme, two: Programme, three: Programme, order: list[int]
) -> None:
    laptops = [Laptop("a"), Laptop("b", at=1), Laptop("c")]
    for laptop, programme in zip(laptops, (one, two, three), strict=True):
        laptop.becomes(programme)
    met = [list(laptop.documents.values()) for laptop in laptops]
    straight = Kept(newest(ITEMS, [{ITEMS: numbered(documents)} for documents in met]))
    other = Kept(newest(ITEMS, [{ITEMS: numbered(met[place])} for place in order]))
    assert straight.programme == other.programme


@given(st.lists(st.text(max_size=4), min_size=1, max_size=4))
def test_whatever_is_in_the_parts_of_a_key_they_are_found_again(parts: list[str]) -> None:
    assert parts_of(key_of(tuple(parts))) == tuple(parts)


def test_only_what_ideas_say_and_ballots_are_unsigned() -> None:
    assert [key for key in ("idea/x", "ballot/Anna", "idea/x/outcome", "ideas/phase") if is_unsigned(key)] == [
        "idea/x",
        "ballot/Anna",
    ]


class TestChangesOnTwoLaptops:
    def test_other_fields_of_an_ambition_both_stay(self) -> None:
        one = laptop_with(ambition=AMBITION)
        two = one.another("two")
        one.becomes(replace(one.programme, ambition=replace(AMBITION, statement="all tell others", buffer_percent=10)))
        two.becomes(
            replace(two.programme, ambition=replace(AMBITION, capacity=Capacity(3), owners=(Owner("o", "Olu"),)))
        )
        one.meet(two)
        assert one.programme == two.programme
        assert one.programme.ambition == replace(
            AMBITION, statement="all tell others", buffer_percent=10, capacity=Capacity(3), owners=(Owner("o", "Olu"),)
        )

    def test_other_levels_steps_and_edits_both_stay(self) -> None:
        one = laptop_with(ambition=AMBITION)
        two = one.another("two")
        ambition = replace(AMBITION, levels={"culture": 5, "ux": 3}, edits={"ux>2": StepEdit(owner="o")})
        one.becomes(Programme(ambition=ambition, progress={"ux>2": Progress(DAY)}))
        two.becomes(Programme(ambition=replace(AMBITION, levels={"culture": 4}), progress={"culture>2": Progress(DAY)}))
        one.meet(two)
        assert one.programme.progress == {"ux>2": Progress(DAY), "culture>2": Progress(DAY)}
        assert one.programme.ambition == replace(ambition, levels={"culture": 5})

    def test_of_one_field_the_last_change_counts(self) -> None:
        one = laptop_with(ambition=AMBITION)
        two = one.another("two", at=100)
        one.becomes(Programme(ambition=replace(AMBITION, statement="first")))
        two.becomes(Programme(ambition=replace(AMBITION, statement="last")))
        two.meet(one)
        assert one.programme.ambition == replace(AMBITION, statement="last")

    def test_who_has_seen_a_change_comes_after_it_whatever_the_clock_says(self) -> None:
        ahead = laptop_with(ambition=AMBITION)
        ahead = ahead.another("ahead", at=10**9)
        ahead.becomes(Programme(ambition=replace(AMBITION, statement="first")))
        behind = ahead.another("behind")
        behind.becomes(Programme())
        ahead.meet(behind)
        assert ahead.programme == Programme()

    def test_every_version_of_a_criterion_stays_and_results_are_held_against_their_own(self) -> None:
        one = laptop_with(experiments=(experiment(),))
        two = one.another("two", at=100)

        def amend(laptop: Laptop, threshold: float, value: float) -> None:
            (before,) = laptop.programme.experiments
            amended = replace(before, criteria=(*before.criteria, criterion(threshold, f"{threshold}")))
            laptop.becomes(Programme(experiments=(replace(amended, results=(Result(value, DAY, 2),)),)))

        amend(one, 7, 7)
        amend(two, 9, 8)
        two.meet(one)
        assert one.programme == two.programme
        (both,) = one.programme.experiments
        assert [version.threshold for version in both.criteria] == [5, 7, 9]
        assert [(result.value, both.outcome_of(result)) for result in both.results] == [
            (7, Outcome.GREEN),
            (8, Outcome.RED),
        ]

    def test_two_experiments_that_got_the_same_id_are_both_there_under_ids_that_stay(self) -> None:
        one = laptop_with(ideas=IdeaBox(ideas=(Idea("i1", "tea"), Idea("i2", "coffee"))))
        two = one.another("two", at=100)
        for laptop, idea in ((one, "i1"), (two, "i2")):
            box = laptop.programme.ideas
            ideas = (replace(i, fate=IdeaFate.EXPERIMENT, became="e1") if i.id == idea else i for i in box.ideas)
            made = experiment(f"of {idea}", idea=idea)
            laptop.becomes(replace(laptop.programme, ideas=replace(box, ideas=tuple(ideas)), experiments=(made,)))
        two.meet(one)

        def told(programme: Programme) -> Iterator[tuple[str, str, str | None]]:
            became = {idea.id: idea.became for idea in programme.ideas.ideas}
            return ((e.id, e.title, became[str(e.idea)]) for e in programme.experiments)

        assert list(told(one.programme)) == [("e1", "of i1", "e1"), ("e2", "of i2", "e2")]
        one.becomes(replace(one.programme, experiments=(*one.programme.experiments, experiment("third", "e3"))))
        assert one.programme.experiment("e2").title == "of i2"
        assert one.programme.ideas.idea("i2").became == "e2"
        assert one.programme.experiment("e3").title == "third"

    def test_two_baselines_that_got_the_same_number_are_both_there(self) -> None:
        one = laptop_with(baselines=(Baseline("1", DAY, plan()),))
        two = one.another("two", at=100)
        for laptop, note in ((one, "one"), (two, "two")):
            before = laptop.programme
            laptop.becomes(replace(before, baselines=(*before.baselines, Baseline("2", DAY, plan(), note))))
        two.meet(one)
        assert [(b.id, b.note) for b in two.programme.baselines] == [("1", ""), ("2", "one"), ("3", "two")]

    def test_two_pieces_of_evidence_that_got_the_same_id_are_both_there(self) -> None:
        one, two = Laptop("one"), Laptop("two", at=1)
        for laptop in (one, two):
            laptop.becomes(Programme(evidence=(Evidence("ev1", "ux>2", f"seen by {laptop.name}", DAY),)))
        one.meet(two)
        assert {e.id: e.text for e in one.programme.evidence} == {"ev1": "seen by one", "ev2": "seen by two"}

    def test_what_one_took_away_stays_away_though_the_other_changed_it(self) -> None:
        one = laptop_with(experiments=(experiment(),))
        two = one.another("two", at=100)
        one.becomes(Programme())
        two.becomes(Programme(experiments=(replace(experiment(), title="better"),)))
        two.meet(one)
        assert one.programme == Programme()

    def test_a_result_that_comes_before_its_criterion_waits_for_it(self) -> None:
        laptop = laptop_with(experiments=(experiment(),))
        (before,) = laptop.programme.experiments
        laptop.becomes(Programme(experiments=(replace(before, results=(Result(6, DAY, 1),)),)))
        without = [d for d in laptop.documents.values() if not d["key"].startswith("criterion")]
        (early,) = Kept({d["key"]: d for d in without}).programme.experiments
        assert early.results == ()


class TestWhatIsWritten:
    def test_a_change_writes_what_it_changes_and_nothing_else(self) -> None:
        laptop = laptop_with(ambition=AMBITION, baselines=(Baseline("1", DAY, plan()),), record=plan())
        before = laptop.programme
        assert list(laptop.becomes(replace(before, progress={"ux>2": Progress(DAY)}))) == ["progress/ux>2"]
        levels = {"culture": 4, "ux": 4}
        assert laptop.becomes(replace(laptop.programme, ambition=replace(AMBITION, levels=levels))) == {
            "ambition/levels/ux": 4
        }
        assert laptop.becomes(replace(laptop.programme, progress={})) == {"progress/ux>2": None}

    def test_the_plan_of_record_is_kept_once_if_it_is_the_baseline_that_is_made_with_it(self) -> None:
        laptop = Laptop("a")
        written = laptop.becomes(Programme(baselines=(Baseline("1", DAY, plan()),), record=plan()))
        assert sorted(str(value).count("verdict") for value in written.values()) == [0, 1]
        assert laptop.programme.record == plan()

    def test_a_plan_of_record_that_goes_back_to_an_older_baseline_needs_no_other_file(self) -> None:
        laptop = laptop_with(baselines=(Baseline("1", DAY, plan()),), record=plan())
        laptop.becomes(replace(laptop.programme, record=plan(date(2027, 1, 4))))
        written = laptop.becomes(replace(laptop.programme, record=plan()))
        assert written["record"]["plan"]["today"] == DAY.isoformat()

    def test_items_of_a_newer_version_stay_as_they_are(self) -> None:
        laptop = laptop_with(ambition=AMBITION)
        new = (
            item_document("weather/today", "sun", 1, "newer"),
            item_document("ambition/edits/ux>2/mood/x", 1, 1, "newer"),
        )
        newer = Laptop("newer", [*laptop.documents.values(), *new])
        assert newer.programme == laptop.programme
        assert not {document["key"] for document in new} & set(newer.becomes(Programme()))


class TestWhatIsRefused:
    def test_a_version_of_a_criterion_is_never_taken_away(self) -> None:
        laptop = laptop_with(experiments=(experiment(),))
        with pytest.raises(ValueError, match="criterion"):
            laptop.becomes(Programme(experiments=(replace(experiment(), criteria=()),)))

    def test_a_baseline_is_never_changed_or_taken_away(self) -> None:
        laptop = laptop_with(baselines=(Baseline("1", DAY, plan()),))
        for baselines in ((), (Baseline("1", DAY, plan(), "other words"),), (Baseline("1", DAY, plan(DAY.min)),)):
            with pytest.raises(ValueError, match="baseline"):
                laptop.becomes(Programme(baselines=baselines))

    def test_a_result_needs_the_criterion_that_it_is_held_against(self) -> None:
        with pytest.raises(ValueError, match="criterion"):
            Laptop("a").becomes(Programme(experiments=(replace(experiment(), results=(Result(6, DAY, 2),)),)))

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("ambition/target_date", "soon"),
            ("ambition/levels/ux", "4"),
            ("ambition/owners/o", {"id": "o", "name": "Olu", "n": "first"}),
            ("ambition/closed_weeks/never", {"n": 0}),
            ("progress/ux>2", {"started": 1}),
            ("state", {"state": "dreaming"}),
            ("state", []),
            ("experiment/u1", {"id": "e1"}),
            ("experiment/u1", "e1"),
            ("evidence/u1", {"id": 1}),
            ("baseline/u1", {"id": "1"}),
            ("record", {"baseline": "gone"}),
            ("record", {}),
            ("idea/x", {"text": 4}),
            ("idea/x", {}),
            ("ballot/Anna", {"ideas": "all"}),
            ("ideas/phase", "shouting"),
        ],
    )
    def test_an_item_that_can_t_be_is_damage_and_never_nothing(self, key: str, value: Any) -> None:
        laptop = laptop_with(ambition=AMBITION)
        with pytest.raises(ValueError, match=r".+"):
            Kept({**laptop.documents, key: item_document(key, value, 1, "a")})


class TestPlansOfBaselines:
    def kept(self, value: Any) -> Baseline:
        written = Laptop("a").becomes(Programme(baselines=(Baseline("1", DAY, plan(), "why"),)))
        documents = {key: item_document(key, {**made, **value}, 1, "a") for key, made in written.items()}
        (baseline,) = Kept(documents, OSError).programme.baselines
        return baseline

    def test_one_that_was_read_is_like_one_that_was_made(self) -> None:
        made = Baseline("1", DAY, plan(), "why")
        assert self.kept({}) == made
        assert made == self.kept({})
        assert self.kept({}) != replace(made, note="")
        assert replace(self.kept({}), note="other") == replace(made, note="other")
        assert repr(made) in repr(self.kept({})).replace("KeptBaseline", "Baseline")

    def test_a_plan_that_can_t_be_one_is_an_error_when_it_is_asked_for(self) -> None:
        baseline = self.kept({"plan": {"today": 3}})
        assert baseline.note == "why"
        with pytest.raises(OSError, match="baseline 1"):
            _ = baseline.plan


def measures(laptop: Laptop) -> dict[str, list[tuple[int, float]]]:
    return {one.name: [(value.on.day, value.value) for value in one.values] for one in laptop.programme.measures}


def measured(name: str, *values: tuple[int, float], id_: str = "calls") -> Measure:
    return Measure(
        id_, name, "%", Better.LOWER, tuple(Measurement(date(2026, 11, day), value) for day, value in values)
    )


def test_machines_that_never_met_keep_one_measure_with_the_values_of_both_and_the_later_of_one_day() -> None:
    first, second = Laptop("first"), Laptop("second", at=5)
    first.becomes(Programme(measures=(measured("Calls", (1, 3), (2, 4)),)))
    second.becomes(Programme(measures=(measured("Calls", (2, 5), (3, 6)),)))
    first.meet(second)
    assert measures(first) == measures(second) == {"Calls": [(1, 3), (2, 5), (3, 6)]}


def test_a_measure_is_renamed_on_one_machine_while_the_other_adds_to_it() -> None:
    first = laptop_with(measures=(measured("Calls", (1, 3)),))
    second = first.another("second")
    first.becomes(Programme(measures=(measured("Phone calls", (1, 3)),)))
    assert len(second.becomes(Programme(measures=(measured("Calls", (1, 3), (2, 4)),)))) == 1
    first.meet(second)
    assert measures(first) == measures(second) == {"Phone calls": [(1, 3), (2, 4)]}


def test_a_measure_that_was_taken_away_stays_away_whatever_another_machine_added() -> None:
    first = laptop_with(measures=(measured("Calls", (1, 3)), measured("Effort", id_="effort")))
    second = first.another("second")
    first.becomes(Programme(measures=(measured("Effort", id_="effort"),)))
    second.becomes(Programme(measures=(measured("Calls", (1, 3), (2, 4)), measured("Effort", id_="effort"))))
    first.meet(second)
    assert measures(first) == measures(second) == {"Effort": []}


def test_each_field_and_each_value_of_a_measure_is_an_item_of_its_own() -> None:
    laptop = laptop_with(measures=(measured("Calls", (1, 3)),))
    parts = ((), ("name",), ("unit",), ("better",), ("values", "2026-11-01"))
    assert set(laptop.documents) == {key_of(("measure", "calls", *rest)) for rest in parts}
