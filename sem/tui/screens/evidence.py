"""The window for what speaks for an answer and against it; everything is saved at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList

from sem.errors import InvalidError
from sem.i18n import gettext as _
from sem.i18n import language
from sem.model.assessment import LONGEST_NOTE, MOST_EVIDENCE, AnswerEvidence, EvidenceSide
from sem.model.questionnaire import Question
from sem.programme.checks import Checks
from sem.reports.words import evidence_words, side_word
from sem.tui.actions import Action, Scope, bindings
from sem.tui.screens.base import Dialog
from sem.tui.screens.reading import Paragraphs
from sem.tui.text import fit, plain, wrap
from sem.tui.widgets.key_bar import KeyBar, own_title
from sem.tui.widgets.rows import GAP, Row, Rows

if TYPE_CHECKING:
    from sem.tui.screens.form import Form, Values

Evidence = tuple[AnswerEvidence, ...]
_MOST_LINES = 3


class EvidenceDialog(Dialog[None]):
    """Lists the evidence that somebody has for and against an answer.

    Args:
        question: What was answered.
        evidence: What there is so far.
        keep: Saves it; called after each change.
    """

    SCOPE = Scope.EVIDENCE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.EVIDENCE)]
    DEFAULT_CSS = """
    EvidenceDialog > #window { width: 84; }
    EvidenceDialog Rows { margin-top: 1; }
    """

    def __init__(self, question: Question, evidence: Evidence, keep: Callable[[Evidence], None]) -> None:
        super().__init__()
        self._question, self._evidence, self._keep = question, evidence, keep

    def title_words(self) -> str:
        """Return what it is about."""
        return _("Evidence: {question}").format(question=self._question.label.get(language()))

    def body(self) -> ComposeResult:
        """Make the words and the list."""
        yield Paragraphs()
        yield Rows()

    def on_mount(self) -> None:
        """Begin at the list."""
        self.query_one(Rows).focus()
        self.show()

    def show(self) -> None:
        """Show the evidence, in the language in use."""
        super().show()
        self.query_one(Paragraphs).show([_("What did you see, or what can you show? Look for the other side too.")])
        self.query_one(Rows).show(self._rows)
        self.query_one(KeyBar).refresh()

    def _rows(self, width: int) -> list[Row]:
        rows: list[Row] = []
        # Who answers in a browser could ask in this way which files there are on the machine that serves it.
        look, today = not self.app.is_web, self.sem.clock()
        for number, one in enumerate(self._evidence):
            lines = wrap(f"{side_word(one.side)}: {evidence_words(one, today, look=look)}", width)
            shown = [*lines[: _MOST_LINES - 1], fit(" ".join(lines[_MOST_LINES - 1 :]), width)]
            rows.append(Row(str(number), Content("\n").join(Content(line) for line in shown if line)))
        rows += [GAP] if rows else []
        return [
            *rows,
            Row(EvidenceSide.FOR.value, Content(plain(_("Add evidence for it")))),
            Row(EvidenceSide.AGAINST.value, Content(plain(_("Add evidence against it")))),
        ]

    @property
    def _pointed(self) -> int | None:
        pointed = self.query_one(Rows).pointed
        return int(pointed) if pointed.isdecimal() else None

    def key_title(self, action: Action) -> str:
        """Return what an action is called; nothing where there is nothing to take away."""
        on_a_piece = self.is_mounted and self._pointed is not None
        if action.name == "open" and on_a_piece:
            return _("Change")
        return "" if action.name == "remove" and not on_a_piece else own_title(action)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the keys do with what is pointed at."""
        event.stop()
        self.query_one(KeyBar).refresh()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click does what Enter does."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Change a piece, or add one."""
        from sem.tui.screens.form import FormDialog

        at = self._pointed
        if at is None and len(self._evidence) >= MOST_EVIDENCE:
            self.notify(_("An answer has at most {most} pieces of evidence.").format(most=MOST_EVIDENCE), markup=False)
            return
        before = self._evidence[at] if at is not None else None
        side = before.side if before else EvidenceSide(self.query_one(Rows).pointed)

        async def take(values: Values) -> AnswerEvidence:
            return evidence_of(values)

        def after(made: AnswerEvidence | None) -> None:
            if made is not None:
                known = list(self._evidence)
                if at is None:
                    known.append(made)
                else:
                    known[at] = made
                self._change(tuple(known))

        self.app.push_screen(FormDialog(lambda: evidence_form(before, side), take), after)

    def action_remove(self) -> None:
        """Take away the piece pointed at."""
        at = self._pointed
        if at is not None:
            self._change((*self._evidence[:at], *self._evidence[at + 1 :]))

    def _change(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._keep(evidence)
        self.show()


def evidence_form(before: AnswerEvidence | None, side: EvidenceSide) -> Form:
    """Return the form for a piece of evidence, with what is known of it."""
    from sem.programme.typed import day_text
    from sem.tui.screens.form import Form, FormField

    sides = tuple((one.value, side_word(one)) for one in EvidenceSide)
    observed, expires = (before.observed, before.expires) if before else (None, None)
    fields = (
        FormField("text", _("What it is"), before.text if before else "", long=True,
                  hint=_("What you saw or can show, in a sentence.")),
        FormField("source", _("Where it is"), before.source if before else "",
                  hint=_("A link, or the full path of a file. It may stay empty.")),
        FormField("observed", _("Seen on"), day_text(observed) if observed else "",
                  hint=_("The day you saw it. It may stay empty.")),
        FormField("expires", _("Counts until"), day_text(expires) if expires else "",
                  hint=_("The day from which it says nothing any more. It may stay empty.")),
        FormField("side", _("It speaks"), side.value, sides),
    )  # fmt: skip
    return Form(_("A piece of evidence"), fields)


def evidence_of(values: Values) -> AnswerEvidence:
    """Return the evidence that was filled in.

    Raises:
        InvalidError: With everything that does not hold.
    """
    from sem.programme.typed import read_day

    checks = Checks()
    text = checks.optional("text", values["text"], LONGEST_NOTE)
    source = checks.optional("source", values["source"], LONGEST_NOTE)
    days = {}
    for field in ("observed", "expires"):
        try:
            days[field] = read_day(values[field]) if values[field].strip() else None
        except InvalidError as error:
            checks.wrong(field, error.message, error.advice)
    if not text and not source:
        checks.wrong("text", _("Say what it is, or where it can be found."))
    observed, expires = days.get("observed"), days.get("expires")
    if observed and expires and expires < observed:
        checks.wrong("expires", _("That is before the day it was seen."))
    checks.finish()
    return AnswerEvidence(EvidenceSide(values["side"]), text, observed, expires, source)
