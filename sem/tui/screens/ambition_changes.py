"""The windows in which one says where to be, by when, with what, and who leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from sem.errors import InvalidError, Problem, SemError
from sem.i18n import gettext as _
from sem.model.ambition import Ambition, Capacity, Owner
from sem.programme.ambition import AmbitionEdit, edited, new_owner
from sem.programme.checks import clean_text
from sem.programme.typed import day_text, number_text, read_day, read_number, read_weeks, read_whole, weeks_text
from sem.tui.ambition_draft import Draft
from sem.tui.screens.form import Form, FormDialog, FormField, TextDialog, Values

Read = TypeVar("Read")


def statement_dialog(draft: Draft) -> FormDialog[Draft]:
    """Return the window in which one says in customers' words where to be."""

    def make() -> Form:
        return Form(
            _("Where do you want to be?"),
            (FormField("statement", _("Your ambition"), draft.ambition.statement, long=True),),
            intro=(
                _("What would make every customer tell others about you? "
                  "Say what customers notice then, in their words."),
                _("Not “a higher score”, but for example: "
                  "whoever calls us is helped by the first person they speak to."),
            ),
        )  # fmt: skip

    async def take(values: Values) -> Draft:
        return checked(draft.of(replace(draft.ambition, statement=clean_text(values["statement"]))))

    return FormDialog(make, take)


def means_dialog(draft: Draft) -> FormDialog[Draft]:
    """Return the window with the date and the means."""
    ambition = draft.ambition
    days = ambition.capacity.person_days_a_month

    def make() -> Form:
        return Form(
            _("Date and means"),
            (
                FormField("date", _("Target date"), day_text(ambition.target_date),
                          hint=_("The last day on which you may be there.")),
                FormField("at_once", _("Steps at once"), str(ambition.capacity.steps_at_once),
                          hint=_("How many steps may be under way in one week. Fewer at once are done sooner.")),
                FormField("days", _("Person-days a month"), "" if days is None else number_text(days),
                          hint=_("How much work there is room for. Empty means no limit.")),
                FormField("buffer", _("Buffer in percent"), str(ambition.buffer_percent),
                          hint=_("The part of the plan's length that stays free before the date, for bad luck.")),
                FormField("closed", _("Weeks off"), weeks_text(ambition.closed_weeks),
                          hint=_("Weeks in which nobody works on it, such as {example}.").format(
                              example=_example(draft))),
                FormField("basics", _("Basics first"), "yes" if ambition.basics_first else "no",
                          (("yes", _("yes")), ("no", _("no"))),
                          hint=_("Whether surprises wait until the basics in the plan are at level 3.")),
            ),
        )  # fmt: skip

    async def take(values: Values) -> Draft:
        problems: list[Problem] = []

        def read(field: str, reader: Callable[[str], Read], default: Read) -> Read:
            try:
                return reader(values[field])
            except InvalidError as error:
                problems.append(Problem(error.message, error.advice, field=field))
                return default

        target = read("date", read_day, ambition.target_date)
        at_once = read("at_once", read_whole, ambition.capacity.steps_at_once)
        person_days = read("days", read_number, 1.0) if values["days"].strip() else None
        buffer = read("buffer", lambda text: read_whole(text.strip().removesuffix("%")), ambition.buffer_percent)
        closed = read("closed", read_weeks, ambition.closed_weeks)
        if problems:
            raise InvalidError(_("This ambition does not hold."), problems=problems)
        without = replace(ambition, closed_weeks=())
        return checked(
            draft.of(
                edited(
                    without,
                    AmbitionEdit(
                        target_date=target,
                        capacity=Capacity(at_once, person_days),
                        buffer_percent=buffer,
                        closed=closed,
                        basics_first=values["basics"] == "yes",
                    ),
                )
            )
        )

    return FormDialog(make, take)


def owners_dialog(draft: Draft) -> TextDialog[Draft]:
    """Return the window with who can lead steps, a name on each line."""

    def make() -> tuple[str, list[str]]:
        return _("Who can lead steps?"), [
            _("One name on each line. Who leads which step is said on the roadmap."),
            _("“Anouk = 2” can lead two steps at once; “Anouk = 0” has no time."),
        ]

    async def take(text: str) -> Draft:
        return checked(draft.of(with_owners(draft.ambition, text)))

    return TextDialog(make, owners_text(draft.ambition.owners), take)


def owners_text(owners: tuple[Owner, ...]) -> str:
    """Return owners as one types them."""
    return "\n".join(
        owner.name if owner.steps_at_once == 1 else f"{owner.name} = {owner.steps_at_once}" for owner in owners
    )


def with_owners(ambition: Ambition, text: str) -> Ambition:
    """Return an ambition with the owners that were typed; steps whose owner is gone have none.

    Raises:
        InvalidError: With every name that does not hold.
    """
    found: dict[str, Owner] = {}
    problems = []
    for line in filter(str.strip, text.splitlines()):
        name, _equals, number = line.rpartition("=")
        at_once = 1
        if name.strip() and number.strip().isdecimal() and len(number.strip()) < 4:
            at_once = int(number)
        else:
            name = line
        try:
            owner = new_owner((*ambition.owners, *found.values()), name, at_once)
        except SemError as error:
            problems.append(Problem(error.message, error.advice))
            continue
        found[owner.id] = owner
    if problems:
        raise InvalidError(_("This ambition does not hold."), problems=problems)
    gone = tuple(owner.id for owner in ambition.owners if owner.id not in found)
    return replace(
        edited(ambition, AmbitionEdit(owners=tuple(found.values()), owners_gone=gone)), owners=tuple(found.values())
    )


def checked(draft: Draft) -> Draft:
    """Return a draft that could be saved.

    Raises:
        InvalidError: It could not, and why.
    """
    draft.save(draft.standing.programme)
    return draft


def _example(draft: Draft) -> str:
    year = draft.today.year
    first, last = (draft.today.replace(year=year, month=12, day=day) for day in (21, 31))
    return f"{day_text(first)}..{day_text(last)}"
