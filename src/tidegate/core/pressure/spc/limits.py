"""Limits: how far chance alone is taken to carry a value from the centre line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum, sqrt
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.core.pressure.spc.rules import RuleSet

_POWER = 3.6  # Weibull to nearly normal: Nelson 1994, the T chart of every NHS tool
_G_WIDTHS = 3.0


@dataclass(frozen=True, slots=True)
class Limits:
    """The lines of one part of a chart, in the unit of its values.

    Attributes:
        centre: mean of the baseline, or its median on a G chart.
        lower, upper: the limits; None where they are not defined.
        near_lower, near_upper: the lines beyond which a point is near a limit.
        points: how many points the lines come from.
        average_range: average moving range that the limits use; None where none is used.
        screened: moving ranges that were left out of it.
    """

    centre: float
    lower: float | None
    near_lower: float | None
    near_upper: float | None
    upper: float | None
    points: int
    average_range: float | None = None
    screened: int = 0


def xmr_limits(values: Sequence[float], rules: RuleSet, *, screen: bool) -> Limits:
    """Set limits from the moving ranges of single values.

    Where nothing varies the limits stand on the centre line, so that any change shows. Screening
    that would leave only moving ranges of 0, of values that do vary, is not done: it would put
    every point outside.
    """
    centre = values[0] if _flat(values) else fsum(values) / len(values)
    ranges = [abs(after - before) for before, after in pairwise(values)]
    if not ranges:
        return Limits(centre, None, None, None, None, len(values))
    average, screened = _average_range(ranges, rules, screen=screen)
    if average == 0 and screen and rules.flat_undefined:
        return Limits(centre, None, None, None, None, len(values), average)
    far = rules.limit_factor * average
    near = rules.near_share * far
    return Limits(
        centre, centre - far, centre - near, centre + near, centre + far,
        len(values), average, screened,
    )  # fmt: skip


def _flat(values: Sequence[float]) -> bool:
    return all(value == values[0] for value in values)


def _average_range(ranges: Sequence[float], rules: RuleSet, *, screen: bool) -> tuple[float, int]:
    """Return the average moving range, and how many were left out of it."""
    average = fsum(ranges) / len(ranges)
    if not screen or average == 0:
        return average, 0
    # A range on the very edge, but for rounding, counts as on it: not strictly below.
    kept = [each for each in ranges if each < rules.screen_factor * average * (1 - 1e-12)]
    if not any(kept):
        return average, 0
    return fsum(kept) / len(kept), len(ranges) - len(kept)


def to_even(value: float) -> float:
    """Take a time between events to the scale on which chance spreads it evenly."""
    return float(value ** (1 / _POWER))


def from_even(value: float | None) -> float | None:
    """Take a line of a T chart back to time; what is below no time at all is none."""
    return None if value is None else float(max(value, 0.0) ** _POWER)


def back_to_time(even: Limits) -> Limits:
    """Take the lines that were set on the even scale back to time between events."""
    return Limits(
        from_even(even.centre) or 0.0, from_even(even.lower), from_even(even.near_lower),
        from_even(even.near_upper), from_even(even.upper),
        even.points, even.average_range, even.screened,
    )  # fmt: skip


def g_limits(values: Sequence[float], rules: RuleSet) -> Limits:
    """Set limits for cases between rare events: geometric, so none below; centre is the median."""
    mean = fsum(values) / len(values)
    width = _G_WIDTHS * sqrt(mean * (mean + 1))
    return Limits(
        float(median(values)), None, None, mean + rules.near_share * width, mean + width,
        len(values),
    )  # fmt: skip
