"""Networks: every fault named, and the lower bounds on tables worked out by hand."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sem.backcast.bounds import Squeeze, bounds, longest_chain
from sem.backcast.network import Activity, Network, Resource, find_circle
from sem.errors import InvalidError
from tests.backcast.networks import network, networks, shortest_length

A, B, C = "abc"


def faults(*activities: Activity, resources: tuple[Resource, ...] = ()) -> list[str]:
    with pytest.raises(InvalidError) as caught:
        Network(activities, resources)
    assert all(problem.advice for problem in caught.value.problems)
    return [problem.message for problem in caught.value.problems]


class TestFaults:
    def test_a_circle_is_named_as_a_path_in_the_order_of_the_work(self) -> None:
        circle = faults(Activity(A, 1, (C,)), Activity(B, 1, (A,)), Activity(C, 1, (B,)), Activity("d", 1, (A,)))
        assert circle == ["These steps wait for each other in a circle: b → c → a → b."]

    def test_a_step_that_waits_for_itself_is_a_circle(self) -> None:
        assert faults(Activity(A, 1, (A,))) == ["These steps wait for each other in a circle: a → a."]

    def test_a_long_circle_is_named_without_its_middle(self) -> None:
        ring = [Activity(f"s{n:02}", 1, (f"s{(n + 1) % 50:02}",)) for n in range(50)]
        (message,) = faults(*ring)
        assert message.count("→") == 11
        assert "…" in message

    def test_a_need_above_the_capacity_names_both(self) -> None:
        needy = Activity(A, 1, needs={"people": 3})
        assert faults(needy, resources=(Resource("people", 2),)) == ["“a” needs 3 of “people” at once, and there is 2."]

    def test_zero_capacity_is_one_problem_with_all_who_need_it(self) -> None:
        both = Activity(A, 1, needs={"ann": 1}), Activity(B, 1, needs={"ann": 1})
        assert faults(*both, resources=(Resource("ann", 0),)) == [
            "There is no “ann” at all, and it is needed for: a, b."
        ]

    def test_zero_capacity_that_nobody_needs_is_no_problem(self) -> None:
        assert Network((Activity(A, 1),), (Resource("ann", 0),)).durations == (1,)

    def test_all_problems_are_told_at_once(self) -> None:
        wrong = Activity(A, -1, ("nobody",), {"nothing": 1}), Activity(B, 1), Activity(B, 2)
        assert faults(*wrong, resources=(Resource("x", 1, {2: -1}),)) == [
            "“b” is there twice.",
            "“a” waits for “nobody”, which is not there.",
            "“a” needs “nothing”, which is not there.",
            "“x” has a number below zero.",
            "“a” has a number below zero.",
        ]

    def test_nothing_may_start_before_the_first_period(self) -> None:
        assert faults(Activity(A, 1, earliest=-1)) == ["“a” has a number below zero."]

    @given(networks(8), st.data())
    def test_any_circle_is_named_as_one(self, any_network: Network, data: st.DataObject) -> None:
        after = {a.id: list(a.after) for a in any_network.activities}
        first, *more = data.draw(st.lists(st.sampled_from(sorted(after)), min_size=1, max_size=4, unique=True))
        for before, later in pairwise([first, *more, first]):
            after[later].append(before)
        circle = find_circle(after)
        assert circle
        assert all(before in after[later] for before, later in pairwise([*circle, circle[0]]))


class TestBounds:
    def test_the_chain_is_the_longest_path_whatever_the_capacity(self) -> None:
        diamond = network({A: 2, B: 3, C: 4, "d": 1}, {B: A, C: A, "d": "b c"})
        assert bounds(diamond).chain == 7
        assert longest_chain(diamond) == (A, C, "d")

    def test_of_equal_chains_the_one_with_the_lowest_ids_is_shown(self) -> None:
        assert longest_chain(network({C: 1, B: 2, A: 2}, {C: "a b"})) == (A, C)

    def test_work_is_divided_by_capacity_and_rounded_up_per_resource(self) -> None:
        needs = {A: {"people": 2}, B: {"people": 1, "rooms": 1}}
        assert bounds(network({A: 3, B: 5}, needs=needs, capacities={"people": 2, "rooms": 1})).work == {
            "people": 6,  # 3 x 2 + 5 x 1 = 11, two at a time
            "rooms": 5,
        }

    def test_work_waits_while_a_resource_is_closed(self) -> None:
        people = Resource("people", 2, {0: 0, 2: 1})
        busy = Network((Activity(A, 2, needs={"people": 1}), Activity(B, 2, needs={"people": 1})), (people,))
        assert bounds(busy).work == {"people": 4}  # periods 0 to 3 do 0, 2, 1 and 2

    def test_a_squeeze_is_work_between_what_comes_before_and_after(self) -> None:
        # Chain 2 + 3 + 2 = 7 and work 6 / 1 = 6, yet both must be done between 2 and the last 2: 2 + 6 + 2.
        needs = {B: {"people": 1}, C: {"people": 1}}
        found = bounds(network({A: 2, B: 3, C: 3, "d": 2}, {B: A, C: A, "d": "b c"}, needs, {"people": 1}))
        assert (found.chain, found.work) == (7, {"people": 6})
        assert found.squeeze == Squeeze("people", (B, C), 2, 2, 10)
        assert found.best == 10

    def test_nothing_to_do_takes_no_time(self) -> None:
        assert bounds(Network(())).best == 0
        assert longest_chain(Network(())) == ()

    @given(networks(5, exceptions=True, earliest=True))
    def test_no_plan_at_all_beats_a_bound(self, any_network: Network) -> None:
        assert bounds(any_network).best <= shortest_length(any_network)


def test_a_part_of_a_network_keeps_the_precedences_within_it() -> None:
    part = network({A: 1, B: 2, C: 3}, {B: A, C: "a b"}).only({A, C})
    assert {a.id: a.after for a in part.activities} == {A: (), C: (A,)}
