"""What there is to see of a team over time, and which two of its rounds are looked at; knows no widgets."""

from __future__ import annotations

from dataclasses import dataclass

from sem.analysis.trend import Trend, trend_of
from sem.i18n import gettext as _
from sem.i18n import long_date, short_date
from sem.model.assessment import Round, Team
from sem.model.programme import Programme
from sem.reports.shown import shown_round
from sem.store import Store


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rounds of a trend, by their places.

    Args:
        then: The earlier one; None where there is none that the later one can be compared with.
        now: The later one.
    """

    then: int | None
    now: int


@dataclass(frozen=True, slots=True)
class OverTime:
    """A team over time.

    Args:
        rounds: All rounds of the team, oldest first, by which they are counted on every screen.
        trend: Of those of which something may be shown.
        programme: What it measures of its results.
    """

    rounds: tuple[Round, ...]
    trend: Trend
    programme: Programme

    def name(self, at: int, *, short: bool = False) -> str:
        """Return what the round at a place of the trend is called: its number among the team's rounds, and its day."""
        shown = self.trend.rounds[at].round
        n = next((n for n, round_ in enumerate(self.rounds, 1) if round_.id == shown.id), at + 1)
        return _("round {n} · {day}").format(n=n, day=(short_date if short else long_date)(shown.opened))

    @property
    def last_pair(self) -> Pair | None:
        """The last round, and the newest before it that it can be compared with; None without rounds."""
        return self.with_now(len(self.trend.rounds) - 1) if self.trend.rounds else None

    def with_now(self, now: int, then: int | None = None) -> Pair:
        """Return a pair with this later round, and this earlier one if it can be compared with it, else the newest."""
        before = self.trend.comparable(now)
        if then in before:
            return Pair(then, now)
        return Pair(before[-1] if before else None, now)

    def then_moved(self, pair: Pair, by: int) -> Pair:
        """Return the pair with an earlier round further back or nearer, as far as there is one."""
        before = self.trend.comparable(pair.now)
        if pair.then is None:
            return pair
        at = before.index(pair.then) + by
        return Pair(before[at], pair.now) if 0 <= at < len(before) else pair

    def now_moved(self, pair: Pair, by: int) -> Pair:
        """Return the pair with the round before or after the later one, as far as there is one."""
        now = pair.now + by
        return self.with_now(now, pair.then) if 0 <= now < len(self.trend.rounds) else pair


def over_time(store: Store, team: Team) -> OverTime:
    """Return a team over time, made of what may be shown of each round.

    Raises:
        StoreError: Something can't be read.
    """
    rounds = store.rounds(team.id)
    trend = trend_of([shown_round(store, round_) for round_ in rounds])
    return OverTime(rounds, trend, store.programme(team.id))
