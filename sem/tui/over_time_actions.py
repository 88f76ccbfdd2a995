"""What one can do where a team is compared with itself over time; a part of the registry of all actions."""

from __future__ import annotations

from sem.i18n import mark as N_
from sem.tui.action import Action, Scope

_OVER_TIME = Scope.OVER_TIME

OVER_TIME: tuple[Action, ...] = (
    Action(_OVER_TIME, "open", ("enter",), N_("Open"),
           N_("See the trend of the area with where each mean likely lies, and which questions drove it."), footer=1),
    Action(_OVER_TIME, "view", ("tab", "space"), N_("Next picture"),
           N_("Go from the table to the radar of both rounds, the trend and the results, and round again."), footer=2,
           label=N_("View")),
    Action(_OVER_TIME, "rounds", ("r",), N_("Rounds"), N_("Choose which two rounds are compared."), footer=3),
    Action(_OVER_TIME, "then", ("left_square_bracket", "right_square_bracket"), N_("Then"),
           N_("Compare with a round further back, or nearer."), footer=4, with_key=True, palette=False),
    Action(_OVER_TIME, "now", ("left", "right"), N_("Now"),
           N_("Look at the round before this one, or the one after it."), footer=5, with_key=True, palette=False),
    Action(_OVER_TIME, "method", ("m",), N_("How it is made"),
           N_("Read what the verdicts mean, what is compared with what, and what is left out."), footer=7, yields=1),
    Action(_OVER_TIME, "export", ("x",), N_("Export"),
           N_("Write the changes, the radar or the trend that is on the screen to a file."), footer=6),
    Action(_OVER_TIME, "outcomes", ("u",), N_("What customers notice"),
           N_("See and write down what is measured of the team's results, beside the score.")),
    Action(_OVER_TIME, "leave", ("escape",), N_("Back"), N_("Go back to where you came from.")),
)  # fmt: skip
