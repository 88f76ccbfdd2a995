"""A window with what a team measures of its results, and the form to write down a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content

from sem.i18n import gettext as _
from sem.i18n import short_date
from sem.model.outcome import Better, Measure
from sem.model.programme import Programme
from sem.programme.outcomes import find_measure, in_order, measured_text, value_text
from sem.reports.outcome_text import better_words, movement_words
from sem.tui.actions import Action, Scope, bindings
from sem.tui.screens.programme_dialog import ProgrammeDialog
from sem.tui.screens.reading import Paragraph, Paragraphs
from sem.tui.text import cell_width, fit, plain, spread
from sem.tui.widgets.key_bar import KeyBar, own_title
from sem.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from sem.tui.screens.form import Form, Values

_GAP = 2
"""Columns between a name and its value at least."""


class OutcomesDialog(ProgrammeDialog):
    """Tells what a team measures, with the last values, and keeps new ones.

    Args:
        team: Whose results.
    """

    SCOPE = Scope.OUTCOMES
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.OUTCOMES)]
    DEFAULT_CSS = """
    OutcomesDialog > #window { width: 104; }
    OutcomesDialog Rows { max-height: 12; }
    """

    def title_words(self) -> str:
        """Return whose results they are."""
        return _("What customers notice of {team}").format(team=self.team.name)

    @property
    def _measures(self) -> tuple[Measure, ...]:
        return in_order(self.programme) if self.programme else ()

    @property
    def _pointed(self) -> Measure | None:
        id_ = self.query_one(Rows).pointed
        return next((one for one in self._measures if one.id == id_), None)

    def show(self) -> None:
        """Show the measures."""
        super().show()
        if self.programme is None:
            return
        said = _("A score is not a result. Whether your work did it, no table can tell: other things changed too.")
        if not self._measures:
            said = _("A score is not a result. Write down what customers notice (n): satisfaction, effort, complaints.")
        self.query_one(Paragraphs).show([said])
        self.query_one(Rows).show(lambda width: [Row(one.id, _line(one, width)) for one in self._measures])
        self.query_one(KeyBar).refresh()

    def key_title(self, action: Action) -> str:
        """Return what an action is called; nothing where there is nothing it could be done to."""
        if action.name in ("open", "remove") and (not self.is_mounted or self._pointed is None):
            return ""
        return own_title(action)

    # What the keys do.

    def action_add(self) -> None:
        """Ask for a value of the measure pointed at, or of another, and keep it."""
        from sem.programme.outcomes import MeasurementDraft, record_value
        from sem.programme.typed import read_day, read_number, read_whole
        from sem.tui.screens.form import FormDialog
        from sem.tui.typed_fields import FieldReader

        today = self.sem.clock()
        pointed = self._pointed

        async def take(values: Values) -> Programme:
            reader = FieldReader(values)
            draft = MeasurementDraft(
                values["measure"],
                reader.read("value", lambda text: read_number(text.strip().removesuffix("%")), None),
                reader.read("on", read_day, None) or today,
                values["unit"] if values["unit"].strip() else None,
                Better(values["better"]) if values["better"] else None,
                reader.read("n", read_whole, None),
                values["source"],
                values["replace"] == "yes",
            )
            return await self.changed(reader.checked(lambda programme: record_value(programme, draft, today)))

        self.app.push_screen(FormDialog(lambda: self._form(pointed), take), self.take)

    def _form(self, pointed: Measure | None) -> Form:
        from sem.programme.typed import day_text
        from sem.programme.usual_measures import usual_names
        from sem.tui.screens.form import Form, FormField

        usual = _("Such as {names}; or a name of your own.").format(names=", ".join(usual_names()))
        better = (("", _("as before, or as usual")), ("higher", _("higher")), ("lower", _("lower")))
        return Form(
            _("A value"),
            (
                FormField("measure", _("What was measured"), pointed.name if pointed else "", hint=usual),
                FormField("value", _("What came out"), hint=_("A number, with a point or a comma.")),
                FormField("on", _("On which day"), day_text(self.sem.clock()), hint=_("Of a period its last day.")),
                FormField("unit", _("Counted in"),
                          hint=_("Such as %, 0–10, minutes or per month. A measure that is there has one already.")),
                FormField("better", _("Better is"), options=better),
                FormField("n", _("From how many"), hint=_("How many people or cases it comes from; may be empty.")),
                FormField("source", _("Where it comes from"), hint=_("Such as a survey; may be empty.")),
                FormField("replace", _("If that day has one"), "no",
                          (("no", _("keep that one")), ("yes", _("this one takes its place")))),
            ),
        )  # fmt: skip

    def action_open(self) -> None:
        """Show all values of the measure pointed at."""
        from sem.tui.screens.reading import ReadingDialog

        if one := self._pointed:
            measure = one
            self.app.push_screen(ReadingDialog(lambda: (measure.name, _told(measure))))

    def action_remove(self) -> None:
        """Take the last value of the measure pointed at away, after asking; of one without values the measure."""
        from sem.programme.outcomes import remove_measure, remove_value

        one = self._pointed
        if one is None:
            return
        measure, last = one, one.last

        def change(programme: Programme) -> Programme:
            found = find_measure(programme, measure.id)
            return remove_value(programme, found.id, last.on) if last else remove_measure(programme, found.id)

        def asked() -> tuple[str, str]:
            said = f"{measure.name} · {measured_text(measure, last)} · {short_date(last.on)}" if last else measure.name
            return _("Take this away?"), said

        self.ask_and_change(asked, change)


def _line(measure: Measure, width: int) -> Content:
    """Return a measure with its last value, and how it moved where the whole name leaves room for that."""
    last = measure.last
    value = f"{measured_text(measure, last)} · {short_date(last.on)}" if last else _("no value yet")
    moved = " · ".join(filter(None, (value, movement_words(measure))))
    name = Content(plain(measure.name))
    right = moved if name.cell_length + _GAP + cell_width(moved) <= width else value
    return spread(name, Content.styled(fit(right, max(10, width - 12)), "$muted"), width)


def _told(measure: Measure) -> list[Paragraph]:
    """Return all values of a measure, the newest first, and what is better."""
    about = " · ".join(filter(None, (measure.unit, better_words(measure), movement_words(measure))))
    values = [
        (short_date(one.on), " · ".join(filter(None, (
            value_text(one.value), f"n = {one.n}" if one.n is not None else "", one.source))))
        for one in reversed(measure.values)
    ]  # fmt: skip
    return [about, *values]
