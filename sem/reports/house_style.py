"""The house style of a report: the logo and the colours of an organisation, checked before anything is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from sem.errors import InvalidError, Problem
from sem.files import read_file, reason
from sem.i18n import gettext as _
from sem.i18n import number
from sem.settings import Settings

COLOUR, ACCENT = "#2c4a5e", "#9a3412"
"""What headings and scores have, and what is set beside them, where nobody chose; as in the figures."""
LEAST_CONTRAST = 4.5
"""What WCAG 2 asks of texts on their ground."""

MOST_LOGO_BYTES = 5_000_000
MOST_LOGO_PIXELS = 40_000_000
_LOGO_BOX = (800, 320)
_COLOUR = re.compile("#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo, made small enough for a page.

    Args:
        png: Its bytes, without anything that the file told of who made it.
        width: In pixels.
        height: In pixels.
    """

    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """How a report looks.

    Args:
        colour: Of headings and scores, as ``#rrggbb``; dark enough to read on white.
        accent: Of what is set beside those; likewise.
        logo: None for none.
    """

    colour: str = COLOUR
    accent: str = ACCENT
    logo: Logo | None = None

    def paler(self, share: float) -> str:
        """Return the colour mixed with white, of which `share`, 0 to 1, is the colour."""
        parts = (int(self.colour[at : at + 2], 16) for at in (1, 3, 5))
        return "#" + "".join(f"{round(255 - (255 - part) * share):02x}" for part in parts)


def house_style_of(settings: Settings, settings_file: Path) -> HouseStyle:
    """Return the house style that the settings ask for.

    Args:
        settings: Those of the user.
        settings_file: Where they are from; the path of a logo is counted from its folder.

    Raises:
        InvalidError: A colour is none, or can't be read on white, or the logo can't be used; all problems at once.
    """
    problems: list[Problem] = []
    colours = {}
    for key, usual in (("report_colour", COLOUR), ("report_accent", ACCENT)):
        wish = getattr(settings, key) or usual
        problem = _colour_problem(wish)
        if problem:
            problems.append(Problem(*problem, file=str(settings_file), field=key))
        colours[key] = wish.lower()
    logo = None
    if settings.report_logo:
        path = settings_file.parent / Path(settings.report_logo).expanduser()
        try:
            logo = read_logo(path)
        except InvalidError as error:
            problems.append(Problem(error.message, error.advice, file=str(settings_file), field="report_logo"))
    if problems:
        raise InvalidError(_("The report can't look as the settings ask."), problems=problems)
    return HouseStyle(colours["report_colour"], colours["report_accent"], logo)


def _colour_problem(wish: str) -> tuple[str, str] | None:
    if not _COLOUR.fullmatch(wish):
        return (
            _("“{wish}” is not a colour.").format(wish=wish),
            _("Write a number sign and six digits, such as {example}.").format(example=COLOUR),
        )
    contrast = 1.05 / (_luminance(wish) + 0.05)
    if contrast >= LEAST_CONTRAST:
        return None
    return (
        _("The colour {wish} is too light to read on white: its contrast is {contrast} and has to be {least}.").format(
            wish=wish, contrast=number(contrast), least=number(LEAST_CONTRAST)
        ),
        _("Choose a darker one."),
    )


def _luminance(colour: str) -> float:
    """Return how light a colour is, 0 to 1, as WCAG 2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def read_logo(path: Path) -> Logo:
    """Return a logo from a PNG or JPEG file, made small enough for a page.

    Raises:
        InvalidError: There is no such file, or it is no such picture, or far too large.
    """
    try:
        data = read_file(path, MOST_LOGO_BYTES)
    except OSError as error:
        raise InvalidError(_("The logo {file} can't be read: {why}.").format(file=path, why=reason(error))) from None
    if len(data) > MOST_LOGO_BYTES:
        raise _too_large(path)
    from PIL import Image, UnidentifiedImageError

    refused = InvalidError(
        _("The logo {file} is not a PNG or JPEG picture.").format(file=path),
        _("Save it as PNG, with at most a few thousand pixels on a side."),
    )
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > MOST_LOGO_PIXELS:
                raise _too_large(path)
            image.load()
            return _small(image)
    except InvalidError:
        raise
    except Image.DecompressionBombError:
        raise _too_large(path) from None
    # Pillow raises half a dozen kinds for a picture that is cut off or lies about itself.
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError):
        raise refused from None


def _small(image: Any) -> Logo:
    picture = image.convert("RGBA")
    picture.thumbnail(_LOGO_BOX)
    out = BytesIO()
    picture.save(out, "PNG")
    return Logo(out.getvalue(), picture.width, picture.height)


def _too_large(path: Path) -> InvalidError:
    return InvalidError(
        _("The logo {file} is too large.").format(file=path),
        _("Make it smaller: a few hundred pixels on a side are enough."),
    )
