"""A radar with all that is around it in a box: names and levels without room get shorter, and are explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sem.charts.figures.page import NOTE_SIZE
from sem.charts.figures.radar import Arrangement, Axis, arrange, draw_radar, outline, places
from sem.charts.figures.rings import Outline, level_texts, place_names, place_numbers
from sem.charts.figures.sheet import Box, Sheet
from sem.charts.figures.typeface import fit
from sem.charts.terminal.cells import NO_BREAK_SPACE


def fit_radar(
    sheet: Sheet, box: Box, axes: list[Axis], nothing: list[str], names: Sequence[str],
    before: Sequence[float | None] = (),
) -> bool:  # fmt: skip
    """Draw a radar in a box, and return whether its axes have numbers for want of room, which a table then explains.

    Args:
        sheet: What to draw on.
        box: What it all must stay in.
        axes: At least three.
        nothing: For each axis, what stands behind its number where it has no value.
        names: Of the levels, lowest first; printable.
        before: Earlier values of the axes; none where there are none.
    """
    levels = len(names)

    def shape() -> Outline:
        own = outline(arranged, axes, levels)
        return replace(own, others=tuple(filter(None, places(own.centre, own.radius, before, levels))))

    axes, arranged, numbered = _arranged(box, axes, nothing)
    ring_texts = place_names(shape(), names)
    if ring_texts is None:
        key_text = " · ".join(text.replace(" ", NO_BREAK_SPACE) for text in level_texts(names))
        key = fit(key_text, (NOTE_SIZE, 9, 8), box.width, 70, most_lines=4)
        sheet.block(box.left, box.bottom + key.height - 10, key, sheet.theme.grey)
        box = Box(box.left, box.bottom + key.height, box.right, box.top)
        axes, arranged, numbered = _arranged(box, axes, nothing)
        ring_texts = place_numbers(shape(), levels)
    draw_radar(sheet, arranged, axes, ring_texts, before)
    return numbered


def _arranged(box: Box, axes: list[Axis], nothing: list[str]) -> tuple[list[Axis], Arrangement, bool]:
    """Return the axes with their arrangement, and whether they got numbers for want of room.

    Args:
        box: Where they are to stand.
        axes: With their names and values.
        nothing: For each, what stands behind its number where it has no value.
    """
    found = arrange(box, axes)
    if found:
        return axes, found, False
    axes = [
        replace(axis, name=str(i) if axis.value else f"{i} {nothing[i - 1]}", text="") for i, axis in enumerate(axes, 1)
    ]
    found = arrange(box, axes, any_size=True)
    assert found is not None, "letters of any size fit"
    return axes, found, True
