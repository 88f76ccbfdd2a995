"""The command line: what a person or a script types, and what it gets back."""

from __future__ import annotations


def main() -> None:
    """Run the command line with the arguments of this process, and end the process with its exit code."""
    from sem.cli.root import root

    root.main(prog_name="sem")
