"""Why a number is what it is, as text and as JSON: the answers behind it, of what may be shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sem.analysis.disclosure import Disclosed
from sem.analysis.scoring import Score
from sem.analysis.why import AreaReason, OverallReason, QuestionReason, why_area, why_overall, why_question
from sem.analysis.words import agreement_words, no_mean_words, withheld_words
from sem.errors import NotFoundError
from sem.i18n import gettext as _
from sem.i18n import language, long_date, ngettext, number, percent
from sem.model.assessment import Team
from sem.model.codec import to_json
from sem.model.names import name_key
from sem.model.questionnaire import Area, Question
from sem.reports.lines import one_line, wrap
from sem.reports.score_text import title_words
from sem.reports.scores import area_json, head_json, question_json, score_json
from sem.reports.words import confidence_words, evidence_words, level_words, side_word

FORMAT = 1

_INDENT = "  "


def find_subject(shown: Disclosed, text: str) -> Area | Question | None:
    """Return the area or question with this id, name or label, in either language; None for an empty text.

    Raises:
        NotFoundError: There is none; the advice names those that look like it, or the areas.
    """
    if not text.strip():
        return None
    names: dict[str, Area | Question] = {}
    for area in shown.questionnaire.areas:
        for name in (area.id, area.short.nl, area.short.en, area.title.nl, area.title.en):
            names.setdefault(name_key(name), area)
    for question in shown.questionnaire.questions:
        for name in (question.id, question.label.nl, question.label.en):
            names.setdefault(name_key(name), question)
    found = names.get(name_key(" ".join(text.split())))
    if found:
        return found
    from difflib import get_close_matches

    near = dict.fromkeys(names[name].id for name in get_close_matches(name_key(text), names, n=3, cutoff=0.6))
    if near:
        advice = _("Did you mean {names}?").format(names=", ".join(near))
    else:
        advice = _("The areas are: {names}.").format(names=", ".join(area.id for area in shown.questionnaire.areas))
    raise NotFoundError(_("There is no area or question “{name}”.").format(name=one_line(text)), advice)


def why_lines(team: Team, shown: Disclosed, subject: Area | Question | None, columns: int, today: date) -> list[str]:
    """Return why the numbers of an area, a question or the whole are what they are, as lines of at most `columns`."""
    told: Iterator[tuple[str, str]]
    if subject is None:
        told = _overall(shown, why_overall(shown.profile))
    elif isinstance(subject, Area):
        told = _area(shown, why_area(shown.profile.area(subject.id)))
    else:
        told = _question(shown, *why_question(shown.profile, subject.id), today)
    lines = wrap(title_words(team, shown), columns)
    if withheld := withheld_words(shown.profile):
        lines += wrap(withheld, columns)
    for indent, words in told:
        lines += wrap(one_line(words), columns, indent=indent) if words else [""]
    return lines


def why_json(team: Team, shown: Disclosed, subject: Area | Question | None) -> dict[str, Any]:
    """Return the same as JSON values; docs/json.md tells each field."""
    areas: list[AreaReason] = []
    questions: list[QuestionReason] = []
    score: Score | None = None
    if subject is None:
        overall = why_overall(shown.profile)
        areas, score = [*overall.areas], overall.score
    elif isinstance(subject, Area):
        areas = [why_area(shown.profile.area(subject.id))]
        questions = [*areas[0].questions]
    else:
        area, question = why_question(shown.profile, subject.id)
        areas, questions = [area], [question]
    return {
        "format": FORMAT,
        **head_json(team, shown),
        "overall": score_json(score) if score else None,
        "areas": [area_json(area.scored) for area in areas],
        "questions": [_question_json(reason, shown) for reason in questions],
    }


def _question_json(reason: QuestionReason, shown: Disclosed) -> dict[str, Any]:
    scored = reason.scored
    question = scored.question
    seen = scored.withheld is None
    return {
        **question_json(scored, shown),
        "statement": to_json(question.statement),
        "descriptor": to_json(question.levels[scored.floor - 1]) if scored.floor else None,
        "next_descriptor": to_json(question.levels[reason.next_level - 1]) if reason.next_level else None,
        "weight": question.weight,
        "share": reason.share,
        "blocks": reason.blocks,
        "needed": reason.needed if seen else None,
        "votes": [to_json(votes) for votes in reason.votes] if seen else None,
        "answers": [
            {"respondent": one.respondent.name, "level": one.answer(question.id).level}
            for one in shown.responses
            if shown.singly and one.answer(question.id).level is not None
        ],
        "remarks": [to_json(remark) for remark in shown.remarks.get(question.id, ())],
        "evidence": [
            {**to_json(cited.evidence), "name": cited.name, "level": cited.level}
            for cited in shown.evidence.get(question.id, ())
        ],
    }


Told = Iterator[tuple[str, str]]
"""How far to indent, and what to say; an empty text is an empty line."""


def _overall(shown: Disclosed, reason: OverallReason) -> Told:
    yield "", ""
    yield "", _value_words(_("Overall"), reason.score)
    means = [area for area in reason.areas if area.scored.score.mean is not None]
    if reason.score.mean is not None:
        text = ngettext(
            "{mean} is the mean of {n} area; each counts once:", "{mean} is the mean of {n} areas; each counts once:",
            len(means),
        )  # fmt: skip
        yield "", text.format(mean=number(reason.score.mean), n=len(means))
    for area in reason.areas:
        yield _INDENT, _value_words(area.scored.area.short.get(language()), area.scored.score)
    yield from _level(shown, reason.score, reason.blocking, _("of all areas"))


def _area(shown: Disclosed, reason: AreaReason) -> Told:
    score = reason.scored.score
    yield "", ""
    yield "", _value_words(reason.scored.area.title.get(language()), score)
    valued = [one for one in reason.questions if one.scored.value is not None]
    if score.mean is not None:
        text = ngettext("{mean} is the value of {n} question:", "{mean} is the mean of {n} questions:", len(valued))
        yield "", text.format(mean=number(score.mean), n=len(valued))
    for one in reason.questions:
        yield _INDENT, _line(one, several=len(valued) > 1)
    yield from _level(shown, score, reason.blocking, _("of this area"))
    if score.low is not None and score.high is not None:
        yield "", ""
        words = _("Each person's own mean of this area lies between {low} and {high}.")
        yield "", words.format(low=number(score.low), high=number(score.high))


def _line(reason: QuestionReason, *, several: bool) -> str:
    """Return a question of an area on one line: its value, what it weighs, and how it was answered."""
    scored = reason.scored
    label = scored.question.label.get(language())
    nothing = _("not shown") if scored.withheld else _("no level yet")
    value = nothing if scored.value is None else number(scored.value)
    parts = [f"{value}  {label} ({scored.question.id})"]
    if scored.consensus is not None:
        parts.append(_("agreed on by the team"))
    elif scored.levels:
        parts.append(_vote_words(reason))
    if several and scored.value is not None:
        parts.append(_("{share} of the mean").format(share=percent(reason.share)))
    return "; ".join(parts)


def _vote_words(reason: QuestionReason) -> str:
    return ", ".join(
        _("{n} chose {level}").format(n=votes.count, level=votes.level) for votes in reason.votes if votes.count
    )


def _level(shown: Disclosed, score: Score, blocking: QuestionReason | None, whole: str) -> Told:
    """Tell the gap-free level, and the question that keeps it from being one higher with what was chosen there."""
    yield "", ""
    if score.gap_free_level is None:
        yield "", _("There is no gap-free level {whole}.").format(whole=whole)
    else:
        level = level_words(shown.questionnaire, score.gap_free_level)
        yield (
            "",
            _("The gap-free level {whole} is {level}: every question reaches it.").format(whole=whole, level=level),
        )
    if blocking is None:
        return
    scored = blocking.scored
    label = f"“{scored.question.label.get(language())}” ({scored.question.id})"
    if scored.floor is None:
        why = _("its answers are not shown") if scored.withheld else _("nobody chose a level there yet")
        yield "", _("Because of {question}: {why}.").format(question=label, why=why)
        return
    yield "", _("Because of {question}:").format(question=label)
    yield from _now_and_next(shown, blocking)


def _now_and_next(shown: Disclosed, reason: QuestionReason) -> Told:
    """Tell the level a question reaches with its sentence, and how many more it takes to reach the next."""
    scored = reason.scored
    if scored.floor is None:
        return
    for level in (scored.floor, reason.next_level):
        if level is None:
            continue
        name = level_words(shown.questionnaire, level)
        sentence = scored.question.levels[level - 1].get(language())
        votes, total = reason.votes_for(level), len(scored.levels)
        now = level == scored.floor
        if not reason.needed:
            words = _("Agreed on {level}: “{sentence}”") if now else _("Next is {level}: “{sentence}”")
            yield _INDENT, words.format(level=name, sentence=sentence)
            continue
        words = _("{n} of {total} chose {level}: “{sentence}”") if now else _("Next is {level}: “{sentence}”")
        yield _INDENT, words.format(n=votes.count, total=total, level=name, sentence=sentence)
        words = _("There or higher: {reach} of {total}; it takes {needed}.")
        yield _INDENT * 2, words.format(reach=votes.at_least, total=total, needed=reason.needed)


def _question(shown: Disclosed, area: AreaReason, reason: QuestionReason, today: date) -> Told:
    scored = reason.scored
    question = scored.question
    yield "", ""
    value = number(scored.value) if scored.value is not None else None
    nothing = _("not shown") if scored.withheld else _("no level yet")
    yield "", f"{question.label.get(language())} ({question.id}) · {value or nothing}"
    yield "", question.statement.get(language())
    yield "", ""
    decision = shown.decision(question.id)
    if decision:
        yield "", _("{value} is what the team agreed on.").format(value=value)
        if decision.because:
            yield _INDENT, f"“{decision.because}”"
        if decision.decided_on:
            yield _INDENT, long_date(decision.decided_on)
    elif scored.levels:
        text = ngettext("{value} is the level that {n} person chose:", "{value} is the mean of {n} levels:",
                        len(scored.levels))  # fmt: skip
        yield "", text.format(value=value, n=len(scored.levels))
    if scored.levels:
        for votes in reversed(reason.votes):
            sentence = question.levels[votes.level - 1].get(language())
            yield _INDENT, f"{votes.level}  {votes.count} ×  “{sentence}”"
        yield "", ""
    yield from _reached(shown, reason)
    yield from _counts(reason)
    if reason.blocks:
        words = _("This question keeps {area} from its next level.")
        if scored.floor is None:
            words = _("Because of this question {area} has no gap-free level.")
        yield "", words.format(area=area.scored.area.short.get(language()))
    yield from _people(shown, question)
    yield from _written(shown, question, today)


def _reached(shown: Disclosed, reason: QuestionReason) -> Told:
    """Tell which level a question has and how many are there; the sentences of the levels stand above it."""
    if reason.scored.floor is None:
        return
    words = _("Its level is {level}.").format(level=level_words(shown.questionnaire, reason.scored.floor))
    if reason.needed:
        now, total = reason.votes_for(reason.scored.floor), len(reason.scored.levels)
        words += " " + _("There or higher: {reach} of {total}; it takes {needed}.").format(
            reach=now.at_least, total=total, needed=reason.needed
        )
        if reason.next_level:
            words += " " + _("At {level} or higher: {reach} of {total}.").format(
                level=level_words(shown.questionnaire, reason.next_level),
                reach=reason.votes_for(reason.next_level).at_least,
                total=total,
            )
    yield "", words


def _counts(reason: QuestionReason) -> Told:
    scored = reason.scored
    if scored.withheld:
        return
    if scored.agreement and scored.spread is not None:
        words = _("Spread {spread} (standard deviation), from {low} to {high}.")
        yield "", words.format(spread=number(scored.spread), low=scored.levels[0], high=scored.levels[-1])
        yield "", _("Agreement: {words}.").format(words=agreement_words(scored.agreement, scored.levels))
    if scored.confidence.index is not None:
        count = scored.confidence
        yield (
            "",
            _("How sure: {index}; {sure} sure, {fairly} fairly sure, {guess} a guess.").format(
                index=percent(scored.confidence.index), sure=count.sure, fairly=count.fairly, guess=count.guess
            ),
        )
    if scored.dont_know or scored.not_applicable:
        yield (
            "",
            _("Don't know: {dont_know}. Not applicable: {not_applicable}.").format(
                dont_know=scored.dont_know, not_applicable=scored.not_applicable
            ),
        )


def _people(shown: Disclosed, question: Question) -> Told:
    """Tell who chose what, where that may be known."""
    answers = [(one.respondent.name, one.answer(question.id)) for one in shown.responses if shown.singly]
    chosen = [(name, answer) for name, answer in answers if answer.level is not None]
    if not chosen:
        return
    yield "", ""
    yield "", _("Who chose what:")
    for name, answer in chosen:
        sure = f" ({confidence_words(answer.confidence)})" if answer.confidence else ""
        yield _INDENT, f"{name}: {level_words(shown.questionnaire, answer.level)}{sure}"


def _written(shown: Disclosed, question: Question, today: date) -> Told:
    remarks, cited = shown.remarks.get(question.id, ()), shown.evidence.get(question.id, ())
    if remarks:
        yield "", ""
        yield "", _("What people wrote:")
    for remark in remarks:
        yield _INDENT, f"{remark.name}: {remark.text}" if remark.name else f"- {remark.text}"
    if cited:
        yield "", ""
        yield "", _("Evidence:")
    for one in cited:
        told = f"{side_word(one.evidence.side)}: {evidence_words(one.evidence, today)}"
        yield _INDENT, f"{one.name}, {told}" if one.name else f"- {told}"


def _value_words(name: str, score: Score) -> str:
    return f"{name} · {no_mean_words(score) if score.mean is None else number(score.mean)}"
