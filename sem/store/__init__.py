"""Where assessments are kept: the `Store` protocol, and the workspace on disk that implements it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from sem.errors import StoreError
from sem.model.assessment import Answer, Consensus, Participation, Response, Round, RoundKind, Team
from sem.model.questionnaire import Questionnaire

if TYPE_CHECKING:
    from sem.model.programme import Programme
    from sem.store.answer_files import Share
    from sem.store.brought import BroughtIn, BroughtTeam
    from sem.store.refusals import Merged

NOTHING: Mapping[str, Answer] = MappingProxyType({})
"""No answers."""


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round that begins with its first answer, unless somebody else's began meanwhile.

    Args:
        team_id: Whose round.
        questionnaire: What is answered in it.
        opened: The day it is opened on.
        apart: Whether it begins although one with the same questionnaire is open.
    """

    team_id: str
    questionnaire: Questionnaire
    opened: date
    apart: bool = False


class Sheet(Protocol):
    """One respondent's response in one round, opened for writing."""

    @property
    def response(self) -> Response:
        """The response with everything saved so far."""

    def save(self, answers: Mapping[str, Answer], place: str | None = None) -> None:
        """Keep answers by question id, and the question now on the screen; durable when it returns.

        An answer that equals `NO_ANSWER` clears the question. One call is one write, however many answers it has.

        Raises:
            ClosedError: The round was revealed or closed meanwhile; what was saved before counts.
            StoreError: It could not be written; what was saved before is untouched, and the call can be repeated.
            KeyError: A question id that the round's questionnaire has not.
        """

    def close(self) -> None:
        """Let go of the sheet; it may be closed twice."""


class Past(Protocol):
    """The rounds of many teams, one team after another, and what is remembered of closed ones between runs.

    What is remembered is lost without a word where anything about a round changed, or the memory itself is damaged, so
    it is only what can be worked out again. Nothing that may not be shown of a round is to be kept.
    """

    def __enter__(self) -> Past:
        """Begin to look."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write down what was kept; that it can't be is no error."""

    def rounds(self, team_id: str) -> Iterator[Round]:
        """Yield a team's rounds, newest first; the methods below are about rounds of the team that was asked last.

        Of what is remembered the round itself may be a part, if nobody's name or words are in it.

        Raises:
            NotFoundError: There is no such team.
        """

    def responses(self, round_: Round) -> tuple[Response, ...]:
        """Return the responses in a round, of which names and words may be left out, and their order is any."""

    def recall(self, round_: Round) -> Any:
        """Return what was kept of a round, as JSON values; None where there is nothing, or something changed."""

    def keep(self, round_: Round, value: Callable[[], Any]) -> None:
        """Remember the JSON values that `value` returns of a round that is closed; of any other nothing is kept."""


class Store(Protocol):
    """Teams, their rounds and the responses in them; knows nothing of files, so that another engine can implement it.

    Every method may raise StoreError when what it needs can't be read or written: unreadable is never "no data".
    """

    def teams(self) -> tuple[Team, ...]:
        """Return all teams, by name."""

    def teams_and_errors(self) -> tuple[tuple[Team, ...], tuple[StoreError, ...]]:
        """Return the teams that can be read, by name, and for each other one the error that says why it can't be."""

    def find_team(self, name: str) -> Team:
        """Return the team with this id or name; case does not count.

        Raises:
            NotFoundError: There is none; the message names the nearest ones.
            InvalidError: Teams from different machines share this name; the message gives their ids.
        """

    def add_team(self, name: str, tags: tuple[str, ...] = ()) -> Team:
        """Add a team.

        Raises:
            InvalidError: The name does not hold, or a team is already called that; case does not count.
        """

    def rename_team(self, team_id: str, name: str) -> Team:
        """Give a team another name, under the rules of `add_team`."""

    def tag_team(self, team_id: str, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Team:
        """Give a team tags and take tags away, and return it; a tag it has in another case is written anew.

        Raises:
            NotFoundError: A tag to take away that it has not.
            InvalidError: A tag does not hold, or is given and taken away at once.
        """

    def remove_team(self, team_id: str) -> str:
        """Remove a team with all its rounds, after making a backup; return where the backup is."""

    def rounds(self, team_id: str) -> tuple[Round, ...]:
        """Return a team's rounds, oldest first."""

    def start_round(
        self,
        team_id: str,
        questionnaire: Questionnaire,
        opened: date,
        kind: RoundKind = RoundKind.NAMED,
        *,
        scope: str = "",
        invited: tuple[str, ...] = (),
        expected: int | None = None,
        hidden: bool = False,
    ) -> Round:
        """Start a round; its questionnaire is frozen with it, word for word, and its kind is chosen for good.

        Args:
            team_id: Whose round.
            questionnaire: What is answered in it.
            opened: The day it is opened on.
            kind: How respondents are known in it.
            scope: Whom or what the answers are about, in a sentence.
            invited: Who is asked to answer, by name or alias.
            expected: How many are asked to answer; not with `invited`, which says it too.
            hidden: Whether nobody sees another's answers before it is revealed; an anonymous round always is.

        Raises:
            InvalidError: The scope, the names or the number do not hold, or an anonymous round has names; every
                problem is told.
        """

    def reveal_round(self, round_: Round) -> Round:
        """Reveal a round and return it: from then on its answers are seen, and no more are taken. It may be so already.

        Raises:
            InvalidError: It is closed.
        """

    def decide(self, round_: Round, question_id: str, consensus: Consensus | None) -> Round:
        """Keep what the team agreed on for a question, or take it back with None, and return the round.

        Raises:
            InvalidError: The round is closed, or hidden and not revealed yet; or the sentence does not hold.
            KeyError: A question id that the round's questionnaire has not.
        """

    def close_round(self, round_: Round, today: date) -> Round:
        """Close a round and return it: nothing in it is changed any more. It may be so already, or not revealed yet.

        Args:
            round_: The round.
            today: The day it is closed on.
        """

    def participation(self, round_: Round) -> Participation:
        """Return how far those who are to answer are; nothing of what they answered."""

    def share_round(self, round_: Round, names: Sequence[str] = ()) -> tuple[Share, ...]:
        """Return what each respondent needs to answer on another machine; nothing of anybody else's is in it.

        Args:
            round_: The round; what is answered in a file joins it, also once it is revealed or closed.
            names: Who answers, by name or alias; without any, all who were invited. An anonymous round, and one with
                aliases to which nobody was invited, has one file for everybody.

        Raises:
            InvalidError: The names do not hold, an anonymous round is given names, or a named one has none.
        """

    def merge(self, sources: Sequence[Path], *, dry_run: bool = False) -> Merged:
        """Bring in what was answered, decided and planned elsewhere, and return what was done.

        Of everything the newest wins, so it can be done in any order and as often as one likes.

        Args:
            sources: Files with answers, folders of teams or whole workspaces, folders with any of these, or zips.
            dry_run: Whether to tell alone what would be done.
        """

    def bring_in(
        self,
        teams: Sequence[BroughtTeam],
        *,
        update: bool = False,
        dry_run: bool = False,
        tell: Callable[[int], object] = int,
    ) -> BroughtIn:
        """Bring in teams and rounds of earlier assessments, all of them or nothing, and return what was done.

        What is here already is counted, so that it can be done again. Where anything clashes with what is here, nothing
        is written.

        Args:
            teams: What comes.
            update: Whether it takes the place of other answers and decisions that are here.
            dry_run: Whether to tell alone what would be done.
            tell: Called with how many answers are done so far.

        Raises:
            InvalidError: The same team comes twice, or its plans can't be.
        """

    def erase_respondent(self, round_: Round, respondent_id: str) -> tuple[str, ...]:
        """Take a respondent out of a round for good, and return the backups that still hold their answers.

        What comes in of theirs later stays out. It may be done again, where a sync program brought files back.

        Raises:
            NotFoundError: Nobody with this id is or was in the round.
        """

    def questionnaire(self, round_: Round) -> Questionnaire:
        """Return the questionnaire exactly as it was when the round started."""

    def responses(self, round_: Round) -> tuple[Response, ...]:
        """Return the responses in a round, by respondent's name, those of an anonymous round in an order by chance.

        Of an open round they are for saving and counting alone; what anybody may see of them,
        `sem.analysis.disclosure` says.
        """

    def open_sheet(
        self, round_: Round, respondent: str, answers: Mapping[str, Answer] = NOTHING, place: str | None = None
    ) -> Sheet:
        """Open the response of the respondent with this name for writing, and make it if there is none.

        The answers and the place are saved in it as by `Sheet.save`; a new response is there with them or not at all.

        Raises:
            InvalidError: The name does not hold, or the round is anonymous.
            ClosedError: The round takes no more answers.
            KeyError: A question id that the round's questionnaire has not.
        """

    def open_anonymous(self, round_: Round, code: str | None = None, *, new: bool = False) -> tuple[Sheet, str]:
        """Open a response in an anonymous round, and return it with the code that its respondent goes on with later.

        Nothing that is kept tells whose it is, when it was answered, or where; a new one is there with its first
        answer. The code itself is kept nowhere.

        Args:
            round_: The round.
            code: The code that came with the response before; None for a new one.
            new: Whether the code may be one that was given out without a response yet.

        Raises:
            InvalidError: The round is not anonymous.
            NotFoundError: There is no response with this code in the round, and it can't be new.
            ClosedError: The round takes no more answers.
        """

    def begin(
        self, new: NewRound, respondent: str, answers: Mapping[str, Answer], place: str | None = None
    ) -> tuple[Round, Sheet]:
        """Open a sheet as `open_sheet` does, in the newest open round with the very words of a questionnaire.

        A round that is anonymous is passed over: whoever gives a name does not mean to join it.

        Where there is no such round it starts: of all who begin at the same moment one starts it and the others join.
        The round and the sheet are there with the answers, or neither is.

        Raises:
            InvalidError: The name does not hold.
            KeyError: A question id that the questionnaire has not.
        """

    def past(self) -> Past:
        """Return the rounds of many teams, for whoever looks at all of them; to be used in a ``with``."""

    def programme(self, team_id: str) -> Programme:
        """Return a team's programme: its ambition, ideas, experiments and plan of record; empty before there is one."""

    def change_programme(self, team_id: str, change: Callable[[Programme], Programme]) -> Programme:
        """Change a team's programme and return it; what nobody else may do meanwhile, and durable when it returns.

        Only what `change` made different is written, so that changes on several machines come together. A new idea or
        ballot is kept so that nothing tells who made it or when: no time, a place of its own, no writer that returns.

        Args:
            team_id: Whose programme.
            change: Returns the programme to be; what it raises comes through, and then nothing is changed.
        """


def open_store(
    folder: Path,
    state: Path,
    tell: Callable[[str], object] = str,
    spares: Callable[[], Iterable[bytes]] = tuple,
    cache: Path | None = None,
) -> Store:
    """Return the workspace in `folder`; nothing is read or made until it is asked for something.

    Args:
        folder: The workspace; made at the first change if it is not there.
        state: The folder for what belongs to this machine alone: locks and the installation's id.
        tell: Called with what the user should know although nothing failed, each thing once; from any thread.
        spares: Yields questionnaires as they are kept, which may take the place of one that is lost.
        cache: The folder for what may be lost, such as what was worked out before; None to remember nothing.
    """
    from sem.store.workspace import Workspace

    return Workspace(folder, state, tell, spares, cache)
