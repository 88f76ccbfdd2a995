"""A few sentences in the place of what is not there: a welcome, an empty list, a problem."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from sem.tui.text import plain, wrap

WIDEST = 72


class Panel(Widget):
    """Shows a title and sentences, with room around them; never markup."""

    DEFAULT_CSS = """
    Panel { width: 1fr; height: 1fr; padding: 1 4; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title = ""
        self._sentences: tuple[str, ...] = ()

    def show(self, title: str, sentences: Sequence[str]) -> None:
        """Show these words; the last sentence stands out, because it says what to do."""
        self._title, self._sentences = title, tuple(sentences)
        self.refresh()

    def render(self) -> Content:
        """Return the words, wrapped."""
        width = min(WIDEST, self.size.width)
        lines = [Content.styled(plain(self._title), "bold"), Content("")]
        for sentence in self._sentences:
            style = "$accent bold" if sentence == self._sentences[-1] and len(self._sentences) > 1 else ""
            lines += [Content.styled(line, style) for line in wrap(sentence, width)]
            if sentence:
                lines.append(Content(""))
        return Content("\n").join(lines)
