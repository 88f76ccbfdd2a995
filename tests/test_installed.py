"""The advice on how to install what is missing holds for every way in which the program may have been installed."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from sem import installed
from sem.installed import install_command

NEEDS = [
    "click>=8",
    'python-pptx<2,>=1.0.2; extra == "pptx"',
    "aiohttp<4,>=3.11; extra == 'web'",
    "textual-serve; extra == 'web'",
]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(installed, "requires", lambda _name: NEEDS)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "executable", "/opt/my env/bin/python")
    return tmp_path


def test_in_an_environment_pip_of_that_environment_gets_the_packages_themselves() -> None:
    assert install_command("pptx") == '"/opt/my env/bin/python" -m pip install "python-pptx<2,>=1.0.2"'
    assert install_command("web").endswith('install "aiohttp<4,>=3.11" "textual-serve"')


def test_what_pipx_installed_pipx_adds_to(place: Path) -> None:
    (place / "pipx_metadata.json").touch()
    assert install_command("pptx") == 'pipx inject service-excellence-maturity "python-pptx<2,>=1.0.2"'


def test_what_uv_installed_has_no_pip(place: Path) -> None:
    (place / "uv-receipt.toml").touch()
    told = install_command("pptx")
    assert told == 'uv pip install --python "/opt/my env/bin/python" "python-pptx<2,>=1.0.2"'


def test_where_nobody_knows_what_it_needs_the_checkout_does(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(name: str) -> list[str]:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(installed, "requires", unknown)
    assert install_command("pptx") == '"/opt/my env/bin/python" -m pip install ".[pptx]"'
