"""Makes the table of which question and practice covers which theme, and lists what lacks or does not exist."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sem.content.library import load_questionnaire
from sem.content.yaml_nodes import LOADER
from sem.model.questionnaire import Questionnaire

DOCS = Path(__file__).resolve().parent.parent / "docs"
THEMES = DOCS / "content-coverage.yaml"
TABLE = DOCS / "content-coverage.md"

_HEAD = """\
# What the questionnaire covers

Every theme that service excellence asks for, and every caution that comes with it, is in at least one question or
practice of `service-excellence`. The themes are in [content-coverage.yaml](content-coverage.yaml), in our own words;
which question or practice covers one follows from its `sources:` and its trait. Where a theme is finer than those, its
ids are listed by hand, after reading. `python scripts/content_coverage.py` makes this page anew; a test fails while a
theme has no id, an id does not exist, a source is unknown, or the page is out of date.
"""


@dataclass(frozen=True)
class Coverage:
    """One theme with the questions and practices that cover it."""

    theme: str
    questions: tuple[str, ...]
    practices: tuple[str, ...]


def read_themes() -> list[dict[str, Any]]:
    """Return the sections of themes, as they stand in their file."""
    sections: list[dict[str, Any]] = yaml.load(THEMES.read_text("utf-8"), LOADER)
    return sections


def coverage(theme: dict[str, Any], questionnaire: Questionnaire) -> Coverage:
    """Return what covers a theme, in the order of the questionnaire."""
    ids, sources = set(theme.get("ids", ())), set(theme.get("sources", ()))
    return Coverage(
        theme["theme"],
        tuple(
            question.id
            for question in questionnaire.questions
            if question.id in ids
            or sources & set(question.sources)
            or (question.trait is not None and question.trait == theme.get("trait"))
        ),
        tuple(p.id for p in questionnaire.practices if p.id in ids or sources & set(p.sources)),
    )


def problems(sections: list[dict[str, Any]], questionnaire: Questionnaire) -> list[str]:
    """Return what is wrong between the themes and the content: no cover, no such id or trait, an unknown source."""
    found = []
    themes = [theme for section in sections for theme in section["themes"]]
    practices = {practice.id for practice in questionnaire.practices}
    ids = {question.id for question in questionnaire.questions} | practices
    used = {source for question in questionnaire.questions for source in question.sources}
    used |= {source for practice in questionnaire.practices for source in practice.sources}
    for theme in themes:
        covered = coverage(theme, questionnaire)
        if not covered.questions and not covered.practices:
            found.append(f"nothing covers: {theme['theme']}")
        found += [f"there is no question or practice {name}: {theme['theme']}" for name in theme.get("ids", ())
                  if name not in ids]  # fmt: skip
        found += [f"no question or practice names {name}: {theme['theme']}" for name in theme.get("sources", ())
                  if name not in used]  # fmt: skip
        trait = theme.get("trait")
        if trait and all(known.id != trait for known in questionnaire.traits):
            found.append(f"there is no trait {trait}: {theme['theme']}")
    known = practices | {source for theme in themes for source in theme.get("sources", ())}
    return found + [f"a source that is no theme or practice: {source}" for source in sorted(used - known)]


def table(sections: list[dict[str, Any]], questionnaire: Questionnaire) -> str:
    """Return the page in Markdown."""
    lines = [_HEAD]
    for section in sections:
        lines += [f"## {section['title']}", "", "| theme | questions | practices |", "|---|---|---|"]
        for theme in section["themes"]:
            covered = coverage(theme, questionnaire)
            practices = ", ".join(f"`{name}`" for name in covered.practices)
            lines.append(f"| {covered.theme} | {', '.join(covered.questions)} | {practices} |")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def main() -> int:
    """Write the page, or with `--check` only look; return 1 if anything is wrong or the page is out of date."""
    sections = read_themes()
    questionnaire = load_questionnaire("service-excellence")
    found = problems(sections, questionnaire)
    text = table(sections, questionnaire)
    if "--check" not in sys.argv[1:]:
        TABLE.write_text(text, "utf-8")
    elif not TABLE.exists() or TABLE.read_text("utf-8") != text:
        found.append(f"{TABLE.name} is out of date: run python scripts/content_coverage.py")
    for problem in found:
        print(problem)
    print(f"{sum(len(section['themes']) for section in sections)} themes, {len(found)} problems", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
