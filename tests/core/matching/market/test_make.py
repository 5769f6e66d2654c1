"""A market says of every person and offer what the rules say, whatever the order of the rows."""

from __future__ import annotations

import itertools
import math
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.matching.market.problems import shuffled, values, varied_problems, with_frames
from tests.core.matching.tiny import offer, pathway, problem

from tidegate.core.matching.eligibility import judge
from tidegate.core.matching.market.make import make_market
from tidegate.core.matching.market.market import Market
from tidegate.core.matching.policy import EquityFloor, Policy
from tidegate.core.matching.problem import Problem
from tidegate.core.matching.value import week_values
from tidegate.core.reasons import Verdict


def slowly(made: Problem, policy: Policy) -> dict[tuple[str, str], float]:
    """Judge every pair one by one, by the rules as they are written."""
    roads = {(row["zone"], row["site"]): row for row in made.travel.to_dicts()}
    found = {}
    for who, what in itertools.product(made.pathways.to_dicts(), made.offers.to_dicts()):
        road = roads.get((who["zone"], what["site"]))
        if (
            not who["count"]
            or road is None
            or road["minutes"] > (who["travel_max_minutes"] or math.inf)
            or (who["travel_max_miles"] and (road["miles"] or math.inf) > who["travel_max_miles"])
            or who["modality"] != what["modality"]
            or who["tfc"] not in what["tfcs"]
            or what["week"] < who["earliest_week"]
            or what["week"] in (who["unavailable"] or [])
            or judge(who, what)[0] is not Verdict.ACCEPT
            or not (who["consent"] or who["holder"] in (what["provider"], what["site"]))
        ):
            continue
        curve = week_values(policy, who["priority"], who["weeks_waited"], made.weeks)
        points = float(curve[what["week"]]) - policy.minute_points * road["minutes"]
        found[who["pathway_id"], what["offer_id"]] = points
    return found


@given(made=varied_problems())
@settings(max_examples=80, deadline=None)
def test_every_pair_is_worth_what_it_is_worth_pair_by_pair(made, policy):
    found = values(make_market(made, policy, 1), made)
    expected = slowly(made, policy)
    assert found.keys() == expected.keys()
    assert found == pytest.approx(expected)


def described(market: Market, made: Problem) -> dict[str, object]:
    """Describe a market without naming a row."""
    arrays = {
        f"{part}.{field.name}": getattr(getattr(market, part), field.name)
        for part in ("people", "roads", "pools")
        for field in fields(getattr(market, part))
    }
    rows = arrays.pop("people.row")
    lines = made.lines["line_id"].to_list()
    journeys = made.travel.select("zone", "site")[arrays.pop("roads.journey")]
    offers = zip(made.offers["offer_id"], arrays.pop("pools.offer_pool").tolist(), strict=True)
    arrays["pools.line"] = [lines[row] if row >= 0 else None for row in arrays["pools.line"]]
    return {
        **{name: np.asarray(array).tolist() for name, array in arrays.items()},
        "people": made.pathways["pathway_id"].gather(rows).to_list(),
        "offers": sorted(offers),
        "journeys": journeys.rows(),
        "fits": market.fits.tolist(),
        "curves": market.curves.tolist(),
        "floors": (market.floors, market.floor_share.tolist()),
    }


@given(made=varied_problems(), seed=st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_no_order_of_rows_shows(made, seed, policy):
    enforced = replace(policy, equity=EquityFloor((1, 2), 0.9))
    other = shuffled(made, seed)
    one, two = (make_market(each, enforced, 5) for each in (made, other))
    assert described(one, made) == described(two, other)


@given(made=varied_problems(people=12))
@settings(max_examples=25, deadline=None)
def test_people_stand_by_group_and_turn_with_nobody_missing(made, policy):
    market = make_market(made, policy, 1)
    rows = market.people.row
    facts = made.pathways.to_dicts()
    groups = [(*(facts[row][name] for name in ("modality", "tfc", "zone")),) for row in rows]
    assert groups == sorted(groups)
    assert sorted(rows) == [row for row, each in enumerate(facts) if each["count"]]
    assert [market.specialties[s] for s in market.roads.specialty[market.people.group]] == [
        group[:2] for group in groups
    ]
    for group in range(len(market.roads.people) - 1):
        mine = rows[slice(*market.roads.people[group : group + 2])]
        waits = [facts[row]["weeks_waited"] for row in mine]
        assert waits == sorted(waits, reverse=True)


@given(made=varied_problems())
@settings(max_examples=25, deadline=None)
def test_roads_lead_to_the_nearest_pools_first_and_ties_stand_in_order_of_pools(made, policy):
    roads = make_market(made, policy, 1).roads
    for group in range(len(roads.start) - 1):
        mine = slice(*roads.start[group : group + 2])
        pairs = list(zip(roads.minutes[mine].tolist(), roads.pool[mine].tolist(), strict=True))
        assert pairs == sorted(set(pairs))


class TestTurns:
    def test_whoever_can_stay_comes_before_equals_and_the_longest_wait_before_all(self, policy):
        made = problem(
            [
                pathway("STAYS", holder="N1", weeks_waited=30),
                *(pathway(f"MOVES{n}", weeks_waited=30) for n in range(20)),
                pathway("LONGEST", weeks_waited=31),
            ],
            [offer("O")],
        )
        order = make_market(made, policy, 1).people.row
        assert made.pathways["pathway_id"].gather(order).to_list()[:2] == ["LONGEST", "STAYS"]

    def test_the_seed_settles_who_comes_first_among_equals(self, policy):
        made = problem([pathway(f"W{n}") for n in range(30)], [offer("O")])
        orders = [make_market(made, policy, seed).people.row.tolist() for seed in (1, 1, 2, -1)]
        assert orders[0] == orders[1]
        assert orders[0] != orders[2] != orders[3]


class TestFloors:
    def test_the_share_is_that_of_people_whose_quintile_is_known(self, policy):
        enforced = replace(policy, equity=EquityFloor((1, 2), 0.9))
        made = problem(
            [
                pathway("POOR", imd_quintile=1, count=6),
                pathway("RICH", imd_quintile=5, count=14),
                pathway("UNKNOWN", imd_quintile=None, count=50),
                pathway("ELSEWHERE", imd_quintile=None, area="Y"),
            ],
            [offer("O")],
        )
        market = make_market(made, enforced, 1)
        assert market.floors == ("X",)
        assert market.floor_share.tolist() == pytest.approx([0.9 * 6 / 20])
        names = made.pathways["pathway_id"].gather(market.people.row).to_list()
        floor = dict(zip(names, market.people.floor.tolist(), strict=True))
        assert floor == {"POOR": 0, "RICH": 0, "UNKNOWN": -1, "ELSEWHERE": -1}
        deprived = dict(zip(names, market.people.deprived.tolist(), strict=True))
        assert [name for name, counts in deprived.items() if counts] == ["POOR"]

    def test_a_policy_that_only_monitors_sets_none(self, policy):
        market = make_market(problem([pathway("W")], [offer("O")]), policy, 1)
        assert market.floors == ()
        assert market.people.floor.tolist() == [-1]


class TestEdges:
    def test_more_weeks_than_a_mask_holds_are_refused(self, policy):
        made = problem([pathway("W")], [offer("O")], weeks=65)
        with pytest.raises(ValueError, match="at most 64 weeks"):
            make_market(made, policy, 1)

    def test_the_last_of_64_weeks_can_be_closed(self, policy):
        made = problem(
            [pathway("W", unavailable=[63]), pathway("V", earliest_week=64)],
            [offer("O")],
            weeks=64,
        )
        market = make_market(made, policy, 1)
        names = made.pathways["pathway_id"].gather(market.people.row).to_list()
        closed = dict(zip(names, market.people.closed.tolist(), strict=True))
        assert closed == {"W": 1 << 63, "V": (1 << 64) - 1}

    def test_a_problem_without_anybody_or_anything_is_a_market_like_any_other(self, policy):
        made = problem([pathway("W")], [offer("O")])
        empty = with_frames(made, pathways=made.pathways.clear(), offers=made.offers.clear())
        market = make_market(empty, policy, 1)
        assert market.people.row.tolist() == []
        assert market.roads.start.tolist() == [0]
        assert market.pools.units.shape == (0, 4)
