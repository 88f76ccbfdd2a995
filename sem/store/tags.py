"""The words that a team is found by: what comes of them when some are given and some taken away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.model.names import clean_name, name_key


def changed_tags(tags: Sequence[str], add: Iterable[str], remove: Iterable[str]) -> tuple[str, ...]:
    """Return the tags that a team has after some are given and some taken away, each once; case does not count.

    Args:
        tags: Those it has.
        add: What is given; one that it has keeps its place, and is written as it is here.
        remove: What is taken away.

    Raises:
        NotFoundError: One to take away is not there.
        InvalidError: One does not hold, or is given and taken away at once.
    """
    given = {name_key(tag): tag for tag in _clean(add)}
    taken = {name_key(tag): tag for tag in _clean(remove)}
    if both := [tag for key, tag in taken.items() if key in given]:
        raise InvalidError(
            _("This tag is given and taken away at once: {tag}.").format(tag=both[0]), _("Choose one of the two.")
        )
    had = {name_key(tag): tag for tag in tags}
    if lacking := [tag for key, tag in taken.items() if key not in had]:
        advice = _("The tags it has are: {tags}.").format(tags=", ".join(tags)) if tags else _("It has no tags.")
        raise NotFoundError(_("The team does not have the tag “{tag}”.").format(tag="”, “".join(lacking)), advice)
    return tuple(tag for key, tag in {**had, **given}.items() if key not in taken)


def _clean(tags: Iterable[str]) -> list[str]:
    return [clean_name(tag, _("the tag")) for tag in tags]
