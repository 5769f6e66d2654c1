"""What a commitment costs, to the penny."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tidegate.core.contracts.sizing.prices import Prices, price_per_use

BLOCK = Prices(block_pence=100_00, spot_pence=120_00)
GUARANTEE = Prices(
    block_pence=1_00, spot_pence=2_00, guaranteed=Fraction(4, 5), premium=Fraction(1, 10)
)


@pytest.mark.parametrize(
    ("share", "times"), [(Fraction(1, 3), 3), (Fraction(1, 2), 2), (Fraction(4, 5), Fraction(5, 4))]
)
def test_a_block_used_in_part_costs_so_many_times_its_price(
    share: Fraction, times: Fraction
) -> None:
    used = int(30 * share)
    paid = BLOCK.paid_pence(30, used)
    assert paid == 30 * 100_00
    assert price_per_use(paid, used) == times * 100_00


def test_the_price_of_no_use_is_undefined_and_never_infinite() -> None:
    assert price_per_use(BLOCK.paid_pence(30, 0), 0) is None


@pytest.mark.parametrize(("used", "paid"), [(40, 80_00), (80, 80_00), (100, 102_00)])
def test_a_guarantee_pays_its_share_and_a_premium_above_it(used: int, paid: int) -> None:
    assert GUARANTEE.paid_pence(100, used) == paid


def test_beyond_the_commitment_the_contract_serves_first_where_it_is_cheaper() -> None:
    prices = Prices(block_pence=100, spot_pence=200, volume_pence=150, most=12)
    assert prices.cost_pence(10, 15) == 10 * 100 + 2 * 150 + 3 * 200
    dear = Prices(block_pence=100, spot_pence=200, volume_pence=250, most=12)
    assert dear.cost_pence(10, 15) == 10 * 100 + 5 * 200


def test_overflow_weighs_the_price_elsewhere_with_the_cost_of_waiting() -> None:
    prices = Prices(
        block_pence=1, spot_pence=100, no_spot=Fraction(1, 4), delay_pence=500,
        exit_pence=1000, exit_hazard=Fraction(1, 100),
    )  # fmt: skip
    assert prices.overflow_pence == 200
    assert prices.held_pence == 11
    assert prices.ratio == Fraction(11, 200)
    assert Prices(block_pence=1, spot_pence=0).ratio is None


@pytest.mark.parametrize("used", [-1, 11])
def test_no_more_is_used_than_was_committed(used: int) -> None:
    with pytest.raises(ValueError, match="between 0 and 10"):
        BLOCK.paid_pence(10, used)
