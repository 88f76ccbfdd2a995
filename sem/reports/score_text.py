"""The scores of a round as text: a table where the terminal is wide enough, else a few lines an area."""

from __future__ import annotations

from sem.analysis.disclosure import Disclosed
from sem.analysis.scoring import AreaScore, Profile, Score
from sem.analysis.words import agreement_word, people_words, withheld_words
from sem.i18n import gettext as _
from sem.i18n import language, long_date, number, percent
from sem.model.assessment import Team
from sem.reports.lines import align, one_line, width, wrap
from sem.reports.words import NOTHING, level_words, state_word

WITHHELD = "×"
"""Stands for what is there and may not be shown, which is not nothing."""


def score_lines(team: Team, shown: Disclosed, columns: int) -> list[str]:
    """Return the scores as lines of at most `columns`; only a single longer word may pass that."""
    profile = shown.profile
    lines = wrap(title_words(team, shown), columns)
    for words in (shown.round.scope, withheld_words(profile)):
        lines += wrap(one_line(words), columns) if words else []
    if profile.overall.unseen and profile.overall.mean is None:
        return lines
    rows = [[_("Area"), *score_headings(profile), _("Blocks the next level")]]
    for scored in profile.areas:
        rows.append([scored.area.short.get(language()), *score_cells(profile, scored.score), blocks_area_words(scored)])
    rows.append([_("Overall"), *score_cells(profile, profile.overall), blocks_overall_words(profile)])
    right = [at for at, title in enumerate(rows[0]) if title in (_("Mean"), _("Coverage"), _("Sure"), _("n"))]
    return [*lines, "", *_laid_out(rows, columns, right), "", *wrap(score_explanation(profile), columns)]


def title_words(team: Team, shown: Disclosed) -> str:
    """Return on one line what scores are about: the team, the round, the questionnaire and how many people."""
    profile, round_ = shown.profile, shown.round
    facts = [people_words(profile.n, profile.n if profile.overall.unseen else profile.overall.n)]
    if profile.overall.coverage is not None:
        facts.append(_("coverage {coverage}").format(coverage=percent(profile.overall.coverage)))
    return " · ".join(
        [
            one_line(team.name),
            _("round of {day} ({state})").format(day=long_date(round_.opened), state=state_word(round_.state)),
            f"{shown.questionnaire.title.get(language())} {shown.questionnaire.version}",
            *facts,
        ]
    )


def _several(profile: Profile) -> bool:
    return profile.overall.spread is not None


def _sure(profile: Profile) -> bool:
    return profile.overall.confidence.said > 0


def score_headings(profile: Profile) -> list[str]:
    """Return the headings over `score_cells`; what nobody said or could differ in has none."""
    return [
        _("Mean"),
        *([_("Spread")] if _several(profile) else []),
        _("Level"),
        _("Coverage"),
        *([_("Sure")] if _sure(profile) else []),
        _("n"),
        _("Agreement"),
    ]


def score_cells(profile: Profile, score: Score) -> list[str]:
    """Return the numbers that belong together, in words."""
    nothing = WITHHELD if score.withheld else NOTHING
    sure = score.confidence.index
    return [
        (_("not shown") if score.withheld else NOTHING) if score.mean is None else number(score.mean),
        *([spread_words(score) or nothing] if _several(profile) else []),
        nothing if score.gap_free_level is None else level_words(profile.questionnaire, score.gap_free_level),
        nothing if score.coverage is None else percent(score.coverage),
        *([nothing if sure is None else percent(sure)] if _sure(profile) else []),
        nothing if score.unseen else str(score.n),
        nothing if score.agreement is None else agreement_word(score.agreement),
    ]


def spread_words(score: Score) -> str:
    """Return how far apart people are: at a usual question and, where it may be known, their own means; or nothing."""
    if score.spread is None:
        return ""
    if score.low is None or score.high is None:
        return number(score.spread)
    return f"{number(score.spread)} ({number(score.low)}–{number(score.high)})"


def score_explanation(profile: Profile) -> str:
    """Return how the numbers are to be read, as far as they are shown."""
    sentences = [_("Mean: of the levels chosen, 1 to 5.")]
    if _several(profile):
        sentences.append(
            _("Spread: how far the levels of one question lie apart (standard deviation).")
            if profile.overall.low is None
            else _(
                "Spread: how far the levels of one question lie apart (standard deviation), and between brackets the "
                "lowest and the highest mean of one person."
            )
        )
    sentences.append(
        _(
            "Level: the highest one that every question of the area reaches. "
            "Coverage: how much of what applies got a level."
        )
    )
    if _sure(profile):
        sentences.append(
            _("Sure: how sure people are of their answers; a guess counts for a third, no level for nothing.")
        )
    sentences.append(
        _(
            "n: how many people chose a level. Agreement: how close together people are, from none to very strong. "
            "— means: no score yet."
        )
    )
    if profile.withheld:
        sentences.append(_("{mark} means: not shown.").format(mark=WITHHELD))
    return " ".join(sentences)


def blocks_area_words(scored: AreaScore) -> str:
    """Return what keeps an area from its next level: a question, or that there is no level yet to go on from."""
    score = scored.score
    blocking = next((one for one in scored.questions if one.question.id == score.blocking_question), None)
    if blocking is None:
        return NOTHING
    if score.unseen and score.mean is None:
        return _("not shown")
    if score.mean is None:
        return _("no level yet")
    label = blocking.question.label.get(language())
    if blocking.withheld and blocking.floor is None:
        return _("answers not shown for {what}").format(what=label)
    return label if blocking.floor is not None else _("no level yet for {what}").format(what=label)


def blocks_overall_words(profile: Profile) -> str:
    """Return the question that keeps the whole from its next level, or the areas that lack one."""
    overall = profile.overall
    if overall.blocking_question is None:
        return NOTHING
    if overall.withheld and overall.gap_free_level is None:
        return _("not shown")
    if overall.mean is None:
        return _("no level yet")
    if overall.gap_free_level is not None:
        return profile.questionnaire.question(overall.blocking_question).label.get(language())
    lacking = [scored.area.short.get(language()) for scored in profile.areas
               if scored.score.coverage is not None and scored.score.gap_free_level is None]  # fmt: skip
    if len(lacking) == 1:
        return _("no level yet for {what}").format(what=lacking[0])
    return _("{n} areas without a level").format(n=len(lacking))


def _laid_out(rows: list[list[str]], columns: int, right: list[int]) -> list[str]:
    """Return the widest layout that fits: one table, one with the last column below it, or lines an area."""
    whole = align(rows, right)
    if max(map(width, whole)) <= columns:
        return whole
    level = rows[0].index(_("Level"))
    short = [rows[0], *([*row[:level], row[level].partition(" ")[0], *row[level + 1 :]] for row in rows[1:])]
    # The names of the levels give way before the table does.
    tables = [align([row[:-1] for row in each], right) for each in (rows, short)]
    table = next((each for each in tables if max(map(width, each)) <= columns), None)
    if table:
        # Below the table only what the dashes in it do not say already.
        said = (NOTHING, _("no level yet"), _("not shown"))
        blocking = [wrap(f"{row[0]}: {row[-1]}", columns, indent="  ") for row in rows[1:] if row[-1] not in said]
        below = ["", f"{rows[0][-1]}:", *(line for lines in blocking for line in lines)] if blocking else []
        return [*table, *below]
    return _stacked(rows, columns)


def _stacked(rows: list[list[str]], columns: int) -> list[str]:
    """Return each row as its name and then its cells with their headings, for a narrow terminal."""
    heading, *areas = rows
    lines = []
    for name, *cells in areas:
        facts = "; ".join(f"{title.lower()}: {cell}" for title, cell in zip(heading[1:], cells, strict=True))
        lines += [*wrap(name, columns), *wrap(facts, columns, indent="  ")]
    return lines
