"""What a questionnaire file holds, field by field: the one description that the reader and the JSON Schema share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sem.content.fields import (
    BothLanguages,
    Choice,
    Field,
    Identifier,
    ListOf,
    Positive,
    Record,
    VersionNumber,
    Whole,
    Word,
)
from sem.content.nodes import Mapping
from sem.content.problems import Problems
from sem.i18n import gettext as _
from sem.i18n import mark as N_
from sem.model.questionnaire import (
    HIGHEST_LEVEL,
    LOWEST_LEVEL,
    Area,
    AreaKind,
    Estimate,
    Group,
    Grouping,
    Level,
    Practice,
    PracticeKind,
    Prerequisite,
    Question,
    Questionnaire,
    Trait,
    Version,
)
from sem.model.text import Text

FORMAT = 1

LONGEST_SHORT = 24
LONGEST_LABEL = 40
LONGEST_TITLE = 100

_LEVEL = Whole(LOWEST_LEVEL, HIGHEST_LEVEL)
# Every team is at the lowest level without doing anything, so nothing leads to it and nothing waits for it.
_REACHED_LEVEL = Whole(LOWEST_LEVEL + 1, HIGHEST_LEVEL)
_TITLE = BothLanguages(LONGEST_TITLE)
_TEXT = BothLanguages()
_SOURCES = Field("sources", ListOf(Word(), filled=False), N_("The practices or themes it comes from."), required=False)


def _check_estimate(estimate: Estimate, node: Mapping, problems: Problems) -> None:
    if not estimate.low <= estimate.likely <= estimate.high:
        problems.at(node, _("An estimate can't fall from low to likely to high."), _("Put the numbers in order."))


_ESTIMATE = Record(
    Estimate,
    (
        Field("low", Positive(), N_("If all goes well.")),
        Field("likely", Positive(), N_("The likeliest.")),
        Field("high", Positive(), N_("If much goes wrong.")),
    ),
    _check_estimate,
)

_SCALE_LEVEL = Record(
    Level,
    (
        Field("level", _LEVEL, N_("The number of the level, 1 to 5."), attribute="number"),
        Field("name", BothLanguages(LONGEST_SHORT), N_("The name of the level, at most 24 characters.")),
        Field("meaning", _TEXT, N_("What the level means in general.")),
    ),
)

_TRAIT = Record(
    Trait,
    (
        Field("id", Identifier(), N_("A permanent id.")),
        Field("title", _TITLE, N_("The title as respondents read it.")),
    ),
)

_QUESTION = Record(
    Question,
    (
        Field("id", Identifier(capitals=True), N_("A permanent id: the words may change, what it asks may not.")),
        Field("label", BothLanguages(LONGEST_LABEL), N_("At most four words, for charts and tables.")),
        Field("statement", _TEXT, N_("What is true for an excellent team, about one thing.")),
        Field("levels", ListOf(_TEXT, exactly=HIGHEST_LEVEL), N_("What one sees at each of the levels, lowest first.")),
        Field("help", _TEXT, N_("What to look for: documents, numbers, behaviour.")),
        Field("weight", Positive(), N_("How much it counts in its area; 1 if you leave it out."), required=False),
        Field("trait", Word(), N_("The id of the trait it asks about; in layers only."), required=False),
        _SOURCES,
    ),
)

_AREA = Record(
    Area,
    (
        Field("id", Identifier(), N_("A permanent id.")),
        Field("kind", Choice(AreaKind), N_("What the area is: building-block or layer.")),
        Field("inside", Word(), N_("The id of the layer this layer lies within; in layers only."), required=False),
        Field("title", _TITLE, N_("The title as respondents read it.")),
        Field("short", BothLanguages(LONGEST_SHORT), N_("The name for the axis of a chart, at most 24 characters.")),
        Field("description", _TEXT, N_("What the area is about, in a sentence or two.")),
        Field("questions", ListOf(_QUESTION), N_("The questions of the area.")),
    ),
)

_GROUP = Record(
    Group,
    (
        Field("id", Identifier(), N_("A permanent id.")),
        Field("title", _TITLE, N_("The title as respondents read it.")),
        Field("areas", ListOf(Word()), N_("The ids of the areas in this group, in order.")),
    ),
)

_GROUPING = Record(
    Grouping,
    (
        Field("id", Identifier(), N_("A permanent id.")),
        Field("title", _TITLE, N_("The title as respondents read it.")),
        Field("groups", ListOf(_GROUP), N_("The groups, in order.")),
    ),
)

_PREREQUISITE = Record(
    Prerequisite,
    (
        Field("area", Word(), N_("The id of the area that has to be there first.")),
        Field("level", _REACHED_LEVEL, N_("The level that area has to have, 2 to 5.")),
        Field("reason", _TEXT, N_("Why it can't do without.")),
    ),
)

_PRACTICE = Record(
    Practice,
    (
        Field("id", Identifier(), N_("A permanent id.")),
        Field("area", Word(), N_("The id of the area it raises.")),
        Field("level", _REACHED_LEVEL, N_("The level it leads to, 2 to 5.")),
        Field("kind", Choice(PracticeKind), N_("Whether it is for the basics or surprises: basic or delighter.")),
        Field("title", _TITLE, N_("What to do, in a few words.")),
        Field("description", _TEXT, N_("What to do, who does it, and the first step next Monday.")),
        Field("weeks", _ESTIMATE, N_("How many weeks it takes: low, likely, high.")),
        Field("person_days", _ESTIMATE, N_("How many days of work it is: low, likely, high.")),
        Field("measure", _TEXT, N_("What the team will notice in a number or in behaviour.")),
        Field("prerequisites", ListOf(_PREREQUISITE, filled=False), N_("What has to be there first."), required=False),
        Field("experiment", _TEXT, N_("A small way to try it out."), required=False),
        Field("kill_criterion", _TEXT, N_("What would make you stop."), required=False),
        _SOURCES,
    ),
)

_AREAS = ListOf(_AREA)
_HEAD = (
    Field("format", Whole(FORMAT, FORMAT), N_("The number of this file format: 1.")),
    Field("id", Identifier(), N_("A permanent id.")),
    Field("version", VersionNumber(), N_("Three numbers: meaning changed, questions added, words changed.")),
    Field("title", _TITLE, N_("The title as respondents read it.")),
    Field("description", _TEXT, N_("What the questionnaire is for, in a sentence or two.")),
)
_REST = (
    Field("levels", ListOf(_SCALE_LEVEL, exactly=HIGHEST_LEVEL), N_("The five levels of the scale, lowest first.")),
    Field("traits", ListOf(_TRAIT, filled=False), N_("What layers are assessed on."), required=False),
    Field("groupings", ListOf(_GROUPING, filled=False), N_("Ways to gather areas."), required=False),
)
_AREAS_MEANING = N_("The areas, each with its questions.")
_PRACTICES = Field(
    "practices", ListOf(_PRACTICE, filled=False), N_("Things to do that raise an area to a level."), required=False
)


@dataclass(frozen=True, slots=True)
class Head:
    """What tells a questionnaire from others."""

    id: str
    version: Version
    title: Text
    description: Text


@dataclass(frozen=True, slots=True)
class Part:
    """What a file adds to a questionnaire that is spread over a folder."""

    areas: tuple[Area, ...] = field(default=())
    practices: tuple[Practice, ...] = field(default=())


def _make_head(format: int, **fields: Any) -> Head:
    return Head(**fields)


def _make_questionnaire(format: int, areas: tuple[Area, ...] = (), **fields: Any) -> Questionnaire:
    return Questionnaire(areas=areas, **fields)


HEAD = Record(_make_head, _HEAD, closed=False)
"""What comes first in a questionnaire; what follows is passed over."""

WHOLE = Record(_make_questionnaire, (*_HEAD, *_REST, Field("areas", _AREAS, _AREAS_MEANING), _PRACTICES))
"""A questionnaire in one file."""

FOLDER_HEAD = Record(_make_questionnaire, (*_HEAD, *_REST, Field("areas", _AREAS, _AREAS_MEANING, False), _PRACTICES))
"""The file ``questionnaire.yaml`` of a questionnaire in a folder."""

FOLDER_PART = Record(Part, (Field("areas", _AREAS, _AREAS_MEANING, False), _PRACTICES))
"""Any other file of a questionnaire in a folder."""
