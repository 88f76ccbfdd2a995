"""Steps by their names in what the rules say is wrong: the rules know only the ids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sem.errors import SemError
from sem.model.questionnaire import Questionnaire
from sem.reports.roadmap_words import step_words

_ID = re.compile(r"(?<![\w-])(?P<area>[\w-]+)>[1-5](?!\w)")


@contextmanager
def naming_steps(questionnaire: Questionnaire) -> Iterator[None]:
    """Put the names of steps in the place of their ids, in whatever error comes out of the block."""
    areas = {area.id for area in questionnaire.areas}

    def named(text: str) -> str:
        return _ID.sub(lambda id_: step_words(questionnaire, id_[0]) if id_["area"] in areas else id_[0], text)

    try:
        yield
    except SemError as error:
        error.message, error.advice = named(error.message), named(error.advice)
        error.problems = tuple(
            replace(problem, message=named(problem.message), advice=named(problem.advice)) for problem in error.problems
        )
        raise
