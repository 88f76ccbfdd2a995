"""Writes the sealed file of a round that is brought in whole: the bytes that its sheets would give, but faster."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sem.model.assessment import NO_ANSWER, Answer, Round
from sem.model.questionnaire import Questionnaire
from sem.store.brought import BroughtResponse
from sem.store.documents import SEALED, SHEETS, answer_document, field_document, meta
from sem.store.migrations import META
from sem.store.records import about_round
from sem.store.slots import encode, pack

_MOST_KNOWN = 100_000
"""How many texts of answers are remembered; most answers are one of five levels without a note, so few are needed."""


class SealedText:
    """Writes sealed rounds that were answered with one questionnaire.

    Args:
        questionnaire: The one.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._columns: list[tuple[str, dict[int, tuple[Answer, str]], str]] = [
            (id_, {}, f'{{"at":0,{_rest(id_, NO_ANSWER)}') for id_ in sorted(one.id for one in questionnaire.questions)
        ]
        self._known = 0

    def of(self, round_: Round, responses: Iterable[BroughtResponse], at: int) -> bytes:
        """Return a sealed round.

        Args:
            round_: The round.
            responses: All its responses.
            at: When the answers were given, in µs since 1970, or their count in an anonymous round.
        """
        head = f'{{"at":{at},'
        parts = [encode({META: meta(SEALED, "", **about_round(round_))})[:-1], f',"{SHEETS}":{{']
        comma = ""
        for number, response in enumerate(sorted(responses, key=lambda one: one.id), 1):
            name = field_document("name", response.name, 0 if round_.anonymous else at, "")
            about = encode({"respondent": response.id, "name": _sorted(name)})[:-1]
            parts.append(f'{comma}"{number}":{about},"answers":[')
            parts.append(",".join(self._answers(response, head)))
            parts.append("]}")
            comma = ","
        parts.append("}")
        return pack("".join(parts).encode("ascii"), 1)

    def _answers(self, response: BroughtResponse, head: str) -> list[str]:
        get, texts = response.answers.get, []
        for question, known, none in self._columns:
            answer = get(question)
            if answer is None:
                texts.append(none)
                continue
            found = known.get(id(answer))
            # The answer is kept with its text, so that no other one can come to have its place in memory.
            if found is None or found[0] is not answer:
                found = answer, _rest(question, answer)
                self._remember(known, found)
            texts.append(head + found[1])
        return texts

    def _remember(self, known: dict[int, tuple[Answer, str]], found: tuple[Answer, str]) -> None:
        if self._known >= _MOST_KNOWN:
            for _question, texts, _none in self._columns:
                texts.clear()
            self._known = 0
        known[id(found[0])] = found
        self._known += 1


def _rest(question: str, answer: Answer) -> str:
    """Return an answer as it is kept, behind its time, which sorts before all else that is kept of it."""
    document = _sorted(answer_document(question, answer, 0, ""))
    del document["at"]
    return encode(document)[1:]


def _sorted(document: dict[str, Any]) -> dict[str, Any]:
    return dict(sorted(document.items()))
