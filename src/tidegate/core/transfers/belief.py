"""What is believed of a share, such as the share of those asked who say yes: a beta distribution.

``yes`` and ``no`` count as if so many had been seen; the more, the surer. How many of a number
asked will say yes follows the beta-binomial: it counts both chance and that the share is not known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tidegate.core.transfers.yeses import log_beta, odds

Floats = npt.NDArray[np.float64]

_STEPS = 4000  # of the share from 0 to 1, for intervals to a tenth of a percent


@dataclass(frozen=True, slots=True)
class Belief:
    """A beta distribution of a share; both counts are above 0 and need not be whole."""

    yes: float
    no: float

    def __post_init__(self) -> None:
        if not (0 < self.yes < math.inf and 0 < self.no < math.inf):
            raise ValueError(f"a belief counts above 0 on both sides, not {self.yes}, {self.no}")

    @classmethod
    def of(cls, mean: float, weight: float) -> Belief:
        """Believe in a mean as firmly as ``weight`` answers would make one."""
        return cls(mean * weight, (1 - mean) * weight)

    @property
    def weight(self) -> float:
        """How many answers the belief is worth."""
        return self.yes + self.no

    @property
    def mean(self) -> float:
        """The share that is expected."""
        return self.yes / self.weight

    def after(self, yes: int, no: int) -> Belief:
        """Return the belief once so many more have said yes and no."""
        return Belief(self.yes + yes, self.no + no)

    def interval(self, share: float) -> tuple[float, float]:
        """Return the limits between which the true share lies with this probability.

        The same probability is left out on either side; exact to about a tenth of a percent.
        """
        # Steps of equal angle, the share being its squared sine, are finest near 0 and 1.
        angle = (np.arange(_STEPS) + 0.5) / _STEPS * np.pi / 2
        middle = np.sin(angle) ** 2
        log = (2 * self.yes - 1) * np.log(np.sin(angle))
        log += (2 * self.no - 1) * np.log(np.cos(angle))
        mass = np.exp(log - log.max())
        upto = np.cumsum(mass) / mass.sum()
        out = (1 - share) / 2
        low, high = np.searchsorted(upto, [out, 1 - out])
        return float(middle[low]), float(middle[min(high, _STEPS - 1)])


def chances(asked: int, belief: Belief, most: int) -> Floats:
    """Return the probability that exactly 0, 1, 2 … of those asked say yes.

    Args:
        asked: people, all of one group.
        belief: what is believed of the group's share.
        most: the last number of yeses that is wanted.

    Returns:
        Shape (min(asked, most) + 1,): probabilities of the beta-binomial distribution.
    """
    return odds(asked, belief.yes, belief.no, most)


def log_chance(yes: int, asked: int, belief: Belief) -> float:
    """Return the log probability of the answers themselves, whatever order they came in."""
    no = asked - yes
    return float(log_beta(belief.yes + yes, belief.no + no) - log_beta(belief.yes, belief.no))
