"""`sem team`: the teams that are assessed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from sem.cli import guard
from sem.cli.base import Entry, Example, LazyGroup, argument, command, option
from sem.cli.options import JSON, TEAM, YES
from sem.cli.output import emit, emit_json, narrate, terminal_columns
from sem.errors import StoreError
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.i18n import ngettext

if TYPE_CHECKING:
    from sem.analysis.disclosure import Disclosed
    from sem.cli.session import Session
    from sem.model.assessment import Round, Team

FORMAT = 1


@command(
    "add",
    help=N_("Add a team."),
    examples=(
        Example('sem team add "Team West"', N_("Add a team")),
        Example('sem team add "Team West" --tag pilot --tag west', N_("Add a team with words to find it by")),
    ),
)
@argument("name", metavar=N_("NAME"), help=N_("What people call the team."))
@option("--tag", "tags", multiple=True, metavar=N_("WORD"), help=N_("A word to find the team by; may be repeated."))
@JSON
@click.pass_obj
def add(session: Session, name: str, tags: tuple[str, ...], as_json: bool) -> None:
    """Add a team."""
    added = session.store.add_team(name, tags)
    if as_json:
        emit_json({"format": FORMAT, **_team(session, added)})
    narrate(_("Added {team}.").format(team=added.name))
    narrate(_("Next: {command}").format(command=session.command_line("assess", name=added.name)))


@command(
    "list",
    help=N_("List the teams, each with its last round."),
    examples=(Example("sem team list", N_("List the teams")), Example("sem team list --json", N_("For a program"))),
)
@JSON
@click.pass_obj
def list_(session: Session, as_json: bool) -> int | None:
    """List the teams."""
    from sem.i18n import short_date
    from sem.reports.lines import align
    from sem.reports.words import NOTHING, state_word

    teams, unreadable = session.store.teams_and_errors()
    errors = list(unreadable)
    if as_json:
        listed = []
        told = [_unreadable(error) for error in errors]
        for team in teams:
            try:
                for round_ in session.store.rounds(team.id)[-1:]:
                    # Nothing of it is printed, but a team whose answers can't be read is not in order.
                    _shown(session, round_)
                listed.append(_team(session, team))
            except StoreError as error:
                errors.append(error)
                told.append(_unreadable(error, team))
        emit_json({"format": FORMAT, "teams": listed, "unreadable": told})
        return guard.told(errors)
    if not teams and not errors:
        narrate(_("There are no teams yet. Add one: {command}")
                .format(command=session.command_line("team", "add", name=_("Team West"))))  # fmt: skip
        return None
    rows = [[_("Team"), _("Last round"), _("Questionnaire"), _("State"), _("Respondents")]]
    for team in teams:
        try:
            rounds = session.store.rounds(team.id)
            people = _people_cell(_shown(session, rounds[-1])) if rounds else NOTHING
        except StoreError as error:
            errors.append(error)
            rows.append([team.name, _("can't be read"), *[NOTHING] * 3])
            continue
        if rounds:
            last = rounds[-1]
            rows.append([team.name, short_date(last.opened), last.questionnaire.id, state_word(last.state), people])
        else:
            rows.append([team.name, *[NOTHING] * 4])
    for line in align(rows, right=[4]) if teams else ():
        emit(line)
    return guard.told(errors)


@command(
    "show",
    help=N_("Show a team's rounds, and how far each respondent is."),
    examples=(Example('sem team show "Team West"', N_("Show a team")),),
)
@TEAM
@JSON
@click.pass_obj
def show(session: Session, name: str, as_json: bool) -> None:
    """Show a team."""
    from sem.analysis.words import people_words
    from sem.i18n import long_date
    from sem.reports.lines import one_line, wrap
    from sem.reports.words import state_word

    found = session.store.find_team(name)
    if as_json:
        emit_json({"format": FORMAT, **_team(session, found), "rounds": _rounds(session, found)})
        return
    rounds = session.store.rounds(found.id)
    # All is read before anything is printed, so that what can't be read leaves nothing half on the screen.
    shown = {round_.id: _shown(session, round_) for round_ in rounds}
    emit(one_line(found.name))
    if found.tags:
        emit(_("Tags: {tags}").format(tags=", ".join(map(one_line, found.tags))))
    if not rounds:
        narrate(_("This team has no round yet. Start one: {command}")
                .format(command=session.command_line("assess", name=found.name)))  # fmt: skip
    for round_ in reversed(rounds):
        emit()
        ref = round_.questionnaire
        emit(
            _("Round of {day} ({state}), {questionnaire}:").format(
                day=long_date(round_.opened), state=state_word(round_.state), questionnaire=f"{ref.id} {ref.version}"
            )
        )
        told = shown[round_.id]
        n = told.profile.n
        emit("  " + people_words(n, n if told.profile.overall.unseen else told.profile.overall.n))
        for name, answered in told.progress:
            done = _("{done} of {total} filled in").format(done=answered, total=len(told.questionnaire.questions))
            for line in wrap(f"{one_line(name)}: {done}", terminal_columns(), indent="  "):
                emit(line)
        if round_.anonymous:
            emit("  " + _("all questions answered: {n}").format(n=told.complete))


@command(
    "rename",
    help=N_("Give a team another name; its rounds and answers stay."),
    examples=(Example(N_('sem team rename "Team West" "Team Coast"'), N_("Rename a team")),),
)
@TEAM
@argument("new_name", metavar=N_("NEW-NAME"), help=N_("What people call the team from now on."))
@JSON
@click.pass_obj
def rename(session: Session, name: str, new_name: str, as_json: bool) -> None:
    """Rename a team."""
    store = session.store
    before = store.find_team(name)
    renamed = store.rename_team(before.id, new_name)
    if as_json:
        emit_json({"format": FORMAT, **_team(session, renamed)})
    narrate(_("{before} is called {after} from now on.").format(before=before.name, after=renamed.name))


@command(
    "tag",
    help=N_("Show the words a team is found by, or change them; “sem compare --tag” compares all teams with one."),
    examples=(
        Example('sem team tag "Team West" --add pilot', N_("Give a team a tag")),
        Example(N_('sem team tag "Team West" --remove pilot --add "round 2"'), N_("Take one away, and give another")),
        Example('sem team tag "Team West"', N_("See its tags")),
    ),
)
@TEAM
@option("--add", "added", multiple=True, metavar=N_("WORD"), help=N_("A tag to give; may be repeated."))
@option("--remove", "removed", multiple=True, metavar=N_("WORD"), help=N_("A tag to take away; may be repeated."))
@JSON
@click.pass_obj
def tag(session: Session, name: str, added: tuple[str, ...], removed: tuple[str, ...], as_json: bool) -> None:
    """Show or change the tags of a team."""
    from sem.reports.lines import one_line

    found = session.store.find_team(name)
    tagged = session.store.tag_team(found.id, added, removed) if added or removed else found
    if as_json:
        emit_json({"format": FORMAT, **_team(session, tagged)})
    elif not added and not removed:
        for word in tagged.tags:
            emit(one_line(word))
    words = ", ".join(map(one_line, tagged.tags))
    if not words:
        narrate(_("{team} has no tags.").format(team=tagged.name))
    elif added or removed:
        narrate(_("Tags of {team}: {tags}").format(team=tagged.name, tags=words))


@command(
    "remove",
    help=N_("Remove a team with all its rounds and answers, after asking. A backup is kept, and its path printed."),
    examples=(
        Example('sem team remove "Team West"', N_("Remove a team")),
        Example('sem team remove "Team West" --yes', N_("Remove it without being asked")),
    ),
)
@TEAM
@YES
@click.pass_obj
def remove(session: Session, name: str, yes: bool) -> int | None:
    """Remove a team."""
    from sem.cli.backups import warn_of_single_sheets

    found = session.store.find_team(name)
    rounds = session.store.rounds(found.id)
    count = len(rounds)
    # While the team is here its rounds can still be closed.
    warn_of_single_sheets(session, rounds)
    question = ngettext(
        "Remove {team} with {n} round? Type y for yes:", "Remove {team} with {n} rounds? Type y for yes:", count
    ).format(team=found.name, n=count)
    if not yes and not _agreed(question):
        narrate(_("Nothing is removed."))
        return guard.STOPPED
    backup = session.store.remove_team(found.id)
    narrate(_("{team} is removed. The backup is here:").format(team=found.name))
    emit(backup)
    narrate(_("Put the team back: {command}").format(command=session.command_line("restore", name=backup)))
    return None


def _agreed(question: str) -> bool:
    """Ask on stderr and return whether the answer is yes.

    Raises:
        UsageError: Nobody is there to answer.
    """
    narrate(question)
    answer = sys.stdin.readline() if sys.stdin else ""
    if not answer:
        raise click.UsageError(_("Nobody answers. Add --yes to remove without being asked."))
    return answer.strip().lower() in ("y", "yes", "j", "ja")


def _team(session: Session, team: Team) -> dict[str, Any]:
    from sem.model.codec import to_json

    rounds = session.store.rounds(team.id)
    last = rounds[-1] if rounds else None
    return {**to_json(team), "round_count": len(rounds), "last_round": _round(last) if last else None}


def _unreadable(error: StoreError, team: Team | None = None) -> dict[str, Any]:
    files = [problem.file for problem in error.problems if problem.file]
    return {
        "id": team.id if team else None,
        "name": team.name if team else None,
        "files": files,
        "message": str(error),
    }


def _round(round_: Round) -> dict[str, Any]:
    ref = round_.questionnaire
    return {
        "id": round_.id,
        "opened": round_.opened.isoformat(),
        "kind": round_.kind.value,
        "state": round_.state.value,
        "questionnaire": {"id": ref.id, "version": str(ref.version), "digest": ref.digest},
    }


def _rounds(session: Session, team: Team) -> list[dict[str, Any]]:
    found = []
    for round_ in session.store.rounds(team.id):
        shown = _shown(session, round_)
        counts = {"answered_any": shown.people, "complete": shown.complete, "expected": round_.voices}
        found.append({**_round(round_), "participation": counts, "respondents": _respondents(shown)})
    return found


def _shown(session: Session, round_: Round) -> Disclosed:
    from sem.reports.shown import shown_round

    return shown_round(session.store, round_)


def _respondents(shown: Disclosed) -> list[dict[str, Any]]:
    """Return how far each respondent is; how many of their answers are levels is theirs while answers are hidden."""
    questions = shown.questionnaire.questions
    levels: list[int | None] = [None] * len(shown.progress)
    if shown.singly:
        levels = [sum(one.answer(question.id).level is not None for question in questions) for one in shown.responses]
    return [
        {"name": name, "answered": answered, "levels": count, "questions": len(questions)}
        for (name, answered), count in zip(shown.progress, levels, strict=True)
    ]


def _people_cell(shown: Disclosed) -> str:
    people, overall = shown.profile.n, shown.profile.overall
    if overall.unseen or overall.n == people:
        return str(people)
    return _("{people}, {n} with a level").format(people=people, n=overall.n)


TABLE = {
    "add": Entry("sem.cli.teams:add", N_("Add a team.")),
    "list": Entry("sem.cli.teams:list_", N_("List the teams, each with its last round.")),
    "show": Entry("sem.cli.teams:show", N_("Show a team's rounds, and how far each respondent is.")),
    "rename": Entry("sem.cli.teams:rename", N_("Give a team another name.")),
    "tag": Entry("sem.cli.teams:tag", N_("Show or change the words a team is found by.")),
    "remove": Entry("sem.cli.teams:remove", N_("Remove a team, and keep a backup.")),
}


@click.group(
    "team",
    cls=LazyGroup,
    table=TABLE,
    options_metavar=N_("[OPTIONS]"),
    help=N_("Add, list, show, rename, tag or remove teams."),
    examples=(
        Example('sem team add "Team West"', N_("Add a team")),
        Example("sem team list", N_("List the teams")),
    ),
)
def team() -> None:
    """Do something with teams."""
