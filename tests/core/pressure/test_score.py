"""Bands, points, totals and levels, as somebody who runs a hospital would check them by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.pressure.score_tables import (
    DAY,
    ELEVENS,
    VERIFIED,
    figure,
    parameter,
    scored,
    table,
)

from tidegate.core.pressure.figures import with_shares
from tidegate.core.pressure.measure import Measure, Unit, WorseWhen
from tidegate.core.pressure.observations import as_observations
from tidegate.core.pressure.score import Figure, Score, TableNotReady, score, score_providers
from tidegate.core.pressure.score_table import Levels, Parameter, Pillar, Rounding

HOUSE = table()
values = st.floats(0, 200, allow_nan=False)


@pytest.mark.parametrize(
    ("minutes", "band"),
    [(0, 0), (14.9, 0), (15, 0), (15.1, 1), (30, 1), (30.1, 2), (44.9, 2), (45, 3), (300, 3)],
)
def test_a_handover_on_an_edge_belongs_to_the_band_that_the_table_says(
    minutes: float, band: int
) -> None:
    assert parameter().band(minutes) == band


@pytest.mark.parametrize(
    ("percent", "band"), [(100, 0), (95, 0), (94.9, 1), (78.1, 1), (78, 2), (77.9, 2), (0, 2)]
)
def test_where_lower_is_worse_the_bands_go_downwards(percent: float, band: int) -> None:
    four_hours = parameter(
        "ed_4h_pct", WorseWhen.LOWER, ((95, "better"), (78, "worse")), points=(0, 1, 2)
    )
    assert four_hours.band(percent) == band


@pytest.mark.parametrize(("part", "whole"), [(921, 1000), (46, 50), (1, 3), (2, 7), (959, 1042)])
def test_a_share_that_equals_an_edge_is_on_it_exactly(part: int, whole: int) -> None:
    edge = float(Fraction(100 * part, whole))
    on_it = parameter("ga_occupancy_pct", edges=((edge, "worse"),), points=(0, 1))
    assert on_it.band(100 * part / whole) == 1


@pytest.mark.parametrize(
    ("handover", "four_hours", "total", "level"),
    [
        (10, 96, 0, 1),
        (10, 90, 11, 1),
        (20, 96, 7, 1),
        (20, 90, 18, 2),
        (35, 90, 26, 3),
        (50, 90, 33, 3),
        (35, 60, 37, 4),
        (50, 60, 44, 4),
    ],
)
def test_points_add_up_to_a_total_and_the_total_is_a_level(
    handover: float, four_hours: float, total: float, level: int
) -> None:
    found = scored("Z01", HOUSE, handover_mean=handover, ed_4h_pct=four_hours)
    assert (found.total, found.level, found.complete) == (total, level, True)
    assert found.table == "House index 1"


def test_a_missing_figure_makes_a_score_incomplete_and_is_named() -> None:
    found = scored("Z01", HOUSE, handover_mean=35)
    assert (found.total, found.level) == (None, None)
    assert [reason.detail for reason in found.missing] == ["ed_4h_pct is missing"]
    assert (found.lowest, found.highest, found.level_range) == (15, 37, (2, 4))


def test_a_figure_that_is_too_old_is_missing_and_says_of_which_day_it_is() -> None:
    figures = {"handover_mean": figure(35, days_ago=7), "ed_4h_pct": figure(96, days_ago=8)}
    found = score("Z01", figures, HOUSE, HOUSE.pillars[0], DAY)
    assert [reason.code for reason in found.missing] == ["FIGURE_TOO_OLD"]
    assert found.missing[0].detail == (
        "ed_4h_pct is too old: it is of 2026-01-06, and it may be at most 7 days old"
    )
    assert found.judged[1].figure == Figure(96, date(2026, 1, 6), date(2026, 1, 6), "return")


def test_each_value_keeps_its_source_and_time() -> None:
    found = scored("Z01", HOUSE, handover_mean=35, ed_4h_pct=96)
    first = found.judged[0]
    assert (first.figure, first.band, first.points) == (Figure(35, DAY, DAY, "return"), 2, 15)


@pytest.mark.parametrize(
    ("total", "unrounded", "half_up"),
    [("11", 1, 1), ("11.2", 2, 1), ("11.49", 2, 1), ("11.5", 2, 2), ("12", 2, 2),
     ("22.4", 3, 2), ("33.5", 4, 4), ("33.0001", 4, 3), ("44", 4, 4)],
)  # fmt: skip
def test_between_two_levels_only_rounding_decides(total: str, unrounded: int, half_up: int) -> None:
    levels = Levels(ELEVENS, 0, VERIFIED)
    assert levels.of(Fraction(total), Rounding.UNROUNDED) == unrounded
    assert levels.of(Fraction(total), Rounding.HALF_UP) == half_up


def rows(*given: tuple[str, str, int, float]) -> pl.DataFrame:
    """Observations of a day: provider, measure, how many days ago, value."""
    days = [DAY - timedelta(days=ago) for _, _, ago, _ in given]
    return as_observations(
        pl.DataFrame(
            {
                "organisation": [row[0] for row in given],
                "name": [f"Trust {row[0]}" for row in given],
                "level": ["provider"] * len(given),
                "measure": [row[1] for row in given],
                "start": days,
                "end": days,
                "value": [row[3] for row in given],
            }
        )
    )


def test_the_newest_figure_known_on_the_day_counts_and_nothing_later() -> None:
    observations = rows(
        ("Z01", "handover_mean", 3, 10),
        ("Z01", "handover_mean", 1, 35),
        ("Z01", "handover_mean", -1, 50),
        ("Z01", "ed_4h_pct", 0, 96),
    )
    (found,) = score_providers(observations, HOUSE, DAY)
    assert (found.place, found.total) == ("Z01", 15)


def test_totals_of_england_are_no_provider() -> None:
    england = rows(("ENG", "handover_mean", 0, 10)).with_columns(level=pl.lit("nation"))
    assert score_providers(england, HOUSE, DAY) == ()


def test_a_provider_that_is_named_and_silent_is_incomplete_and_one_not_named_is_left_out() -> None:
    observations = rows(("Z01", "handover_mean", 0, 10), ("Z02", "handover_mean", 0, 10))
    found = score_providers(observations, HOUSE, DAY, providers=["Z02", "Z03"])
    assert [(each.place, len(each.missing)) for each in found] == [("Z02", 1), ("Z03", 2)]


def test_a_provider_that_reported_nothing_for_a_quarter_is_no_longer_listed() -> None:
    observations = rows(("Z01", "handover_mean", 92, 10), ("Z02", "handover_mean", 93, 10))
    assert [each.place for each in score_providers(observations, HOUSE, DAY)] == ["Z01"]


def occupancy() -> dict[str, Measure]:
    """A share and what it is made of."""
    return {
        "ga_occupancy_pct": Measure(
            "ga_occupancy_pct", "occupancy", "", Unit.PERCENT, WorseWhen.HIGHER,
            numerator="ga_beds_occupied", denominator="ga_beds_open",
        )
    }  # fmt: skip


def test_a_share_is_made_of_numbers_of_one_day_and_one_reported_stays() -> None:
    observations = rows(
        ("Z01", "ga_beds_occupied", 1, 460), ("Z01", "ga_beds_open", 1, 500),
        ("Z01", "ga_beds_occupied", 0, 480),
        ("Z02", "ga_beds_occupied", 0, 90), ("Z02", "ga_beds_open", 0, 100),
        ("Z02", "ga_occupancy_pct", 0, 91),
        ("Z03", "ga_beds_occupied", 0, 90), ("Z03", "ga_beds_open", 0, 0),
    )  # fmt: skip
    found = with_shares(observations, occupancy(), ["ga_occupancy_pct"]).filter(
        pl.col("measure") == "ga_occupancy_pct"
    )
    assert sorted(found.select("organisation", "value").rows()) == [("Z01", 92), ("Z02", 91)]


def test_no_score_is_given_by_a_table_that_is_open() -> None:
    unfilled = parameter(edges=(), points=())
    with pytest.raises(TableNotReady, match="thresholds and points of handover_mean are open"):
        score_providers(rows(), table(pillars=(_pillar(unfilled),)), DAY)
    with pytest.raises(TableNotReady, match="the parameters of acute are open"):
        score("Z01", {}, table(pillars=(_pillar(),)), _pillar(), DAY)


def _pillar(*parameters: Parameter) -> Pillar:
    return replace(HOUSE.pillars[0], parameters=parameters)


@given(handover=st.none() | values, four_hours=st.none() | values, worse_by=values)
def test_a_worse_value_never_lowers_a_score(
    handover: float | None, four_hours: float | None, worse_by: float
) -> None:
    before = _of(handover, four_hours)
    for after in (
        _of(None if handover is None else handover + worse_by, four_hours),
        _of(handover, None if four_hours is None else four_hours - worse_by),
    ):
        assert after.lowest >= before.lowest
        assert after.highest >= before.highest
        assert after.level_range >= before.level_range


@given(handover=st.none() | values, four_hours=st.none() | values)
def test_a_score_is_complete_only_with_every_figure_and_lies_within_its_range(
    handover: float | None, four_hours: float | None
) -> None:
    found = _of(handover, four_hours)
    everything = handover is not None and four_hours is not None
    assert found.complete is everything
    assert (found.total is None, found.level is None) == (not everything, not everything)
    assert (found.lowest == found.highest) is everything
    assert len(found.missing) == (handover is None) + (four_hours is None)


@given(known=st.none() | values, whatever=values)
def test_whatever_a_missing_figure_turns_out_to_be_the_score_lies_in_the_range_told_before(
    known: float | None, whatever: float
) -> None:
    told, then = _of(known, None), _of(known, whatever)
    assert told.lowest <= then.lowest <= then.highest <= told.highest


def _of(handover: float | None, four_hours: float | None) -> Score:
    given = {"handover_mean": handover, "ed_4h_pct": four_hours}
    return scored("Z01", HOUSE, **{name: of for name, of in given.items() if of is not None})
