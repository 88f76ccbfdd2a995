"""Kills processes that write, and lets many write at once, then counts what was promised and is gone.

It runs as a process of its own, `python -m tests.store.harness`, because it forks: `kills KIND,KIND… COUNT FOLDER` and
`crowd WRITERS SAVES FOLDER`, and `firsts WHO TIMES FOLDER`. The outcome is one line of JSON.
"""

from __future__ import annotations

import json
import os
import pickle
import random
import select
import shutil
import signal
import struct
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tinydb import TinyDB

from sem.errors import NotFoundError, SemError
from sem.model.assessment import Answer, Round
from sem.store import NewRound
from sem.store.backup import verify_backup
from sem.store.first_answer import open_or_new_sheet
from sem.store.integrity import check, repair
from sem.store.restoring import restore
from tests.store.place import QUESTIONS, TODAY, Place, twelve_questions
from tests.store.processes import in_child, killed, slow_down_syncs

Save = tuple[str, Answer]


def saves(seed: int) -> Iterator[Save]:
    """Yield saves without end, the same for the same seed; notes get longer and shorter."""
    chance = random.Random(seed)
    for number in range(10**9):
        answer = Answer(level=chance.randint(1, 5), note=f"{number} {'n' * chance.randrange(400)}")
        yield chance.choice(QUESTIONS), answer


def promised_until(told: bytes, seed: int, besides: str = "") -> tuple[dict[str, Answer], Save]:
    """Return what had been acknowledged by then, and the save that was next: it may or may not be there."""
    count = struct.unpack("I", told[-4:])[0]
    promised: dict[str, Answer] = {}
    for number, (question, answer) in enumerate(one for one in saves(seed) if one[0] != besides):
        if number == count:
            return promised, (question, answer)
        promised[question] = answer
    raise AssertionError


def lost(got: dict[str, Answer], told: bytes, seed: int, besides: str = "") -> int:
    """Return how many acknowledged answers are not there."""
    promised, (question, answer) = promised_until(told, seed, besides)
    return sum(
        got.get(key) != value and not (key == question and got.get(key) == answer) for key, value in promised.items()
    )


def kill_while_saving(place: Place, round_: Round, seed: int) -> Counter[str]:
    """Kill somebody who answers; then read, and go on answering."""

    def work(pipe: int) -> None:
        slow_down_syncs()
        sheet = place.store.open_sheet(round_, "Anna")
        os.write(pipe, struct.pack("I", 0))
        for number, (question, answer) in enumerate(saves(seed), 1):
            sheet.save({question: answer}, place=question)
            os.write(pipe, struct.pack("I", number))

    told = killed(work, seed, 0.05)
    result = Counter(acknowledged=struct.unpack("I", told[-4:])[0])
    try:
        result["lost"] = lost(dict(place.response(round_, "Anna").answers), told, seed)
        goes_on(place, round_)
    except SemError:
        result["unreadable"] = 1
    return result


def kill_while_beginning(place: Place, round_: Round, seed: int) -> Counter[str]:
    """Kill somebody whose sheet is just being made; then read, and begin again."""

    def work(pipe: int) -> None:
        os.write(pipe, b"go")
        slow_down_syncs()
        place.store.open_sheet(round_, "Anna", {"Q01": Answer(level=1)}).save({"Q02": Answer(level=2)})
        beginning = NewRound(round_.team_id, place.store.questionnaire(round_), round_.opened, apart=True)
        place.store.begin(beginning, "Bob", {"Q01": Answer(level=1)})
        place.store.start_round(round_.team_id, place.store.questionnaire(round_), round_.opened)
        place.store.add_team("Beta")
        time.sleep(1)

    killed(work, seed, 0.2)
    result: Counter[str] = Counter()
    try:
        place.store.responses(round_)
        goes_on(place, round_)
        for team in place.store.teams():
            for one in place.store.rounds(team.id):
                place.store.responses(one)
    except SemError:
        result["unreadable"] = 1
    return result


def kill_while_removing(place: Place, round_: Round, seed: int) -> Counter[str]:
    """Kill somebody who removes a team; then it is there, or a repair puts it back, or the backup is whole."""
    place.answered(round_, "Anna", {"Q01": 4})

    def work(pipe: int) -> None:
        os.write(pipe, b"go")
        slow_down_syncs()
        place.store.remove_team(round_.team_id)
        time.sleep(1)

    killed(work, seed, 0.06)
    repair(place.folder, place.state)
    backups = [verify_backup(path) for path in (place.folder / "backups").glob("*-alpha-*.zip")]
    try:
        there = place.response(round_, "Anna").answer("Q01") == Answer(level=4)
    except NotFoundError:
        there = False
    result = Counter(gone=not there and not any(backups), removed=not there, stayed=there)
    result["unreadable"] = int(not check(place.folder, place.state).healthy)
    return result


def goes_on(place: Place, round_: Round) -> None:
    """Insist that whoever was killed can go on."""
    place.answered(round_, "Anna", {"Q12": 3})
    assert place.response(round_, "Anna").answer("Q12") == Answer(level=3)


def kill_stock(place: Place, _round: Round, seed: int) -> Counter[str]:
    """Kill somebody who saves in one stock TinyDB file: the control, which must be convicted."""
    path = place.folder / "stock.json"
    with TinyDB(path) as database:
        database.table("answers").insert_multiple({"q": question, "note": "n" * 200} for question in QUESTIONS)

    def work(pipe: int) -> None:
        slow_down_syncs()
        table = TinyDB(path).table("answers")
        os.write(pipe, struct.pack("I", 0))
        for number, (question, answer) in enumerate(saves(seed), 1):
            table.update({"note": answer.note}, doc_ids=[QUESTIONS.index(question) + 1])
            os.write(pipe, struct.pack("I", number))

    told = killed(work, seed, 0.05)
    result = Counter(acknowledged=struct.unpack("I", told[-4:])[0])
    try:
        json.loads(path.read_bytes())
    except ValueError:
        result["unreadable"] = 1
    return result


def kill_while_merging(place: Place, round_: Round, seed: int) -> Counter[str]:
    """Kill somebody who merges two teams; then all that is there is whole, and doing it again brings the rest."""
    elsewhere = Place(place.folder.with_name(f"{place.folder.name}-elsewhere"), place.state)
    place.answered(round_, "Anna", {"Q03": 5})
    shutil.copytree(place.folder, elsewhere.folder)
    for name in ("Anna", "Bob"):
        elsewhere.answered(round_, name, {"Q01": 4, "Q02": 2})
    other = elsewhere.round("Beta")
    elsewhere.answered(other, "Carol", {"Q01": 1})
    elsewhere.store.close_round(other, TODAY)

    def work(pipe: int) -> None:
        os.write(pipe, b"go")
        slow_down_syncs()
        place.store.merge([elsewhere.folder])
        time.sleep(1)

    killed(work, seed, 0.15)
    result = Counter(unreadable=int(not check(place.folder, place.state).healthy))
    try:
        place.store.merge([elsewhere.folder])
        result["written_twice"] = place.store.merge([elsewhere.folder]).written
        got = {r.respondent.name: set(r.answers) for one in (round_, other) for r in place.store.responses(one)}
        result["lost"] = got != {"Anna": {"Q01", "Q02", "Q03"}, "Bob": {"Q01", "Q02"}, "Carol": {"Q01"}}
    except SemError:
        result["unreadable"] = 1
    shutil.rmtree(elsewhere.folder)
    return result


def kill_while_restoring(place: Place, round_: Round, seed: int) -> Counter[str]:
    """Kill somebody who puts a removed team back; then it is there whole or not, and doing it again brings it."""
    expected = {"Q01": Answer(level=4)}
    place.answered(round_, "Anna", {"Q01": 4})
    backup = Path(place.store.remove_team(round_.team_id))

    def work(pipe: int) -> None:
        os.write(pipe, b"go")
        slow_down_syncs()
        restore(place.folder, place.state, backup)
        time.sleep(1)

    killed(work, seed, 0.15)
    half = any(one.answers != expected for _team in place.store.teams() for one in place.store.responses(round_))
    restore(place.folder, place.state, backup)
    again = restore(place.folder, place.state, backup).merged.written
    lost = place.response(round_, "Anna").answers != expected
    return Counter(half=half, lost=lost, written_twice=again, sick=not check(place.folder, place.state).healthy)


def kill_while_sealing(place: Place, round_: Round, seed: int) -> Counter[str]:
    """Kill somebody who closes a round in which another still answers; what was acknowledged is read before and after.

    In every other trial the killer waits until the round is sealed, so that it is seen that this happens.
    """
    for name in ("Anna", "Bob"):
        place.answered(round_, name, {"Q11": 4})
    late, told = in_child(answering(place, round_, seed))
    assert select.select([told], [], [], 30)[0], "it does not begin"

    def work(pipe: int) -> None:
        os.write(pipe, b"go")
        slow_down_syncs()
        place.store.close_round(round_, TODAY)
        time.sleep(1)

    killed(work, seed, 0.4 if seed % 2 else 0.12)
    os.kill(late, signal.SIGKILL)
    os.waitpid(late, 0)
    with os.fdopen(told, "rb") as pipe:
        acknowledged = pipe.read()
    result = Counter(unreadable=0)
    try:
        before = {r.respondent.name: dict(r.answers) for r in place.store.responses(round_)}
        result["lost"] = lost(before["Anna"], acknowledged, seed, besides="Q11")
        place.store.close_round(round_, TODAY)
        after = {r.respondent.name: dict(r.answers) for r in place.store.responses(round_)}
        result["lost"] += after != before
        sealed = [path for path in place.files("sealed-*.json") if "rounds" in path.parts]
        result["unreadable"] = int(not check(place.folder, place.state).healthy)
        result["not_one_file"] = (len(sealed), len(place.slots_of(round_))) != (1, 0)
    except SemError:
        result["unreadable"] = 1
    return result


def answering(place: Place, round_: Round, seed: int) -> Callable[[int], None]:
    """Return what answers as Anna until the round takes no more, and tells how many saves were acknowledged."""

    def work(pipe: int) -> None:
        sheet = place.store.open_sheet(round_, "Anna")
        os.write(pipe, struct.pack("I", 0))
        for number, (question, answer) in enumerate((one for one in saves(seed) if one[0] != "Q11"), 1):
            sheet.save({question: answer})
            os.write(pipe, struct.pack("I", number))

    return work


KILLS: dict[str, Callable[[Place, Round, int], Counter[str]]] = {
    "saving": kill_while_saving,
    "beginning": kill_while_beginning,
    "removing": kill_while_removing,
    "merging": kill_while_merging,
    "restoring": kill_while_restoring,
    "sealing": kill_while_sealing,
    "stock": kill_stock,
}


def kills(kind: str, count: int, folder: Path) -> Counter[str]:
    """Kill `count` times, each time in a fresh workspace, and return the sums."""
    template = Place(folder / "template", folder / "state")
    round_ = template.round()
    total: Counter[str] = Counter(kills=count)
    # The control is to be convicted, and for that one kill at the right moment is enough.
    for seed in range(10 * count if kind == "stock" else count):
        place = Place(folder / f"{seed}", folder / "state")
        shutil.copytree(template.folder, place.folder)
        total += KILLS[kind](place, round_, seed)
        shutil.rmtree(place.folder)
        if kind == "stock" and total["unreadable"]:
            break
    return total


def crowd(writers: int, count: int, folder: Path) -> dict[str, Any]:
    """Let writers answer at once, half of them in one and the same sheet, while this process reads all the time."""
    place = Place(folder / "workspace", folder / "state")
    round_ = place.round()
    names = [f"Person {number}" if number % 2 else "Together" for number in range(writers)]
    for name in dict.fromkeys(names):
        place.answered(round_, name, {})
    gate, open_gate = os.pipe()

    def work(number: int) -> Callable[[int], None]:
        def answer(pipe: int) -> None:
            os.close(open_gate)
            sheet = place.store.open_sheet(round_, names[number])
            acknowledged, failed, seconds = {}, 0, []
            os.read(gate, 1)
            for turn in range(count):
                # In the shared sheet everybody has a question of their own, so that every last answer can be looked up.
                question = QUESTIONS[number] if names[number] == "Together" else QUESTIONS[turn % len(QUESTIONS)]
                said = Answer(level=1 + turn % 5, note=f"{number}/{turn}")
                begun = time.perf_counter()
                try:
                    sheet.save({question: said}, place=question)
                    acknowledged[question] = said
                except SemError:
                    failed += 1
                seconds.append(time.perf_counter() - begun)
            with os.fdopen(pipe, "wb") as told:
                pickle.dump((acknowledged, failed, seconds), told)

        return answer

    children = [in_child(work(number)) for number in range(writers)]
    os.close(gate)
    os.close(open_gate)
    reads = bad_reads = 0
    seen: dict[tuple[str, str], int] = {}
    pending = {pipe: b"" for _child, pipe in children}
    finished: dict[int, bytes] = {}
    while pending:
        for pipe in select.select(list(pending), [], [], 0)[0]:
            chunk = os.read(pipe, 1 << 16)
            pending[pipe] += chunk
            if not chunk:
                finished[pipe] = pending.pop(pipe)
        reads += 1
        try:
            for response in place.store.responses(round_):
                for question, found in response.answers.items():
                    turn = int(found.note.partition("/")[2])
                    key = response.respondent.name, question
                    bad_reads += turn < seen.get(key, 0)
                    seen[key] = turn
        except SemError:
            bad_reads += 1
    for child, pipe in children:
        os.close(pipe)
        os.waitpid(child, 0)
    told = [pickle.loads(finished[pipe]) for _child, pipe in children]
    got = {response.respondent.name: response.answers for response in place.store.responses(round_)}
    seconds = sorted(one for _acknowledged, _failed, taken in told for one in taken)
    return {
        "saves": len(seconds),
        "failed": sum(failed for _acknowledged, failed, _taken in told),
        "lost": sum(
            got[name].get(question) != said
            for name, (acknowledged, _failed, _taken) in zip(names, told, strict=True)
            for question, said in acknowledged.items()
        ),
        "reads": reads,
        "bad_reads": bad_reads,
        "p50_ms": round(seconds[len(seconds) // 2] * 1e3, 2),
        "p95_ms": round(seconds[int(len(seconds) * 0.95)] * 1e3, 2),
    }


def firsts(who: str, times: int, folder: Path) -> Counter[str]:
    """Let eight processes give a first answer at the same moment: as eight people, or as `one` in eight windows."""
    names = ["Anna" if who == "one" else f"Person {number}" for number in range(8)]
    total: Counter[str] = Counter(times=times)
    for turn in range(times):
        total += answered_at_once(Place(folder / f"{turn}", folder / "state"), names)
    return +total


def answered_at_once(place: Place, names: list[str]) -> Counter[str]:
    """Let a process for each name give a first answer at the same moment, and count what came of it."""
    team = place.team()
    gate, open_gate = os.pipe()

    def first(name: str, question: str) -> Callable[[int], None]:
        def answer(pipe: int) -> None:
            os.close(open_gate)
            sheet = open_or_new_sheet(place.store, NewRound(team.id, twelve_questions(), TODAY), name)
            os.write(pipe, b"ready")
            os.read(gate, 1)
            sheet.save({question: Answer(level=3)})
            os.write(pipe, b"saved")

        return answer

    children = [in_child(first(name, question)) for name, question in zip(names, QUESTIONS, strict=False)]
    for _child, pipe in children:
        assert os.read(pipe, 5) == b"ready"
    os.close(open_gate)
    os.close(gate)
    result: Counter[str] = Counter()
    for child, pipe in children:
        os.waitpid(child, 0)
        with os.fdopen(pipe, "rb") as told:
            result["failed"] += told.read() != b"saved"
    rounds = place.store.rounds(team.id)
    responses = [response for round_ in rounds for response in place.store.responses(round_)]
    answered = {question for response in responses for question in response.answers}
    return result + Counter(rounds=len(rounds), respondents=len(responses), lost=len(names) - len(answered))


if __name__ == "__main__":
    what, first, second, where = sys.argv[1:]
    run: dict[str, Callable[[], Any]] = {
        "kills": lambda: {kind: kills(kind, int(second), Path(where) / kind) for kind in first.split(",")},
        "crowd": lambda: crowd(int(first), int(second), Path(where)),
        "firsts": lambda: firsts(first, int(second), Path(where)),
    }
    print(json.dumps(run[what]()))
