"""Questionnaires for the screens: one with texts as long as they usually are, and one with the longest allowed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

from sem.model.questionnaire import (
    LEVEL_NUMBERS,
    Area,
    AreaKind,
    Group,
    Grouping,
    Level,
    Question,
    Questionnaire,
    Version,
)
from sem.model.text import Text

LEVELS = (
    Text("Toevallig", "Incidental"),
    Text("Beginnend", "Emerging"),
    Text("Ingericht", "Designed"),
    Text("Gestuurd", "Managed"),
    Text("Excellent", "Excellent"),
)
AREAS = (
    ("welcome", Text("Gasten welkom heten", "Making guests welcome")),
    ("listening", Text("Luisteren en doorvragen", "Listening and asking on")),
    ("promises", Text("Beloften nakomen", "Keeping promises")),
    ("team", Text("Samen één team", "One team together")),
    ("surprise", Text("Verrassen", "Surprising")),
    ("craft", Text("Vakmanschap", "Craft")),
    ("kitchen", Text("Keuken en bediening", "Kitchen and service")),
    ("feedback", Text("Leren van gasten", "Learning from guests")),
    ("renewal", Text("Vernieuwen", "Renewing")),
    ("moment", Text("Het moment", "The moment")),
    ("visit", Text("Het hele bezoek", "The whole visit")),
    ("house", Text("De naam van het huis", "The name of the house")),
)
LAYERS = {"moment": "visit", "visit": "house", "house": None}

_WORDS = {
    "nl": (
        "gastvrijheidsbeleving medewerkersbetrokkenheid dat wij wat de gast echt wil weten en elke week bespreken "
        "verwachtingen klachtenafhandeling met elkaar in de keuken"
    ),
    "en": (
        "the interdepartmental responsibilities of everyone who serves guests are written down and reviewed "
        "conscientiously each week with colleagues in kitchens"
    ),
}


def of_length(language: str, length: int, first: str = "") -> str:
    """Return words, among them long ones, that together are exactly this long."""
    line = first
    for word in cycle(_WORDS[language].split()):
        if len(line) + 1 + len(word) > length:
            return line + "." * (length - len(line))
        line = f"{line} {word}" if line else word
    raise AssertionError("cycle() does not end")


def _both(length: int, first: str) -> Text:
    return Text(of_length("nl", length, first), of_length("en", length, first))


def _question(id_: str, name: Text, *, longest: bool) -> Question:
    if longest:
        statement, help_ = _both(160, f"S{id_}"), _both(300, f"H{id_}")
        levels = tuple(_both(220, f"L{n}{id_}") for n in LEVEL_NUMBERS)
    else:
        statement = Text(
            f"Wie hier te gast is, merkt dat wij werk maken van {name.nl.lower()}.",
            f"Guests here notice that we take care of {name.en.lower()}.",
        )
        levels = (
            Text("Het hangt af van wie er dienst heeft.", "It depends on who is on duty."),
            Text(
                "Een paar collega's letten erop. Als het druk is, schiet het erbij in.",
                "A few colleagues mind it. When it is busy, it is the first thing to go.",
            ),
            Text(
                "We hebben afgesproken hoe we het doen, en de meesten houden zich eraan, ook op drukke avonden.",
                "We agreed on how we do it, and most of us keep to it, also on busy evenings.",
            ),
            Text(
                "Iedereen doet het. Elke maand kijken we wat gasten ervan vonden, en passen we iets aan.",
                "Everyone does it. Each month we look at what guests thought of it, and change something.",
            ),
            Text(
                "Gasten vertellen er thuis over. Andere zaken komen kijken hoe wij het doen.",
                "Guests talk about it at home. Other places come to see how we do it.",
            ),
        )
        help_ = Text(
            "Vraag drie gasten wat hun opviel. Kijk in het logboek van de laatste twee weken.",
            "Ask three guests what they noticed. Look into the log of the last two weeks.",
        )
    return Question(f"{id_[:3].upper()}-01", name, statement, levels, help_)


def sample(*, longest: bool = False, hostile: Sequence[str] = ()) -> Questionnaire:
    """Return a questionnaire of nine building blocks and three layers, one question each.

    Args:
        longest: Whether statements have 160 characters, descriptors 220 and help 300.
        hostile: Texts to put, in turn, in the place of every name, statement and descriptor.
    """
    areas, texts = [], cycle(Text(text, text) for text in hostile or ("",))
    for id_, name in AREAS:
        kind = AreaKind.LAYER if id_ in LAYERS else AreaKind.BUILDING_BLOCK
        question = _question(id_, name, longest=longest)
        if hostile:
            name = next(texts)
            question = Question(question.id, name, name, tuple(next(texts) for _ in LEVEL_NUMBERS), name)
        areas.append(Area(id_, kind, name, name, name, (question,), LAYERS.get(id_)))
    names = tuple(next(texts) for _ in LEVELS) if hostile else LEVELS
    levels = tuple(Level(n, name, name) for n, name in zip(LEVEL_NUMBERS, names, strict=True))
    blocks = [area.id for area in areas if area.kind is AreaKind.BUILDING_BLOCK]
    groups = (
        Group("people", Text("Mensen", "People"), tuple(blocks[:5])),
        Group("house", Text("Huis", "House"), tuple(blocks[5:])),
    )
    everything = Group("blocks", Text("Bouwstenen", "Building blocks"), tuple(blocks))
    groupings = (
        Grouping("order", Text("Negen bouwstenen", "Nine building blocks"), (everything,)),
        Grouping("two", Text("Mensen en huis", "People and house"), groups),
    )
    title = next(texts) if hostile else Text("Gastenscan", "Guest scan")
    return Questionnaire("guest-scan", Version(1, 0, 0), title, title, levels, tuple(areas), groupings)
