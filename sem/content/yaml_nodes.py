"""Reads YAML into nodes, and refuses what a questionnaire has no use for: aliases, tags, a second document, depth."""

from __future__ import annotations

from typing import Any

import yaml

from sem.content.nodes import Mapping, Node, Refused, Scalar, Sequence, SourceFile
from sem.content.problems import Problems
from sem.content.yaml_errors import explain
from sem.i18n import gettext as _

MOST_NODES = 50_000
MOST_NESTED = 20

# PyYAML is also built without libyaml; its own parser gives the same events, some twenty times slower.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_nodes(text: str, file: SourceFile, problems: Problems) -> Node | None:
    """Return what the text of a file says; None, with a problem, where it can't be read to the end."""
    return _Builder(file, problems).build(text)


class _Builder:
    """Makes nodes from the parser's events, one after another, so that depth never costs recursion."""

    def __init__(self, file: SourceFile, problems: Problems) -> None:
        self._file = file
        self._problems = problems
        self._root: Node | None = None
        self._open: list[Mapping | Sequence] = []
        # For each open mapping the key whose value comes next, None where a key comes next.
        self._keys: list[str | None] = []

    def build(self, text: str) -> Node | None:
        """Return the tree of `text`; None, with a problem, where it can't be read to the end."""
        nodes = 0
        try:
            for event in yaml.parse(text, Loader=LOADER):
                if isinstance(event, yaml.NodeEvent):
                    nodes += 1
                    self._add(event)
                elif isinstance(event, yaml.CollectionEndEvent):
                    self._open.pop()
                    self._keys.pop()
                elif isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
                    self._stop(event, _("A second document starts here."), _("Make it a file of its own."))
                    return None
                if nodes > MOST_NODES:
                    self._stop(event, _("This file is too large."), _("Spread it over more files in a folder."))
                    return None
                if len(self._open) > MOST_NESTED:
                    advice = _("Check the brackets and the spaces at the start of the line.")
                    self._stop(event, _("This is nested too deeply."), advice)
                    return None
        # Escapes beyond Unicode make PyYAML's own parser raise the last two; the C parser has its own error for them.
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            line, message, advice = explain(error)
            self._problems.in_file(self._file, line, message, advice)
            return None
        if self._root is None:
            self._problems.in_file(self._file, 1, _("This file is empty."))
        return self._root

    def _stop(self, event: Any, message: str, advice: str) -> None:
        self._problems.in_file(self._file, event.start_mark.line + 1, message, advice)

    def _add(self, event: Any) -> None:
        """Add the node that an event starts to the tree."""
        line = event.start_mark.line + 1
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = Scalar(self._file, line, value=event.value, plain=not event.style)
        elif isinstance(event, yaml.MappingStartEvent):
            node = Mapping(self._file, line, flow=bool(event.flow_style))
        elif isinstance(event, yaml.SequenceStartEvent):
            node = Sequence(self._file, line)
        else:
            node = Refused(self._file, line)
        if self._open:
            self._attach(node, self._open[-1])
        else:
            self._root = node
        if event.anchor is not None:
            advice = _("Write it out. Put a text that starts with & or * between quotation marks.")
            self._problems.at(node, _("Anchors (&) and aliases (*) are not used here."), advice)
        elif event.tag is not None:
            advice = _("Delete it. Put a text that starts with ! between quotation marks.")
            self._problems.at(node, _("Tags (!) are not used here."), advice)
        if isinstance(node, Mapping | Sequence):
            self._open.append(node)
            self._keys.append(None)

    def _attach(self, node: Node, parent: Mapping | Sequence) -> None:
        """Put a node in a list, under its key in a mapping, or make it the key that comes next."""
        node.parent = parent
        if isinstance(parent, Sequence):
            parent.items.append(node)
            node.step = len(parent.items)
            return
        key = self._keys[-1]
        if key is None:
            self._keys[-1] = self._read_key(node, parent)
            return
        node.step = key
        parent.fields.setdefault(key, node)
        self._keys[-1] = None

    def _read_key(self, node: Node, parent: Mapping) -> str:
        """Return the key that a node is; the problem is told here where it can't be one."""
        name = node.value if isinstance(node, Scalar) else ""
        node.step = name or "?"
        if not isinstance(node, Scalar):
            advice = _("Put a text that starts with a bracket between double quotation marks.")
            self._problems.at(parent, _("A field needs a name before the colon."), advice, line=node.line)
        elif name == "<<" and node.plain:
            message, advice = _("Fields can't be merged in with <<."), _("Write them out.")
            self._problems.at(parent, message, advice, child=name, line=node.line)
        elif name in parent.lines:
            message = _("This field is here already, at line {line}.").format(line=parent.lines[name])
            self._problems.at(parent, message, _("Keep one of the two."), child=name, line=node.line)
        else:
            parent.lines[name] = node.line
        return name
