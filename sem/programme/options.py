"""The ways to make an ambition fit, each with a name by which it can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.model.ambition import Ambition
from sem.model.names import name_key
from sem.model.plan import Relaxation, RelaxationKind


@dataclass(frozen=True, slots=True)
class Option:
    """One way to make an ambition fit.

    Args:
        number: Its place in the list, from 1.
        name: What it is called in a command: ``date``, ``capacity``, ``owner:`` and an id, or ``level:`` and a number.
    """

    number: int
    name: str
    relaxation: Relaxation


def options_of(relaxations: Sequence[Relaxation]) -> tuple[Option, ...]:
    """Return the options that relaxations are, in their order."""
    found = []
    levels = 0
    for number, relaxation in enumerate(relaxations, 1):
        name = relaxation.kind.value
        if relaxation.kind is RelaxationKind.OWNER:
            name = f"{name}:{relaxation.owner}"
        elif relaxation.kind is RelaxationKind.LEVEL:
            levels += 1
            name = f"{name}:{levels}"
        found.append(Option(number, name, relaxation))
    return tuple(found)


def find_option(options: Sequence[Option], ambition: Ambition, text: str) -> Option:
    """Return the option with this number or name; an owner may be named, and of a single kind the kind is enough.

    Raises:
        InvalidError: There is none; the advice names those there are.
    """
    owners = {owner.id: owner.name for owner in ambition.owners}
    key = name_key("".join(text.split()))
    for option in options:
        names = {str(option.number), option.name}
        if option.relaxation.kind is RelaxationKind.OWNER:
            names.add(f"owner:{owners.get(option.relaxation.owner or '', '')}")
        if sum(other.relaxation.kind is option.relaxation.kind for other in options) == 1:
            names.add(option.relaxation.kind.value)
        if key in {name_key("".join(name.split())) for name in names}:
            return option
    if not options:
        raise InvalidError(_("There is nothing to apply: the plan fits."))
    raise InvalidError(
        _("There is no option “{name}”.").format(name=text),
        _("The options are: {names}.").format(names=", ".join(f"{o.number} {o.name}" for o in options)),
    )
