"""Demand as chances: against exact sums, past weeks counted, and quantiles joined by lines."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.core.contracts.sizing.demand import (
    AnyDay,
    Beyond,
    Demand,
    NegativeBinomial,
    PastCounts,
    Poisson,
    Quantiles,
    mean_of,
    quantile_of,
)


def exact_poisson(mean: float, n: int) -> float:
    return math.exp(n * math.log(mean) - mean - math.lgamma(n + 1))


@pytest.mark.parametrize("mean", [0.01, 1.0, 26.0, 900.0])
def test_poisson_chances_are_those_of_the_formula(mean: float) -> None:
    tail = Poisson(mean).survival()
    assert mean_of(tail) == pytest.approx(mean, rel=1e-9)
    middle = int(mean)
    beyond = sum(exact_poisson(mean, n) for n in range(middle + 1, middle + 600))
    assert tail[middle + 1] == pytest.approx(beyond, rel=1e-9)


@pytest.mark.parametrize(("mean", "variance"), [(0.5, 3.0), (26.0, 26.1), (26.0, 200.0)])
def test_wider_demand_has_the_mean_and_variance_it_was_given(mean: float, variance: float) -> None:
    tail = NegativeBinomial(mean, variance).survival()
    assert mean_of(tail) == pytest.approx(mean, rel=1e-8)
    squares = sum((2 * n - 1) * chance for n, chance in enumerate(tail) if n)
    assert squares - mean**2 == pytest.approx(variance, rel=1e-6)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=20), st.floats(0.01, 0.99))
@settings(max_examples=50)
def test_past_weeks_are_counted(counts: list[int], level: float) -> None:
    tail = PastCounts(tuple(counts)).survival()
    assert len(tail) == max(counts) + 1
    for n, chance in enumerate(tail):
        assert chance == pytest.approx(sum(count >= n for count in counts) / len(counts))
    found = quantile_of(tail, level)
    assert sum(count <= found for count in counts) / len(counts) >= level - 1e-9
    assert sum(count < found for count in counts) / len(counts) < level


FORECAST = Quantiles((0.1, 0.5, 0.9), (10.0, 20.0, 40.0))


@pytest.mark.parametrize(
    ("n", "chance"),
    [
        (0, 1.0),
        (8, 1.0),  # below the lowest, on as steeply: 7.5 at level 0
        (15, 1 - (0.1 + 0.4 * 4.5 / 10)),
        (30, 1 - (0.5 + 0.4 * 9.5 / 20)),
        (45, 0.1 * 0.5 / 5),  # above the highest, on as steeply: 45 at level 1
    ],
)
def test_quantiles_are_joined_by_straight_lines_and_rounded(n: int, chance: float) -> None:
    assert FORECAST.survival()[n] == pytest.approx(chance)


def test_a_forecast_without_doubt_is_one_number() -> None:
    sure = Quantiles((0.25, 0.75), (12.0, 12.0)).survival()
    assert sure.tolist() == [1.0] * 13
    none = Quantiles((0.25, 0.75), (0.0, 0.0)).survival()
    assert none.tolist() == [1.0]


@given(
    st.lists(st.floats(0, 60), min_size=3, max_size=7),
    st.lists(st.floats(0.02, 0.98), min_size=3, max_size=7, unique=True),
)
@settings(max_examples=50)
def test_chances_of_any_forecast_fall_from_one(values: list[float], levels: list[float]) -> None:
    size = min(len(values), len(levels))
    demand = Quantiles(tuple(sorted(levels[:size])), tuple(sorted(values[:size])))
    tail = demand.survival()
    assert tail[0] == 1
    assert all(0 < after <= before for before, after in pairwise(tail))


@pytest.mark.parametrize(
    "demand",
    [
        Poisson(20),
        NegativeBinomial(20, 60),
        PastCounts((10, 20, 30)),
        FORECAST,
        AnyDay((FORECAST, FORECAST.scaled(2))),
    ],
    ids=["poisson", "wide", "counts", "forecast", "days"],
)
def test_half_as_much_demand_has_half_the_mean(demand: Demand) -> None:
    half = mean_of(demand.scaled(0.5).survival())
    assert half == pytest.approx(mean_of(demand.survival()) / 2, rel=0.03)


def test_a_unit_held_all_week_is_wanted_by_the_day() -> None:
    quiet, busy = Quantiles((0.25, 0.75), (2, 2)), Quantiles((0.25, 0.75), (4, 4))
    week = AnyDay((quiet, busy, busy))
    assert week.survival() == pytest.approx([1, 1, 1, 2 / 3, 2 / 3])
    assert week.highest == 2


@pytest.mark.parametrize("own", [0, 15, 44, 45, 90])
def test_what_is_wanted_above_ones_own_units(own: int) -> None:
    week = AnyDay((FORECAST, FORECAST.scaled(0.5)))
    above, all_of_it = Beyond(week, own).survival(), week.survival()
    assert above[0] == 1
    for n in range(1, 50):
        chance = all_of_it[own + n] if own + n < len(all_of_it) else 0
        assert (above[n] if n < len(above) else 0) == chance
    assert Beyond(week, own).highest == max(0, 20 - own)
    assert Beyond(week, own).scaled(2) == Beyond(week.scaled(2), own)


def test_nothing_wanted_is_nothing_wanted() -> None:
    assert Poisson(0).survival().tolist() == [1.0]
    assert PastCounts((0, 0)).survival().tolist() == [1.0]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Poisson(-1),
        lambda: Poisson(float("nan")),
        lambda: Poisson(3e6),
        lambda: NegativeBinomial(0, 1),
        lambda: NegativeBinomial(5, 5),
        lambda: NegativeBinomial(5, 5e6),
        lambda: AnyDay(()),
        lambda: Beyond(AnyDay((FORECAST,)), -1),
        lambda: PastCounts(()),
        lambda: PastCounts((3, -1)),
        lambda: Quantiles((0.5,), (3.0,)),
        lambda: Quantiles((0.0, 0.5), (1.0, 3.0)),
        lambda: Quantiles((0.5, 0.4), (1.0, 3.0)),
        lambda: Quantiles((0.4, 0.5), (3.0, 1.0)),
        lambda: Quantiles((0.4, 0.5), (3.0, 3e6)),
    ],
)
def test_demand_that_cannot_be_is_refused(make: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each names what is wrong in its own words
        make()  # type: ignore[operator]
