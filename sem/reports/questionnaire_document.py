"""A whole questionnaire as a document for reading and review: scale, overview, areas with their ladders, practices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sem.i18n import gettext as _
from sem.i18n import language, number
from sem.model.questionnaire import (
    LEVEL_NUMBERS,
    LOWEST_LEVEL,
    Area,
    Estimate,
    Practice,
    PracticeKind,
    Question,
    Questionnaire,
)
from sem.model.text import Text
from sem.reports.document import Block, Facts, Heading, Numbered, Paragraph, Table
from sem.reports.words import kind_words


def questionnaire_document(questionnaire: Questionnaire) -> list[Block]:
    """Return the document in the language in use."""
    return list(_blocks(questionnaire))


def _say(text: Text) -> str:
    return text.get(language())


def _blocks(questionnaire: Questionnaire) -> Iterator[Block]:
    yield Heading(1, _say(questionnaire.title))
    yield Paragraph(_say(questionnaire.description))
    facts = [
        (_("Version"), f"{questionnaire.id} {questionnaire.version}"),
        (_("Areas"), str(len(questionnaire.areas))),
        (_("Questions"), str(len(questionnaire.questions))),
    ]
    if questionnaire.practices:
        facts.append((_("Practices"), str(len(questionnaire.practices))))
    yield Facts(tuple(facts))
    yield Heading(2, _("The five levels"))
    yield Paragraph(_("Each level includes the levels below it."))
    yield Numbered(tuple((_say(level.name), _say(level.meaning)) for level in questionnaire.levels))
    yield Heading(2, _("Overview"))
    yield from _overview(questionnaire)
    for area in questionnaire.areas:
        yield from _area(questionnaire, area)
    if questionnaire.practices:
        yield from _practices_at_a_glance(questionnaire)


def _overview(questionnaire: Questionnaire) -> Iterator[Block]:
    yield Table(
        (_("Area"), _("Kind"), _("Questions")),
        tuple(
            (_say(area.title), kind_words(area.kind), _joined(_say(question.label) for question in area.questions))
            for area in questionnaire.areas
        ),
    )
    for grouping in questionnaire.groupings:
        # One group with everything in it tells nothing that the table above does not.
        if len(grouping.groups) > 1:
            yield Heading(3, _say(grouping.title))
            yield Table(
                (_("Group"), _("Areas")),
                tuple(
                    (_say(group.title), _joined(_say(questionnaire.area(name).short) for name in group.areas))
                    for group in grouping.groups
                ),
            )
    layers = questionnaire.layers
    if len(layers) > 1:
        yield Heading(3, _("Layers, from the inside out"))
        yield Paragraph(" ⊂ ".join(_say(layer.short) for layer in layers))
    if questionnaire.traits and layers:
        yield Heading(3, _("What the layers are assessed on"))
        yield Table(
            (_("Trait"), *(_say(layer.short) for layer in layers)),
            tuple(
                (_say(trait.title), *(
                    _joined(_say(question.label) for question in layer.questions if question.trait == trait.id)
                    for layer in layers
                ))
                for trait in questionnaire.traits
            ),
        )  # fmt: skip


def _area(questionnaire: Questionnaire, area: Area) -> Iterator[Block]:
    yield Heading(2, _say(area.title))
    yield Paragraph(_say(area.description))
    for question in area.questions:
        yield from _question(questionnaire, question)
    practices = [practice for practice in questionnaire.practices if practice.area == area.id]
    if practices:
        yield Heading(3, _("Practices: {area}").format(area=_say(area.short)))
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
    helpful = [practice for practice in questionnaire.practices if practice.id in question.sources]
    if helpful:
        facts.append((_("Practices that help"), _joined(_say(practice.title) for practice in helpful)))
    yield Facts(tuple(facts))


def _practice(questionnaire: Questionnaire, practice: Practice) -> Iterator[Block]:
    yield Heading(4, _say(practice.title))
    yield Paragraph(_say(practice.description))
    facts = [
        (_("Leads to"), f"{practice.level} {_say(questionnaire.level(practice.level).name)} ({_kind(practice)})"),
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


def _practices_at_a_glance(questionnaire: Questionnaire) -> Iterator[Block]:
    yield Heading(2, _("All practices at a glance"))
    reached = [level for level in LEVEL_NUMBERS if level > LOWEST_LEVEL]
    rows = []
    for area in questionnaire.areas:
        titles = (
            _joined(_say(p.title) for p in questionnaire.practices if p.area == area.id and p.level == level)
            for level in reached
        )
        rows.append((_say(area.short), *titles))
    yield Table((_("Area"), *(_("To level {level}").format(level=level) for level in reached)), tuple(rows))


def _kind(practice: Practice) -> str:
    return _("basic") if practice.kind is PracticeKind.BASIC else _("delighter")


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(texts)


def _estimate(estimate: Estimate) -> str:
    low, likely, high = (number(value, 0 if value == int(value) else 1)
                         for value in (estimate.low, estimate.likely, estimate.high))  # fmt: skip
    return _("{low} to {high}, likely {likely}").format(low=low, high=high, likely=likely)
