"""From two rounds of one team to what changed, and whether that can be told apart from chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from math import sqrt

from sem.analysis.agreement import mean
from sem.analysis.disclosure import Disclosed
from sem.analysis.permutation import (
    Outcome,
    group_test,
    holm,
    pair_test,
    smallest_paired_p,
    smallest_unpaired_p,
    together,
)
from sem.analysis.scoring import QuestionScore
from sem.analysis.unpaired import unpaired_effect, unpaired_interval
from sem.model.assessment import Response
from sem.model.names import name_key
from sem.model.questionnaire import Area, Question, Questionnaire

SIGNIFICANT = 0.05
"""Below this a change is called real."""


class Break(StrEnum):
    """Why two rounds can't be compared, and a trend is broken between them."""

    QUESTIONNAIRE = "questionnaire"
    """They used different questionnaires."""
    VERSION = "version"
    """The questionnaire has another major version: another scale or meaning."""
    SCALE = "scale"
    """The number of levels differs."""


class Basis(StrEnum):
    """What a change is worked out from."""

    PAIRED = "paired"
    """The people who answered both times, each with themselves."""
    UNPAIRED = "unpaired"
    """How often each level was chosen, then and now; whose it was is not known."""
    AGREED = "agreed"
    """What the team agreed on in at least one of the rounds: there is no chance in it to reckon with."""


class Verdict(StrEnum):
    """What may be said of a change."""

    REAL = "real"
    NOISE = "noise"
    """Chance alone gives such a change often enough."""
    UNTELLABLE = "untellable"
    """With this few people no change, however large, could be called real."""
    AGREED = "agreed"
    """What was agreed on is not tested."""
    NOTHING = "nothing"
    """There is no question with a value in both rounds."""


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """What changed at one question.

    Args:
        question: As the later round has it.
        before: Its mean level over those compared, 1 to 5, or what was agreed on.
        after: The same, later.
        contribution: Its part of the area's change; those of all questions add up to it.
        agreed: Whether what was agreed on is compared.
    """

    question: Question
    before: float
    after: float
    contribution: float
    agreed: bool = False

    @property
    def change(self) -> float:
        """Later less earlier, in levels."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Change:
    """What changed in an area, or overall.

    Args:
        area: As the later round has it; None overall.
        basis: What the numbers come from; None where there are none.
        before: The mean, 1 to 5, over the questions and people that are compared; None where there is none.
        after: The same, later.
        n: How many people are compared: pairs; else the fewer of those then and now.
        people: How many there were then and how many now.
        moves: How many people rose, stayed the same and fell; None where single people are not compared.
        tested: The test of this change alone; None where there is none.
        p: The p-value after Holm's correction over the areas; overall without.
        smallest_p: The smallest that p could have become with so many people.
        effect: The change in standard deviations; None where nobody differs.
        interval: From which to which change is likely, at 95%, for this area alone; None where it can't be told.
        questions: Largest contribution first; none overall.
    """

    area: Area | None
    verdict: Verdict
    basis: Basis | None = None
    before: float | None = None
    after: float | None = None
    n: int = 0
    people: tuple[int, int] = (0, 0)
    moves: tuple[int, int, int] | None = None
    tested: Outcome | None = None
    p: float | None = None
    smallest_p: float | None = None
    effect: float | None = None
    interval: tuple[float, float] | None = None
    questions: tuple[QuestionChange, ...] = ()

    @property
    def change(self) -> float | None:
        """Later less earlier, in levels; None where there is nothing to compare."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two rounds of one team, compared.

    Args:
        basis: How people are compared wherever there is no agreement: `Basis.PAIRED` or `Basis.UNPAIRED`.
        areas: In the order of the later questionnaire.
        overall: Over the areas that are tested, or over all where none is.
        family: Over how many areas p-values are corrected.
    """

    before: Disclosed
    after: Disclosed
    basis: Basis
    areas: tuple[Change, ...]
    overall: Change
    family: int


def judge(tests: Sequence[tuple[float, float]], *, one: bool = False) -> Iterator[tuple[Verdict, float, float]]:
    """Yield for each test of a family what may be said, its p-value and the smallest it could have had, by Holm.

    What could not have become small enough even if everything had changed as clearly as so many people can show, can't
    be told: that is no sign that nothing changed.

    Args:
        tests: Of each the p-value, and the smallest that it could have had.
        one: Whether all are one and the same test, which needs no correction.
    """
    ps, smallest = [p for p, _least in tests], [least for _p, least in tests]
    for p, least in zip(ps, smallest, strict=True) if one else zip(holm(ps), holm(smallest), strict=True):
        verdict = Verdict.REAL if p < SIGNIFICANT else Verdict.NOISE
        yield Verdict.UNTELLABLE if least >= SIGNIFICANT else verdict, p, least


Watch = Callable[[int, int], object]
"""Told how far a comparison is: what is done, and of how much."""


def unwatched(_done: int, _steps: int) -> None:
    """Watch nothing."""


def break_between(before: Questionnaire, after: Questionnaire) -> Break | None:
    """Return why scores by one questionnaire can't be set beside those by another; None where they can."""
    if before.id != after.id:
        return Break.QUESTIONNAIRE
    if before.version.major != after.version.major:
        return Break.VERSION
    return Break.SCALE if len(before.levels) != len(after.levels) else None


def compare_rounds(before: Disclosed, after: Disclosed, watch: Watch = unwatched) -> Comparison:
    """Return what changed from one round of a team to a later one.

    Rounds of one kind under names or aliases are compared by the people who answered both; where nobody did, and with
    any anonymous round, by how often each level was chosen. Only questions that have a value in both rounds count.

    Args:
        before: What may be shown of the earlier round.
        after: The same of the later one.
        watch: Told before each area, and before the whole, how many are done and how many there are, because counting
            every possibility may take seconds; what it raises ends the comparison.

    Raises:
        ValueError: The two can't be compared; `break_between` says why.
    """
    broken = break_between(before.questionnaire, after.questionnaire)
    if broken:
        raise ValueError(f"rounds that can't be compared: {broken}")
    pairs = _pairs(before, after)
    earlier = {q.question.id: q for scored in before.profile.areas for q in scored.questions}
    changes: list[Change] = []
    persons: list[dict[int, tuple[Fraction, Fraction]]] = []
    groups: list[tuple[QuestionScore, QuestionScore]] = []
    steps = len(after.profile.areas) + 1
    for done, scored in enumerate(after.profile.areas):
        watch(done, steps)
        both = [(earlier[q.question.id], q) for q in scored.questions if q.question.id in earlier]
        both = [(then, now) for then, now in both if then.value is not None and now.value is not None]
        if both and any(all(one.consensus is not None for one in side) for side in zip(*both, strict=True)):
            changes.append(_agreed(scored.area, both))
        elif pairs:
            change, own = _paired(scored.area, both, pairs)
            changes.append(change)
            persons.append(own)
        else:
            levels = [(then, now) for then, now in both if then.levels and now.levels]
            changes.append(_unpaired(scored.area, levels))
            groups += levels
    judged = _judged(changes)
    watch(steps - 1, steps)
    return Comparison(
        before,
        after,
        Basis.PAIRED if pairs else Basis.UNPAIRED,
        judged,
        _judged([_overall(changes, persons, groups)])[0],
        sum(change.tested is not None for change in judged),
    )


def _pairs(before: Disclosed, after: Disclosed) -> list[tuple[Response, Response]]:
    """Return the responses of those who answered both; a name and an alias that are alike need not be one person."""
    if not (before.singly and after.singly) or before.round.kind is not after.round.kind:
        return []
    then = {name_key(one.respondent.name): one for one in before.responses}
    named = ((then.get(name_key(one.respondent.name)), one) for one in after.responses)
    return [(earlier, later) for earlier, later in named if earlier is not None and _chose(earlier) and _chose(later)]


def _chose(response: Response) -> bool:
    return any(answer.level is not None for answer in response.answers.values())


def _agreed(area: Area, both: Sequence[tuple[QuestionScore, QuestionScore]]) -> Change:
    values = [(now.question, then.value or 0.0, now.value or 0.0) for then, now in both]
    return replace(_weighted(area, values, agreed=True), basis=Basis.AGREED, verdict=Verdict.AGREED)


def _weighted(area: Area, values: Sequence[tuple[Question, float, float]], *, agreed: bool = False) -> Change:
    """Return the change of an area from each question with its values then and now."""
    total = sum(question.weight for question, _then, _now in values)
    questions = (
        QuestionChange(question, then, now, question.weight * (now - then) / total, agreed)
        for question, then, now in values
    )
    return Change(
        area,
        Verdict.NOTHING,
        before=sum(question.weight * then for question, then, _now in values) / total,
        after=sum(question.weight * now for question, _then, now in values) / total,
        questions=_largest_first(questions),
    )


def _largest_first(questions: Iterable[QuestionChange]) -> tuple[QuestionChange, ...]:
    return tuple(sorted(questions, key=lambda one: -abs(one.contribution)))


def _paired(
    area: Area, both: Sequence[tuple[QuestionScore, QuestionScore]], pairs: Sequence[tuple[Response, Response]]
) -> tuple[Change, dict[int, tuple[Fraction, Fraction]]]:
    """Return the change of an area, and each person's own means of it then and now, by their place among the pairs."""
    own: dict[int, tuple[Fraction, Fraction]] = {}
    levels: dict[str, list[tuple[int, int]]] = {}
    parts: dict[str, Fraction] = {}
    for at, (then, now) in enumerate(pairs):
        chosen = []
        for _scored, scored in both:
            id_ = scored.question.id
            was, is_ = then.answer(id_).level, now.answer(id_).level
            if was is not None and is_ is not None:
                chosen.append((id_, Fraction(scored.question.weight), was, is_))
                levels.setdefault(id_, []).append((was, is_))
        total = sum(weight for _id, weight, _was, _is in chosen)
        if not total:
            continue
        own[at] = (
            sum((weight * was for _id, weight, was, _is in chosen), Fraction()) / total,
            sum((weight * is_ for _id, weight, _was, is_ in chosen), Fraction()) / total,
        )
        for id_, weight, was, is_ in chosen:
            parts[id_] = parts.get(id_, Fraction()) + weight * (is_ - was) / total
    questions = (
        QuestionChange(
            scored.question,
            mean([was for was, _is in levels[scored.question.id]]),
            mean([is_ for _was, is_ in levels[scored.question.id]]),
            float(parts[scored.question.id] / len(own)),
        )
        for _then, scored in both
        if scored.question.id in levels
    )
    return replace(_of_people(area, list(own.values())), questions=_largest_first(questions)), own


def _of_people(area: Area | None, own: Sequence[tuple[Fraction, Fraction]]) -> Change:
    """Return the change over people's own means then and now, tested."""
    if not own:
        return Change(area, Verdict.NOTHING)
    changes = [now - then for then, now in own]
    paired = pair_test(changes)
    n = len(own)
    whole = sum(changes, Fraction()) / n
    variance = sum((change - whole) ** 2 for change in changes) / (n - 1) if n > 1 else Fraction()
    return Change(
        area,
        Verdict.NOTHING,
        Basis.PAIRED,
        before=float(sum((then for then, _now in own), Fraction()) / n),
        after=float(sum((now for _then, now in own), Fraction()) / n),
        n=n,
        people=(n, n),
        moves=(sum(c > 0 for c in changes), sum(c == 0 for c in changes), sum(c < 0 for c in changes)),
        tested=paired.tested,
        smallest_p=smallest_paired_p(n),
        effect=float(whole) / sqrt(variance) if variance else None,
        interval=paired.interval,
    )


def _unpaired(area: Area, both: Sequence[tuple[QuestionScore, QuestionScore]]) -> Change:
    if not both:
        return Change(area, Verdict.NOTHING)
    values = [(now.question, mean(then.levels), mean(now.levels)) for then, now in both]
    weights = [now.question.weight for _then, now in both]
    return _of_groups(_weighted(area, values), both, weights)


def _of_groups(change: Change, both: Sequence[tuple[QuestionScore, QuestionScore]], weights: Sequence[float]) -> Change:
    """Return a change with its test and numbers, from how often each level was chosen at each question."""
    levels = [(then.levels, now.levels) for then, now in both]
    sizes = [(len(then), len(now)) for then, now in levels]
    least = [smallest_unpaired_p(then, now) for then, now in sizes]
    people = max(then for then, _now in sizes), max(now for _then, now in sizes)
    return replace(
        change,
        basis=Basis.UNPAIRED,
        n=min(people),
        people=people,
        tested=together([group_test(then, now) for then, now in levels]),
        smallest_p=together([Outcome(p, p / 2, 1.0) for p in least]).p,
        effect=unpaired_effect(levels, change.change or 0.0),
        interval=unpaired_interval(levels, weights, change.change or 0.0),
    )


def _overall(
    changes: Sequence[Change],
    persons: Sequence[Mapping[int, tuple[Fraction, Fraction]]],
    groups: Sequence[tuple[QuestionScore, QuestionScore]],
) -> Change:
    """Return the change over the areas that are tested, each counting once; over all where none is."""
    if persons:
        everyone = sorted({at for own in persons for at in own})
        return _of_people(None, [_own_overall([own[at] for own in persons if at in own]) for at in everyone])
    tested = [change for change in changes if change.tested is not None]
    valued = tested or [change for change in changes if change.change is not None]
    if not valued:
        return Change(None, Verdict.NOTHING)
    overall = Change(
        None,
        Verdict.NOTHING if tested else Verdict.AGREED,
        None if tested else Basis.AGREED,
        mean([change.before for change in valued if change.before is not None]),
        mean([change.after for change in valued if change.after is not None]),
    )
    if not tested:
        return overall
    total = {one.question.id: sum(other.question.weight for other in change.questions) * len(tested)
             for change in tested for one in change.questions}  # fmt: skip
    return _of_groups(overall, groups, [now.question.weight / total[now.question.id] for _then, now in groups])


def _own_overall(areas: Sequence[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction]:
    return (
        sum((then for then, _now in areas), Fraction()) / len(areas),
        sum((now for _then, now in areas), Fraction()) / len(areas),
    )


def _judged(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes with their verdicts, p-values corrected for how many are tested."""
    found = judge([(one.tested.p, one.smallest_p or 0.0) for one in changes if one.tested is not None])
    judged = []
    for change in changes:
        if change.tested is None:
            judged.append(change)
            continue
        verdict, p, least = next(found)
        judged.append(replace(change, verdict=verdict, p=p, smallest_p=least))
    return tuple(judged)
