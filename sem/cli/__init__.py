"""The command line: what a person or a script types, and what it gets back."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line with the arguments of this process, and end the process with its exit code."""
    _stop_at_once_on_interrupts()
    if sys.argv[1:] == ["--version"]:
        # Installers and scripts wait for this one, and it is the same in every language: nothing has to be loaded.
        import os

        from sem import __version__

        try:
            # Past the buffer: what can't be written would stay in it. Then the whole command line tries, and tells why.
            os.write(sys.stdout.fileno(), f"sem {__version__}\n".encode())
            return
        except (OSError, AttributeError):
            pass
    from sem.cli.root import root

    root.main(prog_name="sem")


def _stop_at_once_on_interrupts() -> None:
    """End the process without a word on Ctrl+C, until `sem.cli.guard` tells what it means.

    An exception would come out of the middle of an import, where Python may wrap it in another one or print it.
    """
    # The part of `signal` that Python has in it: to load the rest takes time in which nobody listens yet.
    import _signal as signal  # type: ignore[import-not-found]

    # Under nohup, or in the background of a script, SIGINT is ignored, and has to stay so.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, stop_at_once)


def stop_at_once(number: int, _frame: object) -> None:
    """End the process as a signal does that nobody listens to; nothing is open yet that could be left half done."""
    import os

    os._exit(128 + number)
