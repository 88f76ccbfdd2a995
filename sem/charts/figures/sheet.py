"""The sheet a figure is drawn on: lines, shapes and texts in hundredths of an inch, saved the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from sem.charts.figures.ink import Item, Line, Mark, Point, Stroke, Surface, layer_of
from sem.charts.figures.size import DOTS_PER_INCH, USUAL, Shape, Size, check_pixels, extent_for
from sem.charts.figures.starting import load
from sem.charts.figures.style import LIGHT, Theme
from sem.charts.figures.typeface import ASCENT, LEADING, UNITS_PER_POINT, Fitted, line_height, text_width

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Format = Literal["png", "svg", "pdf"]
Align = Literal["left", "center", "right"]
# Above each other in this order, whatever is drawn first.
_RULERS, _SHAPES, _LINES, _HALOS, _MARKS, _HIGHEST = 0, 1, 2, 3, 4, 5


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the sheet, in units."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    @property
    def corners(self) -> list[Point]:
        """The corners, from the lower left one against the clock."""
        return [(self.left, self.bottom), (self.right, self.bottom), (self.right, self.top), (self.left, self.top)]


@dataclass(frozen=True, slots=True)
class Look:
    """How a figure is to look.

    Args:
        theme: Its colours.
        size: How large it is.
        dots_per_inch: How fine a PNG is.
    """

    theme: Theme = LIGHT
    size: Size = USUAL
    dots_per_inch: int = DOTS_PER_INCH


SLIDE = Look()
"""Light, and as large as a slide where a figure fits on one: 16 × 9 inches, a PNG of 1920 × 1080 pixels."""


class Sheet:
    """An empty sheet.

    Everything on it is drawn in units and points of the room that was asked for; all of it, letters and lines too,
    comes out smaller or larger by `scale`.

    Attributes:
        width: In units.
        height: The same.
        scale: How much smaller or larger it comes out.
        shape: The one it has of those that were given.
        theme: What to draw with.
        title: What a file of it is called inside; printable.
        told: What it shows, for those who can't see it.
        figure: What is drawn so far.
        layers: What lies above each other, from below, but the texts.
        lines: The texts in it, above everything.
    """

    def __init__(self, shapes: Sequence[Shape], look: Look) -> None:
        """Make a sheet of a shape, or one with more room.

        Raises:
            InvalidError: The figure could not be read at the size.
        """
        extent = extent_for(shapes, look.size, look.dots_per_inch)
        load()
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        self.width, self.height, self.scale = extent.width, extent.height, extent.scale
        self.shape, self.theme = extent.shape, look.theme
        self.title = self.told = ""
        unit = self.scale / 100
        self.figure: Figure = Figure(
            figsize=(self.width * unit, self.height * unit), dpi=look.dots_per_inch, facecolor=look.theme.paper
        )
        units = Affine2D().scale(unit) + self.figure.dpi_scale_trans
        self.lines: list[Line] = []
        self.layers: list[list[Item]] = [[] for _layer in range(_HIGHEST)]
        everything: list[Sequence[Item]] = [*self.layers, self.lines]
        for layer, items in enumerate(everything):
            artist = layer_of(items, self.scale)
            artist.set_transform(units)
            artist.set_zorder(layer)
            self.figure.add_artist(artist)

    def tell(self, title: str, words: str) -> None:
        """Say what it shows, in a title and in a text."""
        self.title, self.told = title, words

    def line(
        self, points: Sequence[Point], colour: str, width: float = 1, style: Any = "solid", *, front: bool = False,
        back: bool = False,
    ) -> None:  # fmt: skip
        """Draw a line through points; its width is in points. It may lie above all lines, or behind all shapes."""
        layer = _MARKS if front else _RULERS if back else _LINES
        self.layers[layer].append(Stroke([points], colour, width, style))

    def segments(self, pairs: Sequence[tuple[Point, Point]], colour: str, width: float = 1) -> None:
        """Draw many straight lines at once; their width is in points."""
        if pairs:
            self.layers[_LINES].append(Stroke(pairs, colour, width, "solid"))

    def hatch(self, box: Box, colour: str, gap: float = 6, width: float = 0.8) -> None:
        """Fill a box with lines that rise to the right, `gap` units apart."""
        rise = box.height
        first = int((box.left - rise) // gap)
        pairs = []
        for n in range(first, int(box.right // gap) + 1):
            # On one raster over the whole sheet, so that boxes beside each other go on in each other.
            x = n * gap
            start, end = max(x, box.left), min(x + rise, box.right)
            if end > start:
                pairs.append(((start, box.bottom + start - x), (end, box.bottom + end - x)))
        self.segments(pairs, colour, width)

    def polygon(
        self, corners: Sequence[Point], fill: str = "none", edge: str = "none", width: float = 1, alpha: float = 1
    ) -> None:
        """Draw a closed shape; `alpha` is how little of what lies behind shows through."""
        self.layers[_SHAPES].append(Surface(corners, 0.0, fill, edge, width, "solid", alpha))

    def halo(self, box: Box, alpha: float = 0.85) -> None:
        """Draw a ground of paper behind a text, above the lines."""
        self.layers[_HALOS].append(Surface(box.corners, 0.0, self.theme.paper, "none", 0.0, "solid", alpha))

    def circle(self, centre: Point, radius: float, fill: str, edge: str, width: float, style: Any = "solid") -> None:
        """Draw a circle."""
        self.layers[_SHAPES].append(Surface([centre], radius, fill, edge, width, style, 1.0))

    def mark(self, place: Point, shape: str, size: float, fill: str, edge: str, width: float = 1) -> None:
        """Draw a mark of `size` points, in one of matplotlib's marker shapes."""
        self.layers[_MARKS].append(Mark(place, shape, size, fill, edge, width))

    def text(self, x: float, baseline: float, text: str, size: float, colour: str, *, bold: bool = False,
             align: Align = "left") -> None:  # fmt: skip
        """Write one printable line; a dollar sign or a backslash in it is only that."""
        width = text_width(text, size, bold)
        left = x - {"left": 0.0, "center": width / 2, "right": width}[align]
        self.lines.append(Line(left, baseline, text, size, colour, bold))

    def text_upwards(self, x: float, start: float, text: str, size: float, colour: str) -> None:
        """Write one printable line from `start` upwards, the feet of its letters at `x`."""
        self.lines.append(Line(x, start, text, size, colour, bold=False, upwards=True))

    def block(self, x: float, top: float, fitted: Fitted, colour: str, align: Align = "left") -> None:
        """Write the lines of a laid out text, downwards from `top`."""
        step = line_height(fitted.size)
        # Half of what is between lines goes above the first.
        first = top - fitted.size * UNITS_PER_POINT * (ASCENT + (LEADING - 1) / 2)
        for i, line in enumerate(fitted.lines):
            if line:
                self.text(x, first - i * step, line, fitted.size, colour, bold=fitted.bold, align=align)

    def write(self, file: Path | BinaryIO, format: Format) -> None:
        """Write what is drawn; the same sheet gives the same bytes, without dates and names of machines or people.

        SVG letters are outlines, because a viewer without our typeface would set them wider and over each other; the
        title and the words say in text what the picture shows. PDF letters stay letters of an embedded font.

        Args:
            file: A path, or a binary file that is open for writing.
            format: ``png``, ``svg`` or ``pdf``.

        Raises:
            InvalidError: A PNG would have too many pixels.
            OSError: The file can't be written.
        """
        metadata: dict[str, Any] = {
            "png": {"Software": None, "Title": self.title, "Description": self.told},
            "svg": {"Creator": "sem", "Date": None, "Title": self.title, "Description": self.told},
            "pdf": {"Creator": "sem", "Producer": None, "CreationDate": None, "Title": self.title,
                    "Subject": self.told},
        }[format]  # fmt: skip
        if format == "png":
            width, height = self.figure.get_size_inches()
            check_pixels(float(width), float(height), self.figure.dpi)
        with own_settings():
            if format != "svg":
                # Six percent larger than by the usual compression, in two thirds of the time.
                options: dict[str, Any] = {"pil_kwargs": {"compress_level": 3}} if format == "png" else {}
                self.figure.savefig(file, format=format, metadata=metadata, **options)
                return
            buffer = BytesIO()
            self.figure.savefig(buffer, format="svg", metadata=metadata)
        _write(file, _described(buffer.getvalue().decode("utf-8"), self.told).encode("utf-8"))

    def data(self, format: Format) -> bytes:
        """Return what `write` writes; the errors are those of it."""
        buffer = BytesIO()
        self.write(buffer, format)
        return buffer.getvalue()


@contextmanager
def own_settings() -> Iterator[None]:
    """Draw and save by matplotlib's defaults, whatever the user's matplotlibrc says; afterwards all is as before."""
    import matplotlib

    # How figures are shown on a screen is none of ours, and changing it would load a window system.
    settings = {
        key: value for key, value in matplotlib.rcParamsDefault.items() if not key.startswith(("backend", "date.epoch"))
    }
    settings |= {"svg.fonttype": "path", "svg.hashsalt": "sem", "pdf.fonttype": 42}
    # At the size of a slide, letters that are not bent to the pixels keep their distances, and are drawn faster.
    settings["text.hinting"] = "none"
    with matplotlib.rc_context(settings):
        yield


def _described(svg: str, description: str) -> str:
    """Return an SVG that screen readers read as one image with a title and a description.

    Its size loses the unit of points, which not every viewer knows.
    """
    from xml.sax.saxutils import escape

    head, rest = svg.split(">\n <title>", 1)
    head = head.replace("<svg ", '<svg role="img" ').replace('pt"', '"')
    return f"{head}>\n <title>" + rest.replace("</title>", f"</title>\n <desc>{escape(description)}</desc>", 1)


def _write(file: Path | BinaryIO, data: bytes) -> None:
    if isinstance(file, Path):
        file.write_bytes(data)
    else:
        file.write(data)
