"""What is drawn on a sheet, put straight on matplotlib's renderer.

An artist of matplotlib for each line, mark and text takes as long again as the drawing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sem.charts.figures.typeface import font_file, outlines

if TYPE_CHECKING:
    from matplotlib.artist import Artist

Point = tuple[float, float]
"""A place in units, to the right and up from the lower left corner."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """Lines of one kind: each through its points, `width` points wide; `style` is as matplotlib has it."""

    lines: Sequence[Sequence[Point]]
    colour: str
    width: float
    style: Any


@dataclass(frozen=True, slots=True)
class Surface:
    """A closed shape, or a circle where there is a radius around the first of the points; ``none`` is no colour."""

    points: Sequence[Point]
    radius: float
    fill: str
    edge: str
    width: float
    style: Any
    alpha: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of `size` points, in one of matplotlib's marker shapes."""

    place: Point
    shape: str
    size: float
    fill: str
    edge: str
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on the sheet.

    Args:
        x: Where it starts.
        baseline: How high it stands there.
        text: Printable.
        size: In points.
        colour: Of the letters.
        bold: Whether they are.
        upwards: Whether it is read from below upwards.
    """

    x: float
    baseline: float
    text: str
    size: float
    colour: str
    bold: bool
    upwards: bool = False


Item = Stroke | Surface | Mark | Line


def layer_of(items: Sequence[Item], scale: float) -> Artist:
    """Return what draws items in their order, with letters, lines and marks by so much smaller or larger."""
    from matplotlib.artist import Artist

    class Layer(Artist):
        def draw(self, renderer: Any) -> None:
            transform = self.get_transform()
            for item in items:
                match item:
                    case Stroke():
                        _draw_stroke(renderer, transform, item, scale)
                    case Surface():
                        _draw_surface(renderer, transform, item, scale)
                    case Mark():
                        _draw_mark(renderer, transform, item, scale)
                    case Line():
                        _draw_letters(renderer, transform, item, scale)

    return Layer()


@cache
def _colour(name: str) -> tuple[float, float, float, float]:
    from matplotlib.colors import to_rgba

    found: tuple[float, float, float, float] = to_rgba(name)
    return found


def _pen(renderer: Any, colour: str, width: float, style: Any) -> Any:
    """Return a context to draw lines of a colour with; the renderer itself makes pixels of their points."""
    context = renderer.new_gc()
    context.set_foreground(_colour(colour), isRGBA=True)
    context.set_linewidth(width)
    if style != "solid":
        offset, dashes = style
        # Dashes grow with the line, as matplotlib's own do.
        context.set_dashes(offset, [length * width for length in dashes])
    return context


def _draw_stroke(renderer: Any, transform: Any, stroke: Stroke, scale: float) -> None:
    from matplotlib.path import Path

    context = _pen(renderer, stroke.colour, stroke.width * scale, stroke.style)
    context.set_joinstyle("round")
    context.set_capstyle("round" if stroke.style == "solid" else "butt")
    points = [point for line in stroke.lines for point in line]
    if len(stroke.lines) == 1:
        path = Path(points)
    else:
        codes = [Path.MOVETO if n == 0 else Path.LINETO for line in stroke.lines for n in range(len(line))]
        path = Path(points, codes)
    renderer.draw_path(context, path, transform)
    context.restore()


def _draw_surface(renderer: Any, transform: Any, surface: Surface, scale: float) -> None:
    from matplotlib.path import Path

    filled = surface.fill != "none"
    edged = surface.edge != "none"
    context = _pen(
        renderer, surface.edge if edged else surface.fill, surface.width * scale if edged else 0.0, surface.style
    )
    context.set_joinstyle("miter")
    context.set_capstyle("butt")
    if surface.alpha < 1:
        context.set_alpha(surface.alpha)
    if surface.radius:
        path = Path.circle(surface.points[0], surface.radius)
    else:
        path = Path([*surface.points, surface.points[0]], closed=True)
    renderer.draw_path(context, path, transform, _colour(surface.fill) if filled else None)
    context.restore()


@cache
def _marker(shape: str) -> Any:
    from matplotlib.markers import MarkerStyle

    return MarkerStyle(shape)


def _draw_mark(renderer: Any, transform: Any, mark: Mark, scale: float) -> None:
    from matplotlib.path import Path

    marker = _marker(mark.shape)
    context = _pen(renderer, mark.edge, mark.width * scale, "solid")
    context.set_joinstyle(marker.get_joinstyle())
    context.set_capstyle(marker.get_capstyle())
    context.set_snap(False)
    size = renderer.points_to_pixels(mark.size * scale)
    outline = marker.get_transform().frozen().scale(size)
    renderer.draw_markers(context, marker.get_path(), outline, Path([mark.place]), transform, _colour(mark.fill))
    context.restore()


def _draw_letters(renderer: Any, transform: Any, line: Line, scale: float) -> None:
    x, y = transform.transform((line.x, line.baseline))
    context = renderer.new_gc()
    context.set_foreground(_colour(line.colour), isRGBA=True)
    size = line.size * scale
    # Files of shapes and letters keep their letters; pixels are the same from outlines, which are at hand for most.
    outline = outlines(line.text, line.bold) if hasattr(renderer, "buffer_rgba") else None
    if outline is not None:
        from matplotlib.path import Path
        from matplotlib.transforms import Affine2D

        along = renderer.points_to_pixels(size) / 100
        placed = Affine2D().scale(along)
        if line.upwards:
            placed.rotate_deg(90)
        context.set_linewidth(0.0)
        context.set_snap(False)
        if len(outline[0]):
            renderer.draw_path(context, Path(*outline), placed.translate(x, y), _colour(line.colour))
    else:
        from matplotlib.font_manager import FontProperties

        font = FontProperties(fname=str(font_file(line.bold)), size=size)
        up = renderer.get_canvas_width_height()[1] - y if renderer.flipy() else y
        renderer.draw_text(context, x, up, line.text, font, 90 if line.upwards else 0, ismath=False)
    context.restore()
