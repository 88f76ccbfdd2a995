"""Several teams side by side: an area of a team is a cell, with its scores or with why it is empty.

Nothing here is over several teams but how far their shown means lie apart, so nothing hidden can be found by
subtraction. There is no total of a team to put teams in order by: an order by name, by one area or by how far answers
lie apart is no league table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sem.analysis.agreement import spread
from sem.analysis.comparable import Base, ComparedArea, common_base
from sem.analysis.disclosure import Disclosed
from sem.analysis.interval import Point, point_of
from sem.analysis.scoring import AreaScore, Withheld, gather_area, gather_profile
from sem.model.assessment import Team
from sem.model.names import name_key
from sem.model.questionnaire import Area


class Missing(StrEnum):
    """Why a team has no mean in an area."""

    NO_ROUND = "no-round"
    """The team has no round."""
    HIDDEN = "hidden"
    """Its round is open and hides its answers."""
    BELOW_MINIMUM = "below-minimum"
    """Too few people gave an anonymous answer."""
    OTHER_QUESTIONS = "other-questions"
    """It was asked none of the questions that are compared."""
    NOT_APPLICABLE = "not-applicable"
    """Everybody who answered said that the questions do not apply."""
    UNANSWERED = "unanswered"
    """Nobody chose a level."""


_WITHHELD = {Withheld.HIDDEN: Missing.HIDDEN, Withheld.BELOW_MINIMUM: Missing.BELOW_MINIMUM}


class Order(StrEnum):
    """In which order teams and areas stand."""

    NAME = "name"
    """Teams by name, areas as the questionnaire has them."""
    AREA = "area"
    """Teams by their mean in one area, the lowest first; those without one last."""
    WITHIN = "within"
    """Teams by how far the answers within them lie apart, the furthest first."""
    BETWEEN = "between"
    """Areas by how far the teams lie apart in them, the furthest first; teams by name."""


@dataclass(frozen=True, slots=True)
class TeamScores:
    """A team, and the round it is compared by.

    Args:
        shown: What may be shown of its newest round with a score that may be shown; of its newest round where none has
            one; None without a round.
        newer: How many newer rounds have no score that may be shown, and are passed over.
        points: The mean of each of its areas as a whole with its interval, where single responses are not at hand
            (`sem.analysis.condensed`): then the round can't be compared by some of its questions alone.
    """

    team: Team
    shown: Disclosed | None
    newer: int = 0
    points: Mapping[str, Point] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One area of one team.

    Args:
        scored: Over the questions that are compared; None where the team was asked none of them, or has no round.
        missing: Why there is no mean; None where there is one.
        point: The mean with its likely interval, or why it has none; None without a mean.
    """

    area: Area
    scored: AreaScore | None
    missing: Missing | None
    point: Point | None

    @property
    def mean(self) -> float | None:
        """1 to 5; None where there is none to show."""
        return self.point.mean if self.point else None

    @property
    def gap_free_level(self) -> int | None:
        """Of the questions that are compared; None where it is not known, or not shown."""
        return self.scored.score.gap_free_level if self.scored and not self.missing else None

    @property
    def valued(self) -> int:
        """How many of the questions that are compared have a value, which the mean is over."""
        return sum(one.value is not None for one in self.scored.questions) if self.scored else 0


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One team, with a cell for each area.

    Args:
        scores: The team and its round, as it is by itself.
        shown: The round with nothing but what is compared: other questions are in no number of it; None without any.
        cells: In the order of the areas.
    """

    scores: TeamScores
    shown: Disclosed | None
    cells: tuple[Cell, ...]

    @property
    def team(self) -> Team:
        """Whose row it is."""
        return self.scores.team

    @property
    def spread(self) -> float | None:
        """How far the answers lie apart at a usual question, in levels; None where no question has two answers."""
        return self.shown.profile.overall.spread if self.shown else None

    def cell(self, area_id: str) -> Cell:
        """Return the cell of an area.

        Raises:
            KeyError: There is no such area.
        """
        for cell in self.cells:
            if cell.area.id == area_id:
                return cell
        raise KeyError(area_id)


@dataclass(frozen=True, slots=True)
class AreaSpread:
    """How far the teams lie apart in one area, by the means that are shown.

    Args:
        teams: How many teams have one.
        low: The lowest; None without any.
        high: The highest likewise.
        spread: Their standard deviation, in levels; None with fewer than two.
    """

    teams: int
    low: float | None
    high: float | None
    spread: float | None


@dataclass(frozen=True, slots=True)
class TeamsComparison:
    """Teams × areas.

    Args:
        rows: A row a team, in the order that was asked for.
        areas: The columns likewise; none where no team has a round.
        base: Which questions are compared, and what is left out of which questionnaire; None where no team has a round.
    """

    rows: tuple[TeamRow, ...]
    areas: tuple[ComparedArea, ...]
    base: Base | None

    def column(self, area_id: str) -> tuple[Cell, ...]:
        """Return the cells of an area, in the order of the rows.

        Raises:
            KeyError: There is no such area.
        """
        return tuple(row.cell(area_id) for row in self.rows)

    def apart(self, area_id: str) -> AreaSpread:
        """Return how far the teams lie apart in an area.

        Raises:
            KeyError: There is no such area, and there is a team.
        """
        means = [cell.mean for cell in self.column(area_id) if cell.mean is not None]
        return AreaSpread(len(means), min(means, default=None), max(means, default=None), spread(means))

    def ordered(self, order: Order, area_id: str | None = None) -> TeamsComparison:
        """Return the same in another order; what is equal stands by name.

        Args:
            order: By what.
            area_id: Which area, with `Order.AREA`.

        Raises:
            KeyError: There is no such area.
        """
        places = {one.area.id: at for at, one in enumerate(self.base.areas)} if self.base else {}
        areas = sorted(self.areas, key=lambda one: places[one.area.id])
        rows = sorted(self.rows, key=lambda row: (name_key(row.team.name), row.team.id))
        if order is Order.AREA:
            places[area_id or ""]
            rows.sort(key=lambda row: _last_without(row.cell(area_id or "").mean))
        elif order is Order.WITHIN:
            rows.sort(key=lambda row: _last_without(None if row.spread is None else -row.spread))
        elif order is Order.BETWEEN:
            apart = {one.area.id: self.apart(one.area.id).spread for one in areas}
            areas.sort(key=lambda one: _last_without(None if (by := apart[one.area.id]) is None else -by))
        if areas != [*self.areas]:
            rows = [replace(row, cells=tuple(row.cell(one.area.id) for one in areas)) for row in rows]
        return TeamsComparison(tuple(rows), tuple(areas), self.base)


def compare_teams(teams: Sequence[TeamScores]) -> TeamsComparison:
    """Return the teams side by side, by name.

    Only questions that were asked in the same words or under the same permanent id stand side by side, and a mean is
    over the questions that everybody in its column was asked (`common_base`), with their weights in the questionnaire
    that all are compared by. A team without a score that may be shown changes nothing for the others.

    Raises:
        ValueError: A round of which single responses are not at hand is not compared as a whole.
    """
    base = base_of(teams)
    areas = base.areas if base else ()
    comparison = TeamsComparison(tuple(_row(one, base) for one in teams), areas, base)
    return comparison.ordered(Order.NAME)


def base_of(teams: Sequence[TeamScores]) -> Base | None:
    """Return what the teams are compared by; None where none has a round."""
    rounds = [one.shown for one in teams if one.shown is not None]
    scored = [shown for shown in rounds if shown.profile.overall.mean is not None]
    return common_base([(one.round.questionnaire.digest, one.questionnaire) for one in scored or rounds])


def as_a_whole(shown: Disclosed, base: Base) -> bool:
    """Whether all questions of a round are compared, and none else, so that its scores stand as they are."""
    digest = shown.round.questionnaire.digest
    return base.used[0].digest == digest and all(
        len(one.area.questions) == one.asked and digest in one.digests for one in base.areas
    )


def _last_without(value: float | None) -> tuple[bool, float]:
    return value is None, value or 0.0


def _row(scores: TeamScores, base: Base | None) -> TeamRow:
    if base is None:
        return TeamRow(scores, None, ())
    shown, points = scores.shown, scores.points
    if shown is not None and not as_a_whole(shown, base):
        if points is not None:
            raise ValueError(f"single responses of {scores.team.id} are needed, and are not at hand")
        shown = _narrowed(shown, base)
    scored = {one.area.id: one for one in shown.profile.areas} if shown else {}
    cells = (_cell(one.area, scored.get(one.area.id), scores.shown, shown, points) for one in base.areas)
    return TeamRow(scores, shown, tuple(cells))


def _narrowed(shown: Disclosed, base: Base) -> Disclosed:
    """Return what may be shown of a round with only the questions that are compared."""
    known = {one.question.id: one for area in shown.profile.areas for one in area.questions}
    responses = shown.responses if shown.singly else ()
    digest = shown.round.questionnaire.digest
    areas = []
    for compared in base.areas:
        # A round that tells nothing yet is no part of the base, which is made of those that do: it need not fit.
        if digest in compared.digests:
            scored = [
                replace(known[one.id], question=one) for one in compared.area.questions if one.id in known
            ]  # fmt: skip
            areas.append(gather_area(compared.area, scored, responses))
    questionnaire = replace(base.questionnaire, areas=tuple(one.area for one in areas))
    profile = gather_profile(questionnaire, areas, shown.profile.n, responses)
    return replace(
        shown, questionnaire=questionnaire, profile=replace(profile, minimum=shown.profile.minimum), responses=responses
    )


def _cell(
    area: Area,
    scored: AreaScore | None,
    own: Disclosed | None,
    shown: Disclosed | None,
    points: Mapping[str, Point] | None,
) -> Cell:
    """Return the cell of an area, of a round as it is by itself and of what is compared of it."""
    if own is None or shown is None:
        return Cell(area, None, Missing.NO_ROUND, None)
    if scored is None:
        silent = own.profile.overall.mean is None
        return Cell(area, None, _why_none(own.profile.areas) if silent else Missing.OTHER_QUESTIONS, None)
    if scored.score.mean is None:
        return Cell(area, scored, _why_none([scored]), None)
    return Cell(area, scored, None, point_of(shown, area.id) if points is None else points[area.id])


def _why_none(scored: Sequence[AreaScore]) -> Missing:
    """Return why there is no mean over these areas."""
    questions = [question for one in scored for question in one.questions]
    withheld = next((one.withheld for one in questions if one.withheld is not None), None)
    if withheld is not None:
        return _WITHHELD[withheld]
    refused = any(one.not_applicable for one in questions) and not any(one.applicable for one in questions)
    return Missing.NOT_APPLICABLE if refused else Missing.UNANSWERED
