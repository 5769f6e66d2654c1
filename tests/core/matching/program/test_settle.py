"""Whole people: nothing beyond a limit, and nothing left lying that somebody could gain from."""

from __future__ import annotations

import numpy as np
from tests.core.matching.tiny import line, offer, pathway, problem

from tidegate.core.matching.payers import make_payers
from tidegate.core.matching.program.blocks import condense
from tidegate.core.matching.program.settle import Ledger, Moves, fill, keep_budgets


def ledger_of(tiny, policy) -> Ledger:
    condensed = condense(tiny, policy)
    return Ledger(condensed, make_payers(tiny), policy)


def bought(policy, pence: int) -> Ledger:
    """Three people of different waits and three units at £1,000, with a budget."""
    people = [pathway(f"W{weeks}", weeks_waited=weeks) for weeks in (5, 20, 30)]
    offers = [offer("O", line_id="L1", units=3)]
    return ledger_of(problem(people, offers, lines=[line()], budgets={"X": pence}), policy)


class TestBudgets:
    def test_what_is_spent_beyond_a_budget_is_taken_back_least_value_first(self, policy):
        ledger = bought(policy, 200_000)
        each = np.arange(3)
        moves = [Moves(each, np.zeros(3, np.int64), np.zeros(3, np.int64), np.ones(3, np.int64))]
        ledger.book(0, moves[0])
        assert ledger.spare_money().tolist() == [-100_000]
        keep_budgets(ledger, moves)
        assert ledger.spare_money().tolist() == [0]
        block = ledger.condensed.blocks[0]
        worth = block.week_value[block.kind, 0]
        assert moves[0].amount.tolist() == (worth > worth.min()).astype(int).tolist()

    def test_a_budget_that_is_kept_is_left_alone(self, policy):
        ledger = bought(policy, 300_000)
        moves = [Moves(np.arange(3), *np.zeros((2, 3), np.int64), np.ones(3, np.int64))]
        ledger.book(0, moves[0])
        keep_budgets(ledger, moves)
        assert moves[0].amount.tolist() == [1, 1, 1]


class TestFilling:
    def test_units_left_go_to_whoever_gains_most(self, policy):
        tiny = problem(
            [pathway("LONG", weeks_waited=60), pathway("SHORT", weeks_waited=4, count=3)],
            [offer("O", units=2)],
        )
        ledger = ledger_of(tiny, policy)
        moves = fill(ledger, 0)
        assert moves.amount.sum() == 2
        assert ledger.units.tolist() == [0]
        assert sorted(ledger.people[0].tolist()) == [0, 2]

    def test_money_that_is_left_is_not_overspent(self, policy):
        ledger = bought(policy, 250_000)
        assert fill(ledger, 0).amount.sum() == 2
        assert ledger.spare_money().tolist() == [50_000]

    def test_a_cap_ends_it(self, policy):
        tiny = problem(
            [pathway("W", count=9)],
            [offer("O", line_id="L1", units=9)],
            lines=[line(minimum_take=1, cap=4, unit_price_pence=0)],
        )
        assert fill(ledger_of(tiny, policy), 0).amount.sum() == 4
