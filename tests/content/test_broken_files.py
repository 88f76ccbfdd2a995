"""Each way in which an author can err: the problem names the line, the field and the fault."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from sem.content.loader import check_questionnaire, read_questionnaire
from sem.errors import InvalidError
from tests.content.sample import SAMPLE, broken, line_of, without, written

QUESTION = "areas[culture].questions[CL-01]"
HELP = "{nl: Kijk rond., en: Look around.}"
AJAR = "          - {nl: Kier., en: Ajar.}\n"
NEED = "      - {area: inner, level: 2, reason: {nl: Eerst soepel., en: Smooth first.}}\n"
WEEKS = "weeks: {low: 2, likely: 4, high: 8.5}"


@dataclass(frozen=True)
class Fault:
    """A broken file: what starts on the line of the fault, the field, and how the message starts."""

    text: str
    on_line: str
    field: str
    message: str


def change(before: str, after: str, on_line: str, field: str, message: str) -> Fault:
    return Fault(broken((before, after)), on_line, field, message)


def help_as(after: str, on_line: str, field: str, message: str) -> Fault:
    return change(HELP, after, on_line, f"{QUESTION}.help{field}", message)


def weight(written_as: str) -> Fault:
    after = f"weight: {written_as}"
    return change("weight: 1.5", after, after, f"{QUESTION}.weight", f"“{written_as}” can't stand here.")


FIELDS = {
    "a missing field": change(
        "    short: {nl: Binnen, en: Inner}\n", "", "id: inner\n", "areas[inner].short", "The field “short” is missing."
    ),
    "a missing field of the whole": change("version: 1.2.0\n", "", "format: 1", "version", "The field “version” is"),
    "a misspelt field": change(
        "kind: delighter", "knid: delighter", "knid", "practices[smooth-it].knid", "There is no field “knid” here."
    ),
    "a field that does not exist": change(
        "weight: 1.5", "colour: red", "colour", f"{QUESTION}.colour", "There is no field “colour” here."
    ),
    "a field twice": change(
        "id: small\n", "id: small\nid: smaller\n", "id: smaller", "id", "This field is here already, at line 2."
    ),
    "a format of later": change(
        "format: 1", "format: 2", "format: 2", "format", "This file has format 2; this program reads format 1."
    ),
    "a format that is none": change("format: 1", "format: one", "format: one", "format", "“one” can't stand here."),
    "no format at all": change("format: 1\n", "", "id: small", "format", "The field “format” is missing."),
    "fields where a text belongs": help_as(
        "{nl: [Kijk.], en: Look around.}", "{nl: [Kijk.]", ".nl", "A text is expected here."
    ),
    "a text where a list belongs": change(
        "[seed-001]", "seed-001", "sources: seed-001", "practices[walk-around].sources", "A list is expected here."
    ),
    "a text where fields belong": change(
        WEEKS, "weeks: four", "weeks: four", "practices[walk-around].weeks", "Fields are expected here."
    ),
    "a text where an area belongs": change(
        "areas:\n", "areas:\n  - culture\n", "  - culture\n", "areas[1]", "Fields are expected here."
    ),
    "a kind that does not exist": change(
        "kind: basic", "kind: basics", "kind: basics", "practices[walk-around].kind", "“basics” can't stand here."
    ),
}

TEXTS = {
    "a missing language": help_as("{nl: Kijk rond.}", "{nl: Kijk rond", ".en", "The English text is missing."),
    "a third language": help_as(
        "{nl: Kijk, en: Look, de: Schau}", "{nl: Kijk, en", ".de", "There is no field “de” here."
    ),
    "one text for both languages": help_as(
        "Look around.", "Look around", "", "A text in Dutch and in English is expected here."
    ),
    "a comma in a text without quotation marks": help_as(
        "{nl: Kijk, en wel nu., en: Look.}", "{nl: Kijk,", ".en wel nu.", "The comma before “en wel nu.” ends the text."
    ),
    "a text of spaces": help_as('{nl: "  ", en: Look.}', '{nl: "  "', ".nl", "This is empty."),
    "a text without a shape": help_as('{nl: "\\u200b\\u00a0", en: Look.}', '{nl: "\\u200b', ".nl", "This is empty."),
    "YAML's own word for nothing": help_as("{nl: null, en: Look.}", "{nl: null", ".nl", "This is empty."),
    "a text that is nowhere": help_as("", "help: \n", "", "A text in Dutch and in English is expected here."),
    "a control character, escaped": help_as(
        '{nl: "Kijk\\e[31m", en: Look.}', '{nl: "Kijk', ".nl", "There is a character here that can't be shown: U+001B."
    ),
    "a direction mark": help_as(
        "{nl: Kijk., en: Lo\u202eok.}", "{nl: Kijk.", ".en", "There is a character here that can't be shown: U+202E."
    ),
    "a short name too long for an axis": change(
        "short: {nl: Binnen, en: Inner}",
        "short: {nl: Binnen, en: A name of 25 characters..}",
        "short: {nl: Binnen",
        "areas[inner].short.en",
        "This text is too long: 25 characters.",
    ),
}

NUMBERS = {
    "a weight of zero": weight("0"),
    "a weight below zero": weight("-1"),
    "an endless weight": weight(".inf"),
    "a weight that is no number": weight(".nan"),
    "a weight with a decimal comma": weight("1,5"),
    "a weight too great for any other to count": weight("1001"),
    "a weight that other readers take for eight": weight("010"),
    "a practice that leads to the lowest level": change(
        "    level: 3\n", "    level: 1\n", "    level: 1\n", "practices[walk-around].level", "“1” can't stand here."
    ),
    "a level and a half": change(
        "    level: 3\n",
        "    level: 1.5\n",
        "    level: 1.5",
        "practices[walk-around].level",
        "“1.5” can't stand here.",
    ),
    "an estimate that falls": change(
        "{low: 2, likely: 4,",
        "{low: 5, likely: 4,",
        "weeks: {low: 5",
        "practices[walk-around].weeks",
        "An estimate can't",
    ),
    "an estimate of no work": change(
        "{low: 0.5,", "{low: 0,", "{low: 0,", "practices[smooth-it].person_days.low", "“0” can't stand here."
    ),
    "a version of two numbers": change("1.2.0", "1.10", "version", "version", "“1.10” can't be a version."),
    "a version with a leading zero": change("1.2.0", "1.02.0", "version", "version", "“1.02.0” can't be a version."),
}

LISTS = {
    "no areas": Fault(without("areas:", "groupings:"), "format: 1", "areas", "The field “areas” is missing."),
    "an empty list of areas": Fault(
        without("areas:", "groupings:") + "areas: []\n", "areas: []", "areas", "There must be at least one here."
    ),
    "an area without questions": Fault(
        without("    questions:\n      - id: OU-01", "\ngroupings:").replace(
            "\ngroupings:", "    questions: []\ngroupings:"
        ),
        "questions: []",
        "areas[outer].questions",
        "There must be at least one here.",
    ),
    "four levels": Fault(
        without("  - {level: 5", "\ntraits:"), "- {level: 1", "levels", "There must be exactly 5 here; there are 4."
    ),
    "a sixth level": change("{level: 5", "{level: 6", "{level: 6", "levels[5].level", "“6” can't stand here."),
    "levels out of order": change(
        "{level: 3",
        "{level: 2",
        "{level: 2, name: {nl: Drie",
        "levels[3].level",
        "Level 3 belongs here; this is level 2.",
    ),
    "four descriptors": change(
        AJAR,
        "",
        "- {nl: Dicht.",
        "areas[culture].questions[CL-02].levels",
        "There must be exactly 5 here; there are 4.",
    ),
    "six descriptors": change(
        AJAR, AJAR * 2, "- {nl: Dicht.", "areas[culture].questions[CL-02].levels", "There must be exactly 5 here;"
    ),
}

IDS = {
    "an id with a space": Fault(
        broken(("{id: focus,", "{id: the focus,"), ("trait: focus", "trait: the focus")),
        "{id: the focus",
        "traits[1].id",
        "“the focus” can't be an id.",
    ),
    "an id with a capital": change("id: small", "id: Small", "id: Small", "id", "“Small” can't be an id."),
    "a question's id with a dot": change(
        "id: CL-01", "id: CL.01", "id: CL.01", "areas[culture].questions[1].id", "“CL.01” can't be an id."
    ),
    "an area twice": Fault(
        broken(("- id: outer", "- id: inner"), ("    inside: outer\n", ""), ("[inner, outer]", "[inner]")),
        "id: inner\n    kind: layer\n    title: {nl: Buiten",
        "areas[inner].id",
        "The id “inner” is already used at",
    ),
    "a question twice, in another area": change(
        "id: OU-01",
        "id: CL-01",
        "id: CL-01\n        label: {nl: Heel",
        "areas[outer].questions[CL-01].id",
        "The id “CL-01”",
    ),
    "a question that differs in case alone": change(
        "id: OU-01", "id: cl-01", "id: cl-01", "areas[outer].questions[cl-01].id", "The id “cl-01” is already used at"
    ),
    "a practice twice": change(
        "id: smooth-it",
        "id: walk-around",
        "id: walk-around\n    area: inner",
        "practices[walk-around].id",
        "The id “walk",
    ),
    "a trait twice": Fault(
        broken(("{id: insight,", "{id: focus,"), ("trait: insight", "trait: focus")),
        "{id: focus, title: {nl: Inzicht",
        "traits[focus].id",
        "The id “focus” is already used at",
    ),
    "a grouping twice": change(
        "groupings:\n",
        "groupings:\n  - {id: all, title: {nl: A, en: A}, groups: [{id: a, title: {nl: A, en: A}, areas: [inner]}]}\n",
        "id: all\n",
        "groupings[all].id",
        "The id “all” is already used at",
    ),
    "a group twice": change(
        "{id: rings,",
        "{id: blocks,",
        "{id: blocks, title: {nl: Ringen",
        "groupings[all].groups[blocks].id",
        "The id “blocks”",
    ),
}

REFERENCES = {
    "a building block inside a layer": change(
        "kind: building-block\n",
        "kind: building-block\n    inside: outer\n",
        "inside: outer\n    title: {nl: Cultuur",
        "areas[culture].inside",
        "Only a layer lies inside another layer.",
    ),
    "a layer inside a building block": change(
        "inside: outer", "inside: culture", "inside: culture", "areas[inner].inside", "There is no layer “culture”."
    ),
    "a layer inside itself": change(
        "inside: outer",
        "inside: inner",
        "inside: inner",
        "areas[inner].inside",
        "These layers lie inside each other in a circle: inner → inner.",
    ),
    "two layers inside each other": change(
        "- id: outer\n",
        "- id: outer\n    inside: inner\n",
        "inside: outer",
        "areas[inner].inside",
        "These layers lie inside each other in a circle: inner → outer → inner.",
    ),
    "a trait in a building block": change(
        "weight: 1.5",
        "trait: insight",
        "trait: insight\n        sources",
        f"{QUESTION}.trait",
        "Only questions of a layer",
    ),
    "an unknown trait": change(
        "trait: insight",
        "trait: insigth",
        "trait: insigth",
        "areas[outer].questions[OU-01].trait",
        "There is no trait “insi",
    ),
    "a group with an unknown area": change(
        "[culture]", "[cultuur]", "{id: blocks", "groupings[all].groups[blocks].areas[1]", "There is no area “cultuur”."
    ),
    "an area twice in a grouping": change(
        "[inner, outer]",
        "[inner, culture]",
        "{id: rings",
        "groupings[all].groups[rings].areas[2]",
        "The area “culture” is in this grouping already.",
    ),
    "a practice for an unknown area": change(
        "    area: inner", "    area: iner", "    area: iner", "practices[smooth-it].area", "There is no area “iner”."
    ),
    "a prerequisite in an unknown area": change(
        "{area: inner,",
        "{area: iner,",
        "- {area: iner",
        "practices[walk-around].prerequisites[1].area",
        "There is no area",
    ),
    "a prerequisite above the practice's own level": change(
        "inner, level: 2,",
        "inner, level: 4,",
        "- {area: inner, level: 4",
        "practices[walk-around].prerequisites[1].level",
        "This asks for level 4, above level 3 that the practice leads to.",
    ),
    "a prerequisite without an English reason": change(
        "{nl: Eerst soepel., en: Smooth first.}",
        "{nl: Eerst soepel.}",
        "- {area: inner, level: 2",
        "practices[walk-around].prerequisites[1].reason.en",
        "The English text is missing.",
    ),
    "a practice that waits for its own result": change(
        "{area: inner, level: 2,",
        "{area: culture, level: 3,",
        "- {area: culture, level: 3",
        "practices[walk-around].prerequisites[1]",
        "These prerequisites wait for each other in a circle: culture 3 → culture 3.",
    ),
    "two practices that wait for each other": Fault(
        broken(("    level: 3\n", "    level: 2\n")) + "    prerequisites:\n" + NEED.replace("inner", "culture"),
        "- {area: inner, level: 2",
        "practices[walk-around].prerequisites[1]",
        "These prerequisites wait for each other in a circle: culture 2 → inner 2 → culture 2.",
    ),
}

FAULTS = FIELDS | TEXTS | NUMBERS | LISTS | IDS | REFERENCES


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_one_fault_gives_one_problem_at_its_line_and_field(fault: Fault, tmp_path: Path) -> None:
    path = written(tmp_path, fault.text)
    questionnaire, problems = check_questionnaire(path)
    assert questionnaire is None
    (problem,) = problems
    assert (problem.file, problem.line, problem.field) == (str(path), line_of(fault.text, fault.on_line), fault.field)
    assert problem.message.startswith(fault.message)


def test_eight_faults_in_one_file_are_reported_all_eight_in_the_order_of_their_lines(tmp_path: Path) -> None:
    text = broken(
        ("version: 1.2.0", "version: soon"),
        ("{level: 3", "{level: 4"),
        ("    short: {nl: Cultuur, en: Culture}\n", ""),
        (HELP, "{nl: Kijk rond.}"),
        ("id: CL-02", "id: CL-01"),
        ("trait: focus", "trait: locus"),
        ("[inner, outer]", "[inner, inner]"),
        ("inner, level: 2,", "inner, level: 5,"),
    )
    path = written(tmp_path, text)
    with pytest.raises(InvalidError) as caught:
        read_questionnaire(path)
    problems = caught.value.problems
    assert [problem.field for problem in problems] == [
        "version",
        "levels[3].level",
        "areas[culture].short",
        f"{QUESTION}.help.en",
        "areas[culture].questions[CL-01].id",
        "areas[inner].questions[IN-01].trait",
        "groupings[all].groups[rings].areas[2]",
        "practices[walk-around].prerequisites[1].level",
    ]
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)
    assert {problem.file for problem in problems} == {str(path)}
    assert str(path) in str(caught.value)
    assert caught.value.exit_code == InvalidError.exit_code


def test_a_fault_in_an_area_does_not_hide_what_refers_to_it_wrongly(tmp_path: Path) -> None:
    text = broken(("    short: {nl: Binnen, en: Inner}\n", ""), ("trait: focus", "trait: locus"))
    _, problems = check_questionnaire(written(tmp_path, text))
    assert [problem.field for problem in problems] == ["areas[inner].short", "areas[inner].questions[IN-01].trait"]


@pytest.mark.parametrize(
    ("before", "after", "advice"),
    [
        ("kind: delighter", "knid: delighter", "Did you mean “kind”?"),
        ("[culture]", "[Culture]", "Did you mean “culture”?"),
        ("[culture]", "[zzz]", "Use one of: culture, inner, outer."),
        ("kind: basic", "kind: nice", "Use one of: basic, delighter."),
        ("weight: 1.5", "weight: 1,5", "Write a number above 0 and at most 1000, with a decimal point."),
        ("inner, level: 2,", "inner, level: 4,", "Ask for level 3 at most."),
        ("    short: {nl: Binnen, en: Inner}\n", "", "The name for the axis of a chart, at most 24 characters."),
    ],
)
def test_every_problem_says_what_to_do(before: str, after: str, advice: str, tmp_path: Path) -> None:
    _, problems = check_questionnaire(written(tmp_path, broken((before, after))))
    assert [problem.advice for problem in problems] == [advice]


def test_a_hundred_problems_are_listed_and_the_rest_is_counted(tmp_path: Path) -> None:
    text = SAMPLE + "".join(f"stray-{n}: x\n" for n in range(250))
    _, problems = check_questionnaire(written(tmp_path, text))
    assert len(problems) == 101
    assert problems[0].line == line_of(text, "stray-0:")
    assert problems[99].line == line_of(text, "stray-99:")
    assert problems[100].message == "There are 150 more problems."


def test_a_circle_of_hundreds_is_found_and_told_in_short(tmp_path: Path) -> None:
    layer = SAMPLE[SAMPLE.index("  - id: outer") : SAMPLE.index("\ngroupings:")].replace("        trait: insight\n", "")
    layers = "".join(
        layer.replace("id: outer\n", f"id: ring-{n}\n    inside: ring-{(n + 1) % 300}\n").replace("OU-01", f"RI-{n}")
        for n in range(300)
    )
    _, problems = check_questionnaire(written(tmp_path, broken(("\ngroupings:", layers + "\ngroupings:"))))
    assert [problem.field for problem in problems] == ["areas[ring-0].inside"]
    assert problems[0].message.startswith("These layers lie inside each other in a circle: ring-0 → ring-1 → ")
    assert problems[0].message.endswith(" → … → ring-0.")


def test_a_name_with_terminal_codes_reaches_no_message_as_such(tmp_path: Path) -> None:
    _, problems = check_questionnaire(written(tmp_path, SAMPLE + '"\\e[2Jstray": x\n'))
    assert "\x1b" not in str(problems[0])
    assert "stray" in problems[0].field
