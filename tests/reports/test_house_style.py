"""The house style: what the settings ask for is checked with words, and a logo is harmless in any report."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from sem.errors import InvalidError
from sem.reports.house_style import HouseStyle, house_style_of
from sem.settings import Settings


def picture(form: str, size: tuple[int, int] = (40, 20), **more: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#336699").save(out, form, **more)
    return out.getvalue()


def test_without_settings_the_usual_colours_and_no_logo(tmp_path: Path) -> None:
    assert house_style_of(Settings(), tmp_path / "settings.toml") == HouseStyle()


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_logo_counts_from_the_settings_file_and_gets_small(tmp_path: Path, form: str) -> None:
    (tmp_path / "logo").write_bytes(picture(form, (2000, 1000), comment=b"secret") if form == "JPEG"
                                    else picture(form, (2000, 1000)))  # fmt: skip
    style = house_style_of(Settings(report_logo="logo", report_colour="#102030"), tmp_path / "settings.toml")
    assert style.colour == "#102030"
    assert style.logo
    assert (style.logo.width, style.logo.height) == (640, 320)
    assert style.logo.png.startswith(b"\x89PNG")
    assert b"secret" not in style.logo.png


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    settings = Settings(report_logo="nowhere.png", report_colour="yellow", report_accent="#ffee00")
    with pytest.raises(InvalidError) as error:
        house_style_of(settings, tmp_path / "settings.toml")
    told = str(error.value)
    assert [problem.field for problem in error.value.problems] == ["report_colour", "report_accent", "report_logo"]
    assert "not a colour" in told
    assert "too light to read on white: its contrast is 1.2 and has to be 4.5" in told
    assert "it is not there" in told


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a PNG or JPEG"),
        (picture("PNG")[:60], "not a PNG or JPEG"),
        (picture("GIF"), "not a PNG or JPEG"),
        (b"", "not a PNG or JPEG"),
        (b"\0" * 5_000_001, "too large"),
    ],
)  # fmt: skip
def test_what_is_no_logo_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "logo.png").write_bytes(data)
    with pytest.raises(InvalidError, match=words):
        house_style_of(Settings(report_logo="logo.png"), tmp_path / "settings.toml")


def test_a_picture_that_unpacks_to_far_too_much_is_not_unpacked(tmp_path: Path) -> None:
    bomb = picture("PNG", (1, 1)).replace(b"\0\0\0\x01\0\0\0\x01", b"\0\0\xff\xff\0\0\xff\xff")
    (tmp_path / "logo.png").write_bytes(bomb)
    with pytest.raises(InvalidError, match=r"too large|not a PNG"):
        house_style_of(Settings(report_logo="logo.png"), tmp_path / "settings.toml")
