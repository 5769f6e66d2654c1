"""What chance brings to the lists in each run, the same in every scenario."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tidegate.core.waiting.simulation.queue import Queue

_A_YEAR, _LONGEST = 52, 104


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """What some runs meet; the first index is the run, the second the queue.

    Attributes:
        arrivals: people by run, queue, week and priority.
        slots: by run and queue, usual slots as a multiple of what was expected.
        practice: by run and queue, how much likelier than usual people who have waited a year
            are to be seen, and to leave untreated, as logarithms.
    """

    arrivals: NDArray[np.int64]
    slots: NDArray[np.float64]
    practice: NDArray[np.float64]

    def leaning(self, by_week: NDArray[np.float64], which: int) -> NDArray[np.float64]:
        """Lean figures by queue and weeks waited (0: being seen, 1: leaving) as each run has it.

        The lean grows with the wait, from none at first, to twice that of a year at two years.
        """
        years = np.minimum(np.arange(by_week.shape[-1]), _LONGEST) / _A_YEAR
        leant: NDArray[np.float64] = by_week * np.exp(self.practice[:, :, which, None] * years)
        return leant


def draw_chances(
    queues: Sequence[Queue], weeks: int, sources: Sequence[np.random.SeedSequence]
) -> Chances:
    """Draw what each run meets.

    Weekly arrivals are Poisson where a queue's dispersion is 1, else negative binomial with that
    variance over mean, around a level that each run draws as surely as it is known. The levels of
    arrivals and slots, and practice, differ from run to run half alike in all queues, half in
    each on its own.

    Args:
        queues: the lists.
        weeks: how many weeks.
        sources: the seed of each run.
    """
    mean = np.array([queue.arrivals for queue in queues], float)
    dispersion = np.array([queue.dispersion for queue in queues], float)
    spread = np.array(
        [
            (one.arrivals_spread, one.slots_spread, one.practice_spread, one.practice_spread)
            for one in queues
        ]
    )
    arrivals, levels = [], []
    for source in sources:
        random = np.random.default_rng(source)
        alike, own = random.standard_normal((1, 4)), random.standard_normal(spread.shape)
        level = (alike + own) * spread / np.sqrt(2)
        usual = mean * np.exp(level[:, :1] - spread[:, :1] ** 2 / 2)
        arrivals.append(_arrivals(random, usual, dispersion, weeks))
        levels.append(level)
    level = np.stack(levels)
    slots = np.exp(level[..., 1] - spread[:, 1] ** 2 / 2)
    return Chances(np.stack(arrivals), slots, level[..., 2:])


def _arrivals(
    random: np.random.Generator,
    mean: NDArray[np.float64],
    dispersion: NDArray[np.float64],
    weeks: int,
) -> NDArray[np.int64]:
    """Draw arrivals by queue, week and priority."""
    expected = np.repeat(mean[:, None], weeks, axis=1)
    # Poisson counts of a gamma rate: shape mean / (d - 1) and scale d - 1 give variance d × mean.
    scale = (dispersion - 1)[:, None, None]
    varied = (scale > 0) & (expected > 0)
    shape = np.divide(expected, scale, out=np.ones_like(expected), where=varied)
    rate = np.where(varied, random.standard_gamma(shape) * scale, expected)
    return random.poisson(rate).astype(np.int64)
