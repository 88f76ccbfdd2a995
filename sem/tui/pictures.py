"""The charts the screens show, made of a profile: which areas, under which names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sem.analysis.scoring import AreaScore, Profile
from sem.charts.terminal.nested import Ring, nested
from sem.charts.terminal.picture import Characters, Picture
from sem.charts.terminal.radar import FEWEST_AXES, Series, radar
from sem.i18n import language
from sem.model.questionnaire import AreaKind
from sem.reports.words import level_words

if TYPE_CHECKING:
    from sem.tui.widgets.picture import Draw

_HIGHEST_RADAR, _HIGHEST_LAYERS = 0.5, 0.4
"""Rows a column that a picture can use; without a limit it would hang in the middle of a high window."""


def radar_areas(profile: Profile) -> tuple[AreaScore, ...]:
    """Return the areas that go on the radar: the building blocks, or all areas where these are too few for one."""
    blocks = profile.of_kind(AreaKind.BUILDING_BLOCK)
    return blocks if len(blocks) >= FEWEST_AXES else profile.areas


def radar_of(profile: Profile, characters: Characters) -> Draw:
    """Return how to draw the radar of a profile."""
    areas = radar_areas(profile)
    axes = [scored.area.short.get(language()) for scored in areas]
    series = [Series("", tuple(scored.score.mean for scored in areas))]

    def draw(width: int, height: int) -> Picture:
        return radar(axes, series, width, min(height, int(width * _HIGHEST_RADAR)), characters=characters)

    return draw


def layers_of(profile: Profile, characters: Characters) -> Draw:
    """Return how to draw the layers of a profile, one inside the other."""
    rings = []
    for layer in profile.questionnaire.layers:
        score = profile.area(layer.id).score
        note = level_words(profile.questionnaire, score.gap_free_level)
        rings.append(Ring(layer.title.get(language()), score.mean, note))

    def draw(width: int, height: int) -> Picture:
        return nested(rings, width, min(height, int(width * _HIGHEST_LAYERS)), characters=characters)

    return draw
