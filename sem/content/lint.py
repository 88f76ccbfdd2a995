"""Finds what a questionnaire may say but its readers will stumble over, on top of what makes it unreadable."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sem.content.lint_ids import Released, lint_ids
from sem.content.lint_practices import lint_practices
from sem.content.lint_texts import lint_texts
from sem.content.loader import read_files
from sem.content.problems import Problems
from sem.errors import Problem
from sem.model.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Findings:
    """What the lint has to say, in the order of the files and their lines.

    Args:
        questionnaire: None where it can't be read; with errors of the lint alone it can be used.
        errors: What is wrong for certain.
        warnings: What an author should look at; it may be meant so.
    """

    questionnaire: Questionnaire | None
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def lint_questionnaire(path: Path, released: Released | None = None) -> Findings:
    """Return everything there is to say about the questionnaire in a file or folder.

    Args:
        path: The file or folder.
        released: The ids of released versions, where those of this one are to be compared with them.
    """
    errors, warnings = Problems(), Problems()
    reading = read_files(path, errors)
    questionnaire = None if len(errors) else reading.questionnaire
    lint_texts(reading.roots, errors, warnings)
    # What is said about the whole holds only where every part of it was understood.
    if questionnaire is not None:
        lint_practices(questionnaire, reading.roots, errors, warnings)
        if released is not None:
            lint_ids(questionnaire, reading.roots, released, errors, warnings)
    return Findings(questionnaire, errors.report(), warnings.report())
