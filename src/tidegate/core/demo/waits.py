"""How long people in the fiction have waited: the shape of a referral-to-treatment list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.demo.specialties import SPECIALTIES

if TYPE_CHECKING:
    from numpy.random import Generator

_SHORT, _LONG = 18 * 7, 52 * 7  # days
# Long lists are worked from the top: from here on, days grow ever more slowly (a logarithm).
_WORKED_FROM, _WORKED_OVER = 40 * 7, 15 * 7
LONGEST_DAYS = 110 * 7


def _weibull() -> tuple[np.ndarray, np.ndarray]:
    """Fit each treatment function's curve through its two published shares, 18 and 52 weeks."""
    past_short = np.array([1 - specialty.within_18 / 100 for specialty in SPECIALTIES])
    past_long = np.array([specialty.over_52 / 100 for specialty in SPECIALTIES])
    shape = np.log(np.log(past_long) / np.log(past_short)) / np.log(_LONG / _SHORT)
    return shape, _SHORT / (-np.log(past_short)) ** (1 / shape)


_SHAPE, _SCALE = _weibull()


def draw_days(rng: Generator, specialty: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """Draw days waited, at least one.

    Args:
        rng: source of randomness.
        specialty: index into ``SPECIALTIES``, one for each pathway.
        factor: how much longer than its specialty's average each waits; 1 is the average.
    """
    stretch = rng.standard_exponential(len(specialty)) ** (1 / _SHAPE[specialty])
    days = _SCALE[specialty] * stretch * factor
    beyond = np.maximum(days - _WORKED_FROM, 0)
    days = np.minimum(days, _WORKED_FROM) + _WORKED_OVER * np.log1p(beyond / _WORKED_OVER)
    return np.asarray(np.clip(np.ceil(days), 1, LONGEST_DAYS), dtype=np.int32)
