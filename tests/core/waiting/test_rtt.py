"""Bands, thresholds and figures of referral-to-treatment waiting times."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.waiting.rtt import BANDS, band_of_days, figures, over_weeks, within_18_weeks

# Days waited → the published weekly band.
VECTORS = [
    (0, 0),
    (7, 0),
    (8, 1),
    (14, 1),
    (126, 17),
    (127, 18),
    (364, 51),
    (365, 52),
    (728, 103),
    (729, 104),
    (5000, 104),
]


@pytest.mark.parametrize(("days", "band"), VECTORS)
def test_a_wait_is_published_in_its_band(days: int, band: int) -> None:
    assert band_of_days(days) == band


def test_a_wait_that_has_not_begun_has_no_band() -> None:
    with pytest.raises(ValueError, match="-1 days"):
        band_of_days(-1)


@pytest.mark.parametrize(("days", "meets"), [(0, True), (126, True), (127, False)])
def test_126_days_meet_the_standard_and_127_do_not(days: int, meets: bool) -> None:
    assert within_18_weeks(days) is meets


@pytest.mark.parametrize(("weeks", "first_day"), [(52, 365), (65, 456), (78, 547), (104, 729)])
def test_a_wait_is_over_a_threshold_from_the_day_after(weeks: int, first_day: int) -> None:
    assert over_weeks(first_day, weeks)
    assert not over_weeks(first_day - 1, weeks)


@given(st.lists(st.integers(0, 1500), max_size=60))
def test_figures_from_bands_equal_figures_from_days(waits: list[int]) -> None:
    bands = [0] * BANDS
    for days in waits:
        bands[band_of_days(days)] += 1
    summed = figures(month([("Z01", "100", bands)])).row(0, named=True)
    assert summed["waiting"] == len(waits)
    assert summed["within_18_weeks"] == sum(map(within_18_weeks, waits))
    for weeks in (52, 65, 78, 104):
        assert summed[f"over_{weeks}_weeks"] == sum(over_weeks(days, weeks) for days in waits)


BAND_COUNTS = st.lists(st.integers(0, 50), min_size=BANDS, max_size=BANDS)
LISTS = st.lists(
    st.tuples(st.sampled_from(["Z01", "Z02"]), st.sampled_from(["100", "X02"]), BAND_COUNTS),
    min_size=1,
    max_size=8,
)


@given(LISTS, st.sampled_from([["provider"], ["tfc"], ["provider", "tfc"]]))
def test_figures_by_group_add_up_to_the_figures_of_all(
    rows: list[tuple[str, str, list[int]]], by: list[str]
) -> None:
    frame = month(rows)
    measures = ["waiting", "within_18_weeks", "over_52_weeks", "over_65_weeks", "over_104_weeks"]
    assert figures(frame, by).select(measures).sum().row(0) == figures(frame).select(measures).row(
        0
    )


def test_the_longest_list_comes_first() -> None:
    bands = [0] * BANDS
    frame = month([("Z01", "100", [1, *bands[1:]]), ("Z02", "100", [9, *bands[1:]])])
    assert figures(frame, ["provider"])["provider"].to_list() == ["Z02", "Z01"]


def test_the_share_is_of_those_whose_clock_start_is_known() -> None:
    frame = month([("Z01", "100", [3] + [0] * 20 + [1] + [0] * 83)], part="1A", unknown=4)
    summed = figures(frame, part="1A").row(0, named=True)
    assert (summed["waiting"], summed["share_within_18"]) == (8, 0.75)


def test_nobody_waiting_has_no_share() -> None:
    empty = month([("Z01", "100", [0] * BANDS)])
    assert figures(empty)["share_within_18"].to_list() == [None]
    assert figures(empty.clear())["waiting"].to_list() == [0]


def month(
    rows: list[tuple[str, str, list[int]]], part: str = "2", unknown: int = 0
) -> pl.DataFrame:
    """Make RTT rows as the reader gives them."""
    return pl.DataFrame(
        [
            {
                "provider": provider,
                "tfc": tfc,
                "part": part,
                **{f"w{week:03}": people for week, people in enumerate(bands)},
                "unknown_start": unknown,
                "total": sum(bands) + unknown,
            }
            for provider, tfc, bands in rows
        ]
    )
