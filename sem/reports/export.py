"""Exporting a round: pictures, tables and JSON, each as a file with a name that says what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from sem.analysis.disclosure import Disclosed
from sem.i18n import language
from sem.model.assessment import Round, Team
from sem.reports.files import Destination, file_name, team_slug
from sem.reports.shown import shown_round
from sem.settings import Settings
from sem.store import Store

if TYPE_CHECKING:
    from sem.charts.figures.sheet import Look

Picture = Literal["png", "svg", "pdf"]
Format = Literal["png", "svg", "pdf", "csv", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
FigureName = Literal["profile", "layers"]
FIGURES: tuple[FigureName, ...] = get_args(FigureName)
"""The pictures of one round."""


def usual_look(settings: Settings) -> Look:
    """Return how pictures look where nobody says otherwise: in the colours that the settings ask for."""
    from sem.charts.figures.sheet import Look
    from sem.charts.figures.style import THEMES

    return Look(next(theme for name, theme in THEMES.items() if name == settings.pictures))


def export_round(
    store: Store,
    team: Team,
    round_: Round,
    formats: Iterable[Format],
    out: Path,
    *,
    overwrite: bool = False,
    look: Look | None = None,
) -> Iterator[Path]:
    """Write a round in each of the formats, in the language in use, and yield each path once the file is there.

    CSV gives the scores of the areas, the answers of each respondent where they may be known, and the scores of the
    questions.

    Raises:
        StoreError: The round can't be read.
        ExportError: A file could not be written; the ones yielded before are there.
    """
    name = team_slug(store, team)
    yield from export_to(Destination(out, overwrite=overwrite), name, store, team, round_, formats, look)


def export_to(
    destination: Destination,
    name: str,
    store: Store,
    team: Team,
    round_: Round,
    formats: Iterable[Format],
    look: Look | None = None,
    figures: Sequence[FigureName] = ("profile",),
) -> Iterator[Path]:
    """Do what `export_round` does for one of several rounds that go to the same folder.

    Args:
        destination: The folder.
        name: What the team's files are called after, from `team_slugs`.
        store: Where the round is.
        team: Whose round.
        round_: The round.
        formats: What to write.
        look: The colours and the size of pictures; light and for a slide without.
        figures: Which pictures there are in each format that is one.

    Raises:
        InvalidError: A picture could not be read at that size.
    """
    shown = shown_round(store, round_)
    for format_ in formats:
        for what, suffix, data in _CONTENTS[format_](team, shown, look, figures):
            spoken = "" if format_ == "json" else language()
            yield destination.write(file_name(name, round_.opened, what, suffix, spoken), data)


Content = Iterator[tuple[str, str, bytes]]
"""What a file is about, the end of its name, and its bytes."""


def _picture(
    format_: Picture, team: Team, shown: Disclosed, look: Look | None, figures: Sequence[FigureName]
) -> Content:
    from sem.charts.figures.nested import draw_layers_figure
    from sem.charts.figures.profile import draw_profile
    from sem.charts.figures.sheet import SLIDE

    drawers = {"profile": draw_profile, "layers": draw_layers_figure}
    for name in figures:
        sheet = drawers[name](shown.profile, team=team.name, day=shown.round.opened, look=look or SLIDE)
        yield name, format_, sheet.data(format_)


def _csv(team: Team, shown: Disclosed, _look: Look | None, _figures: Sequence[FigureName]) -> Content:
    from sem.reports.csv_file import csv_bytes
    from sem.reports.tables import (
        ANSWER_COLUMNS,
        QUESTION_COLUMNS,
        SCORE_COLUMNS,
        answer_rows,
        question_rows,
        score_rows,
    )

    yield "scores", "csv", csv_bytes(SCORE_COLUMNS, score_rows(team, shown))
    if shown.singly:
        yield "answers", "csv", csv_bytes(ANSWER_COLUMNS, answer_rows(team, shown))
    yield "questions", "csv", csv_bytes(QUESTION_COLUMNS, question_rows(team, shown))


def _json(team: Team, shown: Disclosed, _look: Look | None, _figures: Sequence[FigureName]) -> Content:
    import json

    from sem.reports.scores import scores_json

    text = json.dumps(scores_json(team, shown), ensure_ascii=False, indent=2)
    yield "scores", "json", f"{text}\n".encode("utf-8", "backslashreplace")


_CONTENTS: dict[Format, Callable[[Team, Disclosed, Look | None, Sequence[FigureName]], Content]] = {
    "png": partial(_picture, "png"),
    "svg": partial(_picture, "svg"),
    "pdf": partial(_picture, "pdf"),
    "csv": _csv,
    "json": _json,
}
