"""Puts a story into a store: the same seed gives the same answers, and what is there already stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from sem.analysis.disclosure import visible
from sem.content.practices import with_practices
from sem.demo.notes import NOT_OURS, NOTES
from sem.demo.story import Now, Person, Plot, RoundStory, TeamStory
from sem.demo.waterland import STORY
from sem.errors import NotFoundError
from sem.i18n import gettext as _
from sem.model.assessment import Answer, Consensus, NotApplicable, Reason, Round, RoundState, Team
from sem.model.programme import Programme
from sem.model.questionnaire import HIGHEST_LEVEL, LOWEST_LEVEL, Area, Question, Questionnaire
from sem.programme.levels import levels_now
from sem.store import Store

SEED = 2026

_QUESTION_SPREAD = 0.35
_PERSON_SPREAD = 0.5
_DAY_SPREAD = 0.2
_DONT_KNOW = 0.04
_NOT_APPLICABLE = 0.03
_WITH_NOTE = 0.22
_LAYERS_HARDER = 2.0
_DAYS_OPEN = 9


def build(
    store: Store,
    questionnaire: Questionnaire,
    today: date,
    *,
    story: Sequence[TeamStory] = STORY,
    seed: int = SEED,
    tell: Callable[[str], None] = lambda _name: None,
) -> tuple[Team, ...]:
    """Make the teams of a story, with their rounds, answers and programmes, and return them.

    A team, round, respondent or programme that is there already is left alone, so that a run that was broken off can
    be repeated, and a second run adds nothing.

    Args:
        store: Where it all goes.
        questionnaire: What the teams answer.
        today: The day that the story ends.
        story: The teams.
        seed: Another seed gives other answers to the same story.
        tell: Called with each team's name when it is done.
    """
    teams = []
    for chapter in story:
        team = _team(store, chapter)
        rounds = list(store.rounds(team.id))
        for number, happening in enumerate(chapter.rounds):
            opened = today - timedelta(days=happening.days_ago)
            if number == len(rounds):
                expected = len(chapter.people) if happening.anonymous else None
                rounds.append(store.start_round(team.id, questionnaire, opened, happening.kind, expected=expected))
            if rounds[number].state is RoundState.OPEN:
                _answer(store, chapter, happening, rounds[number], f"{seed}/{chapter.name}")
                _end(store, happening, rounds[number])
        if chapter.plot and store.programme(team.id) == Programme():
            _plot(store, chapter.plot, team, store.rounds(team.id)[-1], today)
        tell(team.name)
        teams.append(team)
    return tuple(teams)


def own_teams(store: Store, story: Sequence[TeamStory] = STORY) -> tuple[Team, ...]:
    """Return the teams of a workspace that is somebody's own; none where a team of the story is already among them.

    So one may add, rename and remove teams in a demonstration and make it again. A team that only shares its name with
    one in the story has other tags.
    """
    told = {(chapter.name, frozenset(chapter.tags)) for chapter in story}
    teams = store.teams()
    return () if any((team.name, frozenset(team.tags)) in told for team in teams) else teams


def _team(store: Store, chapter: TeamStory) -> Team:
    try:
        return store.find_team(chapter.name)
    except NotFoundError:
        return store.add_team(chapter.name, chapter.tags)


def _answer(store: Store, chapter: TeamStory, happening: RoundStory, round_: Round, seed: str) -> None:
    there = [response.respondent.name for response in store.responses(round_) if response.answers]
    questionnaire = store.questionnaire(round_)
    items = list(questionnaire.items())
    people = [person for person in chapter.people if not happening.people or person.name in happening.people]
    for number, person in enumerate(people):
        # Nobody can be recognised in an anonymous round: as many as are there were the first ones.
        if number < len(there) if round_.anonymous else person.name in there:
            continue
        share = happening.finished[number] if happening.finished else 1.0
        done = items[: max(1, round(share * len(items)))]
        answers = {q.id: _one(chapter, happening, person, area, q, seed) for area, q in done}
        place = items[min(len(done), len(items) - 1)][1].id
        if round_.anonymous:
            sheet, _code = store.open_anonymous(round_)
        else:
            sheet = store.open_sheet(round_, person.name)
        try:
            sheet.save(answers, place)
        finally:
            sheet.close()


def _end(store: Store, happening: RoundStory, round_: Round) -> None:
    """Reveal, agree and close, as far as the story goes."""
    if happening.agreed or happening.closed:
        round_ = store.reveal_round(round_)
    first = {area.id: area.questions[0].id for area in store.questionnaire(round_).areas}
    for agreed in happening.agreed:
        round_ = store.decide(round_, first[agreed.area], Consensus(agreed.level, _(agreed.because), round_.opened))
    if happening.closed:
        store.close_round(round_, round_.opened + timedelta(days=_DAYS_OPEN))


def _plot(store: Store, plot: Plot, team: Team, round_: Round, today: date) -> None:
    questionnaire = store.questionnaire(round_)
    shown = visible(round_, questionnaire, store.responses(round_))
    now = Now(with_practices(questionnaire), levels_now(shown.profile), today, round_.opened, round_.id)
    store.change_programme(team.id, lambda programme: plot(programme, now))


def _one(
    chapter: TeamStory, happening: RoundStory, person: Person, area: Area, question: Question, seed: str
) -> Answer:
    """Return one person's answer to one question.

    What someone thinks of a question is drawn without the round, so that the rounds of a team hang together; only
    the mood of the day differs.
    """
    lasting = Random(f"{seed}/{person.name}/{question.id}")
    of_the_day = Random(f"{seed}/{person.name}/{question.id}/{happening.days_ago}")
    harder = _LAYERS_HARDER if question.trait else 1.0
    chance = lasting.random()
    if chance < _DONT_KNOW * harder:
        return Answer(dont_know=True)
    if chance > 1 - _NOT_APPLICABLE:
        return Answer(not_applicable=NotApplicable(Reason.DONE_ELSEWHERE, _(NOT_OURS)))
    worth = (
        happening.levels.get(area.id, happening.elsewhere)
        + _harder(area, question, seed)
        + person.mildness
        + person.camp * chapter.divided.get(area.id, 0.0) / 2
        + lasting.gauss(0, _PERSON_SPREAD)
        + of_the_day.gauss(0, _DAY_SPREAD)
    )
    level = min(HIGHEST_LEVEL, max(LOWEST_LEVEL, round(worth)))
    note = ""
    if of_the_day.random() < _WITH_NOTE and area.id in NOTES:
        low, high = NOTES[area.id]
        note = _(low if level <= 2 else high)
    return Answer(level=level, note=note)


def _harder(area: Area, question: Question, seed: str) -> float:
    """Return how much higher or lower a question is answered than its area; over an area these cancel out."""
    drawn = {q.id: Random(f"{seed}/{q.id}").gauss(0, _QUESTION_SPREAD) for q in area.questions}
    return drawn[question.id] - sum(drawn.values()) / len(drawn)
