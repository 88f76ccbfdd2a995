"""The limit for figures: the least that draws a radar of nine axes as a PNG of 1920x1080 with Agg."""

import sys
from math import pi
from typing import IO

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


def draw(target: str | IO[bytes]) -> None:
    """Draw the radar with matplotlib's own axes, and save it."""
    figure = Figure(figsize=(16, 9), dpi=120)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(projection="polar")
    angles = [2 * pi * n / 9 for n in range(9)]
    values = [3, 4, 2, 5, 1, 3, 4, 2, 3]
    axes.plot([*angles, angles[0]], [*values, values[0]])
    axes.set_xticks(angles, [f"area number {n}" for n in range(9)])
    axes.set_ylim(0, 5)
    figure.savefig(target)


if __name__ == "__main__":
    draw(sys.argv[1])
