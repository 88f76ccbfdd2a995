"""The screens open only where they can be seen and typed in; elsewhere the plain way is named."""

from __future__ import annotations

import os
import pty
import subprocess
from typing import Any

import pytest

from tests.cli.conftest import Cli


def test_without_a_terminal_the_screens_do_not_open_and_the_plain_way_is_named(cli: Cli) -> None:
    cli("team", "add", "West")
    for arguments in (["assess", "West"], []):
        result = cli(*arguments)
        assert (result.code, result.out) == (2, "")
        assert "--plain" in result.err
        assert "--help" in result.err
    assert cli("team", "show", "West", "--json").json["rounds"] == []


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_screens_open_only_where_they_can_be_typed_in_and_seen(cli: Cli, stream: str) -> None:
    ours, theirs = pty.openpty()
    streams: dict[str, Any] = {"stdin": theirs, "stdout": theirs, "stderr": theirs, stream: subprocess.PIPE}
    process = cli.process(**streams)
    process.communicate(timeout=20)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 2


def test_a_terminal_that_can_not_show_screens_is_pointed_to_the_plain_way(cli: Cli) -> None:
    cli("team", "add", "West")
    ours, theirs = pty.openpty()
    process = cli.process("assess", "West", stdin=theirs, stdout=theirs, stderr=theirs, extra={"TERM": "dumb"})
    process.wait(timeout=20)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 2
    assert "TERM=dumb" in shown
    assert "--plain" in shown
    assert "\x1b" not in shown
