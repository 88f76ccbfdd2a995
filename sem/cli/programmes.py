"""What the commands about a team's programme share: the team, its questionnaire, and what to type next."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from sem.errors import InvalidError, NotFoundError, SemError
from sem.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click.shell_completion import CompletionItem

    from sem.cli.session import Session
    from sem.model.assessment import Team
    from sem.model.programme import Programme
    from sem.model.questionnaire import Practice, Questionnaire

FORMAT = 1


def change_programme(session: Session, team: Team, change: Callable[[Programme], Programme]) -> Programme:
    """Change a team's programme and return it.

    Raises:
        InvalidError: It belongs to another phase of the ideas; the advice has the command that comes first.
    """
    with _explaining(session, team):
        return session.store.change_programme(team.id, change)


def try_change(session: Session, team: Team, change: Callable[[Programme], Programme]) -> Programme:
    """Return what a change makes of a team's programme, and keep nothing; with the errors of `change_programme`."""
    with _explaining(session, team):
        return change(session.store.programme(team.id))


@contextmanager
def _explaining(session: Session, team: Team) -> Iterator[None]:
    from sem.programme.phases import PhaseError

    try:
        yield
    except PhaseError as error:
        then = _("Next: {command}").format(command=next_command(session, team, error.phase))
        raise InvalidError(error.message, f"{error.advice} {then}") from None


def next_command(session: Session, team: Team, phase: str) -> str:
    """Return the command that brings ideas a phase further."""
    from sem.model.idea import IdeaPhase

    if phase == IdeaPhase.COLLECTING:
        return session.command_line("idea", "open", name=team.name)
    if phase == IdeaPhase.OPEN:
        return session.command_line("idea", "vote", name=team.name, options=["--start", "--voters", "6"])
    if phase == IdeaPhase.VOTING:
        return session.command_line("idea", "vote", name=team.name, options=["--close"])
    return session.command_line("idea", "list", name=team.name)


def questionnaire_of(session: Session, team: Team) -> Questionnaire:
    """Return the questionnaire whose areas the team's plan is about; the default one before the first answers."""
    from sem.reports.roadmap import questionnaire_of as of_team

    return of_team(session.store, team)


def find_trial(questionnaire: Questionnaire, typed: str) -> Practice:
    """Return the practice with this id or title, of the questionnaire or else of one that comes with the program.

    Raises:
        NotFoundError: There is none; the message names near ones.
    """
    from sem.content.problems import near_matches
    from sem.model.names import name_key

    known: dict[str, Practice] = {}
    for practice in _practices(questionnaire):
        for text in (practice.id, practice.title.nl, practice.title.en):
            known.setdefault(name_key(text), practice)
    found = known.get(name_key(typed.strip()))
    if found:
        return found
    near = dict.fromkeys(known[name].id for name in near_matches(name_key(typed), known))
    raise NotFoundError(
        _("There is no practice “{id}”.").format(id=typed),
        _("Did you mean {names}?").format(names=", ".join(near))
        if near
        else _("Their ids complete with the Tab key, and the questionnaire has them all."),
    )


def _practices(questionnaire: Questionnaire | None) -> Iterator[Practice]:
    from sem.content.library import list_questionnaires
    from sem.content.loader import read_questionnaire

    if questionnaire:
        yield from questionnaire.practices
    for listed in list_questionnaires():
        yield from read_questionnaire(listed.path).practices


def trial_ids(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the practices that come with a way to try them and whose ids start with what was typed."""
    from click.shell_completion import CompletionItem

    from sem.i18n import language

    found = {practice.id: practice for practice in _practices(None) if practice.experiment}
    return [CompletionItem(id_, help=practice.title.get(language()))
            for id_, practice in found.items() if id_.startswith(incomplete)]  # fmt: skip


def experiment_ids(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the team's experiments whose ids start with what was typed; none where the data can't be read."""
    from click.shell_completion import CompletionItem

    session: Session = ctx.find_root().obj
    try:
        team = session.store.find_team(ctx.params.get("name") or "")
        experiments = session.store.programme(team.id).experiments
    except SemError:
        return []
    return [CompletionItem(one.id, help=one.title) for one in experiments if one.id.startswith(incomplete.lower())]
