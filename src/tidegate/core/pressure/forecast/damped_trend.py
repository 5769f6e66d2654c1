"""The plainest learner: each series keeps growing as it does, ever less."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.lesson import Lesson
    from tidegate.core.pressure.forecast.panel import Floats


class DampedTrend:
    """Growth of a lesson's series carried on, each step a share of the one before."""

    def __init__(self, lesson: Lesson, damping: float) -> None:
        self._lesson, self._damping = lesson, damping

    def centre(self, step: int, leads: Sequence[int]) -> Floats:
        """Return where each series goes, series x leads, told only what was known on ``step``."""
        growth = self._lesson.growth[:, [step]] * carried_on(leads, self._damping)
        return np.asarray(self._lesson.level[:, [step]] + growth)


def carried_on(leads: Sequence[int], damping: float) -> Floats:
    """Return how many steps' growth a trend adds up to by each lead, 1 x leads."""
    lead = np.asarray(leads, dtype=float)[None]
    return np.asarray((1 - damping**lead) / (1 - damping))
