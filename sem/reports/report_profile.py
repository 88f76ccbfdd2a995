"""The first half of a report on a team: how its score is made, what it is, and where people agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Literal

from sem.analysis.agreement import FEWEST_FOR_AWG
from sem.analysis.disclosure import Disclosed
from sem.analysis.discussion import Order, in_order, topics
from sem.analysis.scoring import AreaScore, Profile, Score, strongest_and_weakest
from sem.analysis.why import why_area
from sem.analysis.words import agreement_word, no_mean_words, people_words, withheld_words
from sem.i18n import gettext as _
from sem.i18n import language, long_date, ngettext, number, percent
from sem.model.assessment import RoundKind
from sem.model.questionnaire import HIGHEST_LEVEL, LEVEL_NUMBERS, LOWEST_LEVEL, AreaKind
from sem.reports.document import (
    Block,
    Chart,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Share,
    Table,
    Value,
    cells,
    typed_table,
)
from sem.reports.report import Section, Subject
from sem.reports.report_pictures import profile_picture
from sem.reports.roadmap_words import listed
from sem.reports.score_text import (
    blocks_area_words,
    blocks_overall_words,
    score_cells,
    score_explanation,
    score_headings,
)
from sem.reports.table_words import table_for_people
from sem.reports.tables import QUESTION_COLUMNS, SCORE_COLUMNS, question_rows, score_rows
from sem.reports.words import NOTHING, level_words, round_kind_words, state_word

_MOST_DIVIDED = 10
_LITTLE_COVERAGE = 0.8
_FEWEST_FOR_RADAR = 3


def head(subject: Subject) -> tuple[tuple[str, str], ...]:
    """Return what the report is about, as names with their texts."""
    shown = subject.shown
    round_, overall = shown.round, shown.profile.overall
    facts = [
        (_("Team"), subject.team.name),
        (_("Round"), f"{long_date(round_.opened)} ({state_word(round_.state)}, {round_kind_words(round_.kind)})"),
        (_("Questionnaire"), f"{shown.questionnaire.title.get(language())} {shown.questionnaire.version}"),
    ]
    if round_.scope:
        facts.append((_("What it is about"), round_.scope))
    facts.append((_("Who answered"), _who(shown)))
    if overall.coverage is not None:
        facts.append((_("Coverage"), percent(overall.coverage)))
    facts.append((_("Report made on"), long_date(subject.today)))
    return tuple(facts)


def _who(shown: Disclosed) -> str:
    profile = shown.profile
    words = people_words(profile.n, profile.n if profile.overall.unseen else profile.overall.n)
    if shown.round.voices is None:
        return words
    return _("{people}, of {expected} who were asked").format(people=words, expected=shown.round.voices)


def summary(sections: Sequence[Section]) -> Section:
    """Return what all sections come down to."""
    told = tuple((section.title, section.message) for section in sections if section.message and not section.appendix)
    return Section("summary", _("In short"), "", (Facts(told),))


def method(subject: Subject) -> Section:
    """Return how the score is made, in a paragraph, with what limits it here."""
    shown = subject.shown
    texts = [
        _("People chose for each question one of five levels, by the description that fits best; “not applicable” and "
          "“don't know” are answers too, and no answer never counts as zero."),
        _("The score of a question is what the team agreed on, else the mean of the levels chosen; that of an area is "
          "the mean of its questions by their weights, and overall each area counts once."),
        _("A mean hides gaps, so the level beside it is the highest one that every question of the area reaches, with "
          "the question that blocks the next. Spread and agreement tell how far apart people are, coverage how much "
          "of what applies got a level. Read these together, never one of them alone."),
    ]  # fmt: skip
    kinds = {
        RoundKind.NAMED: _("People answered under their names."),
        RoundKind.ALIAS: _("People answered under aliases."),
        RoundKind.ANONYMOUS: _(
            "People answered anonymously: of a question with fewer than {minimum} answers nothing is shown or counted."
        ).format(minimum=shown.profile.minimum),
    }
    texts.append(kinds[shown.round.kind])
    texts.append(_("It is what people say of their own work: nobody from outside has checked it."))
    blocks: list[Block] = [Paragraph(" ".join(texts))]
    blocks += map(Paragraph, _limits(subject))
    levels = [
        cells((str(level.number), level.number), level.name.get(language()), level.meaning.get(language()))
        for level in shown.questionnaire.levels
    ]
    blocks.append(typed_table((_("Level"), _("Name"), _("Meaning")), levels))
    return Section("method", _("How this score is made"), "", tuple(blocks), tab=_("Method"))


def _limits(subject: Subject) -> Iterator[str]:
    """Yield what a reader has to know before reading any number of this round."""
    shown = subject.shown
    overall = shown.profile.overall
    if withheld := withheld_words(shown.profile):
        yield withheld
    if overall.mean is None and not overall.withheld:
        yield _("Nobody has chosen a level in this round yet, so there are no scores.")
    elif overall.n == 1 and not overall.withheld:
        yield _("One person answered. These are the views of one person and not yet those of a team.")
    elif 1 < overall.n < FEWEST_FOR_AWG and not overall.withheld:
        yield _("Only {n} people answered: one more could change every number here.").format(n=overall.n)
    if overall.coverage is not None and overall.coverage < _LITTLE_COVERAGE:
        yield _("Of what applies only {coverage} got a level: see the coverage of each area.").format(
            coverage=percent(overall.coverage)
        )
    for newer in subject.newer:
        yield _("A later round, of {day}, has nothing to show yet and is not in this report.").format(
            day=long_date(newer.opened)
        )


def profile(subject: Subject) -> Section:
    """Return the scores of all areas, with all that has to be read with them."""
    team, shown = subject.team, subject.shown
    scored = shown.profile
    data = (
        table_for_people(_("Scores"), SCORE_COLUMNS, partial(score_rows, team, shown)),
        table_for_people(_("Questions"), QUESTION_COLUMNS, partial(question_rows, team, shown)),
    )
    if scored.overall.mean is None:
        why = withheld_words(scored) or _("There are no scores yet.")
        return Section("profile", _("Profile"), why, ())
    figure = Figure(
        _("Profile of {team}, {day}").format(team=team.name, day=long_date(shown.round.opened)),
        profile_words(scored),
        score_table(scored),
        profile_picture(team, shown),
        tuple(_charts(scored)),
        _few_columns(scored),
    )
    blocks: list[Block] = [figure, Paragraph(score_explanation(scored)), *_blocking(shown)]
    return Section("profile", _("Profile"), _message(scored), tuple(blocks), data)


def _few_columns(scored: Profile) -> tuple[int, ...]:
    """Return the columns of the table of scores for where there is little room: never a mean by itself."""
    kept = (_("Mean"), _("Level"), _("Coverage"), _("n"))
    return (0, *(at for at, title in enumerate(score_headings(scored), 1) if title in kept))


def _message(scored: Profile) -> str:
    overall = scored.overall
    assert overall.mean is not None
    parts = [
        _("The overall score is {mean} on a scale of {low} to {high}.").format(
            mean=number(overall.mean), low=LOWEST_LEVEL, high=HIGHEST_LEVEL
        )
    ]
    strongest, weakest = strongest_and_weakest(scored.areas)
    if strongest and weakest:
        parts.append(
            _("Strongest: {strongest}; weakest: {weakest}.").format(
                strongest=_areas(strongest), weakest=_areas(weakest)
            )
        )
    return " ".join(parts)


def _areas(scored: Sequence[AreaScore]) -> str:
    return listed(f"{one.area.short.get(language())} ({number(one.score.mean or 0)})" for one in scored)


def profile_words(scored: Profile) -> str:
    """Return in a text what the picture of a profile shows."""
    means = (
        f"{one.area.short.get(language())} {no_mean_words(one.score) if one.score.mean is None else mean}"
        for one, mean in ((one, number(one.score.mean or 0)) for one in scored.areas)
    )
    return _("Each area on a scale of {low} to {high}: {means}.").format(
        low=LOWEST_LEVEL, high=HIGHEST_LEVEL, means=", ".join(means)
    )


def score_table(scored: Profile) -> Table:
    """Return the numbers that belong together, an area a row and overall last."""
    headings = score_headings(scored)
    header = (_("Area"), *headings, _("Blocks the next level"))
    rows = []
    for one in scored.areas:
        rows.append(_row(scored, one.area.short.get(language()), one.score, blocks_area_words(one)))
    rows.append(_row(scored, _("Overall"), scored.overall, blocks_overall_words(scored)))
    return typed_table(header, rows)


def _row(scored: Profile, name: str, score: Score, blocks: str) -> tuple[tuple[str, ...], tuple[Value, ...]]:
    typed: dict[str, Value] = {
        _("Mean"): score.mean,
        _("Spread"): score.spread,
        _("Coverage"): None if score.coverage is None else Share(score.coverage),
        _("Sure"): None if score.confidence.index is None else Share(score.confidence.index),
        _("n"): None if score.unseen else score.n,
    }
    named = zip(score_headings(scored), score_cells(scored, score), strict=True)
    return cells(name, *((text, typed.get(title)) for title, text in named), blocks)


def _charts(scored: Profile) -> Iterator[Chart]:
    """Yield a radar of the building blocks where there are enough, and bars of all areas."""
    blocks = [one for one in scored.of_kind(AreaKind.BUILDING_BLOCK) if one.score.mean is not None]
    if len(blocks) >= _FEWEST_FOR_RADAR:
        yield _chart("radar", _("Building blocks"), blocks)
    yield _chart("bars", _("Mean of each area"), [one for one in scored.areas if one.score.mean is not None])


def _chart(kind: Literal["radar", "bars"], title: str, scored: Sequence[AreaScore]) -> Chart:
    names = tuple(one.area.short.get(language()) for one in scored)
    means = tuple(one.score.mean for one in scored)
    return Chart(kind, title, names, ((_("Mean"), means),), 0 if kind == "radar" else LOWEST_LEVEL, HIGHEST_LEVEL)


def _blocking(shown: Disclosed) -> Iterator[Block]:
    """Yield what it takes to get each area to its next level: the question that blocks it, now and next."""
    rows = []
    for scored in shown.profile.areas:
        reason = why_area(scored).blocking
        if reason is None or reason.scored.floor is None or reason.next_level is None:
            continue
        question, floor = reason.scored.question, reason.scored.floor
        rows.append(
            (
                scored.area.short.get(language()),
                question.label.get(language()),
                f"{level_words(shown.questionnaire, floor)}: {question.levels[floor - 1].get(language())}",
                f"{level_words(shown.questionnaire, reason.next_level)}: "
                f"{question.levels[reason.next_level - 1].get(language())}",
            )
        )
    if rows:
        yield Heading(3, _("What it takes to reach the next level"))
        yield Table((_("Area"), _("Blocks the next level"), _("Now"), _("Next level")), tuple(rows))


def agreement(subject: Subject) -> Section | None:
    """Return at which questions people are furthest apart; None where no two of them can be set side by side."""
    scored = subject.shown.profile
    overall = scored.overall
    found = [one for one in in_order(topics(scored), Order.DISAGREEMENT) if one.scored.agreement]
    if not found or overall.agreement is None:
        return None
    divided = [one for one in found if one.scored.spread][:_MOST_DIVIDED]
    message = _("Agreement is {word} overall.").format(word=agreement_word(overall.agreement))
    if divided:
        labels = listed(f"“{one.question.label.get(language())}”" for one in divided[:3])
        message += " " + _("People are furthest apart on {questions}.").format(questions=labels)
    else:
        message += " " + _("At no question are people apart.")
    header = (_("Question"), _("Area"), *map(str, LEVEL_NUMBERS), _("Spread"), _("Agreement"))
    rows = []
    for topic in divided:
        one = topic.scored
        assert one.agreement
        assert one.spread is not None
        votes = [(str(count or NOTHING), count) for count in map(one.levels.count, LEVEL_NUMBERS)]
        rows.append(
            cells(
                topic.question.label.get(language()),
                topic.area.short.get(language()),
                *votes,
                (number(one.spread), one.spread),
                agreement_word(one.agreement),
            )
        )
    blocks: list[Block] = []
    if rows:
        text = ngettext(
            "The question with the largest differences, and how many people chose each level, 1 to 5.",
            "The {n} questions with the largest differences, and how many people chose each level, 1 to 5.",
            len(rows),
        )
        blocks.append(Paragraph(text.format(n=len(rows))))
        blocks.append(typed_table(header, rows))
        blocks.append(
            Paragraph(
                _("Differences are no mistakes: they tell what to talk about. Spread is the standard deviation of the "
                  "levels; agreement is told by r_wg, from none to very strong.")
            )
        )  # fmt: skip
    return Section("agreement", _("Where people agree and where not"), message, tuple(blocks), tab=_("Agreement"))
