"""How each place can be served: from its own history, from the pooled pattern, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.reasons import Reason, Verdict

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.situation import Situation

RULE = "forecast standing 1"
SHORT = {1: 14, 7: 4}  # steps of its own that a place needs to be treated like the others
STALE = {1: 28, 7: 8}  # steps after which a last value says nothing any more
_GAPS = 0.1  # share of recent steps whose absence is worth saying


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one place: whether a forecast is issued, and what has to be said about it."""

    place: str
    verdict: Verdict
    reasons: tuple[Reason, ...]

    @property
    def served(self) -> bool:
        """Whether a forecast is issued."""
        return self.verdict is not Verdict.REFUSE


def standing_of(situation: Situation) -> tuple[Standing, ...]:
    """Say of each place that is asked for how it can be served; ``situation`` is what was known."""
    history, task = situation.history, situation.task
    row_of = {place: row for row, place in enumerate(history.places)}
    return tuple(
        _standing(place, None if place not in row_of else history.values[row_of[place]], situation)
        for place in task.places
    )


def _standing(
    place: str, values: np.ndarray[tuple[int], np.dtype[np.float64]] | None, situation: Situation
) -> Standing:
    step, history = situation.task.step_days, situation.history
    seen = np.flatnonzero(np.isfinite(values)) if values is not None else np.empty(0, dtype=np.intp)
    if not seen.size:
        return _refused(place, "NO_HISTORY", "nothing is known of it before the reference", {})
    last = history.start + timedelta(days=int(seen[-1]) * step)
    age = (situation.task.last_observed - last).days // step
    if age > STALE[step]:
        said = f"its last value is of {last:%d %B %Y}, too long ago to forecast from"
        return _refused(place, "STALE_HISTORY", said, {"last": last, "age": age})
    reasons = []
    if seen.size < SHORT[step]:
        said = f"only {seen.size} values are known: it follows the pattern of all places"
        reasons.append(Reason("SHORT_HISTORY", said, {"values": int(seen.size)}, RULE))
    recent = max(0, history.steps - STALE[step])
    missing = (
        1 - float(np.mean(seen >= recent))
        if seen.size == 0
        else 1 - np.sum(seen >= recent) / (history.steps - recent)
    )
    if missing > _GAPS:
        said = f"{missing:.0%} of recent values are missing: the last known ones stand in"
        reasons.append(Reason("MISSING_VALUES", said, {"share": round(missing, 3)}, RULE))
    return Standing(place, Verdict.REFER if reasons else Verdict.ACCEPT, tuple(reasons))


def _refused(place: str, code: str, detail: str, inputs: dict[str, object]) -> Standing:
    return Standing(place, Verdict.REFUSE, (Reason(code, detail, inputs, RULE),))
