"""A contract told by its known weeks: one that nobody returned is named, and counts for nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.core.contracts.agreed import contract, line, offer, returned, week

from tidegate.core.contracts.ledger.ledger import Ledger, make_ledger
from tidegate.core.contracts.ledger.so_far import SameWeek, SoFar, same_week, so_far
from tidegate.core.contracts.ledger.sources import Sources, UseReturn
from tidegate.core.contracts.terms.pay import Basis, CostRecovery
from tidegate.core.contracts.terms.terms import Terms

TWO = (line("L1", units_per_week=5), line("L2", units_per_week=5))


def stands(*said: UseReturn, today: int = 4, **changes: object) -> SoFar:
    agreed = contract(**changes)  # type: ignore[arg-type]
    return so_far(make_ledger(agreed, Sources(returns=said), week(today)))


def test_idle_money_is_known_in_week_one_from_the_first_return() -> None:
    during = stands(returned(1, offered=10, booked=3, done=3), today=1)
    assert (during.runs, during.weeks[0].week) == (True, week(1))
    after = stands(returned(1, offered=10, booked=3, done=3), today=2)
    assert after.newest is not None
    assert (after.runs, after.newest.idle, after.idle) == (False, 5_000, 5_000)


def test_a_week_that_nobody_returned_is_named_and_left_out() -> None:
    found = stands(returned(1, done=8), returned(3, done=4))
    assert [each.week for each in found.weeks] == [week(1), week(3)]
    assert (found.missing, found.idle, found.value) == ((week(2),), 4_000, 12_000)
    assert (found.units.contracted, found.units.done) == (20, 12)
    assert (found.paid, found.ratio) == (16_000, Fraction(4, 3))


def test_a_week_is_known_once_each_of_its_lines_is() -> None:
    half = (returned(1, "L1", done=2),)
    assert so_far(make_ledger(contract(*TWO), Sources(returns=half), week(2))).weeks == ()
    both = (*half, returned(1, "L2", done=3))
    assert so_far(make_ledger(contract(*TWO), Sources(returns=both), week(2))).units.done == 5


def test_offers_alone_make_a_past_week_known_but_not_one_that_still_runs() -> None:
    used = Sources(offers=(offer(1),))
    assert so_far(make_ledger(contract(), used, week(1))).weeks == ()
    assert so_far(make_ledger(contract(), used, week(2))).idle == 8_000 - 4_000


def test_nothing_is_said_of_a_contract_without_any_known_week() -> None:
    found = stands()
    assert (found.newest, found.idle, found.ratio, found.runs) == (None, 0, None, False)
    assert found.missing == (week(1), week(2), week(3))


def test_what_is_paid_is_not_known_while_its_cost_is_not_returned() -> None:
    terms = Terms(Basis.COST_RECOVERY, cost_recovery=CostRecovery(Fraction(15, 100)))
    found = stands(returned(1, done=3), terms=terms)
    assert (found.paid, found.ratio) == (None, None)


@pytest.mark.parametrize("released", [2, 3])
def test_weeks_after_a_line_was_given_back_say_nothing(released: int) -> None:
    given_back = line(released_from=week(released))
    said = tuple(returned(number, done=5) for number in range(1, released))
    found = so_far(make_ledger(contract(given_back), Sources(returns=said), week(5)))
    assert [each.week for each in found.weeks] == [week(each) for each in range(1, released)]


def test_several_contracts_are_told_by_the_newest_week_that_one_of_them_is_known_in() -> None:
    def one(*said: UseReturn) -> tuple[Ledger, SoFar]:
        ledger = make_ledger(contract(), Sources(returns=said), week(3))
        return ledger, so_far(ledger)

    returned_both = one(returned(1, done=3), returned(2, done=5))
    returned_first = one(returned(1, done=2))
    assert same_week([returned_both, returned_first]) == SameWeek(week(2), 3_000, 1, 2, runs=False)
    assert same_week([returned_first, one()]) == SameWeek(week(1), 6_000, 1, 2, runs=False)
    assert same_week([one()]) is None
