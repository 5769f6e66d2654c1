"""A stream of random numbers for compiled loops, which each run, list and week begins for itself.

SplitMix64 (Steele, Lea and Flood 2014). Because each week has a stream of its own, two scenarios
meet the same chances however differently they use them, and no thread shares a state.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_27, _30, _31, _11 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(11)
_HALF, _UNIT = 0.5, 2.0**-53


@njit(inline="always")
def mixed(bits: np.uint64) -> np.uint64:
    """Scramble 64 bits."""
    bits = (bits ^ (bits >> _30)) * _FIRST
    bits = (bits ^ (bits >> _27)) * _SECOND
    return bits ^ (bits >> _31)


@njit(inline="always")
def begin(state: NDArray[np.uint64], seed: np.uint64, place: int) -> None:
    """Begin the stream of one place, such as a list's week, in the run with this seed."""
    state[0] = mixed(seed ^ mixed(np.uint64(place) * _STEP))


@njit(inline="always")
def uniform(state: NDArray[np.uint64]) -> float:
    """Draw a number between 0 and 1, both left out."""
    state[0] += _STEP
    return (float(mixed(state[0]) >> _11) + _HALF) * _UNIT


@njit(inline="always")
def exponential(state: NDArray[np.uint64]) -> float:
    """Draw an exponential number of mean 1."""
    return -math.log(uniform(state))
