"""Names that people type: kept as typed where they can be shown, refused with a reason where not, never a path."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.errors import InvalidError
from sem.model.names import clean_name, clean_note, name_key, slug

STRANGE_BUT_FINE = [
    "../..",
    "/",
    "[/]",
    "[@click=app.quit]x[/]",
    "=1+1",
    "🙂",
    "فريق الخدمة",
    "CON",
    "a.b",
    "-rf",
    "%s",
]


@pytest.mark.parametrize("name", STRANGE_BUT_FINE)
def test_a_strange_name_is_kept_as_typed(name: str) -> None:
    assert clean_name(name, "x") == name


@pytest.mark.parametrize("name", [*STRANGE_BUT_FINE, "Café Zuid", "ÅÄÖ", "x" * 300])
def test_a_slug_is_always_a_safe_file_name_part(name: str) -> None:
    made = slug(name)
    assert 1 <= len(made) <= 40
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_a_slug_can_be_recognised() -> None:
    assert slug("Klantenservice Café-Zuid 2") == "klantenservice-cafe-zuid-2"


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\u0301", "\u00a0", "\u3164", "\u2800"])
def test_an_empty_name_is_refused(name: str) -> None:
    with pytest.raises(InvalidError):
        clean_name(name, "x")


@pytest.mark.parametrize("name", ["a\nb", "a\x1b[31m", "a\x00b", "a\u202eb", "a\ud800b", "tab\there", "a\u2028b"])
def test_control_and_direction_characters_are_refused(name: str) -> None:
    with pytest.raises(InvalidError) as refusal:
        clean_name(name, "x")
    assert "\x1b" not in str(refusal.value)


def test_a_name_of_300_characters_is_refused_with_its_length() -> None:
    with pytest.raises(InvalidError, match="300"):
        clean_name("x" * 300, "x")


def test_outer_and_double_spaces_go() -> None:
    assert clean_name("  Team   Noord ", "x") == "Team Noord"


@pytest.mark.parametrize(("one", "two"), [("Noord", "NOORD"), ("straße", "STRASSE"), ("Ｎoord", "noord")])
def test_names_that_differ_in_case_or_width_are_the_same(one: str, two: str) -> None:
    assert name_key(one) == name_key(two)


@given(st.text(max_size=100))
def test_a_clean_name_stays_as_it_is(text: str) -> None:
    try:
        name = clean_name(text, "x")
    except InvalidError:
        return
    assert clean_name(name, "x") == name


@given(st.text(max_size=20), st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\ufe0f\u034f\u00ad\u3164"), st.data())
def test_names_that_differ_in_what_nobody_sees_are_the_same(name: str, unseen: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name)))
    assert name_key(name[:at] + unseen + name[at:]) == name_key(name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("since\tMay\nand June", "since\tMay\nand June"),
        ("one\r\ntwo\rthree\u2028four\x0bfive", "one\ntwo\nthree\nfour\nfive"),
        ("\x1b[31mred\x07\x9b2J\x7f\0", "[31mred2J"),
        ("half \ud83d", "half "),
        ("👩\u200d💻 é", "👩\u200d💻 é"),
    ],
)
def test_a_note_keeps_its_words_and_lines_and_loses_what_steers_a_terminal(typed: str, kept: str) -> None:
    assert clean_note(typed) == kept
