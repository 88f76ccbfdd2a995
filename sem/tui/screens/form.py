"""A window with a few fields, which stays open with all that was typed until what is asked for holds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, TextArea

from sem.errors import SemError
from sem.i18n import gettext as _
from sem.tui.actions import Action, Scope, bindings
from sem.tui.screens.base import Dialog
from sem.tui.screens.confirm import ConfirmDialog
from sem.tui.screens.reading import Paragraph, Paragraphs
from sem.tui.text import editable, plain
from sem.tui.widgets.choice import Choice
from sem.tui.widgets.fields import Field, NoteField, ParagraphField
from sem.tui.widgets.line import Line

Taken = TypeVar("Taken")
_FIELDS = "Field, ParagraphField, Choice"
Values = Mapping[str, str]
"""What was typed, or the key of what was chosen, by the id of a field."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field.

    Args:
        id: Its name, in small letters.
        label: What stands before it, in the language in use.
        value: What is in it at first, or the key of the option chosen at first.
        options: Keys with what they are called, where one chooses; empty where one types.
        hint: What helps to fill it in; told while it has the focus.
        long: Whether it is a whole paragraph, which is shown on several lines.
    """

    id: str
    label: str
    value: str = ""
    options: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    long: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A title, what to know before one fills anything in, and the fields; all in the language in use."""

    title: str
    fields: tuple[FormField, ...]
    intro: tuple[Paragraph, ...] = ()


class FormFields(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Scrolls to the field that has the focus; ↑ and ↓ go from field to field, so they are not for scrolling."""

    def on_resize(self) -> None:
        """Keep in sight the field one is at; a call after the refresh may come before the new room is laid out."""
        if self.screen.focused is not None:
            self.screen.focused.scroll_visible(animate=False, immediate=True)


class FormDialog(Dialog[Taken], Generic[Taken]):
    """Closes with what `take` makes of the values; while that does not hold it says why, and keeps what was typed.

    Args:
        make: Returns the form, in the language in use; the ids of its fields are always the same.
        take: Makes something of the values; raises SemError where they do not hold.
    """

    SCOPE = Scope.FORM
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.FORM)]
    DEFAULT_CSS = """
    FormDialog Horizontal { height: auto; }
    FormDialog Horizontal Line { width: 22; }
    FormDialog #intro { margin-bottom: 1; }
    FormDialog #hint { color: $muted; margin-top: 1; }
    FormDialog #hint.-wrong, FormDialog #wrong { color: $error; text-style: bold; }
    FormDialog #wrong { margin-top: 1; }
    FormDialog FormFields { height: auto; scrollbar-size-vertical: 1; }
    FormDialog ParagraphField { max-height: 4; }
    """

    def __init__(self, make: Callable[[], Form], take: Callable[[Values], Awaitable[Taken]]) -> None:
        super().__init__()
        self._make, self._take = make, take
        self._wrong: dict[str, str] = {}

    def title_words(self) -> str:
        """Return the title."""
        return self._make().title

    def body(self) -> ComposeResult:
        """Make the fields, and the places for what helps and for what is wrong."""
        with FormFields():
            yield Paragraphs(id="intro")
            for field in self._make().fields:
                with Horizontal():
                    yield Line(partial(self._label, field.id))
                    if field.options:
                        yield Choice(id=f"field-{field.id}")
                    elif field.long:
                        yield ParagraphField(field.value, id=f"field-{field.id}")
                    else:
                        yield Field(field.value, select_on_focus=True, id=f"field-{field.id}")
        yield Paragraphs(id="hint")
        yield Paragraphs(id="wrong")

    def on_mount(self) -> None:
        """Begin at the first field."""
        for field in self._make().fields:
            if field.options:
                self._choose(field, [key for key, _words in field.options].index(field.value))
        self._show(self.query_one("#wrong", Paragraphs), ())
        first = self.query(_FIELDS).first()
        if isinstance(first, ParagraphField):
            # Only there: in a field one passes on the way up, ↑ would stay in its lines.
            first.move_cursor(first.document.end)
        first.focus()
        self.show()

    def show(self) -> None:
        """Show the form, in the language in use."""
        super().show()
        form = self._make()
        intro = self.query_one("#intro", Paragraphs)
        intro.display = bool(form.intro)
        intro.show(form.intro)
        for field in form.fields:
            if field.options:
                self._choose(field, self._choice(field.id).chosen)
        self._tell()

    def on_resize(self) -> None:
        """Divide the room anew."""
        self._divide()

    def on_descendant_focus(self) -> None:
        """Tell what helps to fill in the field one is now at, or what is wrong with it."""
        self._tell()

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was wrong may be put right now."""
        self._changed(event.input)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """What was wrong may be put right now."""
        self._changed(event.text_area)

    def on_choice_changed(self, event: Choice.Changed) -> None:
        """What was wrong may be put right now."""
        self._changed(event.choice)

    def on_input_submitted(self) -> None:
        """Enter in a field is Enter."""
        self.run_worker(self.action_accept(), exclusive=True)

    async def action_accept(self) -> None:
        """Close with what is made of the values, or say why that can't be."""
        try:
            taken = await self._take(self.values)
        except SemError as error:
            self._say(error)
            return
        self.dismiss(taken)

    def action_next_field(self) -> None:
        """Go to the field below."""
        self.focus_next(_FIELDS)

    def action_previous_field(self) -> None:
        """Go to the field above."""
        self.focus_previous(_FIELDS)

    def key_title(self, action: Action) -> str:
        """Return what an action is called; with one field there is no next one."""
        alone = len(self._make().fields) == 1
        return "" if alone and action.name == "next_field" else super().key_title(action)

    def action_cancel(self) -> None:
        """Close without doing anything; ask first where a longer text would be lost."""
        values = self.values
        _leave(self, any(field.long and values[field.id] != field.value for field in self._make().fields))

    @property
    def values(self) -> Values:
        """What was typed or chosen so far."""
        found = {}
        for field in self._make().fields:
            if field.options:
                found[field.id] = field.options[self._choice(field.id).chosen][0]
            elif field.long:
                found[field.id] = self.query_one(f"#field-{field.id}", ParagraphField).text
            else:
                found[field.id] = self.query_one(f"#field-{field.id}", Field).value
        return found

    def _choice(self, id_: str) -> Choice:
        return self.query_one(f"#field-{id_}", Choice)

    def _choose(self, field: FormField, chosen: int) -> None:
        self._choice(field.id).show([plain(words) for _key, words in field.options], chosen)

    def _label(self, id_: str, width: int) -> Content:
        words = next(field.label for field in self._make().fields if field.id == id_)
        if id_ in self._wrong:
            return Content.styled(f"! {words}", "$error bold").truncate(max(1, width))
        return Content.styled(words, "$muted").truncate(max(1, width))

    def _tell(self) -> None:
        at = self.focused.id if self.focused else None
        here = [field for field in self._make().fields if f"field-{field.id}" == at]
        wrong = [self._wrong[field.id] for field in here if field.id in self._wrong]
        hint = self.query_one("#hint", Paragraphs)
        hint.set_class(bool(wrong), "-wrong")
        self._show(hint, wrong or [field.hint for field in here if field.hint])

    def _say(self, error: SemError) -> None:
        """Tell what is wrong, at the field it is about where there is one, else below; go to the first such field."""
        fields = {field.id: field.label for field in self._make().fields}
        self._wrong = {
            problem.field: " ".join(filter(None, (problem.message, problem.advice)))
            for problem in reversed(error.problems)
            if problem.field in fields
        }
        rest = [problem for problem in error.problems if problem.field not in fields]
        said: list[Paragraph] = []
        if len(self._wrong) > 1:
            names = ", ".join(label for id_, label in fields.items() if id_ in self._wrong)
            said.append(_("Not right yet: {fields}.").format(fields=names))
        if rest or not self._wrong:
            said += error_paragraphs(SemError(error.message, error.advice, rest))
        self._show(self.query_one("#wrong", Paragraphs), said)
        for id_ in fields:
            if id_ in self._wrong:
                self.query_one(f"#field-{id_}").focus()
                break
        self._tell()
        self.refresh_labels()

    def _changed(self, field: Widget) -> None:
        """Take back what is wrong with a field that is being changed, and what was told of all of them."""
        wrong = self._wrong.pop((field.id or "").removeprefix("field-"), None)
        if wrong or self.query_one("#wrong").display:
            self._show(self.query_one("#wrong", Paragraphs), ())
            self._tell()
            self.refresh_labels()

    def refresh_labels(self) -> None:
        """Show again which fields are wrong."""
        for label in self.query("Horizontal Line"):
            label.refresh()

    def _show(self, place: Paragraphs, paragraphs: Sequence[Paragraph]) -> None:
        place.display = bool(paragraphs)
        place.show(paragraphs)
        self._divide()

    def _divide(self) -> None:
        """Leave room for the title, the keys, and what is told below the fields."""
        told = [place for place in (self.query_one("#hint"), self.query_one("#wrong")) if place.display]
        width = max(20, self.query_one("#window").content_size.width)
        rows = sum(1 + place.rows_now(width) for place in told if isinstance(place, Paragraphs))
        self.query_one(FormFields).styles.max_height = max(3, self.app.size.height - 6 - rows)
        # With less room the field one is at may have gone out of sight.
        self.call_after_refresh(self._keep_in_sight)

    def set_focus(self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False) -> None:
        """Go to a field; only `_keep_in_sight` scrolls to it, because the room changes with what helps at the field."""
        super().set_focus(widget, False, from_app_focus)

    def _keep_in_sight(self) -> None:
        if self.focused is not None:
            self.focused.scroll_visible(animate=False, immediate=True)


class TextDialog(Dialog[Taken], Generic[Taken]):
    """A window for a longer text; like a form it stays open until the text holds.

    Args:
        make: Returns the title and what helps to write, in the language in use.
        text: What is there already.
        take: Makes something of the text; raises SemError where it does not hold.
    """

    SCOPE = Scope.TEXT
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.TEXT)]
    DEFAULT_CSS = """
    TextDialog TextArea { height: 6; border: none; padding: 0 1; background: $background; margin-top: 1;
        &:focus { border: none; } }
    TextDialog #wrong { color: $error; text-style: bold; margin-top: 1; }
    """

    def __init__(
        self, make: Callable[[], tuple[str, Sequence[Paragraph]]], text: str, take: Callable[[str], Awaitable[Taken]]
    ) -> None:
        super().__init__()
        self._make, self._text, self._take = make, text, take

    def title_words(self) -> str:
        """Return the title."""
        return self._make()[0]

    def body(self) -> ComposeResult:
        """Make the field, between what helps and what is wrong."""
        yield Paragraphs(id="help")
        yield NoteField(self._text)
        yield Paragraphs(id="wrong")

    def on_mount(self) -> None:
        """Put the cursor behind what is there."""
        area = self.query_one(TextArea)
        area.move_cursor(area.document.end)
        area.focus()
        self.show()

    def show(self) -> None:
        """Show the words around the field, in the language in use."""
        super().show()
        self.query_one("#help", Paragraphs).show(self._make()[1])

    def on_text_area_changed(self) -> None:
        """What was wrong may be put right now."""
        self.query_one("#wrong", Paragraphs).display = False

    def action_cancel(self) -> None:
        """Close without doing anything; ask first where something was typed."""
        _leave(self, self.query_one(TextArea).text != editable(self._text))

    async def action_accept(self) -> None:
        """Close with what is made of the text, or say why that can't be."""
        try:
            taken = await self._take(self.query_one(TextArea).text)
        except SemError as error:
            wrong = self.query_one("#wrong", Paragraphs)
            wrong.display = True
            wrong.show(error_paragraphs(error))
            return
        self.dismiss(taken)


def _leave(dialog: Dialog[Taken], typed: bool) -> None:
    """Close a window without doing anything, but ask first where something was typed in it."""
    if not typed:
        dialog.dismiss(None)
        return

    def after(sure: bool | None) -> None:
        if sure:
            dialog.dismiss(None)

    dialog.app.push_screen(
        ConfirmDialog(lambda: (_("Close without keeping it?"), _("What you typed is lost then."))), after
    )


def error_paragraphs(error: SemError) -> list[Paragraph]:
    """Return what is wrong and what to do; where there are several problems, each by itself."""
    if error.problems:
        return [" ".join(filter(None, (problem.message, problem.advice))) for problem in error.problems]
    return [str(error)]
