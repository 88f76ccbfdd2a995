"""Lets several processes change one programme at once, and kills them, then counts what was promised and is gone.

It runs as a process of its own, `python -m tests.store.programme_harness`, because it forks: `kills COUNT FOLDER` and
`crowd WRITERS CHANGES FOLDER`. The outcome is one line of JSON.
"""

from __future__ import annotations

import json
import os
import pickle
import select
import shutil
import struct
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sem.errors import SemError
from sem.model.idea import Idea
from sem.model.plan import Progress
from sem.model.programme import Baseline, Programme
from sem.store.integrity import repair
from tests.store.place import Place
from tests.store.processes import in_child, killed, slow_down_syncs
from tests.store.programmes import DAY, plan

KINDS = 4
"""How many kinds of changes take turns."""


def change(name: str, number: int) -> Callable[[Programme], Programme]:
    """Return a change that can be told from all others, of a kind that depends on the number."""
    label = f"{name}-{number}"

    def changed(before: Programme) -> Programme:
        kind = number % KINDS
        if kind == 0:
            return replace(before, dropped={**before.dropped, label: "n" * (number * 997 % 5000)})
        if kind == 1:
            ideas = (*before.ideas.ideas, Idea(label, label))
            return replace(before, ideas=replace(before.ideas, ideas=ideas))
        if kind == 2:
            made = Baseline(str(len(before.baselines) + 1), DAY, plan(), label)
            return replace(before, baselines=(*before.baselines, made))
        return replace(before, progress={**before.progress, label: Progress(DAY)})

    return changed


def labels(programme: Programme) -> set[str]:
    """Return by what each change can be told that is in a programme."""
    return {
        *programme.dropped,
        *programme.progress,
        *(idea.id for idea in programme.ideas.ideas),
        *(baseline.note for baseline in programme.baselines),
    }


def kill_while_changing(place: Place, team_id: str, seed: int) -> Counter[str]:
    """Kill somebody who changes a programme; then read it, and go on changing it."""

    def work(pipe: int) -> None:
        slow_down_syncs()
        os.write(pipe, struct.pack("I", 0))
        for number in range(1, 10**6):
            place.store.change_programme(team_id, change("a", number))
            os.write(pipe, struct.pack("I", number))

    told = killed(work, seed, 0.4)
    acknowledged = struct.unpack("I", told[-4:])[0]
    result = Counter(acknowledged=acknowledged)
    try:
        there = labels(place.store.programme(team_id))
        result["lost"] = sum(f"a-{number}" not in there for number in range(1, acknowledged + 1))
        # The one that was being made may be there or not, and no other.
        result["made_up"] = len(there - {f"a-{number}" for number in range(1, acknowledged + 2)})
        after = labels(place.store.change_programme(team_id, change("b", 1)))
        result["lost"] += len((there | {"b-1"}) - after)
        result["unhealthy"] = int(not repair(place.folder, place.state).after.healthy)
    except SemError:
        result["unreadable"] = 1
    return result


def kills(count: int, folder: Path) -> Counter[str]:
    """Kill `count` times, each time in a fresh workspace, and return the sums."""
    template = Place(folder / "template", folder / "state")
    team = template.team()
    total: Counter[str] = Counter(kills=count)
    for seed in range(count):
        place = Place(folder / f"{seed}", folder / "state")
        shutil.copytree(template.folder, place.folder)
        total += kill_while_changing(place, team.id, seed)
        shutil.rmtree(place.folder)
    return total


def crowd(writers: int, count: int, folder: Path) -> Counter[str]:
    """Let processes change one programme at once while this one reads; half of them have locks of their own."""
    place = Place(folder / "workspace", folder / "state")
    team = place.team()
    elsewhere = place.on_another_machine()

    def work(number: int) -> Callable[[int], None]:
        def changes(pipe: int) -> None:
            here = place if number % 2 else elsewhere
            done = set()
            for turn in range(count):
                here.store.change_programme(team.id, change(f"w{number}", turn))
                done.add(f"w{number}-{turn}")
            with os.fdopen(pipe, "wb") as told:
                pickle.dump(done, told)

        return changes

    children = [in_child(work(number)) for number in range(writers)]
    waiting = {pipe: b"" for _child, pipe in children}
    finished: list[bytes] = []
    result: Counter[str] = Counter()
    seen: set[str] = set()
    while waiting:
        for pipe in select.select(list(waiting), [], [], 0)[0]:
            chunk = os.read(pipe, 1 << 16)
            waiting[pipe] += chunk
            if not chunk:
                finished.append(waiting.pop(pipe))
        result["reads"] += 1
        try:
            found = labels(place.store.programme(team.id))
            result["bad_reads"] += len(seen - found)
            seen |= found
        except SemError:
            result["bad_reads"] += 1
    for child, pipe in children:
        os.close(pipe)
        os.waitpid(child, 0)
    promised = set().union(*(pickle.loads(told) for told in finished if told))
    programme = place.store.programme(team.id)
    result["acknowledged"] = len(promised)
    result["lost"] = len(promised - labels(programme))
    result["twice"] = len(programme.baselines) - len({baseline.id for baseline in programme.baselines})
    return result


if __name__ == "__main__":
    what, *numbers, where = sys.argv[1:]
    if what == "kills":
        outcome = kills(int(numbers[0]), Path(where))
    else:
        outcome = crowd(int(numbers[0]), int(numbers[1]), Path(where))
    print(json.dumps(outcome))
