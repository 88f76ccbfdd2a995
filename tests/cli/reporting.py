"""A workspace for reports: one team with everything, and the awkward cases beside it."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

from sem.content.library import load_questionnaire
from sem.model.assessment import Answer, Confidence, Consensus, NotApplicable, Reason, RoundKind
from tests.cli.conftest import Cli

HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script>"
LONG_NOTE = "<b>" + "x" * 32_000
FULL = "West <b> & \x27co\x27 東"


def fill(cli: Cli) -> None:
    """Fill a workspace."""
    cli.today = date(2026, 6, 1)
    cli("team", "add", FULL)
    _named(cli, FULL, {f"P{n}": (2, 2, 3) for n in range(7)})
    cli.today = date(2026, 11, 21)
    _named(cli, FULL, {f"P{n}": (4, 2 + n % 3, 3) for n in range(7)})
    cli("ambition", "set", FULL, "--date", "2028-03-31", "--level", "all=3", "--owner", "Ann",
        "--statement", "Nobody calls twice.")  # fmt: skip
    cli("step", "edit", FULL, "cx-3", "--owner", "Ann")
    cli("plan", FULL, "--fix")
    cli("experiment", "add", FULL, "--from", "log-the-why", "--who", "us", "--start", "2027-01-11", "--end",
        "2027-02-05", "--measure", "calls", "--at-most", "3")  # fmt: skip
    cli("commitment", "add", FULL, HOSTILE, "--owner", "Zoe", "--by", "2026-12-01")
    cli("outcome", "add", FULL, "Satisfaction", "7.5", "--on", "2026-06-01")
    cli("outcome", "add", FULL, "Satisfaction", "8", "--on", "2026-11-01")

    cli("team", "add", "One")
    _named(cli, "One", {"Solo": (3, 1, 5)})
    cli("commitment", "add", "One", "Call five customers", "--owner", "Solo", "--by", "2026-12-01")
    cli("team", "add", "Empty")
    _round(cli, "Empty")
    cli("team", "add", "Idle")
    for name, people in (("Small", 3), ("Large", 6)):
        cli("team", "add", name)
        _anonymous(cli, name, people)
    cli("team", "add", "Hidden")
    _anonymous(cli, "Hidden", 5, reveal=False)


def _round(cli: Cli, team: str, kind: RoundKind = RoundKind.NAMED, scope: str = "") -> None:
    store = cli.store
    store.start_round(store.find_team(team).id, load_questionnaire("quick-scan"), cli.today, kind, scope=scope)


def _named(cli: Cli, team: str, people: dict[str, tuple[int, int, int]]) -> None:
    _round(cli, team, scope="Everything we do")
    store = cli.store
    round_ = store.rounds(store.find_team(team).id)[-1]
    questions = [question.id for question in store.questionnaire(round_).questions]
    for name, levels in people.items():
        answers = {id_: Answer(level=levels[at % 3]) for at, id_ in enumerate(questions[:-1])}
        answers[questions[0]] = Answer(level=levels[0], note=HOSTILE, confidence=Confidence.SURE)
        answers[questions[1]] = Answer(level=levels[1], note=LONG_NOTE if name == "Solo" else "")
        answers[questions[3]] = Answer(not_applicable=NotApplicable(Reason.OTHER, "Others {nb} do"))
        sheet = store.open_sheet(round_, name)
        sheet.save(answers)
        sheet.close()
    store.decide(round_, questions[2], Consensus(3, "Because we said so"))


def _anonymous(cli: Cli, team: str, people: int, *, reveal: bool = True) -> None:
    _round(cli, team, RoundKind.ANONYMOUS)
    store = cli.store
    round_ = store.rounds(store.find_team(team).id)[-1]
    questions = [question.id for question in store.questionnaire(round_).questions]
    for n in range(people):
        sheet, _code = store.open_anonymous(round_)
        # One question is answered by too few to be shown, whatever the size of the group.
        answers = {id_: Answer(level=2 + n % 3, note=f"secret {n}") for id_ in questions[1:]}
        if n < 2:
            answers[questions[0]] = Answer(level=5, note="only two of us")
        sheet.save(answers)
        sheet.close()
    if reveal:
        store.reveal_round(round_)


class Page(HTMLParser):
    """A page taken apart: its tags are balanced, and what is in it can be asked for."""

    VOID = frozenset({"meta", "img", "br", "link", "hr", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.headings: list[tuple[int, str]] = []
        self.words: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(key, value or "") for key, value in attrs]
        if tag not in self.VOID:
            self.open.append(tag)
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append((int(tag[1:]), ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(key, value or "") for key, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"style", "title"}:
            return
        if self.open and self.open[-1][0] == "h" and self.open[-1][1:].isdigit():
            depth, words = self.headings[-1]
            self.headings[-1] = (depth, words + data)
        self.words.append(data)

    def values(self, name: str) -> list[str]:
        """Return the values of all attributes of a name."""
        return [value for key, value in self.attributes if key == name]

    @property
    def text(self) -> str:
        """All that is read of it."""
        return " ".join(" ".join(self.words).split())
