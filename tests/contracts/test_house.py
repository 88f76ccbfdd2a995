"""The house: what a module may import, when heavy packages are loaded, and that README and CI say the same."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
MODULES = sorted(path for folder in ("sem", "tests", "benchmarks", "scripts") for path in (ROOT / folder).rglob("*.py"))
HEAVY = {
    "textual", "matplotlib", "numpy", "tinydb", "yaml", "platformdirs", "filelock", "rich", "tomllib", "aiohttp",
    "textual_serve",
}  # fmt: skip
LONGEST_MODULE = 450


def loaded_after(code: str) -> set[str]:
    """Return the top-level modules loaded once `code` has run in a process of its own."""
    program = f"{code}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(result.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        "sem",
        "sem.cli",
        "sem.model.questionnaire",
        "sem.analysis.scoring",
        "sem.backcast.plan",
        "sem.store",
        "sem.content",
        "sem.reports",
        "sem.web",
        "sem.cli.serve",
    ],
)
def test_importing_the_upper_modules_loads_nothing_heavy(module: str) -> None:
    assert loaded_after(f"import {module}") & HEAVY == set()


def test_the_figures_load_matplotlib_only_when_one_is_drawn() -> None:
    names = sorted(path.stem for path in (ROOT / "sem" / "charts" / "figures").glob("*.py") if path.stem != "__init__")
    assert names
    loaded = loaded_after("; ".join(f"import sem.charts.figures.{name}" for name in names))
    assert loaded & {"matplotlib", "numpy"} == set()


def test_the_app_loads_no_drawing_library_and_no_parser_before_it_needs_one() -> None:
    loaded = loaded_after("import sem.tui.app, sem.tui.screens.home")
    assert "textual" in loaded
    assert loaded & {"matplotlib", "numpy", "yaml", "tinydb"} == set()


def test_the_import_contracts_hold() -> None:
    result = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_in_its_first_line_why_it_exists_and_can_be_read_in_one_sitting(path: Path) -> None:
    source = path.read_text("utf-8")
    if path.name == "__init__.py" and not source.strip():
        assert path.is_relative_to(ROOT / "tests"), "only test packages may be empty"
        return
    first = (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]
    assert first.endswith((".", "`")), "the first line is one sentence"
    assert source.startswith('"""')
    assert source.count("\n") <= LONGEST_MODULE, "split it along a real seam"


def code_block_after(heading: str) -> list[str]:
    """Return the lines of the first code block below a heading of README.md."""
    text = (ROOT / "README.md").read_text("utf-8")
    found = re.search(rf"^#+ {re.escape(heading)}$.*?^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert found, f"no code block under {heading!r}"
    return found[1].strip().splitlines()


def test_ci_runs_exactly_the_second_command_of_the_readme() -> None:
    commands = code_block_after("Quick start")
    assert len(commands) == 2, "two commands, each on one line"
    script = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert script[-1] == commands[1]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_changelog_tells_of_this_version() -> None:
    from sem import __version__

    assert re.search(rf"^## {re.escape(__version__)}\b", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)


def test_every_file_that_the_readme_and_the_docs_link_to_is_there() -> None:
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if not target.startswith(("http:", "https:", "mailto:")):
                assert (page.parent / target).exists(), f"{page.name} links to {target}"
