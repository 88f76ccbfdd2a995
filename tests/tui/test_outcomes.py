"""What a team measures of its results on the screens: written down, read and taken away."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from sem.model.outcome import Measure, Measurement
from tests.tui.conftest import LARGE, SMALL, TODAY, Place
from tests.tui.test_hostile import TEXTS, assert_harmless
from tests.tui.test_session import paste


async def test_a_value_is_written_down_read_and_taken_away(place: Place) -> None:
    team = place.team()
    async with place.screen(size=SMALL) as screen:
        await screen.press("u")
        assert "A score is not a result." in screen.window
        await screen.press("n", "enter")
        assert "Not right yet: What was measured, What came out." in screen.window
        await paste(screen, "klanttevredenheid")
        await screen.press("down")
        await paste(screen, "11")
        await screen.press("down")
        await paste(screen, "2027-01-01")
        await screen.press("enter")
        assert "Not right yet: What came out, On which day." in screen.window
        assert "11 is not between 0 and 10" in screen.window
        await paste(screen, "7,4")
        await screen.press("down")
        assert "is still to come" in screen.window
        await paste(screen, "1-3-2026")
        await screen.press("enter")
        assert "Klanttevredenheid" in screen.window
        assert "7.4 (0–10) · 1 Mar 2026" in screen.window
        # At the measure pointed at its name need not be typed again.
        await screen.press("n", "down")
        await paste(screen, "8.1")
        await screen.press("enter", "enter")
        assert "21 Nov 2026" in screen.window
        assert "better than 7.4 on 1 Mar 2026" in screen.window
        await screen.press("f2", "escape")
        assert "8,1 (0–10) · 21 nov 2026" in screen.window
        await screen.press("f2", "delete", "y")
        assert "7.4 (0–10) · 1 Mar 2026" in screen.window
        await screen.press("delete", "y")
        assert "no value yet" in screen.window
        await screen.press("delete", "n")
        (kept,) = place.store.programme(team.id).measures
        assert (kept.id, kept.values) == ("satisfaction", ())
        await screen.press("delete", "y")
        assert "Write down what customers notice" in screen.window
    assert place.store.programme(team.id).measures == ()


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_name_is_cut_only_where_its_value_leaves_no_room(place: Place, size: tuple[int, int]) -> None:
    values = (Measurement(date(2023, 12, 28), 7.25, 112), Measurement(TODAY, 8.75, 198))
    names = ("Customer satisfaction", "Complaints about late parcels", "Complaints " * 20)
    measures = tuple(Measure(f"m{n}", name, "0–10", values=values) for n, name in enumerate(names))
    place.store.change_programme(place.team().id, lambda before: replace(before, measures=measures))
    async with place.screen(size=size) as screen:
        await screen.press("u")
        rows = {name: next(row for row in screen.rows if name in row) for name in names[:2]}
        assert all("8.75 (0–10, n = 198) · 21 Nov 2026" in row for row in rows.values())
        assert ("better than 7.25 on 28 Dec 2023" in rows[names[0]]) == (size == LARGE)
        assert re.search(r"Complaints Complaints.*… +8\.75 \(0–10, n = 198\) · 21 Nov 2026", screen.text)


async def test_no_text_of_a_measure_harms_the_window(place: Place) -> None:
    # As another program might have kept them, not as the rules clean them.
    values = tuple(Measurement(TODAY, 3.25, 4, text) for text in TEXTS.values())
    measures = tuple(
        Measure(f"m{n}", text, text, values=values[n : n + 1]) for n, text in enumerate(TEXTS.values())
    )  # fmt: skip
    place.store.change_programme(place.team().id, lambda before: replace(before, measures=measures))
    async with place.screen(size=SMALL) as screen:
        await screen.press("u")
        for at in TEXTS:
            assert_harmless(screen, at)
            await screen.press("enter")
            assert_harmless(screen, at)
            await screen.press("escape")
            if at in ("closing tag", "escape sequences", "long"):
                await screen.press("n")
                assert_harmless(screen, at)
                await screen.press("escape")
            await screen.press("down")
