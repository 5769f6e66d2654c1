"""Quantiles are as wide as they should be for small counts and for large ones alike."""

from __future__ import annotations

import numpy as np
import pytest

from tidegate.core.pressure.forecast.past_errors import PastErrors
from tidegate.core.pressure.forecast.recipes import DAILY
from tidegate.core.pressure.forecast.spread import learn_spread

LEVELS = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
PLACES, TIMES = 80, 60


def told_and_counted(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return what is said of each place, log(1 + mean), and counts of twice Poisson variance.

    Most places are small, as hospitals are, and the few large ones also err by a tenth.
    """
    generator = np.random.default_rng(seed)
    mean = np.repeat(np.geomspace(0.3, 150, PLACES), TIMES)
    off = mean * np.exp(generator.normal(0, 0.1, mean.size))
    return np.log1p(mean), generator.negative_binomial(off, 0.5).astype(float)


@pytest.mark.parametrize(("least", "most"), [(3, 10), (10, 40), (40, 100), (100, 200)])
def test_every_size_is_held_as_often_as_it_is_said(least: float, most: float) -> None:
    said, counted = told_and_counted(1)
    series = np.repeat(np.arange(PLACES), TIMES)
    age, lead = np.zeros(said.size), np.full(said.size, 7.0)
    past = PastErrors(np.log1p(counted) - said, said, lead, age, series)
    spread = learn_spread(past, PLACES, LEVELS, DAILY, steps=10_000)
    places = np.log1p(np.geomspace(0.3, 150, PLACES))
    quantiles = np.expm1(spread.around(places[:, None], np.array([7.0])))[:, 0]
    counts = np.expm1(places)
    chosen = (counts >= least) & (counts <= most)
    fresh = told_and_counted(2)[1].reshape(PLACES, TIMES)[chosen]
    low, high = quantiles[chosen, 1][:, None], quantiles[chosen, 3][:, None]
    assert np.mean((fresh >= low) & (fresh <= high)) == pytest.approx(0.5, abs=0.06)
    low, high = quantiles[chosen, 0][:, None], quantiles[chosen, 4][:, None]
    assert np.mean((fresh >= low) & (fresh <= high)) == pytest.approx(0.9, abs=0.04)
