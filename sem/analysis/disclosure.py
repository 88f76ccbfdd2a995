"""What of a round may be shown to whom: the one place that decides it, for every screen, report, picture and file.

A round that hides its answers shows nothing of them before it is revealed, and an anonymous round always hides them.
After that a named round shows everything with names, one with aliases with aliases, and an anonymous one only this:

* A question is shown when at least the minimum group answered it and, where anybody chose a level, at least that many
  chose one; else nothing of it, not even how many answered. That nobody answered it is no secret.
* What is shown of a question is how often each answer was given. It never goes with a name, another answer, a note or a
  time, so it stays the same when people swap their answers.
* Every other number is made of the shown questions alone. A hidden question is in no mean, sum or count, so nothing can
  be subtracted to find it.
* Notes, reasons and evidence come in the order of their letters, without the level that was chosen with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sem.analysis.scoring import (
    Profile,
    QuestionScore,
    Withheld,
    gather_area,
    gather_profile,
    profile,
    score_question,
    withheld_question,
)
from sem.model.assessment import NO_ANSWER, AnswerEvidence, Consensus, Response, Round, RoundState
from sem.model.names import name_key
from sem.model.questionnaire import Question, Questionnaire

MINIMUM_GROUP = 5
"""The least number of people of whom an anonymous round shows what they answered."""
LEAST_MINIMUM_GROUP = 3
"""The lowest that minimum may be set to: with two, each knows the other's answer."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody wrote with an answer: a note, or why the question does not apply.

    Args:
        text: Any text.
        name: Who wrote it, by name or alias; empty where nobody may know.
        level: The level they chose; None where they chose none, or nobody may know.
    """

    text: str
    name: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A piece of evidence that somebody gave with an answer; the name and the level are as in `Remark`."""

    evidence: AnswerEvidence
    name: str = ""
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Disclosed:
    """All that may be shown of a round.

    Args:
        profile: The scores, made only of what may be shown.
        responses: Single responses, with the names or aliases that may be known; while a round hides its answers only
            the viewer's own, and none in an anonymous round.
        progress: How many questions each of the respondents answered, by name or alias; empty in an anonymous round.
        people: How many respondents answered at least one question.
        complete: How many answered all.
        remarks: What was written, by question id.
        evidence: What speaks for and against, by question id.
    """

    round: Round
    questionnaire: Questionnaire
    profile: Profile
    responses: tuple[Response, ...]
    progress: tuple[tuple[str, int], ...]
    people: int
    complete: int
    remarks: Mapping[str, tuple[Remark, ...]]
    evidence: Mapping[str, tuple[Cited, ...]]

    @property
    def singly(self) -> bool:
        """Whether single responses are shown, and not only how often each answer was given."""
        return not (self.round.anonymous or hides(self.round))

    def decision(self, question_id: str) -> Consensus | None:
        """Return what the team agreed on for a question; None while the round hides its answers."""
        return None if hides(self.round) else self.round.decisions.get(question_id)


def hides(round_: Round) -> bool:
    """Whether nobody sees another's answers in a round as it is."""
    return round_.state is RoundState.OPEN and (round_.hidden or round_.anonymous)


def visible(
    round_: Round,
    questionnaire: Questionnaire,
    responses: Sequence[Response],
    viewer: str | None = None,
    minimum: int = MINIMUM_GROUP,
    *,
    words: bool = True,
) -> Disclosed:
    """Return all that may be shown of a round.

    Args:
        round_: The round.
        questionnaire: As it was frozen with the round.
        responses: All its responses.
        viewer: Who looks, by the name or alias they answer under, and so may see their own answers; None for anybody.
        minimum: From how many people on an anonymous round shows answers.
        words: Whether remarks and evidence are wanted; without them it is faster.

    Raises:
        ValueError: The minimum is below `LEAST_MINIMUM_GROUP`.
    """
    if minimum < LEAST_MINIMUM_GROUP:
        raise ValueError(f"a minimum group of {minimum} is below {LEAST_MINIMUM_GROUP}")
    known = {question.id for question in questionnaire.questions}
    answered = [sum([answer.given for id_, answer in one.answers.items() if id_ in known]) for one in responses]
    people = sum(count > 0 for count in answered)
    own: tuple[Response, ...] = ()
    if hides(round_):
        scores = _hidden(questionnaire, len(responses))
        if viewer is not None and not round_.anonymous:
            own = tuple(one for one in responses if name_key(one.respondent.name) == name_key(viewer))
    elif round_.anonymous:
        scores = _anonymous(questionnaire, responses, round_.consensus, minimum)
    else:
        scores, own = profile(questionnaire, responses, round_.consensus), tuple(responses)
    shown = [q.question for area in scores.areas for q in area.questions if words and q.withheld is None]
    scores = replace(scores, minimum=minimum if round_.anonymous else None)
    names = [] if round_.anonymous else [one.respondent.name for one in responses]
    return Disclosed(
        round=round_,
        questionnaire=questionnaire,
        profile=scores,
        responses=own,
        progress=tuple(zip(names, answered, strict=False)),
        people=people,
        complete=sum(count == len(known) for count in answered),
        remarks={q.id: _remarks_in_order(_remarks(q, responses), round_) for q in shown},
        evidence={q.id: _cited_in_order(_cited(q, responses), round_) for q in shown},
    )


def _hidden(questionnaire: Questionnaire, respondents: int) -> Profile:
    """Return a profile in which there is not even a consensus: what a team agreed on tells what it answered."""
    areas = (
        gather_area(area, [withheld_question(question, Withheld.HIDDEN) for question in area.questions])
        for area in questionnaire.areas
    )
    return gather_profile(questionnaire, areas, respondents)


def _anonymous(
    questionnaire: Questionnaire, responses: Sequence[Response], consensus: Mapping[str, int], minimum: int
) -> Profile:
    areas = (
        gather_area(area, [_guarded(q, responses, consensus.get(q.id), minimum) for q in area.questions])
        for area in questionnaire.areas
    )
    return gather_profile(questionnaire, areas, len(responses))


def _guarded(question: Question, responses: Sequence[Response], consensus: int | None, minimum: int) -> QuestionScore:
    """Return a question's score, without its answers where too few gave one or too few chose a level."""
    answers = [response.answer(question.id) for response in responses]
    scored = score_question(question, responses, consensus)
    too_few = any(answer != NO_ANSWER for answer in answers) and sum(answer.given for answer in answers) < minimum
    if too_few or 0 < len(scored.levels) < minimum:
        return withheld_question(question, Withheld.BELOW_MINIMUM, consensus)
    return scored


def _remarks(question: Question, responses: Sequence[Response]) -> Iterator[Remark]:
    for response in responses:
        answer = response.answer(question.id)
        reason = answer.not_applicable
        for text in (reason.text if reason else "", answer.note):
            if text.strip():
                yield Remark(text, response.respondent.name, answer.level)


def _cited(question: Question, responses: Sequence[Response]) -> Iterator[Cited]:
    for response in responses:
        answer = response.answer(question.id)
        for evidence in answer.evidence:
            yield Cited(evidence, response.respondent.name, answer.level)


def _remarks_in_order(remarks: Iterator[Remark], round_: Round) -> tuple[Remark, ...]:
    if not round_.anonymous:
        return tuple(remarks)
    return tuple(map(Remark, sorted((remark.text for remark in remarks), key=_by_letters)))


def _cited_in_order(cited: Iterator[Cited], round_: Round) -> tuple[Cited, ...]:
    if not round_.anonymous:
        return tuple(cited)

    def letters(evidence: AnswerEvidence) -> tuple[str, ...]:
        days = (day.isoformat() if day else "" for day in (evidence.observed, evidence.expires))
        return (evidence.side.value, *_by_letters(evidence.text), evidence.source, *days)

    return tuple(map(Cited, sorted((one.evidence for one in cited), key=letters)))


def _by_letters(text: str) -> tuple[str, str]:
    return name_key(text), text


def groups_to_hide(sizes: Mapping[str, int], minimum: int = MINIMUM_GROUP) -> frozenset[str]:
    """Return which parts of a whole are not shown, where the whole is shown too.

    Every part below the minimum is hidden. Where fewer people than the minimum would be hidden in all, the next
    smallest part is hidden as well, so that the whole less what is shown is never about fewer people than the minimum.

    Args:
        sizes: How many people each part has; no one is in two of them.
        minimum: From how many people on a part is shown.
    """
    smallest = sorted((name for name in sizes if sizes[name]), key=lambda name: (sizes[name], name))
    hidden: list[str] = [name for name in smallest if sizes[name] < minimum]
    for name in smallest[len(hidden) :]:
        if not hidden or sum(sizes[one] for one in hidden) >= minimum:
            break
        hidden.append(name)
    return frozenset(hidden)
