"""How long a figure takes, beside the least that draws and saves a radar of the same size in the same process."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO

from benchmarks.measure import Ratio, in_turn, seconds
from sem.analysis.comparison import compare_rounds
from sem.analysis.disclosure import Disclosed, visible
from sem.analysis.teams import TeamScores, compare_teams
from sem.analysis.trend import trend_of
from sem.charts.figures import registry
from sem.charts.figures.profile import draw_profile
from sem.content.library import load_questionnaire
from sem.model.assessment import Answer, QuestionnaireRef, Respondent, Response, Round, RoundState, Team

FIGURES_A_RUN = 50
TEAMS, ROUNDS, PEOPLE = 6, 8, 12
GOAL = 1.15
LIMIT = "a bare radar of 1920 x 1080, Agg"


def rows() -> Iterator[Ratio]:
    """Yield a row for fifty figures in turn, and one for each kind of figure."""
    from benchmarks.bare_figure import draw as draw_bare

    drawn = _all()
    each = max(1, FIGURES_A_RUN // len(drawn))

    def fifty() -> float:
        return 1000 * seconds(lambda: [draw() for draw in drawn.values() for _ in range(each)]) / (each * len(drawn))

    def bare() -> float:
        return 1000 * seconds(lambda: draw_bare(BytesIO()))

    def several() -> float:
        return sum(bare() for _ in range(10)) / 10

    ours, limit = in_turn(fifty, several, 5)
    yield Ratio(f"a figure, of {each * len(drawn)} of all kinds", LIMIT, ours, limit, "ms", GOAL)
    for name, draw in drawn.items():
        ours, limit = in_turn(lambda draw=draw: 1000 * seconds(draw), bare, 7)  # type: ignore[misc]
        yield Ratio(f"figure {name}", LIMIT, ours, limit, "ms", GOAL)


def _all() -> dict[str, Callable[[], object]]:
    """Return what draws each figure as a PNG."""
    of_teams = [[_round(team, number) for number in range(ROUNDS)] for team in range(TEAMS)]
    trend = trend_of(of_teams[0])
    comparison = compare_rounds(trend.rounds[-2], trend.rounds[-1])
    teams = compare_teams(
        [TeamScores(Team(f"t{n}", f"Team {n}"), rounds[-1]) for n, rounds in enumerate(of_teams)]
    )  # fmt: skip
    last, area_id = trend.rounds[-1], teams.areas[0].area.id
    drawn: dict[str, Callable[[], object]] = {
        "profile": lambda: draw_profile(last.profile, team="Team 0", day=last.round.opened).data("png")
    }
    for name, changes in registry.CHANGES.items():
        drawn[name] = lambda draw=changes: draw(comparison, team="Team 0").data("png")  # type: ignore[misc]
    for name, rounds in registry.ROUNDS.items():
        drawn[name] = lambda draw=rounds: draw(trend, team="Team 0").data("png")  # type: ignore[misc]
    for name, side_by_side in registry.TEAMS.items():
        drawn[name] = lambda draw=side_by_side: draw(teams).data("png")  # type: ignore[misc]
    for name, area in registry.AREA.items():
        drawn[name] = lambda draw=area: draw(teams, area_id).data("png")  # type: ignore[misc]
    return drawn


def _round(team: int, number: int) -> Disclosed:
    chance = random.Random(1000 * team + number)
    questionnaire = load_questionnaire("quick-scan")
    given = [
        Response(
            Respondent(f"r{n}", f"Respondent {n}"),
            {question.id: Answer(level=chance.randint(1 + number // 4, 4)) for question in questionnaire.questions},
        )
        for n in range(PEOPLE)
    ]
    ref = QuestionnaireRef(questionnaire.id, questionnaire.version, "")
    day = date(2023, 1, 9) + timedelta(weeks=20 * number)
    return visible(
        Round(f"{team}-{number}", f"t{team}", ref, day, state=RoundState.CLOSED), questionnaire, given
    )  # fmt: skip
