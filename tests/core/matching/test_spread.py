"""A rate per month becomes whole units, and none is lost or made on the way."""

from __future__ import annotations

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.matching.spread import WEEKS_PER_MONTH, spread_units

QUARTER = [4, 5, 4]


def rates(*spare: float) -> pl.DataFrame:
    return pl.DataFrame(
        {"provider": [f"ZN{n:03d}" for n in range(len(spare))], "spare_per_month": list(spare)},
        schema={"provider": pl.String, "spare_per_month": pl.Float64},
    )


def test_a_month_stands_at_the_last_week_of_its_block():
    units = spread_units(rates(100.0), QUARTER)
    assert units["week"].to_list() == [3, 8, 12]
    assert units["units"].sum() == math.floor(100 * 13 / WEEKS_PER_MONTH)


def test_fractions_are_carried_until_they_make_a_unit():
    """Ten providers of a quarter of a unit a month make some seven units in a quarter year."""
    units = spread_units(rates(*[0.25] * 10), QUARTER)
    assert units["units"].to_list() == [1] * 7


def test_a_provider_without_spare_capacity_gets_no_row():
    assert spread_units(rates(0.0, 0.0), QUARTER).is_empty()


@pytest.mark.parametrize("blocks", [[], [0], [4, -1]])
def test_a_horizon_without_weeks_is_refused(blocks: list[int]):
    with pytest.raises(ValueError, match="at least one week"):
        spread_units(rates(1.0), blocks)


@given(
    st.lists(st.floats(0, 400, allow_subnormal=False), min_size=1, max_size=30),
    st.lists(st.integers(1, 8), min_size=1, max_size=6),
)
def test_the_units_of_any_first_providers_are_their_rates_less_a_fraction(
    spare: list[float], blocks: list[int]
):
    units = spread_units(rates(*spare), blocks)
    months = sum(blocks) / WEEKS_PER_MONTH
    for first in range(1, len(spare) + 1):
        names = [f"ZN{n:03d}" for n in range(first)]
        given_out = units.filter(pl.col("provider").is_in(names))["units"].sum()
        due = sum(spare[:first]) * months
        assert due - 1 - 1e-6 < given_out <= due + 1e-6
