"""Writes the sealed file of a round that is brought in whole: the bytes that its sheets would give, but faster."""

from __future__ import annotations

from collections.abc import Iterable
from json.encoder import encode_basestring_ascii
from typing import Any

from sem.model.assessment import NO_ANSWER, Answer, Round
from sem.model.questionnaire import LEVEL_NUMBERS, Questionnaire
from sem.store.brought import BroughtResponse
from sem.store.documents import SEALED, SHEETS, answer_document, field_document, meta
from sem.store.migrations import META
from sem.store.records import about_round
from sem.store.slots import encode, pack

_MOST_KNOWN = 100_000
"""How many texts of answers are remembered; most answers are one of five levels without a note, so few are needed."""
_NO_NOTE = '"note":""'


class SealedText:
    """Writes sealed rounds that were answered with one questionnaire.

    Args:
        questionnaire: The one.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._ids = sorted(question.id for question in questionnaire.questions)
        self._known: list[dict[int, str]] = [{} for _id in self._ids]
        # An answer is kept as long as its text, so that no other one can come to have its place in memory.
        self._kept: list[Answer] = []
        self._levels = [{level: _rest(id_, Answer(level=level)) for level in LEVEL_NUMBERS} for id_ in self._ids]
        self._blank = [f'{{"at":0,{_rest(id_, NO_ANSWER)}' for id_ in self._ids]

    def of(self, round_: Round, responses: Iterable[BroughtResponse], at: int) -> bytes:
        """Return a sealed round.

        Args:
            round_: The round.
            responses: All its responses.
            at: When the answers were given, in µs since 1970, or their count in an anonymous round.
        """
        parts = [encode({META: meta(SEALED, "", **about_round(round_))})[:-1], f',"{SHEETS}":{{']
        comma = ""
        for number, response in enumerate(sorted(responses, key=lambda one: one.id), 1):
            name = field_document("name", response.name, 0 if round_.anonymous else at, "")
            about = encode({"respondent": response.id, "name": _sorted(name)})[:-1]
            parts.append(f'{comma}"{number}":{about},"answers":[')
            parts.append(self._answers(response, f'{{"at":{at},'))
            parts.append("]}")
            comma = ","
        parts.append("}")
        return pack("".join(parts).encode("ascii"), 1)

    def _answers(self, response: BroughtResponse, head: str) -> str:
        answers = [*map(response.answers.get, self._ids)]
        if len(response.answers) < len(answers):
            return ",".join(
                self._blank[place] if answer is None else head + self._text(place, answer)
                for place, answer in enumerate(answers)
            )
        texts: list[str | None] = [*map(dict.get, self._known, map(id, answers))]
        place = -1
        for _miss in range(texts.count(None)):
            place = texts.index(None, place + 1)
            texts[place] = self._text(place, answers[place])  # type: ignore[arg-type]
        return head + f",{head}".join(texts)  # type: ignore[arg-type]

    def _text(self, place: int, answer: Answer) -> str:
        """Return an answer as it is kept, behind its time, which sorts before all else that is kept of it."""
        known = self._known[place]
        if found := known.get(id(answer)):
            return found
        if answer.level is not None and answer.confidence is None and not answer.evidence:
            text = self._levels[place][answer.level]
            if answer.note:
                # Nothing that somebody typed stands before the note, so the first place like it is the one.
                return text.replace(_NO_NOTE, f'"note":{encode_basestring_ascii(answer.note)}', 1)
        else:
            text = _rest(self._ids[place], answer)
        if len(self._kept) >= _MOST_KNOWN:
            for one in self._known:
                one.clear()
            self._kept.clear()
        known[id(answer)] = text
        self._kept.append(answer)
        return text


def _rest(question: str, answer: Answer) -> str:
    document = _sorted(answer_document(question, answer, 0, ""))
    del document["at"]
    return encode(document)[1:]


def _sorted(document: dict[str, Any]) -> dict[str, Any]:
    return dict(sorted(document.items()))
