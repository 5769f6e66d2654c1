"""What learners are taught from: features of each series on each day, and what came after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """Features and outcomes on the scale on which learning is done, log(1 + count).

    Attributes:
        names: names of the features.
        features: series x steps x features; each known on its own step; zero means "as usual".
        level: where each series stands, series x steps; NaN where that is not known.
        growth: how much each grows a step, on the same scale, series x steps.
        scaled: the series itself, series x steps; NaN where it is not known.
        counts_for: weight of a target in each step, 0 to 1.
        places: how many of the series are asked for, the first ones; others only teach.
    """

    names: tuple[str, ...]
    features: Floats
    level: Floats
    growth: Floats
    scaled: Floats
    counts_for: Floats
    places: int

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return int(self.scaled.shape[1])


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A lesson, and the log factors by which its scale becomes counts again, places x leads."""

    lesson: Lesson
    pattern: Floats
