"""One list that goes forward: who waits, who joins, who leaves untreated, and its slots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PRIORITIES = ("P2", "P3", "P4")
LONGEST_WEEKS = 260
"""Waits on the first day beyond this, five years, count as this."""


@dataclass(frozen=True, slots=True, eq=False)
class Queue:
    """One list with one supply of slots, such as a treatment function of a provider.

    Attributes:
        name: what tells it from the others, such as a treatment function code.
        waiting: people by priority (rows, as ``PRIORITIES``) and whole weeks waited (columns).
        arrivals: people of each priority who join in a usual week.
        slots: people who can be seen in a usual week; a fraction is made up over several weeks.
        dispersion: variance of weekly arrivals over their mean; 1 is Poisson, more is negative
            binomial.
        arrivals_spread, slots_spread: how sure the usual arrivals and slots are: the relative
            spread of their level over runs.
        practice_spread: how sure it is how those who have waited a year fare against others: the
            relative spread, over runs, of their pattern and of their removal.
        removal: chance to leave untreated in a week, by whole weeks waited; the last holds for all
            longer waits.
        pattern: how likely each is to be seen, by whole weeks waited, relative to the others; the
            last holds for all longer waits. None where it is not known.
        missed: share of slots to which the patient does not come and is booked again.
    """

    name: str
    waiting: NDArray[np.int64]
    arrivals: tuple[float, float, float]
    slots: float
    dispersion: float = 1.0
    arrivals_spread: float = 0.0
    slots_spread: float = 0.0
    practice_spread: float = 0.0
    removal: tuple[float, ...] = (0.0,)
    pattern: tuple[float, ...] | None = None
    missed: float = 0.0

    def __post_init__(self) -> None:
        if self.waiting.ndim != 2 or self.waiting.shape[0] != len(PRIORITIES):  # noqa: PLR2004 - rows and columns
            raise ValueError(f"{self.name}: people are counted by priority and weeks waited")
        if self.waiting.shape[1] < 1 or self.waiting.shape[1] > LONGEST_WEEKS + 1:
            raise ValueError(f"{self.name}: weeks waited run from 0 to at most {LONGEST_WEEKS}")
        if (self.waiting < 0).any() or min(*self.arrivals, self.slots) < 0:
            raise ValueError(f"{self.name}: people and slots are never below nought")
        if self.dispersion < 1:
            raise ValueError(f"{self.name}: dispersion is 1 (chance alone) or more")
        spreads = (self.arrivals_spread, self.slots_spread, self.practice_spread)
        if not all(0 <= spread < 1 for spread in spreads):
            raise ValueError(f"{self.name}: a spread lies between 0 and 1")
        if not self.removal or not all(0 <= share <= 1 for share in self.removal):
            raise ValueError(f"{self.name}: a chance of removal lies between 0 and 1")
        if not 0 <= self.missed < 1:
            raise ValueError(f"{self.name}: a share of missed slots lies between 0 and 1")
        if self.pattern is not None and (not self.pattern or min(self.pattern) < 0):
            raise ValueError(f"{self.name}: a pattern has weights of nought or more")

    @property
    def people(self) -> int:
        """How many wait at the start."""
        return int(self.waiting.sum())
