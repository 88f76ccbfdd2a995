"""What the specifications of an exchange between machines share: somebody who answers in a file, and a facilitator."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sem.model.assessment import Answer, Round
from sem.store import Sheet, open_store
from sem.store.answer_files import Share, read_share, share_bytes
from sem.store.sharing import answer_files, answering_place
from tests.store.conftest import Place


def share_file(place: Place, round_: Round, folder: Path, name: str = "") -> Path:
    """Make the file for one respondent in a folder, and return its path."""
    (share,) = place.store.share_round(round_, [name] if name else [])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / share.file_name
    path.write_bytes(share_bytes(share))
    return path


@dataclass
class Respondent:
    """Somebody with a file, on a machine that never saw the workspace."""

    file: Path
    state: Path
    name: str
    code: str | None = None

    @property
    def share(self) -> Share:
        return read_share(self.file)

    @property
    def place(self) -> Path:
        return answering_place(self.share, self.state)

    def sheet(self) -> Sheet:
        store = open_store(self.place, self.state)
        round_ = next(one for one in store.rounds(self.share.team.id) if one.id == self.share.round.id)
        if round_.anonymous:
            sheet, self.code = store.open_anonymous(round_, self.code)
            return sheet
        return store.open_sheet(round_, self.name)

    def answer(self, answers: dict[str, Answer], into: Path) -> Path:
        """Answer, and return the file to send back."""
        sheet = self.sheet()
        for question, answer in answers.items():
            sheet.save({question: answer}, question)
        sheet.close()
        (back,) = answer_files(self.share, self.place).items()
        into.mkdir(parents=True, exist_ok=True)
        path = into / back[0]
        path.write_bytes(back[1])
        return path


def rewritten(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Change what a file says, as with an editor."""
    said = json.loads(path.read_bytes())
    change(said)
    path.write_text(json.dumps(said))
    return path
