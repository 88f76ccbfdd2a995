"""The charts the screens show, made of a profile: which areas, under which names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sem.analysis.scoring import AreaScore, Profile
from sem.charts.terminal.picture import Characters, Picture
from sem.charts.terminal.radar import FEWEST_AXES, Series, radar
from sem.i18n import gettext as _
from sem.i18n import language
from sem.model.questionnaire import AreaKind
from sem.reports.words import level_words

if TYPE_CHECKING:
    from sem.tui.widgets.picture import Draw

_HIGHEST_LAYERS = 0.45
"""Rows a column that the layers can use; without a limit they would hang in the middle of a high window."""
NAMED_FROM = 60
"""Columns from which the names stand around a radar; in fewer it is so small that numbers leave it twice the size."""
_NAMES, _NUMBERS = 24, 6
"""Columns that the names or numbers beside a radar take."""
_AROUND = 4
"""Rows above and below a radar: names, and what its marks mean."""


def radar_areas(profile: Profile) -> tuple[AreaScore, ...]:
    """Return the areas that go on the radar: the building blocks, or all areas where these are too few for one."""
    blocks = profile.of_kind(AreaKind.BUILDING_BLOCK)
    return blocks if len(blocks) >= FEWEST_AXES else profile.areas


def radar_numbers(profile: Profile) -> dict[str, int]:
    """Return the number of each area on a radar without names, by area id."""
    return {scored.area.id: at for at, scored in enumerate(radar_areas(profile), 1)}


def radar_height(width: int, *, numbered: bool) -> int:
    """Return the rows that a radar of this width can use; with more it would only hang in the middle of them."""
    return (width - (_NUMBERS if numbered else _NAMES)) // 2 + _AROUND


def radar_of(
    profile: Profile,
    characters: Characters,
    *,
    pointed: str = "",
    numbered: bool = False,
    name: str = "",
    earlier: Profile | None = None,
    earlier_name: str = "",
) -> Draw:
    """Return how to draw the radar of a profile.

    Args:
        profile: The scores.
        characters: What to draw with.
        pointed: The id of the area whose label stands out.
        numbered: Whether the axes get numbers instead of names, because a table beside it tells which is which.
        name: What the round is called, where there is an earlier one.
        earlier: The scores of the round before, as a second outline; None for none.
        earlier_name: What that round is called.
    """
    areas = radar_areas(profile)
    ids = [scored.area.id for scored in areas]
    axes = [str(n) if numbered else scored.area.short.get(language()) for n, scored in enumerate(areas, 1)]
    withheld = frozenset(at for at, scored in enumerate(areas) if scored.score.withheld)
    series = [Series(name, tuple(scored.score.mean for scored in areas), withheld=withheld)]
    if earlier is not None:
        before = {scored.area.id: scored.score.mean for scored in earlier.areas}
        series.append(Series(earlier_name, tuple(before.get(id_) for id_ in ids), "○", dashed=True))
    at = ids.index(pointed) if pointed in ids else None

    def draw(width: int, height: int) -> Picture:
        rows = min(height, radar_height(width, numbered=numbered))
        return radar(axes, series, width, rows, characters=characters, pointed=at)

    return draw


def layers_of(profile: Profile, characters: Characters, *, pointed: str = "") -> Draw:
    """Return how to draw the layers of a profile, one inside the other; the text of the one pointed at stands out."""
    from sem.charts.terminal.nested import Ring, nested

    rings, ids = [], [layer.id for layer in profile.questionnaire.layers]
    for layer in profile.questionnaire.layers:
        score = profile.area(layer.id).score
        level = level_words(profile.questionnaire, score.gap_free_level)
        note = _("no level yet") if score.gap_free_level is None else _("gap-free {level}").format(level=level)
        if score.withheld and score.gap_free_level is None:
            # The name says that it is not shown, if there is no mean either.
            note = "" if score.mean is None else _("level not shown")
        rings.append(Ring(layer.title.get(language()), score.mean, note, withheld=score.withheld > 0))
    at = ids.index(pointed) if pointed in ids else None

    def draw(width: int, height: int) -> Picture:
        return nested(rings, width, min(height, int(width * _HIGHEST_LAYERS)), characters=characters, pointed=at)

    return draw
