"""`sem demo`: made-up teams that tell a story, the same every time, in a workspace of their own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sem.analysis.scoring import Profile, profile
from sem.content.library import load_questionnaire
from sem.demo.build import build
from sem.demo.story import DIVIDED, HALFWAY, PILOT, STORY
from sem.model.assessment import Answer, Response
from sem.store import Store, open_store
from tests.cli.conftest import TODAY, Cli


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A workspace with the demonstration in it."""
    made = open_store(tmp_path / "demo", tmp_path / "state")
    build(made, load_questionnaire("quick-scan"), TODAY)
    return made


def profiles(store: Store, team: str) -> list[Profile]:
    return [
        profile(store.questionnaire(round_), store.responses(round_))
        for round_ in store.rounds(store.find_team(team).id)
    ]


def everything(store: Store) -> dict[tuple[str, date], list[tuple[str, dict[str, Answer]]]]:
    found = {}
    for team in store.teams():
        for round_ in store.rounds(team.id):
            people = [(r.respondent.name, dict(r.answers)) for r in store.responses(round_)]
            found[team.name, round_.opened] = people
    return found


def test_it_makes_a_radar_and_tells_on_stderr_how_to_go_on(cli: Cli) -> None:
    result = cli("demo")
    assert result.code == 0
    (path,) = map(Path, result.out.splitlines())
    assert path.parent == Path("exports")
    assert path.read_bytes().startswith(b"\x89PNG")
    folder = cli.folder / "demo"
    assert f"sem --data {folder}\n" in result.err
    assert len(cli("--data", str(folder), "team", "list", "--json").json["teams"]) == len(STORY)
    assert cli("team", "list", "--json").json["teams"] == []


def test_both_folders_can_be_chosen(cli: Cli) -> None:
    result = cli("demo", "--data", "made-up", "--out", "slides")
    assert result.out.startswith("slides")
    assert cli("--data", "made-up", "doctor").code == 0
    assert "sem --data made-up" in result.err


def test_among_teams_of_ones_own_it_is_not_made(cli: Cli) -> None:
    cli("team", "add", "Team West")
    result = cli("demo", "--data", str(cli.data))
    assert (result.code, result.out) == (4, "")
    assert "Team West" in result.err
    assert [team.name for team in cli.store.teams()] == ["Team West"]


def test_a_team_of_ones_own_that_shares_its_name_with_a_made_up_one_is_left_alone(cli: Cli) -> None:
    cli("team", "add", PILOT.name)
    assert cli("demo", "--data", str(cli.data)).code == 4
    assert not cli.store.rounds(cli.store.find_team(PILOT.name).id)


def test_a_demonstration_to_which_teams_were_added_can_be_made_again(cli: Cli) -> None:
    cli("demo", "--data", str(cli.data))
    cli("team", "add", "Team West")
    assert cli("demo", "--data", str(cli.data)).code == 0
    assert len(cli.store.teams()) == len(STORY) + 1


def test_a_second_run_adds_nothing_also_on_another_day(store: Store) -> None:
    before = everything(store)
    build(store, load_questionnaire("quick-scan"), date(2027, 2, 1))
    assert everything(store) == before


def test_a_run_that_was_broken_off_can_be_finished(tmp_path: Path, store: Store) -> None:
    class BrokenOffError(Exception):
        pass

    def break_off(_team: str) -> None:
        raise BrokenOffError

    other = open_store(tmp_path / "other", tmp_path / "state")
    questionnaire = load_questionnaire("quick-scan")
    with pytest.raises(BrokenOffError):
        build(other, questionnaire, TODAY, tell=break_off)
    assert len(other.teams()) == 1
    build(other, questionnaire, TODAY)
    assert everything(other) == everything(store)


def test_what_someone_answered_in_it_stays(store: Store) -> None:
    team = store.find_team(HALFWAY.name)
    round_ = store.rounds(team.id)[-1]
    sheet = store.open_sheet(round_, "You")
    sheet.save({load_questionnaire("quick-scan").questions[0].id: Answer(level=5)})
    sheet.close()
    build(store, load_questionnaire("quick-scan"), TODAY)
    assert "You" in {response.respondent.name for response in store.responses(round_)}


def test_another_seed_gives_other_answers_to_the_same_story(tmp_path: Path, store: Store) -> None:
    other = open_store(tmp_path / "other", tmp_path / "state")
    build(other, load_questionnaire("quick-scan"), TODAY, seed=1)
    assert everything(other).keys() == everything(store).keys()
    assert everything(other) != everything(store)


def test_the_pilot_moved_in_eight_weeks_most_where_people_may_decide_more(store: Store) -> None:
    days = [round_.opened for round_ in store.rounds(store.find_team(PILOT.name).id)]
    assert (days[1] - days[0]).days == 8 * 7
    before, after = profiles(store, PILOT.name)
    assert before.n == after.n == 7
    moved = {
        old.area.id: new.score.mean - old.score.mean
        for old, new in zip(before.areas, after.areas, strict=True)
        if old.score.mean is not None and new.score.mean is not None
    }
    assert moved["employee-engagement"] > 1
    assert moved["customer-understanding"] > 0.8
    assert abs(moved["monitoring"]) < 0.5


def test_one_team_disagrees_with_itself(store: Store) -> None:
    (scored,) = profiles(store, DIVIDED.name)
    agreement = {area.area.id: area.score.agreement for area in scored.areas}
    assert agreement["culture"] is not None
    assert agreement["culture"].r_wg < 0.3
    assert agreement["processes-organisation"] is not None
    assert agreement["processes-organisation"].r_wg > 0.6


def test_one_round_is_only_partly_answered(store: Store) -> None:
    (scored,) = profiles(store, HALFWAY.name)
    assert scored.n == 5
    assert scored.overall.coverage is not None
    assert 0.3 < scored.overall.coverage < 0.9


def test_there_are_notes_reasons_and_dont_knows_in_it(store: Store) -> None:
    responses: list[Response] = [
        response for team in store.teams() for round_ in store.rounds(team.id) for response in store.responses(round_)
    ]
    answers = [answer for response in responses for answer in response.answers.values()]
    assert sum(bool(answer.note) for answer in answers) > 20
    assert any(answer.dont_know for answer in answers)
    assert any(answer.not_applicable for answer in answers)


@pytest.mark.parametrize("id_", ["quick-scan", "service-excellence"])
def test_it_can_be_told_with_any_questionnaire_of_ours(tmp_path: Path, id_: str) -> None:
    made = open_store(tmp_path / id_, tmp_path / "state")
    questionnaire = load_questionnaire(id_)
    build(made, questionnaire, TODAY, story=[PILOT])
    (response, *_others) = made.responses(made.rounds(made.find_team(PILOT.name).id)[0])
    assert response.answered(questionnaire) == len(questionnaire.questions)
