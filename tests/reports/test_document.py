"""Documents: what was typed is shown as it was typed, in Markdown and in HTML, and a questionnaire is told whole."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from sem import i18n
from sem.content.library import load_questionnaire
from sem.reports.document import Block, Facts, Heading, Numbered, Paragraph, Table, markdown_text, to_html, to_markdown
from sem.reports.questionnaire_document import questionnaire_document

HOSTILE = [
    "<script>alert(1)</script>",
    "# no heading",
    "- no item",
    "1. no item",
    "a | b",
    "*x* _y_ `z`",
    "[a](b)",
    "&lt;",
]


class TextOf(HTMLParser):
    """Collects the text and the tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(params=["nl", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = i18n.language()
    i18n.set_language(request.param)
    yield request.param
    i18n.set_language(before)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_a_tag(text: str) -> None:
    blocks: list[Block] = [Heading(1, text), Paragraph(text), Numbered(((text, text),)), Facts(((text, text),)),
              Table((text,), ((text,),))]  # fmt: skip
    page = TextOf(to_html(blocks))
    assert "script" not in page.tags
    assert page.words.count(text) >= 7


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("# x", r"\# x"),
        ("1. x", r"\1. x"),
        ("- x", r"\- x"),
        ("a|b", r"a\|b"),
        ("<b>", r"\<b\>"),
        ("[a](b)", r"\[a\](b)"),
        ("two\nlines", "two lines"),
        ("plain, with 3.5 and a-b.", "plain, with 3.5 and a-b."),
    ],
)
def test_markdown_signs_in_text_are_escaped(text: str, markdown: str) -> None:
    assert markdown_text(text) == markdown


def test_a_table_has_one_line_for_each_row() -> None:
    table = to_markdown([Table(("a", "b"), (("1|2", "3\n4"),))])
    assert table == "| a | b |\n| --- | --- |\n| 1\\|2 | 3 4 |\n"


def test_every_word_of_a_questionnaire_is_in_its_document(language: i18n.Language) -> None:
    questionnaire = load_questionnaire("quick-scan")
    page = " ".join(TextOf(to_html(questionnaire_document(questionnaire))).words)
    for question in questionnaire.questions:
        for text in (question.label, question.statement, *question.levels, question.help):
            assert " ".join(text.get(language).split()) in page
    for area in questionnaire.areas:
        assert area.description.get(language) in page


def test_the_page_names_its_language_and_links_to_every_area(language: i18n.Language) -> None:
    questionnaire = load_questionnaire("quick-scan")
    page = to_html(questionnaire_document(questionnaire))
    assert f'<html lang="{language}">' in page
    assert page.count('href="#part-') == len(questionnaire.areas) + 1
    assert "http" not in page
