"""A whole questionnaire as a document for reading and review: scale, areas, questions with their ladders, practices."""

from __future__ import annotations

from collections.abc import Iterator

from sem.i18n import gettext as _
from sem.i18n import language, number
from sem.model.questionnaire import Area, Estimate, Practice, PracticeKind, Question, Questionnaire
from sem.model.text import Text
from sem.reports.document import Block, Facts, Heading, Numbered, Paragraph


def questionnaire_document(questionnaire: Questionnaire) -> list[Block]:
    """Return the document in the language in use."""
    return list(_blocks(questionnaire))


def _say(text: Text) -> str:
    return text.get(language())


def _blocks(questionnaire: Questionnaire) -> Iterator[Block]:
    yield Heading(1, _say(questionnaire.title))
    yield Paragraph(_say(questionnaire.description))
    yield Facts((
        (_("Version"), f"{questionnaire.id} {questionnaire.version}"),
        (_("Areas"), str(len(questionnaire.areas))),
        (_("Questions"), str(len(questionnaire.questions))),
        (_("Practices"), str(len(questionnaire.practices))),
    ))  # fmt: skip
    yield Heading(2, _("The five levels"))
    yield Paragraph(_("Each level includes the levels below it."))
    yield Numbered(tuple((_say(level.name), _say(level.meaning)) for level in questionnaire.levels))
    for area in questionnaire.areas:
        yield from _area(questionnaire, area)


def _area(questionnaire: Questionnaire, area: Area) -> Iterator[Block]:
    yield Heading(2, _say(area.title))
    yield Paragraph(_say(area.description))
    for question in area.questions:
        yield from _question(questionnaire, question)
    practices = [practice for practice in questionnaire.practices if practice.area == area.id]
    if practices:
        yield Heading(3, _("Practices"))
        yield Paragraph(_("Weeks and person-days are estimates: make them your own."))
    for practice in sorted(practices, key=lambda practice: practice.level):
        yield from _practice(questionnaire, practice)


def _question(questionnaire: Questionnaire, question: Question) -> Iterator[Block]:
    yield Heading(3, f"{question.id} · {_say(question.label)}")
    yield Paragraph(_say(question.statement), strong=True)
    yield Numbered(tuple(
        (_say(level.name), _say(descriptor))
        for level, descriptor in zip(questionnaire.levels, question.levels, strict=True)
    ))  # fmt: skip
    facts = [(_("What to look for"), _say(question.help))]
    facts += [(_("Trait"), _say(trait.title)) for trait in questionnaire.traits if trait.id == question.trait]
    if question.weight != 1:
        facts.append((_("Weight"), number(question.weight)))
    yield Facts(tuple(facts))


def _practice(questionnaire: Questionnaire, practice: Practice) -> Iterator[Block]:
    yield Heading(4, _say(practice.title))
    yield Paragraph(_say(practice.description))
    kind = _("basic") if practice.kind is PracticeKind.BASIC else _("delighter")
    facts = [
        (_("Leads to"), f"{practice.level} {_say(questionnaire.level(practice.level).name)} ({kind})"),
        (_("Takes, in weeks"), _estimate(practice.weeks)),
        (_("Work, in person-days"), _estimate(practice.person_days)),
        (_("You notice it by"), _say(practice.measure)),
    ]
    if practice.experiment:
        facts.append((_("Try it small"), _say(practice.experiment)))
    if practice.kill_criterion:
        facts.append((_("Stop when"), _say(practice.kill_criterion)))
    for prerequisite in practice.prerequisites:
        area = _say(questionnaire.area(prerequisite.area).title)
        level = _("{area} at level {level}").format(area=area, level=prerequisite.level)
        facts.append((_("Needs first"), f"{level}. {_say(prerequisite.reason)}"))
    yield Facts(tuple(facts))


def _estimate(estimate: Estimate) -> str:
    low, likely, high = (number(value, 0 if value == int(value) else 1)
                         for value in (estimate.low, estimate.likely, estimate.high))  # fmt: skip
    return _("{low} to {high}, likely {likely}").format(low=low, high=high, likely=likely)
