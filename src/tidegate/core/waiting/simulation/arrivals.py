"""Who joins the lists in each week of each run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tidegate.core.waiting.simulation.queue import Queue


def draw_arrivals(
    queues: Sequence[Queue], weeks: int, sources: Sequence[np.random.SeedSequence]
) -> NDArray[np.int64]:
    """Draw weekly arrivals, the same in every scenario.

    Poisson where a queue's dispersion is 1, else negative binomial with that variance over mean;
    each run draws the level of each queue first, as surely as it is known.

    Args:
        queues: the lists.
        weeks: how many weeks.
        sources: the seed of each run.

    Returns:
        People by run, queue, week and priority.
    """
    mean = np.array([queue.arrivals for queue in queues])
    dispersion = np.array([queue.dispersion for queue in queues])
    spread = np.sqrt(np.log1p(np.square([queue.level_spread for queue in queues])))
    return np.stack(
        [
            _one_run(np.random.default_rng(source), mean, dispersion, spread, weeks)
            for source in sources
        ]
    )


def _one_run(
    random: np.random.Generator,
    mean: NDArray[np.float64],
    dispersion: NDArray[np.float64],
    spread: NDArray[np.float64],
    weeks: int,
) -> NDArray[np.int64]:
    level = np.exp(random.standard_normal(len(mean)) * spread - spread**2 / 2)
    expected = np.repeat((mean * level[:, None])[:, None], weeks, axis=1)
    # Poisson counts of a gamma rate: shape mean / (d - 1) and scale d - 1 give variance d × mean.
    scale = (dispersion - 1)[:, None, None]
    mixed = scale > 0
    shape = np.divide(expected, scale, out=np.ones_like(expected), where=mixed & (expected > 0))
    rate = np.where(mixed & (expected > 0), random.standard_gamma(shape) * scale, expected)
    return random.poisson(rate).astype(np.int64)
