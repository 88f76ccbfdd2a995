"""From the responses of a round to its profile: mean, gap-free level, coverage, spread and agreement per area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import sqrt

from sem.analysis.agreement import Agreement, agreement, mean, spread
from sem.analysis.confidence import NO_CONFIDENCE, ConfidenceCount, count_confidence
from sem.model.assessment import NO_ANSWER, Response
from sem.model.questionnaire import HIGHEST_LEVEL, Area, AreaKind, Question, Questionnaire


class Withheld(StrEnum):
    """Why answers are there and may not be shown; `sem.analysis.disclosure` has the rules."""

    HIDDEN = "hidden"
    """The round is open, and nobody sees another's answers before it is revealed."""
    BELOW_MINIMUM = "below-minimum"
    """Too few people gave an anonymous answer to tell it apart from who gave it."""


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """What a round says about one question.

    Args:
        value: The consensus if there is one, else the mean of the levels; None while nobody chose a level.
        floor: The consensus if there is one, else the lower median of the levels; None likewise.
        levels: The levels chosen, lowest first.
        answered: How many responses chose a level; with a consensus, all to whom the question applies.
        applicable: How many responses the question applies to: all but those that said not applicable.
        dont_know: How many said they do not know.
        not_applicable: How many said it does not apply.
        agreement: None with fewer than two levels.
        spread: The standard deviation of the levels; None likewise.
        withheld: Why its answers are not shown: then there are no levels, all counts are 0, and only a consensus gives
            a value; None where they are.
    """

    question: Question
    value: float | None
    floor: int | None
    levels: tuple[int, ...]
    answered: int
    applicable: int
    dont_know: int
    not_applicable: int
    consensus: int | None
    agreement: Agreement | None
    spread: float | None = None
    confidence: ConfidenceCount = NO_CONFIDENCE
    withheld: Withheld | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The numbers that belong together, for one area, for some areas or for all of them.

    Args:
        mean: 1 to 5; None while there is nothing to take a mean of.
        gap_free_level: The highest level that every applicable question reaches; None while one has no level yet.
        blocking_question: The id of the question that keeps the gap-free level from being one higher, or from being
            known; None at level 5 and where nothing applies.
        answered: Pairs of a response and a question with a level.
        applicable: Such pairs to which the question applies.
        n: How many respondents chose at least one level; in an anonymous round, of which no single response may be
            known, how many chose one at the question where most did.
        low: The lowest mean of one respondent; None with fewer than two respondents, and in an anonymous round.
        high: The highest likewise.
        agreement: The mean over the questions with at least two levels; None where there is none.
        spread: The root of the mean variance over the same questions: how far apart people are at a usual question.
        withheld: Of how many questions the answers are not shown; all else is without them.
    """

    mean: float | None
    gap_free_level: int | None
    blocking_question: str | None
    answered: int
    applicable: int
    n: int
    low: float | None
    high: float | None
    agreement: Agreement | None
    spread: float | None = None
    confidence: ConfidenceCount = NO_CONFIDENCE
    withheld: int = 0

    @property
    def coverage(self) -> float | None:
        """Answered over applicable, 0 to 1; None where nothing applies."""
        return self.answered / self.applicable if self.applicable else None

    @property
    def unseen(self) -> bool:
        """Whether answers are not shown and no others are, so that the zeros in the counts mean nothing."""
        return self.withheld > 0 and self.applicable == 0


@dataclass(frozen=True, slots=True)
class AreaScore:
    """The score of one area and of each question in it."""

    area: Area
    score: Score
    questions: Sequence[QuestionScore]


@dataclass(frozen=True, slots=True)
class Profile:
    """The scores of all areas of a round.

    Args:
        overall: Over all areas: the mean is the mean of the areas' means, so that each area counts once.
        n: How many respondents there are, also those who chose no level yet.
        withheld: Why some or all answers are not shown; None where all are.
        minimum: From how many people on answers are shown; None but in an anonymous round.
    """

    questionnaire: Questionnaire
    areas: tuple[AreaScore, ...]
    overall: Score
    n: int
    withheld: Withheld | None = None
    minimum: int | None = None

    def area(self, area_id: str) -> AreaScore:
        """Return one area's score.

        Raises:
            KeyError: There is no such area.
        """
        for scored in self.areas:
            if scored.area.id == area_id:
                return scored
        raise KeyError(area_id)

    def of_kind(self, kind: AreaKind) -> tuple[AreaScore, ...]:
        """Return the scores of the building blocks or of the layers, in order."""
        return tuple(scored for scored in self.areas if scored.area.kind is kind)


def lower_median(levels: Sequence[int]) -> int:
    """Return the middle level, and the lower of the two in the middle: more than half are at this level or above it."""
    return sorted(levels)[(len(levels) - 1) // 2]


def score_question(question: Question, responses: Iterable[Response], consensus: int | None = None) -> QuestionScore:
    """Return what the responses, and the consensus if there is one, say about one question."""
    answers = [response.answers.get(question.id, NO_ANSWER) for response in responses]
    levels = tuple(sorted([answer.level for answer in answers if answer.level is not None]))
    refused = sum([answer.not_applicable is not None for answer in answers])
    dont_know = sum([answer.dont_know for answer in answers])
    confidence = count_confidence(answers)
    return counted_question(question, levels, len(answers) - refused, refused, dont_know, confidence, consensus)


def counted_question(
    question: Question,
    levels: tuple[int, ...],
    applicable: int,
    not_applicable: int,
    dont_know: int,
    confidence: ConfidenceCount,
    consensus: int | None = None,
) -> QuestionScore:
    """Return the score of a question from how often each answer was given; `QuestionScore` tells what each is."""
    average, middle, agreed, apart = _statistics(levels)
    return QuestionScore(
        question=question,
        value=average if consensus is None else consensus,
        floor=middle if consensus is None else consensus,
        levels=levels,
        answered=len(levels) if consensus is None else applicable,
        applicable=applicable,
        dont_know=dont_know,
        not_applicable=not_applicable,
        consensus=consensus,
        agreement=agreed,
        spread=apart,
        confidence=confidence,
    )


@lru_cache(maxsize=8192)
def _statistics(levels: tuple[int, ...]) -> tuple[float | None, int | None, Agreement | None, float | None]:
    """Return mean, lower median, agreement and spread; twelve people can choose in only so many different ways."""
    if not levels:
        return None, None, None, None
    return mean(levels), lower_median(levels), agreement(levels), spread(levels)


def withheld_question(question: Question, why: Withheld, consensus: int | None = None) -> QuestionScore:
    """Return the score of a question of which nothing but the consensus is shown: it tells of no answer."""
    return QuestionScore(question, consensus, consensus, (), 0, 0, 0, 0, consensus, None, withheld=why)


def _applies(scored: QuestionScore) -> bool:
    return scored.applicable > 0 or scored.consensus is not None or scored.withheld is not None


def weighted_mean(questions: Iterable[QuestionScore]) -> float | None:
    """Return the weighted mean of the values of the questions that have one; None if none has."""
    return _weighted([(scored.question.weight, scored.value) for scored in questions if scored.value is not None])


def _weighted(valued: Sequence[tuple[float, float]]) -> float | None:
    """Return the mean of pairs of a weight and a value; None if there are none."""
    if not valued:
        return None
    return sum([weight * value for weight, value in valued]) / sum([weight for weight, _ in valued])


def gap_free(questions: Iterable[QuestionScore]) -> tuple[int | None, str | None]:
    """Return the highest level that every applicable question reaches, and the id of the question that blocks more.

    A question without a level makes the gap-free level unknown, and is itself what blocks. Among equals the heaviest
    question blocks, and then the first.
    """
    applicable = [scored for scored in questions if _applies(scored)]
    if not applicable:
        return None, None
    blocking = min(
        applicable, key=lambda scored: (0 if scored.floor is None else scored.floor, -scored.question.weight)
    )
    if blocking.floor == HIGHEST_LEVEL:
        return HIGHEST_LEVEL, None
    return blocking.floor, blocking.question.id


def _respondent_means(groups: Sequence[Sequence[Question]], responses: Iterable[Response]) -> list[float]:
    """Return each respondent's own mean of the groups' weighted means, for those who chose at least one level."""
    weighed = [[(question.id, question.weight) for question in group] for group in groups]
    means = []
    for response in responses:
        answers, reached = response.answers, []
        for group in weighed:
            chosen = [(weight, answers[id_].level) for id_, weight in group if id_ in answers]
            value = _weighted([(weight, level) for weight, level in chosen if level is not None])
            if value is not None:
                reached.append(value)
        if reached:
            means.append(mean(reached))
    return means


def _mean_agreement(questions: Iterable[QuestionScore]) -> Agreement | None:
    known = [scored.agreement for scored in questions if scored.agreement is not None]
    if not known:
        return None
    return Agreement(
        r_wg=mean([a.r_wg for a in known]),
        a_wg=mean([a.a_wg for a in known]),
        a_wg_valid=all(a.a_wg_valid for a in known),
    )


def _mean_spread(questions: Iterable[QuestionScore]) -> float | None:
    variances = [scored.spread**2 for scored in questions if scored.spread is not None]
    return sqrt(mean(variances)) if variances else None


def summarise(groups: Sequence[Sequence[QuestionScore]], responses: Sequence[Response]) -> Score:
    """Return one score over groups of questions; each group counts once in the mean, as areas do overall.

    Args:
        groups: The questions' scores.
        responses: Those which the scores come from; none where single responses may not be known.
    """
    questions = [scored for group in groups for scored in group]
    means = [value for value in map(weighted_mean, groups) if value is not None]
    own = _respondent_means([[scored.question for scored in group] for group in groups], responses)
    level, blocking = gap_free(questions)
    return Score(
        mean=mean(means) if means else None,
        gap_free_level=level,
        blocking_question=blocking,
        answered=sum(scored.answered for scored in questions),
        applicable=sum(scored.applicable for scored in questions),
        n=len(own) if responses else max((len(scored.levels) for scored in questions), default=0),
        low=min(own) if len(own) > 1 else None,
        high=max(own) if len(own) > 1 else None,
        agreement=_mean_agreement(questions),
        spread=_mean_spread(questions),
        confidence=sum((scored.confidence for scored in questions), NO_CONFIDENCE),
        withheld=sum(scored.withheld is not None for scored in questions),
    )


def score_area(area: Area, responses: Sequence[Response], consensus: Mapping[str, int]) -> AreaScore:
    """Return one area's score and those of its questions."""
    return gather_area(area, [score_question(q, responses, consensus.get(q.id)) for q in area.questions], responses)


def gather_area(area: Area, questions: Iterable[QuestionScore], responses: Sequence[Response] = ()) -> AreaScore:
    """Return the score of an area from those of its questions; the responses are as `summarise` has them."""
    scores = tuple(questions)
    return AreaScore(area, summarise([scores], responses), scores)


def profile(
    questionnaire: Questionnaire, responses: Sequence[Response], consensus: Mapping[str, int] | None = None
) -> Profile:
    """Return the profile of a round: the score of every area, and overall.

    Definitions: a question's value is the consensus if set, else the mean of the responses' levels; an area's mean is
    the weighted mean over its questions with a value; coverage is answered over applicable, so that "don't know" and no
    answer lower the coverage and never the mean, and "not applicable" leaves both.
    """
    areas = (score_area(area, responses, consensus or {}) for area in questionnaire.areas)
    return gather_profile(questionnaire, areas, len(responses), responses)


def gather_profile(
    questionnaire: Questionnaire, areas: Iterable[AreaScore], n: int, responses: Sequence[Response] = ()
) -> Profile:
    """Return the profile of `n` respondents from the scores of its areas; the responses are as `summarise` has them."""
    scores = tuple(areas)
    reasons = (question.withheld for scored in scores for question in scored.questions)
    overall = summarise([scored.questions for scored in scores], responses)
    return Profile(questionnaire, scores, overall, n, next(filter(None, reasons), None))


def strongest_and_weakest(scored: Iterable[AreaScore], most: int = 3) -> tuple[list[AreaScore], list[AreaScore]]:
    """Return the areas with the highest and the lowest means, at most `most` each and none in both.

    Of areas with equal means all are named or none, because between equals there is no strongest.
    """
    ranked = sorted((s for s in scored if s.score.mean is not None), key=lambda s: -(s.score.mean or 0))
    most = min(most, len(ranked) // 2)
    return _clear_of_the_rest(ranked, most), _clear_of_the_rest(ranked[::-1], most)


def _clear_of_the_rest(ranked: Sequence[AreaScore], most: int) -> list[AreaScore]:
    """Return the first `most`, without those that equal the first one left out."""
    if most == len(ranked):
        return list(ranked)
    edge = ranked[most].score.mean
    return [s for s in ranked[:most] if s.score.mean != edge]
