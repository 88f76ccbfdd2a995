"""The one rule by which copies become one: per question the newest answer wins, in whatever order they are read."""

from __future__ import annotations

import itertools
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.model.assessment import NO_ANSWER, Answer, Confidence, NotApplicable, Reason, Round
from sem.store.documents import ANSWERS, FIELDS, answer_document, answer_of, newest, next_stamp, numbered, rank
from sem.store.migrations import Tables
from tests.store.conftest import QUESTIONS, Place

answers = st.one_of(
    st.builds(Answer, level=st.integers(1, 5), note=st.text(max_size=8), confidence=st.sampled_from(Confidence)),
    st.builds(Answer, not_applicable=st.builds(NotApplicable, st.sampled_from(Reason), st.text(max_size=8))),
    st.builds(Answer, dont_know=st.booleans(), note=st.text(max_size=8)),
)
documents = st.builds(
    answer_document, st.sampled_from(["Q1", "Q2"]), answers, st.integers(0, 3), st.sampled_from(["a", "b"])
)
copies = st.lists(st.lists(documents, max_size=4).map(lambda found: {ANSWERS: numbered(found)}), max_size=4)


def merged(*tables: Tables) -> dict[str, dict[str, Any]]:
    return newest(ANSWERS, tables)


def as_copy(found: dict[str, dict[str, Any]]) -> Tables:
    return {ANSWERS: numbered(found.values())}


@given(copies, st.randoms())
def test_the_order_of_the_copies_does_not_matter(tables: list[Tables], chance: random.Random) -> None:
    shuffled = chance.sample(tables, len(tables))
    assert merged(*shuffled) == merged(*tables)


@given(copies, copies)
def test_merging_again_or_in_two_steps_changes_nothing(first: list[Tables], second: list[Tables]) -> None:
    once = merged(*first, *second)
    assert merged(*first, *second, *first) == once
    assert merged(as_copy(merged(*first)), as_copy(merged(*second))) == once
    assert merged(as_copy(once)) == once


@given(copies)
def test_the_newest_document_wins_and_none_is_made_up(tables: list[Tables]) -> None:
    every = [document for one in tables for document in one[ANSWERS].values()]
    for question, document in merged(*tables).items():
        assert document in every
        assert document["at"] == max(other["at"] for other in every if other["q"] == question)


@given(documents, documents)
def test_only_equal_documents_have_equal_rank(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (rank(one) == rank(other)) == (one == other)


@given(answers)
def test_an_answer_comes_back_from_its_document(answer: Answer) -> None:
    assert answer_of(answer_document("Q1", answer, 1, "a")) == answer


@given(st.integers(0, 2**59))
def test_a_change_is_later_than_all_that_was_seen(seen: int) -> None:
    assert next_stamp(seen) > seen


@pytest.mark.parametrize("seed", [*range(5), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(5, 40))])
def test_laptops_that_sync_now_and_then_agree_in_the_end(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Laptops with clocks up to a quarter of an hour apart, which swap files in between, against a plain dict."""
    chance = random.Random(seed)
    start = Place(tmp_path / "0" / "workspace", tmp_path / "0" / "state")
    round_ = start.round()
    start.answered(round_, "Anna", {})
    laptops = [start]
    for number in range(1, 3):
        shutil.copytree(start.folder, tmp_path / f"{number}" / "workspace")
        laptops.append(Place(tmp_path / f"{number}" / "workspace", tmp_path / f"{number}" / "state"))
    clock = 2 * 10**15
    skew = [chance.randrange(-(10**9), 10**9) for _ in laptops]
    told: list[tuple[int, int, str, Answer]] = []
    for _ in range(14):
        number = chance.randrange(len(laptops))
        clock += chance.randrange(1, 10**7)
        if chance.random() < 0.3:
            _sync(laptops[chance.randrange(len(laptops))], laptops[number])
            continue
        question, answer = chance.choice(QUESTIONS[:3]), chance.choice([NO_ANSWER, Answer(level=chance.randint(1, 5))])
        monkeypatch.setattr("time.time_ns", lambda now=clock + skew[number]: now * 1000)
        sheet = laptops[number].store.open_sheet(round_, "Anna")
        sheet.save({question: answer})
        sheet.close()
        at = _latest(laptops[number], round_)
        told.append((at, number, question, answer))
    for order in itertools.permutations(laptops):
        for source, target in itertools.pairwise([*order, *order]):
            _sync(source, target)
    seen = [laptop.response(round_, "Anna").answers for laptop in laptops]
    expected = {question: answer for _at, _number, question, answer in sorted(told, key=lambda t: t[0])}
    assert seen == [{question: answer for question, answer in expected.items() if answer != NO_ANSWER}] * 3


def _latest(place: Place, round_: Round) -> int:
    from sem.store.slots import unpack

    return max(
        int(document["at"])
        for path in place.slots_of(round_)
        for table in (ANSWERS, FIELDS)
        for document in unpack(path.read_bytes())[table].values()
    )


def _sync(source: Place, target: Place) -> None:
    """Copy every file that is there, as a sync program does: each has one writer, so the longer history wins."""
    from sem.store.slots import seq_of

    for path in source.files("*~*.json"):
        copy = target.folder / path.relative_to(source.folder)
        if not copy.exists() or seq_of(copy.read_bytes()) < seq_of(path.read_bytes()):
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)


def test_a_conflict_copy_of_a_sync_program_counts_too(place: Place, round_: Round) -> None:
    place.answered(round_, "Anna", {"Q01": 1, "Q02": 2})
    newer = max(place.slots_of(round_), key=lambda path: path.stat().st_mtime_ns)
    shutil.copy(newer, newer.with_name(f"{newer.stem} (conflicted copy 2026-11-21).json"))
    shutil.copy(newer, newer.with_name(f"{newer.stem}.sync-conflict-20261121-211500-ABCDEFG.json"))
    for path in place.slots_of(round_):
        if "onflict" not in path.name:
            path.unlink()
    assert place.response(round_, "Anna").answers == {"Q01": Answer(level=1), "Q02": Answer(level=2)}


def test_the_newest_whole_file_is_not_the_rule(place: Place, round_: Round) -> None:
    """What sync tools do would lose an answer here: each window knows something that the other does not."""
    one, other = place.store.open_sheet(round_, "Anna"), place.store.open_sheet(round_, "Anna")
    one.save({"Q01": Answer(level=1)})
    other.save({"Q02": Answer(level=2)})
    one.close()
    other.close()
    assert place.response(round_, "Anna").answers == {"Q01": Answer(level=1), "Q02": Answer(level=2)}
