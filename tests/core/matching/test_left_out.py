"""Whoever the plan leaves out is told what binds, and every unused unit has a cause."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.matching.market.problems import MINUTES, varied_problems
from tests.core.matching.tiny import line, offer, pathway, problem

from tidegate.core.matching.eligibility import judge
from tidegate.core.matching.left_out import left_out
from tidegate.core.matching.leftovers import Unmatched, Unused
from tidegate.core.matching.market.make import make_market
from tidegate.core.matching.market.market import Market
from tidegate.core.matching.market.matches import Placements
from tidegate.core.matching.market.prices import Prices
from tidegate.core.matching.policy import EquityFloor, Policy
from tidegate.core.matching.problem import Problem
from tidegate.core.matching.value import week_values
from tidegate.core.reasons import Verdict

NOBODY = Placements(*np.zeros((3, 0), np.int64))


def priced(
    made: Problem, market: Market, cell: float = 0.0, line: float = 0.0, equity: float = 0.0
) -> Prices:
    """Ask the same of every cell, every line and every floor."""
    return Prices(
        np.full(market.pools.units.shape, cell),
        np.full(made.lines.height, line),
        np.zeros(made.budgets.height),
        np.full(len(market.floors), equity),
    )


def told(made: Problem, policy: Policy, **prices: float) -> dict[str, tuple[str, str]]:
    """Give code and detail of everybody when nobody is placed."""
    market = make_market(made, policy, 1)
    frame = left_out(made, market, priced(made, market, **prices), NOBODY).frame(made, market)
    return {name: (code, detail) for name, _, code, detail in frame.iter_rows()}


def slowly(made: Problem, policy: Policy, who: dict[str, object], cell: float, line: float) -> str:
    """Find what binds for one pathway, offer by offer."""
    kind = [
        each for each in made.offers.to_dicts()
        if each["units"] and each["modality"] == who["modality"] and who["tfc"] in each["tfcs"]
    ]  # fmt: skip
    if not kind:
        return Unmatched.NO_OFFER_FOR_SPECIALTY
    roads = {(row["zone"], row["site"]): row for row in made.travel.to_dicts()}
    stops, slots = {0}, []
    for each in kind:
        road = roads.get((who["zone"], each["site"]))
        most_miles = who["travel_max_miles"] or np.inf
        if (
            road is None
            or road["minutes"] > (who["travel_max_minutes"] or np.inf)
            or (most_miles < np.inf and (road["miles"] or np.inf) > most_miles)
        ):
            continue
        verdict = judge(who, each)[0]
        own = who["holder"] in (each["provider"], each["site"])
        if verdict is not Verdict.ACCEPT:
            stops.add(1 if verdict is Verdict.REFUSE else 2)
        elif not (who["consent"] or own):
            stops.add(3)
        else:
            stops.add(4)
            slots.append((each, road["minutes"]))
    if max(stops) < 4:
        return (
            Unmatched.NO_OFFER_IN_REACH, Unmatched.CRITERIA_REFUSE,
            Unmatched.PREASSESSMENT_NEEDED, Unmatched.CONSENT_NOT_GIVEN,
        )[max(stops)]  # fmt: skip
    off = who["unavailable"] or []
    can = [slot for slot in slots if slot[0]["week"] >= who["earliest_week"]]
    if not can:
        return Unmatched.TOO_LATE
    can = [slot for slot in can if slot[0]["week"] not in off]
    if not can:
        return Unmatched.UNAVAILABLE
    curve = week_values(policy, who["priority"], who["weeks_waited"], made.weeks)
    worth = [curve[each["week"]] - policy.minute_points * minutes for each, minutes in can]
    if max(worth) <= 0:
        return Unmatched.TRAVEL_OUTWEIGHS
    asked = [cell + (line if each["line_id"] else 0.0) for each, _ in can]
    nearest = int(np.argmax(np.array(worth) - asked))
    return Unmatched.CONTRACT_LIMIT if cell <= 0 < asked[nearest] else Unmatched.OUTBID


@given(made=varied_problems(), cell=st.sampled_from([0.0, 700.0]), line=st.sampled_from([0.0, 9e5]))
@settings(max_examples=80, deadline=None)
def test_the_reason_is_the_one_that_binds_offer_by_offer(made, cell, line, policy):
    codes = {name: code for name, (code, _) in told(made, policy, cell=cell, line=line).items()}
    assert codes == {
        who["pathway_id"]: slowly(made, policy, who, cell, line)
        for who in made.pathways.to_dicts()
        if who["count"]
    }


class TestWords:
    @pytest.mark.parametrize(
        ("who", "what", "code"),
        [
            ({"tfc": "120"}, {}, Unmatched.NO_OFFER_FOR_SPECIALTY),
            ({"zone": "B"}, {}, Unmatched.NO_OFFER_IN_REACH),
            ({"asa": 3}, {"max_asa": 2}, Unmatched.CRITERIA_REFUSE),
            ({"asa": None}, {"max_asa": 2}, Unmatched.PREASSESSMENT_NEEDED),
            ({"consent": None}, {}, Unmatched.CONSENT_NOT_GIVEN),
            ({"earliest_week": 1}, {}, Unmatched.TOO_LATE),
            ({"unavailable": [0]}, {}, Unmatched.UNAVAILABLE),
            ({}, {}, Unmatched.OUTBID),
        ],
    )
    def test_each_reason_is_said_in_words(self, policy, who, what, code):
        made = problem([pathway("W", **who)], [offer("O", **what)])
        said = told(made, policy, cell=5_000.0)["W"]
        assert said[0] == code
        assert said[1]

    def test_a_slot_that_others_have_is_told_in_tens_of_points(self, policy):
        made = problem([pathway("W")], [offer("O")])
        # 110 points a week for 12 weeks less 2 for each of 10 minutes: 1,300.
        assert told(made, policy, cell=1_344.0)["W"] == (
            "OUTBID",
            "nearest slot: S1 in week 1, worth 1,300 points here, taken at 1,340; 40 short",
        )
        assert told(made, policy, cell=1_302.0)["W"][1].endswith("; a few points short")
        assert told(made, policy, cell=1_300.0)["W"][1].endswith("equals go by longest wait")

    def test_money_and_floors_are_named_when_they_are_what_binds(self, policy):
        rich = pathway("RICH", imd_quintile=5, area="X")
        made = problem(
            [rich, pathway("POOR", imd_quintile=1, area="X")],
            [offer("O", line_id="L1")],
            lines=[line()],
        )
        assert told(made, policy, line=2_000.0)["RICH"][0] == "CONTRACT_LIMIT"
        enforced = replace(policy, equity=EquityFloor((1,), 0.9))
        said = told(made, enforced, cell=1_000.0, equity=900.0)
        assert said["RICH"][0] == "EQUITY_FLOOR"

    def test_people_alike_share_one_text(self, policy):
        made = problem([pathway(f"W{n}") for n in range(50)], [offer("O")])
        assert len({detail for _, detail in told(made, policy, cell=9e3).values()}) == 1


class TestWhoIsLeft:
    def test_of_a_row_of_several_only_those_left_are_counted(self, policy):
        made = problem([pathway("W", count=5), pathway("V")], [offer("O", units=9)])
        market = make_market(made, policy, 1)
        names = made.pathways["pathway_id"].gather(market.people.row).to_list()
        placed = Placements(
            np.array([names.index("W"), names.index("V")]), np.zeros(2, np.int64), np.array([3, 1])
        )
        frame = left_out(made, market, priced(made, market), placed).frame(made, market)
        assert frame.select("pathway_id", "count").rows() == [("W", 2)]


class TestCauses:
    def causes(self, policy: Policy, people: list[dict[str, object]], line_price: float) -> str:
        made = problem(people, [offer("O", max_asa=2)], minutes={("A", "S1"): 10.0})
        market = make_market(made, policy, 1)
        found = left_out(made, market, priced(made, market), NOBODY)
        return found.causes(np.array([line_price])).to_list()[0]

    @pytest.mark.parametrize(
        ("people", "line_price", "cause"),
        [
            ([], 0.0, Unused.NO_ELIGIBLE_PATIENT),
            ([{"zone": "B"}], 0.0, Unused.NO_ELIGIBLE_PATIENT),
            ([{}], 0.0, Unused.NO_ELIGIBLE_PATIENT),
            ([{}], 10.0, Unused.NOT_BOOKED),
            ([{"asa": 3}, {"consent": None}], 0.0, Unused.CRITERIA_TOO_TIGHT),
            ([{"asa": None}, {"consent": None, "count": 2}], 0.0, Unused.PATIENT_DECLINED),
        ],
    )
    def test_the_people_left_over_name_the_cause(self, policy, people, line_price, cause):
        rows = [pathway(f"W{n}", **who) for n, who in enumerate(people)]
        assert self.causes(policy, rows or [pathway("W", count=0)], line_price) == cause


def test_the_minutes_of_the_tests_hold_a_tie():
    pairs = itertools.combinations(MINUTES.values(), 2)
    assert any(one == other for one, other in pairs)
