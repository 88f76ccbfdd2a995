"""Teams on their way to an ambition, for the screens that show it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sem.model.ambition import Ambition, Capacity, Owner
from sem.model.assessment import Team
from sem.model.programme import Programme
from sem.programme.ambition import default_levels, set_ambition
from sem.programme.fixing import fix_plan
from sem.reports.roadmap import standing_of
from sem.tui.widgets.fields import Field
from tests.tui.conftest import TODAY, Place, Screen

LEVELS = [2, 2, 1, 3, 2, 2, 1, 4, 2, 1, 2, 2]
STATEMENT = "Guests tell others"


def assessed(place: Place, name: str = "De Linde") -> Team:
    """Return a team with a complete round."""
    team = place.team(name)
    place.answer(place.round(team, date(2026, 10, 3)), "Anouk", [*LEVELS])
    return team


def with_ambition(
    place: Place, team: Team, weeks: int = 150, statement: str = STATEMENT, owners: tuple[Owner, ...] = ()
) -> Programme:
    """Set an ambition so many weeks ahead, from the default profile; with 150 it fits, with 20 it does not."""
    standing = standing_of(place.store, team)
    ambition = Ambition(
        TODAY + timedelta(weeks=weeks),
        default_levels(standing.now),
        statement,
        capacity=Capacity(2),
        owners=owners,
    )
    return place.store.change_programme(
        team.id, lambda p: set_ambition(p, ambition, standing.questionnaire, standing.now, TODAY)
    )


def with_plan(place: Place, team: Team, weeks: int = 150, owners: tuple[Owner, ...] = ()) -> Programme:
    """Set an ambition as `with_ambition` does, and fix its plan."""
    programme = with_ambition(place, team, weeks, owners=owners)
    standing = replace(standing_of(place.store, team), programme=programme)
    plan = standing.roadmap(TODAY).plan
    return place.store.change_programme(team.id, lambda p: fix_plan(p, plan, TODAY))


def programme_of(place: Place, team: Team) -> Programme:
    """Return a team's programme as another process would read it."""
    return place.store.programme(team.id)


async def fill(screen: Screen, **values: str) -> None:
    """Put values in the fields of the form on the screen; quicker than typing them."""
    for name, value in values.items():
        screen.app.screen.query_one(f"#field-{name}", Field).value = value
    await screen.settle()


def pointed(screen: Screen) -> str:
    """Return the id of the step pointed at on the roadmap."""
    state = getattr(screen.app.screen, "state", None)
    found = getattr(state, "pointed", "")
    assert isinstance(found, str)
    return found
