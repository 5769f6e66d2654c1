"""What is wanted in one week, as chances: Poisson, wider than Poisson, past counts, a forecast."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MOST_UNITS = 2_000_000  # a week; more than any one contract has, and room to ask what if more
_NIL = 1e-15  # a chance this small is none
_DEVIATIONS, _DECAYS = 12, 36  # how far out chances are reckoned: beyond, less than 1e-15 is left
_FEWEST_QUANTILES = 2


class Demand(Protocol):
    """Units wanted in one week, before anybody knows."""

    def survival(self) -> Floats:
        """Return P(demand ≥ n) for n from 0 up to the last that has a chance."""
        ...

    def scaled(self, by: float) -> Demand:
        """Return the same demand, so many times as large."""
        ...


@dataclass(frozen=True, slots=True)
class Poisson:
    """Units wanted one by one, each without regard to the others.

    Attributes:
        mean: units a week.

    Raises:
        ValueError: a mean that is negative or beyond reason.
    """

    mean: float

    def __post_init__(self) -> None:
        _refuse_beyond("a mean", self.mean)

    def survival(self) -> Floats:
        """Return P(demand ≥ n) for every n from 0."""
        if self.mean == 0:
            return np.ones(1)
        last = math.ceil(self.mean + _DEVIATIONS * math.sqrt(self.mean)) + _DECAYS
        steps = np.log(self.mean) - np.log(np.arange(1, last + 1))
        return _tail(np.exp(-self.mean + _summed(steps)))

    def scaled(self, by: float) -> Poisson:
        """Return the same demand, so many times as large."""
        return Poisson(self.mean * by)


@dataclass(frozen=True, slots=True)
class NegativeBinomial:
    """Units wanted in fits and starts: wider than Poisson.

    Attributes:
        mean: units a week.
        variance: of the units a week; over the mean.

    Raises:
        ValueError: a mean that is not above 0, or a variance that is not above the mean.
    """

    mean: float
    variance: float

    def __post_init__(self) -> None:
        _refuse_beyond("a mean", self.mean)
        if not self.mean > 0:
            raise ValueError(f"a mean above 0, not {self.mean:g}")
        if not self.mean < self.variance <= MOST_UNITS * self.mean:
            raise ValueError(f"a variance above the mean of {self.mean:g}, not {self.variance:g}")
        _refuse_beyond("a spread", self.variance / self.mean * _DECAYS)

    def survival(self) -> Floats:
        """Return P(demand ≥ n) for every n from 0."""
        size = self.mean**2 / (self.variance - self.mean)
        stay = self.mean / self.variance
        reach = _DEVIATIONS * math.sqrt(self.variance) + _DECAYS * self.variance / self.mean
        n = np.arange(math.ceil(self.mean + reach))
        steps = np.log(size + n) - np.log(n + 1) + math.log1p(-stay)
        return _tail(np.exp(size * math.log(stay) + _summed(steps)))

    def scaled(self, by: float) -> Demand:
        """Return the same demand, so many times as large; its spread grows in proportion."""
        return NegativeBinomial(self.mean * by, self.variance * by)


@dataclass(frozen=True, slots=True)
class PastCounts:
    """Units wanted in earlier weeks, each as likely to come again as the other.

    Attributes:
        counts: units, one for each week.

    Raises:
        ValueError: no count, a negative one, or one beyond reason.
    """

    counts: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.counts:
            raise ValueError("at least one count")
        for count in self.counts:
            _refuse_beyond("a count", count)

    def survival(self) -> Floats:
        """Return P(demand ≥ n) for every n from 0."""
        weeks = np.bincount(np.asarray(self.counts, dtype=np.int64))
        return np.asarray(weeks[::-1].cumsum()[::-1] / len(self.counts), dtype=np.float64)

    def scaled(self, by: float) -> PastCounts:
        """Return the counts, each so many times as large, in whole units."""
        return PastCounts(tuple(math.floor(count * by + 0.5) for count in self.counts))


@dataclass(frozen=True, slots=True)
class Quantiles:
    """What a forecast says of one week.

    Between two quantiles demand is spread evenly. Beyond the outermost ones it goes on as steeply
    as between the two next to them, never below zero: that part is assumed, not forecast.

    Attributes:
        levels: of the quantiles, between 0 and 1, ascending.
        values: units, one for each level, not descending.

    Raises:
        ValueError: fewer than two, or out of order or range.
    """

    levels: tuple[float, ...]
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.levels) < _FEWEST_QUANTILES or len(self.levels) != len(self.values):
            raise ValueError("a value for each of at least two levels")
        if not all(0 < level < 1 for level in self.levels):
            raise ValueError("levels between 0 and 1")
        if any(np.diff(self.levels) <= 0) or any(np.diff(self.values) < 0):
            raise ValueError("levels that rise, and values that do not fall")
        for value in self.values:
            _refuse_beyond("a value", value)

    @property
    def highest(self) -> float:
        """Return the value of the highest level: beyond it nothing is forecast."""
        return self.values[-1]

    def survival(self) -> Floats:
        """Return P(demand ≥ n) for n = 0, 1 …, the forecast rounded to whole units."""
        levels, values = self._to_the_ends()
        n = np.arange(math.ceil(values[-1] + 1))
        right = np.searchsorted(values, n - 0.5, side="left")
        inner = np.clip(right, 1, len(values) - 1)
        rise = values[inner] - values[inner - 1]
        above = n - 0.5 - values[inner - 1]
        between = (right == inner) & (rise > 0)
        share = np.divide(above, rise, out=np.zeros(len(n)), where=between)
        below = levels[inner - 1] + share * (levels[inner] - levels[inner - 1])
        below = np.where(right == 0, 0.0, np.where(right == len(values), 1.0, below))
        return _trimmed(np.asarray(1.0 - below))

    def _to_the_ends(self) -> tuple[Floats, Floats]:
        """Return the quantiles with those of level 0 and 1 that follow from the outermost."""
        first = (self.values[1] - self.values[0]) / (self.levels[1] - self.levels[0])
        last = (self.values[-1] - self.values[-2]) / (self.levels[-1] - self.levels[-2])
        lowest = max(0.0, self.values[0] - first * self.levels[0])
        highest = self.values[-1] + last * (1 - self.levels[-1])
        return np.array([0.0, *self.levels, 1.0]), np.array([lowest, *self.values, highest])

    def scaled(self, by: float) -> Quantiles:
        """Return the same demand, so many times as large."""
        return replace(self, values=tuple(value * by for value in self.values))


@dataclass(frozen=True, slots=True)
class AnyDay:
    """A week whose days differ: a unit is held through all of them, and wanted by the day.

    Each day counts alike, so that a unit of a week costs a day's share of its price on each.

    Attributes:
        days: demand of each day.

    Raises:
        ValueError: no day.
    """

    days: tuple[Quantiles, ...]

    def __post_init__(self) -> None:
        if not self.days:
            raise ValueError("at least one day")

    @property
    def highest(self) -> float:
        """Return the highest value that is forecast of every day."""
        return min(day.highest for day in self.days)

    def survival(self) -> Floats:
        """Return P(demand ≥ n) on any of the days, for every n from 0."""
        tails = [day.survival() for day in self.days]
        total = np.zeros(max(len(tail) for tail in tails))
        for tail in tails:
            total[: len(tail)] += tail
        return total / len(tails)

    def scaled(self, by: float) -> AnyDay:
        """Return the same demand, so many times as large."""
        return AnyDay(tuple(day.scaled(by) for day in self.days))


@dataclass(frozen=True, slots=True)
class Beyond:
    """What is wanted above the units that one has oneself.

    Attributes:
        of: all that is wanted.
        own: units that one has.

    Raises:
        ValueError: fewer than no units.
    """

    of: AnyDay
    own: int

    def __post_init__(self) -> None:
        _refuse_beyond("own units", self.own)

    @property
    def highest(self) -> float:
        """Return the highest value that is forecast, above what one has."""
        return max(0.0, self.of.highest - self.own)

    def survival(self) -> Floats:
        """Return P(demand above one's own ≥ n) for every n from 0."""
        above = self.of.survival()[self.own :]
        return np.concatenate(([1.0], above[1:]))

    def scaled(self, by: float) -> Beyond:
        """Return all that is wanted so many times as large, one's own units as they are."""
        return Beyond(self.of.scaled(by), self.own)


def mean_of(survival: Floats) -> float:
    """Return the units wanted on average."""
    return float(survival[1:].sum())


def quantile_of(survival: Floats, level: float) -> int:
    """Return the fewest units that are not exceeded with at least this chance."""
    at_most = 1.0 - np.append(survival[1:], 0.0)
    return int(np.searchsorted(at_most, level - _NIL, side="left"))


def _summed(steps: Floats) -> Floats:
    """Return the running sums, beginning with none."""
    return np.concatenate(([0.0], np.cumsum(steps)))


def _tail(chances: Floats) -> Floats:
    """Return the chance of n or more from the chances of each n; added from the small end."""
    survival = chances[::-1].cumsum()[::-1]
    return _trimmed(survival / survival[0])


def _trimmed(survival: Floats) -> Floats:
    kept = np.flatnonzero(survival > _NIL)
    return survival[: kept[-1] + 1]


def _refuse_beyond(what: str, value: float) -> None:
    if not 0 <= value <= MOST_UNITS:
        raise ValueError(f"{what} between 0 and {MOST_UNITS:,}, not {value:,g}")
