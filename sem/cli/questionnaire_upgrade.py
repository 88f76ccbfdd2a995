"""`sem questionnaire upgrade`: what a newer questionnaire asks otherwise, and the way of a team to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sem.cli import guard
from sem.cli.asking import agreed
from sem.cli.base import Example, command, option
from sem.cli.completion import questionnaire_ids
from sem.cli.options import JSON, TEAM, YES
from sem.cli.output import emit, emit_json, narrate, terminal_columns
from sem.cli.programmes import FORMAT
from sem.errors import InvalidError, NotFoundError
from sem.i18n import gettext as _
from sem.i18n import mark as N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sem.analysis.questionnaire_changes import QuestionnaireChanges
    from sem.cli.session import Session
    from sem.model.assessment import QuestionnaireRef, Round, Team
    from sem.model.questionnaire import Questionnaire
    from sem.programme.upgrading import LeftBehind
    from sem.store import Store


@command(
    "upgrade",
    help=N_(
        "Move a team on to a newer version of its questionnaire, or to another one. It shows what is different and "
        "what of the team's plan the new one does not know, asks, and makes a backup of the team. From then on the "
        "next round uses it. Rounds that have begun keep their own words for ever. Exit code 0, also if there is "
        "nothing to do."
    ),
    examples=(
        Example('sem questionnaire upgrade "Team West" --dry-run', N_("See what is different")),
        Example('sem questionnaire upgrade "Team West"', N_("Use the newest version from the next round on")),
        Example('sem questionnaire upgrade "Team West" --to service-excellence', N_("Go on from a quick scan")),
        Example(N_('sem questionnaire upgrade "Team West" --to ours.yaml'), N_("Use a version of your own")),
    ),
)  # fmt: skip
@TEAM
@option(
    "--to",
    metavar=N_("ID[@VERSION]-OR-PATH"),
    shell_complete=questionnaire_ids,
    help=N_(
        "The questionnaire: its id, its id and version, its file or folder. Without it: the same one, as it ships."
    ),
)
@option("--close-round", is_flag=True, help=N_("Close what is still open; without it, it goes on as it is."))
@option("--dry-run", is_flag=True, help=N_("Only show what is different."))
@YES
@JSON
@click.pass_obj
def upgrade(
    session: Session, name: str, to: str | None, close_round: bool, dry_run: bool, yes: bool, as_json: bool
) -> int | None:
    """Move a team on to another questionnaire."""
    from sem.analysis.questionnaire_changes import questionnaire_changes
    from sem.cli.backups import warn_of_single_sheets
    from sem.content.practices import with_practices
    from sem.i18n import long_date
    from sem.programme.upgrading import left_behind
    from sem.reports.upgrade_text import change_lines, left_lines, questionnaire_name

    store = session.store
    team = store.find_team(name)
    rounds = store.rounds(team.id)
    if not rounds:
        raise InvalidError(
            _("{team} has no round yet, so there is nothing to move on from.").format(team=team.name),
            _("Begin with any questionnaire: {command}").format(
                command=session.command_line("assess", name=team.name, options=["--questionnaire", to or "ID"])
            ),
        )
    ref, before = _used(store, team, rounds)
    after = _wanted(store, to, ref)
    _refuse_older(before, after)
    # With the practices that the team sees, also where its questionnaire has none of its own.
    changes = questionnaire_changes(with_practices(before), with_practices(after))
    left = left_behind(store.programme(team.id), changes.before, changes.after)
    unfinished = _unfinished(rounds)
    if not as_json:
        for line in change_lines(changes, terminal_columns()):
            emit(line)
        if left:
            emit()
            for line in left_lines(left, changes.before, terminal_columns()):
                emit(line)
    if changes.nothing and before.version == after.version:
        _tell(team, changes, left, as_json)
        narrate(
            _("{team} uses {questionnaire} already.").format(team=team.name, questionnaire=questionnaire_name(after))
        )
        return None
    if dry_run:
        _tell(team, changes, left, as_json)
        narrate(_("Nothing is changed."))
        return None
    if not yes and not agreed(_question(changes)):
        narrate(_("Nothing is changed: the team stays with version {version}.").format(version=before.version))
        return guard.STOPPED
    if unfinished and not close_round:
        warn_of_single_sheets(session, unfinished)
        close_round = not yes and agreed(_closing_question(unfinished))
    closing = unfinished if close_round else []
    # Sheets of an anonymous round hold what closing takes away, as what somebody chose before: no backup gets them.
    for round_ in closing:
        if round_.anonymous:
            store.close_round(round_, session.today())
    backup = _freeze(session, team)
    for round_ in closing:
        if not round_.anonymous:
            store.close_round(round_, session.today())
    _move(session, team, changes, after, rounds[-1].id)
    _tell(team, changes, left, as_json, upgraded=True, backup=backup, closed=closing)
    narrate(_("The team as it was is here: {path}").format(path=backup))
    for round_ in closing:
        narrate(_("The round of {day} is closed.").format(day=long_date(round_.opened)))
    if unfinished and not closing:
        narrate(_("What is open goes on with the questionnaire that it began with; the next round uses the new one."))
    narrate(
        _("The next round uses {questionnaire}: {command}").format(
            questionnaire=questionnaire_name(after),
            command=_next_round(session, team, rounds, after, going_on=bool(unfinished and not closing)),
        )
    )
    return None


def _used(store: Store, team: Team, rounds: Sequence[Round]) -> tuple[QuestionnaireRef, Questionnaire]:
    """Return what the next round of a team would use if nothing was done, by the words that the team knows it by."""
    from sem.reports.next_questionnaire import chosen_for_next, usual_questionnaire

    chosen = chosen_for_next(store, team, rounds)
    if chosen is not None and chosen.words is not None:
        return chosen.ref, chosen.words
    if chosen is not None:
        from sem.content.library import load_questionnaire

        shipped = load_questionnaire(chosen.ref.id)
        if shipped.version == chosen.ref.version:
            return chosen.ref, shipped
    id_ = usual_questionnaire(store, team)
    last = next((one for one in reversed(rounds) if one.questionnaire.id == id_), rounds[-1])
    return last.questionnaire, store.questionnaire(last)


def _wanted(store: Store, to: str | None, used: QuestionnaireRef) -> Questionnaire:
    """Return the questionnaire to move on to.

    Raises:
        NotFoundError: There is none like that.
        InvalidError: It has problems.
    """
    from sem.content.library import list_questionnaires, load_questionnaire
    from sem.model.questionnaire import Version

    shipped = {listed.id for listed in list_questionnaires()}
    if to is None:
        if used.id not in shipped:
            raise NotFoundError(
                _("“{id}” does not come with sem, so there is no newer one to be found.").format(id=used.id),
                _("Say where it is: --to FILE"),
            )
        return load_questionnaire(used.id)
    id_, at, text = to.rpartition("@")
    if not at or Path(to).exists():
        return load_questionnaire(to)
    try:
        version = Version.parse(text)
    except ValueError:
        raise InvalidError(
            _("“{text}” is no version.").format(text=text), _("Write it like {version}.").format(version="1.2.0")
        ) from None
    known = {}
    if id_ in shipped:
        found = load_questionnaire(id_)
        known[found.version] = found
    for team in store.teams():
        for round_ in store.rounds(team.id):
            if round_.questionnaire.id == id_ and round_.questionnaire.version not in known:
                known[round_.questionnaire.version] = store.questionnaire(round_)
    if version in known:
        return known[version]
    there = ", ".join(str(one) for one in sorted(known, reverse=True))
    raise NotFoundError(
        _("There is no version {version} of “{id}” here.").format(version=version, id=id_),
        _("There are: {versions}. Of another one, give the file.").format(versions=there) if there
        else _("Give the file of the questionnaire."),
    )  # fmt: skip


def _refuse_older(before: Questionnaire, after: Questionnaire) -> None:
    if before.id == after.id and after.version < before.version:
        raise InvalidError(
            _("Version {version} of “{id}” is older than {used}, which the team uses.").format(
                version=after.version, id=after.id, used=before.version
            ),
            _("There is no way back to an older version: what was asked since would have no place in it. Nothing is "
              "changed."),
        )  # fmt: skip


def _unfinished(rounds: Sequence[Round]) -> list[Round]:
    """Return the rounds that are open or revealed, newest first."""
    from sem.model.assessment import RoundState

    return [one for one in reversed(rounds) if one.state is not RoundState.CLOSED]


def _question(changes: QuestionnaireChanges) -> str:
    if changes.broken:
        return _("Start afresh with it from the next round on? Say no to stay with the version there is.")
    return _("Use it from the next round on?")


def _closing_question(rounds: Sequence[Round]) -> str:
    from sem.i18n import long_date, ngettext

    asked = ngettext(
        "The round of {day} is not closed. Close it now? Nobody can answer in it then, and that can't be undone. Say "
        "no to let it go on as it is.",
        "{n} rounds are not closed. Close them now? Nobody can answer in them then, and that can't be undone. Say no "
        "to let them go on as they are.",
        len(rounds),
    )
    return asked.format(n=len(rounds), day=long_date(rounds[0].opened))


def _next_round(session: Session, team: Team, rounds: Sequence[Round], after: Questionnaire, *, going_on: bool) -> str:
    """Return the command that begins the next round: of several people, if the last one with it was."""
    last = next((one for one in reversed(rounds) if one.questionnaire.id == after.id), rounds[-1])
    if last.hidden:
        return session.command_line("round", "start", name=team.name)
    return session.command_line("assess", name=team.name, options=["--new-round"] if going_on else [])


def _freeze(session: Session, team: Team) -> Path:
    """Make a backup of the team as it is, so that there is a way back whatever comes next."""
    from sem.model.names import slug
    from sem.reports.files import file_name
    from sem.store import layout
    from sem.store.backing_up import back_up

    target = session.data / layout.BACKUPS / file_name(slug(team.name), session.today(), "before-upgrade", "zip")
    path, _files = back_up(session.data, session.state, target, team_id=team.id)
    return path


def _move(session: Session, team: Team, changes: QuestionnaireChanges, after: Questionnaire, last: str) -> None:
    """Keep what the next round uses: in one write, so that it is so or it is not.

    Args:
        session: The surroundings of this run.
        team: Whose next round.
        changes: From what the team used to what it is to use, with practices.
        after: The same, as it is.
        last: The id of the newest round there is.
    """
    from sem.content.library import list_questionnaires, load_questionnaire
    from sem.model.assessment import QuestionnaireRef
    from sem.model.codec import questionnaire_digest
    from sem.model.programme import NextQuestionnaire
    from sem.programme.upgrading import move_on

    digest = questionnaire_digest(after)
    ships = any(listed.id == after.id for listed in list_questionnaires())
    same = ships and questionnaire_digest(load_questionnaire(after.id)) == digest
    wanted = QuestionnaireRef(after.id, after.version, digest)
    chosen = NextQuestionnaire(wanted, session.today(), last, None if same else after)
    session.store.change_programme(
        team.id, lambda programme: move_on(programme, changes.before, changes.after, chosen)
    )  # fmt: skip


def _tell(
    team: Team,
    changes: QuestionnaireChanges,
    left: Sequence[LeftBehind],
    as_json: bool,
    *,
    upgraded: bool = False,
    backup: Path | None = None,
    closed: Sequence[Round] = (),
) -> None:
    if not as_json:
        return
    from sem.model.codec import to_json
    from sem.reports.upgrade_text import changes_json, left_json

    def about(one: Questionnaire) -> dict[str, Any]:
        return {"id": one.id, "version": str(one.version), "title": to_json(one.title)}

    emit_json({
        "format": FORMAT,
        "team": to_json(team),
        "before": about(changes.before),
        "after": about(changes.after),
        "changes": changes_json(changes),
        "left_behind": left_json(left),
        "upgraded": upgraded,
        "backup": str(backup) if backup else None,
        "closed": [round_.id for round_ in closed],
    })  # fmt: skip
