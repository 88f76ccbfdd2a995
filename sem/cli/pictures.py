"""How pictures are to look: the options of every command that draws them, and what they could not show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import click

from sem.cli.base import Function, option
from sem.cli.output import narrate
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.settings import PICTURE_THEMES

if TYPE_CHECKING:
    from sem.charts.figures.sheet import Look
    from sem.cli.session import Session
    from sem.reports.export import Picture

PICTURES: tuple[Picture, ...] = ("png", "svg", "pdf")


class Wish(NamedTuple):
    """What was said of how pictures are to look: as it was typed, None where nothing was said."""

    theme: str | None
    width: str | None
    height: str | None
    dpi: str | None


def picture_options(function: Function) -> Function:
    """Give a command the options for the colours and the size of its pictures."""
    for add in (
        option("--dpi", metavar=N_("NUMBER"), help=N_("How many pixels a PNG has to the inch; 120 without this.")),
        option("--height", metavar=N_("CM"), help=N_("How high a picture is, in centimetres.")),
        option("--width", metavar=N_("CM"), help=N_("How wide a picture is, in centimetres.")),
        option(
            "--theme",
            type=click.Choice(PICTURE_THEMES),
            help=N_("The colours of a picture; print is black on white. Without it: your settings, else light."),
        ),
    ):
        function = add(function)
    return function


def look_of(session: Session, wish: Wish, *, pictures: bool) -> Look:
    """Return how pictures are to look.

    Args:
        session: The surroundings of this run, with the settings.
        wish: What was said.
        pictures: Whether there are pictures among what is written.

    Raises:
        UsageError: A number is none, or something is said of pictures and none is written.
    """
    from sem.charts.figures.sheet import Look
    from sem.charts.figures.size import DOTS_PER_INCH, Size
    from sem.charts.figures.style import THEMES
    from sem.reports.export import usual_look

    if not pictures and any(value is not None for value in wish):
        raise click.UsageError(
            _("--theme, --width, --height and --dpi are about pictures: add {options}.").format(
                options=", ".join(f"--{name}" for name in PICTURES)
            )
        )
    usual = usual_look(session.settings).theme
    theme = next((theme for name, theme in THEMES.items() if name == wish.theme), usual)
    size = Size(_centimetres("--width", wish.width), _centimetres("--height", wish.height))
    return Look(theme, size, DOTS_PER_INCH if wish.dpi is None else _dots(wish.dpi))


def _centimetres(option_name: str, typed: str | None) -> float | None:
    """Return a number of centimetres, with a point or a comma."""
    if typed is None:
        return None
    try:
        return float(typed.strip().removesuffix("cm").replace(",", "."))
    except ValueError:
        words = _("{option} takes centimetres, such as 16.5, and not “{typed}”.")
        raise click.UsageError(words.format(option=option_name, typed=typed)) from None


def _dots(typed: str) -> int:
    try:
        return int(typed)
    except ValueError:
        words = _("{option} takes a whole number, such as 300, and not “{typed}”.")
        raise click.UsageError(words.format(option="--dpi", typed=typed)) from None


def tell_lacking(texts: Iterable[str]) -> None:
    """Say which characters of texts the pictures can't show."""
    from sem.charts.figures.typeface import lacking

    if unknown := lacking("".join(texts)):
        narrate(_("The picture has □ for what its letters lack: {characters}.").format(characters=" ".join(unknown)))
