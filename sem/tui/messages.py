"""What widgets and threads tell the screens."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class LevelPicked(Message):
    """A level of the question on the screen was clicked."""

    level: int


@dataclass
class Scrolled(Message):
    """The wheel was turned over a question: one level up or down."""

    step: int
