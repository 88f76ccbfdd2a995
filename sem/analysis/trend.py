"""The rounds of one team in a row, and where what they say can't be set side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sem.analysis.comparison import Break, Comparison, Watch, break_between, compare_rounds, unwatched
from sem.analysis.disclosure import Disclosed
from sem.analysis.interval import Point, point_of
from sem.model.questionnaire import Area


@dataclass(frozen=True, slots=True)
class Trend:
    """The rounds of a team of which there is a score to show, oldest first.

    Args:
        rounds: What may be shown of each.
        breaks: Between each and the next, why they can't be compared; None where they can.
        left_out: How many rounds have nothing to show.
    """

    rounds: tuple[Disclosed, ...]
    breaks: tuple[Break | None, ...]
    left_out: int

    @property
    def areas(self) -> tuple[Area, ...]:
        """The areas of the newest round's questionnaire; none without a round."""
        return self.rounds[-1].questionnaire.areas if self.rounds else ()

    @property
    def stretches(self) -> tuple[range, ...]:
        """The places of the rounds, cut where the trend is broken: within each a line may be drawn."""
        cuts = [0, *(at for at, broken in enumerate(self.breaks, 1) if broken), len(self.rounds)]
        return tuple(range(start, end) for start, end in pairwise(cuts) if start < end)

    def points(self, area_id: str | None) -> tuple[Point, ...]:
        """Return what `means` does, each with where it likely lies."""
        return tuple(point_of(shown, area_id) for shown in self.rounds)

    def comparable(self, at: int) -> tuple[int, ...]:
        """Return the places of the rounds before the one at a place that it can be compared with, oldest first.

        A break in between is no hindrance: a round with another questionnaire may lie between two with the same.
        """
        now = self.rounds[at].questionnaire
        return tuple(
            place for place, then in enumerate(self.rounds[:at]) if break_between(then.questionnaire, now) is None
        )

    def means(self, area_id: str | None) -> tuple[float | None, ...]:
        """Return the mean of an area, or overall with None, in each round; None where there is none."""
        return tuple(_mean(shown, area_id) for shown in self.rounds)


def trend_of(rounds: Sequence[Disclosed]) -> Trend:
    """Return the trend of a team's rounds; a round without any score that may be shown is left out.

    Args:
        rounds: In any order; rounds of one day stay in the order they come in.
    """
    by_day = sorted(rounds, key=lambda shown: shown.round.opened)
    scored = tuple(shown for shown in by_day if shown.profile.overall.mean is not None)
    breaks = tuple(break_between(then.questionnaire, now.questionnaire) for then, now in pairwise(scored))
    return Trend(scored, breaks, len(rounds) - len(scored))


def last_change(trend: Trend, watch: Watch = unwatched) -> Comparison | None:
    """Return the comparison of the last round with the newest before it that it can be compared with, if there is.

    Args:
        trend: Over all rounds.
        watch: Told how far the comparison is, as `compare_rounds` does.
    """
    before = trend.comparable(len(trend.rounds) - 1) if trend.rounds else ()
    return compare_rounds(trend.rounds[before[-1]], trend.rounds[-1], watch) if before else None


def _mean(shown: Disclosed, area_id: str | None) -> float | None:
    if area_id is None:
        return shown.profile.overall.mean
    return next((one.score.mean for one in shown.profile.areas if one.area.id == area_id), None)
