"""The scores of a round as text: a table where the terminal is wide enough, else a few lines an area."""

from __future__ import annotations

from sem.analysis.scoring import AreaScore, Profile, Score
from sem.analysis.words import agreement_word, people_words
from sem.i18n import gettext as _
from sem.i18n import language, long_date, number, percent
from sem.model.assessment import Round, Team
from sem.reports.lines import align, one_line, width, wrap
from sem.reports.words import NOTHING, level_words, state_word

_NUMBERS = (1, 3, 4)
"""The columns that are aligned to the right."""


def score_lines(team: Team, round_: Round, profile: Profile, columns: int) -> list[str]:
    """Return the scores as lines of at most `columns`; only a single longer word may pass that."""
    lines = [*wrap(_title(team, round_, profile), columns), ""]
    rows = [[_("Area"), _("Mean"), _("Level"), _("Coverage"), _("n"), _("Agreement"), _("Blocks the next level")]]
    for scored in profile.areas:
        rows.append([scored.area.short.get(language()), *_cells(profile, scored.score, _blocks_area(scored))])
    rows.append([_("Overall"), *_cells(profile, profile.overall, _blocks_overall(profile))])
    lines += _laid_out(rows, columns)
    explanation = _(
        "Mean: of the levels chosen, 1 to 5. Level: the highest one that every question of the area reaches. "
        "Coverage: how much of what applies got a level. n: how many people chose a level. "
        "Agreement: how close together people are, from none to very strong. — means: no score yet."
    )
    return [*lines, "", *wrap(explanation, columns)]


def _title(team: Team, round_: Round, profile: Profile) -> str:
    questionnaire = profile.questionnaire
    facts = [people_words(profile.n, profile.overall.n)]
    if profile.overall.coverage is not None:
        facts.append(_("coverage {coverage}").format(coverage=percent(profile.overall.coverage)))
    return " · ".join(
        [
            one_line(team.name),
            _("round of {day} ({state})").format(day=long_date(round_.opened), state=state_word(round_.state)),
            f"{questionnaire.title.get(language())} {questionnaire.version}",
            *facts,
        ]
    )


def _cells(profile: Profile, score: Score, blocks: str) -> list[str]:
    return [
        NOTHING if score.mean is None else number(score.mean),
        level_words(profile.questionnaire, score.gap_free_level),
        NOTHING if score.coverage is None else percent(score.coverage),
        str(score.n),
        NOTHING if score.agreement is None else agreement_word(score.agreement),
        blocks,
    ]


def _blocks_area(scored: AreaScore) -> str:
    """Return what keeps an area from its next level: a question, or that there is no level yet to go on from."""
    score = scored.score
    blocking = next((one for one in scored.questions if one.question.id == score.blocking_question), None)
    if blocking is None:
        return NOTHING
    if score.mean is None:
        return _("no level yet")
    label = blocking.question.label.get(language())
    return label if blocking.floor is not None else _("no level yet for {what}").format(what=label)


def _blocks_overall(profile: Profile) -> str:
    """Return the question that keeps the whole from its next level, or the areas that lack one."""
    overall = profile.overall
    if overall.blocking_question is None:
        return NOTHING
    if overall.mean is None:
        return _("no level yet")
    if overall.gap_free_level is not None:
        return profile.questionnaire.question(overall.blocking_question).label.get(language())
    lacking = [scored.area.short.get(language()) for scored in profile.areas
               if scored.score.coverage is not None and scored.score.gap_free_level is None]  # fmt: skip
    if len(lacking) == 1:
        return _("no level yet for {what}").format(what=lacking[0])
    return _("{n} areas without a level").format(n=len(lacking))


def _laid_out(rows: list[list[str]], columns: int) -> list[str]:
    """Return the widest layout that fits: one table, a table with the last column below it, or lines an area."""
    whole = align(rows, _NUMBERS)
    if max(map(width, whole)) <= columns:
        return whole
    table = align([row[:-1] for row in rows], _NUMBERS)
    if max(map(width, table)) <= columns:
        # Below the table only what the dashes in it do not say already.
        said = (NOTHING, _("no level yet"))
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
