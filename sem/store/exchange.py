"""What goes between workspaces: files to answer in, merges, sealed rounds, and what becomes of an erased respondent."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from sem.errors import InvalidError, NotFoundError, StoreError
from sem.i18n import gettext as _
from sem.model.assessment import Respondent, Round, RoundKind, RoundState, Team
from sem.model.names import clean_name, name_key
from sem.store import layout
from sem.store.failures import cannot_write
from sem.store.reading import Spares, WorkspaceReader
from sem.store.roster import ERASED, SHARE, HandedOut, new_share, roster_of, write_roster
from sem.store.writer import Writers

if TYPE_CHECKING:
    from sem.store.answer_files import Share
    from sem.store.brought import BroughtIn, BroughtTeam
    from sem.store.journal import Journal
    from sem.store.merging import Merger
    from sem.store.refusals import Merged


class Exchange(WorkspaceReader):
    """A workspace that takes part in an exchange with others; `Workspace` adds what is done in one alone.

    Args:
        folder: The workspace.
        state: The folder for what belongs to this machine alone.
        tell: Called with what the user should know although nothing failed, each thing once.
        spares: Yields questionnaires as they are kept, which may take the place of one that is lost.
        cache: The folder for what may be lost; None to remember nothing.
    """

    def __init__(
        self,
        folder: Path,
        state: Path,
        tell: Callable[[str], object] = str,
        spares: Spares = tuple,
        cache: Path | None = None,
    ) -> None:
        super().__init__(folder, tell, spares, cache)
        self._writers = Writers(state.expanduser())

    def share_round(self, round_: Round, names: Sequence[str] = ()) -> tuple[Share, ...]:
        """Return what each respondent needs to answer on another machine.

        Raises:
            InvalidError: The names do not hold, an anonymous round is given names, or a named one has none.
        """
        from sem.store.sharing import share_for

        with self._changing():
            folders, found = self._found_round(round_)
            wanted = _people(found, names)
            roster = roster_of(folders, found.id)
            responses = {name_key(one.respondent.name): one.respondent for one in self.responses(found)}
            handed_out: list[HandedOut] = []
            for name in wanted:
                known = roster.share_of(name)
                if known is None:
                    person = responses.get(name_key(name)) or Respondent(layout.new_id(), name)
                    known = new_share(person if name else None)
                handed_out.append(known)
            new = [one for one in handed_out if roster.share(one.id) is None]
            if new:
                values = {(SHARE, one.id): one.kept for one in new}
                write_roster(folders[0], found, roster, values, self._writers)
        return tuple(share_for(self, found, folders, one) for one in handed_out)

    def merge(self, sources: Sequence[Path], *, dry_run: bool = False) -> Merged:
        """Bring in what was answered, decided and planned elsewhere, and return what was done.

        Of everything the newest wins, so it can be done in any order and as often as one likes.

        Args:
            sources: Files with answers, folders of teams or whole workspaces, folders with any of these, or zips.
            dry_run: Whether to tell alone what would be done.

        Raises:
            StoreError: This workspace can't be read or written.
        """
        from sem.store.incoming import Incoming, unpack, zips_in
        from sem.store.refusals import Merged, Refusal, Why

        told = Merged()
        if not dry_run:
            with self._changing():
                pass
        merger = self.merger(told, dry_run=dry_run)
        for source in sources:
            path = source.expanduser()
            try:
                zips = [*zips_in(path)]
            except OSError:
                zips = []
            if path.suffix != ".zip" or path.is_dir():
                merger.merge(Incoming(path, str(source), told))
            for packed in zips:
                try:
                    with tempfile.TemporaryDirectory(prefix="sem-") as name:
                        if unpack(packed, Path(name), told):
                            merger.merge(Incoming(Path(name), f"{packed}:", told))
                except OSError as error:
                    told.refused.append(Refusal(str(packed), Why.UNREADABLE, str(error)))
        return told

    def merger(self, told: Merged, *, dry_run: bool, back: bool = False) -> Merger:
        """Return what merges into this workspace.

        Args:
            told: Where to count what is done.
            dry_run: Whether to count alone, and write nothing.
            back: Whether what comes is a backup.
        """
        from sem.store.merging import Merger

        return Merger(self, self._writers, nullcontext if dry_run else self._changing, told, dry_run, back=back)

    def bring_in(
        self,
        teams: Sequence[BroughtTeam],
        *,
        update: bool = False,
        dry_run: bool = False,
        tell: Callable[[int], object] = int,
    ) -> BroughtIn:
        """Bring in teams and rounds of earlier assessments, all of them or nothing, and return what was done.

        Raises:
            StoreError: This workspace can't be read or written; then it is as it was.
        """
        from sem.store.bringing_in import Importer

        with nullcontext() if dry_run else self._changing():
            importer = Importer(self, self._writers, self._journal(), update=update, dry=dry_run, tell=tell)
            return importer.bring_in(teams)

    def teams_and_errors(self) -> tuple[tuple[Team, ...], tuple[StoreError, ...]]:
        """Return the teams that can be read, by name, and for each other one the error that says why it can't be.

        What a program that was stopped had begun to name gets its name first.
        """
        if layout.is_being_named(self.folder):
            with self._writers.alone(self.folder):
                self._finish_naming()
        return super().teams_and_errors()

    def erase_respondent(self, round_: Round, respondent_id: str) -> tuple[str, ...]:
        """Take a respondent out of a round for good, and return the backups that still hold their answers.

        What comes in of theirs later stays out. May be done again, where a sync program brought files back.

        Raises:
            NotFoundError: Nobody with this id is or was in the round.
        """
        from sem.store.erasing import backups_with, erase_files

        with self._changing():
            folders, found = self._found_round(round_)
            roster = roster_of(folders, found.id)
            there = {one.respondent.id for one in self.responses(found)} | roster.erased
            shares = [one.id for one in roster.shares if one.respondent and one.respondent.id == respondent_id]
            if respondent_id not in there and not shares:
                raise NotFoundError(_("There is no such respondent in this round."))
            values = {(SHARE, id_): None for id_ in shares}
            if values or respondent_id not in roster.erased:
                write_roster(folders[0], found, roster, {**values, (ERASED, respondent_id): {}}, self._writers)
            self.forget_past()
            try:
                erase_files(self.folder, folders, found, [respondent_id])
            except OSError as error:
                raise cannot_write(Path(error.filename or folders[0]), error) from None
            return tuple(str(path) for path in backups_with(self.folder, respondent_id))

    def _seal(self, round_: Round) -> None:
        """Put all answers of a closed round into one file; the workspace is ours alone meanwhile."""
        from sem.store.sealing import seal

        folders, found = self._found_round(round_)
        seal(self.folder, f"{folders[0].parent.parent.name}-{found.opened}", folders, found)

    def _respondent_named(self, folders: Sequence[Path], round_: Round, name: str) -> Respondent:
        """Return who a name is that nobody has answered under yet: whoever got a file under it, else somebody new."""
        share = roster_of(folders, round_.id).share_of(name)
        return Respondent(share.respondent.id if share and share.respondent else layout.new_id(), name)

    def _state_for(self, folders: Sequence[Path], round_id: str, respondent_id: str) -> RoundState:
        """Return how far a round is for a respondent: for who was erased it is closed."""
        if respondent_id in roster_of(folders, round_id).erased:
            return RoundState.CLOSED
        return self._round_in(folders, round_id).state

    def _found_round(self, round_: Round) -> tuple[list[Path], Round]:
        """Return the folders of a round, and the round as it is there."""
        folders = self._round_folders(round_)
        return folders, self._round_in(folders, round_.id)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Make sure the folder is a workspace, and ours alone to add to meanwhile."""
        from sem.store.founding import found_workspace

        with self._writers.alone(self.folder):
            found_workspace(self.folder)
            if layout.is_being_named(self.folder):
                self._finish_naming()
            yield

    def _finish_naming(self) -> None:
        try:
            self._journal().finish()
        except OSError:
            # In a folder that can't be written what is not named yet stays unseen; who can write names it.
            return

    def _journal(self) -> Journal:
        from sem.store.journal import Journal

        return Journal(self.folder, self._writers.installation())


def _people(round_: Round, names: Sequence[str]) -> tuple[str, ...]:
    """Return for whom files are made; the empty name stands for whoever has the file.

    Raises:
        InvalidError: The names do not hold, an anonymous round is given names, or a named one has none.
    """
    people = {name_key(name): name for name in (clean_name(one, _("the respondent")) for one in names)}
    if round_.anonymous:
        if people:
            raise InvalidError(
                _("An anonymous round keeps no names."), _("Make one file without names, and give it to everybody.")
            )
        return ("",)
    if people or round_.invited:
        return tuple(people.values()) or round_.invited
    if round_.kind is RoundKind.ALIAS:
        return ("",)
    raise InvalidError(
        _("Nobody was invited to this round, so it is not known who is to get a file."),
        _("Name them with --respondent, once for each."),
    )
