"""What the screens show, read from the store as frozen objects; runs in threads, so it knows no widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from sem.analysis.disclosure import Disclosed, hides
from sem.analysis.scoring import Profile
from sem.errors import SemError
from sem.model.assessment import Answer, Participation, Response, Round, RoundKind, RoundState, Team
from sem.model.names import name_key
from sem.model.questionnaire import Practice, Questionnaire, Version
from sem.model.text import Text
from sem.reports.shown import own_answers, shown_round
from sem.store import NewRound, Sheet, Store


@dataclass(frozen=True, slots=True)
class RoundScores:
    """A round with all that may be shown of it."""

    shown: Disclosed

    @property
    def round(self) -> Round:
        """The round."""
        return self.shown.round

    @property
    def questionnaire(self) -> Questionnaire:
        """As it was frozen with the round."""
        return self.shown.questionnaire

    @property
    def responses(self) -> tuple[Response, ...]:
        """The single responses that may be seen."""
        return self.shown.responses

    @property
    def profile(self) -> Profile:
        """The scores, made of what may be shown."""
        return self.shown.profile

    @property
    def answered(self) -> int:
        """How many answers were given, over all respondents; in an anonymous round how many people gave all."""
        if self.round.anonymous:
            return self.shown.complete
        return sum(count for _name, count in self.shown.progress)

    @property
    def total(self) -> int:
        """How many that would be if everybody had given all."""
        if self.round.anonymous:
            return max(1, self.shown.people, self.round.voices or 0)
        return len(self.questionnaire.questions) * max(1, len(self.shown.progress))

    @property
    def complete(self) -> bool:
        """Whether every respondent has answered every question."""
        return self.answered == self.total

    @property
    def revealed(self) -> bool:
        """Whether it is revealed and not closed yet."""
        return self.round.state is RoundState.REVEALED

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self.round.state is RoundState.CLOSED

    @property
    def hidden(self) -> bool:
        """Whether nobody sees another's answers yet."""
        return hides(self.round)

    @property
    def participation(self) -> Participation:
        """How far those who are to answer are; nothing of what they answered."""
        shown, questions = self.shown, len(self.questionnaire.questions)
        begun = {name_key(name) for name, _n in shown.progress}
        names = [(name, n == questions) for name, n in shown.progress]
        names += [(name, False) for name in self.round.invited if name_key(name) not in begun]
        return Participation(
            answered_any=shown.people,
            complete=shown.complete,
            expected=self.round.voices,
            names=None if self.round.anonymous else tuple(names),
        )

    def answered_by(self, respondent: str) -> int | None:
        """Return how many questions the respondent with this name has answered; None where that is not known."""
        return next((n for name, n in self.shown.progress if name_key(name) == name_key(respondent)), None)


@dataclass(frozen=True, slots=True)
class TeamSummary:
    """A team and its last round.

    Args:
        problem: Why the rounds can't be read, in the user's language; empty where they can.
        questions: How many questions the first round begins with, where there is none yet; else 0.
        rounds: How many rounds there are.
    """

    team: Team
    last: RoundScores | None = None
    problem: str = ""
    questions: int = 0
    rounds: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A questionnaire a team can be assessed with.

    Args:
        questionnaire: Its id.
        open_rounds: The team's open rounds with it, newest first.
        newer: A version with another scale or meaning that waits until the team chooses it; None where there is none.
    """

    questionnaire: str
    title: Text
    open_rounds: tuple[RoundScores, ...] = ()
    newer: Version | None = None


@dataclass(frozen=True, slots=True)
class Answering:
    """One respondent at the questions of one round.

    Args:
        open_round: The round they answer in; None for a new one, which starts with the first answer.
        last_time: Their own answers in the team's round before this one, by question id.
        code: What a respondent of an anonymous round has to write down to go on later; empty where they have it, and
            in other rounds.
    """

    team: Team
    questionnaire: Questionnaire
    sheet: Sheet
    open_round: Round | None = None
    last_time: Mapping[str, Answer] = field(default_factory=dict)
    code: str = ""


def round_scores(store: Store, round_: Round) -> RoundScores:
    """Return a round with what may be shown of it.

    Raises:
        StoreError: It can't be read.
    """
    return RoundScores(shown_round(store, round_))


def round_before(store: Store, rounds: Sequence[Round], round_: Round) -> RoundScores | None:
    """Return the newest round before this one with the same questionnaire and scale, in which somebody chose a level.

    A round that can't be read is no reason to hide the one that can.

    Args:
        store: Where the rounds are.
        rounds: The team's rounds, oldest first.
        round_: The one that is looked at.
    """
    own = round_.questionnaire
    try:
        for earlier in [*takewhile(lambda one: one.id != round_.id, rounds)][::-1]:
            used = earlier.questionnaire
            if used.id == own.id and used.version.major == own.version.major:
                scores = round_scores(store, earlier)
                if scores.profile.overall.n:
                    return scores
    except SemError:
        return None
    return None


def practices_to(questionnaire: Questionnaire, area_id: str, level: int) -> tuple[Practice, ...]:
    """Return what one can do to bring an area to a level."""
    from sem.content.practices import with_practices

    practices = with_practices(questionnaire).practices
    return tuple(practice for practice in practices if (practice.area, practice.level) == (area_id, level))


def team_summary(store: Store, team: Team) -> TeamSummary:
    """Return a team with its last round; a problem with it becomes part of the summary."""
    try:
        rounds = store.rounds(team.id)
        if not rounds:
            return TeamSummary(team, questions=questions_at_first())
        return TeamSummary(team, round_scores(store, rounds[-1]), rounds=len(rounds))
    except SemError as error:
        return TeamSummary(team, problem=str(error))


def open_rounds(store: Store, team: Team, questionnaire_id: str) -> tuple[Round, ...]:
    """Return the team's open rounds with this questionnaire, newest first."""
    return tuple(
        round_
        for round_ in reversed(store.rounds(team.id))
        if round_.state is RoundState.OPEN and round_.questionnaire.id == questionnaire_id
    )


def questions_at_first() -> int:
    """Return how many questions the questionnaire has that one begins with."""
    from sem.content.library import DEFAULT, load_questionnaire

    return len(load_questionnaire(DEFAULT).questions)


def offers(store: Store, team: Team) -> tuple[Offer, ...]:
    """Return the questionnaires to assess a team with: the usual one first, then the shipped ones, then its others.

    Raises:
        SemError: A questionnaire or round can't be read.
    """
    from sem.content.library import list_questionnaires
    from sem.content.loader import read_head
    from sem.reports.next_questionnaire import next_words, usual_questionnaire

    rounds = store.rounds(team.id)[::-1]
    used = dict.fromkeys(round_.questionnaire.id for round_ in reversed(rounds))
    shipped = {listed.id: listed.path for listed in list_questionnaires()}
    last = [usual_questionnaire(store, team)] if rounds else []
    found = []
    for id_ in dict.fromkeys((*last, *shipped, *used)):
        if id_ not in last and id_ not in used:
            # One that the team never used is offered as it ships, so its questions can wait until it is chosen.
            found.append(Offer(id_, read_head(shipped[id_]).title))
            continue
        still_open = tuple(round_scores(store, round_) for round_ in open_rounds(store, team, id_))
        words = next_words(store, team, id_)
        found.append(Offer(id_, words.questionnaire.title, still_open, words.newer))
    return tuple(found)


def start_answering(
    store: Store,
    team: Team,
    questionnaire: str,
    respondent: str,
    *,
    today: date,
    new_round: bool = False,
    round_id: str = "",
    code: str = "",
) -> Answering:
    """Return the respondent's sheet, in an open round of the team or in a new one.

    Args:
        store: Where the rounds are.
        team: Whose round it is.
        questionnaire: The id of a questionnaire that ships or that the team has used.
        respondent: Who answers.
        today: The day a new round is opened on.
        new_round: Whether to start a round although one is open.
        round_id: Which open round; the newest where none is named.
        code: What somebody goes on with in an anonymous round; empty for who begins there.

    Raises:
        SemError: The questionnaire or the store does not allow it.
    """
    from sem.reports.next_questionnaire import next_words
    from sem.store.first_answer import open_or_new_sheet

    still_open = () if new_round else open_rounds(store, team, questionnaire)
    open_ = next((round_ for round_ in still_open if round_id in ("", round_.id)), None)
    words = store.questionnaire(open_) if open_ else next_words(store, team, questionnaire).questionnaire
    if open_ is not None and open_.anonymous:
        sheet, given = store.open_anonymous(open_, code or None)
        return Answering(team, words, sheet, open_, code="" if code else given)
    earlier = last_time(store, team, words, respondent, open_)
    where = open_ or NewRound(team.id, words, today, apart=new_round)
    return Answering(team, words, open_or_new_sheet(store, where, respondent), open_, earlier)


def last_time(
    store: Store, team: Team, questionnaire: Questionnaire, respondent: str, before: Round | None
) -> dict[str, Answer]:
    """Return the respondent's own answers in the team's named rounds, the newest of each question.

    What an earlier round can't tell, because it can't be read, is no reason to stop answering this one.

    Args:
        store: Where the rounds are.
        team: Whose rounds.
        questionnaire: What is being answered: another major version of it has another scale.
        respondent: Whose answers.
        before: The round that is being answered, which itself is no earlier one; None for a new one.
    """
    if before is not None and before.kind is not RoundKind.NAMED:
        return {}
    answers: dict[str, Answer] = {}
    try:
        for earlier in takewhile(lambda round_: before is None or round_.id != before.id, store.rounds(team.id)):
            same_scale = earlier.questionnaire.id != questionnaire.id or (
                earlier.questionnaire.version.major == questionnaire.version.major
            )
            if earlier.kind is RoundKind.NAMED and same_scale:
                answers |= own_answers(store, earlier, respondent)
    except SemError:
        return {}
    return answers
