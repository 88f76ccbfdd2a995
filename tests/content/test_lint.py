"""The lint: what a questionnaire may say but its readers will stumble over, errors and warnings apart, by line."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest

from sem.content.library import list_questionnaires, load_questionnaire
from sem.content.lint import Findings, lint_questionnaire
from sem.content.lint_texts import LONGEST_DESCRIPTOR, LONGEST_LABEL, LONGEST_STATEMENT, nearly_the_same
from sem.errors import Problem
from sem.i18n import LANGUAGES
from tests.content.sample import SAMPLE, broken, line_of, written

QUESTION = "areas[culture].questions[CL-01]"
STATEMENT = "statement: {nl: We zijn veilig., en: We are safe.}"
NEED = "{area: inner, level: 2, reason: {nl: Eerst soepel., en: Smooth first.}}"
# The sample has practices for two of its areas, and not for every step of them.
STEPS = [
    ("areas[culture]", "No practice of this area leads from level 1 to 2."),
    ("areas[culture]", "No practice of this area leads from level 3 to 4."),
    ("areas[culture]", "No practice of this area leads from level 4 to 5."),
    ("areas[inner]", "No practice of this area leads from level 2 to 3."),
    ("areas[inner]", "No practice of this area leads from level 3 to 4."),
    ("areas[inner]", "No practice of this area leads from level 4 to 5."),
]


def lint(folder: Path, text: str) -> Findings:
    return lint_questionnaire(written(folder, text))


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.field, problem.message) for problem in problems]


def statement(nl: str = "We zijn veilig.", en: str = "We are safe.") -> str:
    return broken((STATEMENT, f'statement: {{nl: "{nl}", en: "{en}"}}'))


def ladder(*english: str) -> str:
    """Return the sample with other English descriptors, from the lowest level up."""
    texts = ("No.", "A bit.", "Mostly.", "Measured.", "Famous.")
    return broken(*((f"en: {old}}}", f'en: "{new}"}}') for old, new in zip(texts, english, strict=False)))


@dataclass(frozen=True)
class Case:
    """A file with one thing the lint finds, where, and how the message starts.

    Args:
        at: What starts on the line.
        warning: Whether it is a warning, and no error.
    """

    text: str
    field: str
    message: str
    at: str
    warning: bool = False


LONG = "Lang " * 33 + "."
CASES = {
    "a statement too long for the screen": Case(
        statement(nl=LONG), f"{QUESTION}.statement.nl", "This text is too long for a terminal of 80 by 24: 166", at=LONG
    ),
    "a descriptor too long for the screen": Case(
        broken(("nl: Gemeten.", f"nl: {'Ver ' * 56}")),
        f"{QUESTION}.levels[4].nl",
        "This text is too long for a terminal of 80 by 24: 223",
        at="nl: Ver",
    ),
    "a label too long for a chart": Case(
        broken(("en: Safe}", "en: Extraordinarily safe here}")),
        f"{QUESTION}.label.en",
        "This label is too long for a chart: 25 characters.",
        at="Extraordinarily",
    ),
    "a label of five words": Case(
        broken(("en: Safe}", "en: As safe as it is}")),
        f"{QUESTION}.label.en",
        "This label has too many words for a chart: 5.",
        at="As safe",
    ),
    "a level that repeats the one below": Case(
        ladder("We never measure how they feel.", "We often measure how they feel."),
        f"{QUESTION}.levels[2].en",
        "Levels 1 and 2 say nearly the same.",
        at="We often",
    ),
    "a level that repeats one two below": Case(
        ladder("We never measure how they feel.", "A bit.", "We always measure how they feel!"),
        f"{QUESTION}.levels[3].en",
        "Levels 1 and 3 say nearly the same.",
        at="We always",
    ),
    "a level that differs in capitals and signs alone": Case(
        ladder("No.", "Everyone does it.", "Mostly.", "EVERYONE, does it!"),
        f"{QUESTION}.levels[4].en",
        "Levels 2 and 4 say nearly the same.",
        at="EVERYONE",
    ),
    "a prerequisite that no practice leads to": Case(
        broken((NEED, NEED.replace("inner", "outer"))),
        "practices[walk-around].prerequisites[1]",
        "No practice leads to level 2 of “outer”.",
        at="{area: outer",
    ),
    "a prerequisite at a level that no practice leads to": Case(
        broken((NEED, NEED.replace("level: 2", "level: 3"))),
        "practices[walk-around].prerequisites[1]",
        "No practice leads to level 3 of “inner”.",
        at="{area: inner",
    ),
    "a text that was not translated": Case(
        broken(("{nl: Vraag het., en: Ask.}", "{nl: Ask., en: Ask.}")),
        "areas[culture].questions[CL-02].help",
        "The Dutch and the English text are the same.",
        warning=True,
        at="help: {nl: Ask.",
    ),
    "a title that is the same although it is a sentence": Case(
        broken(("{nl: Loop rond, en: Walk around}", "{nl: Walk around the house, en: Walk around the house}")),
        "practices[walk-around].title",
        "The Dutch and the English text are the same.",
        warning=True,
        at="title: {nl: Walk",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_each_finding_is_at_its_line_and_field(tmp_path: Path, case: Case) -> None:
    findings = lint(tmp_path, case.text)
    found = [p for p in (findings.warnings if case.warning else findings.errors) if told((p,))[0] not in STEPS]
    assert [(problem.line, problem.field) for problem in found] == [(line_of(case.text, case.at), case.field)]
    assert found[0].message.startswith(case.message)
    assert found[0].advice
    assert not (findings.errors if case.warning else ())


def test_a_questionnaire_with_errors_of_the_lint_alone_can_still_be_used(tmp_path: Path) -> None:
    findings = lint(tmp_path, statement(nl=LONG))
    assert findings.questionnaire is not None
    assert findings.questionnaire.id == "small"


def test_a_step_without_a_practice_is_a_warning_in_areas_that_have_practices(tmp_path: Path) -> None:
    findings = lint(tmp_path, SAMPLE)
    assert (told(findings.warnings), findings.errors) == (STEPS, ())


def test_the_longest_texts_allowed_are_no_finding(tmp_path: Path) -> None:
    fitting = broken(
        (STATEMENT, f"statement: {{nl: {'s' * LONGEST_STATEMENT}, en: We are safe.}}"),
        ("nl: Gemeten.", f"nl: {'d' * LONGEST_DESCRIPTOR}"),
        ("en: Safe}", f"en: {'l' * (LONGEST_LABEL - 6)} a b c}}"),
    )
    assert lint(tmp_path, fitting).errors == ()


def test_a_text_is_measured_as_it_is_shown_and_not_as_it_is_laid_out(tmp_path: Path) -> None:
    text = broken(
        (STATEMENT, 'statement:\n          nl: >-\n            Wij\n\n            zijn     veilig.\n          en: "x"')
    )
    folded = text.replace("zijn     veilig.", "zijn" + " " * 200 + "veilig.")
    assert lint(tmp_path, folded).errors == ()


@pytest.mark.parametrize(
    ("nl", "en", "sign"),
    [
        ("We luisteren en we leren.", "We listen.", "en"),
        ("We luisteren EN we leren.", "We listen.", "EN"),
        ("Zowel klanten als collega's praten mee.", "They join in.", "Zowel"),
        ("We zijn snel, maar vriendelijk.", "We are quick.", "maar"),
        ("We luisteren.", "We listen and we learn.", "and"),
        ("We luisteren.", "We listen as well as learn.", "as well as"),
        ("We luisteren.", "We are quick, but friendly.", "but"),
        ("We luisteren.", "We listen; we learn.", ";"),
        ("We luisteren.", "We listen. We learn.", "."),
    ],
)
def test_a_statement_that_may_ask_two_things_is_a_warning(tmp_path: Path, nl: str, en: str, sign: str) -> None:
    findings = lint(tmp_path, statement(nl, en))
    assert f"This statement may ask two things at once: it has “{sign}”." in [p.message for p in findings.warnings]
    assert findings.errors == ()


@pytest.mark.parametrize(
    ("nl", "en"),
    [
        ("Een klant vertelt het maar één keer.", "Customers tell it only once."),
        ("We weten of klanten tevreden zijn.", "We know whether customers are satisfied."),
        ("Onze merken staan voor service.", "Our brands stand for service."),
        ("Eén ding tegelijk.", "We never say en in English."),
        ("We helpen binnen 2.5 uur.", "We help within 2.5 hours."),
    ],
)
def test_a_statement_about_one_thing_is_no_finding(tmp_path: Path, nl: str, en: str) -> None:
    assert told(lint(tmp_path, statement(nl, en)).warnings) == STEPS


def test_two_levels_with_other_numbers_can_be_told_apart(tmp_path: Path) -> None:
    texts = ("No.", "We answer 40 of 100 letters in a day.", "We answer 80 of 100 letters in a day.")
    assert lint(tmp_path, ladder(*texts)).errors == ()


def test_levels_that_differ_in_who_does_it_can_be_told_apart(tmp_path: Path) -> None:
    texts = ("Nobody asks further.", "A few colleagues ask further.", "Most colleagues ask further.")
    assert lint(tmp_path, ladder(*texts)).errors == ()


def test_our_own_ladders_are_far_from_the_limit_for_nearly_the_same() -> None:
    def words(text: str) -> list[str]:
        return text.casefold().split()

    for listed in list_questionnaires():
        for question in load_questionnaire(listed.id).questions:
            for code in LANGUAGES:
                texts = [level.get(code) for level in question.levels]
                assert not any(nearly_the_same(words(a), words(b)) for a, b in combinations(texts, 2)), question.id
                for text in texts:
                    # Every fifth word another one, as an author does who only swaps the adverbs.
                    swapped = [word if n % 5 else f"#{n}" for n, word in enumerate(words(text))]
                    assert nearly_the_same(words(text), swapped), text


def test_names_may_be_the_same_in_both_languages(tmp_path: Path) -> None:
    same = broken(
        ("{nl: Vijf, en: Five}", "{nl: Excellent, en: Excellent}"),
        ("{nl: Inzicht, en: Insight}", "{nl: UX design, en: UX design}"),
    )
    assert told(lint(tmp_path, same).warnings) == STEPS


def test_a_file_with_faults_is_linted_as_far_as_it_can_be_read(tmp_path: Path) -> None:
    faulty = broken((STATEMENT, f"statement: {{nl: {LONG}, en: We and you.}}"), ("weight: 1.5", "weight: much"))
    findings = lint(tmp_path, faulty)
    assert findings.questionnaire is None
    assert [problem.field.rpartition(".")[2] for problem in findings.errors] == ["nl", "weight"]
    assert [problem.field for problem in findings.warnings] == [f"{QUESTION}.statement.en"]


@pytest.mark.parametrize("text", ["", "[", "areas: 3", "areas: [3, {questions: [4, {levels: {a: b}, label: x}]}]"])
def test_no_nonsense_breaks_the_lint(tmp_path: Path, text: str) -> None:
    findings = lint(tmp_path, text)
    assert findings.errors
    assert findings.questionnaire is None


def test_a_folder_is_linted_file_by_file(tmp_path: Path) -> None:
    head, areas = SAMPLE[: SAMPLE.index("areas:")], SAMPLE[SAMPLE.index("areas:") : SAMPLE.index("groupings:")]
    written(tmp_path, head, "questionnaire.yaml")
    written(tmp_path, areas.replace(STATEMENT, f"statement: {{nl: {LONG}, en: x}}"), "areas.yaml")
    written(tmp_path, SAMPLE[SAMPLE.index("practices:") :].replace(NEED, NEED.replace("inner", "outer")), "zz.yaml")
    findings = lint_questionnaire(tmp_path)
    assert [Path(problem.file).name for problem in findings.errors] == ["areas.yaml", "zz.yaml"]
    assert {Path(problem.file).name for problem in findings.warnings} == {"areas.yaml"}


def test_a_prerequisite_above_the_practice_and_a_circle_are_told_by_the_reader(tmp_path: Path) -> None:
    upward = lint(tmp_path, broken((NEED, NEED.replace("level: 2", "level: 4"))))
    assert [p.message for p in upward.errors] == ["This asks for level 4, above level 3 that the practice leads to."]
    back = "measure: {nl: Minder splinters., en: Fewer splinters.}"
    need_back = "\n    prerequisites: [{area: culture, level: 2, reason: {nl: Wij eerst., en: Us first.}}]\n"
    circle = lint(
        tmp_path, broken(("level: 3\n    kind: basic", "level: 2\n    kind: basic"), (back, back + need_back))
    )
    assert [problem.message for problem in circle.errors] == [
        "These prerequisites wait for each other in a circle: culture 2 → inner 2 → culture 2."
    ]


def test_an_area_name_too_long_for_a_chart_is_told_by_the_reader(tmp_path: Path) -> None:
    findings = lint(tmp_path, broken(("short: {nl: Binnen", f"short: {{nl: {'B' * 25}")))
    assert [problem.field for problem in findings.errors] == ["areas[inner].short.nl"]
