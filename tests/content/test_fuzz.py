"""Whatever bytes a file holds, reading it gives a questionnaire or an InvalidError, and the lint copes as well."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sem.content.lint import lint_questionnaire
from sem.content.loader import check_questionnaire, read_questionnaire
from sem.errors import InvalidError
from tests.content.sample import SAMPLE, written

LINES = SAMPLE.splitlines(keepends=True)
# Bits of YAML that mean something, so that chance meets the parser's corners and not only its first refusal.
MARKS = r"""{ } [ ] : - , " ' | > &a *a !x << ? # % @ --- ... \ \u0000 ~ null 1 -1 1e999 .inf id areas é"""
TOKENS = st.sampled_from([*MARKS.split(), "- ", ": ", ", ", "\n", "  ", "\t", "\u0085", "\ufeff"])
LOOSE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_or_refuse(folder: Path, content: bytes) -> None:
    path = written(folder, content)
    questionnaire, problems = check_questionnaire(path)
    findings = lint_questionnaire(path)
    assert findings.questionnaire == questionnaire
    assert findings.errors or not problems
    if questionnaire is not None:
        assert problems == ()
        assert read_questionnaire(path) == questionnaire
        return
    assert all(problem.message and problem.file for problem in problems[:100])
    with pytest.raises(InvalidError) as caught:
        read_questionnaire(path)
    assert caught.value.problems == problems != ()


@LOOSE
@given(content=st.binary(max_size=400))
@example(content=b"\xff\xfe")
@example(content=b"\xef\xbb\xbf")
@example(content=b"\r")
def test_any_bytes(content: bytes, tmp_path: Path) -> None:
    read_or_refuse(tmp_path, content)


@LOOSE
@given(tokens=st.lists(TOKENS, max_size=60))
@example(tokens=["? [", "a", "]", "\n", ": ", "b"])
def test_any_row_of_tokens(tokens: list[str], tmp_path: Path) -> None:
    read_or_refuse(tmp_path, "".join(tokens).encode())


@LOOSE
@given(place=st.integers(0, len(SAMPLE)), cut=st.integers(0, 30), token=TOKENS | st.text(max_size=5))
def test_any_small_damage_to_a_good_file(place: int, cut: int, token: str, tmp_path: Path) -> None:
    text = SAMPLE[:place] + token + SAMPLE[place + cut :]
    read_or_refuse(tmp_path, text.encode("utf-8", "surrogatepass"))


@LOOSE
@given(drop=st.sets(st.integers(0, len(LINES) - 1), max_size=4), twice=st.integers(0, len(LINES) - 1))
def test_any_lines_lost_or_doubled(drop: set[int], twice: int, tmp_path: Path) -> None:
    lines = [line * (2 if n == twice else 1) for n, line in enumerate(LINES) if n not in drop]
    read_or_refuse(tmp_path, "".join(lines).encode())


def test_every_problem_of_damage_is_inside_the_file(tmp_path: Path) -> None:
    for place in range(0, len(SAMPLE), 97):
        text = SAMPLE[:place] + "}" + SAMPLE[place:]
        _, problems = check_questionnaire(written(tmp_path, text))
        assert all(0 <= problem.line <= text.count("\n") + 1 for problem in problems)


def test_a_file_cut_off_anywhere_is_refused_or_whole(tmp_path: Path) -> None:
    for length in range(0, len(SAMPLE), 211):
        read_or_refuse(tmp_path, SAMPLE[:length].encode())
