"""A round condensed to its scores, by which teams are compared: nobody's own answers, names or words are in it.

It can be written down as JSON and read back to the same numbers, to the last bit. Nothing is in that JSON which may not
be shown of the round: a question that is withheld has no count in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, overload

from sem.analysis.agreement import Agreement
from sem.analysis.confidence import NO_CONFIDENCE, ConfidenceCount
from sem.analysis.disclosure import MINIMUM_GROUP, Disclosed
from sem.analysis.interval import NoInterval, Point, point_of
from sem.analysis.scoring import (
    AreaScore,
    Profile,
    QuestionScore,
    Score,
    Withheld,
    counted_question,
    withheld_question,
)
from sem.model.assessment import Round
from sem.model.questionnaire import LEVEL_NUMBERS, Question, Questionnaire

_Counts = tuple[tuple[int, ...], int, int, int, ConfidenceCount]

VERSION = 2
"""To be raised with every change to a formula or to what is written down, so that nothing older is taken for it."""


@dataclass(frozen=True, slots=True)
class Condensed:
    """A round as other teams are set beside it.

    Args:
        shown: What may be shown of it, but no single response, name, remark or evidence.
        points: The mean of each area with its likely interval, by the area's id.
    """

    shown: Disclosed
    points: Mapping[str, Point]


def condense(shown: Disclosed) -> Condensed:
    """Return a round without anybody's own answers, names and words."""
    points = {one.area.id: point_of(shown, one.area.id) for one in shown.profile.areas}
    return Condensed(replace(shown, responses=(), progress=(), remarks={}, evidence={}), points)


def written(condensed: Condensed) -> list[Any]:
    """Return a condensed round as JSON values."""
    shown = condensed.shown
    areas = [
        [_score(one.score), _point(condensed.points[one.area.id]), [*map(_question, one.questions)]]
        for one in shown.profile.areas
    ]
    withheld = shown.profile.withheld
    return [
        [VERSION, MINIMUM_GROUP, shown.round.questionnaire.digest],
        [shown.profile.n, shown.people, shown.complete, shown.profile.minimum, withheld and withheld.value],
        _score(shown.profile.overall),
        areas,
    ]


def read_back(round_: Round, questionnaire: Questionnaire, values: Any) -> Condensed:
    """Return the condensed round that `written` made these values of.

    Args:
        round_: The round, closed, with its decisions.
        questionnaire: The round's.
        values: Anything.

    Raises:
        ValueError: They are not such values, or those of another version, minimum group or questionnaire.
    """
    try:
        about, (n, people, complete, minimum, withheld), overall, areas = values
        if about != [VERSION, MINIMUM_GROUP, round_.questionnaire.digest]:
            raise ValueError("made by other rules")
        scores, points, consensus = [], {}, round_.consensus
        for area, (score, point, counts) in zip(questionnaire.areas, areas, strict=True):
            questions = _Counted(area.questions, tuple(map(_counts_in, counts)), consensus)
            scores.append(AreaScore(area, _score_of(score), questions))
            points[area.id] = _point_of(point)
        why = None if withheld is None else Withheld(withheld)
        profile = Profile(questionnaire, tuple(scores), _score_of(overall), n, why, minimum)
        return Condensed(Disclosed(round_, questionnaire, profile, (), (), people, complete, {}, {}), points)
    except (TypeError, IndexError, KeyError, AttributeError) as error:
        raise ValueError(f"unexpected shape: {error!r}") from None


def _question(scored: QuestionScore) -> str:
    if scored.withheld is not None:
        return scored.withheld.value
    counts = [*map(scored.levels.count, LEVEL_NUMBERS)]
    others = [scored.applicable, scored.not_applicable, scored.dont_know, *_confidence(scored.confidence)]
    return " ".join(map(str, [*counts, *others]))


class _Counted(Sequence[QuestionScore]):
    """The scores of an area's questions, worked out when somebody looks at one: most comparisons are of areas.

    Args:
        questions: The questions.
        counts: What `_counts_in` gives for each.
        consensus: What was agreed on, by question id.

    Raises:
        ValueError: There are not as many counts as questions.
    """

    def __init__(
        self, questions: Sequence[Question], counts: Sequence[_Counts | Withheld], consensus: Mapping[str, int]
    ) -> None:
        if len(questions) != len(counts):
            raise ValueError("other questions")
        self._questions, self._counts, self._consensus = questions, counts, consensus
        self._scores: tuple[QuestionScore, ...] = ()

    def __len__(self) -> int:
        return len(self._questions)

    @overload
    def __getitem__(self, at: int) -> QuestionScore: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[QuestionScore]: ...
    def __getitem__(self, at: int | slice) -> QuestionScore | Sequence[QuestionScore]:
        return self._every()[at]

    def __iter__(self) -> Iterator[QuestionScore]:
        return iter(self._every())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._every() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._every())

    def _every(self) -> tuple[QuestionScore, ...]:
        if not self._scores:
            self._scores = tuple(map(self._score, self._questions, self._counts))
        return self._scores

    def _score(self, question: Question, counts: _Counts | Withheld) -> QuestionScore:
        agreed = self._consensus.get(question.id)
        if isinstance(counts, Withheld):
            return withheld_question(question, counts, agreed)
        return counted_question(question, *counts, agreed)


@lru_cache(maxsize=8192)
def _counts_in(text: str) -> _Counts | Withheld:
    """Return the levels, how often a question applies, how often not, how often nobody knew, and how sure people are.

    So many people can answer in only so many ways, and the same text is met again and again.

    Raises:
        ValueError: It is no such text.
    """
    if text[:1].isalpha():
        return Withheld(text)
    one, two, three, four, five, applicable, not_applicable, dont_know, *confidence = map(int, text.split(" "))
    levels = (1,) * one + (2,) * two + (3,) * three + (4,) * four + (5,) * five
    return levels, applicable, not_applicable, dont_know, _confidence_of(confidence)


def _score(score: Score) -> list[Any]:
    agreed = score.agreement
    return [
        score.mean,
        score.gap_free_level,
        score.blocking_question,
        score.answered,
        score.applicable,
        score.n,
        score.low,
        score.high,
        agreed and [agreed.r_wg, agreed.a_wg, agreed.a_wg_valid],
        score.spread,
        _confidence(score.confidence),
        score.withheld,
    ]


def _score_of(values: list[Any]) -> Score:
    mean, level, blocking, answered, applicable, n, low, high, agreed, spread, confidence, withheld = values
    return Score(
        mean,
        level,
        blocking,
        answered,
        applicable,
        n,
        low,
        high,
        None if agreed is None else Agreement(*agreed),
        spread,
        _confidence_of(confidence),
        withheld,
    )


def _confidence(counts: ConfidenceCount) -> list[int]:
    return [counts.sure, counts.fairly, counts.guess, counts.unsaid, counts.unanswered]


def _confidence_of(values: list[int]) -> ConfidenceCount:
    return ConfidenceCount(*values) if any(values) else NO_CONFIDENCE


def _point(point: Point) -> list[Any]:
    why = point.why_none and point.why_none.value
    return [point.mean, point.n, point.interval and list(point.interval), why, point.withheld]


def _point_of(values: list[Any]) -> Point:
    mean, n, interval, why_none, withheld = values
    low_high = None if interval is None else (interval[0], interval[1])
    return Point(mean, n, low_high, None if why_none is None else NoInterval(why_none), withheld)
