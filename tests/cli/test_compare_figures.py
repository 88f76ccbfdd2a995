"""Pictures that compare, and how every picture is to look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sem.content.library import load_questionnaire
from sem.i18n import language, set_language
from sem.model.assessment import Answer, RoundKind
from tests.cli.conftest import Cli

SCAN = load_questionnaire("quick-scan")


@pytest.fixture(autouse=True)
def _spoken() -> Iterator[None]:
    before = language()
    yield
    set_language(before)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """Return a workspace with West, which has two rounds, East with one, and New with none."""
    cli = Cli(tmp_path_factory.mktemp("figures"))
    store = cli.store
    for name, days in (("West", (date(2025, 11, 3), date(2026, 11, 2))), ("East", (date(2026, 5, 4),)), ("New", ())):
        team = store.add_team(name)
        for at, day in enumerate(days):
            round_ = store.start_round(team.id, SCAN, day, RoundKind.NAMED)
            for n in range(2):
                sheet = store.open_sheet(round_, f"Person {n}")
                sheet.save({question.id: Answer(level=2 + at + n % 2) for question in SCAN.questions})
                sheet.close()
            store.close_round(round_, day)
    return cli


def names(out: str) -> list[str]:
    return [Path(line).name for line in out.splitlines()]


def test_the_pictures_of_one_team_are_of_its_rounds(filled: Cli, tmp_path: Path) -> None:
    result = filled("compare", "West", "--svg", "--theme", "print", "--out", str(tmp_path))
    assert result.code == 0
    assert names(result.out) == [f"west-2026-11-02-{figure}-en.svg" for figure in ("changes", "overlay", "trend")]
    assert {path.name for path in tmp_path.iterdir()} == set(names(result.out))
    again = filled("compare", "West", "--svg", "--figure", "trend", "--out", str(tmp_path))
    assert names(again.out) == ["west-2026-11-02-trend-en-2.svg"]


def test_with_one_round_there_is_a_trend_and_no_change(filled: Cli, tmp_path: Path) -> None:
    result = filled("compare", "East", "--svg", "--out", str(tmp_path))
    assert names(result.out) == ["east-2026-05-04-trend-en.svg"]
    refused = filled("compare", "East", "--svg", "--figure", "overlay", "--out", str(tmp_path))
    assert refused.code == 4
    assert "no two rounds" in refused.err


def test_one_area_over_time_is_a_picture_of_its_own(filled: Cli, tmp_path: Path) -> None:
    one_area = ("compare", "West", "--over-time", "--area", "Culture", "--out", str(tmp_path))
    result = filled(*one_area, "--svg", "--pdf", "--theme", "dark", "--width", "20")
    assert names(result.out) == [f"west-2026-11-02-area-culture-en.{form}" for form in ("svg", "pdf")]
    assert "Culture: 2.5, 3.5." in (tmp_path / names(result.out)[0]).read_text("utf-8")
    both = filled(*one_area, "--svg", "--figure", "area", "--figure", "trend", "--overwrite")
    assert names(both.out) == ["west-2026-11-02-trend-en.svg", "west-2026-11-02-area-culture-en.svg"]
    east = filled("compare", "East", "--over-time", "--area", "culture", "--svg", "--out", str(tmp_path))
    assert names(east.out) == ["east-2026-05-04-area-culture-en.svg"]
    unknown = filled("compare", "West", "--over-time", "--area", "cultur", "--svg", "--out", str(tmp_path))
    assert (unknown.code, unknown.out) == (4, "")


def test_the_pictures_of_several_teams(filled: Cli, tmp_path: Path) -> None:
    result = filled("compare", "--all", "--svg", "--figure", "heatmap", "--figure", "dots", "--out", str(tmp_path))
    assert names(result.out) == ["teams-2026-11-21-heatmap-en.svg", "teams-2026-11-21-dots-en.svg"]
    result = filled("compare", "--all", "--area", "culture", "--png", "--width", "16,5", "--out", str(tmp_path))
    assert names(result.out) == ["teams-2026-11-21-area-culture-en.png"]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ("compare West --figure trend", 2, "--figure is about pictures"),
        ("compare West --json --png", 2, "not for both"),
        ("compare West --png --figure heatmap", 2, "heatmap: of several teams"),
        ("compare --all --png --figure changes", 2, "changes: of the rounds of one team"),
        ("compare --all --png --figure area", 2, "name it with --area"),
        ("compare West --png --figure area", 2, "name it with --area"),
        ("compare West --width 20", 2, "add --png, --svg, --pdf"),
        ("compare West --png --width wide", 2, "--width takes centimetres"),
        ("compare West --png --dpi 1.5", 2, "--dpi takes a whole number"),
        ("compare West --png --width 3", 4, "Make it at least"),
        ("compare West --png --dpi 9000", 4, "72 to 600"),
        ("export --csv --theme dark", 2, "are about pictures"),
        ("export --csv --figure layers", 2, "--figure is about pictures"),
        ("export West --roadmap --png --figure layers", 2, "one picture"),
        ("export West --png --height 4", 4, "can't be read: 4.0 cm high"),
    ],
)
def test_what_does_not_go_together_is_refused_and_nothing_is_written(
    filled: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: str, code: int, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = filled(*arguments.split())
    assert (result.code, result.out) == (code, "")
    assert told in result.err
    assert list(tmp_path.iterdir()) == []


def test_the_layers_can_be_a_picture_of_their_own(filled: Cli, tmp_path: Path) -> None:
    result = filled("export", "West", "--svg", "--figure", "layers", "--figure", "profile", "--out", str(tmp_path))
    assert names(result.out) == ["west-2026-11-02-profile-en.svg", "west-2026-11-02-layers-en.svg"]


def test_a_size_that_fits_no_team_is_told_once(filled: Cli, tmp_path: Path) -> None:
    result = filled("export", "--png", "--width", "3", "--out", str(tmp_path))
    assert result.code == 4
    assert result.err.count("can't be read") == 1


def test_the_settings_choose_the_colours_and_the_option_goes_before_them(filled: Cli, tmp_path: Path) -> None:
    (filled.folder / "settings.toml").write_text('pictures = "dark"\n', "utf-8")
    try:
        for theme, ground in (((), "#151b21"), (("--theme", "light"), "#ffffff")):
            result = filled("export", "East", "--svg", *theme, "--out", str(tmp_path))
            assert f"fill: {ground}" in Path(result.out.strip()).read_text("utf-8")[:4000]
    finally:
        (filled.folder / "settings.toml").unlink()
