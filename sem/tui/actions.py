"""What one can do where, told once: key bindings, footer, command palette and help all come from this registry."""

from __future__ import annotations

from textual.binding import Binding

from sem.i18n import mark as N_
from sem.tui.action import SCOPE_TITLES, SCREENS, Action, Scope, key_name
from sem.tui.compare_actions import COMPARING
from sem.tui.over_time_actions import OVER_TIME
from sem.tui.session_actions import SESSION

__all__ = [
    "REGISTRY",
    "SCOPE_TITLES",
    "SCREENS",
    "Action",
    "Scope",
    "actions_of",
    "bindings",
    "commands_at",
    "footer_actions",
    "key_name",
]

_APP, _HOME, _RUNNER, _RESULTS = Scope.APP, Scope.HOME, Scope.RUNNER, Scope.RESULTS
_ROADMAP, _AMBITION = Scope.ROADMAP, Scope.AMBITION
_COLLECTING, _BUILDING, _VOTING, _CHOOSING = Scope.COLLECTING, Scope.BUILDING, Scope.VOTING, Scope.CHOOSING
_EXPERIMENTS = Scope.EXPERIMENTS
_DIGITS = tuple("0123456789")

REGISTRY: tuple[Action, ...] = (
    Action(_HOME, "open", ("enter",), N_("Start or go on"),
           N_("Go on with the open round, start one, or see the results of a complete one."), footer=1),
    Action(_HOME, "results", ("r",), N_("Results"), N_("See the scores of the team's last round."), footer=2),
    Action(_HOME, "roadmap", ("p",), N_("Roadmap"),
           N_("See the way to the team's ambition, counted back from its date."), footer=3),
    Action(_HOME, "over_time", ("o",), N_("Over time"),
           N_("See how the team changed from round to round, and whether that is more than chance."), footer=4,
           label=N_("Trend")),
    Action(_HOME, "ideas", ("b",), N_("Ideas"),
           N_("Collect ideas for the team's ambition, vote on them, and choose.")),
    Action(_HOME, "reveal", ("v",), N_("Reveal"),
           N_("Show the answers of the round to everybody; it takes no more answers then."), footer=2),
    Action(_HOME, "discuss", ("d",), N_("Discuss"),
           N_("Go through the questions of the last round together: where you differ, and what you agree on."),
           footer=2),
    Action(_HOME, "start_round", ("s",), N_("Start a session"),
           N_("Start a round with several people: choose whose answers they are, and when they are seen."), footer=6,
           label=N_("Session"), yields=2),
    Action(_HOME, "close_round", ("c",), N_("Close the round"),
           N_("Close the last round, after asking; nothing in it is changed any more.")),
    Action(_HOME, "outcomes", ("u",), N_("What customers notice"),
           N_("See and write down what is measured of the team's results, beside the score.")),
    Action(_HOME, "compare", ("m",), N_("Compare teams"),
           N_("Set teams side by side: a heat map of all areas, and the dots of one."), footer=5, label=N_("Compare"),
           yields=1),
    Action(_HOME, "assess", ("a",), N_("Assess"),
           N_("Choose a questionnaire, your name and a round, and answer the questions."), footer=7, yields=5),
    Action(_HOME, "new_team", ("n",), N_("New team"), N_("Add a team."), footer=8, yields=4),
    Action(_HOME, "rename_team", ("e",), N_("Rename"), N_("Give the team another name.")),
    Action(_HOME, "tags", ("t",), N_("Tags"), N_("Change the words that the team is found by and compared with.")),
    Action(_HOME, "remove_team", ("delete",), N_("Remove"),
           N_("Remove the team with its rounds, after asking and after a backup.")),
    Action(_HOME, "leave", ("q",), N_("Quit"), N_("Leave the program; everything is saved."), footer=8, yields=3),

    Action(_RUNNER, "choose", tuple("12345"), N_("Answer"),
           N_("Choose this level, save it and go to the next question."), footer=1, with_key=True, palette=False),
    Action(_RUNNER, "choose_highlighted", ("enter",), N_("Choose"),
           N_("Choose the level that ↑ and ↓ point at, and go on."), palette=False),
    Action(_RUNNER, "level_up", ("up", "k"), N_("Level up"),
           N_("Point at the level above; this chooses nothing."), palette=False),
    Action(_RUNNER, "level_down", ("down", "j"), N_("Level down"),
           N_("Point at the level below; this chooses nothing."), palette=False),
    Action(_RUNNER, "dont_know", ("d",), N_("Don't know"),
           N_("Say that you do not know; it never lowers the score."), footer=2),
    Action(_RUNNER, "not_applicable", ("x",), N_("Not applicable"),
           N_("Say that the question is not about this team, and why."), footer=3),
    Action(_RUNNER, "note", ("n",), N_("Note"), N_("Write why you choose this, or an example."), footer=4),
    Action(_RUNNER, "confidence", ("c",), N_("How sure"),
           N_("Say how sure you are of this answer: sure, fairly sure, a guess, or nothing again.")),
    Action(_RUNNER, "evidence", ("e",), N_("Evidence"),
           N_("Write down what speaks for your answer or against it, and where it can be found.")),
    Action(_RUNNER, "previous", ("left", "p"), N_("Previous question"), N_("Go to the question before this one.")),
    Action(_RUNNER, "next", ("right",), N_("Next question"),
           N_("Go to the next question; this one stays as it is.")),
    Action(_RUNNER, "overview", ("o",), N_("Overview"), N_("See all questions and jump to one."), footer=5),
    Action(_RUNNER, "look_for", ("i",), N_("What to look for"), N_("Read what to look for before you choose.")),
    Action(_RUNNER, "clear", ("backspace",), N_("Clear the answer"), N_("Take the answer back; a note stays.")),
    Action(_RUNNER, "leave", ("escape",), N_("To the teams"), N_("Stop here; you go on later at this question.")),

    Action(_RESULTS, "open", ("enter",), N_("Open"),
           N_("See the questions of the area and how they were answered."), footer=1),
    Action(_RESULTS, "view", ("tab", "space"), N_("Next picture"),
           N_("Go from the radar to the table and the layers, and round again."), footer=2, label=N_("View")),
    Action(_RESULTS, "discuss", ("d",), N_("Discuss"),
           N_("Go through the questions together: where you differ, and what you agree on."), footer=2),
    Action(_RESULTS, "roadmap", ("p",), N_("Roadmap"),
           N_("See the way to the team's ambition, counted back from its date."), footer=3),
    Action(_RESULTS, "export", ("x",), N_("Export"), N_("Write a picture or the numbers to a file."), footer=4,
           yields=1),
    Action(_RESULTS, "over_time", ("o",), N_("Over time"),
           N_("See how the team changed from round to round, and whether that is more than chance."), footer=7,
           label=N_("Trend")),
    Action(_RESULTS, "grouping", ("g",), N_("Grouping"), N_("Gather the areas in another way.")),
    Action(_RESULTS, "method", ("m",), N_("How it is made"), N_("Read how the scores come about.")),
    Action(_RESULTS, "earlier", ("left_square_bracket",), N_("Earlier"),
           N_("See the round before this one."), footer=5, yields=1),
    Action(_RESULTS, "later", ("right_square_bracket",), N_("Later"), N_("See the round after this one."), footer=6,
           yields=1),
    Action(_RESULTS, "outcomes", ("u",), N_("What customers notice"),
           N_("See and write down what is measured of the team's results, beside the score.")),
    Action(_RESULTS, "leave", ("escape",), N_("To the teams"), N_("Go back to the teams.")),

    Action(_ROADMAP, "open", ("enter",), N_("Why here?"),
           N_("Read why the step pointed at is where it is, and what there is to do for it."), footer=1),
    Action(_ROADMAP, "options", ("o",), N_("What helps"),
           N_("See the smallest changes that make the ambition fit, and choose one."), footer=2),
    Action(_ROADMAP, "start", ("s",), N_("Started"), N_("Say that the step pointed at has started.")),
    Action(_ROADMAP, "done", ("d",), N_("Done"),
           N_("Say that the step pointed at is done, when, and what shows it."), footer=3),
    Action(_ROADMAP, "fix", ("f",), N_("Fix plan"),
           N_("Make this the plan you keep to; later plans are held against it."), footer=4),
    Action(_ROADMAP, "view", ("tab", "space"), N_("View"),
           N_("Go from the picture to the list, the stairs and the words, and round again."), footer=5),
    Action(_ROADMAP, "ambition", ("a",), N_("Ambition"),
           N_("See and change where you want to be, by when, and with what.")),
    Action(_ROADMAP, "edit", ("e",), N_("Change the step"),
           N_("Estimate the step pointed at anew, and say who leads it.")),
    Action(_ROADMAP, "take_back", ("u",), N_("Take back"),
           N_("Take back that the step pointed at was done, or else that it was started.")),
    Action(_ROADMAP, "evidence", ("n",), N_("Evidence"),
           N_("Write down what shows that the step pointed at is done, or on its way.")),
    Action(_ROADMAP, "drop", ("delete",), N_("Drop the step"),
           N_("Give the step pointed at up, and say why; the target of its area goes down.")),
    Action(_ROADMAP, "improve", ("i",), N_("Improve"),
           N_("Look for a shorter plan, see what it would move, and choose.")),
    Action(_ROADMAP, "list", ("l",), N_("List"),
           N_("See the steps as a list with their dates; again for the picture.")),
    Action(_ROADMAP, "milestones", ("m",), N_("Milestones"),
           N_("See the stairs: each milestone with its levels, and what customers notice; again for the picture.")),
    Action(_ROADMAP, "words", ("t",), N_("In words"),
           N_("Read the way back from the ambition as sentences; again for the picture.")),
    Action(_ROADMAP, "ideas", ("b",), N_("Ideas"),
           N_("Collect ideas for the ambition, vote on them, and choose.")),
    Action(_ROADMAP, "experiments", ("v",), N_("Experiments"),
           N_("See what you try on a small scale, and when you stop with it.")),
    Action(_ROADMAP, "signs", ("k",), N_("What the signs mean"), N_("Read what the signs in the picture mean.")),
    Action(_ROADMAP, "export", ("x",), N_("Export"), N_("Write the roadmap to a file."), footer=6),
    Action(_ROADMAP, "go", ("left", "right", "up", "down"), N_("Go to a step"),
           N_("Point at the step beside, above or below the one pointed at."), with_key=True, palette=False),
    Action(_ROADMAP, "leave", ("escape",), N_("Back"), N_("Go back to where you came from.")),

    Action(_AMBITION, "area", ("left", "right"), N_("Area"),
           N_("Go to the area before or after this one."), footer=1, with_key=True, palette=False),
    Action(_AMBITION, "target", ("up", "down"), N_("Level"),
           N_("Raise or lower the level that this area should reach; the plan follows at once."), footer=2,
           with_key=True, palette=False),
    Action(_AMBITION, "level", tuple("12345"), N_("Set the level"),
           N_("Set the level that this area should reach."), with_key=True, palette=False),
    Action(_AMBITION, "save", ("enter", "ctrl+s"), N_("Save"),
           N_("Keep the ambition, and go to the roadmap."), footer=3),
    Action(_AMBITION, "statement", ("t",), N_("In words"),
           N_("Say in customers' words where you want to be."), footer=4),
    Action(_AMBITION, "means", ("m",), N_("Means"),
           N_("Set the date, what you can do at once, the buffer and the weeks off."), footer=5),
    Action(_AMBITION, "date", ("left_square_bracket", "right_square_bracket"), N_("A month earlier or later"),
           N_("Move the date a month earlier or later."), with_key=True, palette=False),
    Action(_AMBITION, "capacity", ("minus", "plus", "equals_sign"), N_("Fewer or more at once"),
           N_("Work on one step at once fewer, or one more."), with_key=True, palette=False),
    Action(_AMBITION, "weight", ("w",), N_("Weight"),
           N_("Let this area count more: 1, 2, 3, and from there ½.")),
    Action(_AMBITION, "owners", ("o",), N_("Owners"), N_("Say who can lead steps.")),
    Action(_AMBITION, "default", ("r",), N_("Default profile"),
           N_("Set each area one level up, and at 3 at least.")),
    Action(_AMBITION, "leave", ("escape",), N_("Back"), N_("Go back; you are asked about what is not saved.")),

    Action(_COLLECTING, "hand_in", ("enter",), N_("Hand in"),
           N_("Hand in the idea that you typed; nobody can see that it is yours."), footer=1, palette=False),
    Action(_COLLECTING, "other_prompt", ("tab",), N_("Another prompt"),
           N_("Read another question that gets you off the beaten track."), footer=2),
    Action(_COLLECTING, "open_all", ("ctrl+o",), N_("Open the ideas"),
           N_("Show all ideas to everybody, after asking; nobody can close them again."), footer=3),
    Action(_COLLECTING, "question", ("ctrl+t",), N_("Ask something else"),
           N_("Have ideas on another question than the usual one.")),
    Action(_COLLECTING, "leave", ("escape",), N_("Back"), N_("Go back to where you came from."), footer=4),

    Action(_BUILDING, "mark", ("space",), N_("Mark"), N_("Mark the idea pointed at, or take its mark away."), footer=1),
    Action(_BUILDING, "cluster", ("c",), N_("Put together"),
           N_("Put the ideas that are marked, or else the one pointed at, under one name."), footer=2),
    Action(_BUILDING, "add", ("n",), N_("Add an idea"),
           N_("Write down an idea that builds on what you read."), footer=3),
    Action(_BUILDING, "vote", ("v",), N_("Vote"), N_("Say how many people vote, and begin."), footer=4),
    Action(_BUILDING, "open", ("enter",), N_("Read"), N_("Read the whole idea.")),
    Action(_BUILDING, "leave", ("escape",), N_("Back"), N_("Go back to where you came from.")),

    Action(_VOTING, "vote", ("enter",), N_("Vote"),
           N_("Say who you are, and give your votes; others do not see them."), footer=1),
    Action(_VOTING, "open", ("r",), N_("Read"), N_("Read the whole idea."), footer=2),
    Action(_VOTING, "voters", ("n",), N_("One more voter"), N_("Wait for one more person to vote."), footer=3),
    Action(_VOTING, "close", ("c",), N_("Close voting"),
           N_("End the voting before all have voted, and say why."), footer=4),
    Action(_VOTING, "leave", ("escape",), N_("Back"), N_("Go back to where you came from.")),

    Action(_CHOOSING, "experiment", ("e",), N_("Try it"),
           N_("Make an experiment of the idea: on a small scale, with a criterion for when you stop."), footer=1),
    Action(_CHOOSING, "practice", ("p",), N_("Into the plan"),
           N_("Make the idea a practice of your own, which becomes part of a step."), footer=2),
    Action(_CHOOSING, "answer", ("a",), N_("Answer"),
           N_("Say why the idea is not taken; whoever handed it in wants to know."), footer=3),
    Action(_CHOOSING, "answer_rest", ("w",), N_("Answer the rest"),
           N_("Give all ideas that still wait the same answer.")),
    Action(_CHOOSING, "open", ("enter",), N_("Read"),
           N_("Read the whole idea, and what became of it."), footer=4),
    Action(_CHOOSING, "experiments", ("v",), N_("Experiments"),
           N_("See what you try on a small scale, and when you stop with it.")),
    Action(_CHOOSING, "leave", ("escape",), N_("Back"), N_("Go back to where you came from.")),

    Action(_EXPERIMENTS, "new", ("n",), N_("New"),
           N_("Add an experiment: from a practice, or something of your own."), footer=1),
    Action(_EXPERIMENTS, "open", ("enter",), N_("Read all"),
           N_("Read all about the experiment, with every version of its kill criterion."), footer=2),
    Action(_EXPERIMENTS, "result", ("r",), N_("Result"),
           N_("Record what was measured; it is green or red by the kill criterion."), footer=3),
    Action(_EXPERIMENTS, "amend", ("a",), N_("Change the criterion"),
           N_("Make a new version of the kill criterion and say why; the old one stays to be seen."), footer=4),
    Action(_EXPERIMENTS, "stop", ("delete",), N_("Pull the plug"),
           N_("Stop the experiment for another reason than its criterion; that can't be undone."), footer=5),
    Action(_EXPERIMENTS, "leave", ("escape",), N_("Back"), N_("Go back to where you came from.")),

    Action(Scope.BALLOT, "give", ("space",), N_("Vote"),
           N_("Give the idea pointed at one of your votes, or take it back."), footer=1),
    Action(Scope.BALLOT, "digit", _DIGITS, N_("Type a number"),
           N_("Point at the idea with this number."), footer=2, with_key=True),
    Action(Scope.BALLOT, "accept", ("enter",), N_("Hand in"), N_("Hand in your votes; nobody sees them."), footer=3),
    Action(Scope.BALLOT, "open", ("r",), N_("Read"), N_("Read the whole idea.")),
    Action(Scope.BALLOT, "cancel", ("escape",), N_("Cancel"), N_("Close the window; nothing changes."), footer=4),

    Action(Scope.DIALOG, "accept", ("enter",), N_("OK"), N_("Do it."), footer=1),
    Action(Scope.DIALOG, "cancel", ("escape",), N_("Cancel"), N_("Close the window; nothing changes."), footer=2),

    Action(Scope.FORM, "accept", ("enter", "ctrl+s"), N_("OK"), N_("Do it."), footer=1),
    Action(Scope.FORM, "next_field", ("down",), N_("Next field"),
           N_("Go to the field below; ← and → change what it says."), footer=2),
    Action(Scope.FORM, "previous_field", ("up",), N_("Field before"), N_("Go to the field above.")),
    Action(Scope.FORM, "cancel", ("escape",), N_("Cancel"), N_("Close the window; nothing changes."), footer=3),

    Action(Scope.TEXT, "accept", ("ctrl+s",), N_("Save"), N_("Close, and keep what you typed."), footer=1),
    Action(Scope.TEXT, "cancel", ("escape",), N_("Cancel"),
           N_("Close the window; you are asked about what you typed."), footer=2),

    Action(Scope.START, "accept", ("enter",), N_("Begin"), N_("Go to the questions."), footer=1),
    Action(Scope.START, "next_field", ("down",), N_("Next field"),
           N_("Go to the field below; ← and → change what it says."), footer=2),
    Action(Scope.START, "previous_field", ("up",), N_("Field before"), N_("Go to the field above.")),
    Action(Scope.START, "cancel", ("escape",), N_("Cancel"), N_("Close the window; nothing changes."), footer=3),

    Action(Scope.CONFIRM, "accept", ("y", "j"), N_("Yes"), N_("Do it."), footer=1),
    Action(Scope.CONFIRM, "cancel", ("escape", "n"), N_("No"), N_("Leave everything as it is."), footer=2),

    Action(Scope.NOTE, "close", ("escape", "ctrl+s"), N_("Done"), N_("Close; what you typed is saved."), footer=1),
    Action(Scope.NOTE, "put_back", ("ctrl+r",), N_("Put the old note back"),
           N_("Undo everything since you opened the note."), footer=2),

    Action(Scope.OVERVIEW, "accept", ("enter",), N_("Go there"), N_("Go to the question pointed at."), footer=1),
    Action(Scope.OVERVIEW, "digit", _DIGITS, N_("Type a number"),
           N_("Point at the question with this number."), footer=2, with_key=True),
    Action(Scope.OVERVIEW, "cancel", ("escape", "o"), N_("Back"), N_("Stay at the same question."), footer=3),

    Action(Scope.AREA, "open", ("enter",), N_("Read all"),
           N_("Read all about the practice pointed at; at a question this closes the window."), footer=1),
    Action(Scope.AREA, "cancel", ("escape",), N_("Back"), N_("Close the window."), footer=2),

    Action(Scope.READING, "cancel", ("escape", "enter"), N_("Back"), N_("Close the window."), footer=1),

    Action(Scope.OUTCOMES, "add", ("n",), N_("Add"), N_("Write down what was measured."), footer=1),
    Action(Scope.OUTCOMES, "open", ("enter",), N_("All values"),
           N_("See all values of the measure pointed at."), footer=2),
    Action(Scope.OUTCOMES, "remove", ("delete",), N_("Take away"),
           N_("Take the last value of the measure pointed at away, after asking; of one without values the measure."),
           footer=3),
    Action(Scope.OUTCOMES, "cancel", ("escape",), N_("Back"), N_("Close the window."), footer=4),

    Action(Scope.SUMMARY, "results", ("enter",), N_("Results"), N_("See the scores."), footer=1),
    Action(Scope.SUMMARY, "first_open", ("f",), N_("First open"),
           N_("Go to the first question without an answer."), footer=2),
    Action(Scope.SUMMARY, "cancel", ("left", "escape"), N_("Back"), N_("Go back to the last question."), footer=3),
    Action(Scope.SUMMARY, "overview", ("o",), N_("Overview"), N_("See all questions and jump to one."), footer=4),
    Action(Scope.SUMMARY, "home", ("h",), N_("To the teams"), N_("Stop here; you can come back."), footer=5),

    Action(Scope.FINISH, "finish", ("enter",), N_("Finish"),
           N_("You are done; you can come back as long as the round is open."), footer=1),
    Action(Scope.FINISH, "first_open", ("f",), N_("First open"),
           N_("Go to the first question without an answer."), footer=2),
    Action(Scope.FINISH, "cancel", ("left", "escape"), N_("Back"), N_("Go back to the last question."), footer=3),
    Action(Scope.FINISH, "overview", ("o",), N_("Overview"), N_("See all questions and jump to one."), footer=4),

    Action(Scope.PALETTE, "accept", ("enter",), N_("Do it"), N_("Do what is pointed at."), footer=1),
    Action(Scope.PALETTE, "row_down", ("down",), N_("Next"), N_("Point at the one below."), footer=2),
    Action(Scope.PALETTE, "row_up", ("up",), N_("Before"), N_("Point at the one above."), footer=3),
    Action(Scope.PALETTE, "cancel", ("escape",), N_("Back"), N_("Close the window."), footer=4),

    Action(_APP, "help", ("question_mark", "f1"), N_("Help"), N_("See what every key does on this screen."), footer=9),
    Action(_APP, "command_palette", ("ctrl+p",), N_("Commands"), N_("Search for anything you can do here."),
           palette=False, everywhere=True),
    Action(_APP, "switch_language", ("f2",), N_("Nederlands / English"), N_("Switch the language."), everywhere=True),
    Action(_APP, "switch_theme", ("f3",), N_("Light or dark"), N_("Switch between light and dark."), everywhere=True),
    Action(_APP, "switch_charts", ("f4",), N_("Characters of charts"),
           N_("Draw charts with braille, with blocks or with plain letters."), everywhere=True),
    Action(_APP, "quit", ("ctrl+q",), N_("Quit"), N_("Leave the program; everything is saved."), everywhere=True),

    *COMPARING,
    *OVER_TIME,
    *SESSION,
)  # fmt: skip


def actions_of(scope: Scope) -> tuple[Action, ...]:
    """Return the actions of one scope, in the order of the registry."""
    return tuple(action for action in REGISTRY if action.scope is scope)


def bindings(scope: Scope) -> list[Binding]:
    """Return the key bindings of one scope."""
    return [
        Binding(key, action.call(key), action.title, show=False, priority=action.everywhere)
        for action in actions_of(scope)
        for key in action.keys
    ]


def footer_actions(scope: Scope) -> tuple[Action, ...]:
    """Return what the last line of a screen or window shows, from the left; on a screen help comes last."""
    scopes = (scope, Scope.APP) if scope in SCREENS else (scope,)
    shown = [action for action in REGISTRY if action.footer and action.scope in scopes]
    return tuple(sorted(shown, key=lambda action: action.footer))


def commands_at(scope: Scope | None) -> tuple[Action, ...]:
    """Return what the command palette offers on a screen: its own actions first, then those that hold everywhere."""
    scopes = (scope, Scope.APP) if scope else (Scope.APP,)
    return tuple(action for at in scopes for action in actions_of(at) if action.palette)
