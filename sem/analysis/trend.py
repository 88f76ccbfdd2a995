"""The rounds of one team in a row, and where what they say can't be set side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sem.analysis.comparison import Break, Comparison, break_between, compare_rounds
from sem.analysis.disclosure import Disclosed
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

    def means(self, area_id: str | None) -> tuple[float | None, ...]:
        """Return the mean of an area, or overall with None, in each round; None where there is none."""
        return tuple(_mean(shown, area_id) for shown in self.rounds)


def trend_of(rounds: Sequence[Disclosed]) -> Trend:
    """Return the trend of a team's rounds, oldest first; a round without any score that may be shown is left out."""
    scored = tuple(shown for shown in rounds if shown.profile.overall.mean is not None)
    breaks = tuple(break_between(then.questionnaire, now.questionnaire) for then, now in pairwise(scored))
    return Trend(scored, breaks, len(rounds) - len(scored))


def last_change(trend: Trend) -> Comparison | None:
    """Return the comparison of the last two rounds; None where there are none, or a break lies between them."""
    if len(trend.rounds) < 2 or trend.breaks[-1]:
        return None
    return compare_rounds(*trend.rounds[-2:])


def _mean(shown: Disclosed, area_id: str | None) -> float | None:
    if area_id is None:
        return shown.profile.overall.mean
    return next((one.score.mean for one in shown.profile.areas if one.area.id == area_id), None)
