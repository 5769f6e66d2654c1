"""The chance of reaching a level: bounds that hold whatever the paths, and its own calibration."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.pressure.forecast.reaching import (
    brier_score,
    calibration_table,
    chance_of_reaching,
    drawn_paths,
)

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
BELL = np.array([[100 + 10 * NormalDist().inv_cdf(level) for level in LEVELS]])


@given(threshold=st.floats(50, 150), days=st.integers(1, 10))
def test_the_chance_never_falls_with_time_and_lies_between_its_bounds(
    threshold: float, days: int
) -> None:
    quantiles = np.repeat(BELL, days, axis=0)
    chances = chance_of_reaching(quantiles, LEVELS, threshold, np.random.default_rng(1))
    assert (np.diff(chances) >= 0).all()
    alone = 1 - NormalDist(100, 10).cdf(threshold)
    assert alone - 0.05 <= chances[-1] <= min(1.0, days * alone + 0.05)


def test_a_higher_level_is_never_likelier() -> None:
    quantiles = np.repeat(BELL, 5, axis=0)
    chances = [
        chance_of_reaching(quantiles, LEVELS, level, np.random.default_rng(1))[-1]
        for level in (80, 95, 100, 110, 125)
    ]
    assert chances == sorted(chances, reverse=True)


def test_paths_follow_the_quantiles_of_each_day() -> None:
    paths = drawn_paths(np.repeat(BELL, 3, axis=0), LEVELS, np.random.default_rng(2))
    for day in range(3):
        assert np.quantile(paths[:, day], LEVELS) == pytest.approx(BELL[0], abs=1.5)


def test_what_is_certain_is_said_to_be_certain() -> None:
    sure = np.full((4, 5), 20.0)
    assert chance_of_reaching(sure, LEVELS, 20, np.random.default_rng(1)).tolist() == [1.0] * 4
    assert chance_of_reaching(sure, LEVELS, 21, np.random.default_rng(1)).tolist() == [0.0] * 4


def test_the_calibration_table_sets_what_was_said_beside_what_happened() -> None:
    said = np.array([0.1, 0.1, 0.5, 1.0])
    rows = calibration_table(said, np.array([0.0, 1, 1, 1]))
    assert [(row.least, row.times, row.said, row.happened) for row in rows] == [
        (0.05, 2, pytest.approx(0.1), 0.5),
        (0.4, 1, 0.5, 1.0),
        (0.95, 1, 1.0, 1.0),
    ]
    assert brier_score(said, np.array([0.0, 1, 1, 1])) == pytest.approx((0.01 + 0.81 + 0.25) / 4)
