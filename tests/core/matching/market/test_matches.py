"""A cell's units go to its offers by name, and every match is worth what the pair is worth."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.matching.market.problems import values, varied_problems
from tests.core.matching.tiny import offer, pathway, problem

from tidegate.core.matching.market.make import make_market
from tidegate.core.matching.market.market import Market
from tidegate.core.matching.market.matches import Matches, Placements, hand_out
from tidegate.core.matching.market.prices import Prices, price_list
from tidegate.core.matching.problem import Problem


@st.composite
def placed_problems(draw: st.DrawFn) -> tuple[Problem, list[tuple[str, int]]]:
    """Draw a problem, and an order in which pathways and rows of offers ask for each other."""
    made = draw(varied_problems(people=6, offers=8))
    pairs = [
        (name, row)
        for name in made.pathways["pathway_id"]
        for row in range(made.offers.height)
    ]  # fmt: skip
    return made, draw(st.permutations(pairs))


def place(made: Problem, market: Market, asked: list[tuple[str, int]]) -> Placements:
    """Place whoever asks while units are left in the cell and people in the pathway."""
    allowed = values(market, made)
    names = made.pathways["pathway_id"].gather(market.people.row).to_list()
    left, units = market.people.count.copy(), market.pools.units.copy()
    entries = []
    for name, row in asked:
        what = made.offers.row(row, named=True)
        if (name, what["offer_id"]) not in allowed:
            continue
        person, at = names.index(name), (market.pools.offer_pool[row], what["week"])
        many = min(left[person], units[at])
        if many:
            left[person] -= many
            units[at] -= many
            entries.append((person, at[0] * market.weeks + at[1], many))
    return Placements(*np.array(entries, np.int64).reshape(-1, 3).T)


@given(drawn=placed_problems())
@settings(max_examples=60, deadline=None)
def test_nobody_is_lost_and_no_offer_is_oversold(drawn, policy):
    made, asked = drawn
    market = make_market(made, policy, 1)
    placements = place(made, market, asked)
    matches = hand_out(made, market, placements)
    frame = matches.frame(made, market)
    allowed = values(market, made)
    used: Counter[str] = Counter()
    treated: Counter[str] = Counter()
    for name, what, count, value, minutes in frame.iter_rows():
        used[what] += count
        treated[name] += count
        assert value == pytest.approx(allowed[name, what])
        assert minutes in made.travel["minutes"].to_list()
    units = dict(made.offers.select("offer_id", "units").iter_rows())
    assert all(used[what] <= units[what] for what in used)
    names = made.pathways["pathway_id"].gather(market.people.row[placements.person])
    expected: Counter[str] = Counter()
    for name, count in zip(names, placements.count.tolist(), strict=True):
        expected[name] += count
    assert treated == expected
    assert frame.select("pathway_id", "offer_id").is_duplicated().sum() == 0
    assert list(matches.person) == sorted(matches.person)


class TestHandingOut:
    @pytest.fixture
    def made(self) -> Problem:
        people = [pathway("LONG", weeks_waited=30, count=2), pathway("SHORT", count=2)]
        return problem(people, [offer("OB", units=3), offer("OA", units=1)])

    def handed(self, made: Problem, policy, counts: list[int]) -> Matches:
        market = make_market(made, policy, 1)
        return hand_out(
            made, market, Placements(np.array([0, 1]), np.zeros(2, int), np.array(counts))
        )

    def test_people_come_in_turn_and_offers_in_order_of_their_names(self, made, policy):
        market = make_market(made, policy, 1)
        rows = self.handed(made, policy, [2, 2]).frame(made, market)
        assert rows.select("pathway_id", "offer_id", "count").rows() == [
            ("LONG", "OA", 1), ("LONG", "OB", 1), ("SHORT", "OB", 2),
        ]  # fmt: skip

    def test_more_people_than_units_are_refused(self, made, policy):
        with pytest.raises(ValueError, match="fewer units than people"):
            self.handed(made, policy, [2, 3])

    def test_minutes_are_exact(self, policy):
        made = problem([pathway("W")], [offer("O")], minutes={("A", "S1"): 12.1})
        market = make_market(made, policy, 1)
        one = Placements(np.zeros(1, int), np.zeros(1, int), np.ones(1, int))
        assert hand_out(made, market, one).minutes.tolist() == [12.1]


def test_every_offer_line_budget_and_floor_has_a_price(policy):
    made = problem(
        [pathway("W")], [offer("OB", week=1), offer("OA", week=0)], budgets={"X": 1}
    )  # fmt: skip
    market = make_market(made, policy, 1)
    prices = Prices(np.array([[1.0, 2.0, 0.0, 0.0]]), np.zeros(0), np.array([3.0]), np.zeros(0))
    assert price_list(made, market, prices).rows() == [
        ("budget", "X", 3.0), ("offer", "OA", 1.0), ("offer", "OB", 2.0),
    ]  # fmt: skip
