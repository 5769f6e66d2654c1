"""The published worked numbers of the queue formulas, and the faults that are not copied."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.waiting import queue_formulas as of

JANUARY = [date(2024, 1, day) for day in (1, 4, 10)]


@pytest.mark.parametrize(
    ("demand", "slots", "expected"),
    [(30, 27, 1.11111111), (35, 27, 1.2962963), (30, 25, 1.2), (52, 42, 1.23809524)],
)
def test_load(demand: float, slots: float, expected: float) -> None:
    assert of.load(demand, slots) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(
    ("target", "factor", "expected"),
    [(52, 4, 13), (35, 4, 8.75), (30, 4, 7.5), (52, 6, 8.6666667)],
)
def test_target_mean_wait(target: float, factor: float, expected: float) -> None:
    assert of.target_mean_wait(target, factor) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize(
    ("demand", "target", "factor", "expected"),
    [(30, 52, 4, 390), (30, 50, 4, 375), (30, 50, 6, 250)],
)
def test_target_queue(demand: float, target: float, factor: float, expected: float) -> None:
    assert of.target_queue(demand, target, factor) == pytest.approx(expected)


@pytest.mark.parametrize(("queue", "too_large"), [(780, False), (781, True)])
def test_a_queue_is_too_large_beyond_twice_its_target(queue: int, too_large: bool) -> None:
    assert of.is_too_large(queue, 390) is too_large


@pytest.mark.parametrize(
    ("demand", "queue", "target", "weeks", "expected"),
    [(30, 1200, 390, 26, 61.153846), (33, 800, 200, 30, 53), (35, 250, 100, 15, 45)],
)
def test_relief_capacity(
    demand: float, queue: float, target: float, weeks: float, expected: float
) -> None:
    assert of.relief_capacity(demand, queue, target, weeks) == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize(
    ("demand", "target", "factor", "cv_demand", "cv_capacity", "expected"),
    [
        (30, 52, 3, 1.1, 1.2, 30.076442),
        (30, 52, 3, 1.1, 1.4, 30.0914423),
        (42, 65, 2, 1.2, 1.5, 42.0567692),
        (35, 50, 1, 1.3, 1.6, 35.0425),
    ],
)
def test_target_capacity(
    demand: float,
    target: float,
    factor: float,
    cv_demand: float,
    cv_capacity: float,
    expected: float,
) -> None:
    found = of.target_capacity(demand, target, factor, cv_demand, cv_capacity)
    assert found == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize(
    ("mean", "target", "expected"),
    [(63, 52, 2.42307692), (42, 24, 3.5), (55, 50, 2.2), (24, 4, 12)],
)
def test_pressure(mean: float, target: float, expected: float) -> None:
    assert of.pressure(mean, target) == pytest.approx(expected, rel=1e-8)


def test_pressure_is_the_same_in_days_and_in_weeks() -> None:
    """The package mixes the two, and so finds seven times too much."""
    assert of.pressure(63, 364) == of.pressure(9, 52)


def test_targets_by_priority() -> None:
    assert of.TARGET_DAYS == {"P1": 7, "P2": 28, "P3": 84, "P4": 365}


def test_queue_size_day_by_day() -> None:
    sizes = of.queue_sizes(JANUARY, [None, None, None], date(2024, 1, 1), date(2024, 1, 10))
    assert sizes == [1, 1, 1, 2, 2, 2, 2, 2, 2, 3]


def test_queue_size_counts_those_who_waited_before_the_first_day_and_drops_the_removed() -> None:
    sizes = of.queue_sizes(
        JANUARY, [date(2024, 1, 6), date(2024, 1, 20), None], date(2024, 1, 5), date(2024, 1, 10)
    )
    assert sizes == [2, 1, 1, 1, 1, 2]


def test_mean_wait_of_those_who_wait() -> None:
    removals = [date(2024, 1, 8), date(2024, 1, 11), None]
    assert of.mean_wait_days(JANUARY, removals, date(2024, 1, 10)) == 3
    assert of.mean_wait_days(JANUARY, removals, date(2023, 12, 31)) is None


@pytest.mark.parametrize("counts", [[], [7], [0, 0, 0]])
def test_dispersion_needs_weeks_with_somebody_in_them(counts: list[int]) -> None:
    with pytest.raises(ValueError, match="two weeks or more"):
        of.weekly_dispersion(counts)


@pytest.mark.parametrize("per_day", [0.5, 4, 40])
def test_weekly_counts_of_a_random_flow_have_a_dispersion_of_one_at_any_rate(
    per_day: float,
) -> None:
    """Whole-day gaps would tend to √(λ-1): 6.2 at forty referrals a day."""
    counts = np.random.default_rng(5).poisson(per_day * 7, 4_000).tolist()
    assert of.weekly_dispersion(counts) == pytest.approx(1, abs=0.07)


@given(st.floats(0.1, 500), st.floats(1, 104), st.floats(1, 10), st.floats(0, 3), st.floats(0, 3))
def test_target_capacity_is_never_below_demand(
    demand: float, target: float, factor: float, cv_demand: float, cv_capacity: float
) -> None:
    assert of.target_capacity(demand, target, factor, cv_demand, cv_capacity) >= demand
