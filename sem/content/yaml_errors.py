"""Says in plain words what the YAML parser stumbled over, and at which line an author should look."""

from __future__ import annotations

from dataclasses import dataclass

from sem.i18n import gettext as _
from sem.i18n import mark as N_


@dataclass(frozen=True, slots=True)
class _Explanation:
    """What to say when the parser's own message has one of `signs`.

    Args:
        at_start: Whether the mistake is where the thing began, not where the parser noticed.
    """

    signs: tuple[str, ...]
    message: str
    advice: str
    at_start: bool = False


# The signs are of libyaml and of PyYAML's own parser; the first one that fits is used.
_EXPLANATIONS = (
    _Explanation(
        ("found unexpected end of stream", "found unexpected document indicator"),
        N_("A quotation mark is opened here and never closed."),
        N_("Put the same mark at the end of the text."),
        at_start=True,
    ),
    _Explanation(
        ("',' or ']'", "',' or '}'"),
        N_("Between the brackets that open here, a comma, quotation marks or the closing bracket is missing."),
        N_("Close the bracket, and put a text with a colon, a comma or a quotation mark between quotation marks."),
        at_start=True,
    ),
    _Explanation(
        ("mapping values are not allowed",),
        N_("A colon followed by a space can't stand here."),
        N_("Put a text with a colon in it between double quotation marks, and check the spaces at the line's start."),
    ),
    _Explanation(
        ("sequence entries are not allowed",),
        N_("A list can't start here."),
        N_("Start it on a new line, or put a text that starts with a hyphen between double quotation marks."),
    ),
    _Explanation(
        ("a tab character", "'\\t'"),
        N_("There is a tab at the start of this line."),
        N_("Use spaces."),
    ),
    _Explanation(
        ("cannot start any token", "node content"),
        N_("A text can't start with this character."),
        N_("Put the text between double quotation marks. If it is a tab, use spaces."),
    ),
    _Explanation(
        ("could not find expected ':'",),
        N_("A field needs a colon and a space after its name."),
        N_("Add them, or check the spaces at the start of this line."),
    ),
    _Explanation(
        ("unknown escape", "escape code", "expected escape sequence", "did not find expected hexdecimal"),
        N_("A backslash between double quotation marks can't be followed by this."),
        N_("Write two backslashes, or use single quotation marks."),
    ),
    _Explanation(
        ("scanning a block scalar",),
        N_("A text can't start with | or > on the same line."),
        N_("Put the text between double quotation marks, or let it start on the next line."),
    ),
    _Explanation(
        ("did not find expected key", "expected '-' indicator", "expected <block end>"),
        N_("This does not fit in with the lines above it."),
        N_("Check the spaces at the start of the lines, and the quotation marks and brackets around the texts."),
    ),
)


def explain(error: Exception) -> tuple[int, str, str]:
    """Return the line (from 1, or 0 where the parser names none), the message and the advice for a parser's error."""
    raw = ", ".join(filter(None, (getattr(error, "context", None), getattr(error, "problem", None)))) or str(error)
    noticed = getattr(error, "problem_mark", None)
    for explanation in _EXPLANATIONS:
        if any(sign in raw for sign in explanation.signs):
            place = (getattr(error, "context_mark", None) or noticed) if explanation.at_start else noticed
            return _line(place), _(explanation.message), _(explanation.advice)
    message = _("This can't be read as YAML ({reason}).").format(reason=raw)
    return _line(noticed), message, _("Check the spaces, quotation marks and brackets in this line and the one above.")


def _line(mark: object) -> int:
    line = getattr(mark, "line", None)
    return line + 1 if isinstance(line, int) else 0
