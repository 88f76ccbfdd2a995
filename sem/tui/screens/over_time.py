"""A team over time: reads its rounds, compares two of them in a thread, and lets one choose which."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual import work
from textual.widgets import OptionList

from sem.analysis.comparison import Comparison, compare_rounds
from sem.errors import InvalidError, SemError
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.model.assessment import Team
from sem.reports.trend_text import future_words
from sem.tui.over_time import OverTime, Pair, over_time
from sem.tui.over_time_rows import method_told
from sem.tui.screens.form import Form, FormDialog, FormField, Values
from sem.tui.screens.over_time_view import OverTimeView

if TYPE_CHECKING:
    from pathlib import Path

    from sem.reports.export import Picture
    from sem.store import Store


_TITLES = {
    "changes": N_("Export the changes as"),
    "overlay": N_("Export the radar of both rounds as"),
    "trend": N_("Export the trend as"),
}


class _LeftBehind(Exception):
    """Other rounds are looked at by now, so that nobody waits for this comparison."""


class OverTimeScreen(OverTimeView):
    """Compares two rounds of a team, and shows the trend over all.

    Args:
        team: Whose rounds.
        round_id: The later round to begin with; the last one where it is empty or has nothing to show.
    """

    def __init__(self, team: Team, round_id: str = "") -> None:
        super().__init__(team)
        self._round_id = round_id
        self._made: dict[Pair, Comparison] = {}
        self._wanted: Pair | None = None

    def on_mount(self) -> None:
        """Read the rounds."""
        self.show()
        self.read()

    def on_unmount(self) -> None:
        """Let go of a comparison that is still being made."""
        self._wanted = None

    # Reading and comparing.

    @work(exclusive=True, group="over-time")
    async def read(self) -> None:
        """Read the rounds of the team; the two that are looked at stay the same where they are still there."""
        try:
            found = await self.sem.in_thread(lambda store: over_time(store, self.team))
        except SemError as error:
            self.state = replace(self.state, problem=str(error))
            self.show()
            return
        pair, places = found.last_pair, {shown.round.id: at for at, shown in enumerate(found.trend.rounds)}
        if self.state.pair and self.state.pair.now < len(found.trend.rounds):
            pair = found.with_now(self.state.pair.now, self.state.pair.then)
        elif self._round_id in places:
            pair = found.with_now(places[self._round_id])
        self._made = {}
        self.state = replace(self.state, found=found, problem="")
        self._look_at(pair)

    def _look_at(self, pair: Pair | None) -> None:
        """Show these two rounds; what is known of them at once, and the rest when it has been worked out."""
        known = self._made.get(pair) if pair else None
        self._wanted = pair
        to_make = pair is not None and pair.then is not None and known is None
        self.state = replace(self.state, pair=pair, comparison=known, done=(0, 1) if to_make else None)
        self.show()
        if to_make and pair:
            self._compare(pair)

    @work(exclusive=True, group="compare")
    async def _compare(self, pair: Pair) -> None:
        if self.state.found is None or pair.then is None:
            return
        before, after = (self.state.found.trend.rounds[at] for at in (pair.then, pair.now))

        def watch(done: int, steps: int) -> None:
            if self._wanted != pair:
                raise _LeftBehind
            self.app.call_later(self._progress, pair, done, steps)

        try:
            made = await asyncio.to_thread(compare_rounds, before, after, watch)
        except _LeftBehind:
            return
        if self._wanted == pair:
            self._made[pair] = made
            self.state = replace(self.state, comparison=made, done=None)
            self.show()

    def _progress(self, pair: Pair, done: int, steps: int) -> None:
        if self.is_attached and self.state.pair == pair and self.state.done is not None:
            self.state = replace(self.state, done=(done, steps))
            self.query_one("#basis").refresh()

    # What the keys do.

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the area pointed at in the pictures."""
        event.stop()
        self.show_pictures()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click does what Enter does."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """Open the area pointed at."""
        from sem.tui.screens.area_over_time import AreaOverTimeDialog

        if self.state.found and self.pointed:
            self.app.push_screen(AreaOverTimeDialog(self.state.found, self.pointed, self.state.comparison))

    def action_view(self) -> None:
        """Show the next picture."""
        if self.views:
            following = (self.views.index(self.view) + 1) % len(self.views)
            self.state = replace(self.state, view=self.views[following])
            self.show()

    def action_then(self, key: str) -> None:
        """Compare with a round further back, or nearer."""
        if self.state.found and self.state.pair:
            self._go_to(self.state.found.then_moved(self.state.pair, -1 if key.startswith("left") else 1))

    def action_now(self, key: str) -> None:
        """Look at the round before this one, or the one after it."""
        if self.state.found and self.state.pair:
            self._go_to(self.state.found.now_moved(self.state.pair, -1 if key == "left" else 1))

    def _go_to(self, pair: Pair | None) -> None:
        if pair and pair != self.state.pair:
            self._look_at(pair)

    def action_rounds(self) -> None:
        """Ask which two rounds to compare."""
        found, pair = self.state.found, self.state.pair
        if found is None or pair is None or len(found.trend.rounds) < 2:
            return

        async def take(values: Values) -> Pair:
            return _chosen(found, int(values["then"]), int(values["now"]))

        self.app.push_screen(FormDialog(lambda: _form(found, pair), take), self._go_to)

    def action_method(self) -> None:
        """Tell what the verdicts mean, and what is left out."""
        from sem.tui.screens.reading import ReadingDialog

        found, comparison, today = self.state.found, self.state.comparison, self.sem.clock()
        if found and self.state.pair:
            self.app.push_screen(
                ReadingDialog(
                    lambda: (
                        _("How these verdicts are made"),
                        method_told(found, comparison, [*future_words(found.trend, today)]),
                    )
                )
            )

    def action_export(self) -> None:
        """Ask for a format, and write what is on the screen in it."""
        from sem.tui.screens.export import COMPARED, ExportDialog

        if figures := self.figures:
            title = _TITLES[figures[0]] if len(figures) == 1 else N_("Export what is on the screen as")
            dialog = ExportDialog(self.sem.exports, lambda: _(title), COMPARED)
            self.app.push_screen(dialog, lambda format_: self._export(figures, format_))

    def _export(self, figures: Sequence[str], format_: str | None) -> None:
        found, comparison, app, team = self.state.found, self.state.comparison, self.sem, self.team
        if not format_ or found is None:
            return

        def write(store: Store) -> Iterable[Path]:
            from sem.reports.compare_figures import export_over_time
            from sem.reports.export import usual_look
            from sem.reports.files import Destination, team_slug

            name = team_slug(store, team)
            folder, look = Destination(app.exports), usual_look(app.preferences)
            formats = [cast("Picture", format_)]
            return export_over_time(folder, name, team, found.trend, comparison, figures, formats, look)

        app.write_files(write)

    def action_outcomes(self) -> None:
        """Show what is measured of the team's results."""
        from sem.tui.screens.outcomes import OutcomesDialog

        self.app.push_screen(OutcomesDialog(self.team), lambda _nothing: self._read_anew())

    def _read_anew(self) -> None:
        self.read()

    def action_leave(self) -> None:
        """Go back to where one came from."""
        self.dismiss("")


def _form(found: OverTime, pair: Pair) -> Form:
    options = tuple((str(at), found.name(at)) for at in range(len(found.trend.rounds)))
    return Form(
        _("Which two rounds are compared?"),
        (
            FormField("then", _("Then"), str(pair.then or 0), options),
            FormField("now", _("Now"), str(pair.now), options),
        ),
    )


def _chosen(found: OverTime, then: int, now: int) -> Pair:
    """Return two rounds as a pair.

    Raises:
        InvalidError: They can't be compared.
    """
    if then >= now:
        advice = _("Choose an earlier one for then, or a later one for now.")
        raise InvalidError(_("The first of the two rounds is not earlier than the second."), advice)
    if then not in found.trend.comparable(now):
        advice = _("Choose two rounds with the same questionnaire and the same number before the first point.")
        raise InvalidError(_("These two rounds can't be compared: they do not ask the same."), advice)
    return Pair(then, now)
