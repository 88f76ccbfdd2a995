"""Files that travel: handing them out, answering in them elsewhere, bringing answers in, and erasing somebody."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sem.model.assessment import Answer, Round
from sem.store import open_store
from sem.tui.respondent_app import Seat
from tests.cli.conftest import Cli

LINES = "3\n4 # since May\n?\nquit\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


@pytest.fixture
def west(cli: Cli) -> Cli:
    return cli.prepared(_invited)


def _invited(cli: Cli) -> None:
    cli("team", "add", "West")
    cli("round", "start", "West", "--invite", "Anouk", "--invite", "Bram")


@pytest.fixture
def laptop(tmp_path: Path) -> Cli:
    """Another machine, without anything of sem on it."""
    return Cli(tmp_path / "laptop")


def newest(cli: Cli) -> Round:
    return cli.store.rounds(cli.store.find_team("West").id)[-1]


def anouk(west: Cli) -> str:
    return next(line for line in west("round", "share", "West").out.splitlines() if "anouk" in line)


class TestSharing:
    def test_prints_a_path_for_everyone_invited_and_says_what_to_do(self, west: Cli) -> None:
        shared = west("round", "share", "West", "--out", "stick")
        assert shared.out.split() == [
            "stick/west-2026-11-21-anouk.share.json",
            "stick/west-2026-11-21-bram.share.json",
        ]
        assert all(Path(path).is_file() for path in shared.out.split())
        assert "sem assess --from FILE" in shared.err
        assert "sem merge FOLDER" in shared.err

    def test_for_those_who_are_named(self, west: Cli) -> None:
        found = west("round", "share", "West", "--respondent", "Zoë", "--json").json
        assert found == {
            "format": 1,
            "files": [{"respondent": "Zoë", "file": "exports/west-2026-11-21-zoe.share.json"}],
        }

    def test_replaces_its_own_file_and_never_another(self, west: Cli) -> None:
        path = Path(anouk(west))
        assert anouk(west) == str(path)
        path.write_text("my thesis")
        again = anouk(west)
        assert again != str(path)
        assert path.read_text() == "my thesis"

    def test_an_anonymous_round_has_one_file_and_a_warning_about_mail(self, cli: Cli) -> None:
        cli("team", "add", "West")
        cli("round", "start", "West", "--anonymous", "--expect", "5")
        shared = cli("round", "share", "West")
        assert shared.out == "exports/west-2026-11-21.share.json\n"
        assert "mail" in shared.err


class TestAnsweringInAFile:
    def test_keeps_every_answer_and_names_the_file_to_send_back(self, west: Cli, laptop: Cli) -> None:
        answered = laptop("assess", "--from", anouk(west), "--plain", input=LINES)
        assert answered.code == 0
        back = Path(answered.out.splitlines()[-1])
        assert back == Path("exports/west-2026-11-21-anouk.answers.json")
        assert len(json.loads(back.read_bytes())["answers"]) == 3
        assert "Send this file back" in answered.err
        assert not laptop.data.exists()

    def test_goes_on_where_one_was_with_the_command_that_is_told(self, west: Cli, laptop: Cli) -> None:
        path = anouk(west)
        first = laptop("assess", "--from", path, "--plain", "--out", "back", input=LINES)
        assert f"Go on later with: sem assess --from {path} --plain --out back" in first.out
        assert "Question 4 of 12" in laptop("assess", "--from", path, "--plain", "--out", "back", input="").out

    def test_without_an_answer_there_is_nothing_to_send(self, west: Cli, laptop: Cli) -> None:
        answered = laptop("assess", "--from", anouk(west), "--plain", input="quit\n")
        assert "nothing to send back" in answered.err
        assert not list(Path("exports").glob("*.answers.json"))

    def test_in_an_anonymous_round_shows_the_code_and_goes_on_with_it(self, cli: Cli, laptop: Cli) -> None:
        cli("team", "add", "West")
        cli("round", "start", "West", "--anonymous", "--expect", "5")
        path = cli("round", "share", "West").out.strip()
        first = laptop("assess", "--from", path, "--plain", input="3\nquit\n")
        code = first.out.partition("to go on later: ")[2].split()[0]
        second = laptop("assess", "--from", path, "--plain", "--code", code, input="4\nquit\n")
        (back,) = Path("exports").glob("*.answers.json")
        assert str(back) in second.out
        assert "A mail would tell that it is yours." in second.err
        assert len(json.loads(back.read_bytes())["answers"]) == 2
        assert back.stat().st_mtime == 946_684_800

    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (("West", "--from", "x", "--plain"), "leave those out"),
            (("--from", "x", "--plain", "--new-round"), "leave those out"),
            (("--plain",), "Name a team"),
            (("West", "--plain", "--out", "x"), "--out goes with --from"),
        ],
    )
    def test_options_that_do_not_go_together_are_refused(
        self, laptop: Cli, arguments: tuple[str, ...], words: str
    ) -> None:
        refused = laptop("assess", *arguments)
        assert (refused.code, words in refused.err) == (2, True)

    def test_nobody_else_answers_in_somebody_s_file(self, west: Cli, laptop: Cli) -> None:
        refused = laptop("assess", "--from", anouk(west), "--plain", "--respondent", "Bram", input=LINES)
        assert refused.code == 2
        assert "made for Anouk" in refused.err

    @pytest.mark.parametrize("plain", [True, False])
    def test_where_the_round_was_revealed_here_it_says_so_and_starts_no_other(
        self, west: Cli, laptop: Cli, plain: bool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sem.cli.screens.require_terminal", lambda: None)
        path = anouk(west)
        laptop("assess", "--from", path, "--plain", "--out", "back", input=LINES)
        (place,) = (laptop.state / "answering").iterdir()
        own = open_store(place, laptop.state)
        (round_,) = own.rounds(own.teams()[0].id)
        own.reveal_round(round_)
        again = laptop("assess", "--from", path, "--out", "back", *(["--plain"] if plain else []), input=LINES)
        assert again.code != 0
        assert "takes no more answers: it was revealed or closed here" in again.err
        assert again.out == "back/west-2026-11-21-anouk.answers.json\n"
        assert len(own.rounds(own.teams()[0].id)) == 1
        place.rename(laptop.folder / "away")
        west("merge", "back")
        assert "Question 4 of 12" in laptop("assess", "--from", anouk(west), "--plain", input="").out

    def test_on_the_screens_there_are_only_the_questions(
        self, west: Cli, laptop: Cli, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seats: list[Seat] = []

        def run(_store: object, seat: Seat, **_look: object) -> int:
            seats.append(seat)
            return 0

        monkeypatch.setattr("sem.cli.screens.require_terminal", lambda: None)
        monkeypatch.setattr("sem.tui.file_app.run_file_app", run)
        assert laptop("assess", "--from", anouk(west)).code == 0
        assert [(seat.round, seat.name) for seat in seats] == [(newest(west).id, "Anouk")]

    def test_a_file_that_is_none_is_refused_with_a_reason(self, west: Cli, laptop: Cli) -> None:
        assert laptop("assess", "--from", "nothing.json", "--plain").code == 3
        Path("thesis.json").write_text("{}")
        assert laptop("assess", "--from", "thesis.json", "--plain").code == 4


class TestMerging:
    @pytest.fixture
    def back(self, west: Cli, laptop: Cli) -> str:
        answered = laptop("assess", "--from", anouk(west), "--plain", "--out", "back", input=LINES)
        return answered.out.splitlines()[-1]

    def test_tells_what_it_did_and_a_second_time_that_nothing_is_new(self, west: Cli, back: str) -> None:
        first = west("merge", back)
        assert first.code == 0
        assert "3 new, 0 newer than here, 0 known already" in first.out
        assert "Nothing in them is new." in west("merge", "back").out
        (response,) = west.store.responses(newest(west))
        assert response.respondent.name == "Anouk"
        assert response.answers["VS-01"] == Answer(level=4, note="since May")

    def test_a_dry_run_changes_nothing(self, west: Cli, back: str) -> None:
        dry = west("merge", back, "--dry-run")
        assert "3 new" in dry.out
        assert "Nothing was changed." in dry.err
        assert west.store.responses(newest(west)) == ()

    def test_names_what_it_refuses_takes_the_rest_and_ends_with_4(self, west: Cli, back: str) -> None:
        Path("back/half.json").write_bytes(Path(back).read_bytes()[:300])
        Path("back/changed.json").write_text(Path(back).read_text().replace('"v": 3', '"v": 5'))
        os.mkfifo("back/pipe.json")
        merged = west("merge", "back")
        assert merged.code == 4
        assert "3 new" in merged.out
        for name, words in (("half", "not whole"), ("changed", "was changed"), ("pipe", "not a file")):
            assert any(f"{name}.json" in line and words in line for line in merged.err.splitlines())

    def test_the_json_says_the_same(self, west: Cli, back: str) -> None:
        Path("back/half.json").write_bytes(Path(back).read_bytes()[:300])
        merged = west("merge", "back", "--json").json
        assert merged["answers"] == {"new": 3, "newer": 0, "known": 0}
        assert [(one["file"], one["why"]) for one in merged["refused"]] == [("back/half.json", "half")]

    def test_a_path_that_is_not_there_is_a_slip_and_nothing_is_merged(self, west: Cli, back: str) -> None:
        assert west("merge", back, "bakc").code == 3
        assert west.store.responses(newest(west)) == ()

    def test_joins_a_closed_round_which_is_sealed_anew(self, west: Cli, back: str) -> None:
        west("assess", "West", "--plain", "--respondent", "Bram", input=LINES)
        west("round", "reveal", "West", "--yes")
        west("round", "close", "West", "--yes")
        assert "1 closed round sealed anew." in west("merge", back).out
        assert {r.respondent.name for r in west.store.responses(newest(west))} == {"Anouk", "Bram"}
        assert len(list(west.data.rglob("sealed-*.json"))) == 1


class TestErasing:
    @pytest.fixture
    def answered(self, west: Cli) -> Cli:
        for name in ("Anouk", "Bram"):
            west("assess", "West", "--plain", "--respondent", name, input=LINES)
        return west

    def test_asks_and_then_takes_the_answers_out(self, answered: Cli) -> None:
        assert answered("round", "erase", "West", "anouk", input="n\n").code == 130
        assert answered("round", "erase", "West", "anouk", input="y\n").code == 0
        assert [r.respondent.name for r in answered.store.responses(newest(answered))] == ["Bram"]

    def test_names_the_backups_that_still_hold_them(self, answered: Cli) -> None:
        answered("round", "close", "West", "--yes")
        erased = answered("round", "erase", "West", "Anouk", "--yes")
        assert erased.out.strip() == str(next(answered.data.glob("backups/*.zip")))
        assert "Delete it yourself" in erased.err

    def test_warns_where_an_anonymous_round_shows_its_answers_already(self, cli: Cli) -> None:
        cli("team", "add", "West")
        cli("round", "start", "West", "--anonymous", "--expect", "5")
        cli("assess", "West", "--plain", input=LINES)
        (response,) = cli.store.responses(newest(cli))
        before = cli("round", "erase", "West", response.respondent.id, input="n\n")
        cli("round", "reveal", "West", "--yes")
        after = cli("round", "erase", "West", response.respondent.id, input="n\n")
        assert (before.code, after.code) == (130, 130)
        assert "can subtract" not in " ".join(before.err.split())
        assert "can subtract" in " ".join(after.err.split())

    def test_in_an_anonymous_round_it_takes_the_code(self, cli: Cli) -> None:
        cli("team", "add", "West")
        cli("round", "start", "West", "--anonymous", "--expect", "5")
        code = cli("assess", "West", "--plain", input="3\nquit\n").out.partition("to go on later: ")[2].split()[0]
        assert cli("round", "erase", "West", "AAAA-AAAA", "--yes").code == 3
        assert cli("round", "erase", "West", code, "--yes").code == 0
        assert cli.store.responses(newest(cli)) == ()

    def test_of_nobody_is_refused(self, answered: Cli) -> None:
        assert answered("round", "erase", "West", "Carol", "--yes").code == 3
