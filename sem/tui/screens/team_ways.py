"""The ways from a list of teams to all there is of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sem.tui.screens.base import SemScreen

if TYPE_CHECKING:
    from sem.model.assessment import Team


class TeamWays(SemScreen):
    """A screen on which one points at a team; what a key opens is imported when it is pressed."""

    @property
    def pointed(self) -> Team | None:
        """The team pointed at."""
        raise NotImplementedError

    def action_results(self) -> None:
        """Show the scores of the team pointed at."""
        if team := self.pointed:
            self.sem.open_results(team)

    def action_roadmap(self) -> None:
        """Show the roadmap of the team pointed at."""
        from sem.tui.screens.roadmap import RoadmapScreen

        if team := self.pointed:
            self.app.push_screen(RoadmapScreen(team))

    def action_over_time(self) -> None:
        """Show how the team pointed at changed over its rounds."""
        from sem.tui.screens.over_time import OverTimeScreen

        if team := self.pointed:
            self.app.push_screen(OverTimeScreen(team))

    def action_ideas(self) -> None:
        """Show the ideas of the team pointed at."""
        from sem.tui.screens.ideas import open_ideas

        if team := self.pointed:
            open_ideas(self.sem, team)

    def action_outcomes(self) -> None:
        """Show what is measured of the results of the team pointed at."""
        from sem.tui.screens.outcomes import OutcomesDialog

        if team := self.pointed:
            self.app.push_screen(OutcomesDialog(team))
