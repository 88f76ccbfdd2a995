"""The window that starts a round with several people: whose answers they are, and when they are seen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sem.analysis.disclosure import MINIMUM_GROUP
from sem.errors import InvalidError
from sem.i18n import day_of_month, language
from sem.i18n import gettext as _
from sem.model.assessment import Round, RoundKind, Team
from sem.tui.screens.form import Form, FormDialog, FormField

if TYPE_CHECKING:
    from datetime import date

    from sem.store import Store
    from sem.tui.app import SemApp
    from sem.tui.data import Offer
    from sem.tui.screens.form import Values

HIDDEN, AT_ONCE = "hidden", "at-once"
_NUMBER = re.compile(r"[0-9]{1,9}")


def ask_session(app: SemApp, team: Team, offers: Sequence[Offer]) -> None:
    """Ask how a round is to be, start it, and tell what comes next.

    Args:
        app: Where to ask.
        team: Whose round.
        offers: The questionnaires to choose from, the one to begin with first.
    """

    def make() -> Form:
        code = language()
        titles = tuple((offer.questionnaire, offer.title.get(code)) for offer in offers)
        kinds = (
            (RoundKind.NAMED.value, _("everybody under their own name")),
            (RoundKind.ALIAS.value, _("everybody under an alias they choose")),
            (RoundKind.ANONYMOUS.value, _("anonymous: nobody gives a name")),
        )
        seen = ((HIDDEN, _("when you reveal them, all at once")), (AT_ONCE, _("at once, by everybody")))
        fields = (
            FormField("questionnaire", _("Questionnaire"), offers[0].questionnaire, titles),
            FormField("kind", _("Whose answers"), RoundKind.NAMED.value, kinds,
                      _("This stays as it is. An anonymous round shows nothing of fewer than {n} people.").format(
                          n=MINIMUM_GROUP)),
            FormField("hidden", _("Answers are seen"), HIDDEN, seen,
                      _("Who sees what others chose, chooses that too. An anonymous round always waits.")),
            FormField("scope", _("It is about"), long=True,
                      hint=_("Whom or what people answer about: this team, or all of you? They read it first.")),
            FormField("who", _("Who answer"),
                      hint=_("Names with commas between them, or how many people. Without names: only how many.")),
        )  # fmt: skip
        return Form(_("A session with {team}").format(team=team.name), fields, _still_open(offers))

    async def take(values: Values) -> Round:
        today = app.clock()
        return await app.in_thread(lambda store: start_round(store, team, values, today))

    def after(round_: Round | None) -> None:
        if round_ is not None:
            app.home.read(team.id)
            app.notify(
                _("Everybody answers in turn: Enter. When all are done: v."),
                title=_("The round is started"),
                markup=False,
            )

    app.push_screen(FormDialog(make, take), after)


def start_round(store: Store, team: Team, values: Values, today: date) -> Round:
    """Start the round that was asked for, and return it.

    Raises:
        InvalidError: With every problem, at the field it is about.
    """
    who = values["who"].strip()
    expected = int(who) if _NUMBER.fullmatch(who) else None
    names = [name.strip() for name in re.split(r"[,;\n]", who)] if expected is None else []
    from sem.reports.next_questionnaire import next_words

    try:
        return store.start_round(
            team.id,
            next_words(store, team, values["questionnaire"]).questionnaire,
            today,
            RoundKind(values["kind"]),
            scope=values["scope"],
            invited=tuple(name for name in names if name),
            expected=expected,
            hidden=values["hidden"] == HIDDEN,
        )
    except InvalidError as error:
        at_field = [
            replace(problem, field="who") if problem.field in ("invited", "expected") else problem
            for problem in error.problems
        ]
        raise InvalidError(error.message, error.advice, at_field) from None


def _still_open(offers: Sequence[Offer]) -> tuple[str, ...]:
    """Tell of the rounds that go on, next to which another one would begin."""
    days = [day_of_month(found.round.opened) for offer in offers for found in offer.open_rounds]
    if not days:
        return ()
    words = _("The round of {day} is still open. What is answered in it does not come into this one.")
    return (words.format(day=", ".join(days)),)
