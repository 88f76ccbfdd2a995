"""The profile as a slide."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from datetime import date
from functools import cache
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from PIL import Image

from sem.analysis.scoring import Profile, profile, strongest_and_weakest
from sem.analysis.words import agreement_word
from sem.charts.figures.profile import describe, draw_profile
from sem.charts.figures.sheet import Format, Sheet
from sem.charts.figures.size import DOTS_PER_INCH
from sem.charts.figures.typeface import font_file
from sem.content.library import load_questionnaire
from sem.i18n import LANGUAGES, Language, set_language
from sem.model.assessment import Answer, Respondent, Response
from tests.charts.profiles import anonymous, made_up, quick_scan, responses
from tests.charts.texts import HOSTILE

DAY = date(2026, 11, 21)
TEAM = "Klantenservice Noord"
SCAN = load_questionnaire("quick-scan")
LEVELS_EN = [f"{level.number} {level.name.en}" for level in SCAN.levels]
LONG_TEAM = "Team Klantcontact en Dienstverlening van de Samenwerkende Waterschappen Noordwest"
FORMATS: tuple[Format, ...] = ("png", "svg", "pdf")
LONG_NAMES = (
    "Klantbehoeften, -verwachtingen en -wensen begrijpen",
    "Visie, missie en strategie op dienstverlening",
    "Leiderschap en betrokkenheid van het management",
    "Service-excellencecultuur",
    "Uitzonderlijke klantbelevingen ontwerpen en vernieuwen",
    "Betrokkenheid van medewerkers",
    "Klantgerichte processen en organisatiestructuur",
    "Klanttevredenheidsonderzoeksverantwoordelijkheden",
    "Management van service-innovatie",
)


def words(sheet: Sheet) -> str:
    return " ".join(line.text for line in sheet.lines)


@cache
def renderer() -> Any:
    return FigureCanvasAgg(Figure(dpi=DOTS_PER_INCH)).get_renderer()  # type: ignore[no-untyped-call]


@cache
def measured(text: str, size: float, bold: bool) -> tuple[float, float, float]:
    """Return the width, height and descent of a line in pixels, as the renderer measures it."""
    font = FontProperties(fname=str(font_file(bold)), size=size)
    found: tuple[float, float, float] = renderer().get_text_width_height_descent(text, font, False)
    return found


def check_layout(sheet: Sheet) -> None:
    """Check, as the renderer measures, that each text lies on the sheet and that no two lie over each other."""
    assert sheet.figure.dpi == DOTS_PER_INCH
    boxes = []
    for line in sheet.lines:
        width, height, descent = measured(line.text, line.size, line.bold)
        # Of letters like g in the line above and accents in the line below, only what is inked may not meet.
        x, y = line.x * 1.2, line.baseline * 1.2 - descent
        if line.upwards:
            x, y = line.x * 1.2 - height + descent, line.baseline * 1.2
            width, height = height, width
        boxes.append((x, y, x + width, y + height, line.text))
    for left, bottom, right, top, text in boxes:
        assert left >= 0, text
        assert bottom >= 0, text
        assert right <= sheet.width * 1.2, text
        assert top <= sheet.height * 1.2, text
    boxes.sort()
    for n, (left, bottom, right, top, text) in enumerate(boxes, 1):
        for other_left, other_bottom, other_right, other_top, other in islice(boxes, n, None):
            if other_left > right - 1:
                break
            wide = min(right, other_right) - max(left, other_left)
            high = min(top, other_top) - max(bottom, other_bottom)
            assert wide < 1 or high < 1, f"{text!r} lies over {other!r} by {wide:.1f} x {high:.1f} pixels"


def bytes_of(scored: Profile, format: Format, team: str = TEAM) -> bytes:
    return draw_profile(scored, team=team, day=DAY).data(format)


@cache
def eight() -> bytes:
    """Return a file for all tests that look into it: of eight people, and of a team with a name like markup."""
    return bytes_of(quick_scan(8), "svg", team="A & <B>")


@cache
def three(format: Format) -> bytes:
    """Return the file of a profile, drawn once for all tests that compare with it."""
    return bytes_of(quick_scan(3), format)


class TestLayout:
    @pytest.mark.parametrize(
        ("name", "code", "n"),
        [
            pytest.param(
                name, code, n, marks=[] if n == 8 or (name, code) == ("quick-scan", "nl") else pytest.mark.long
            )
            for name in ("quick-scan", "service-excellence")
            for code in LANGUAGES
            for n in (0, 1, 8)
        ],
    )
    def test_no_text_is_cut_or_overlapped_in_the_shipped_questionnaires(
        self, name: str, code: Language, n: int
    ) -> None:
        set_language(code)
        questionnaire = load_questionnaire(name)
        check_layout(draw_profile(profile(questionnaire, responses(questionnaire, n)), team=LONG_TEAM, day=DAY))

    def test_nor_with_long_names_of_areas_and_levels_and_team(self) -> None:
        set_language("nl")
        questionnaire = made_up(LONG_NAMES, LONG_NAMES[:3], [f"Niveau dat {name}" for name in LONG_NAMES[:5]])
        check_layout(draw_profile(profile(questionnaire, responses(questionnaire, 8)), team=LONG_TEAM, day=DAY))

    @pytest.mark.parametrize("text", HOSTILE, ids=ascii)
    def test_nor_with_whatever_people_type(self, text: str) -> None:
        questionnaire = made_up([text] * 9, [text] * 3, [text] * 5, title=text)
        scored = profile(questionnaire, responses(questionnaire, 3, skip=("a4",)))
        check_layout(draw_profile(scored, team=text, day=DAY))

    @pytest.mark.parametrize(
        "count",
        [
            pytest.param(count, marks=[] if count in (3, 7, 12, 40) else pytest.mark.long)
            for count in (3, 4, 5, 6, 7, 8, 10, 12, 16, 24, 40)
        ],
    )
    def test_nor_with_any_number_of_building_blocks(self, count: int) -> None:
        questionnaire = made_up([LONG_NAMES[i % 9] for i in range(count)], ["UX", "CJM", "CX"])
        check_layout(draw_profile(profile(questionnaire, responses(questionnaire, 5)), team=TEAM, day=DAY))

    @pytest.mark.parametrize(("blocks", "layers"), [(0, 0), (0, 3), (1, 0), (2, 3), (9, 0), (9, 1), (9, 6)])
    def test_nor_when_there_is_nothing_for_a_radar_or_for_circles(self, blocks: int, layers: int) -> None:
        questionnaire = made_up(LONG_NAMES[:blocks], LONG_NAMES[:layers])
        check_layout(draw_profile(profile(questionnaire, responses(questionnaire, 2)), team=TEAM, day=DAY))


class TestContent:
    def test_says_team_date_questionnaire_respondents_coverage_and_levels(self) -> None:
        found = words(draw_profile(quick_scan(8), team=TEAM, day=DAY))
        for part in (TEAM, "21 November 2026", SCAN.title.en, "8 respondents", "coverage 100%", LEVELS_EN[2]):
            assert part in found
        assert str(SCAN.version) not in found

    def test_says_the_same_in_dutch(self) -> None:
        set_language("nl")
        found = words(draw_profile(quick_scan(8), team=TEAM, day=DAY))
        for part in ("21 november 2026", SCAN.title.nl, "8 respondenten", "dekking 100%", f"3 {SCAN.level(3).name.nl}"):
            assert part in found

    def test_numbers_have_a_decimal_comma_in_dutch_and_a_point_in_english(self) -> None:
        scored = quick_scan(8)
        mean = f"{scored.areas[0].score.mean:.1f}"
        assert mean in words(draw_profile(scored, team=TEAM, day=DAY))
        set_language("nl")
        assert mean.replace(".", ",") in words(draw_profile(scored, team=TEAM, day=DAY))

    def test_an_area_without_answers_has_no_score_and_never_zero(self) -> None:
        sheet = draw_profile(quick_scan(3, skip=("culture", "cjm")), team=TEAM, day=DAY)
        assert words(sheet).count("no score") == 2
        assert "0.0" not in [line.text for line in sheet.lines]

    def test_nobody_answered(self) -> None:
        sheet = draw_profile(quick_scan(0), team=TEAM, day=DAY)
        assert "No responses yet" in words(sheet)
        assert words(sheet).count("no score") == 12

    @pytest.mark.parametrize("people", [4, 6])
    def test_answers_that_are_not_shown_are_told_so_and_never_look_like_no_answers(self, people: int) -> None:
        scored = anonymous(people, skip=("culture",))
        sheet = draw_profile(scored, team=TEAM, day=DAY)
        check_layout(sheet)
        said = words(sheet)
        assert ("this round is anonymous, and fewer than 5 people chose a level" in said) == (people == 4)
        assert ("The answers to 1 question are not shown" in said) == (people == 6)
        assert "not shown" in said
        assert "no score" not in said
        assert "from the lowest to the highest respondent" not in said
        assert "not shown" in describe(scored)

    def test_one_respondent_is_no_mean_and_agrees_with_nobody(self) -> None:
        found = words(draw_profile(quick_scan(1), team=TEAM, day=DAY))
        assert "1 respondent ·" in found
        assert "score of 1 respondent" in found
        assert "ean" not in found
        assert "greement" not in found

    def test_agreement_is_shown_from_two_respondents_in_the_words_of_the_scores(self) -> None:
        scored = quick_scan(2)
        sheet = draw_profile(scored, team=TEAM, day=DAY)
        found = [line.text for line in sheet.lines]
        assert "Agreement" in found
        for area in scored.areas:
            assert area.score.agreement is not None
            assert agreement_word(area.score.agreement) in found
        assert "r_wg" not in words(sheet)

    def test_who_chose_no_level_is_no_part_of_n(self) -> None:
        answered = responses(SCAN, 3)
        unsure = Response(Respondent("u", "U"), {SCAN.questions[0].id: Answer(dont_know=True)})
        found = words(draw_profile(profile(SCAN, [*answered, unsure]), team=TEAM, day=DAY))
        assert "4 respondents, 3 with a level" in found
        assert "mean of 3 respondents" in found

    def test_one_level_beside_a_don_t_know_is_no_mean_of_people(self) -> None:
        unsure = Response(Respondent("u", "U"), {SCAN.questions[0].id: Answer(dont_know=True)})
        found = words(draw_profile(profile(SCAN, [*responses(SCAN, 1), unsure]), team=TEAM, day=DAY))
        assert "score of 1 respondent" in found
        assert "Agreement" not in found

    @pytest.mark.parametrize(("low", "blocks", "layers"), [(("culture",), 1, 0), (("culture", "cx"), 1, 1)])
    def test_the_lowest_are_those_of_all_areas_and_the_legend_of_the_radar_counts_blocks(
        self, low: tuple[str, ...], blocks: int, layers: int
    ) -> None:
        answers = {
            question.id: Answer(level=1 if area.id in low else 4 if n % 2 else 5)
            for n, (area, question) in enumerate(SCAN.items())
        }
        scored = profile(SCAN, [Response(Respondent("a", "A"), answers)])
        assert {one.area.id for one in strongest_and_weakest(scored.areas)[1]} == set(low)
        sheet = draw_profile(scored, team=TEAM, day=DAY)
        bold = {line.text for line in sheet.lines if line.bold}
        assert {area.short.en for area in SCAN.areas if area.id in low} <= bold
        assert ("the lowest building blocks" if blocks > 1 else "the lowest building block") in words(sheet)
        assert ("◆" in words(sheet)) == bool(layers)

    def test_don_t_know_lowers_the_coverage(self) -> None:
        questionnaire = load_questionnaire("quick-scan")
        answers = {question.id: Answer(dont_know=True) for question in questionnaire.questions[:6]}
        answers |= {question.id: Answer(level=3) for question in questionnaire.questions[6:]}
        scored = profile(questionnaire, [Response(Respondent("a", "A"), answers)])
        assert "coverage 50%" in words(draw_profile(scored, team=TEAM, day=DAY))

    def test_fewer_than_three_building_blocks_get_a_dot_plot_with_all_names(self) -> None:
        questionnaire = made_up(["Only this one"])
        sheet = draw_profile(profile(questionnaire, responses(questionnaire, 2)), team=TEAM, day=DAY)
        assert words(sheet).count("Only this one") == 2

    def test_names_without_room_become_numbers_that_the_table_explains(self) -> None:
        questionnaire = made_up([f"{LONG_NAMES[i % 9]} {i}" for i in range(40)])
        sheet = draw_profile(profile(questionnaire, responses(questionnaire, 2, skip=("a4",))), team=TEAM, day=DAY)
        found = [line.text for line in sheet.lines]
        assert {"1", "5 –", "40"} <= set(found)
        assert f"2 {LONG_NAMES[1]} 1" in found

    def test_level_names_that_would_hide_a_mark_stand_below_the_radar(self) -> None:
        questionnaire = load_questionnaire("quick-scan")
        lowest = {question.id: Answer(level=1) for question in questionnaire.questions}
        scored = profile(questionnaire, [Response(Respondent("a", "A"), lowest)])
        found = words(draw_profile(scored, team=TEAM, day=DAY))
        assert " · ".join(LEVELS_EN) in found

    def test_a_level_the_team_agreed_on_is_no_mean(self) -> None:
        questionnaire = load_questionnaire("quick-scan")
        agreed = {questionnaire.questions[0].id: 3}
        sheet = draw_profile(profile(questionnaire, responses(questionnaire, 4), agreed), team=TEAM, day=DAY)
        assert "score of 4 respondents" in words(sheet)

    def test_what_a_user_typed_is_never_markup(self) -> None:
        sheet = draw_profile(quick_scan(2), team="$x^2$ \\frac{1}{2} $$", day=DAY)
        assert "$x^2$ \\frac{1}{2} $$" in words(sheet)
        assert bytes_of(quick_scan(2), "svg", team="$x^2$") != bytes_of(quick_scan(2), "svg", team="x2")

    def test_characters_that_the_typeface_lacks_become_a_box(self) -> None:
        assert "□□ service" in words(draw_profile(quick_scan(2), team="東京 service", day=DAY))


class TestFiles:
    def test_the_png_is_a_slide_of_1920_by_1080(self) -> None:
        with Image.open(BytesIO(three("png"))) as image:
            assert image.size == (1920, 1080)

    @pytest.mark.parametrize("format", FORMATS)
    def test_any_names_can_be_written_in_any_format(self, format: Format) -> None:
        questionnaire = made_up(HOSTILE, HOSTILE[:3])
        scored = profile(questionnaire, responses(questionnaire, 2))
        begins = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[format]
        assert bytes_of(scored, format, team=" ".join(HOSTILE)).startswith(begins)

    @pytest.mark.long
    def test_another_process_writes_the_same_bytes_and_loads_no_pyplot(self) -> None:
        program = (
            "import hashlib, sys\n"
            "from tests.charts.test_profile_figure import FORMATS, bytes_of, quick_scan\n"
            "print(*(hashlib.sha256(bytes_of(quick_scan(3), format)).hexdigest() for format in FORMATS))\n"
            "print('matplotlib.pyplot' in sys.modules)"
        )
        root = Path(__file__).resolve().parent.parent.parent
        environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
        result = subprocess.run(
            [sys.executable, "-c", program], cwd=root, env=environment, capture_output=True, text=True, check=True
        )
        here = [hashlib.sha256(three(format)).hexdigest() for format in FORMATS]
        assert result.stdout.split() == [*here, "False"]

    @pytest.mark.parametrize(
        "format", [pytest.param(one, marks=pytest.mark.long if one == "pdf" else []) for one in FORMATS]
    )
    def test_neither_the_time_nor_a_user_s_own_settings_nor_a_file_in_place_of_a_buffer_change_a_byte(
        self, format: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = three(format)
        later = time.time() + 100_000
        monkeypatch.setattr(time, "time", lambda: later)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
        mine: Any = {
            "savefig.bbox": "tight",
            "savefig.transparent": True,
            "svg.fonttype": "none",
            "lines.antialiased": False,
            "font.size": 30,
        }
        with matplotlib.rc_context(mine):
            draw_profile(quick_scan(3), team=TEAM, day=DAY).write(tmp_path / "profile", format)
            assert matplotlib.rcParams["font.size"] == 30
        assert (tmp_path / "profile").read_bytes() == first

    def test_the_svg_says_in_text_what_it_shows(self) -> None:
        root = ElementTree.fromstring(eight())
        svg = "{http://www.w3.org/2000/svg}"
        assert (root.get("role"), root.get("width"), root.get("height")) == ("img", "1152", "648")
        title, description = root.findtext(f"{svg}title"), root.findtext(f"{svg}desc")
        assert title == "Profile of A & <B>, 21 November 2026"
        assert description is not None
        assert description.startswith(f"8 respondents · coverage 100%. {SCAN.areas[0].short.en}: ")

    def test_the_svg_needs_no_font_and_nothing_from_elsewhere(self) -> None:
        svg = eight().decode()
        assert "<text" not in svg
        assert "font-family" not in svg
        assert "<image" not in svg

    def test_a_folder_that_is_not_there_is_an_error_of_the_file_system(self, tmp_path: Path) -> None:
        sheet = draw_profile(quick_scan(1), team=TEAM, day=DAY)
        for format in FORMATS:
            with pytest.raises(OSError, match="No such file"):
                sheet.write(tmp_path / "no" / "x", format)
