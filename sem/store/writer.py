"""Who writes: an id for this machine and this window that no other process has, held by a lock on the local disk."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import secrets
import string
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sem.errors import StoreError
from sem.i18n import gettext as _
from sem.store.disk import write_once

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCKS = "locks"
_PATIENCE = 10.0
"""Seconds to wait for another process that is adding or removing something."""
_SHARD = 3
"""Digits of an id that name its lock: few lock files in all, and sharing one by chance costs only a letter."""


class Claim:
    """The right to be the only process that writes under one writer id.

    Args:
        writer: The id, which is part of a file's name.
        lock: What keeps others from it; None for an id so random that nobody else will have it.
    """

    def __init__(self, writer: str, lock: BaseFileLock | None) -> None:
        self.writer = writer
        self._lock = lock

    def release(self) -> None:
        """Give the right back; may be called twice."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None


class Writers:
    """Hands out writer ids on this machine.

    Args:
        state: The folder for what belongs to this machine alone; it is made at the first claim.
    """

    def __init__(self, state: Path) -> None:
        self._state = state
        self._install: str | None = None

    def claim(self, id_: str) -> Claim:
        """Return the right to write a file of the team, round or respondent with this id.

        The first free letter is taken, so that one window at a time keeps writing one and the same file.
        """
        try:
            install = self._install_id()
            for letter in string.ascii_lowercase:
                lock = self._try_lock(f"{id_[:_SHARD]}-{letter}", 0)
                if lock is not None:
                    return Claim(f"{install}-{letter}", lock)
        except (OSError, NotImplementedError):
            # Without a folder for locks only chance can keep two processes apart, and it does.
            pass
        return self.stranger()

    def stranger(self) -> Claim:
        """Return the right to write under an id that was never used before, for when an old one is in doubt."""
        return Claim(f"{secrets.token_hex(5)}-x", None)

    def installation(self) -> str:
        """Return the id of this installation; empty where there is no folder to keep it in."""
        try:
            return self._install_id()
        except OSError:
            return ""

    @contextmanager
    def alone(self, workspace: Path) -> Iterator[None]:
        """Keep other processes on this machine from adding or removing anything meanwhile.

        Raises:
            StoreError: Another process has been busy with that for too long.
        """
        name = hashlib.sha256(str(workspace.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:12]
        try:
            lock = self._try_lock(f"workspace-{name}", _PATIENCE)
        except (OSError, NotImplementedError):
            lock = None
        else:
            if lock is None:
                raise StoreError(
                    _("Another window of sem is changing the workspace and does not finish."),
                    _("Wait for it, or close it, and try again."),
                )
        try:
            yield
        finally:
            if lock is not None:
                lock.release()

    def _try_lock(self, name: str, patience: float) -> BaseFileLock | None:
        from filelock import FileLock, Timeout

        folder = self._state / LOCKS
        folder.mkdir(parents=True, exist_ok=True)
        # A sheet is opened by one thread and may be closed by another.
        lock = FileLock(folder / f"{name}.lock", timeout=patience, thread_local=False)
        try:
            lock.acquire(poll_interval=0.01)
        except Timeout:
            return None
        return lock

    def _install_id(self) -> str:
        """Return the id of this installation; a copy of the state folder on another machine gets its own."""
        if self._install is None:
            file = self._state / f"install-{fingerprint(self._state)}.json"
            try:
                found = json.loads(file.read_bytes())["install"]
                self._install = found if isinstance(found, str) and found.isalnum() and found.isascii() else None
            except (OSError, ValueError, KeyError, TypeError):
                pass
            if self._install is None:
                self._install = secrets.token_hex(5)
                file.parent.mkdir(parents=True, exist_ok=True)
                write_once(file, json.dumps({"install": self._install}).encode())
        return self._install


def can_lock(state: Path) -> bool:
    """Whether this user may make lock files in the state folder, or may make that folder."""
    at = state / LOCKS
    while not at.exists() and at.parent != at:
        at = at.parent
    return at.is_dir() and os.access(at, os.W_OK | os.X_OK)


def fingerprint(state: Path) -> str:
    """Return what tells this machine and state folder from a clone of them, as 12 hex digits."""
    parts = [platform.node(), str(state.resolve()), _machine_id()]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:12]


def _machine_id() -> str:
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""
    for path in (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id")):
        try:
            return path.read_bytes().strip().hex()
        except OSError:
            continue
    return ""
