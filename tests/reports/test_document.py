"""Documents: what was typed is shown as it was typed, in Markdown and in HTML, and a questionnaire is told whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from sem import i18n
from sem.content.library import load_questionnaire
from sem.reports.document import Block, Facts, Heading, Numbered, Paragraph, Table, markdown_text, to_markdown
from sem.reports.page import to_html
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
        ("1. x", r"1\. x"),
        ("3.5 x", "3.5 x"),
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
    parts = dict(re.findall(r'<h2 id="(part-\d+)">(.*?)</h2>', page))
    links = dict(re.findall(r'<a href="#(part-\d+)">(.*?)</a>', page))
    assert links == parts
    assert set(parts.values()) >= {escape(area.title.get(language)) for area in questionnaire.areas}
    assert "http" not in page


def test_markdown_links_to_its_chapters_by_the_names_that_viewers_give_them() -> None:
    chapters = [Heading(2, "One, two & -three (3)"), Heading(3, "Same"), Heading(2, "Same")]
    blocks: list[Block] = [Heading(1, "Title"), Paragraph("x"), *chapters]
    text = to_markdown(blocks)
    assert "* [One, two \\& -three (3)](#one-two---three-3)\n* [Same](#same-1)\n" in text
    assert text.index("](#same-1)") < text.index("## One")


def test_a_document_without_chapters_has_no_list_of_them() -> None:
    assert to_markdown((Heading(1, "Title"), Paragraph("x"))) == "# Title\n\nx\n"


@given(st.text("ab1 #-+=*_`~<>[]()!|\\&;:.$éĳ“", max_size=40))
def test_markdown_shows_any_text_as_it_was_typed(text: str) -> None:
    typed = " ".join(text.split())
    page = MarkdownIt("commonmark").render(markdown_text(text))
    assert TextOf(page).words == ([typed, "\n"] if typed else [])
    assert set(TextOf(page).tags) <= {"p"}


def test_a_whole_questionnaire_reads_the_same_in_markdown_and_in_html(language: i18n.Language) -> None:
    blocks = questionnaire_document(load_questionnaire("service-excellence"))
    page = to_html(blocks)
    markdown = MarkdownIt("commonmark").enable("table").render(to_markdown(blocks))

    def words(text: str) -> list[str]:
        # Terms have a colon behind them in Markdown, and a column of their own in HTML.
        return " ".join(TextOf(text).words).replace(":", " ").split()

    start = "<h2"
    assert words(markdown[markdown.index(start) :]) == words(page[page.index(start) :])


@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.long)], indirect=True)
def test_a_questionnaire_tells_its_overview_and_its_practices_but_no_internal_names_of_sources(
    language: i18n.Language,
) -> None:
    questionnaire = load_questionnaire("service-excellence")
    text = to_markdown(questionnaire_document(questionnaire))
    for grouping in questionnaire.groupings:
        for group in grouping.groups if len(grouping.groups) > 1 else ():
            assert f"\n| {markdown_text(group.title.get(language))} | " in text
    for trait in questionnaire.traits:
        cells = [question.label.get(language) for layer in questionnaire.layers for question in layer.questions
                 if question.trait == trait.id]  # fmt: skip
        assert f"\n| {' | '.join(map(markdown_text, (trait.title.get(language), *cells)))} |\n" in text
    for practice in questionnaire.practices:
        for words in (practice.title, practice.description, practice.measure):
            assert markdown_text(words.get(language)) in text
        for prerequisite in practice.prerequisites:
            assert markdown_text(prerequisite.reason.get(language)) in text
    titles = {practice.id: practice.title.get(language) for practice in questionnaire.practices}
    sources = {source for question in questionnaire.questions for source in question.sources}
    sources |= {source for practice in questionnaire.practices for source in practice.sources}
    for source in sources:
        assert not re.search(rf"(?<![\w-]){re.escape(source)}(?![\w-])", text), source
    helpful = [titles[source] for question in questionnaire.questions for source in question.sources
               if source in titles]  # fmt: skip
    assert helpful
    for title in helpful:
        assert markdown_text(title) in text


def test_the_list_of_chapters_is_called_contents_in_the_language_of_the_document(language: i18n.Language) -> None:
    blocks = questionnaire_document(load_questionnaire("quick-scan"))
    contents = {"nl": "Inhoud", "en": "Contents"}[language]
    assert f"\n**{contents}**\n" in to_markdown(blocks)
    assert f'<nav aria-label="{contents}">' in to_html(blocks)


def test_practices_are_counted_only_where_there_are_any() -> None:
    i18n.set_language("en")
    whole = load_questionnaire("service-excellence")
    assert f"* **Practices**: {len(whole.practices)}\n" in to_markdown(questionnaire_document(whole))
    assert "Practices" not in to_markdown(questionnaire_document(replace(whole, practices=())))


def test_a_small_questionnaire_has_no_empty_chapters() -> None:
    questionnaire = load_questionnaire("quick-scan")
    one = replace(questionnaire, areas=questionnaire.areas[:1], groupings=(), traits=(), practices=())
    bare = replace(one, areas=(replace(one.areas[0], questions=(replace(one.questions[0], sources=()),)),))
    chapters = [block.text for block in questionnaire_document(bare) if isinstance(block, Heading) and block.depth == 2]
    assert chapters == ["The five levels", "Overview", "Understanding customer needs, expectations and desires"]
