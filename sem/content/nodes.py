"""The tree a file becomes before it means anything: every value is text, and every node knows its place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

_LONGEST_SHOWN = 60
_ID_LIKE = re.compile(r"[A-Za-z0-9-]{1,60}", re.ASCII)


def shown(text: str) -> str:
    """Return what a file says in a form that is safe to put in a message: short, and without control characters."""
    plain = "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(c)[0] == "C" else c for c in text[:200])
    plain = " ".join(plain.split())
    return plain if len(plain) <= _LONGEST_SHOWN else plain[: _LONGEST_SHOWN - 1] + "…"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that is read: its name as a user knows it, and its place in the order of reading."""

    name: str
    order: int = 0


@dataclass(slots=True, eq=False)
class Node:
    """Something a file says.

    Args:
        file: The file.
        line: The line it starts at, counted from 1.
        parent: What it is in; None for the whole.
        step: Its field name in a mapping, or its position in a list, counted from 1.
    """

    file: SourceFile
    line: int
    parent: Node | None = None
    step: str | int = ""

    @property
    def path(self) -> str:
        """Where it is in its file, such as ``areas[culture].questions[CL-01].levels[3].en``; empty for the whole."""
        steps: list[str] = []
        node: Node | None = self
        while node is not None and node.parent is not None:
            name = node.text("id") if isinstance(node, Mapping) else None
            if isinstance(node.step, str):
                steps.append(f".{shown(node.step)}")
            elif name and _ID_LIKE.fullmatch(name):
                steps.append(f"[{name}]")
            else:
                steps.append(f"[{node.step}]")
            node = node.parent
        return "".join(reversed(steps)).removeprefix(".")


@dataclass(slots=True, eq=False)
class Scalar(Node):
    """A single value, as it was written; `plain` where it has no quotation marks."""

    value: str = ""
    plain: bool = True


@dataclass(slots=True, eq=False)
class Sequence(Node):
    """A list."""

    items: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Mapping(Node):
    """Fields with values; `flow` where they are written between braces."""

    fields: dict[str, Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    flow: bool = False

    def text(self, name: str) -> str | None:
        """Return what a field says, None where it is absent or no single value."""
        node = self.fields.get(name)
        return node.value.strip() if isinstance(node, Scalar) else None

    def scalars(self, name: str) -> list[Scalar]:
        """Return the single values in a field that is a list; empty where it is anything else."""
        node = self.fields.get(name)
        return [item for item in node.items if isinstance(item, Scalar)] if isinstance(node, Sequence) else []

    def mappings(self, name: str) -> list[Mapping]:
        """Return the mappings in a field that is a list; empty where it is anything else."""
        node = self.fields.get(name)
        return [item for item in node.items if isinstance(item, Mapping)] if isinstance(node, Sequence) else []


@dataclass(slots=True, eq=False)
class Refused(Node):
    """A value that has been complained about already, so that nobody complains about it again."""
