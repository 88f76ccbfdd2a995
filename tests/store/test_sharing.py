"""A file to answer in, and the file that comes back: what is in them, what is not, and what is refused."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sem.errors import InvalidError, NotFoundError, StoreError
from sem.model.assessment import Answer, RoundKind, RoundState
from sem.store import open_store
from sem.store.answer_files import read_share
from sem.store.refusals import Why
from sem.store.sharing import answer_files
from tests.store.conftest import TODAY, Place, twelve_questions
from tests.store.exchange import Respondent, rewritten, share_file

THREE, FOUR = Answer(level=3), Answer(level=4)


@pytest.fixture
def anna(place: Place, tmp_path: Path) -> Respondent:
    """Anna with a file of a named round, in which Bob has answered already."""
    round_ = place.store.start_round(place.team().id, twelve_questions(), TODAY, hidden=True, invited=("Anna", "Bob"))
    place.answered(round_, "Bob", {"Q01": 5})
    return Respondent(share_file(place, round_, tmp_path / "out", "Anna"), tmp_path / "anna", "Anna")


def the_round(place: Place) -> Any:
    return place.store.rounds(place.store.teams()[0].id)[-1]


class TestTheFileToAnswerIn:
    def test_has_the_questions_and_nobody_elses_answers_or_name(self, anna: Respondent) -> None:
        share = read_share(anna.file)
        assert (share.questionnaire, share.team.name, share.round.hidden) == (twelve_questions(), "Alpha", True)
        assert b"Bob" not in anna.file.read_bytes()
        assert share.answers == ()

    def test_has_ones_own_answers_of_this_round(self, place: Place, tmp_path: Path) -> None:
        round_ = place.round()
        place.answered(round_, "Anna", {"Q01": 2})
        anna = Respondent(share_file(place, round_, tmp_path / "out", "Anna"), tmp_path / "anna", "Anna")
        sheet = anna.sheet()
        assert sheet.response.answers == {"Q01": Answer(level=2)}
        sheet.close()
        back = anna.answer({"Q02": THREE}, tmp_path / "back")
        merged = place.store.merge([back])
        assert (merged.new, merged.known, merged.respondents) == (1, 1, 0)

    def test_has_ones_own_answers_of_earlier_named_rounds(self, place: Place, tmp_path: Path) -> None:
        first = place.round()
        place.answered(first, "Anna", {"Q03": 2})
        place.answered(first, "Bob", {"Q04": 2})
        second = place.store.start_round(first.team_id, twelve_questions(), replace_year(TODAY))
        anna = Respondent(share_file(place, second, tmp_path / "out", "Anna"), tmp_path / "anna", "Anna")
        store = open_store(anna.place, anna.state)
        earlier, now = store.rounds(first.team_id)
        assert earlier.opened == TODAY
        assert [dict(one.answers) for one in store.responses(earlier)] == [{"Q03": Answer(level=2)}]
        assert store.responses(now) == ()

    def test_an_anonymous_round_has_one_file_for_all_and_no_answers(self, place: Place, tmp_path: Path) -> None:
        round_ = place.store.start_round(place.team().id, twelve_questions(), TODAY, RoundKind.ANONYMOUS)
        (share,) = place.store.share_round(round_)
        assert (share.handed_out.respondent, share.answers, share.before) == (None, (), ())
        with pytest.raises(InvalidError, match="keeps no names"):
            place.store.share_round(round_, ["Anna"])

    def test_a_named_round_wants_to_know_for_whom(self, place: Place) -> None:
        with pytest.raises(InvalidError, match="Nobody was invited"):
            place.store.share_round(place.round())

    def test_is_the_same_when_it_is_made_again(self, place: Place, anna: Respondent) -> None:
        before = anna.file.read_bytes()
        assert share_file(place, the_round(place), anna.file.parent, "anna").read_bytes() == before

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (lambda said: said["questionnaire"]["title"].update(en="Another"), "changed after"),
            (lambda said: said.update(respondent={"id": "f" * 16, "name": "Bob"}), "changed after"),
            (lambda said: said.update(key="0" * 63), "changed after"),
            (lambda said: said.pop("seal"), "changed after"),
            (lambda said: said.update(share="../../x"), "changed after"),
            (lambda said: said.update(min_reader=99), "newer version"),
            (lambda said: said.update(format="else"), "not a file to answer in"),
        ],
    )
    def test_is_refused_once_it_was_changed(self, anna: Respondent, change: Any, why: str) -> None:
        with pytest.raises(InvalidError, match=why):
            read_share(rewritten(anna.file, change))

    def test_is_refused_when_it_is_half_foreign_or_no_file(self, anna: Respondent, tmp_path: Path) -> None:
        anna.file.write_bytes(anna.file.read_bytes()[:900])
        with pytest.raises(InvalidError, match="not whole"):
            read_share(anna.file)
        (tmp_path / "picture.json").write_bytes(b"\x89PNG")
        with pytest.raises(InvalidError, match="not a file to answer in"):
            read_share(tmp_path / "picture.json")
        with pytest.raises(NotFoundError):
            read_share(tmp_path / "nothing.json")
        os.mkfifo(tmp_path / "pipe.json")
        with pytest.raises(InvalidError, match="not a file"):
            read_share(tmp_path / "pipe.json")


def replace_year(day: Any) -> Any:
    return day.replace(year=day.year + 1)


class TestAnsweringElsewhere:
    def test_leaves_the_file_as_it_is_and_goes_on_where_one_was(self, anna: Respondent, tmp_path: Path) -> None:
        before = anna.file.read_bytes()
        anna.answer({"Q01": THREE}, tmp_path / "back")
        anna.answer({"Q02": FOUR}, tmp_path / "back")
        assert anna.file.read_bytes() == before
        sheet = anna.sheet()
        assert sheet.response.answers == {"Q01": THREE, "Q02": FOUR}
        sheet.close()

    def test_a_place_that_can_not_be_made_leaves_nothing(self, anna: Respondent, tmp_path: Path) -> None:
        anna.state.write_text("in the way")
        with pytest.raises(StoreError):
            _ = anna.place
        assert anna.state.read_text() == "in the way"

    def test_the_same_answers_make_the_same_file(self, anna: Respondent, tmp_path: Path) -> None:
        anna.answer({"Q01": THREE}, tmp_path / "back")
        files = answer_files(anna.share, anna.place)
        assert answer_files(anna.share, anna.place) == files

    def test_without_answers_there_is_no_file(self, anna: Respondent) -> None:
        assert answer_files(anna.share, anna.place) == {}

    def test_the_respondent_is_the_one_whom_the_file_was_made_for(
        self, place: Place, anna: Respondent, tmp_path: Path
    ) -> None:
        place.store.merge([anna.answer({"Q01": THREE}, tmp_path / "back")])
        place.answered(the_round(place), "anna", {"Q02": 4})
        answers = [r.answers for r in place.store.responses(the_round(place)) if r.respondent.name.lower() == "anna"]
        assert answers == [{"Q01": THREE, "Q02": FOUR}]

    def test_whoever_answers_at_home_first_is_the_same_respondent_too(
        self, place: Place, anna: Respondent, tmp_path: Path
    ) -> None:
        place.answered(the_round(place), "Anna", {"Q02": 4})
        place.store.merge([anna.answer({"Q01": THREE}, tmp_path / "back")])
        assert place.response(the_round(place), "Anna").answers == {"Q01": THREE, "Q02": FOUR}

    @pytest.mark.parametrize("state", [RoundState.REVEALED, RoundState.CLOSED])
    def test_late_answers_join_a_round_that_is_revealed_or_closed(
        self, place: Place, anna: Respondent, tmp_path: Path, state: RoundState
    ) -> None:
        late = anna.answer({"Q01": THREE}, tmp_path / "back")
        place.store.reveal_round(the_round(place))
        if state is RoundState.CLOSED:
            place.store.close_round(the_round(place), TODAY)
        assert place.store.merge([late]).new == 1
        assert the_round(place).state is state
        assert place.response(the_round(place), "Anna").answers == {"Q01": THREE}


class TestAnonymousAnswers:
    @pytest.fixture
    def back(self, place: Place, tmp_path: Path) -> list[Path]:
        """Answers of two people who got the same file."""
        round_ = place.store.start_round(place.team().id, twelve_questions(), TODAY, RoundKind.ANONYMOUS)
        file = share_file(place, round_, tmp_path / "out")
        people = [Respondent(file, tmp_path / name, "") for name in ("one", "two")]
        return [
            one.answer({"Q02": THREE, "Q01": Answer(level=n)}, tmp_path / "back") for n, one in enumerate(people, 1)
        ]

    def test_the_files_tell_no_name_writer_time_or_order(self, back: list[Path]) -> None:
        for path in back:
            said = json.loads(path.read_bytes())
            assert said["name"]["value"] == ""
            assert len({(one["at"], one["by"]) for one in said["answers"]}) == 1
            assert [one["q"] for one in said["answers"]] == ["Q01", "Q02"]
            assert all(one["at"] < 100 for one in said["answers"])

    def test_come_together_and_tell_no_more_than_those_given_here(self, place: Place, back: list[Path]) -> None:
        assert place.store.merge(back).respondents == 2
        round_ = the_round(place)
        assert sorted(r.answers["Q01"].level or 0 for r in place.store.responses(round_)) == [1, 2]
        assert {path.stat().st_mtime for path in place.slots_of(round_)} == {946_684_800}
        assert {path.stat().st_size for path in place.slots_of(round_)} == {65536}

    def test_an_answer_sent_again_takes_the_place_of_the_first_and_leaves_no_older_file(
        self, place: Place, back: list[Path], tmp_path: Path
    ) -> None:
        place.store.merge(back)
        share = next((tmp_path / "out").iterdir())
        again = Respondent(share, tmp_path / "three", "")
        first = again.answer({"Q05": THREE}, tmp_path / "first")
        place.store.merge([first])
        second = again.answer({"Q05": FOUR}, tmp_path / "second")
        files = len(place.slots_of(the_round(place)))
        assert place.store.merge([second]).newer == 1
        assert place.store.merge([first]).known == 1
        assert len(place.slots_of(the_round(place))) == files
        assert FOUR in [r.answers.get("Q05") for r in place.store.responses(the_round(place))]

    def test_a_name_in_them_is_refused(self, place: Place, back: list[Path]) -> None:
        rewritten(back[0], lambda said: said["name"].update(value="Anna"))
        assert [one.why for one in place.store.merge(back).refused] == [Why.TAMPERED]


def counts(place: Place) -> list[int]:
    """Return the levels of the first question in an anonymous round, sorted."""
    return sorted(r.answers["Q01"].level or 0 for r in place.store.responses(the_round(place)))


class TestLateAnonymousAnswers:
    """After the reveal, what one person adds to the counts would be that person's answers."""

    @pytest.fixture
    def late(self, place: Place, tmp_path: Path) -> Respondent:
        """Somebody with a file of an anonymous round that nobody has answered yet."""
        round_ = place.store.start_round(place.team().id, twelve_questions(), TODAY, RoundKind.ANONYMOUS)
        return Respondent(share_file(place, round_, tmp_path / "out"), tmp_path / "late", "")

    def given(self, place: Place, *levels: int) -> None:
        for level in levels:
            sheet, _code = place.store.open_anonymous(the_round(place))
            sheet.save({"Q01": Answer(level=level)})
            sheet.close()

    def shown(self, place: Place, state: RoundState = RoundState.REVEALED) -> None:
        place.store.reveal_round(the_round(place))
        if state is RoundState.CLOSED:
            place.store.close_round(the_round(place), TODAY)

    @pytest.mark.parametrize("state", [RoundState.REVEALED, RoundState.CLOSED])
    def test_are_refused_in_words_and_change_nothing(
        self, place: Place, late: Respondent, tmp_path: Path, state: RoundState
    ) -> None:
        self.given(place, 1, 2, 3, 4, 5)
        back = late.answer({"Q01": THREE}, tmp_path / "back")
        self.shown(place, state)
        for dry in (True, False):
            merged = place.store.merge([back], dry_run=dry)
            assert [one.why for one in merged.refused] == [Why.LATE]
            assert "Start another round" in merged.refused[0].words
            assert not merged.changed
        assert counts(place) == [1, 2, 3, 4, 5]

    def test_a_file_that_was_taken_in_time_is_known(self, place: Place, late: Respondent, tmp_path: Path) -> None:
        self.given(place, 1, 2, 4, 5)
        back = late.answer({"Q01": THREE}, tmp_path / "back")
        place.store.merge([back])
        self.shown(place, RoundState.CLOSED)
        merged = place.store.merge([back])
        assert (merged.known, merged.refused) == (1, [])

    def test_one_changed_answer_is_refused_too(self, place: Place, late: Respondent, tmp_path: Path) -> None:
        self.given(place, 1, 2, 4, 5)
        place.store.merge([late.answer({"Q01": THREE}, tmp_path / "back")])
        self.shown(place)
        changed = late.answer({"Q01": FOUR}, tmp_path / "again")
        assert [one.why for one in place.store.merge([changed]).refused] == [Why.LATE]
        assert counts(place) == [1, 2, 3, 4, 5]

    def test_join_in_one_go_where_nothing_was_shown_because_there_were_too_few(
        self, place: Place, late: Respondent, tmp_path: Path
    ) -> None:
        self.given(place, 1, 2, 4, 5)
        two = [replace(late, state=tmp_path / name).answer({"Q01": THREE}, tmp_path / name) for name in ("one", "two")]
        self.shown(place)
        assert not place.store.merge(two).refused
        assert counts(place) == [1, 2, 3, 3, 4, 5]

    @pytest.mark.parametrize(("people", "taken"), [(1, False), (4, False), (5, True)])
    def test_of_a_copy_come_in_when_five_come_together(
        self, place: Place, late: Respondent, tmp_path: Path, people: int, taken: bool
    ) -> None:
        self.given(place, 1, 2, 3, 4, 5)
        there = Place(tmp_path / "there", tmp_path / "there-state")
        there.store.merge([place.folder])
        self.given(there, *[3] * people)
        self.shown(place, RoundState.CLOSED)
        merged = place.store.merge([there.folder])
        assert {one.why for one in merged.refused} == (set() if taken else {Why.LATE})
        assert counts(place) == sorted([1, 2, 3, 4, 5] + [3] * people * taken)


def aliases(place: Place, tmp_path: Path) -> Respondent:
    round_ = place.store.start_round(place.team().id, twelve_questions(), TODAY, RoundKind.ALIAS)
    return Respondent(share_file(place, round_, tmp_path / "out"), tmp_path / "fox", "Fox")


def test_under_aliases_one_file_serves_all_and_each_chooses_an_alias(place: Place, tmp_path: Path) -> None:
    fox = aliases(place, tmp_path)
    owl = replace(fox, state=tmp_path / "owl", name="Owl")
    back = [one.answer({"Q01": THREE}, tmp_path / "back") for one in (fox, owl)]
    assert len(set(back)) == 2
    place.store.merge([tmp_path / "back"])
    assert [r.respondent.name for r in place.store.responses(the_round(place))] == ["Fox", "Owl"]
