"""Growth of each place, pulled towards its region and nation by as much as its counts are few."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.pressure.forecast.windows import mean_of_groups, steps_ago, trailing_mean

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats, Whole

_LARGEST = 1.2  # log ratio: growth beyond 3.3-fold in one window is not believed


@dataclass(frozen=True, slots=True)
class Pull:
    """How growth is pulled.

    Attributes:
        window: steps of the later and of the earlier mean.
        gap: steps between the two.
        dispersion: variance of a count over its mean.
        spread: standard deviation of true growth between places of a region.
        floor: variance of a growth that no count explains.
    """

    window: int
    gap: int
    dispersion: float = 2.0
    spread: float = 0.15
    floor: float = 0.0


def pulled_growth(
    values: Floats, pull: Pull, region: Whole | None = None, whole: Floats | None = None
) -> tuple[Floats, Floats]:
    """Return the log ratio of two means by place, and that of the group it was pulled to.

    Args:
        values: counts, places x steps.
        pull: windows, and how firmly.
        region: group of each place, if known.
        whole: growth of the nation where one of the rows is the nation, 1 x steps.
    """
    own, now, before = _growth(values, pull)
    nation = whole
    if nation is None:
        nation, _, _ = _growth(_mean_row(values), pull)
    pulled_to = np.repeat(np.nan_to_num(nation), len(values), axis=0)
    if region is not None:
        size = np.bincount(region)[:, None]
        growth, now_there, before_there = _growth(mean_of_groups(values, region), pull)
        share = _trust(now_there * size, before_there * size, pull, pull.spread / 2)
        there = np.nan_to_num(nation) + share * np.nan_to_num(growth - np.nan_to_num(nation))
        pulled_to = there[region]
    share = _trust(now, before, pull, pull.spread)
    pulled = pulled_to + np.where(np.isfinite(own), share * (own - pulled_to), 0.0)
    return np.clip(np.nan_to_num(pulled), -_LARGEST, _LARGEST), pulled_to


def growth_of(values: Floats, pull: Pull) -> Floats:
    """Return the plain log ratio of the two means."""
    return _growth(values, pull)[0]


def _growth(values: Floats, pull: Pull) -> tuple[Floats, Floats, Floats]:
    now = trailing_mean(values, pull.window)
    before = steps_ago(now, pull.gap)
    return np.log((now + 0.1) / (before + 0.1)), now, before


def _trust(now: Floats, before: Floats, pull: Pull, spread: float) -> Floats:
    """Return the share of its own growth that a place keeps: less, the fewer its counts."""
    counts = np.nan_to_num(now * pull.window), np.nan_to_num(before * pull.window)
    noise = pull.floor + pull.dispersion * (1 / (counts[0] + 0.5) + 1 / (counts[1] + 0.5))
    return np.asarray(spread**2 / (spread**2 + noise))


def _mean_row(values: Floats) -> Floats:
    return mean_of_groups(values, np.zeros(len(values), dtype=np.intp))
