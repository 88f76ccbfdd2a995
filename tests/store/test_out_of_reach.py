"""What the doctor can't look into: pipes and links, what the user may not read, and a disk that fails."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sem.errors import StoreError
from sem.model.assessment import Round
from sem.store.findings import Remedy, Severity
from sem.store.integrity import check, repair
from tests.store.conftest import Place
from tests.store.test_bad_files import as_nobody, flip_a_byte
from tests.store.test_inspection import only


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name")
class TestNoFile:
    """A pipe, a link that leads nowhere or a folder under a name of ours is told of, and never waited for."""

    @pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("nowhere"), Path.mkdir])
    def test_in_place_of_a_slot_it_makes_way_for_a_new_one(
        self, place: Place, annas: list[Path], make: Callable[[Path], None]
    ) -> None:
        annas[0].unlink()
        make(annas[0])
        finding = only(check(place.folder, place.state))
        assert (finding.path, finding.severity, finding.remedy) == (annas[0], Severity.WARNING, Remedy.MEND)
        assert repair(place.folder, place.state).after.healthy
        assert annas[0].read_bytes() == annas[1].read_bytes()

    @pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("nowhere"), Path.mkdir])
    def test_in_place_of_the_file_of_the_workspace_it_makes_way_too(
        self, answered: Place, round_: Round, make: Callable[[Path], None]
    ) -> None:
        path = answered.folder / "workspace.json"
        path.unlink()
        make(path)
        finding = only(check(answered.folder, answered.state))
        assert (finding.path, finding.severity, finding.remedy) == (path, Severity.ERROR, Remedy.REBUILD)
        assert repair(answered.folder, answered.state).after.healthy
        assert len(answered.store.responses(round_)) == 2

    @pytest.mark.parametrize("where", ["teams/pipe", "models/x@0123456789ab.json", "backups/old.zip", "teams/loop"])
    def test_elsewhere_it_is_somebody_elses(self, answered: Place, where: str) -> None:
        path = answered.folder / where
        path.parent.mkdir(exist_ok=True)
        if path.name == "loop":
            path.symlink_to(path)
        else:
            os.mkfifo(path)
        finding = only(check(answered.folder, answered.state))
        assert (finding.path, finding.severity) == (path, Severity.NOTICE)

    def test_a_link_to_the_folder_above_is_not_followed_for_ever(self, answered: Place) -> None:
        (answered.folder / "teams" / "up").symlink_to("..", target_is_directory=True)
        assert check(answered.folder, answered.state).files


PRINT_FINDINGS = """
from sem.store.integrity import check, repair
report = check(store.folder, Path({state!r}))
for finding in report.findings:
    print(finding.severity, finding.path, finding.what)
try:
    repair(store.folder, Path({state!r}))
except StoreError as error:
    print("refused", error.message)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are of another kind there")
class TestNotAllowed:
    @pytest.fixture
    def place(self) -> Iterator[Place]:
        """A place that other users can reach, unlike pytest's own folders."""
        with tempfile.TemporaryDirectory() as folder:
            Path(folder).chmod(0o755)
            (Path(folder) / "state").mkdir()
            (Path(folder) / "state").chmod(0o777)
            yield Place(Path(folder) / "workspace", Path(folder) / "state")

    @pytest.mark.parametrize(
        ("which", "mode"),
        [
            ("models", 0),
            ("teams", 0),
            ("teams/alpha-*", 0),
            ("teams/alpha-*/rounds", 0),
            ("teams/alpha-*/rounds/*", 0),
            ("teams/alpha-*/rounds/*", 0o444),
            ("backups", 0),
        ],
    )
    def test_a_folder_is_named_once_and_never_taken_for_empty(
        self, place: Place, answered: Place, which: str, mode: int
    ) -> None:
        (place.folder / "backups").mkdir()
        (folder,) = place.folder.glob(which)
        folder.chmod(mode)
        result = as_nobody(PRINT_FINDINGS.format(state=str(place.state)), place)
        folder.chmod(0o755)
        assert result.returncode == 0, result.stderr
        told = [line for line in result.stdout.splitlines() if line.startswith("error")]
        assert told
        assert all("Can't be read: you have no permission." in line for line in told)
        assert mode or [line.split()[1] for line in told] == [str(folder)]
        assert "empty" not in result.stdout.lower()

    @pytest.mark.parametrize("which", ["team~*", "round~*", "[0-9a-f]*~*", "workspace.json", "models/*", "backups/*"])
    def test_a_file_is_named_once(self, place: Place, answered: Place, which: str) -> None:
        if which == "backups/*":
            (place.folder / "backups").mkdir()
            (place.folder / "backups" / "old.zip").write_bytes(b"")
        path = place.files(which)[0]
        path.chmod(0)
        result = as_nobody(PRINT_FINDINGS.format(state=str(place.state)), place)
        assert result.returncode == 0, result.stderr
        assert [line for line in result.stdout.splitlines() if str(path) in line and "refused" not in line] == [
            f"error {path} Can't be read: you have no permission."
        ]


class TestDiskTrouble:
    """A disk that fails, or a share that is gone, is told of with the folder; nothing is mended on such ground."""

    @pytest.mark.parametrize(
        ("number", "words"),
        [
            (errno.EIO, "disk error"),
            (errno.ESTALE, "the drive does not answer"),
            (errno.EACCES, "you have no permission"),
        ],
    )
    @pytest.mark.parametrize("which", ["models", "teams", "teams/alpha-*", "teams/alpha-*/rounds/*", "set-aside"])
    def test_a_folder_that_can_not_be_listed(
        self, answered: Place, monkeypatch: pytest.MonkeyPatch, which: str, number: int, words: str
    ) -> None:
        (answered.folder / "set-aside").mkdir()
        (bad,) = answered.folder.glob(which)
        listdir, scandir = os.listdir, os.scandir

        def failing(real: Callable[..., object]) -> Callable[..., object]:
            def look(path: object = ".") -> object:
                if str(path) == str(bad):
                    raise OSError(number, os.strerror(number), str(path))
                return real(path)

            return look

        monkeypatch.setattr(os, "listdir", failing(listdir))
        monkeypatch.setattr(os, "scandir", failing(scandir))
        finding = only(check(answered.folder, answered.state))
        assert (finding.path, finding.severity, finding.remedy) == (bad, Severity.ERROR, Remedy.NONE)
        assert words in finding.what

    def test_a_repair_that_can_not_back_everything_up_does_nothing(
        self, answered: Place, round_: Round, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        flip_a_byte(answered.slots_of(round_)[0])
        bad = answered.folder / "models"
        before = answered.contents()
        scandir = os.scandir

        def failing(path: str = ".") -> object:
            if str(path) == str(bad):
                raise OSError(errno.EIO, "Input/output error", str(path))
            return scandir(path)

        with monkeypatch.context() as patched:
            patched.setattr(os, "scandir", failing)
            with pytest.raises(StoreError, match="models"):
                repair(answered.folder, answered.state)
        assert answered.contents() == before
