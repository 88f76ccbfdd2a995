"""Brings answers into a round that is here already: what is new is added, what differs is told or corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sem.analysis.disclosure import hides
from sem.i18n import gettext as _
from sem.i18n import long_date
from sem.model.assessment import Answer, Consensus, Respondent, Response, Round, RoundState
from sem.model.codec import to_json
from sem.model.names import name_key
from sem.model.questionnaire import Questionnaire
from sem.store import records
from sem.store.bringing import with_documents
from sem.store.brought import BroughtIn, BroughtResponse, BroughtRound, Clash
from sem.store.documents import (
    ANSWERS,
    FIELDS,
    ITEMS,
    ROUND,
    SHEET,
    answer_document,
    field_document,
    item_document,
    newest,
    newest_stamp,
    next_stamp,
    numbered,
)
from sem.store.files import Found, gather
from sem.store.reading import WorkspaceReader, response_in, sort_by_respondent
from sem.store.roster import roster_of
from sem.store.sealing import seal
from sem.store.sheets import NAME, new_sheet
from sem.store.staging import Staging
from sem.store.writer import Writers


class Joiner:
    """Adds to rounds; nothing that is there is overwritten, because what is new goes to files of its own.

    Args:
        reader: Reads the workspace.
        staging: Where new files go.
        told: Where to count what is done.
        writers: Hands out the right to write.
        update: Whether what comes takes the place of other answers and decisions that are here.
        dry: Whether to write nothing.
    """

    def __init__(
        self, reader: WorkspaceReader, staging: Staging, told: BroughtIn, writers: Writers, *, update: bool, dry: bool
    ) -> None:
        self._reader, self._staging, self._told = reader, staging, told
        self._writer = writers.stranger().writer
        self._update, self._dry = update, dry
        self._to_seal: list[tuple[str, list[Path], Round]] = []

    def same(self, coming: BroughtRound, rounds: Sequence[Round]) -> tuple[Round, ...] | None:
        """Return the one round here that is the one that comes; None where there is none, nothing where it clashes."""
        found = [one for one in rounds if one.id == coming.id]
        if not found and not coming.sure:
            found = [
                one for one in rounds if one.opened == coming.opened and one.questionnaire.id == coming.questionnaire.id
            ]
        if len(found) > 1:
            self._clash(
                coming,
                _("The team has {n} rounds on {day} here.").format(n=len(found), day=long_date(coming.opened)),
                _("Say which in the column round: {ids}.").format(ids=", ".join(one.id for one in found)),
            )
            return ()
        if not found:
            return None
        here = found[0]
        if here.kind is not coming.kind:
            self._clash(
                coming,
                _("This round is here already, and of another kind: {kind}.").format(kind=here.kind.value),
                _("The kind of a round is never changed. Say the same in the file."),
            )
            return ()
        if hides(here):
            self._clash(
                coming,
                _("This round is here already, and its answers are hidden until it is revealed."),
                _("Reveal it first, or leave it out of the file."),
            )
            return ()
        return (here,)

    def join(self, coming: BroughtRound, here: Round, homes: Sequence[Path], at: int) -> None:
        """Add what is new of a round that is here.

        Args:
            coming: What comes.
            here: The round.
            homes: The folders of its team.
            at: When the answers that are new were given, in µs since 1970.
        """
        questionnaire = self._reader.questionnaire(here)
        asked = {question.id for question in questionnaire.questions}
        folders = self._reader.round_folders(homes, here.id)
        sheets: dict[str, list[Found]] = {}
        for folder in folders:
            gathered = gather(folder, SHEET)
            gathered.demand()
            sort_by_respondent(gathered.whole, here, sheets)
        erased = roster_of(folders, here.id).erased
        responses = {id_: response_in(id_, files) for id_, files in sheets.items() if id_ not in erased}
        if here.anonymous:
            self._compare_anonymous(coming, responses.values())
            return
        names = {name_key(one.respondent.name): one for one in responses.values()}
        changed = False
        for one in coming.responses():
            if one.id in erased:
                self._told.notices.append(
                    _("The answers of {name} stay out: they were erased here.").format(name=one.name)
                )
                continue
            if unknown := sorted(one.answers.keys() - asked):
                self._clash(
                    coming,
                    _("The round that is here does not ask this question."),
                    _("It was answered with version {version} of the questionnaire.").format(
                        version=here.questionnaire.version
                    ),
                    one,
                    unknown[0],
                )
                continue
            known = responses.get(one.id) or names.get(name_key(one.name))
            files = sheets.get(known.respondent.id, []) if known else []
            changed = self._respondent(coming, here, questionnaire, folders[0], one, known, files, at) or changed
        self._decisions(coming, here, folders, asked, at)
        if changed and here.state is RoundState.CLOSED and not self._dry:
            self._to_seal.append((f"{folders[0].parent.parent.name}-{here.opened}", folders, here))

    def seal(self) -> None:
        """Put what came to closed rounds into their sealed files; until then it is read beside them.

        Raises:
            StoreError: One could not be written; every answer is where readers find it.
        """
        for label, folders, round_ in self._to_seal:
            seal(self._reader.folder, label, folders, round_)

    def _respondent(
        self,
        coming: BroughtRound,
        here: Round,
        questionnaire: Questionnaire,
        folder: Path,
        one: BroughtResponse,
        known: Response | None,
        files: Sequence[Found],
        at: int,
    ) -> bool:
        """Add one respondent's answers; return whether anything of them is new."""
        fresh: dict[str, Answer] = {}
        corrected: dict[str, Answer] = {}
        for question, answer in one.answers.items():
            there = known.answers.get(question) if known else None
            if there is None:
                fresh[question] = answer
            elif there == answer:
                self._told.known += 1
            elif self._update:
                corrected[question] = answer
            else:
                self._clash(
                    coming,
                    _("{name} answered this otherwise here.").format(name=one.name),
                    _("Is the file right? Add --update, and what it says takes the place of what is here."),
                    one,
                    question,
                )
        self._told.respondents += known is None
        self._told.answers += len(fresh)
        self._told.changed += len(corrected)
        if self._dry or not (fresh or corrected or known is None):
            return bool(fresh or corrected)
        copies = [file.tables for file in files]
        later = next_stamp(newest_stamp(copies))
        # A question that was answered and cleared here has a newer time than the round.
        cleared = newest(ANSWERS, copies)
        documents = [
            answer_document(q, a, max(at, cleared[q]["at"] + 1) if q in cleared else at, self._writer)
            for q, a in fresh.items()
        ]
        documents += [answer_document(question, answer, later, self._writer) for question, answer in corrected.items()]
        person = known.respondent if known else Respondent(one.id, one.name)
        tables = with_documents(
            new_sheet(here, person, questionnaire, self._writer),
            {
                ANSWERS: documents,
                FIELDS: [] if known else [field_document(NAME, person.name, at, self._writer)],
            },
        )
        self._staging.pair(folder, person.id, tables)
        return True

    def _decisions(self, coming: BroughtRound, here: Round, folders: Sequence[Path], asked: set[str], at: int) -> None:
        fresh: dict[str, tuple[Consensus, bool]] = {}
        for question, decision in coming.decisions.items():
            there = here.decisions.get(question)
            if question in asked and there is None:
                fresh[question] = decision, False
            elif there is not None and there != decision and self._update:
                fresh[question] = decision, True
            elif there != decision:
                self._clash(
                    coming,
                    _("The team agreed on something else here."),
                    _("Is the file right? Add --update, and what it says takes the place of what is here."),
                    question=question,
                )
        self._told.decisions += len(fresh)
        if not fresh or self._dry:
            return
        files = [file for folder in folders for file in records.read_record(folder, ROUND)]
        later = next_stamp(newest_stamp(file.tables for file in files))
        made = min(records.made_at(file) for file in files)
        ids = {**records.about_round(here), records.MADE: made}
        items = numbered(
            item_document(question, to_json(decision), later if corrected else at, self._writer)
            for question, (decision, corrected) in sorted(fresh.items())
        )
        blank = records.blank(ROUND, self._writer, ids)
        state = field_document(records.STATE, here.state.value, 0, "")
        self._staging.pair(folders[0], ROUND, {**with_documents(blank, {FIELDS: [state]}), ITEMS: items})

    def _compare_anonymous(self, coming: BroughtRound, responses: Iterable[Response]) -> None:
        """Count an anonymous round whose very answers are here; with others it clashes, and nothing tells which."""
        here = Counter(_said(one.answers) for one in responses if one.answers)
        theirs = Counter(_said(one.answers) for one in coming.responses() if one.answers)
        if here == theirs:
            self._told.known += sum(len(said) * n for said, n in theirs.items())
            return
        self._clash(
            coming,
            _("This anonymous round is here already, with other answers."),
            _(
                "Nothing is added to an anonymous round, because the difference would tell whose answers they are. Is "
                "it another round of that day? Say so in the column round."
            ),
        )

    def _clash(
        self,
        coming: BroughtRound,
        message: str,
        advice: str,
        response: BroughtResponse | None = None,
        question: str = "",
    ) -> None:
        self._told.clashes.append(Clash(coming, message, advice, response, question))


def _said(answers: Mapping[str, Answer]) -> frozenset[tuple[str, Answer]]:
    return frozenset(answers.items())
