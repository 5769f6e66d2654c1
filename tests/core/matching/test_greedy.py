"""Practice today, one booking at a time; each case is small enough to follow with a finger."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.matching.random_problems import problems
from tests.core.matching.slow_greedy import slow_greedy
from tests.core.matching.tiny import arcs

from tidegate.core.matching.certificate.check import certify
from tidegate.core.matching.greedy import Practice, greedy
from tidegate.core.matching.policy import Breach, Policy
from tidegate.core.matching.problem import PRIORITIES, Problem, make_problem

POLICY = Policy(
    name="plain", version="1", author="test", source="test", in_force=date(2026, 1, 1),
    week_points=dict.fromkeys(PRIORITIES, 100.0), treat_points=dict.fromkeys(PRIORITIES, 0.0),
    wait_step_points=0.0, wait_step_weeks=13, weeks_beyond=0, breaches=(Breach(52, 1000.0),),
    past=(), minute_points=1.0, thousand_pounds_points=80.0, require_consent=True,
    minutes_per_mile=2.0,
)  # fmt: skip


def person(name: str, waited: int, **facts: object) -> dict[str, object]:
    return {
        "pathway_id": name, "holder": "Z01", "zone": "ZZC", "tfc": "110", "modality": "day_case",
        "priority": "P4", "weeks_waited": waited, "consent": True, **facts,
    }  # fmt: skip


def offer(name: str, site: str, week: int, units: int, **facts: object) -> dict[str, object]:
    return {
        "offer_id": name, "site": site, "provider": site, "modality": "day_case",
        "tfcs": ["110"], "week": week, "units": units, **facts,
    }  # fmt: skip


def small_world(
    people: list[dict[str, object]], offers: list[dict[str, object]], **tables: pl.DataFrame
) -> Problem:
    """A near site and a far one, ten weeks."""
    roads = [("ZZC", "NEAR", 10.0, 5.0), ("ZZC", "FAR", 40.0, 20.0), ("ZZC", "Z01", 15.0, 7.0)]
    return make_problem(
        date(2026, 2, 2),
        10,
        pathways=pl.DataFrame(people, infer_schema_length=None),
        offers=pl.DataFrame(offers, infer_schema_length=None),
        travel=pl.DataFrame(roads, schema=["zone", "site", "minutes", "miles"], orient="row"),
        **tables,
    )


def booked(problem: Problem, practice: Practice = Practice.LONGEST_WAIT) -> dict[str, list[str]]:
    """Who went where, in the order of booking."""
    rows: dict[str, list[str]] = {}
    made = greedy(problem, POLICY, practice).assignments
    for name, slot in made.select("pathway_id", "offer_id").iter_rows():
        rows.setdefault(name, []).append(slot)
    return rows


def test_the_longest_wait_takes_the_nearest_unit_and_the_next_one_goes_further():
    world = small_world(
        [person("short", 20), person("long", 60)],
        [offer("near", "NEAR", 5, 1), offer("far", "FAR", 0, 1)],
    )
    assert booked(world) == {"long": ["near"], "short": ["far"]}


def test_priority_goes_before_wait_where_the_rule_says_so():
    world = small_world(
        [person("long", 60), person("urgent", 2, priority="P2")], [offer("near", "NEAR", 0, 1)]
    )
    assert booked(world) == {"long": ["near"]}
    assert booked(world, Practice.PRIORITY_THEN_WAIT) == {"urgent": ["near"]}


def test_the_earliest_week_at_a_site_goes_first_but_never_before_the_person_can():
    weeks = [offer("late", "NEAR", 7, 1), offer("soon", "NEAR", 1, 1)]
    assert booked(small_world([person("a", 20)], weeks)) == {"a": ["soon"]}
    assert booked(small_world([person("a", 20, earliest_week=2)], weeks)) == {"a": ["late"]}


def test_a_counted_class_spills_over_to_the_next_site():
    world = small_world(
        [person("class", 20, count=5)], [offer("near", "NEAR", 0, 2), offer("far", "FAR", 0, 2)]
    )
    plan = greedy(world, POLICY, Practice.LONGEST_WAIT)
    assert plan.assignments["count"].to_list() == [2, 2]
    assert plan.treated == 4


@pytest.mark.parametrize(
    "facts",
    [
        {"travel_max_miles": 4.0},
        {"travel_max_minutes": 9.0},
        {"consent": None},
        {"tfc": "130"},
        {"modality": "inpatient"},
        {"zone": "ZZX"},
        {"asa": 3},
        {"asa": None},
    ],
)
def test_nobody_is_sent_where_they_cannot_go(facts: dict[str, object]):
    near = [offer("near", "NEAR", 0, 1, max_asa=2)]
    assert booked(small_world([person("a", 20, asa=1)], near)) == {"a": ["near"]}
    assert booked(small_world([person("a", 20, **{"asa": 1, **facts})], near)) == {}


def test_without_a_yes_the_holders_own_units_still_count():
    world = small_world([person("a", 20, consent=None)], [offer("own", "Z01", 0, 1)])
    assert booked(world) == {"a": ["own"]}


LINE = {
    "line_id": ["l"], "contract_id": ["k"], "payer": ["QZZ"], "minimum_take": [1], "cap": [3],
    "unit_price_pence": [100_000],
}  # fmt: skip


def test_a_contract_line_is_filled_to_its_cap_and_priced_above_its_minimum():
    world = small_world(
        [person("class", 20, count=9)],
        [offer("near", "NEAR", 0, 9, line_id="l")],
        lines=pl.DataFrame(LINE),
    )
    plan = greedy(world, POLICY, Practice.LONGEST_WAIT)
    assert plan.treated == 3
    value_of_one = 100 * 10 - 10
    assert plan.objective == pytest.approx(3 * value_of_one - 2 * 80)


def test_a_budget_stops_what_is_not_prepaid():
    world = small_world(
        [person("class", 20, count=9)],
        [offer("near", "NEAR", 0, 9, line_id="l")],
        lines=pl.DataFrame({**LINE, "cap": [None]}, schema_overrides={"cap": pl.Int32}),
        budgets=pl.DataFrame({"area": ["QZZ"], "pence": [250_000]}),
    )
    assert greedy(world, POLICY, Practice.LONGEST_WAIT).treated == 1 + 2


def test_a_breach_avoided_counts_as_the_policy_says():
    world = small_world([person("a", 50)], [offer("near", "NEAR", 1, 1)])
    plan = greedy(world, POLICY, Practice.LONGEST_WAIT)
    assert plan.objective == pytest.approx(100 * 9 + 1000 - 10)
    assert plan.summary() == {
        "rule": "longest wait first, nearest site with a unit left",
        "objective": plan.objective,
        "treated": 1,
    }


def test_no_people_and_no_offers_make_an_empty_plan():
    world = small_world([person("a", 50)], [offer("near", "NEAR", 1, 0)])
    plan = greedy(world, POLICY, Practice.PRIORITY_THEN_WAIT)
    assert (plan.objective, plan.treated, plan.assignments.height) == (0, 0, 0)


@settings(deadline=None)
@given(
    people=st.lists(
        st.tuples(st.integers(0, 110), st.integers(0, 6), st.sampled_from(PRIORITIES)), max_size=8
    ),
    units=st.lists(
        st.tuples(st.sampled_from(["NEAR", "FAR"]), st.integers(0, 9), st.integers(0, 5)),
        min_size=1,
        max_size=8,
    ),
    practice=st.sampled_from(list(Practice)),
)
def test_no_unit_is_given_twice_and_no_unit_is_left_while_somebody_waits(
    people: list[tuple[int, int, str]], units: list[tuple[str, int, int]], practice: Practice
):
    crowd = [
        person(f"p{n}", waited, count=count, priority=priority)
        for n, (waited, count, priority) in enumerate(people)
    ] or [person("nobody", 0, count=0)]
    offers = [offer(f"o{n}", site, week, some) for n, (site, week, some) in enumerate(units)]
    plan = greedy(small_world(crowd, offers), POLICY, practice)
    given_out = dict(plan.assignments.group_by("offer_id").agg(pl.col("count").sum()).iter_rows())
    treated = dict(plan.assignments.group_by("pathway_id").agg(pl.col("count").sum()).iter_rows())
    assert all(given_out.get(row["offer_id"], 0) <= row["units"] for row in offers)
    assert all(treated.get(row["pathway_id"], 0) <= row["count"] for row in crowd)
    there, waiting = sum(row["units"] for row in offers), sum(row["count"] for row in crowd)
    assert plan.treated == min(there, waiting)


class TestAgainstSlowerAndPlainerWays:
    @pytest.mark.parametrize("practice", [Practice.LONGEST_WAIT, Practice.PRIORITY_THEN_WAIT])
    @settings(max_examples=60, deadline=None)
    @given(tiny=problems(most=6))
    def test_booking_after_booking_is_the_same(self, tiny, practice, policy):
        slow, fast = slow_greedy(tiny, policy, practice), greedy(tiny, policy, practice)
        assert fast.assignments.rows() == slow.assignments.rows()
        assert fast.objective == pytest.approx(slow.objective)

    @pytest.mark.parametrize("practice", list(Practice))
    @settings(max_examples=60, deadline=None)
    @given(tiny=problems(most=6))
    def test_every_limit_is_kept_and_the_value_is_what_it_says(self, tiny, practice, policy):
        plan = greedy(tiny, policy, practice)
        nothing = pl.DataFrame(schema={"kind": pl.String, "id": pl.String, "price": pl.Float64})
        found = certify(tiny, policy, plan.assignments, nothing)
        assert found.violations == {}
        assert found.objective == pytest.approx(plan.objective)

    @settings(max_examples=60, deadline=None)
    @given(tiny=problems(most=5))
    def test_the_best_match_that_is_left_is_always_taken(self, tiny, policy):
        plan, desk = greedy(tiny, policy, Practice.BEST_VALUE), Desk(tiny, policy)
        for who, what, count, *_ in plan.assignments.rows():
            for _ in range(count):
                assert desk.gain(who, what) == pytest.approx(desk.best())
                desk.take(who, what)
        assert desk.best() == 0
        assert plan.objective == pytest.approx(desk.gained)


class Desk:
    """What is left of a tiny problem, and what one more match would gain."""

    def __init__(self, tiny: Problem, policy: Policy) -> None:
        self.values = arcs(tiny, policy)
        self.points = policy.thousand_pounds_points / 100_000
        self.people = dict(tiny.pathways.select("pathway_id", "count").rows())
        self.units = dict(tiny.offers.select("offer_id", "units").rows())
        self.line_of = dict(tiny.offers.select("offer_id", "line_id").rows())
        self.lines = {row["line_id"]: row for row in tiny.lines.to_dicts()}
        self.used = dict.fromkeys(self.lines, 0)
        self.money = dict(tiny.budgets.select("area", "pence").rows())
        self.gained = 0.0

    def gain(self, who: str, what: str) -> float:
        """One more match's value less what it costs; 0 where it cannot be made."""
        line = self.lines.get(self.line_of[what])
        free = self.people[who] > 0 and self.units[what] > 0
        if line is None:
            return self.values[who, what] if free else 0.0
        pence = self.pence(line)
        free = free and (line["cap"] is None or self.used[line["line_id"]] < line["cap"])
        free = free and pence <= self.money.get(line["payer"], pence)
        return self.values[who, what] - self.points * pence if free else 0.0

    def pence(self, line: dict[str, object]) -> int:
        dear = self.used[line["line_id"]] >= line["minimum_take"]
        return line["unit_price_pence"] if dear else 0

    def best(self) -> float:
        return max([0.0, *(self.gain(*pair) for pair in self.values)])

    def take(self, who: str, what: str) -> None:
        self.gained += self.gain(who, what)
        self.people[who] -= 1
        self.units[what] -= 1
        if line := self.lines.get(self.line_of[what]):
            if line["payer"] in self.money:
                self.money[line["payer"]] -= self.pence(line)
            self.used[line["line_id"]] += 1
