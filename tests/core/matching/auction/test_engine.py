"""The auction on whole problems: limits, threads, equals, and an early end."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import numpy as np
import polars as pl
import pytest
from bench.instances import england
from tests.core.matching.engines import by_auction

from tidegate.core.matching.auction import dual, engine
from tidegate.core.matching.auction.dials import Dials
from tidegate.core.matching.auction.parts import cut
from tidegate.core.matching.certificate.check import certify
from tidegate.core.matching.market.make import make_market
from tidegate.core.matching.policy import EquityFloor
from tidegate.core.matching.problem import make_problem
from tidegate.core.matching.solve import Status, Stop, solve


@pytest.fixture(scope="module")
def board():
    return england(11, 12_000)


def test_is_the_same_for_one_thread_and_for_two(board, policy, monkeypatch):
    fair = replace(policy, equity=EquityFloor((1,), 1.0))
    two = by_auction(board, fair, Stop(), 1)
    monkeypatch.setattr(engine, "THREADS", 1)
    monkeypatch.setattr(dual, "THREADS", 1)
    one = by_auction(board, fair, Stop(), 1)
    assert (one.objective, one.bound) == (two.objective, two.bound)
    assert one.assignments.equals(two.assignments)
    assert one.prices.equals(two.prices)


@pytest.mark.parametrize("change", [0, 3])
def test_keeps_weekly_change_budgets_and_floors_at_once(board, policy, change):
    fair = replace(policy, equity=EquityFloor((1, 2), 1.0))
    tight = replace(
        board,
        lines=board.lines.with_columns(weekly_change=pl.lit(change, pl.Int32)),
        budgets=board.budgets.with_columns(pl.col("pence") // 4),
    )
    result = by_auction(tight, fair, Stop(), 1)
    said = certify(tight, fair, result.assignments, result.prices)
    assert result.violations == {}
    assert said.violations == {}
    assert said.bound == pytest.approx(result.bound, rel=1e-9)
    assert said.objective == pytest.approx(result.objective, rel=1e-9)


def test_an_early_end_still_gives_a_valid_plan_and_bound(board, policy):
    ticks = count()
    result = by_auction(board, policy, Stop(seconds=5, clock=lambda: float(next(ticks))), 1)
    said = certify(board, policy, result.assignments, result.prices)
    assert result.status is Status.STOPPED_EARLY
    assert result.violations == said.violations == {}
    assert said.bound == pytest.approx(result.bound, rel=1e-9)
    assert result.objective < solve(board, policy, Stop(), 1).objective


def test_among_equals_the_longest_wait_goes_first(board, policy):
    waits = [40, 42, 39, 51, 45]  # one step of the policy: every slot is worth the same to all
    alike = make_problem(
        board.start,
        2,
        pathways=pl.DataFrame(
            {"pathway_id": list("abcde"), "holder": "T", "zone": "Z", "tfc": "110",
             "modality": "day_case", "priority": "P4", "weeks_waited": waits, "consent": True}
        ),
        offers=pl.DataFrame(
            {"offer_id": ["O"], "site": ["S"], "provider": ["N"], "modality": ["day_case"],
             "tfcs": [["110"]], "week": [0], "units": [2]}
        ),
        travel=pl.DataFrame({"zone": ["Z"], "site": ["S"], "minutes": [10.0]}),
    )  # fmt: skip
    plain = replace(policy, breaches=(), past=())
    assert set(by_auction(alike, plain, Stop(), 1).assignments["pathway_id"]) == {"d", "e"}


def test_parts_share_no_pool_and_no_line(board, policy):
    market = make_market(board, policy, 1)
    parts = cut(market)
    pools = np.concatenate([part.pools for part in parts])
    groups = np.concatenate([part.groups for part in parts])
    assert len(np.unique(pools)) == len(pools)
    assert len(np.unique(groups)) == len(groups)
    lines = [set(market.pools.line[part.pools].tolist()) - {-1} for part in parts]
    assert sum(map(len, lines)) == len(set().union(*lines))
    for part in parts:
        for group in part.groups.tolist():
            road = market.roads.pool[market.roads.start[group] : market.roads.start[group + 1]]
            assert np.isin(road, part.pools).all()


class TestDials:
    def test_find_the_price_at_which_a_limit_is_just_kept(self):
        dials = Dials(2, 10.0)
        for _ in range(40):
            over = np.array([500.0, 80.0]) - np.array([3.0, 0.1]) * dials.price
            if not dials.turn(over, 1e-3):
                break
        assert dials.price == pytest.approx([500 / 3, 800], rel=0.01)

    def test_leave_a_limit_that_is_kept_without_a_price(self):
        dials = Dials(1, 10.0)
        assert not dials.turn(np.array([-5.0]), 0.0)
        assert dials.price.tolist() == [0.0]
