"""What the demo's contracts buy, and what their providers return of it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.core.demo.contracted import (
    CONTRACTS,
    FAILING,
    FEWEST_UNITS,
    GOOD,
    IDLE,
    WEEKS,
    DemoContract,
    UseDrawn,
    draw_use,
    units_a_week,
    weekly_pence,
)
from tidegate.core.demo.contracts import TERMS
from tidegate.core.demo.offers import line_id

MONDAY, PEOPLE = date(2026, 8, 31), 150_000


def drawn(contract: DemoContract, seed: int = 1) -> list[UseDrawn]:
    return list(draw_use(np.random.default_rng(seed), contract, PEOPLE, MONDAY))


def used(contract: DemoContract, weeks: range) -> float:
    bought = sum(units_a_week(contract, each, PEOPLE) for each in contract.lines) * len(weeks)
    return sum(each.figures["done"] for each in drawn(contract) if each.number in weeks) / bought


def test_their_lines_are_those_that_offers_carry() -> None:
    carried = {line_id(site, modality) for site, modality in TERMS}
    assert {each.line_id for one in CONTRACTS for each in drawn(one)} <= carried
    assert [one.contract_id for one in CONTRACTS] == ["K-ZN105", "K-ZN102", "K-ZN104"]


def test_units_go_in_proportion_to_the_people_and_are_never_too_few_to_share() -> None:
    day_case = GOOD.lines[0]
    assert units_a_week(GOOD, day_case, PEOPLE) == 92  # 64 for eyes and 28 others
    assert units_a_week(GOOD, day_case, PEOPLE // 2) == 46
    assert units_a_week(GOOD, day_case, 100) == FEWEST_UNITS
    assert weekly_pence(GOOD, PEOPLE) == 92 * 104_000 + 190 * 14_500


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda one: one.title)
def test_no_return_says_more_was_done_than_booked_or_booked_than_offered(
    contract: DemoContract,
) -> None:
    returns = drawn(contract)
    assert len(returns) == WEEKS * len(contract.lines)
    for each in returns:
        said = each.figures
        assert 0 <= said["done"] <= said["booked"] <= said["offered"] <= said["physical"]
        assert said.get("touch_minutes", 0) <= said.get("session_minutes", 0)


def test_one_goes_well_one_lies_idle_and_one_fails_week_after_week() -> None:
    whole = range(1, WEEKS + 1)
    assert 0.9 < used(GOOD, whole) < 0.95
    assert 0.3 < used(IDLE, whole) < 0.4
    assert used(FAILING, range(1, 4)) > 0.8
    assert used(FAILING, range(10, 13)) < 0.6


def test_the_same_seed_draws_the_same_returns() -> None:
    assert drawn(IDLE) == drawn(IDLE)
    assert drawn(IDLE) != drawn(IDLE, seed=2)
