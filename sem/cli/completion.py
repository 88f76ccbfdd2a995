"""What the shell offers after the Tab key: the names of teams and the ids of questionnaires."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sem.errors import SemError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from click.shell_completion import CompletionItem

    from sem.cli.session import Session


def team_names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the teams whose names start with what was typed; none where the data can't be read."""
    session: Session = ctx.find_root().obj
    try:
        return _starting(incomplete, [team.name for team in session.store.teams_and_errors()[0]])
    except SemError:
        return []


def questionnaire_ids(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the questionnaires whose ids start with what was typed; where none does, the shell offers files."""
    from click.shell_completion import CompletionItem

    from sem.content.library import list_questionnaires

    found = _starting(incomplete, [item.id for item in list_questionnaires()])
    return found or [CompletionItem(incomplete, type="file")]


def step_names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the steps of the team's plan whose names start with what was typed; none where there is no plan."""
    from sem.reports.ambition_text import typed_id
    from sem.reports.roadmap import roadmap_of

    session: Session = ctx.find_root().obj
    try:
        team = session.store.find_team(ctx.params.get("name") or "")
        _standing, roadmap = roadmap_of(session.store, team, session.today(), samples=0)
    except SemError:
        return []
    return _starting(incomplete, [typed_id(planned.step.id) for planned in roadmap.plan.steps])


def _starting(incomplete: str, known: Iterable[str]) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    start = incomplete.casefold()
    return [CompletionItem(value) for value in known if value.casefold().startswith(start)]
