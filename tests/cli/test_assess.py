"""`sem assess --plain`: line by line, every answer kept at once, and on again where one stopped."""

from __future__ import annotations

import os
import pty
import re
import shlex
import signal
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sem.cli.plain import PlainAssessment
from sem.content.library import load_questionnaire, shipped_folder
from sem.errors import StoreError
from sem.model.assessment import Answer, NotApplicable, Reason, Respondent, Response, RoundState
from tests.cli.conftest import TODAY, Cli, add_west

QUICK_SCAN = shipped_folder() / "quick-scan.yaml"
IDS = [question.id for question in load_questionnaire("quick-scan").questions]


@pytest.fixture
def west(cli: Cli) -> Cli:
    """A command line with a team."""
    return cli.prepared(add_west)


def assess(cli: Cli, lines: Sequence[str], *more: str) -> str:
    """Answer for the team and return what was shown."""
    result = cli("assess", "West", "--plain", *more, input="".join(f"{line}\n" for line in lines))
    assert result.code == 0, result.err
    return result.out


def response(cli: Cli, name: str = "anouk", round_number: int = -1) -> Response:
    """Return what the store has kept."""
    store = cli.store
    rounds = store.rounds(store.find_team("West").id)
    return next(r for r in store.responses(rounds[round_number]) if r.respondent.name == name)


def levels(cli: Cli, name: str = "anouk") -> list[int | None]:
    return [response(cli, name).answer(id_).level for id_ in IDS]


class TestAsking:
    def test_a_question_is_shown_with_its_statement_and_five_levels_with_their_names(self, west: Cli) -> None:
        shown = assess(west, []).splitlines()
        question = load_questionnaire("quick-scan").questions[0]
        assert question.statement.en in shown
        for number, descriptor in enumerate(question.levels, 1):
            assert any(re.match(rf"{number} \w+: {re.escape(descriptor.en)}$", line) for line in shown)

    def test_everything_is_in_dutch_in_dutch(self, west: Cli) -> None:
        west.spoken = "nl"
        shown = assess(west, ["3", "nvt 2", "?", "terug", "hulp", "lijst", "x", "stop"])
        for words in ("Vraag 1 van 12", "Bewaard: 3 Ingericht", "niet van toepassing", "weet ik niet", "Waar je op let",
                      "Niet begrepen", "Alles is bewaard"):  # fmt: skip
            assert words in shown

    def test_there_is_nothing_on_it_that_a_screen_reader_stumbles_over(self, west: Cli) -> None:
        shown = assess(west, ["3", "help", "list"])
        assert not re.search("[\x1b\r\u2500-\u259f\u2800-\u28ff]", shown)

    def test_a_previous_answer_and_its_note_are_shown(self, west: Cli) -> None:
        assess(west, ["4 # since May"])
        shown = assess(west, ["back"])
        assert "Your answer so far: 4 Managed." in shown
        assert "Your note so far: since May" in shown

    def test_help_tells_what_to_look_for_and_the_reasons(self, west: Cli) -> None:
        shown = assess(west, ["help"])
        assert load_questionnaire("quick-scan").questions[0].help.en in shown
        assert "na 1: it is not our work" in shown

    def test_the_list_shows_every_question_with_its_answer(self, west: Cli) -> None:
        shown = assess(west, ["3", "na too small", "list"])
        assert re.search(r"^1 .+: 3 Designed$", shown, re.MULTILINE)
        assert re.search(r"^2 .+: not applicable: too small$", shown, re.MULTILINE)
        assert re.search(r"^12 .+: —$", shown, re.MULTILINE)


class TestAnswering:
    def test_levels_reasons_dont_know_skips_and_notes_are_kept(self, west: Cli) -> None:
        assess(west, ["3", "5 # only in Utrecht", "na 2", "na we are too small", "?", "", "1"])
        answers = [response(west).answer(id_) for id_ in IDS[:7]]
        assert answers == [
            Answer(level=3),
            Answer(level=5, note="only in Utrecht"),
            Answer(not_applicable=NotApplicable(Reason.DONE_ELSEWHERE)),
            Answer(not_applicable=NotApplicable(Reason.OTHER, "we are too small")),
            Answer(dont_know=True),
            Answer(),
            Answer(level=1),
        ]

    def test_saved_is_said_after_each_answer(self, west: Cli) -> None:
        assert assess(west, ["3", "?", "4"]).count("Saved: ") == 3

    def test_what_is_not_understood_costs_one_line_and_is_asked_again(self, west: Cli) -> None:
        shown = assess(west, ["7", "x", "3"])
        assert shown.count("Not understood.") == 2
        assert shown.count("Question 1 of 12") == 1
        assert levels(west)[:2] == [3, None]

    def test_one_can_go_back_and_answer_anew(self, west: Cli) -> None:
        assess(west, ["3", "4", "back", "back", "5"])
        assert levels(west)[:3] == [5, 4, None]

    def test_one_can_not_go_back_before_the_first_or_to_a_question_that_is_not_there(self, west: Cli) -> None:
        shown = assess(west, ["back", "go 13", "go 0", "go 12", "2"])
        assert "This is the first question." in shown
        assert "There is no question 13" in shown
        assert levels(west)[11] == 2

    def test_an_empty_line_leaves_an_answer_as_it_is(self, west: Cli) -> None:
        assess(west, ["3", "back", "", "4"])
        assert levels(west)[:2] == [3, 4]

    def test_a_note_stays_when_the_level_changes_and_goes_when_it_is_emptied(self, west: Cli) -> None:
        assess(west, ["3 # why", "back", "4"])
        assert response(west).answer(IDS[0]) == Answer(level=4, note="why")
        assess(west, ["back", "4 #"])
        assert response(west).answer(IDS[0]) == Answer(level=4)

    def test_a_note_alone_is_kept_and_the_question_waits(self, west: Cli) -> None:
        assess(west, ["# to be discussed", "2"])
        assert response(west).answer(IDS[0]) == Answer(level=2, note="to be discussed")

    def test_an_answer_can_be_taken_back(self, west: Cli) -> None:
        assess(west, ["3 # why", "back", "clear"])
        assert response(west).answer(IDS[0]) == Answer()

    def test_taking_back_where_there_is_no_answer_saves_nothing(self, west: Cli) -> None:
        shown = assess(west, ["3", "clear", "4"])
        assert "There is no answer to take back." in shown
        assert shown.count("Saved:") == 2
        assert levels(west)[:3] == [3, None, 4]

    def test_emptying_a_note_that_is_not_there_saves_nothing(self, west: Cli) -> None:
        shown = assess(west, ["#", "3", "#", "4"])
        assert shown.count("There is no note to take back.") == 2
        assert shown.count("Saved:") == 2
        assert levels(west)[:2] == [3, 4]

    def test_a_question_that_is_not_there_is_told_with_those_there_are(self, west: Cli) -> None:
        assert "There is no question 13; they run from 1 to 12." in assess(west, ["go 13"])
        questionnaire = replace(load_questionnaire("quick-scan"), areas=load_questionnaire("quick-scan").areas[:1])
        shown: list[str] = []
        lines = iter(["go 2", None])
        PlainAssessment(
            FullDisk(), questionnaire, read=lambda: next(lines), say=shown.append, columns=80, today=TODAY
        ).run()
        assert "There is no question 2; there is one only." in shown

    def test_after_the_last_question_the_run_ends(self, west: Cli) -> None:
        shown = assess(west, ["3"] * 14)
        assert "You have filled in 12 of 12 questions." in shown
        assert "sem scores West" in shown
        assert levels(west) == [3] * 12

    def test_at_the_end_the_skipped_questions_are_named(self, west: Cli) -> None:
        shown = assess(west, ["3", "", "3", "", *["3"] * 8])
        assert "Still without an answer: 2, 4." in shown
        assert "sem assess West --plain" in shown

    def test_what_to_type_next_works_also_for_a_team_that_is_called_like_an_option(self, cli: Cli) -> None:
        assert "sem assess -- -x" in cli("team", "add", "--", "-x").err
        shown = cli("assess", "--plain", "--", "-x", input="3\n").out
        assert "Go on later with: sem assess --plain -- -x" in shown
        assert "See the scores: sem scores -- -x" in shown

    def test_quit_stops_and_keeps_everything(self, west: Cli) -> None:
        assert "You have filled in 1 of 12" in assess(west, ["3", "quit", "4"])
        assert levels(west)[:2] == [3, None]

    def test_bytes_that_are_no_text_do_not_end_the_run(self, west: Cli) -> None:
        result = west("assess", "West", "--plain", input=b"3\n\xff\xfe\n4 # caf\xe9\n")
        assert result.code == 0
        assert levels(west)[:2] == [3, 4]

    def test_escapes_in_a_note_never_reach_the_terminal(self, west: Cli) -> None:
        shown = assess(west, ["3 # \x1b[2J\x9b31m\u202egone", "back"])
        assert not re.search("[\x1b\x9b\u202e]", shown)

    def test_an_answer_that_can_not_be_kept_is_never_called_saved(self) -> None:
        questionnaire = load_questionnaire("quick-scan")
        shown: list[str] = []
        lines = iter(["3", "4"])
        run = PlainAssessment(
            FullDisk(), questionnaire, read=lambda: next(lines), say=shown.append, columns=80, today=TODAY
        )
        with pytest.raises(StoreError):
            run.run()
        assert not any("Saved" in line for line in shown)
        assert next(lines) == "4"


class FullDisk:
    """A sheet that can't be written."""

    response = Response(Respondent("id", "Anouk"))

    def save(self, answers: Mapping[str, Answer], place: str | None = None) -> None:
        raise StoreError("The disk is full.")

    def close(self) -> None:
        pass


class TestGoingOn:
    def test_one_goes_on_where_one_stopped(self, west: Cli) -> None:
        assess(west, ["3", "4"])
        assert "Question 3 of 12" in assess(west, []).split("\n\n")[1]

    def test_also_after_going_back_and_after_a_skip(self, west: Cli) -> None:
        assess(west, ["3", "4", "back"])
        assert "Question 2 of 12" in assess(west, ["", "", "quit"])
        assert "Question 4 of 12" in assess(west, []).split("\n\n")[1]

    def test_after_the_last_question_one_goes_on_at_the_first_gap(self, west: Cli) -> None:
        assess(west, ["3", "", *["3"] * 10])
        assert "Question 2 of 12" in assess(west, []).split("\n\n")[1]

    def test_when_all_is_answered_one_starts_at_the_first(self, west: Cli) -> None:
        assess(west, ["3"] * 12)
        assert "Question 1 of 12" in assess(west, []).split("\n\n")[1]

    def test_two_respondents_do_not_see_each_other(self, west: Cli) -> None:
        assess(west, ["3"], "--respondent", "Bram")
        shown = assess(west, ["5"], "--respondent", "Lieke")
        assert "0 of 12 filled in" in shown
        assert (levels(west, "Bram")[0], levels(west, "Lieke")[0]) == (3, 5)

    def test_the_respondent_comes_from_the_settings_before_the_user_name(self, west: Cli) -> None:
        (west.folder / "settings.toml").write_text('respondent = "Fatima"\n')
        assert "You answer as Fatima." in assess(west, ["2"])
        assert levels(west, "Fatima")[0] == 2

    @pytest.mark.parametrize("name", ["", "a\x1b[2Jb", "x" * 300])
    def test_a_name_of_a_respondent_that_does_not_hold_is_refused(self, west: Cli, name: str) -> None:
        result = west("assess", "West", "--plain", "--respondent", name, input="3\n")
        assert result.code == 4
        assert west("team", "show", "West", "--json").json["rounds"] == []

    def test_a_run_killed_half_way_goes_on_with_every_answer_that_was_called_saved(self, west: Cli) -> None:
        process = west.process("assess", "West", "--plain")
        assert process.stdin is not None
        assert process.stdout is not None
        saved = 0
        for line in ("3", "4 # since May", "?", "na 2", "2"):
            process.stdin.write(f"{line}\n")
            process.stdin.flush()
            while "Saved:" not in (shown := process.stdout.readline()):
                assert shown
            saved += 1
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert response(west).answered(load_questionnaire("quick-scan")) == saved
        shown = assess(west, [])
        assert "5 of 12 filled in" in shown
        assert "Question 6 of 12" in shown

    @pytest.mark.parametrize(
        "number", [pytest.param(signal.SIGTERM, marks=pytest.mark.long), signal.SIGHUP, signal.SIGINT]
    )
    def test_a_signal_ends_the_run_without_a_traceback_and_with_every_answer(self, west: Cli, number: int) -> None:
        process = west.process("assess", "West", "--plain")
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("3\n")
        process.stdin.flush()
        while "Question 2" not in process.stdout.readline():
            pass
        process.send_signal(number)
        _out, err = process.communicate()
        assert process.returncode == 128 + number
        assert "Traceback" not in err
        assert levels(west)[0] == 3


class TestLookingOnly:
    @pytest.mark.parametrize("lines", [[], ["quit"], ["", "go 4", "back", "list", "help"], ["clear"], ["x", "9"]])
    def test_without_an_answer_no_round_and_no_respondent_is_left_behind(self, west: Cli, lines: list[str]) -> None:
        shown = assess(west, lines, "--respondent", "Anoek")
        assert "You have not filled in a question yet." in shown
        assert "sem scores" not in shown
        assert west("team", "show", "West", "--json").json["rounds"] == []

    def test_in_an_open_round_no_respondent_is_left_behind(self, west: Cli) -> None:
        assess(west, ["3"])
        assess(west, ["", "go 7"], "--respondent", "Anoek")
        (round_,) = west("team", "show", "West", "--json").json["rounds"]
        assert [person["name"] for person in round_["respondents"]] == ["anouk"]

    def test_no_new_round_is_left_behind(self, west: Cli) -> None:
        assess(west, ["3"])
        assert "sem assess West --plain --new-round" in assess(west, ["", "quit"], "--new-round")
        assert len(west("team", "show", "West", "--json").json["rounds"]) == 1

    def test_a_note_alone_is_something_to_keep(self, west: Cli) -> None:
        assess(west, ["# to be discussed"])
        assert response(west).answer(IDS[0]) == Answer(note="to be discussed")


class TestTheLineToGoOnWith:
    """Run as it is printed, it goes on in the same round as the same respondent."""

    def again(self, cli: Cli, shown: str) -> str:
        (line,) = re.findall(r"^Go on later with: sem (.+)$", shown, re.MULTILINE)
        result = cli(*shlex.split(line), input="")
        assert result.code == 0, result.err
        return result.out

    def test_a_respondent_who_was_named_is_named_again(self, west: Cli) -> None:
        shown = assess(west, ["3", "4"], "--respondent", "Anouk de Vries")
        assert "sem assess West --plain --respondent 'Anouk de Vries'" in shown
        assert "You answer as Anouk de Vries.\n2 of 12 filled in." in self.again(west, shown)

    def test_who_is_known_anyway_is_not_named(self, west: Cli) -> None:
        shown = assess(west, ["3"])
        assert "--respondent" not in shown
        assert "You answer as anouk.\n1 of 12 filled in." in self.again(west, shown)

    def test_the_questionnaire_is_named_where_another_round_would_be_taken_without(self, west: Cli) -> None:
        assess(west, ["3"])
        assert "--questionnaire" not in assess(west, ["4"], "--questionnaire", "quick-scan")
        west.today = date(2026, 11, 23)
        assert "--questionnaire" not in assess(west, ["4"], "--questionnaire", "service-excellence")
        shown = assess(west, [], "--questionnaire", "quick-scan")
        assert "2 of 12 filled in" in self.again(west, shown)

    def test_a_questionnaire_of_ones_own_is_named_by_its_path_until_a_round_has_it(self, west: Cli) -> None:
        own = west.folder / "ours.yaml"
        own.write_text(QUICK_SCAN.read_text("utf-8").replace("id: quick-scan", "id: ours"), "utf-8")
        shown = assess(west, [], "--questionnaire", "ours.yaml")
        assert "--questionnaire ours.yaml" in shown
        assert "0 of 12 filled in" in self.again(west, shown)
        assess(west, ["3"], "--questionnaire", "ours.yaml")
        west.today = date(2026, 11, 23)
        assess(west, ["3"], "--questionnaire", "quick-scan")
        shown = assess(west, ["4"], "--questionnaire", "ours.yaml")
        own.unlink()
        assert "2 of 12 filled in" in self.again(west, shown)


class TestRounds:
    def test_the_first_answer_starts_a_round_today(self, west: Cli) -> None:
        assess(west, ["3"])
        (round_,) = west("team", "show", "West", "--json").json["rounds"]
        assert (round_["opened"], round_["questionnaire"]["id"]) == ("2026-11-21", "quick-scan")

    def test_an_open_round_is_continued_another_day(self, west: Cli) -> None:
        assess(west, ["3"])
        west.today = date(2026, 11, 23)
        assess(west, ["4"])
        assert len(west("team", "show", "West", "--json").json["rounds"]) == 1

    def test_a_new_round_starts_when_asked_for(self, west: Cli) -> None:
        assess(west, ["3"])
        west.today = date(2027, 1, 18)
        assess(west, ["5"], "--new-round")
        days = [round_["opened"] for round_ in west("team", "show", "West", "--json").json["rounds"]]
        assert days == ["2026-11-21", "2027-01-18"]
        assert west("scores", "West", "--json").json["overall"]["mean"] == 5

    def test_another_questionnaire_has_a_round_of_its_own_and_is_remembered(self, west: Cli) -> None:
        assess(west, ["3"])
        assess(west, ["4"], "--questionnaire", "service-excellence")
        rounds = west("team", "show", "West", "--json").json["rounds"]
        assert {round_["questionnaire"]["id"] for round_ in rounds} == {"quick-scan", "service-excellence"}
        assert "1 of 12 filled in" in assess(west, [], "--questionnaire", "quick-scan")

    def test_a_questionnaire_from_a_file_is_frozen_with_the_round(self, west: Cli) -> None:
        own = west.folder / "ours.yaml"
        own.write_text(QUICK_SCAN.read_text("utf-8").replace("id: quick-scan", "id: ours"), "utf-8")
        assess(west, ["3"], "--questionnaire", "ours.yaml")
        own.unlink()
        assert "1 of 12 filled in" in assess(west, ["4"])
        assert west("scores", "West", "--json").json["questionnaire"]["id"] == "ours"
        assess(west, ["4"], "--questionnaire", "ours", "--new-round")
        assert len(west("team", "show", "West", "--json").json["rounds"]) == 2

    def test_a_file_that_was_changed_since_the_round_started_is_told(self, west: Cli) -> None:
        own = west.folder / "ours.yaml"
        text = QUICK_SCAN.read_text("utf-8").replace("id: quick-scan", "id: ours")
        own.write_text(text, "utf-8")
        assess(west, ["3"], "--questionnaire", "ours.yaml")
        own.write_text(text.replace("Quick scan", "Quicker scan"), "utf-8")
        result = west("assess", "West", "--plain", "--questionnaire", "ours.yaml", input="4\n")
        assert "--new-round" in result.err
        assert result.out.startswith("Quick scan")

    def test_a_questionnaire_that_is_not_there_is_not_found_and_starts_nothing(self, west: Cli) -> None:
        result = west("assess", "West", "--plain", "--questionnaire", "quick-scam", input="3\n")
        assert result.code == 3
        assert "quick-scan" in result.err
        assert west("team", "show", "West", "--json").json["rounds"] == []

    def test_a_broken_questionnaire_tells_every_problem_with_its_line_and_starts_nothing(self, west: Cli) -> None:
        text = QUICK_SCAN.read_text("utf-8").replace("version: 1.0.0", "version: one").replace("format: 1", "formt: 1")
        Path("broken.yaml").write_text(text, "utf-8")
        result = west("assess", "West", "--plain", "--questionnaire", "broken.yaml", input="3\n")
        assert result.code == 4
        assert len(re.findall(r"^broken\.yaml:\d+", result.err, re.MULTILINE)) >= 1
        assert west("team", "show", "West", "--json").json["rounds"] == []

    def test_every_round_is_open_until_somebody_closes_it(self, west: Cli) -> None:
        assess(west, ["3"] * 12)
        (round_,) = west.store.rounds(west.store.find_team("West").id)
        assert round_.state is RoundState.OPEN


def test_a_prompt_is_shown_in_a_terminal_only(cli: Cli) -> None:
    cli("team", "add", "West")
    assert "Your answer:" not in assess(cli, ["3"])
    ours, theirs = pty.openpty()
    process = cli.process("assess", "West", "--plain", stdin=theirs)
    os.write(ours, b"4\nquit\n")
    out, _err = process.communicate(timeout=20)
    os.close(ours)
    os.close(theirs)
    assert out.count("Your answer:") == 2
    assert levels(cli)[1] == 4
