"""How the scores are made, in plain words; the formulas are in the documentation of the analysis."""

from __future__ import annotations

from sem.i18n import gettext as _
from sem.tui.screens.reading import Paragraph


def method_paragraphs() -> list[Paragraph]:
    """Return what each number means, as terms and sentences."""
    mean = _(
        "The average of the levels chosen in the area; a question with more weight counts more. Overall, every area "
        "counts once."
    )
    gap_free = _(
        "The highest level that every question of the area reaches. One question that lags behind holds it down: open "
        "the area to see which. With several respondents a question reaches a level when more than half of them "
        "chose that level or a higher one."
    )
    coverage = _(
        "How many of the questions that apply have a level. “Don't know” lowers this and never the mean; “not "
        "applicable” is left out of both."
    )
    people = _("How many respondents chose at least one level. With n = 1 the score is one person's view.")
    edges = _("The areas with the highest and the lowest means. Areas that score the same are never on both sides.")
    return [
        _("Every area has questions, and every answer is a level from 1 to 5. No answer is no answer, never a zero."),
        (_("mean"), mean),
        (_("gap-free level"), gap_free),
        (_("coverage"), coverage),
        ("n", people),
        (_("strongest, weakest"), edges),
        _(
            "In a radar a difference looks larger than it is, because the surface grows faster than the score. Read "
            "the table beside it."
        ),
    ]
