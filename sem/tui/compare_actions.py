"""What one can do where teams stand side by side; a part of the registry of its own, because it would grow too long."""

from __future__ import annotations

from sem.i18n import mark as N_
from sem.tui.action import Action, Scope

_TEAMS, _CHOOSE = Scope.TEAMS, Scope.CHOOSE_TEAMS

COMPARING: tuple[Action, ...] = (
    Action(_TEAMS, "open", ("enter",), N_("Tell all"),
           N_("Read all about the cell pointed at, and whether the team stands out in that area."), footer=1),
    Action(_TEAMS, "view", ("tab", "space"), N_("View"),
           N_("Go from the heat map to the dots of the area pointed at, and back."), footer=2),
    Action(_TEAMS, "choose", ("t",), N_("Choose teams"),
           N_("Choose which teams stand side by side, by name or by tag."), footer=3),
    Action(_TEAMS, "by_area", ("o",), N_("By this area"),
           N_("Put the teams in order of their mean in the area pointed at, the lowest first."), footer=4),
    Action(_TEAMS, "by_name", ("n",), N_("By name"), N_("Put the teams in order of their names.")),
    Action(_TEAMS, "between", ("s",), N_("By spread"),
           N_("Put the areas in which the teams lie furthest apart first."), footer=5),
    Action(_TEAMS, "within", ("w",), N_("By disagreement"),
           N_("Put the teams whose own answers lie furthest apart first.")),
    Action(_TEAMS, "method", ("m",), N_("How it is made"),
           N_("Read what stands beside what, what is left out, and what may be said of a difference."), footer=7,
           yields=2),
    Action(_TEAMS, "export", ("x",), N_("Export"), N_("Write the picture on the screen to a file."), footer=6,
           yields=1),
    Action(_TEAMS, "go", ("left", "right", "up", "down"), N_("Go to a cell"),
           N_("Point at the area or team beside it."), with_key=True, palette=False),
    Action(_TEAMS, "page", ("pageup", "pagedown", "home", "end"), N_("Go further"),
           N_("Point ten teams further up or down, or at the first or last one."), with_key=True, palette=False),
    Action(_TEAMS, "leave", ("escape",), N_("To the teams"), N_("Go back to the teams.")),

    Action(_CHOOSE, "accept", ("enter",), N_("Compare"), N_("Set the teams that are marked side by side."), footer=1),
    Action(_CHOOSE, "mark", ("space",), N_("Mark"),
           N_("Mark the team pointed at, or take its mark away; at a tag, mark exactly its teams."), footer=2),
    Action(_CHOOSE, "cancel", ("escape",), N_("Cancel"), N_("Close the window; nothing changes."), footer=3),
)  # fmt: skip
