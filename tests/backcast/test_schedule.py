"""The schedule: examples worked out by hand, shortest plans by exhaustive search, and what holds for any network."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from benchmarks.backcast import roadmap
from benchmarks.hard_networks import SHORTEST, hard_network
from sem.backcast.bounds import longest_chain
from sem.backcast.network import Activity, Network, Resource
from sem.backcast.passes import Passes
from sem.backcast.schedule import Schedule, keep_order, latest_ends, schedule
from tests.backcast.networks import assert_keeps_everything, network, networks, shortest_length

ONE_EACH = {"a": {"people": 1}, "b": {"people": 1}, "c": {"people": 1}, "d": {"people": 1}}


def latest_starts(plan: Schedule, target: int) -> dict[str, int]:
    return {a.id: latest_ends(plan, target)[a.id] - a.duration for a in plan.network.activities}


def mirrored(any_network: Network) -> Network:
    after = {a.id: tuple(b.id for b in any_network.activities if a.id in b.after) for a in any_network.activities}
    activities = tuple(replace(a, after=after[a.id]) for a in any_network.activities)
    return Network(activities, any_network.resources)


class TestByHand:
    def test_steps_start_early_in_the_plan_and_late_in_the_backcast(self) -> None:
        # One at a time: a (2) before b (3); c (1) is free. Six weeks of work in eight.
        plan = schedule(network({"a": 2, "b": 3, "c": 1}, {"b": "a"}, ONE_EACH, {"people": 1}))
        assert (plan.length, plan.certified) == (6, True)
        late = latest_starts(plan, 8)
        assert sorted(late.values())[0] == 2
        assert max(late[i] + d for i, d in (("a", 2), ("b", 3), ("c", 1))) == 8

    def test_two_at_once_leaves_slack_beside_the_chain(self) -> None:
        plan = schedule(network({"a": 2, "b": 3, "c": 1}, {"b": "a"}, ONE_EACH, {"people": 2}))
        assert plan.starts == {"a": 0, "b": 2, "c": 0}
        assert latest_starts(plan, 5) == {"a": 0, "b": 2, "c": 4}
        assert latest_starts(plan, 7) == {"a": 2, "b": 4, "c": 6}

    def test_a_target_that_is_too_near_puts_latest_starts_before_period_0(self) -> None:
        plan = schedule(network({"a": 2, "b": 3, "c": 1}, {"b": "a"}, ONE_EACH, {"people": 2}))
        assert latest_starts(plan, 3) == {"a": -2, "b": 0, "c": 2}

    def test_a_closed_resource_is_waited_for_because_nothing_is_interrupted(self) -> None:
        people = Resource("people", 1, {1: 0})
        short, long = Activity("a", 1, needs={"people": 1}), Activity("b", 2, needs={"people": 1})
        plan = schedule(Network((short, long), (people,)))
        assert plan.starts == {"a": 0, "b": 2}
        assert plan.certified

    def test_an_activity_without_duration_takes_no_time_and_still_has_its_place(self) -> None:
        plan = schedule(network({"start": 0, "a": 2, "end": 0}, {"a": "start", "end": "a"}))
        assert plan.starts == {"start": 0, "a": 0, "end": 2}

    def test_what_may_not_start_before_waits_and_the_bound_says_so(self) -> None:
        # b may start in period 5: 5 + 3 is the shortest, though there is only work for 5 periods.
        late = Network((Activity("a", 2), Activity("b", 3, ("a",), earliest=5), Activity("c", 1, ("a",))))
        plan = schedule(late)
        assert plan.starts == {"a": 0, "b": 5, "c": 2}
        assert (plan.length, plan.bounds.chain, plan.certified) == (8, 8, True)
        assert longest_chain(late) == ("b",)
        assert latest_starts(plan, 8) == {"a": 3, "b": 5, "c": 7}

    def test_no_activities_make_an_empty_plan(self) -> None:
        plan = schedule(Network(()))
        assert (plan.starts, plan.length, plan.certified) == ({}, 0, True)

    def test_among_equals_the_preferred_one_goes_first_and_then_the_lowest_id(self) -> None:
        def equal(**preference: float) -> Network:
            activities = (Activity(i, 2, needs={"people": 1}, preference=preference.get(i, 0)) for i in "cab")
            return Network(tuple(activities), (Resource("people", 1),))

        assert schedule(equal()).starts == {"a": 0, "b": 2, "c": 4}
        assert schedule(equal(c=-1)).starts == {"c": 0, "a": 2, "b": 4}

    def test_what_runs_keeps_its_place_also_where_more_runs_than_fits(self) -> None:
        busy = network({"a": 2, "b": 3, "c": 1}, {}, ONE_EACH, {"people": 1})
        assert schedule(busy, running={"a", "b"}).starts == {"a": 0, "b": 0, "c": 3}

    def test_what_runs_may_run_on_until_it_is_in_the_way(self) -> None:
        # a runs for 2 more; c needs its place for 3 from period 3 at the latest.
        busy = network({"a": 2, "c": 3}, {}, ONE_EACH, {"people": 1})
        plan = schedule(busy, running={"a"})
        assert plan.starts == {"a": 0, "c": 2}
        assert latest_ends(plan, 6) == {"a": 3, "c": 6}

    def test_what_may_not_have_started_yet_can_not_be_running(self) -> None:
        with pytest.raises(ValueError, match="running"):
            schedule(Network((Activity("a", 1, earliest=2),)), running={"a"})

    @pytest.mark.parametrize("running", [{"b"}, {"unknown"}])
    def test_what_waits_or_is_unknown_can_not_be_running(self, running: set[str]) -> None:
        with pytest.raises(ValueError, match="running"):
            schedule(network({"a": 1, "b": 1}, {"b": "a"}), running=running)


ORACLE = (
    # Graham's example of nine jobs: 12 on three machines as listed, which is a bound as well.
    (network({"1": 3, "2": 2, "3": 2, "4": 2, "5": 4, "6": 4, "7": 4, "8": 4, "9": 9},
             {"9": "1", "5": "4", "6": "4", "7": "4", "8": "4"},
             {str(n): {"machines": 1} for n in range(1, 10)}, {"machines": 3}), 12),
    # The shared person makes 3 + 4 + 2 in a row after 1, whatever else fits beside it.
    (network({"a": 1, "b": 3, "c": 4, "d": 2, "e": 5}, {"b": "a", "c": "a", "d": "a", "e": "a"},
             {"b": {"ann": 1}, "c": {"ann": 1}, "d": {"ann": 1}}, {"ann": 1}), 10),
    # Two wide ones never fit beside each other; the narrow ones do beside either.
    (network({"a": 4, "b": 4, "c": 2, "d": 6}, {}, {"a": {"people": 2}, "b": {"people": 2}, "c": {"people": 1},
             "d": {"people": 1}}, {"people": 3}), 8),
)  # fmt: skip


class TestShortest:
    @pytest.mark.parametrize(("example", "length"), ORACLE)
    def test_known_shortest_plans_are_found_and_certified(self, example: Network, length: int) -> None:
        plan = schedule(example, samples=20)
        assert (plan.length, plan.certified) == (length, True)

    @given(networks(5, exceptions=True, earliest=True))
    def test_samples_find_what_exhaustive_search_finds(self, any_network: Network) -> None:
        plan = schedule(any_network, samples=60)
        shortest = shortest_length(any_network) if not plan.certified else plan.length
        assert plan.length == shortest

    def test_with_four_scarce_resources_it_comes_near_what_is_proved_to_be_shortest(self) -> None:
        numbers = range(0, len(SHORTEST), 3)
        plans = [schedule(hard_network(n), samples=20) for n in numbers]
        above = [plan.length / SHORTEST[n] - 1 for n, plan in zip(numbers, plans, strict=True)]
        assert all(plan.bounds.best <= SHORTEST[n] for n, plan in zip(numbers, plans, strict=True))
        assert min(above) >= 0
        assert sum(above) / len(above) <= 0.012

    def test_roadmaps_of_real_size_come_within_a_percent_of_the_bound_on_average(self) -> None:
        plans = [schedule(roadmap(seed, k, full=seed < 2), samples=20) for seed in range(8) for k in (1, 2, 3, 4)]
        assert sum(plan.length / plan.bounds.best - 1 for plan in plans) / len(plans) <= 0.01


class TestAnyNetwork:
    @given(networks(exceptions=True, earliest=True))
    def test_precedences_and_capacities_hold_and_the_length_lies_between_the_bounds(self, any_network: Network) -> None:
        plan = schedule(any_network, samples=5)
        assert_keeps_everything(any_network, plan.starts)
        closed = max((max(r.exceptions, default=-1) + 1 for r in any_network.resources), default=0)
        closed = max([closed, *(a.earliest for a in any_network.activities)])
        assert plan.bounds.best <= plan.length <= closed + sum(any_network.durations)

    @given(networks(exceptions=True, earliest=True), st.integers(0, 3))
    def test_improvement_never_lengthens(self, any_network: Network, rule: int) -> None:
        passes = Passes(any_network)
        plan = passes.forward([(n * 7 + rule) % 5 for n in range(len(any_network.activities))])
        assert passes.length(passes.justify(plan)) <= passes.length(plan)

    @given(networks(), st.integers(0, 30))
    def test_the_backcast_ends_at_the_target_and_reads_right_to_left(self, any_network: Network, spare: int) -> None:
        assume(sum(any_network.durations))
        plan = schedule(any_network, samples=3)
        target = plan.length + spare
        late = latest_starts(plan, target)
        assert_keeps_everything(any_network, late)
        ends = {a.id: late[a.id] + a.duration for a in any_network.activities}
        assert max(ends.values()) == target
        # Slack is at least what the whole plan has to spare, and never more than precedences alone would give.
        assert all(late[i] - start >= spare for i, start in plan.starts.items())
        assert all(
            ends[a.id] + tail <= target for a, tail in zip(any_network.activities, any_network.tails, strict=True)
        )
        # Read from the target backwards, it is a plan in which nothing appears before what needs it.
        assert_keeps_everything(mirrored(any_network), {i: target - end for i, end in ends.items()})

    @given(networks(earliest=True), st.integers(0, 9))
    def test_the_backcast_keeps_to_what_may_not_start_before(self, any_network: Network, spare: int) -> None:
        plan = schedule(any_network, samples=3)
        late = latest_starts(plan, plan.length + spare)
        assert_keeps_everything(any_network, late)
        assert all(late[i] - start >= spare for i, start in plan.starts.items())

    @given(networks(), st.integers(-30, 30))
    def test_it_does_not_fit_exactly_if_a_latest_start_lies_before_period_0(
        self, any_network: Network, more: int
    ) -> None:
        assume(sum(any_network.durations))
        plan = schedule(any_network, samples=3)
        assert (more < 0) == (min(latest_starts(plan, plan.length + more).values()) < 0)

    @given(networks(), st.integers(-40, 40))
    def test_moving_the_target_moves_the_backcast_by_exactly_as_much(self, any_network: Network, by: int) -> None:
        plan = schedule(any_network, samples=3)
        assert {i: end + by for i, end in latest_ends(plan, 50).items()} == latest_ends(plan, 50 + by)

    @given(networks(exceptions=True, earliest=True), st.randoms(use_true_random=False), st.integers(0, 3))
    def test_the_same_input_in_any_order_gives_the_same_plan(self, any_network: Network, random, seed: int) -> None:  # type: ignore[no-untyped-def]
        activities, resources = list(any_network.activities), list(any_network.resources)
        random.shuffle(activities)
        random.shuffle(resources)
        again = schedule(Network(tuple(activities), tuple(resources)), samples=10, seed=seed)
        assert again.starts == schedule(any_network, samples=10, seed=seed).starts

    @given(networks(exceptions=True))
    def test_other_names_in_the_same_order_change_no_date(self, any_network: Network) -> None:
        renamed = tuple(
            replace(a, id=f"renamed-{a.id}", after=tuple(f"renamed-{b}" for b in a.after))
            for a in any_network.activities
        )
        plan = schedule(Network(renamed, any_network.resources), samples=5)
        assert plan.starts == {f"renamed-{i}": s for i, s in schedule(any_network, samples=5).starts.items()}

    @given(networks(earliest=True), st.data())
    def test_an_easier_network_never_ends_later_than_the_plan_it_started_from(
        self, any_network: Network, data: st.DataObject
    ) -> None:
        old = schedule(any_network, samples=3)
        picked = data.draw(st.sampled_from(any_network.activities))
        others = tuple(a for a in any_network.activities if a != picked)
        easier = (
            any_network.only({a.id for a in others}),
            any_network.with_capacity({"people": any_network.resources[0].capacity + 1}),
            Network((*others, replace(picked, duration=max(0, picked.duration - 1))), any_network.resources),
            Network((*others, replace(picked, after=picked.after[1:])), any_network.resources),
            Network((*others, replace(picked, earliest=0)), any_network.resources),
        )
        for network_ in easier:
            assert schedule(network_, samples=3, incumbent=old.starts).length <= old.length

    @given(networks(exceptions=True), st.data())
    def test_what_runs_keeps_its_start_and_improvement_still_never_lengthens(
        self, any_network: Network, data: st.DataObject
    ) -> None:
        roots = [a.id for a in any_network.activities if not a.after]
        running = data.draw(st.sets(st.sampled_from(roots), max_size=3))
        kept = keep_order(any_network, {}, running)
        better = schedule(any_network, samples=5, incumbent=kept.starts, running=running)
        assert all(better.starts[i] == 0 for i in running)
        assert better.length <= kept.length
        assert_precedences_hold(any_network, better)
        late = latest_ends(better, better.length + 4)
        spare = 0 if any(r.exceptions for r in any_network.resources) else 4
        assert all(late[a.id] >= better.end(a.id) + spare for a in any_network.activities)

    @given(networks(earliest=True), st.data())
    def test_an_incumbent_that_does_not_fit_any_more_is_followed_in_its_order(
        self, any_network: Network, data: st.DataObject
    ) -> None:
        starts = {a.id: data.draw(st.integers(-5, 20)) for a in any_network.activities[1:]}
        assert_keeps_everything(any_network, schedule(any_network, samples=2, incumbent=starts).starts)
        assert_keeps_everything(any_network, keep_order(any_network, starts).starts)


def assert_precedences_hold(any_network: Network, plan: Schedule) -> None:
    for activity in any_network.activities:
        assert all(plan.end(before) <= plan.starts[activity.id] for before in activity.after)


def test_the_order_is_kept_where_something_takes_longer() -> None:
    old = network({"a": 2, "b": 3, "c": 1}, {}, ONE_EACH, {"people": 1})
    longer = network({"a": 4, "b": 3, "c": 1}, {}, ONE_EACH, {"people": 1})
    starts = schedule(old).starts
    kept = keep_order(longer, starts).starts
    assert sorted(kept, key=lambda i: kept[i]) == sorted(starts, key=lambda i: starts[i])


def test_a_network_of_200_activities_is_planned_within_its_bounds() -> None:
    wide = Network(
        tuple(
            Activity(f"s{n:03}", n % 7 + 1, (f"s{n - 9:03}",) if n >= 9 else (), {"people": n % 3 + 1})
            for n in range(200)
        ),
        (Resource("people", 5),),
    )
    plan = schedule(wide, samples=2)
    assert_keeps_everything(wide, plan.starts)
    assert plan.length <= 1.02 * plan.bounds.best
