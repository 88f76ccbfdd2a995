"""Texts that people might type, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

HOSTILE = (
    "",
    " ",
    "[/]",
    "[@click=app.quit]x[/]",
    "\x1b[31mred\x1b[0m",
    "two\nlines\tand a tab",
    "w" * 60,
    "Klanttevredenheidsonderzoeksverantwoordelijkheid",
    "$x^2$ and $\\frac{1}{2}$ for $5",
    "東京サービス",
    "👩‍👩‍👧 family 👍🏽",
    "🇳🇱 flag",
    "e\u0301\u0302\u0303\u0304 marks",
    "\u0301 mark first",
    "مرحبا بالعالم",
    "\u202eturned\u202c",
    "한국어 \u1112\u1161\u11ab",
    "=1+1",
    "../..",
    "\ud800 half a pair",
    "\U0001fae9 newer than most tables",
)

texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40), st.text("abc é-/", max_size=60))
