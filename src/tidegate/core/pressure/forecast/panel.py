"""Many series on one calendar: places down, days or weeks across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Values of one measure for many places.

    Attributes:
        places: codes, in the order of rows.
        start: day of the first column.
        step_days: days from one column to the next: 1 or 7.
        values: places x steps; NaN where nothing is known.
    """

    places: tuple[str, ...]
    start: date
    step_days: int
    values: Floats

    @property
    def steps(self) -> int:
        """How many columns there are."""
        return int(self.values.shape[1])

    @property
    def end(self) -> date:
        """Day of the last column."""
        return self.start + timedelta(days=(self.steps - 1) * self.step_days)

    @property
    def last_known(self) -> date | None:
        """The last day on which any place has a value."""
        known = np.flatnonzero(np.isfinite(self.values).any(axis=0))
        if not known.size:
            return None
        return self.start + timedelta(days=int(known[-1]) * self.step_days)

    def until(self, day: date) -> Panel:
        """Return the same without anything after ``day``."""
        keep = max(0, (day - self.start).days // self.step_days + 1)
        return Panel(self.places, self.start, self.step_days, self.values[:, :keep])

    def over(self, places: Sequence[str], start: date, steps: int) -> Panel:
        """Return the same values for these places and columns; NaN where there are none."""
        values = np.full((len(places), steps), np.nan)
        row_of = {place: row for row, place in enumerate(self.places)}
        known = [(to, row_of[place]) for to, place in enumerate(places) if place in row_of]
        shift = (self.start - start).days // self.step_days
        low, high = max(0, shift), min(steps, shift + self.steps)
        if known and high > low:
            to, rows = map(list, zip(*known, strict=True))
            values[to, low:high] = self.values[rows, low - shift : high - shift]
        return Panel(tuple(places), start, self.step_days, values)
