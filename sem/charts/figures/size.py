"""How large a figure is: in centimetres, and for pixels in dots per inch; never so small that it can't be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, inf

from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.i18n import number

UNITS_PER_CENTIMETRE = 100 / 2.54
LEAST_SCALE = 0.55
"""Below this, letters that a figure sets at 9 points would be under 5 points, which can't be read on paper."""
DOTS_PER_INCH = 120
LEAST_DOTS, MOST_DOTS = 72, 600
MOST_PIXELS = 60_000_000
"""A picture of so many takes about 240 MB while it is drawn."""
LONGEST_SIDE = 65_000
"""Of pixels: what draws them counts no further."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a figure is to be.

    Args:
        width: In centimetres; None for what goes with the height, or is usual.
        height: The same.
    """

    width: float | None = None
    height: float | None = None


USUAL = Size()


@dataclass(frozen=True, slots=True)
class Shape:
    """How much room a figure needs for everything in it at its best size, in units of a hundredth of an inch."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Extent:
    """What a figure is laid out on, in units, how much smaller or larger than that it is drawn, and as which shape."""

    width: float
    height: float
    scale: float
    shape: Shape


def extent_for(shapes: Sequence[Shape], size: Size, dots_per_inch: int) -> Extent:
    """Return what to lay a figure out on, so that it comes out at a size.

    Of the shapes it is the one that may be drawn largest; where one side is free, the first that can be read.

    Args:
        shapes: The ways it can be laid out, the usual one first; what is wider or higher than one is room to use.
        size: How large it is to be.
        dots_per_inch: Of pixels.

    Raises:
        InvalidError: It could not be read, or nobody has so many dots; the advice has what works.
    """
    found = _best([_extent(shape, size) for shape in shapes], size)
    if not found.scale >= LEAST_SCALE:
        least = _("{this} or {that}").format(this=_least(shapes[0]), that=_least(shapes[-1]))
        raise InvalidError(
            _("At this size the figure can't be read: {size}.").format(size=_centimetres(size)),
            _("Make it at least {least}.").format(least=least if len(shapes) > 1 else _least(shapes[0])),
        )
    if not LEAST_DOTS <= dots_per_inch <= MOST_DOTS:
        raise InvalidError(
            _("A figure has no {dots} dots per inch.").format(dots=dots_per_inch),
            _("Choose {least} to {most} dots per inch.").format(least=LEAST_DOTS, most=MOST_DOTS),
        )
    return found


def check_pixels(width: float, height: float, dots_per_inch: float) -> None:
    """Refuse a picture of more pixels than there is memory for.

    Args:
        width: In inches.
        height: The same.
        dots_per_inch: Of pixels.

    Raises:
        InvalidError: It has too many; the advice has the most dots that work.
    """
    most = floor(min((MOST_PIXELS / (width * height)) ** 0.5, LONGEST_SIDE / max(width, height)))
    if dots_per_inch <= most:
        return
    raise InvalidError(
        _("The figure would have too many pixels: {width} × {height}.").format(
            width=_pixels(width * dots_per_inch), height=_pixels(height * dots_per_inch)
        ),
        _("Make it smaller, or choose {most} dots per inch or fewer.").format(most=most)
        if most >= LEAST_DOTS
        else _("Make it smaller, or draw it as SVG or PDF."),
    )


def _pixels(count: float) -> str:
    return str(round(count)) if count < inf else "∞"


def _best(extents: Sequence[Extent], size: Size) -> Extent:
    if size.width is None or size.height is None:
        return next((extent for extent in extents if extent.scale >= LEAST_SCALE), extents[0])
    return max(extents, key=lambda extent: extent.scale)


def _extent(shape: Shape, size: Size) -> Extent:
    ways = [
        wanted * UNITS_PER_CENTIMETRE / own
        for wanted, own in ((size.width, shape.width), (size.height, shape.height))
        if wanted is not None
    ]
    scale = min(ways, default=1.0)
    if not 0 < scale < inf:
        return Extent(shape.width, shape.height, 0, shape)
    width = shape.width if size.width is None else size.width * UNITS_PER_CENTIMETRE / scale
    height = shape.height if size.height is None else size.height * UNITS_PER_CENTIMETRE / scale
    return Extent(width, height, scale, shape)


def _least(shape: Shape) -> str:
    # Rounded up, so that what is asked for is really enough.
    sides = (ceil(side * LEAST_SCALE / UNITS_PER_CENTIMETRE * 10) / 10 for side in (shape.width, shape.height))
    return _centimetres(Size(*sides))


def _centimetres(size: Size) -> str:
    width, height = (None if side is None else number(side) for side in (size.width, size.height))
    if width is None:
        return _("{n} cm high").format(n=height)
    if height is None:
        return _("{n} cm wide").format(n=width)
    return _("{width} × {height} cm").format(width=width, height=height)
