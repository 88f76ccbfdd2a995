"""A folder with a workspace, as tests and the processes they start use it; pytest itself takes long to import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sem.model.assessment import Answer, Response, Round, Team
from sem.model.questionnaire import Questionnaire
from sem.store import Store, open_store
from sem.store.slots import seq_of
from sem.store.writer import fingerprint
from tests.factory import area, question, questionnaire

TODAY = date(2026, 11, 21)
QUESTIONS = tuple(f"Q{number:02}" for number in range(1, 13))


def twelve_questions() -> Questionnaire:
    """Return the questionnaire that these tests answer."""
    return questionnaire(area("care", [question(id_) for id_ in QUESTIONS]))


@dataclass
class Place:
    """A folder with a workspace and this machine's state; every `store` is a window of its own."""

    folder: Path
    state: Path

    @property
    def store(self) -> Store:
        return open_store(self.folder, self.state)

    def on_another_machine(self) -> Place:
        """Return the same workspace as another laptop sees it."""
        return Place(self.folder, self.state.with_name(f"{self.state.name}-elsewhere"))

    def team(self, name: str = "Alpha") -> Team:
        return self.store.add_team(name)

    def round(self, name: str = "Alpha") -> Round:
        return self.store.start_round(self.team(name).id, twelve_questions(), TODAY)

    def answered(self, round_: Round, respondent: str, levels: dict[str, int]) -> None:
        sheet = self.store.open_sheet(round_, respondent)
        sheet.save({question: Answer(level=level) for question, level in levels.items()})
        sheet.close()

    def response(self, round_: Round, respondent: str) -> Response:
        found = [r for r in self.store.responses(round_) if r.respondent.name == respondent]
        assert len(found) == 1
        return found[0]

    def files(self, pattern: str = "*") -> list[Path]:
        return sorted(path for path in self.folder.rglob(pattern) if path.is_file())

    def slots_of(self, round_: Round) -> list[Path]:
        """Return the files of the sheets in a round."""
        folder = next(path for path in self.folder.glob(f"teams/*/rounds/*{round_.id[:6]}"))
        return sorted(path for path in folder.glob("*~*.json") if not path.name.startswith(("round~", "roster~")))

    def contents(self) -> dict[Path, bytes]:
        """Return every file with its bytes."""
        return {path: path.read_bytes() for path in self.files()}


def by_age(paths: list[Path]) -> list[Path]:
    """Return slots, the one that was saved last at the end."""
    return sorted(paths, key=lambda path: seq_of(path.read_bytes()))


@dataclass(frozen=True)
class Prepared:
    """A workspace that was made once, to be put down for each test that needs it.

    Args:
        install: The installation that made it; whoever goes on in its files has to be the same.
    """

    round: Round
    folders: tuple[Path, ...]
    files: Mapping[Path, bytes]
    install: bytes

    @classmethod
    def of(cls, place: Place, round_: Round) -> Prepared:
        every = sorted(path.relative_to(place.folder) for path in place.folder.rglob("*"))
        (install,) = place.state.glob("install-*.json")
        return cls(
            round_,
            tuple(path for path in every if (place.folder / path).is_dir()),
            {path: (place.folder / path).read_bytes() for path in every if (place.folder / path).is_file()},
            install.read_bytes(),
        )

    def put_down(self, place: Place, *, as_its_maker: bool = True) -> None:
        """Make the workspace and, unless somebody else is to go on in it, what this machine knows of who made it."""
        place.folder.mkdir(exist_ok=True)
        for folder in self.folders:
            (place.folder / folder).mkdir(exist_ok=True)
        for path, raw in self.files.items():
            (place.folder / path).write_bytes(raw)
        if as_its_maker:
            place.state.mkdir(exist_ok=True)
            (place.state / f"install-{fingerprint(place.state)}.json").write_bytes(self.install)
