"""What one can do in a session with several people; part of the registry of all actions."""

from __future__ import annotations

from sem.i18n import mark as N_
from sem.tui.action import Action, Scope

_DISCUSS, _WRAP_UP, _EVIDENCE = Scope.DISCUSS, Scope.WRAP_UP, Scope.EVIDENCE

SESSION: tuple[Action, ...] = (
    Action(_DISCUSS, "agree", tuple("12345"), N_("Agree"),
           N_("Keep the level that you agree on, with the sentence that decided it."), footer=1, with_key=True,
           palette=False),
    Action(_DISCUSS, "next", ("right", "n"), N_("Next"), N_("Go to the next question in this order."),
           footer=2),
    Action(_DISCUSS, "previous", ("left", "p"), N_("Previous question"),
           N_("Go to the question before this one.")),
    Action(_DISCUSS, "sort", ("s",), N_("Order"),
           N_("Order the questions by another thing: where you differ, low scores, surprises, don't know."), footer=3),
    Action(_DISCUSS, "read", ("enter",), N_("Read"),
           N_("Read all notes, all evidence and the levels of this question."), footer=4),
    Action(_DISCUSS, "wrap_up", ("w",), N_("Wrap up"),
           N_("End with one or two commitments, each with an owner and a day."), footer=5),
    Action(_DISCUSS, "list", ("tab", "o"), N_("List"), N_("See all questions in this order; again for the question.")),
    Action(_DISCUSS, "because", ("b",), N_("What decided it"),
           N_("Change the sentence that decided the level you agreed on.")),
    Action(_DISCUSS, "take_back", ("backspace",), N_("Take back"),
           N_("Take the level that you agreed on back; the answers stay as they are.")),
    Action(_DISCUSS, "leave", ("escape",), N_("Back"), N_("Go back to where you came from.")),

    Action(_WRAP_UP, "add", ("n",), N_("Add"), N_("Add a commitment: what, who, and by when."), footer=1),
    Action(_WRAP_UP, "done", ("space",), N_("Done"),
           N_("Say that the commitment pointed at is done, or not after all."), footer=2),
    Action(_WRAP_UP, "remove", ("delete",), N_("Take away"), N_("Take the commitment pointed at away, after asking."),
           footer=3),
    Action(_WRAP_UP, "close_round", ("c",), N_("Close the round"),
           N_("Close the round, after asking; nothing in it is changed any more."), footer=4),
    Action(_WRAP_UP, "cancel", ("escape", "enter"), N_("Back"), N_("Close the window."), footer=5),

    Action(Scope.BRIEFING, "cancel", ("enter", "escape"), N_("Begin"), N_("Go to the questions."), footer=1),

    Action(_EVIDENCE, "open", ("enter",), N_("Add"),
           N_("Change the evidence pointed at, or write down another piece."), footer=1),
    Action(_EVIDENCE, "remove", ("delete",), N_("Take away"), N_("Take the evidence pointed at away."), footer=2),
    Action(_EVIDENCE, "cancel", ("escape",), N_("Done"), N_("Close the window; everything is saved."), footer=3),
)  # fmt: skip
