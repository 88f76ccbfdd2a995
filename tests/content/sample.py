"""A small questionnaire that uses everything a file can hold, and tools to break it."""

from __future__ import annotations

from pathlib import Path

SAMPLE = """\
format: 1
id: small
version: 1.2.0
title: {nl: Klein, en: Small}
description: {nl: Een kleine vragenlijst., en: A small questionnaire.}

levels:
  - {level: 1, name: {nl: Een, en: One}, meaning: {nl: Laagste., en: Lowest.}}
  - {level: 2, name: {nl: Twee, en: Two}, meaning: {nl: Laag., en: Low.}}
  - {level: 3, name: {nl: Drie, en: Three}, meaning: {nl: Midden., en: Middle.}}
  - {level: 4, name: {nl: Vier, en: Four}, meaning: {nl: Hoog., en: High.}}
  - {level: 5, name: {nl: Vijf, en: Five}, meaning: {nl: Hoogste., en: Highest.}}

traits:
  - {id: focus, title: {nl: Gerichtheid, en: Focus}}
  - {id: insight, title: {nl: Inzicht, en: Insight}}

areas:
  - id: culture
    kind: building-block
    title: {nl: Cultuur, en: Culture}
    short: {nl: Cultuur, en: Culture}
    description: {nl: Over cultuur., en: About culture.}
    questions:
      - id: CL-01
        label: {nl: Veilig, en: Safe}
        statement: {nl: We zijn veilig., en: We are safe.}
        levels:
          - {nl: Nee., en: No.}
          - {nl: Beetje., en: A bit.}
          - {nl: Meestal., en: Mostly.}
          - {nl: Gemeten., en: Measured.}
          - {nl: Beroemd., en: Famous.}
        help: {nl: Kijk rond., en: Look around.}
        weight: 1.5
        sources: [walk-around]
      - id: CL-02
        label: {nl: Open, en: Open}
        statement: {nl: We zijn open., en: We are open.}
        levels:
          - {nl: Dicht., en: Closed.}
          - {nl: Kier., en: Ajar.}
          - {nl: Half., en: Halfway.}
          - {nl: Wijd., en: Wide.}
          - {nl: Helemaal., en: Fully.}
        help: {nl: Vraag het., en: Ask.}
  - id: inner
    kind: layer
    inside: outer
    title: {nl: Binnen, en: Inner}
    short: {nl: Binnen, en: Inner}
    description: {nl: De binnenste laag., en: The inner layer.}
    questions:
      - id: IN-01
        label: {nl: Soepel, en: Smooth}
        statement: {nl: Het gaat soepel., en: It is smooth.}
        levels:
          - {nl: Stroef., en: Rough.}
          - {nl: Stroever., en: Rougher.}
          - {nl: Gaat., en: Goes.}
          - {nl: Glad., en: Slick.}
          - {nl: Vloeiend., en: Fluent.}
        help: {nl: Probeer., en: Try.}
        trait: focus
  - id: outer
    kind: layer
    title: {nl: Buiten, en: Outer}
    short: {nl: Buiten, en: Outer}
    description: {nl: De buitenste laag., en: The outer layer.}
    questions:
      - id: OU-01
        label: {nl: Heel, en: Whole}
        statement: {nl: Het is heel., en: It is whole.}
        levels:
          - {nl: Los., en: Loose.}
          - {nl: Bijeen., en: Together.}
          - {nl: Vast., en: Fixed.}
          - {nl: Gelijmd., en: Glued.}
          - {nl: Een., en: One.}
        help: {nl: Trek eraan., en: Pull it.}
        trait: insight

groupings:
  - id: all
    title: {nl: Alles, en: All}
    groups:
      - {id: blocks, title: {nl: Blokken, en: Blocks}, areas: [culture]}
      - {id: rings, title: {nl: Ringen, en: Rings}, areas: [inner, outer]}

practices:
  - id: walk-around
    area: culture
    level: 3
    kind: basic
    title: {nl: Loop rond, en: Walk around}
    description: {nl: Loop een uur mee., en: Walk along for an hour.}
    weeks: {low: 2, likely: 4, high: 8.5}
    person_days: {low: 1, likely: 3, high: 6}
    measure: {nl: Meer gesprekken., en: More talks.}
    prerequisites:
      - {area: inner, level: 2, reason: {nl: Eerst soepel., en: Smooth first.}}
    experiment: {nl: Een week., en: One week.}
    kill_criterion: {nl: Niemand komt., en: Nobody comes.}
    sources: [seed-001]
  - id: smooth-it
    area: inner
    level: 2
    kind: delighter
    title: {nl: Maak soepel, en: Smooth it}
    description: {nl: Schuur., en: Sand it.}
    weeks: {low: 1, likely: 1, high: 1}
    person_days: {low: 0.5, likely: 1, high: 2}
    measure: {nl: Minder splinters., en: Fewer splinters.}
"""


def broken(*changes: tuple[str, str]) -> str:
    """Return the sample with the first place of each text replaced."""
    text = SAMPLE
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    return text


def without(first: str, last: str) -> str:
    """Return the sample without what is from `first` up to `last`."""
    start = SAMPLE.index(first)
    return SAMPLE[:start] + SAMPLE[SAMPLE.index(last, start) :]


def line_of(text: str, snippet: str) -> int:
    """Return the line, counted from 1, on which the only `snippet` in a text starts."""
    assert text.count(snippet) == 1, (snippet, text.count(snippet))
    return text.count("\n", 0, text.index(snippet)) + 1


def written(folder: Path, text: str | bytes, name: str = "small.yaml") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
