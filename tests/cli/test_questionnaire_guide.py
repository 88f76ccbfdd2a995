"""docs/questionnaires.md tells the truth: every command in it runs, its limits and its example are the real ones."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from sem.content.library import load_questionnaire
from sem.content.lint_texts import LONGEST_DESCRIPTOR, LONGEST_LABEL, LONGEST_STATEMENT, NEARLY_THE_SAME
from tests.cli.conftest import Cli

GUIDE = (Path(__file__).resolve().parent.parent.parent / "docs" / "questionnaires.md").read_text("utf-8")
COMMANDS = [line for block in re.findall(r"^```sh\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
            for line in block.splitlines()]  # fmt: skip


def test_every_command_of_the_guide_runs_one_after_another(cli: Cli) -> None:
    assert len(COMMANDS) >= 10
    for line in COMMANDS:
        command, _sign, file = line.partition(" > ")
        program, *arguments = shlex.split(command)
        assert program == "sem"
        opens_screens = "assess" in arguments
        # Without a terminal there are no screens, so the same is asked line by line.
        answers = {"input": "3\n"} if opens_screens else {}
        result = cli(*arguments, *(["--plain"] if opens_screens else []), **answers)
        assert result.code == 0, (line, result.err)
        if file:
            Path(file).write_text(result.out, "utf-8")
    assert {path.name for path in Path().iterdir()} >= {
        "our-hotel.yaml", "questionnaire.schema.json", "our-hotel.html", "our-hotel.md", "our-hotel.ids", "preview",
        "head.schema.json", "part.schema.json",
    }  # fmt: skip


def test_a_folder_as_the_guide_describes_it_is_right(cli: Cli) -> None:
    cli("questionnaire", "new", "our-hotel")
    text = Path("our-hotel.yaml").read_text("utf-8")
    start = text.index("## The areas")
    Path("ours").mkdir()
    Path("ours/questionnaire.yaml").write_text(text[:start], "utf-8")
    Path("ours/first.yaml").write_text(text[start:], "utf-8")
    assert cli("questionnaire", "validate", "ours", "--strict").code == 0
    assert cli("questionnaire", "show", "ours", "--format", "md").code == 0


@pytest.mark.parametrize(
    "limit",
    [f"At most {LONGEST_STATEMENT} characters", f"at most {LONGEST_DESCRIPTOR} characters",
     f"at most four words and {LONGEST_LABEL} characters"],
)  # fmt: skip
def test_the_limits_in_the_guide_are_those_of_the_check(limit: str) -> None:
    assert limit in GUIDE
    assert NEARLY_THE_SAME == 0.7, "the guide says: seven in ten words"


def test_the_example_in_the_guide_is_a_level_as_it_is_asked() -> None:
    after = re.search(r"^> \*after:\* (.*?)\n\n", GUIDE, re.MULTILINE | re.DOTALL)
    assert after
    question = load_questionnaire("service-excellence").question("PO-01")
    assert " ".join(after[1].replace("\n>", " ").split()) == question.levels[2].en
    assert f"“{question.statement.en.removesuffix('.')}”" in " ".join(GUIDE.split())
