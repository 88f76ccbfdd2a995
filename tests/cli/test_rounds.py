"""`sem round`, and answering in a round of several people: named, under aliases and anonymous."""

from __future__ import annotations

import re
import shlex
import subprocess
from datetime import date

import pytest

from sem.content.library import load_questionnaire
from sem.model.assessment import (
    Answer,
    AnswerEvidence,
    Confidence,
    EvidenceSide,
    Response,
    Round,
    RoundKind,
    RoundState,
)
from tests.cli.conftest import TODAY, Cli, Result, add_west

IDS = [question.id for question in load_questionnaire("quick-scan").questions]
TWELVE = " ".join("3" * 12)


@pytest.fixture
def west(cli: Cli) -> Cli:
    """A command line with a team."""
    return cli.prepared(add_west)


def last(cli: Cli) -> Round:
    store = cli.store
    return store.rounds(store.find_team("West").id)[-1]


def responses(cli: Cli) -> tuple[Response, ...]:
    return cli.store.responses(last(cli))


def start(cli: Cli, *options: str) -> Result:
    result = cli("round", "start", "West", *options)
    assert result.code == 0, result.err
    return result


def code_in(result: Result) -> str:
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", result.out)
    assert found
    return found[0]


class TestStarting:
    def test_a_round_is_named_and_hidden_unless_something_else_is_chosen(self, west: Cli) -> None:
        result = start(west, "--scope", "Our team", "--invite", "Anouk", "--invite", "Bram")
        round_ = last(west)
        assert (round_.kind, round_.hidden, round_.scope) == (RoundKind.NAMED, True, "Our team")
        assert (round_.invited, round_.opened, round_.questionnaire.id) == (("Anouk", "Bram"), TODAY, "quick-scan")
        assert result.out == ""
        assert "Everyone answers with: sem assess West" in result.err

    @pytest.mark.parametrize("kind", RoundKind)
    def test_the_kind_is_chosen(self, west: Cli, kind: RoundKind) -> None:
        start(west, f"--{kind}", "--expect", "3")
        assert (last(west).kind, last(west).expected) == (kind, 3)

    def test_every_problem_is_told_with_what_to_do(self, west: Cli) -> None:
        result = west("round", "start", "West", "--anonymous", "--invite", "Bram", "--expect", "0")
        assert (result.code, result.out) == (4, "")
        assert "keeps no names" in result.err
        assert "The number of people" in result.err

    def test_another_one_beside_an_open_one_is_asked_for(self, west: Cli) -> None:
        start(west)
        assert west("round", "start", "West", input="n\n").code == 130
        assert west("round", "start", "West", input="").code == 2
        assert len(west.store.rounds(last(west).team_id)) == 1
        assert west("round", "start", "West", input="y\n").code == 0
        assert west("round", "start", "West", "--yes").code == 0
        assert len(west.store.rounds(last(west).team_id)) == 3

    def test_a_questionnaire_of_ones_own(self, west: Cli) -> None:
        assert start(west, "--questionnaire", "service-excellence").code == 0
        assert last(west).questionnaire.id == "service-excellence"
        assert west("round", "start", "West", "--questionnaire", "nonsense").code == 3

    def test_json_has_all_of_it(self, west: Cli) -> None:
        told = start(west, "--alias", "--expect", "6", "--json").json
        assert told["team"]["name"] == "West"
        round_ = told["round"]
        assert (round_["kind"], round_["state"], round_["hidden"], round_["closed"]) == ("alias", "open", True, None)
        assert round_["participation"] == {"expected": 6, "answered_any": 0, "complete": 0, "names": []}
        assert round_["decisions"] == []


class TestAnonymous:
    def test_no_name_is_asked_or_kept_and_a_code_is_told_to_go_on_with(self, west: Cli) -> None:
        start(west, "--anonymous", "--scope", "Our team")
        result = west.answer("West", "3 4")
        for words in ("You answer anonymously", "What it is about: Our team", "without your name", "Write it down"):
            assert words in result.out
        assert "anouk" not in result.out
        code = code_in(result)
        again = west("assess", "West", "--plain", "--code", code, input="5\n")
        assert "2 of 12 filled in" in again.out
        assert "Your code, to go on" not in again.out
        (response,) = responses(west)
        assert [response.answer(id_).level for id_ in IDS[:4]] == [3, 4, 5, None]

    def test_the_code_can_be_asked_for_so_that_the_shell_does_not_keep_it(self, west: Cli) -> None:
        start(west, "--anonymous")
        result = west.answer("West", "3")
        told = re.search(r"Go on later with: sem (.*)", result.out)
        assert told
        assert shlex.split(told[1]) == ["assess", "West", "--plain", "--code", "-"]
        again = west(*shlex.split(told[1]), input=f"{code_in(result)}\n4\n")
        assert again.code == 0, again.err
        assert len(responses(west)) == 1
        assert west("assess", "West", "--plain", "--code", "-", input="\n").code == 2

    def test_bytes_that_are_no_text_after_the_code_do_no_harm(self, west: Cli) -> None:
        start(west, "--anonymous")
        code = code_in(west.answer("West", "3"))
        again = west("assess", "West", "--plain", "--code", "-", input=f"{code}\n4 # caf".encode() + b"\xe9\n")
        assert again.code == 0, again.err
        assert "Saved: 4" in again.out

    def test_a_wrong_code_and_a_name_are_refused(self, west: Cli) -> None:
        start(west, "--anonymous")
        assert west("assess", "West", "--plain", "--code", "AAAA-AAAA", input="").code == 3
        named = west("assess", "West", "--plain", "--respondent", "Bram", input="3\n")
        assert (named.code, named.out) == (2, "")
        assert responses(west) == ()

    def test_the_name_in_the_settings_is_not_taken_either(self, west: Cli) -> None:
        (west.folder / "settings.toml").write_text('respondent = "Anouk"\n')
        start(west, "--anonymous")
        west.answer("West", "3")
        assert [one.respondent.name for one in responses(west)] == [""]
        assert not [path for path in west.data.rglob("*.json") if b"nouk" in path.read_bytes()]

    def test_show_and_json_tell_how_many_and_not_who(self, west: Cli) -> None:
        start(west, "--anonymous", "--expect", "3")
        west.answer("West", TWELVE)
        west.answer("West", "3")
        assert "Answered: 2 of 3; everything: 1." in west("round", "show", "West").out
        told = west("round", "show", "West", "--json").json["round"]["participation"]
        assert told == {"expected": 3, "answered_any": 2, "complete": 1, "names": None}

    def test_who_answers_without_being_invited_counts_among_all(self, west: Cli) -> None:
        start(west, "--invite", "Anouk")
        west.answer("West", TWELVE, "--respondent", "Anouk")
        west.answer("West", "3", "--respondent", "Bram")
        assert "Answered: 2 of 2; everything: 1." in west("round", "show", "West").out

    def test_the_code_goes_with_an_anonymous_round_only(self, west: Cli) -> None:
        start(west)
        assert west("assess", "West", "--plain", "--code", "AAAA-AAAA", input="").code == 2


class TestAliases:
    def test_an_alias_is_chosen_and_the_users_name_never_taken_for_one(self, west: Cli) -> None:
        start(west, "--alias")
        without = west("assess", "West", "--plain", input="3\n")
        assert without.code == 2
        assert "--respondent" in without.err
        assert west.answer("West", "3", "--respondent", "Fox").code == 0
        assert [one.respondent.name for one in responses(west)] == ["Fox"]


class TestNamed:
    def test_who_is_not_on_the_list_is_told_so_and_may_answer(self, west: Cli) -> None:
        start(west, "--invite", "Anouk", "--invite", "Bram")
        assert "not on the list" in west.answer("West", "3", "--respondent", "Braam").err
        assert "not on the list" not in west.answer("West", "3", "--respondent", "bram").err
        shown = west("round", "show", "West").out
        for name in ("Anouk", "Braam", "bram"):
            assert f"  {name}: not complete yet" in shown

    def test_two_people_with_one_name_are_warned_before_the_second_goes_on(self, west: Cli) -> None:
        start(west)
        assert "Was that not you?" not in west.answer("West", "3", "--respondent", "Anna").out
        assert "Was that not you?" in west.answer("West", "", "--respondent", "anna").out

    def test_somebody_who_answers_is_not_sent_to_scores_that_are_hidden(self, west: Cli) -> None:
        start(west)
        out = west.answer("West", "3").out
        assert "The results are seen when the round is revealed." in out
        assert "sem scores" not in out


class TestRevealing:
    def test_it_asks_when_not_all_have_answered_and_names_who(self, west: Cli) -> None:
        start(west, "--invite", "Anouk", "--invite", "Bram")
        west.answer("West", TWELVE, "--respondent", "Anouk")
        asked = west("round", "reveal", "West", input="n\n")
        assert asked.code == 130
        assert "Not complete yet: Bram." in asked.err
        assert last(west).state is RoundState.OPEN
        assert west("round", "reveal", "West", input="ja\n").code == 0
        assert last(west).state is RoundState.REVEALED

    def test_in_an_anonymous_round_it_says_how_many_and_not_who(self, west: Cli) -> None:
        start(west, "--anonymous", "--expect", "2")
        west.answer("West", "3")
        assert "Answered: 1 of 2; everything: 0. Reveal?" in west("round", "reveal", "West", input="n\n").err

    def test_it_does_not_ask_when_all_have_or_when_told_to(self, west: Cli) -> None:
        start(west, "--expect", "1")
        west.answer("West", TWELVE)
        assert west("round", "reveal", "West", input="").code == 0
        start(west)
        west.answer("West", "3")
        assert "Nobody said how many" in west("round", "reveal", "West", input="n\n").err
        assert west("round", "reveal", "West", "--yes", input="").code == 0

    def test_nothing_is_revealed_before_anybody_answered(self, west: Cli) -> None:
        start(west)
        result = west("round", "reveal", "West", "--yes")
        assert result.code == 4
        assert "sem assess West" in result.err

    @pytest.mark.parametrize("late", [(), ("--code", "AAAA-AAAA")])
    def test_who_comes_after_that_is_told_how_to_get_in_and_begins_no_round_by_mistake(
        self, west: Cli, late: tuple[str, ...]
    ) -> None:
        start(west, "--anonymous")
        west.answer("West", "3")
        west("round", "reveal", "West", "--yes")
        for state in ("revealed", "closed"):
            result = west("assess", "West", "--plain", *late, input="3\n")
            assert (result.code, result.out) == (4, "")
            assert state in result.err
            assert "sem round share" in result.err
            west("round", "close", "West", "--yes")
        assert len(west.store.rounds(last(west).team_id)) == 1
        assert west.answer("West", "3", "--new-round").code == 0
        assert len(west.store.rounds(last(west).team_id)) == 2

    def test_an_answer_that_comes_too_late_stays_on_the_screen_and_is_called_not_saved(self, west: Cli) -> None:
        start(west)
        process = west.process("assess", "West", "--plain", bufsize=1)
        assert process.stdin
        assert process.stdout
        process.stdin.write("3\n")
        wait_for(process, "Saved: 3")
        west("round", "reveal", "West", "--yes")
        out, err = process.communicate("4 # because of May\n", timeout=30)
        assert process.returncode == 4
        assert "Not saved, question 2: 4 Managed; with a note. Your note: because of May" in out
        assert "sem round share" in err
        (response,) = responses(west)
        assert response.answers == {IDS[0]: Answer(level=3)}


def wait_for(process: subprocess.Popen[str], words: str) -> None:
    assert process.stdout
    for line in process.stdout:
        if words in line:
            return
    raise AssertionError(f"{words!r} was never printed")


class TestDeciding:
    @pytest.fixture
    def revealed(self, west: Cli) -> Cli:
        start(west)
        west.answer("West", "2 5")
        west("round", "reveal", "West", "--yes")
        return west

    def test_a_level_is_kept_with_its_sentence_and_day(self, revealed: Cli) -> None:
        assert revealed("round", "decide", "West", "2", "3", "--because", "Only in Utrecht").code == 0
        assert revealed("round", "decide", "West", IDS[0].lower(), "4").code == 0
        told = revealed("round", "show", "West", "--json").json["round"]["decisions"]
        day = TODAY.isoformat()
        assert {one["question"]: (one["level"], one["because"], one["decided_on"]) for one in told} == {
            IDS[0]: (4, "", day), IDS[1]: (3, "Only in Utrecht", day),
        }  # fmt: skip
        assert "3 Designed — Only in Utrecht" in revealed("round", "show", "West").out
        assert revealed("round", "decide", "West", "2", "--undo").code == 0
        assert last(revealed).consensus == {IDS[0]: 4}

    def test_what_is_not_right_is_refused_with_what_would_be(self, revealed: Cli) -> None:
        for arguments in (["2"], ["2", "6"], ["2", "3", "--undo"], ["2", "--undo", "--because", "x"]):
            assert revealed("round", "decide", "West", *arguments).code == 2
        near = revealed("round", "decide", "West", f"{IDS[0]}x", "3")
        assert (near.code, IDS[0].lower() in near.err.lower()) == (3, True)
        assert revealed("round", "decide", "West", "13", "3").code == 3
        assert last(revealed).decisions == {}

    def test_nothing_is_decided_before_the_reveal_or_after_the_end(self, west: Cli) -> None:
        start(west)
        assert west("round", "decide", "West", "1", "3").code == 4
        west("round", "close", "West", "--yes")
        assert west("round", "decide", "West", "1", "3").code == 4


class TestClosing:
    def test_it_asks_and_then_it_is_for_good(self, west: Cli) -> None:
        start(west)
        assert west("round", "close", "West", input="n\n").code == 130
        assert west("round", "close", "West", input="y\n").code == 0
        assert (last(west).state, last(west).closed) == (RoundState.CLOSED, TODAY)
        assert west("round", "reveal", "West", "--yes").code == 4


class TestFinding:
    def test_the_list_has_the_newest_first_with_ids_that_are_enough(self, west: Cli) -> None:
        start(west)
        west.today = date(2026, 12, 24)
        start(west, "--anonymous", "--expect", "4", "--yes")
        lines = west("round", "list", "West").out.splitlines()
        assert ["24 Dec 2026" in lines[1], "21 Nov 2026" in lines[2]] == [True, True]
        assert "anonymous" in lines[1]
        assert "0 of 4" in lines[1]
        id_ = lines[2].split()[0]
        assert west("round", "show", "West", "--round", id_, "--json").json["round"]["opened"] == TODAY.isoformat()
        assert [one["kind"] for one in west("round", "list", "West", "--json").json["rounds"]] == ["anonymous", "named"]

    def test_a_command_takes_the_newest_round_that_it_fits(self, west: Cli) -> None:
        start(west)
        west.answer("West", "3")
        west("round", "reveal", "West", "--yes")
        first = last(west).id
        start(west)
        decided = west("round", "decide", "West", "1", "3", "--json").json
        assert decided["round"]["id"] == first

    def test_without_a_round_or_with_an_id_that_is_none_it_says_so(self, west: Cli) -> None:
        for command in ("show", "reveal", "close"):
            assert west("round", command, "West").code == 3
        assert "sem round start West" in west("round", "list", "West").err
        start(west)
        assert west("round", "show", "West", "--round", "zzzz").code == 3
        assert west("round", "show", "West", "--round", "").code == 3

    def test_everything_is_in_dutch_in_dutch(self, west: Cli) -> None:
        west.spoken = "nl"
        start(west, "--invite", "Anouk")
        out = west.answer("West", "3", "--respondent", "Bram")
        assert "sem laat je antwoorden aan niemand zien" in out.out
        assert "staat niet op de lijst" in out.err
        assert "Nog niet klaar: Anouk" in west("round", "reveal", "West", input="nee\n").err


class TestSayingMore:
    def test_how_sure_one_is_and_evidence_are_kept_and_shown_again(self, west: Cli) -> None:
        lines = ["4 !fairly # since May", "back", "+ guests thank us @ /no/such/file [2026-11-01..2026-11-20]",
                 "- complaints @ https://example.org [2026-11-01]", "!guess", "5", "quit"]  # fmt: skip
        west("assess", "West", "--plain", input="\n".join(lines) + "\n")
        (response,) = responses(west)
        day = date(2026, 11, 1)
        thanks = AnswerEvidence(EvidenceSide.FOR, "guests thank us", day, date(2026, 11, 20), "/no/such/file")
        complaints = AnswerEvidence(EvidenceSide.AGAINST, "complaints", day, None, "https://example.org")
        assert response.answer(IDS[0]) == Answer(
            level=5, note="since May", confidence=Confidence.GUESS, evidence=(thanks, complaints)
        )
        shown = west("assess", "West", "--plain", input="back\ndrop 1\ndrop 9\nquit\n").out
        assert "How sure you are: a guess." in shown
        assert ("Evidence 1, in favour: guests thank us (/no/such/file, which is not there any more, seen on "
                "1 Nov 2026, expired on 20 Nov 2026)") in shown  # fmt: skip
        assert "Evidence 2, against: complaints (https://example.org, seen on 1 Nov 2026)" in shown
        assert "There is no evidence 9 here." in shown
        assert responses(west)[0].answer(IDS[0]).evidence == (complaints,)

    def test_more_evidence_than_an_answer_holds_is_refused_and_the_rest_kept(self, west: Cli) -> None:
        shown = west("assess", "West", "--plain", input="+ x\n" * 21).out
        assert "at most 20" in shown
        assert len(responses(west)[0].answer(IDS[0]).evidence) == 20

    def test_taking_an_answer_back_takes_all_that_goes_with_it(self, west: Cli) -> None:
        west("assess", "West", "--plain", input="4 !sure # n\nback\n+ x\nclear\n")
        assert responses(west)[0].answers == {}
