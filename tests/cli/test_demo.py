"""`sem demo`: made-up teams that tell a story, the same every time, in a workspace of their own."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from sem.analysis.comparison import Comparison, Verdict
from sem.analysis.scoring import Profile, profile
from sem.analysis.trend import last_change
from sem.content.library import load_questionnaire
from sem.demo.build import build
from sem.demo.waterland import DIVIDED, HALFWAY, HURRIED, PILOT, SEEMING, STORY, TOO_FEW
from sem.i18n import language, set_language
from sem.model.assessment import Answer, Response
from sem.model.experiment import Outcome
from sem.reports.comparison import team_trend
from sem.reports.roadmap import roadmap_of
from sem.reports.shown import shown_round
from sem.store import Store, open_store
from tests.cli.conftest import TODAY, Cli, Result

SMALL = (HALFWAY, TOO_FEW)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Cli, Result]:
    """The command line where the demonstration was made, which no test changes, and what it said."""
    cli = Cli(tmp_path_factory.mktemp("demonstration"))
    before = language()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(cli.folder)
        result = cli("demo")
    set_language(before)
    return cli, result


@pytest.fixture
def told(first: tuple[Cli, Result]) -> Path:
    """The folder with the demonstration in it."""
    return first[0].folder


@pytest.fixture
def store(told: Path) -> Store:
    """The demonstration, to look at."""
    return open_store(told / "demo", told / "state")


@pytest.fixture
def own(told: Path, tmp_path: Path) -> Store:
    """The demonstration, to change."""
    shutil.copytree(told, tmp_path / "own")
    return open_store(tmp_path / "own" / "demo", tmp_path / "own" / "state")


def profiles(store: Store, team: str) -> list[Profile]:
    return [
        profile(store.questionnaire(round_), store.responses(round_))
        for round_ in store.rounds(store.find_team(team).id)
    ]


def everything(store: Store) -> dict[tuple[str, date], list[tuple[str, dict[str, Answer]]]]:
    found = {}
    for team in store.teams():
        for round_ in store.rounds(team.id):
            people = sorted(((r.respondent.name, dict(r.answers)) for r in store.responses(round_)), key=repr)
            found[team.name, round_.opened] = people
    return found


def test_it_makes_a_radar_and_tells_on_stderr_how_to_go_on(first: tuple[Cli, Result]) -> None:
    cli, result = first
    assert result.code == 0
    (path,) = map(Path, result.out.splitlines())
    assert path.parent == Path("exports")
    assert (cli.folder / path).read_bytes().startswith(b"\x89PNG")
    folder = cli.folder / "demo"
    assert f"sem --data {folder}\n" in result.err
    assert len(cli("--data", str(folder), "team", "list", "--json").json["teams"]) == len(STORY)
    assert cli("team", "list", "--json").json["teams"] == []
    assert cli("--data", str(folder), "doctor").code == 0


def test_both_folders_can_be_chosen_and_made_again_with_teams_added(cli: Cli, told: Path) -> None:
    shutil.copytree(told / "demo", "made-up")
    cli("--data", "made-up", "team", "add", "Team West")
    result = cli("demo", "--data", "made-up", "--out", "slides")
    assert result.code == 0
    assert result.out.startswith("slides")
    assert "sem --data made-up" in result.err
    assert len(cli("--data", "made-up", "team", "list", "--json").json["teams"]) == len(STORY) + 1


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


def test_a_second_run_adds_nothing_also_on_another_day(own: Store) -> None:
    before = everything(own)
    build(own, load_questionnaire("quick-scan"), date(2027, 2, 1))
    assert everything(own) == before


def test_a_run_that_was_broken_off_can_be_finished(tmp_path: Path, store: Store) -> None:
    class BrokenOffError(Exception):
        pass

    def break_off(_team: str) -> None:
        raise BrokenOffError

    other = open_store(tmp_path / "other", tmp_path / "state")
    questionnaire = load_questionnaire("quick-scan")
    with pytest.raises(BrokenOffError):
        build(other, questionnaire, TODAY, story=SMALL, tell=break_off)
    assert len(other.teams()) == 1
    build(other, questionnaire, TODAY, story=SMALL)
    made, whole = everything(other), everything(store)
    assert {key[0] for key in made} == {chapter.name for chapter in SMALL}
    assert made == {key: whole[key] for key in made}


def test_what_someone_answered_in_it_stays(own: Store) -> None:
    team = own.find_team(HALFWAY.name)
    round_ = own.rounds(team.id)[-1]
    sheet = own.open_sheet(round_, "You")
    sheet.save({load_questionnaire("quick-scan").questions[0].id: Answer(level=5)})
    sheet.close()
    build(own, load_questionnaire("quick-scan"), TODAY)
    assert "You" in {response.respondent.name for response in own.responses(round_)}


def test_another_seed_gives_other_answers_to_the_same_story(tmp_path: Path, store: Store) -> None:
    other = open_store(tmp_path / "other", tmp_path / "state")
    build(other, load_questionnaire("quick-scan"), TODAY, story=SMALL, seed=1)
    made, whole = everything(other), everything(store)
    assert set(made) <= set(whole)
    assert all(made[key] != whole[key] for key in made)


def test_the_pilot_moved_in_eight_weeks_most_where_people_may_decide_more(store: Store) -> None:
    days = [round_.opened for round_ in store.rounds(store.find_team(PILOT.name).id)]
    assert (days[-1] - days[-2]).days == 8 * 7
    before, after = profiles(store, PILOT.name)[-2:]
    assert before.n == after.n == 10
    moved = {
        old.area.id: new.score.mean - old.score.mean
        for old, new in zip(before.areas, after.areas, strict=True)
        if old.score.mean is not None and new.score.mean is not None
    }
    assert moved["employee-engagement"] > 1
    assert moved["customer-understanding"] > 0.8
    assert abs(moved["monitoring"]) < 0.5


def test_one_team_disagrees_with_itself(store: Store) -> None:
    scored = profiles(store, DIVIDED.name)[-1]
    agreement = {area.area.id: area.score.agreement for area in scored.areas}
    assert agreement["culture"] is not None
    assert agreement["culture"].r_wg < 0.3
    assert agreement["processes-organisation"] is not None
    assert agreement["processes-organisation"].r_wg > 0.6


def test_one_round_is_only_partly_answered(store: Store) -> None:
    scored = profiles(store, HALFWAY.name)[-1]
    assert scored.n == 5
    assert scored.overall.coverage is not None
    assert 0.3 < scored.overall.coverage < 0.9


def changed(store: Store, team: str) -> Comparison:
    found = last_change(team_trend(store, store.find_team(team)))
    assert found is not None
    return found


def test_the_pilot_really_moved_and_one_team_only_seems_to(store: Store) -> None:
    really, seemingly = changed(store, PILOT.name), changed(store, SEEMING.name)
    assert really.overall.verdict is Verdict.REAL
    assert {change.area.id for change in really.areas if change.area and change.verdict is Verdict.REAL} >= {
        "customer-understanding", "employee-engagement",
    }  # fmt: skip
    old, new = profiles(store, SEEMING.name)[-2:]
    assert old.overall.mean is not None
    assert new.overall.mean is not None
    assert new.overall.mean - old.overall.mean > 0.2, "the mean goes up, because other people answer"
    assert {change.verdict for change in (seemingly.overall, *seemingly.areas)} == {Verdict.NOISE}


def test_one_team_has_too_few_people_to_show_what_they_answered(store: Store) -> None:
    then, now = (shown_round(store, round_) for round_ in store.rounds(store.find_team(TOO_FEW.name).id))
    assert then.profile.overall.mean is not None
    assert (now.people, now.profile.overall.mean) == (4, None)


def test_one_ambition_does_not_fit_and_one_does(store: Store) -> None:
    (_, hurried), (_, pilot) = (roadmap_of(store, store.find_team(one.name), TODAY) for one in (HURRIED, PILOT))
    assert hurried.plan.verdict.buffer_left < 0
    assert hurried.plan.verdict.start_by < TODAY
    assert pilot.plan.verdict.cause is None
    assert store.programme(store.find_team(PILOT.name).id).experiments[0].outcome is Outcome.GREEN


def test_three_years_are_told(store: Store) -> None:
    opened = [round_.opened for team in store.teams() for round_ in store.rounds(team.id)]
    assert TODAY - timedelta(days=3 * 366) < min(opened) < TODAY - timedelta(days=2.5 * 365)
    assert all(day < TODAY for day in opened)


def test_there_are_notes_reasons_and_dont_knows_in_it(store: Store) -> None:
    responses: list[Response] = [
        response for team in store.teams() for round_ in store.rounds(team.id) for response in store.responses(round_)
    ]
    answers = [answer for response in responses for answer in response.answers.values()]
    assert sum(bool(answer.note) for answer in answers) > 20
    assert any(answer.dont_know for answer in answers)
    assert any(answer.not_applicable for answer in answers)


# The whole demonstration of all these tests is told with the quick scan.
@pytest.mark.parametrize("id_", [pytest.param("quick-scan", marks=pytest.mark.long), "service-excellence"])
def test_it_can_be_told_with_any_questionnaire_of_ours(tmp_path: Path, id_: str) -> None:
    made = open_store(tmp_path / id_, tmp_path / "state")
    questionnaire = load_questionnaire(id_)
    build(made, questionnaire, TODAY, story=[PILOT])
    (response, *_others) = made.responses(made.rounds(made.find_team(PILOT.name).id)[0])
    assert response.answered(questionnaire) == len(questionnaire.questions)
