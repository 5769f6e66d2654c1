"""What a learner would have said earlier, and how wrong it would have been."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.lesson import Lesson
    from tidegate.core.pressure.forecast.panel import Floats, Whole


class Learner(Protocol):
    """Whatever can say where each series goes, told only what was known on a step."""

    def centre(self, step: int, leads: Sequence[int]) -> Floats:
        """Return series x leads on the scale of the lesson."""


@dataclass(frozen=True, slots=True, eq=False)
class PastErrors:
    """Errors of one learner, one entry for each series, origin and lead with a known outcome.

    Attributes:
        error: outcome less what was said, on the scale of the lesson.
        said: what was said.
        lead: steps ahead.
        age: steps since the outcome.
        series: row of the lesson.
    """

    error: Floats
    said: Floats
    lead: Floats
    age: Floats
    series: Whole


def past_errors(
    learner: Learner, lesson: Lesson, leads: Sequence[int], origins: Iterable[int]
) -> PastErrors:
    """Ask a learner as of each origin, and compare with outcomes known by the lesson's end."""
    last = lesson.steps - 1
    parts: list[tuple[Floats, ...]] = []
    for origin in origins:
        known = np.array([lead for lead in leads if origin + lead <= last], dtype=np.intp)
        if not known.size:
            continue
        said = learner.centre(origin, [int(lead) for lead in known])
        error = lesson.scaled[:, origin + known] - said
        series, column = np.nonzero(np.isfinite(error))
        lead = known[column].astype(float)
        at = (series, column)
        parts.append((error[at], said[at], lead, last - origin - lead, series.astype(float)))
    if not parts:
        nothing = np.empty(0)
        return PastErrors(nothing, nothing, nothing, nothing, nothing.astype(np.intp))
    error, said, lead, age, series = (np.concatenate(each) for each in zip(*parts, strict=True))
    return PastErrors(error, said, lead, age, series.astype(np.intp))
