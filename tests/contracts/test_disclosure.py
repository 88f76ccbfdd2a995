"""Nothing goes round the disclosure limits: who may read responses, and what every command and file tells of them."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import chdir
from datetime import timedelta
from pathlib import Path

import pytest

from sem.cli.root import root
from sem.content.library import load_questionnaire
from sem.model.assessment import (
    Answer,
    AnswerEvidence,
    Confidence,
    EvidenceSide,
    NotApplicable,
    Reason,
    RoundKind,
)
from tests.cli.conftest import TODAY, Cli

ROOT = Path(__file__).resolve().parent.parent.parent
QUICK_SCAN = load_questionnaire("quick-scan")

READERS = {
    "sem/reports/shown.py": "the way to what people see, through the disclosure limits",
    "sem/demo/build.py": "goes on with a demonstration where it was left",
    "sem/web/door.py": "whether a code or a name is taken, without their answers",
    "sem/cli/rounds_share.py": "whose answers are to be erased, without the answers",
}
"""Who may read responses from the store, and what for."""


def readers() -> Iterator[str]:
    """Yield the modules outside the store that call `responses`."""
    for path in sorted((ROOT / "sem").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name.startswith("sem/store/"):
            continue
        source = path.read_text("utf-8")
        for node in ast.walk(ast.parse(source)) if "responses" in source else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "responses":
                yield name
                break


def test_only_these_modules_read_responses_and_what_others_show_went_through_the_limits() -> None:
    assert set(readers()) <= set(READERS), "show `sem.reports.shown.shown_round`, not what the store has"


def test_only_the_limits_make_scores_of_responses() -> None:
    """A profile made elsewhere would be one of all answers."""
    makers = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "sem").rglob("*.py")
        if re.search(r"from sem\.analysis\.scoring import [^\n]*\bprofile\b|^ {4}profile,$", path.read_text("utf-8"),
                     re.MULTILINE)
    ]  # fmt: skip
    assert makers == ["sem/analysis/disclosure.py"]


WALKED = (
    "scores West", "scores West --json", "why West", "why West --json",
    *(f"why West {what}{json}" for what in (QUICK_SCAN.areas[0].id, QUICK_SCAN.questions[0].id)
      for json in ("", " --json")),
    "compare West --over-time", "compare West --over-time --json",
    f"compare West --over-time --area {QUICK_SCAN.areas[0].id}",
    "compare --all", f"compare --all --area {QUICK_SCAN.areas[0].id} --json",
    "team list", "team list --json", "team show West", "team show West --json",
    "round list West", "round list West --json", "round show West", "round show West --json",
    "plan West", "plan West --json", "ambition show West", "ambition show West --json",
    "step list West", "step list West --json", "idea list West", "idea status West", "experiment list West",
    "commitment list West", "commitment list West --json", "outcome list West", "outcome list West --json",
    "export West --csv --json --svg", "export West --roadmap --md --json", "export --all --csv --json",
    "report --all --html",
)  # fmt: skip
"""Every command that tells something of a team's rounds or what follows from them."""
FIGURES = ("compare West --svg", "compare --all --svg --figure heatmap", "report West --md --xlsx")
"""Pictures of what is walked as text, and the report that holds them; they take their time."""
FORMS = ("export West --png", "export West --pdf", "compare --all --svg --figure radars", "report West --pdf")
"""The same pictures in other formats, and many beside each other; they take more of it."""

NOT_WALKED = {
    "demo": "makes teams of its own",
    "assess": "shows respondents their own answers",
    "serve": "shows respondents their own answers",
    "merge": "reads files, and tells how many",
    "import": "reads files, and tells how many, and in which rows they differ from what may be seen",
    "backup": "copies files, and tells how many",
    "restore": "reads files, and tells how many",
    "questionnaire": "is about questionnaires",
    "locate": "is about folders",
    "doctor": "is about files",
}


def test_every_command_is_walked_or_has_a_reason_not_to_be() -> None:
    walked = {command.split()[0] for command in WALKED}
    assert walked | set(NOT_WALKED) >= set(root.table), "does it tell of answers? Then walk it."


def test_all_outputs_walked_are_commands() -> None:
    assert {command.split()[0] for command in WALKED} <= set(root.table)


LOW = (1, "calm", EvidenceSide.FOR, Confidence.SURE)
HIGH = (5, "storm", EvidenceSide.AGAINST, Confidence.GUESS)


def filled(folder: Path, kind: RoundKind, people: int, answers: tuple[int, str, EvidenceSide, Confidence]) -> Cli:
    """Return a workspace with a round of so many people who all answer, each question in one of four ways."""
    level, word, side, confidence = answers
    folder.mkdir()
    cli = Cli(folder)
    store = cli.store
    team = store.add_team("West")
    round_ = store.start_round(team.id, QUICK_SCAN, TODAY, kind, hidden=True, expected=people)
    ways = [
        Answer(level=level, note=f"{word} note", confidence=confidence),
        Answer(level=level, evidence=(AnswerEvidence(side, f"{word} evidence"),)),
        Answer(dont_know=True, note=f"{word} doubt") if level == 1 else Answer(level=3),
        Answer(not_applicable=NotApplicable(Reason.OTHER, f"{word} reason")) if level == 1 else Answer(level=2),
    ]
    for n in range(people):
        sheet = store.open_anonymous(round_)[0] if round_.anonymous else store.open_sheet(round_, f"Person {n}")
        sheet.save({question.id: ways[at % 4] for at, question in enumerate(QUICK_SCAN.questions)})
        sheet.close()
    return cli


def everything(cli: Cli, commands: Sequence[str] = WALKED) -> dict[str, object]:
    """Return what every command prints and writes, without the ids that chance gave."""
    said: dict[str, object] = {}
    team = cli.store.find_team("West")
    ids = [team.id, *(round_.id for round_ in cli.store.rounds(team.id))]
    chance = re.compile("|".join(rf"\b{id_[:4]}[0-9a-z]*" for id_ in ids))
    with chdir(cli.folder):
        for command in commands:
            result = cli(*command.split())
            said[command] = (result.code, chance.sub("ID", result.out), chance.sub("ID", result.err))
    # Files hold whole ids or none, and pictures in them hold numbers that chance may have made the start of an id of.
    whole = re.compile("|".join(ids))
    for path in sorted((cli.folder / "exports").rglob("*")):
        data = path.read_bytes()
        pictured = path.suffix in (".png", ".svg")
        said[path.name] = data if pictured else whole.sub("ID", data.decode("utf-8", "replace"))
    return said


def revealed(cli: Cli) -> Cli:
    store = cli.store
    store.reveal_round(store.rounds(store.find_team("West").id)[0])
    return cli


@pytest.mark.parametrize(
    ("kind", "people", "reveal", "more"),
    [
        pytest.param(RoundKind.NAMED, 6, False, (), id="named and hidden"),
        pytest.param(RoundKind.ANONYMOUS, 6, False, (), id="anonymous and open"),
        pytest.param(RoundKind.ANONYMOUS, 4, True, FIGURES, id="anonymous and four"),
        pytest.param(
            RoundKind.ANONYMOUS, 4, True, FORMS, id="anonymous and four, in every form", marks=pytest.mark.long
        ),
    ],
)
def test_what_is_told_of_a_round_that_is_not_shown_is_the_same_whatever_was_answered(
    tmp_path: Path,
    kind: RoundKind,
    people: int,
    reveal: bool,
    more: tuple[str, ...],
) -> None:
    told = []
    for name, answers in (("low", LOW), ("high", HIGH)):
        cli = filled(tmp_path / name, kind, people, answers)
        told.append(everything(revealed(cli) if reveal else cli, (*WALKED, *more)))
    low, high = told
    assert [what for what in low if low[what] != high.get(what)] == []
    assert set(low) == set(high)
    assert any(what.endswith(".svg") for what in low), "pictures are among them"
    assert not re.search("calm|storm", str(low))


def test_the_same_walk_does_find_the_answers_once_they_may_be_shown(tmp_path: Path) -> None:
    telling = ("scores West", "scores West --json", "why West --json", "export West --csv --json --svg")
    assert set(telling) <= set(WALKED)
    told = [
        everything(revealed(filled(tmp_path / name, RoundKind.NAMED, 5, answers)), telling)
        for name, answers in (("low", LOW), ("high", HIGH))
    ]
    differ = {what for what in told[0] if told[0][what] != told[1].get(what)}
    assert {"scores West", "scores West --json", "why West --json", "west-2026-11-21-answers-en.csv"} <= differ
    assert "west-2026-11-21-profile-en.svg" in differ
    assert "calm note" in str(told[0])


def swapped(folder: Path, other: bool) -> Cli:
    """Return a workspace with two anonymous rounds of seven people, both shown, from which nobody can be picked out.

    Args:
        folder: Where.
        other: Whether people have each other's answers, question by question, and the few who answered the first or
            the last question gave other answers, and are others and more.
    """
    folder.mkdir()
    cli = Cli(folder)
    store = cli.store
    team = store.add_team("West")
    for earlier, day in ((True, TODAY - timedelta(days=90)), (False, TODAY)):
        round_ = store.start_round(team.id, QUICK_SCAN, day, RoundKind.ANONYMOUS, hidden=True, expected=7)
        for n in range(7):
            answers = {}
            for at, question in enumerate(QUICK_SCAN.questions[1:-1], 1):
                person = (n + at * other) % 7
                answers[question.id] = Answer(level=1 + (at + person + earlier) % 5, note=f"note {person % 3}")
                if person == 6:
                    answers[question.id] = Answer(not_applicable=NotApplicable(Reason.OTHER, "reason"))
            if n < 1 + 2 * other:
                answers[QUICK_SCAN.questions[0].id] = Answer(level=1 + 4 * other, note="calm")
            if n > 5 - 2 * other:
                answers[QUICK_SCAN.questions[-1].id] = Answer(dont_know=not other, level=5 if other else None)
            sheet = store.open_anonymous(round_)[0]
            sheet.save(answers)
            sheet.close()
        store.reveal_round(round_)
    return cli


@pytest.fixture(scope="module")
def swaps(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Cli, dict[str, object]]]:
    """Return two workspaces in which people swapped answers, and what is told of each."""
    folder = tmp_path_factory.mktemp("swaps")
    return [(cli := swapped(folder / name, name == "other"), everything(cli)) for name in ("one", "other")]


def test_what_is_told_of_an_anonymous_round_is_the_same_when_people_swap_answers_and_few_give_others(
    swaps: list[tuple[Cli, dict[str, object]]],
) -> None:
    """So nothing told leads to whose answers go together, nor to what fewer people answered than are ever shown."""
    (_, one), (_, other) = swaps
    assert [what for what in one if one[what] != other.get(what)] == []
    assert set(one) == set(other)
    assert "note 2" in str(one)
    assert "calm" not in str(one)


def test_no_output_of_an_anonymous_round_tells_who_is_behind_a_response(
    swaps: list[tuple[Cli, dict[str, object]]],
) -> None:
    for cli, said in swaps:
        store = cli.store
        rounds = store.rounds(store.find_team("West").id)
        ids = {one.respondent.id for round_ in rounds for one in store.responses(round_)}
        assert len(ids) == 14
        assert re.search(r'"mean": [1-5]\.\d', str(said["scores West --json"])), "the scores are told"
        assert not [id_ for id_ in ids if id_ in str(said)]
        assert not list((cli.folder / "exports").glob("west-*answers*"))
        (every_team,) = (cli.folder / "exports").glob("all-*answers*")
        assert every_team.read_text("utf-8").count("\n") == 1, "the headings alone"


def test_nothing_of_an_anonymous_round_with_sheets_is_remembered_between_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The names and times of its sheets would tell which were there at a moment, also long after they are sealed."""
    cli = filled(tmp_path / "six", RoundKind.ANONYMOUS, 6, LOW)
    store = cli.store
    round_ = store.rounds(store.find_team("West").id)[0]
    ids = {one.respondent.id for one in store.responses(round_)}
    # Nothing is remembered of files that changed a moment ago.
    moment = time.time_ns() + 3_600_000_000_000
    monkeypatch.setattr("sem.store.past.now", lambda: moment)

    def remembered() -> str:
        assert cli("compare", "--all").code == 0
        return "".join(path.read_text("utf-8") for path in (cli.state / "cache").rglob("*.json"))

    assert "quick-scan" not in remembered()
    store.reveal_round(round_)
    store.close_round(store.rounds(round_.team_id)[0], TODAY)
    assert "quick-scan" in (said := remembered())
    assert not [id_ for id_ in ids if id_ in said]
