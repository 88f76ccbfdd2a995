"""The command line: what a person or a script types, and what it gets back."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line with the arguments of this process, and end the process with its exit code."""
    if sys.argv[1:] == ["--version"]:
        # Installers and scripts wait for this one, and it is the same in every language: nothing has to be loaded.
        from sem import __version__

        try:
            sys.stdout.write(f"sem {__version__}\n")
            sys.stdout.flush()
            return
        except (OSError, AttributeError):
            # The whole command line tries again, and tells what is wrong.
            pass
    try:
        from sem.cli.root import root
    except KeyboardInterrupt:
        sys.exit(130)
    root.main(prog_name="sem")
