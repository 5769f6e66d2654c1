"""What is said of a solution is the same whichever engine found it, and adds up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from tests.core.matching.test_solve import tiny_problems
from tests.core.matching.tiny import line, offer, pathway, problem

from tidegate.core.matching.assemble import Solution, assemble
from tidegate.core.matching.certificate.check import certify
from tidegate.core.matching.market.incumbents import incumbents
from tidegate.core.matching.market.make import make_market
from tidegate.core.matching.market.market import Market
from tidegate.core.matching.market.matches import Placements
from tidegate.core.matching.market.prices import Prices
from tidegate.core.matching.policy import EquityFloor, Policy
from tidegate.core.matching.previous import Previous
from tidegate.core.matching.problem import Problem
from tidegate.core.matching.result import PRICES, Result, Status
from tidegate.core.matching.solve import solve
from tidegate.core.matching.stop import Stop

EXACT = Stop(gap=0.0)


@given(tiny=tiny_problems())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_said_agrees_with_the_certificate_and_adds_up(tiny, policy):
    result = solve(tiny, policy, EXACT, seed=1)
    certificate = certify(tiny, policy, result.assignments, result.prices)
    assert certificate.objective == pytest.approx(result.objective)
    assert certificate.bound == pytest.approx(result.bound)
    treated, left = (int(frame["count"].sum()) for frame in (result.assignments, result.unmatched))
    assert treated + left == tiny.people
    assert (result.offers["used"] + result.offers["unused"]).equals(
        tiny.offers.sort("offer_id")["units"].rename("used")
    )
    assert (result.offers["cause"].is_not_null() == (result.offers["unused"] > 0)).all()


def placed(
    made: Problem,
    policy: Policy,
    market: Market,
    entries: list[tuple[str, int, int]],
    previous: Previous | None = None,
) -> Result:
    """Assemble a plan of one pool: (pathway, week, people)."""
    names = made.pathways["pathway_id"].gather(market.people.row).to_list()
    rows = [(names.index(name), week, count) for name, week, count in entries]
    placements = Placements(*np.array(rows, np.int64).reshape(-1, 3).T)
    nothing = Prices(
        np.zeros(market.pools.units.shape), np.zeros(made.lines.height),
        np.zeros(made.budgets.height), np.zeros(len(market.floors)),
    )  # fmt: skip
    promises = None if previous is None else incumbents(made, market, previous)
    solution = Solution(placements, nothing, bound=1e6)
    return assemble(made, policy, market, solution, gap=0.0, promises=promises)


class TestLimits:
    @pytest.fixture
    def made(self) -> Problem:
        people = [
            pathway("POOR", count=5, imd_quintile=1), pathway("RICH", count=5, imd_quintile=5),
        ]  # fmt: skip
        terms = line(cap=6, minimum_take=1, unit_price_pence=100_000, weekly_change=2)
        offers = [offer(f"O{week}", week=week, units=5, line_id="L1") for week in range(2)]
        return problem(people, offers, lines=[terms], budgets={"X": 200_000})

    def broken(self, made: Problem, policy: Policy, entries: list[tuple[str, int, int]]):
        return placed(made, policy, make_market(made, policy, 1), entries).violations

    def test_a_plan_within_every_limit_breaks_none(self, made, policy):
        entries = [("POOR", 0, 1), ("POOR", 1, 1), ("RICH", 1, 1)]
        assert self.broken(made, policy, entries) == {}

    def test_each_limit_that_is_overstepped_is_named(self, made, policy):
        enforced = replace(policy, equity=EquityFloor((1,), 1.0))
        found = self.broken(made, enforced, [("RICH", 0, 5), ("POOR", 1, 2)])
        assert found == {
            "line L1": 1.0,
            "budget X": 400_000.0,
            # 3 units more in the first week than in the next, and 2 more there than in the third.
            "weekly change of line L1": 1.0,
            "equity floor of X": 2.0,
        }

    def test_a_row_placed_twice_is_named(self, made, policy):
        found = self.broken(made, policy, [("POOR", 0, 4), ("POOR", 1, 4)])
        assert found["pathway POOR"] == 3


class TestPromises:
    @pytest.fixture
    def made(self) -> Problem:
        return problem([pathway("A"), pathway("B")], [offer("O1"), offer("O2")])

    def previous(self, **offers: tuple[str, bool]) -> Previous:
        rows = [(name, what, accepted) for name, (what, accepted) in offers.items()]
        schema = {"pathway_id": pl.String, "offer_id": pl.String, "accepted": pl.Boolean}
        return Previous(
            pl.DataFrame(rows, schema=schema, orient="row"), pl.DataFrame(schema=PRICES)
        )

    def test_whoever_stays_in_a_cell_keeps_their_own_offer_of_it(self, made, policy):
        market = make_market(made, policy, 1)
        for one, other in (("O1", "O2"), ("O2", "O1")):
            promised = self.previous(A=(one, True), B=(other, False))
            result = placed(made, policy, market, [("A", 0, 1), ("B", 0, 1)], promised)
            rows = result.assignments.select("pathway_id", "offer_id").sort("pathway_id").rows()
            assert rows == [("A", one), ("B", other)]
            assert result.violations == {}

    def test_staying_points_are_earned_once_by_what_was_proposed_only(self, made, policy):
        keen = replace(policy, stay_points=50.0)
        market = make_market(made, keen, 1)
        entries = [("A", 0, 1), ("B", 0, 1)]
        promised = self.previous(A=("O1", True), B=("O2", False))
        kept = placed(made, keen, market, entries, promised)
        assert kept.objective == placed(made, keen, market, entries).objective + 50

    def test_an_accepted_transfer_that_is_lost_is_named(self, made, policy):
        market = make_market(made, policy, 1)
        promised = self.previous(A=("O1", True), B=("O2", False), GONE=("O1", True))
        assert placed(made, policy, market, [("B", 0, 1)], promised).violations == {"accepted A": 1}

    def test_what_is_gone_is_not_promised_any_more(self, made, policy):
        market = make_market(made, policy, 1)
        found = incumbents(made, market, self.previous(A=("GONE", True)))
        assert found.offer.tolist() == [-1, -1]
        assert not found.accepted.any()


def test_a_problem_without_units_is_a_result_like_any_other(policy):
    made = problem([pathway("W")], [offer("O", units=0)])
    result = placed(made, policy, make_market(made, policy, 1), [])
    assert result.status is Status.EMPTY
    assert result.unmatched["code"].to_list() == ["NO_OFFER_FOR_SPECIALTY"]
