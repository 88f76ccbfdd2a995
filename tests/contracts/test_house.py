"""The house: what a module may import, when heavy packages are loaded, and that README and CI say the same."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sem.content.library import load_questionnaire
from sem.model.assessment import Answer
from sem.store import open_store

ROOT = Path(__file__).resolve().parent.parent.parent
MODULES = sorted(path for folder in ("sem", "tests", "benchmarks", "scripts") for path in (ROOT / folder).rglob("*.py"))
HEAVY = {
    "textual", "matplotlib", "numpy", "tinydb", "yaml", "platformdirs", "filelock", "rich", "tomllib", "aiohttp",
    "textual_serve",
}  # fmt: skip
LONGEST_MODULE = 450


def modules_after(*codes: str) -> list[set[str]]:
    """Return the modules loaded after each of some codes has run, one after the other in a process of their own."""
    program = "".join(f"{code}\nimport sys\nprint(*sys.modules)\n" for code in codes)
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    return [set(line.split()) for line in result.stdout.splitlines()[-len(codes) :]]


def packages_of(modules: set[str]) -> set[str]:
    """Return the top-level packages that some modules are of."""
    return {name.partition(".")[0] for name in modules}


def parts_of(modules: set[str]) -> set[str]:
    """Return which parts of the program some modules are of, such as ``sem.store``."""
    return {".".join(name.split(".")[:2]) for name in modules if name.startswith("sem.")}


UPPER = (
    "sem", "sem.cli", "sem.model.questionnaire", "sem.analysis.scoring", "sem.backcast.plan", "sem.store",
    "sem.content", "sem.reports", "sem.web", "sem.cli.serve",
)  # fmt: skip
FIGURES = [path.stem for path in (ROOT / "sem" / "charts" / "figures").glob("*.py") if path.stem != "__init__"]
DRAWING = """
from sem.charts.figures.starting import load
load()
from matplotlib.artist import kwdoc
from matplotlib.lines import Line2D
assert "antialiased" not in Line2D.set.__doc__
assert "antialiased" in kwdoc(Line2D)
"""


def test_nothing_heavy_is_loaded_with_the_upper_modules_and_matplotlib_only_when_a_figure_is_drawn() -> None:
    figures = ", ".join(f"sem.charts.figures.{name}" for name in FIGURES)
    upper, charts = map(packages_of, modules_after(f"import {', '.join(UPPER)}", f"import {figures}"))
    assert upper & HEAVY == set()
    assert charts & {"matplotlib", "numpy"} == set()


def test_matplotlib_is_loaded_without_its_manual_and_knows_it_afterwards() -> None:
    modules_after(DRAWING)


PLANNING = {"sem.content", "sem.programme", "sem.backcast", "sem.demo", "sem.importing", "yaml", "tinydb", "filelock"}
"""What only those need who read questionnaires, look ahead, or write."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a workspace with one team, called Team, and one round with an answer."""
    folder = tmp_path_factory.mktemp("house")
    store = open_store(folder / "data", folder / "state")
    questionnaire = load_questionnaire("quick-scan")
    round_ = store.start_round(store.add_team("Team").id, questionnaire, date(2026, 1, 2))
    store.open_sheet(round_, "Ann", {questionnaire.questions[0].id: Answer(level=3)}).close()
    return folder


def test_the_first_frame_the_app_and_the_teams_wait_for_nothing_that_only_later_screens_need(workspace: Path) -> None:
    frame, app, teams = modules_after(
        "import sem.cli.screens, sem.cli.root, sem.tui.app, sem.tui.screens.too_small",
        "import sem.tui.screens.home",
        f"""
import sem.cli.session, sem.tui.team_row
from sem.tui.data import team_summary
from sem.tui.pictures import radar_of
session = sem.cli.session.Session(environment={{"SEM_STATE": {str(workspace / "state")!r}}})
session.data_option = {str(workspace / "data")!r}
for team in session.store.teams():
    summary = team_summary(session.store, team)
    sem.tui.team_row.team_row(team, summary, 80, "braille")
    radar_of(summary.last.profile, "braille")(60, 20)
""",
    )
    assert parts_of(frame) <= {
        "sem.charts", "sem.cli", "sem.errors", "sem.files", "sem.i18n", "sem.reports", "sem.settings", "sem.tui",
    }, "nothing that knows teams, answers or scores"  # fmt: skip
    assert {name for name in frame if name.startswith("sem.reports.")} <= {"sem.reports.lines"}
    assert {name for name in frame if name.startswith("sem.charts.")} <= {
        "sem.charts.terminal",
        "sem.charts.terminal.cells",
    }
    assert "textual" in app
    assert packages_of(app) & {"matplotlib", "numpy", "yaml", "tinydb"} == set(), "no drawing library and no parser"
    assert "sem.analysis.scoring" in teams
    assert (parts_of(teams) | teams) & PLANNING == set(), "no plan and no parser"
    assert {"sem.model.plan", "sem.model.programme", "sem.store.programme", "sem.store.merging"} & teams == set()


def test_an_export_of_a_round_waits_for_no_plan_no_parser_and_no_screen(workspace: Path) -> None:
    state, data, out = (str(workspace / name) for name in ("state", "data", "out"))
    (loaded,) = modules_after(
        f"""
from sem.cli.root import root
from sem.cli.session import Session
session = Session(environment={{"SEM_STATE": {state!r}, "SEM_CONFIG": "none"}})
try:
    root.main(["--data", {data!r}, "export", "Team", "--csv", "--out", {out!r}], obj=session)
except SystemExit as end:
    assert end.code == 0
"""
    )
    assert "sem.reports.export" in loaded
    assert (parts_of(loaded) | loaded) & (PLANNING | HEAVY - {"platformdirs", "tomllib"} | {"sem.tui"}) == set()
    assert {"sem.model.plan", "sem.model.programme", "sem.reports.roadmap_export"} & loaded == set()


def test_the_import_contracts_hold() -> None:
    result = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr


def faults(path: Path) -> Iterator[str]:
    """Yield what is wrong with a module before one has read what it does."""
    source = path.read_text("utf-8")
    if path.name == "__init__.py" and not source.strip():
        if not path.is_relative_to(ROOT / "tests"):
            yield "only test packages may be empty"
        return
    if not source.startswith('"""') or not source[3:].partition('"""')[0].partition("\n")[0].endswith((".", "`")):
        yield "the first line is a docstring of one sentence"
    if source.count("\n") > LONGEST_MODULE:
        yield "split it along a real seam"


def test_every_module_says_in_its_first_line_why_it_exists_and_can_be_read_in_one_sitting() -> None:
    assert [f"{path.relative_to(ROOT)}: {fault}" for path in MODULES for fault in faults(path)] == []


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("whole.py", '"""What it is for."""\n', 0),
        ("many_lines.py", '"""What it is for.\n\nAnd more\n"""\n', 0),
        ("no_sentence.py", '"""What it is for\n"""\n', 1),
        ("nothing.py", "import os\n", 1),
        ("__init__.py", "", 1),
        ("long.py", '"""Too much."""\n' + "\n" * LONGEST_MODULE, 1),
    ],
)
def test_a_module_that_does_not_is_found(tmp_path: Path, name: str, source: str, found: int) -> None:
    (tmp_path / name).write_text(source)
    assert len([*faults(tmp_path / name)]) == found


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
