"""How a run ends: with its exit code, a clear word on stderr, and never a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from sem.cli import guard
from sem.cli.session import Session
from sem.errors import ExportError, InvalidError, NotFoundError, Problem, SemError, StoreError
from tests.cli.conftest import SEM, Cli, corners


def ends(cli: Cli, error: BaseException) -> int:
    """Return the exit code of a run in which `error` is raised."""

    def work() -> int:
        raise error

    return guard.run(work, Session(environment=dict(cli.environment)))


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NotFoundError("x"), 3),
        (InvalidError("x"), 4),
        (StoreError("x"), 5),
        (ExportError("x"), 6),
        (click.UsageError("x"), 2),
        (KeyboardInterrupt(), 130),
        (ZeroDivisionError("x"), 1),
        (MemoryError(), 1),
    ],
)
def test_every_kind_of_trouble_has_its_exit_code(
    cli: Cli, error: BaseException, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ends(cli, error) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err


def test_a_stop_that_comes_while_a_class_is_made_is_a_stop(cli: Cli) -> None:
    wrapped = RuntimeError("Error calling __set_name__")
    wrapped.__cause__ = KeyboardInterrupt()
    assert ends(cli, wrapped) == 130
    wrapped.__cause__ = SystemExit(143)
    with pytest.raises(SystemExit, match="143"):
        ends(cli, wrapped)


@pytest.mark.parametrize("ignored", [False, True])
def test_a_stop_before_the_commands_are_loaded_ends_without_a_word_unless_stops_are_ignored(ignored: bool) -> None:
    start = """
import os, signal, sys
class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == "sem.cli.root":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Stop())
from sem.cli import main
sys.argv = ["sem", "locate"]
main()
"""
    if ignored:
        start = f"import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n{start}"
    ended = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True)
    assert (ended.returncode, bool(ended.stdout), ended.stderr) == ((0, True, "") if ignored else (130, False, ""))


@pytest.mark.parametrize("words", [["locate"], ["--version"]])
def test_a_stop_before_anything_at_all_is_loaded_ends_without_a_word_too(words: list[str]) -> None:
    start = f"""
import os, sys
import sem, sem.cli
_signal = sys.modules["_signal"]
class Stop:
    def find_spec(self, name, path=None, target=None):
        os.kill(os.getpid(), _signal.SIGINT)
# What others have loaded at the start of Python is loaded anew.
for name in ("signal", "enum", "types"):
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Stop())
sys.argv = ["sem", *{words}]
sem.cli.main()
import sem.errors
"""
    ended = subprocess.run([sys.executable, "-c", start], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (130, "")


def test_all_problems_are_told_at_once_each_with_its_place(cli: Cli, capsys: pytest.CaptureFixture[str]) -> None:
    problems = [Problem("wrong", "Mend it.", "a.yaml", 3, "title.nl"), Problem("worse", file="b.yaml")]
    ends(cli, SemError("Two problems.", problems=problems))
    assert capsys.readouterr().err == "Error: Two problems.\na.yaml:3: title.nl: wrong Mend it.\nb.yaml: worse\n"


def test_the_unexpected_takes_two_lines_and_a_log_with_the_whole_story(
    cli: Cli, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ends(cli, RuntimeError("\x1b[2Jboom")) == 1
    lines = capsys.readouterr().err.splitlines()
    log = cli.state / "sem.log"
    assert len(lines) == 2
    assert "boom" in lines[0]
    assert "\x1b" not in lines[0]
    assert str(log) in lines[1]
    assert "Traceback" in log.read_text("utf-8")


def test_the_log_does_not_grow_for_ever(cli: Cli) -> None:
    log = cli.state / "sem.log"
    log.parent.mkdir()
    log.write_bytes(b"x" * 2_000_000)
    ends(cli, RuntimeError("boom"))
    assert log.stat().st_size < 100_000
    assert log.with_suffix(".log.1").stat().st_size == 2_000_000


def test_a_state_folder_that_can_not_be_written_is_told(cli: Cli, capsys: pytest.CaptureFixture[str]) -> None:
    cli.state.write_text("a file")
    assert ends(cli, RuntimeError("boom")) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_a_reader_that_closes_the_pipe_is_no_trouble(cli: Cli) -> None:
    command = " ".join([*SEM, "questionnaire", "show", "service-excellence", "--json"])
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -1; echo ${{PIPESTATUS[0]}}"],
        env=os.environ | cli.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["{", "141"]
    assert done.stderr == ""


def test_a_full_device_for_the_output_is_told(cli: Cli) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no full device")
    with Path("/dev/full").open("w") as full:
        process = cli.process("questionnaire", "list", stdout=full)
        _out, err = process.communicate()
    assert process.returncode == 6
    assert err.startswith("Error: The output can't be written")
    assert err.count("\n") == 1


def in_shell(cli: Cli, words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command with what a shell does to its streams."""
    command = f"{' '.join(SEM)} {words}"
    return subprocess.run(["bash", "-c", command], env=os.environ | cli.environment | environment, capture_output=True)


FULL, CLOSED = "> /dev/full", ">&-"


@pytest.mark.parametrize(
    ("words", "stream"),
    corners(
        ("--version", "--help", "team --help", "team list --json", "locate"),
        (FULL, CLOSED),
        quick=[("--version", FULL), ("--version", CLOSED), ("team --help", FULL), ("team list --json", CLOSED)],
    ),
)
def test_an_output_that_can_not_be_written_is_told_whatever_was_to_be_shown(cli: Cli, words: str, stream: str) -> None:
    done = in_shell(cli, f"{words} {stream}")
    assert done.returncode == 6
    assert done.stderr.startswith(b"Error: The output can't be written")
    assert done.stderr.count(b"\n") == 1


def test_without_any_stdout_a_command_that_prints_nothing_works(cli: Cli) -> None:
    assert in_shell(cli, "team add West >&-").returncode == 0
    assert cli("team", "show", "West").code == 0


def test_without_any_stderr_what_is_told_there_does_not_come_between_the_data(cli: Cli) -> None:
    done = in_shell(cli, "team add West --json 2>&-")
    assert done.returncode == 0
    assert json.loads(done.stdout)["name"] == "West"


NARROW = ("LC_ALL=C", "PYTHONIOENCODING=cp1252", "PYTHONIOENCODING=cp1252:strict", "PYTHONUTF8=0")
TOLD = {
    "team list --json": "Café 🦊 ’t Hart",
    "questionnaire show quick-scan --format html --lang nl": "ë",
    "team list": "",
}
"""What has to be in the output as UTF-8; a list for people need only be there."""


@pytest.mark.parametrize(
    ("narrow", "command"),
    [
        # Every setting and every command with each run, all of them together with the long one.
        pytest.param(narrow, command, marks=[pytest.mark.long] * ((at + n) % 3 > 0))
        for at, narrow in enumerate(NARROW)
        for n, command in enumerate(TOLD)
    ],
)
def test_json_and_documents_are_utf_8_whatever_the_terminal_is_set_to(cli: Cli, narrow: str, command: str) -> None:
    cli("team", "add", "Café 🦊 ’t Hart")
    name, _equals, value = narrow.partition("=")
    done = in_shell(cli, command, **{"PYTHONCOERCECLOCALE": "0", "LC_ALL": "C", name: value})
    assert done.returncode == 0
    wanted = TOLD[command]
    text = json.dumps(json.loads(done.stdout.decode()), ensure_ascii=False) if "--json" in command else ""
    assert wanted in (text or done.stdout.decode("utf-8" if wanted else "latin-1"))


def test_a_terminal_that_can_not_show_a_character_gets_another_one(cli: Cli) -> None:
    cli("team", "add", "Café 🦊")
    process = subprocess.run(
        [*SEM, "team", "list"],
        env=os.environ | cli.environment | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    assert re.search(rb"Caf\? \?", process.stdout)


def test_sem_and_python_m_sem_are_the_same_program(cli: Cli) -> None:
    script = Path(sys.executable).with_name("sem")
    if not script.exists():
        pytest.skip("sem is not installed beside this Python")
    for start in ([str(script)], SEM):
        done = subprocess.run([*start, "--help"], env=os.environ | cli.environment, capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("Usage: sem ")


def test_data_is_on_stdout_and_words_are_on_stderr(cli: Cli) -> None:
    added = cli("team", "add", "West")
    assert (added.out, bool(added.err)) == ("", True)
    listed = cli("team", "list", "--json")
    assert (bool(listed.out), listed.err) == (True, "")


@pytest.mark.parametrize("text", ["", "not json {", '{"_meta": {}}'])
def test_a_workspace_that_is_not_ours_is_left_untouched_and_named(cli: Cli, text: str) -> None:
    cli.data.mkdir()
    (cli.data / "holiday.txt").write_text(text)
    result = cli("team", "add", "West")
    assert result.code == 5
    assert str(cli.data) in result.err
    assert [path.name for path in cli.data.iterdir()] == ["holiday.txt"]


def test_a_data_folder_that_is_a_file_is_told(cli: Cli) -> None:
    cli.data.write_text("")
    for arguments in (["team", "list"], ["team", "add", "West"], ["scores", "West"], ["doctor"]):
        result = cli(*arguments)
        assert result.code == 5, arguments
        assert "Traceback" not in result.err
