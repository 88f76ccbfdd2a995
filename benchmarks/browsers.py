"""Twelve people at once at `sem serve`, and a reader: how soon they see the next question, and whether all is kept.

Run it by itself with `python -m benchmarks.browsers [PEOPLE] [SECONDS-BETWEEN-ANSWERS]`.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Event, Thread

import aiohttp

from sem.content.library import load_questionnaire
from sem.errors import SemError
from sem.model.assessment import Round
from sem.store import Store, open_store

QUESTIONNAIRE = "service-excellence"
PATIENCE = 60.0
TIMED_SAVES = str(Path(__file__).parent / "timed")
_ESCAPES = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]P^_].*?(?:\x07|\x1b\\\\)|\x1b.")


@dataclass
class Run:
    """What one run gave: seconds until something is seen and of each durable save, kibibytes and counts."""

    first: list[float] = field(default_factory=list)
    next: list[float] = field(default_factory=list)
    saves: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    lost: int = 0
    reads: int = 0
    bad_reads: int = 0


async def answer(link: str, person: int, answers: int, pause: float, run: Run) -> None:
    """Answer as one person does in a browser, and note how long they wait."""
    origin = {"Origin": link[: link.index("/", 8)]}
    async with aiohttp.ClientSession(
        cookie_jar=aiohttp.CookieJar(unsafe=True), headers={"Accept-Language": "en"}
    ) as browser:
        async with browser.post(link, data={"name": f"Person {person:02}"}, headers=origin) as page:
            page.raise_for_status()
        began = time.perf_counter()
        async with browser.ws_connect(f"{link}ws?width=100&height=40", headers=origin, max_msg_size=0) as tab:
            await _drawn(tab, b"Begin")
            run.first.append(time.perf_counter() - began)
            await tab.send_json(["stdin", "\r"])
            await _drawn(tab, b"question 1 of")
            for n in range(answers):
                await asyncio.sleep(pause * (0.5 + (person * 7 + n * 3) % 10 / 10))
                pressed = time.perf_counter()
                await tab.send_json(["stdin", str(1 + (person + n) % 5)])
                await _drawn(tab, b"question %d of" % (n + 2) if n + 1 < answers else b"All questions are filled in")
                run.next.append(time.perf_counter() - pressed)


async def _drawn(tab: aiohttp.ClientWebSocketResponse, words: bytes) -> None:
    """Wait until some words are drawn."""
    drawn = b""
    async with asyncio.timeout(PATIENCE):
        while words not in drawn:
            message = await tab.receive()
            if message.type is aiohttp.WSMsgType.BINARY:
                drawn += _ESCAPES.sub(b"", message.data)
            elif message.type is not aiohttp.WSMsgType.TEXT:
                raise ConnectionError(f"the tab was closed: {tab.close_code}")


async def _everybody(link: str, people: int, answers: int, pause: float, run: Run, server: int) -> None:
    async def watch() -> None:
        while True:
            await asyncio.sleep(1)
            run.memory.append(_memory(server))

    watching = asyncio.create_task(watch())
    await asyncio.gather(*(answer(link, person, answers, pause, run) for person in range(people)))
    watching.cancel()


def _memory(server: int) -> int:
    """Return the memory that the server and its processes have for themselves, in KiB."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(server)], capture_output=True, text=True).stdout.split()
    total = 0
    for process in [str(server), *listed]:
        try:
            rolled = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8")
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in rolled.splitlines() if line.startswith("Private_"))
    return total


def measure(folder: Path, people: int = 12, pause: float = 1.0) -> Run:
    """Let people answer a whole questionnaire at once, and return what they saw."""
    store = open_store(folder / "workspace", folder / "state")
    questionnaire = load_questionnaire(QUESTIONNAIRE)
    team = store.add_team("Measured")
    round_ = store.start_round(team.id, questionnaire, date(2026, 1, 1), hidden=True)
    command = [sys.executable, "-m", "sem", "--data", str(folder / "workspace"), "serve", team.id]
    command += ["--port", "0", "--most", str(people), "--json"]
    timed = folder / "saves"
    environment = {
        **os.environ,
        "SEM_STATE": str(folder / "state"),
        "SEM_LANG": "en",
        "SEM_TIMED_SAVES": str(timed),
        "PYTHONPATH": os.pathsep.join([TIMED_SAVES, *filter(None, [os.environ.get("PYTHONPATH")])]),
    }
    run = Run()
    over = Event()
    reader = Thread(target=_read, args=(store, round_, run, over))
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    try:
        assert server.stdout is not None
        said = ""
        while not said.endswith("}\n") or said.count("{") != said.count("}"):
            said += server.stdout.readline()
        reader.start()
        asyncio.run(_everybody(json.loads(said)["link"], people, len(questionnaire.questions), pause, run, server.pid))
    finally:
        over.set()
        server.terminate()
        server.wait(30)
        if reader.is_alive():
            reader.join()
    kept = sum(response.answered(questionnaire) for response in store.responses(round_))
    run.lost = people * len(questionnaire.questions) - kept
    run.saves = sorted(map(float, timed.read_text("ascii").split()))
    return run


def _read(store: Store, round_: Round, run: Run, over: Event) -> None:
    """Read all answers again and again while they come in; count what fails or has fewer than were there before."""
    before = 0
    while not over.wait(0.2):
        run.reads += 1
        try:
            found = sum(len(response.answers) for response in store.responses(round_))
        except SemError:
            run.bad_reads += 1
        else:
            run.bad_reads += found < before
            before = found


def main() -> None:
    """Measure and print."""
    people, pause = int([*sys.argv, "12"][1]), float([*sys.argv, "", "1"][2] or 1)
    with tempfile.TemporaryDirectory(prefix="sem-browsers-") as name:
        run = measure(Path(name), people, pause)
    waits = sorted(run.next)
    print(f"{people} people, {pause} s between answers; seconds unless said otherwise")
    print(f"first question: median {statistics.median(run.first):.2f}, last {max(run.first):.2f}")
    p95 = waits[int(len(waits) * 0.95)]
    print(f"next question: median {statistics.median(waits):.3f}, p95 {p95:.3f}, worst {waits[-1]:.3f}")
    saves = [seconds * 1000 for seconds in run.saves]
    print(
        f"durable save, ms: median {statistics.median(saves):.1f}, p95 {saves[int(len(saves) * 0.95)]:.1f}, "
        f"worst {saves[-1]:.1f}, of {len(saves)}; {run.reads} reads meanwhile, {run.bad_reads} bad"
    )
    print(f"memory at most: {max(run.memory) // 1024} MB; lost: {run.lost} of {len(waits)}")


if __name__ == "__main__":
    main()
