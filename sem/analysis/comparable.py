"""Which questions of several questionnaires may stand side by side: those that ask the same, on the same scale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sem.analysis.comparison import Break, break_between
from sem.model.questionnaire import Area, Question, Questionnaire


@dataclass(frozen=True, slots=True)
class ComparedArea:
    """An area of the questionnaire that all are compared by, with only the questions that are compared in it.

    Args:
        area: With the questions that everybody who is compared in it was asked; at least one.
        asked: How many questions it has in that questionnaire.
        digests: Of the questionnaires that are compared in it, that one included.
    """

    area: Area
    asked: int
    digests: frozenset[str]


@dataclass(frozen=True, slots=True)
class Used:
    """A questionnaire that some use, and what of it is compared.

    Args:
        digest: Which fixes its very words.
        users: How many use it.
        compared: How many of its questions are compared.
        broken: Why it is not the same questionnaire as the one all are compared by; None where it is. Questions of
            another questionnaire may be the same nevertheless; those of another version or scale never are.
    """

    questionnaire: Questionnaire
    digest: str
    users: int
    compared: int
    broken: Break | None

    @property
    def left_out(self) -> int:
        """How many of its questions are not compared."""
        return len(self.questionnaire.questions) - self.compared


@dataclass(frozen=True, slots=True)
class Base:
    """What several questionnaires have in common.

    Args:
        questionnaire: The one all are compared by: of the questionnaires that most use, the newest version.
        areas: In its order; each has at least one question that is compared.
        used: All of them, that one first, then by how many use them.
    """

    questionnaire: Questionnaire
    areas: tuple[ComparedArea, ...]
    used: tuple[Used, ...]

    @property
    def compared(self) -> Questionnaire:
        """The questionnaire with nothing but what is compared."""
        return replace(self.questionnaire, areas=tuple(one.area for one in self.areas))


def common_base(used: Sequence[tuple[str, Questionnaire]]) -> Base | None:
    """Return what the questionnaires have in common; None without any.

    An area is compared by the questions that all who share any of it were asked, so that no mean is over other
    questions than the one beside it. A questionnaire that shares no question of the area with the others leaves it
    empty, and takes nothing from them.

    Args:
        used: For each who is compared the digest and the questionnaire.
    """
    if not used:
        return None
    users = Counter(digest for digest, _questionnaire in used)
    known = dict(used)
    families = Counter((one.id, one.version.major) for _digest, one in used)
    best = max(families, key=lambda family: (families[family], family))
    chosen = max(
        (digest for digest, one in known.items() if (one.id, one.version.major) == best),
        key=lambda digest: (known[digest].version, users[digest], digest),
    )
    others = sorted(known, key=lambda digest: (digest != chosen, -users[digest], known[digest].id, digest))
    areas = tuple(_compared(area, known[chosen], [(digest, known[digest]) for digest in others])
                  for area in known[chosen].areas)  # fmt: skip
    compared = {digest: sum(len(one.area.questions) for one in areas if digest in one.digests) for digest in others}
    return Base(
        known[chosen],
        areas,
        tuple(
            Used(known[one], one, users[one], compared[one], break_between(known[chosen], known[one])) for one in others
        ),
    )


def same_question(first: Questionnaire, one: Question, second: Questionnaire, other: Question) -> bool:
    """Whether two questions of areas with one id ask the same, so that their levels may stand side by side.

    Their ids and the number of levels are the same. Within a questionnaire ids are permanent, so its major version must
    be the same too and the words need not be. Between questionnaires an id may be the same by chance, so there the
    statement must be, word for word, in one of the languages.
    """
    if one.id != other.id or len(first.levels) != len(second.levels):
        return False
    if first.id == second.id:
        return first.version.major == second.version.major
    return one.statement.nl == other.statement.nl or one.statement.en == other.statement.en


def _compared(area: Area, questionnaire: Questionnaire, others: Sequence[tuple[str, Questionnaire]]) -> ComparedArea:
    questions = area.questions
    digests = set()
    for digest, other in others:
        theirs = {question.id: question for one in other.areas if one.id == area.id for question in one.questions}
        shared = tuple(
            question
            for question in questions
            if question.id in theirs and same_question(questionnaire, question, other, theirs[question.id])
        )
        if shared:
            questions = shared
            digests.add(digest)
    return ComparedArea(replace(area, questions=questions), len(area.questions), frozenset(digests))
