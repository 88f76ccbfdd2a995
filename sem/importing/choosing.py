"""Which questionnaire a table was answered with: what it says, what was asked for, or what its questions tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sem.content.library import list_questionnaires, load_questionnaire
from sem.i18n import gettext as _
from sem.i18n import language
from sem.importing.headings import plain
from sem.importing.values import CellError, Levels
from sem.model.assessment import Answer, Consensus
from sem.model.questionnaire import Questionnaire, Version

Entry = tuple[int, Answer | None, Consensus | None]
"""The place of a question, and what was answered or agreed on."""


class Asked:
    """A questionnaire as a reader of tables needs it.

    Args:
        questionnaire: The one.

    Attributes:
        ids: Of its questions, in order.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.ids = tuple(question.id for question in questionnaire.questions)
        self.levels = Levels(questionnaire)
        self._areas = {
            plain(name)
            for area in questionnaire.areas
            for name in (area.id, area.title.nl, area.title.en, area.short.nl, area.short.en)
        }
        self._places: dict[str, int] = {}
        shared: set[str] = set()
        for place, question in enumerate(questionnaire.questions):
            label, statement = question.label, question.statement
            for name in {plain(text) for text in (label.nl, label.en, statement.nl, statement.en)}:
                if name in self._places:
                    shared.add(name)
                self._places.setdefault(name, place)
        for name in shared:
            # What two questions are called tells neither.
            del self._places[name]
        self._places.update({plain(id_): place for place, id_ in enumerate(self.ids)})

    def place(self, name: str) -> int | None:
        """Return the place of the question with this id, label or statement; None where there is none, or several."""
        return self._places.get(plain(name))

    def is_area(self, name: str) -> bool:
        """Whether an area is called so, and no question."""
        return plain(name) in self._areas and self.place(name) is None


class Choice:
    """Finds questionnaires.

    Args:
        wanted: The id or path of the one that the user asked for; None where they did not.
        frozen: Returns those that rounds here were answered with.

    Raises:
        SemError: The one that was asked for is not there or does not hold.
    """

    def __init__(self, wanted: str | None, frozen: Callable[[], Iterable[Questionnaire]]) -> None:
        self._wanted = Asked(load_questionnaire(wanted)) if wanted is not None else None
        self._frozen = frozen
        self._shipped: list[Asked] | None = None
        self._found: dict[tuple[str, str], Asked] = {}

    @property
    def wanted(self) -> Asked | None:
        """The one that the user asked for."""
        return self._wanted

    def shipped(self) -> list[Asked]:
        """Return those that come with the program, the shortest first."""
        if self._shipped is None:
            every = [Asked(load_questionnaire(item.id)) for item in list_questionnaires()]
            self._shipped = sorted(every, key=lambda one: len(one.ids))
        return self._shipped

    def of(self, id_: str, version: str) -> Asked:
        """Return the questionnaire with this id and, where one is named, this version.

        Raises:
            CellError: It is not known here.
        """
        key = id_.strip(), version.strip()
        if key not in self._found:
            self._found[key] = self._find(*key)
        return self._found[key]

    def _find(self, id_: str, version: str) -> Asked:
        def fits(one: Asked) -> bool:
            asked = one.questionnaire
            return plain(id_) in (plain(asked.id), plain(asked.title.nl), plain(asked.title.en)) and (
                not version or _same_version(version, asked.version)
            )

        if self._wanted is not None and fits(self._wanted):
            return self._wanted
        for one in self.shipped():
            if fits(one):
                return one
        every = [Asked(one) for one in self._frozen()]
        found = [one for one in every if fits(one)]
        if found:
            return max(found, key=lambda one: one.questionnaire.version)
        if version:
            raise CellError(
                _("The questionnaire “{id}” is not here in version {version}.").format(id=id_, version=version),
                _("Name its file with --questionnaire, or leave the version empty to take the one that is here."),
            )
        known = ", ".join(one.questionnaire.id for one in self.shipped())
        raise CellError(
            _("There is no questionnaire “{id}”.").format(id=id_),
            _("Use one of: {known}; or name a file with --questionnaire.").format(known=known),
        )

    def guess(self, names: Iterable[str]) -> Asked | None:
        """Return the shipped questionnaire that has most of the questions that are called so, the shortest of several.

        None where no one has half of them.
        """
        asked = list(names)
        counts = [(sum(one.place(name) is not None for name in asked), one) for one in self.shipped()]
        most = max((count for count, _one in counts), default=0)
        return next((one for count, one in counts if count == most and 2 * count >= len(asked) and count), None)

    def knows(self, name: str) -> bool:
        """Whether any questionnaire at hand has a question that is called so."""
        every = [*([self._wanted] if self._wanted else []), *self.shipped()]
        return any(one.place(name) is not None for one in every)

    def areas(self, names: Iterable[str]) -> list[str]:
        """Return which of these names are those of areas."""
        every = [*([self._wanted] if self._wanted else []), *self.shipped()]
        return [name for name in names if any(one.is_area(name) for one in every)]


def titled(asked: Asked) -> str:
    """Return what a questionnaire is called: its title and id."""
    return f"{asked.questionnaire.title.get(language())} ({asked.questionnaire.id} {asked.questionnaire.version})"


def _same_version(said: str, version: Version) -> bool:
    """Whether a version is meant; a spreadsheet makes a number of 1.0."""
    full = str(version)
    return full == said or full.startswith(f"{said}.") or full.startswith(f"{said.replace(',', '.')}.")
