"""How long it takes to merge the folders of many teams, against reading the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from benchmarks.measure import Ratio, seconds
from sem.content.library import load_questionnaire
from sem.model.assessment import Answer
from sem.store import layout, open_store
from sem.store.slots import SLOT_TABLE, encode, pack

TEAMS, ROUNDS, PEOPLE = 200, 8, 12
RUNS = 3


def teams(folder: Path, count: int) -> Path:
    """Fill a workspace with teams that each have eight rounds of twelve people, and return it.

    One team is made as a user makes it; the others are copies of its files under ids of their own.
    """
    workspace = folder / "elsewhere"
    store = open_store(workspace, folder / "state")
    questionnaire = load_questionnaire("quick-scan")
    given = {question.id: Answer(level=3, note="as seen in Utrecht") for question in questionnaire.questions}
    team = store.add_team("Team 0")
    ids = [team.id]
    for number in range(ROUNDS):
        round_ = store.start_round(team.id, questionnaire, date(2024, 1, 1) + timedelta(days=90 * number))
        ids.append(round_.id)
        for person in range(PEOPLE):
            sheet = store.open_sheet(round_, f"Respondent {person}")
            sheet.save(given)
            sheet.close()
    original = next((workspace / layout.TEAMS).iterdir())
    for number in range(1, count):
        _copy(original, workspace / layout.TEAMS, {id_: layout.new_id() for id_ in ids}, f"Team {number}")
    return workspace


def _copy(original: Path, into: Path, ids: dict[str, str], name: str) -> None:
    names = {old[: layout.SHORT_ID]: new[: layout.SHORT_ID] for old, new in ids.items()}
    for path in sorted(original.rglob("*.json")):
        parts = [layout.folder_name(name, next(iter(ids.values()))), *path.relative_to(original).parts]
        for old, new in names.items():
            parts = [part.replace(f"-{old}", f"-{new}") for part in parts]
        target = into.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        raw = path.read_bytes().rstrip()
        body, _tail, _crc = raw.rpartition(b',"' + SLOT_TABLE.encode())
        seq = int(raw.rpartition(b'"seq":')[2].partition(b",")[0])
        for old, new in ids.items():
            body = body.replace(encode(old).encode(), encode(new).encode())
        target.write_bytes(pack(body.replace(b'"Team 0"', encode(name).encode()), seq, len(path.read_bytes())))


def read_all(folder: Path) -> int:
    """Read every byte below a folder, and return how many there are."""
    return sum(len(path.read_bytes()) for path in folder.rglob("*.json"))


def rows(folder: Path, count: int = TEAMS) -> Iterator[Ratio]:
    """Yield the rows for a first merge into an empty workspace, and for a second that brings nothing."""
    folder.mkdir()
    source = teams(folder, count)
    reading = min(seconds(lambda: read_all(source)) for _run in range(RUNS))
    into = folder / "archive"
    what = f"{count} teams, {count * ROUNDS * PEOPLE:,} sheets"
    first = seconds(lambda: open_store(into, folder / "archive-state").merge([source]))
    yield Ratio(f"merge of {what}", "reading the same bytes", first, reading, "s", 40)
    again = min(seconds(lambda: open_store(into, folder / "archive-state").merge([source])) for _run in range(RUNS))
    yield Ratio("  again, with nothing new", "reading the same bytes twice", again, 2 * reading, "s", 20)
