"""`sem serve`: what it prints, what it warns of, and how it ends."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import Any

import aiohttp
import pytest

from sem.cli import output
from sem.installed import install_command
from tests.cli.conftest import Cli, Result, add_west

PATIENCE = 30.0


def children(parent: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return [pid for pid, ppid in pairs if ppid == parent]


def until(holds: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def start(cli: Cli) -> tuple[subprocess.Popen[str], str]:
    """Start the server in a process of its own, and return it with its link."""
    process = cli.process("serve", "West", "--port", "0")
    assert process.stdout is not None
    return process, process.stdout.readline().strip()


def end(process: subprocess.Popen[str], number: int = signal.SIGINT) -> tuple[int, str]:
    process.send_signal(number)
    _out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, err


def serve_here(
    cli: Cli, *options: str, visit: Callable[[Any], object] = lambda _told: None, number: int = signal.SIGINT
) -> Result:
    """Run the server in this process, and end it by a signal once the first that it printed has been visited.

    Args:
        cli: The command line.
        options: Those of the command.
        visit: Called beside the server with the first line, or the JSON.
        number: The signal.
    """
    told: Queue[Any] = Queue()
    handlers = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}

    def visiting() -> None:
        first = told.get(timeout=PATIENCE)
        try:
            visit(first)
        finally:
            os.kill(os.getpid(), number)

    def telling(emit: Callable[[Any], None]) -> Callable[[Any], None]:
        def tell(value: Any) -> None:
            emit(value)
            told.put(value)

        return tell

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as beside:
        for name in ("emit", "emit_json"):
            patch.setattr(f"sem.cli.serve.{name}", telling(getattr(output, name)))
        visited = beside.submit(visiting)
        result = cli("serve", "West", "--port", "0", *options)
        visited.result(PATIENCE)
    for one, handler in handlers.items():
        signal.signal(one, handler)
    return result


@pytest.fixture
def team(cli: Cli) -> Cli:
    return cli.prepared(add_west)


async def answering(link: str) -> aiohttp.ClientSession:
    """Return a browser with a tab open in which somebody answers."""
    session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
    own = {"Origin": link[: link.index("/", 8)]}
    async with session.post(link, data={"name": "Anouk"}, headers=own) as page:
        assert page.status == 200
    tab = await session.ws_connect(f"{link}ws", headers=own, max_msg_size=0)
    assert (await tab.receive(timeout=PATIENCE)).type is aiohttp.WSMsgType.BINARY
    return session


def test_it_starts_a_hidden_round_under_names_where_none_is_open_and_prints_the_link(team: Cli) -> None:
    process, link = start(team)
    with urllib.request.urlopen(link) as page:
        assert b"Quick scan" in page.read()
    code, err = end(process)
    assert code == 130
    assert "No round is open, so one starts" in err
    assert "Warning" not in err
    (round_,) = team.store.rounds(team.store.find_team("West").id)
    assert round_.hidden
    assert link.startswith("http://127.0.0.1:")
    same = serve_here(team).out
    assert same.strip().partition("/")[2].partition("/")[2].partition("/")[2] == link.split("/", 3)[3], (
        "the token stays"
    )
    # An address on the network is used only when named, and then with a warning.
    third = serve_here(team, "--new-link", "--host", "0.0.0.0", number=signal.SIGTERM)
    new = third.out.splitlines()[0]
    assert new.startswith("http://")
    assert new.split("/")[3] != link.split("/")[3], "a new link takes the place of the old one when asked for"
    assert third.code == 143
    assert "Warning: everybody who can reach this computer over the network" in third.err
    assert "unencrypted" in third.err
    assert len(team.store.rounds(round_.team_id)) == 1


def test_json_gives_the_links_and_nothing_else_on_stdout(team: Cli) -> None:
    team("round", "start", "West", "--invite", "Anouk", "--invite", "Bram")
    pages = []

    def visit(said: Any) -> None:
        for one in said["personal"]:
            with urllib.request.urlopen(one["link"]) as page:
                pages.append(page.read())

    result = serve_here(team, "--json", visit=visit)
    said = result.json
    assert said["format"] == 1
    assert said["team"]["name"] == "West"
    assert [one["name"] for one in said["personal"]] == ["Anouk", "Bram"]
    assert [b"Quick scan" in page for page in pages] == [True, True]
    assert result.code == 130
    assert said["link"] not in result.err, "the link is data, and no narration"


async def test_ctrl_c_ends_it_with_all_its_processes_and_no_token_and_no_name_gets_into_a_log_or_on_stderr(
    team: Cli,
) -> None:
    process, link = start(team)
    browser = await answering(link)
    behind = children(process.pid)
    assert behind
    token = link.split("/")[3]
    for path in (f"{link}nothing", link.replace(token, token[::-1]), f"{link}as/7KQF-2M9X"):
        async with browser.get(path) as page:
            assert page.status == 404
    code, err = end(process)
    await browser.close()
    assert code == 130
    assert not any(Path(f"/proc/{pid}").exists() for pid in behind)
    assert "Traceback" not in err
    written = [path for path in team.state.rglob("*") if path.is_file() and path.suffix != ".key"]
    for text in (err, *(path.read_text("utf-8", "replace") for path in written)):
        assert token not in text
        assert "Anouk" not in text
        assert "127.0.0.1" not in text


async def test_processes_end_by_themselves_where_the_server_is_killed(team: Cli) -> None:
    process, link = start(team)
    browser = await answering(link)
    behind = children(process.pid)
    assert behind
    end(process, signal.SIGKILL)
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in behind))
    await browser.close()
    log = team.state / "sem.log"
    assert not log.exists(), log.read_text("utf-8")


def test_a_port_that_is_taken_is_told_with_the_way_out(team: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = team("serve", "West", "--port", str(taken.getsockname()[1]))
    assert result.code == 4
    assert "can't listen on 127.0.0.1" in result.err
    assert "--port" in result.err
    assert result.out == ""


def test_without_the_extra_it_says_what_to_install(team: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "textual_serve" else real(name))
    result = team("serve", "West")
    assert result.code == 3
    assert install_command("web") in result.err
    assert not team.store.rounds(team.store.find_team("West").id), "nothing is begun"


@pytest.mark.parametrize("url", ["sem.example.org", "ftp://x", "https://sem.example.org/deep", "https://"])
def test_the_address_of_a_proxy_has_to_be_one(team: Cli, url: str) -> None:
    result = team("serve", "West", "--public-url", url)
    assert result.code == 2
    assert "--public-url" in result.err


@pytest.mark.parametrize("option", ["--port 65536", "--port -1", "--most 0", "--most 101"])
def test_a_number_that_can_not_be_is_refused(team: Cli, option: str) -> None:
    result = team("serve", "West", *option.split())
    assert result.code == 2
    assert option.split()[0] in result.err


def test_the_address_of_a_proxy_is_that_of_the_link_and_a_questionnaire_of_ones_own_chooses_the_round(
    team: Cli,
) -> None:
    result = serve_here(team, "--public-url", "https://sem.example.org", "--questionnaire", "service-excellence")
    assert result.out.startswith("https://sem.example.org/")
    (round_,) = team.store.rounds(team.store.find_team("West").id)
    assert round_.questionnaire.id == "service-excellence"


def test_a_round_that_takes_no_answers_is_not_served(team: Cli) -> None:
    team("round", "start", "West")
    (round_,) = team.store.rounds(team.store.find_team("West").id)
    team.store.close_round(round_, team.today)
    result = team("serve", "West", "--round", round_.id)
    assert result.code == 4
    assert "takes no more answers" in result.err


def test_nothing_of_the_server_is_loaded_for_other_commands(team: Cli) -> None:
    program = "import sys, sem.cli.serve; print('aiohttp' in sys.modules, 'textual' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env={**os.environ}, check=True
    )
    assert said.stdout.split() == ["False", "False"]
