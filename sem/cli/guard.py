"""How a run ends: each kind of trouble becomes a clear text and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

from sem.cli import stop_at_once
from sem.cli.output import narrate
from sem.errors import SemError
from sem.files import reason
from sem.i18n import gettext as _

if TYPE_CHECKING:
    from types import FrameType

    from sem.cli.session import Session

UNEXPECTED = 1
STOPPED = 130
READER_GONE = 141
DOCTOR_FOUND = 7

_LONGEST_LOG = 1_000_000


def run(work: Callable[[], int | None], session: Session) -> int:
    """Do `work` and return the exit code, after telling on stderr what went wrong."""
    try:
        _listen_to_interrupts()
        return work() or 0
    except SemError as error:
        narrate(_("Error: {message}").format(message=error))
        return error.exit_code
    except click.ClickException as error:
        return _usage(error)
    except (KeyboardInterrupt, click.Abort, EOFError):
        return _stopped()
    except BrokenPipeError:
        return READER_GONE
    except Exception as error:
        # Python wraps what comes while it makes a class.
        if isinstance(error.__cause__, KeyboardInterrupt):
            return _stopped()
        if isinstance(error.__cause__, SystemExit):
            raise error.__cause__ from None
        _log(error, session)
        return UNEXPECTED
    finally:
        _let_go_of_output()


def _listen_to_interrupts() -> None:
    """Let Ctrl+C be an exception from here on, because whatever is open now has to be closed."""
    import signal

    if signal.getsignal(signal.SIGINT) is stop_at_once:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def told(errors: Iterable[SemError]) -> int | None:
    """Tell of errors that did not keep the rest from being done; return the exit code they make, if there are any."""
    code = None
    messages = []
    for error in errors:
        messages.append(str(error))
        code = error.exit_code
    # What several teams lack is told once.
    for message in dict.fromkeys(messages):
        narrate(_("Error: {message}").format(message=message))
    return code


def end_on_signals() -> None:
    """Let SIGTERM and SIGHUP end the run as an exception does, so that files are closed and half ones taken away."""
    import signal

    def end(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        # Under nohup SIGHUP is ignored, and has to stay so.
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, end)


def _stopped() -> int:
    narrate()
    narrate(_("Stopped. What was saved before is kept."))
    return STOPPED


def _usage(error: click.ClickException) -> int:
    from io import StringIO

    text = StringIO()
    error.show(text)
    narrate(text.getvalue().rstrip("\n"))
    return error.exit_code


def _let_go_of_output() -> None:
    """Send nowhere what can't be written; Python tries again when it ends, complains, and changes the exit code."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except (OSError, ValueError):
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (OSError, ValueError):
            sys.stdout = None


def _log(error: Exception, session: Session) -> None:
    import platform
    import traceback
    from datetime import datetime

    from sem import __version__

    narrate(_("Something went wrong inside sem: {what}.").format(what=f"{type(error).__name__}: {error}"))
    head = f"{datetime.now().astimezone().isoformat(timespec='seconds')} sem {__version__} Python {sys.version}"
    entry = f"{head} {platform.platform()}\n{sys.argv[1:]}\n{''.join(traceback.format_exception(error))}\n"
    try:
        log = session.state / "sem.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > _LONGEST_LOG:
            log.replace(log.with_suffix(".log.1"))
        with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(entry)
    except OSError as trouble:
        narrate(_("The details could not be kept either: {why}.").format(why=reason(trouble)))
    else:
        narrate(_("Your answers are safe. The details are in {file}; send them along when you report this.")
                .format(file=log))  # fmt: skip
