"""Teams side by side: what stands beside what, why a cell is empty, and that nothing hidden changes anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.analysis.comparison import Break, Verdict
from sem.analysis.disclosure import Disclosed, visible
from sem.analysis.permutation import group_test
from sem.analysis.standing import standings
from sem.analysis.teams import Missing, Order, TeamRow, TeamsComparison, TeamScores, compare_teams
from sem.analysis.teams_words import left_out_words
from sem.model.assessment import Answer, Consensus, QuestionnaireRef, Round, RoundKind, RoundState, Team
from sem.model.questionnaire import Questionnaire, Version
from tests.factory import DONT_KNOW, NOT_APPLICABLE, area, question, questionnaire, response, text

FULL = questionnaire(area("a", [question("a1"), question("a2", 3.0)]), area("b", [question("b1")]))
QUICK = replace(questionnaire(area("a", [question("a2", 3.0)]), area("b", [question("b1")])), id="quick")
Answers = Mapping[str, Answer | int]


def team(
    name: str,
    answers: Sequence[Answers],
    content: Questionnaire = FULL,
    kind: RoundKind = RoundKind.NAMED,
    state: RoundState = RoundState.REVEALED,
    consensus: Mapping[str, int] | None = None,
) -> TeamScores:
    """Return a team with one round in which Person 0, Person 1, … answer."""
    return TeamScores(Team(name.lower(), name), shown(answers, content, kind, state, consensus))


def shown(
    answers: Sequence[Answers],
    content: Questionnaire = FULL,
    kind: RoundKind = RoundKind.NAMED,
    state: RoundState = RoundState.REVEALED,
    consensus: Mapping[str, int] | None = None,
) -> Disclosed:
    """Return what may be shown of such a round."""
    decisions = {id_: Consensus(level) for id_, level in (consensus or {}).items()}
    ref = QuestionnaireRef(content.id, content.version, f"{content.id} {content.version}")
    round_ = Round("r", "t", ref, date(2026, 1, 1), kind, state, hidden=True, decisions=decisions)
    return visible(round_, content, [response(f"Person {n}", one) for n, one in enumerate(answers)])


def everywhere(*levels: int) -> list[Answers]:
    return [{"a1": level, "a2": level, "b1": level} for level in levels]


def row(comparison: TeamsComparison, name: str) -> TeamRow:
    return next(one for one in comparison.rows if one.team.name == name)


def names(comparison: TeamsComparison) -> list[str]:
    return [one.team.name for one in comparison.rows]


@pytest.mark.parametrize(
    ("scores", "missing"),
    [
        (TeamScores(Team("x", "X"), None), Missing.NO_ROUND),
        (team("X", everywhere(1, 2), state=RoundState.OPEN), Missing.HIDDEN),
        (team("X", everywhere(1, 2, 3, 4), kind=RoundKind.ANONYMOUS), Missing.BELOW_MINIMUM),
        (team("X", [{"a1": NOT_APPLICABLE, "a2": NOT_APPLICABLE, "b1": 3}]), Missing.NOT_APPLICABLE),
        (team("X", [{"a1": DONT_KNOW, "b1": 3}]), Missing.UNANSWERED),
        (team("X", []), Missing.UNANSWERED),
        (team("X", everywhere(2), replace(FULL, version=Version(2, 0, 0))), Missing.OTHER_QUESTIONS),
        (team("X", [{"z": 2}], replace(questionnaire(area("z", [question("z")])), id="z")), Missing.OTHER_QUESTIONS),
        (team("X", everywhere(2)), None),
    ],
)
def test_an_empty_cell_tells_why(scores: TeamScores, missing: Missing | None) -> None:
    others = [team("Y", everywhere(3, 4)), team("Z", everywhere(3, 4))]
    cell = row(compare_teams([scores, *others]), "X").cell("a")
    assert (cell.missing, cell.mean is None) == (missing, missing is not None)


def test_a_mean_is_over_the_questions_that_everybody_in_the_column_was_asked() -> None:
    given_ = [{"a1": 1, "a2": 5, "b1": 2}]
    alone = compare_teams([team("Full", given_), team("Other", given_)])
    beside = compare_teams([team("Full", given_), team("Other", given_), team("Quick", [{"a2": 4}], QUICK)])
    assert row(alone, "Full").cell("a").mean == 4.0
    assert row(beside, "Full").cell("a").mean == 5.0
    assert row(beside, "Quick").cell("a").mean == 4.0
    assert beside.base is not None
    assert [(one.questionnaire.id, one.users, one.compared, one.left_out, one.broken) for one in beside.base.used] == [
        ("test", 2, 2, 1, None),
        ("quick", 1, 2, 0, Break.QUESTIONNAIRE),
    ]
    assert [(one.area.id, len(one.area.questions), one.asked) for one in beside.areas] == [("a", 1, 2), ("b", 1, 1)]


def test_an_id_that_is_the_same_by_chance_does_not_make_the_same_question() -> None:
    mine = replace(question("a1"), statement=text("something else"))
    other = replace(questionnaire(area("a", [mine]), area("b", [question("b1")])), id="mine")
    found = compare_teams([team("One", everywhere(3)), team("Two", everywhere(3)), team("Own", [{"a1": 3}], other)])
    assert row(found, "Own").cell("a").missing is Missing.OTHER_QUESTIONS
    assert row(found, "One").cell("a").valued == 2


def test_other_words_under_the_same_id_are_the_same_question_within_a_major_version() -> None:
    reworded = replace(FULL, version=Version(1, 1, 0), areas=(
        area("a", [replace(question("a1"), statement=text("better words"), weight=2.0)]), FULL.areas[1]))  # fmt: skip
    found = compare_teams([team("Old", [{"a1": 2, "a2": 5, "b1": 1}]), team("New", [{"a1": 4, "b1": 1}], reworded)])
    assert [row(found, name).cell("a").mean for name in ("Old", "New")] == [2.0, 4.0]
    assert found.base is not None
    assert found.base.questionnaire.version == Version(1, 1, 0)


def test_a_question_counts_as_much_for_every_team() -> None:
    heavier = replace(FULL, version=Version(1, 0, 1), areas=(
        area("a", [question("a1", 9.0), question("a2", 1.0)]), FULL.areas[1]))  # fmt: skip
    answers: list[Answers] = [{"a1": 5, "a2": 1, "b1": 1}]
    found = compare_teams([team("Old", answers), team("New", answers, heavier)])
    assert row(found, "Old").cell("a").mean == pytest.approx(4.6)
    assert row(found, "New").cell("a").mean == pytest.approx(4.6)


def test_a_team_without_a_score_takes_nothing_from_the_others() -> None:
    waiting = team("Quick", [{"a2": 4}], QUICK, state=RoundState.OPEN)
    found = compare_teams([team("Full", everywhere(2)), waiting])
    assert row(found, "Full").cell("a").valued == 2
    assert row(found, "Quick").cell("a").missing is Missing.HIDDEN


def test_without_a_single_round_there_are_teams_and_no_areas() -> None:
    found = compare_teams([TeamScores(Team("x", "X"), None)])
    assert (names(found), found.areas, found.base) == (["X"], (), None)
    assert compare_teams([]).rows == ()


def test_how_far_teams_lie_apart_is_of_the_means_that_are_shown() -> None:
    found = compare_teams([team("X", everywhere(1)), team("Y", everywhere(4)), TeamScores(Team("z", "Z"), None)])
    apart = found.apart("a")
    assert (apart.teams, apart.low, apart.high) == (2, 1.0, 4.0)
    assert apart.spread == pytest.approx(2.1213, abs=1e-4)
    assert compare_teams([team("X", everywhere(1))]).apart("a").spread is None


def test_what_is_left_out_is_told_and_that_rounds_lie_far_apart() -> None:
    old = team("Old", everywhere(3))
    assert old.shown is not None
    earlier = replace(old.shown, round=replace(old.shown.round, opened=date(2025, 1, 1)))
    quick = team("Quick", [{"a2": 3, "b1": 3}], QUICK)
    told = " ".join(left_out_words(compare_teams([replace(old, shown=earlier), team("New", everywhere(3)), quick])))
    for words in ("2 of the 3 questions", "title en 1.0.0 (1 team): 2 of its 2", "1 Jan 2025 to 1 Jan 2026"):
        assert words in told
    assert [*left_out_words(compare_teams([old, team("New", everywhere(3))]))] == []


class TestOrder:
    FOUND = compare_teams(
        [
            team("beta", [{"a1": 2, "a2": 2, "b1": 1}, {"a1": 2, "a2": 2, "b1": 5}]),
            TeamScores(Team("n", "None"), None),
            team("Alpha", [{"a1": 4, "a2": 4, "b1": 3}, {"a1": 4, "a2": 4, "b1": 3}]),
        ]
    )

    @pytest.mark.parametrize(
        ("order", "area_id", "expected"),
        [
            (Order.NAME, None, ["Alpha", "beta", "None"]),
            (Order.AREA, "a", ["beta", "Alpha", "None"]),
            (Order.AREA, "b", ["Alpha", "beta", "None"]),
            (Order.WITHIN, None, ["beta", "Alpha", "None"]),
            (Order.BETWEEN, None, ["Alpha", "beta", "None"]),
        ],
    )
    def test_teams_stand_in_the_order_that_was_asked_for(
        self, order: Order, area_id: str | None, expected: list[str]
    ) -> None:
        assert names(self.FOUND.ordered(order, area_id)) == expected

    def test_areas_in_which_teams_lie_furthest_apart_come_first(self) -> None:
        apart = compare_teams([team("X", [{"a1": 2, "a2": 2, "b1": 1}]), team("Y", [{"a1": 3, "a2": 3, "b1": 5}])])
        ordered = apart.ordered(Order.BETWEEN)
        assert [one.area.id for one in ordered.areas] == ["b", "a"]
        assert [cell.area.id for cell in ordered.rows[0].cells] == ["b", "a"]
        assert ordered.ordered(Order.NAME) == apart

    def test_there_is_no_order_by_an_area_that_is_not_there(self) -> None:
        with pytest.raises(KeyError):
            self.FOUND.ordered(Order.AREA, "c")


class TestStanding:
    def test_a_team_that_answers_clearly_lower_than_the_others_stands_out(self) -> None:
        low = team("Low", everywhere(*[1] * 8))
        found = standings(compare_teams([low, *(team(name, everywhere(4, 4, 5, 5, 4)) for name in "XYZ")]), "a")
        assert (found[0].verdict, found[0].higher) == (Verdict.REAL, False)
        assert {one.verdict for one in found[1:]} == {Verdict.NOISE}

    def test_means_that_differ_are_no_difference_where_chance_gives_as_much(self) -> None:
        pair = compare_teams([team("X", everywhere(1, 2, 3, 4, 5)), team("Y", everywhere(2, 3, 4, 4, 5))])
        assert {one.verdict for one in standings(pair, "a")} == {Verdict.NOISE}

    def test_so_few_people_can_tell_nothing_however_far_they_lie_apart(self) -> None:
        pair = compare_teams([team("X", everywhere(1, 1, 1)), team("Y", everywhere(5, 5, 5))])
        for one in standings(pair, "b"):
            assert (one.verdict, one.n) == (Verdict.UNTELLABLE, 3)
            assert one.p == pytest.approx(0.1)

    def test_two_teams_share_one_test(self) -> None:
        pair = compare_teams([team("X", everywhere(*[1] * 5)), team("Y", everywhere(*[5] * 5))])
        first, second = standings(pair, "b")
        assert first.p == second.p == pytest.approx(2 / 252)
        assert (first.higher, second.higher) == (False, True)

    @given(st.lists(st.integers(1, 5), min_size=1, max_size=6), st.lists(st.integers(1, 5), min_size=1, max_size=6))
    def test_two_teams_at_one_question_are_tested_as_two_groups(self, x: list[int], y: list[int]) -> None:
        pair = compare_teams([team("X", everywhere(*x)), team("Y", everywhere(*y))])
        assert standings(pair, "b")[0].p == pytest.approx(group_test(y, x).p)

    def test_more_tests_make_each_of_them_count_for_less(self) -> None:
        three = compare_teams([team("X", everywhere(1)), team("Y", everywhere(*[3] * 4)), team("Z", everywhere(3))])
        # X is the lowest of six, in one way out of six; Y and Z could be anybody but X.
        assert standings(three, "b")[0].p == pytest.approx(1.0)
        assert all(one.p == 1.0 for one in standings(three, "b"))

    def test_what_is_agreed_on_is_not_tested_and_the_only_team_has_nobody_beside_it(self) -> None:
        agreed = team("X", everywhere(1, 1), consensus={"b1": 3})
        found = standings(compare_teams([agreed, team("Y", everywhere(4, 4))]), "b")
        assert [one.verdict for one in found] == [Verdict.AGREED, Verdict.NOTHING]


levels = st.one_of(st.none(), st.integers(1, 5))
people = st.lists(st.fixed_dictionaries({"a1": levels, "a2": levels, "b1": levels}), min_size=1, max_size=4)


def answers_of(drawn: Sequence[Mapping[str, int | None]]) -> list[Answers]:
    return [{id_: level for id_, level in one.items() if level is not None} for one in drawn]


@given(people, people, st.sampled_from(["open", "anonymous"]))
def test_what_is_hidden_changes_nothing_that_is_seen_of_any_team(
    first: Sequence[Mapping[str, int | None]], second: Sequence[Mapping[str, int | None]], how: str
) -> None:
    def told(hidden: Sequence[Mapping[str, int | None]]) -> object:
        state = RoundState.OPEN if how == "open" else RoundState.REVEALED
        kind = RoundKind.ANONYMOUS if how == "anonymous" else RoundKind.NAMED
        # As many people, each with an answer to everything: how many take part is no secret.
        full: list[Answers] = [{id_: one.get(id_) or 3 for id_ in ("a1", "a2", "b1")} for one in hidden]
        rest = [team("Y", everywhere(1, 2, 5)), team("Z", everywhere(3, 3, 4, 5, 5), kind=RoundKind.ANONYMOUS)]
        found = compare_teams([team("X", full, kind=kind, state=state), *rest])
        orders = [found.ordered(order, "a") for order in Order]
        cells = [[one.cells for one in by.rows] for by in orders]
        return cells, [names(by) for by in orders], found.apart("a"), standings(found, "a"), found.base

    size = min(len(first), len(second))
    assert told(first[:size]) == told(second[:size])


@given(st.lists(st.integers(1, 5), min_size=3, max_size=4), st.lists(st.integers(1, 5), min_size=3, max_size=4))
def test_a_question_that_too_few_answered_is_in_no_number_whoever_stands_beside_the_team(
    first: Sequence[int], second: Sequence[int]
) -> None:
    def told(hidden: Sequence[int]) -> object:
        # Five people answer a1 and b1, and some of them a2.
        few: list[Answers] = [{"a1": level, "b1": 3} for level in (1, 2, 3, 4, 5)]
        few = [{**one, "a2": hidden[at]} if at < len(hidden) else one for at, one in enumerate(few)]
        mixed = team("X", few, kind=RoundKind.ANONYMOUS)
        beside = [team("Y", everywhere(1, 2, 5)), team("Z", [{"a2": 4, "b1": 2}] * 5, QUICK)]
        found = [compare_teams([mixed, *others]) for others in ([], beside[:1], beside[1:], beside)]
        return [([row.cells for row in one.rows], [row.spread for row in one.rows], standings(one, "a"),
                 one.apart("a"), [*left_out_words(one)]) for one in found]  # fmt: skip

    size = min(len(first), len(second))
    assert told(first[:size]) == told(second[:size])
