"""What a surge costs on both denominators, with the deal of 2022 as it was published."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.core.surge.cost import Beds, Range, on_each_denominator, per_bed

POUND = 100


def test_the_deal_of_2022_cost_six_times_more_a_staffed_bed_than_a_physical_one_may() -> None:
    """£225m to £525m over three months; 5,600 beds, of which 2,000 to 3,000 staffable (HSJ)."""
    cost = Range(225_000_000 * POUND, 525_000_000 * POUND)
    each = on_each_denominator(cost, Beds(Range(5_600, 5_600), Range(2_000, 3_000)))
    assert each["physical"] == Range(40_178_57, 93_750_00)
    assert each["claimed"] == Range(75_000_00, 262_500_00)
    assert each["observed"] is None


def test_no_bed_with_staff_has_no_cost_a_bed() -> None:
    assert per_bed(Range(1, 2), Range(0, 5)) is None
    assert per_bed(Range(1, 2), None) is None


@pytest.mark.parametrize(("low", "high"), [(-1, 2), (3, 2)])
def test_a_range_goes_forwards(low: int, high: int) -> None:
    with pytest.raises(ValueError, match="from the lowest"):
        Range(low, high)


@settings(max_examples=50)
@given(cost=st.tuples(st.integers(0, 10**12), st.integers(0, 10**12)),
       beds=st.tuples(st.integers(1, 10**5), st.integers(1, 10**5)))  # fmt: skip
def test_fewer_beds_never_make_one_cheaper(cost: tuple[int, int], beds: tuple[int, int]) -> None:
    found = per_bed(Range(min(cost), max(cost)), Range(min(beds), max(beds)))
    fewer = per_bed(Range(min(cost), max(cost)), Range(1, min(beds)))
    assert found is not None
    assert fewer is not None
    assert fewer.high >= found.high
    assert fewer.low >= found.low
