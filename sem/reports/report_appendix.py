"""The appendix of a report on a team: each question with its answers and what people wrote, as far as may be shown."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sem.analysis.disclosure import Disclosed
from sem.analysis.scoring import QuestionScore
from sem.i18n import gettext as _
from sem.i18n import language, long_date, number
from sem.model.questionnaire import LEVEL_NUMBERS, Question
from sem.reports.document import Block, Facts, Heading, Paragraph, Table, cells, typed_table
from sem.reports.report import Section, Subject
from sem.reports.table_words import table_for_people
from sem.reports.tables import ANSWER_COLUMNS, Cell, answer_rows
from sem.reports.words import answer_words, confidence_words, evidence_words, level_words, side_word

REMARK_COLUMNS = ("area", "question", "label", "kind", "respondent", "text")


def appendix(subject: Subject) -> Section | None:
    """Return the questions with their answers; None in a round that has none to show."""
    shown = subject.shown
    if shown.profile.overall.unseen and shown.profile.overall.mean is None:
        return None
    blocks: list[Block] = []
    for scored in shown.profile.areas:
        blocks.append(Heading(3, scored.area.title.get(language())))
        for one in scored.questions:
            blocks += _question(subject, one)
    rows = partial(answer_rows, subject.team, shown)
    data = [table_for_people(_("Answers"), ANSWER_COLUMNS, rows)] if shown.singly else []
    if any(shown.remarks.values()) or any(shown.evidence.values()):
        data.append(table_for_people(_("What people wrote"), REMARK_COLUMNS, partial(_remark_rows, subject)))
    return Section("answers", _("Questions and answers"), "", tuple(blocks), tuple(data), appendix=True)


def _remark_rows(subject: Subject) -> Iterator[tuple[Cell, ...]]:
    """Yield a row of `REMARK_COLUMNS` for each thing that somebody wrote."""
    shown = subject.shown
    for area, question in shown.questionnaire.items():
        head = (area.id, question.id, question.label.get(language()))
        for remark in shown.remarks.get(question.id, ()):
            yield (*head, "note", remark.name or None, remark.text)
        for cited in shown.evidence.get(question.id, ()):
            words = evidence_words(cited.evidence, subject.today, look=False)
            yield (*head, f"evidence-{cited.evidence.side.value}", cited.name or None, words)


def _question(subject: Subject, scored: QuestionScore) -> Iterator[Block]:
    shown, question = subject.shown, scored.question
    yield Heading(4, question.label.get(language()))
    yield Paragraph(question.statement.get(language()))
    decision = shown.decision(question.id)
    if decision:
        words = level_words(shown.questionnaire, decision.level)
        parts = [words, decision.because, long_date(decision.decided_on) if decision.decided_on else ""]
        yield Facts(((_("Agreed on by the team"), "; ".join(filter(None, parts))),))
    if scored.withheld:
        yield Paragraph(_("The answers are not shown."))
        return
    if scored.levels:
        yield _votes(shown, scored)
    facts = [*_without_level(shown, scored)]
    if scored.value is not None and scored.consensus is None:
        facts.insert(0, (_("Mean level"), number(scored.value)))
    if facts:
        yield Facts(tuple(facts))
    elif not scored.levels:
        yield Paragraph(_("Nobody answered this question."))
    yield from _written(subject, question)


def _votes(shown: Disclosed, scored: QuestionScore) -> Table:
    """Return how many chose each level that anybody chose, and who where that may be known."""
    question = scored.question
    rows = []
    for level in LEVEL_NUMBERS:
        count = scored.levels.count(level)
        if count:
            cell = (str(level), level), question.levels[level - 1].get(language()), (str(count), count)
            who = ((", ".join(_who(shown, question, level)), None),) if shown.singly else ()
            rows.append(cells(*cell, *who))
    header = (_("Level"), _("Description"), _("How many chose it"), *((_("Who"),) if shown.singly else ()))
    return typed_table(header, rows)


def _who(shown: Disclosed, question: Question, level: int) -> Iterator[str]:
    for response in shown.responses:
        answer = response.answer(question.id)
        if answer.level == level:
            sure = f" ({confidence_words(answer.confidence)})" if answer.confidence else ""
            yield f"{response.respondent.name}{sure}"


def _without_level(shown: Disclosed, scored: QuestionScore) -> Iterator[tuple[str, str]]:
    """Yield who said that they don't know or that it does not apply; where that may not be known, how many did."""
    if not shown.singly:
        if scored.dont_know:
            yield _("Don't know"), str(scored.dont_know)
        if scored.not_applicable:
            yield _("Not applicable"), str(scored.not_applicable)
        return
    for response in shown.responses:
        answer = response.answer(scored.question.id)
        if answer.given and answer.level is None:
            yield response.respondent.name, answer_words(shown.questionnaire, answer)


def _written(subject: Subject, question: Question) -> Iterator[Block]:
    shown = subject.shown
    # Why a question does not apply to somebody stands with their answer already.
    told = {
        (response.respondent.name, reason.text)
        for response in (shown.responses if shown.singly else ())
        if (reason := response.answer(question.id).not_applicable) is not None
    }
    facts = [
        (remark.name or _("Somebody"), f"“{remark.text}”")
        for remark in shown.remarks.get(question.id, ())
        if (remark.name, remark.text) not in told
    ]
    for cited in shown.evidence.get(question.id, ()):
        # Whether a file is still there is only true of the machine that the report is made on.
        words = f"{side_word(cited.evidence.side)}: {evidence_words(cited.evidence, subject.today, look=False)}"
        facts.append((cited.name or _("Somebody"), words))
    if facts:
        yield Facts(tuple(facts))
