"""Signals: which points of one part of a chart chance alone does not explain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING

from tidegate.core.pressure.spc.rules import Rule, RuleSet, Side

if TYPE_CHECKING:
    from tidegate.core.pressure.spc.limits import Limits

_WINDOW, _OF_WINDOW = 3, 2
_SIDES = {1: Side.HIGH, -1: Side.LOW}


@dataclass(frozen=True, slots=True)
class Signal:
    """The first rule that makes a point special, and the side that it points to."""

    rule: Rule
    side: Side


def signals(values: Sequence[float], limits: Limits, rules: RuleSet) -> tuple[Signal | None, ...]:
    """Name the signal of each point, None where it has none.

    Args:
        values: known values of one part, in order and on the scale of its limits: no rule reaches
            from one part of a chart into another.
        limits: lines of the part.
        rules: the rules and their lengths.
    """
    place = _Places(values, limits)
    found: list[Signal | None] = [None] * len(values)
    weakest_first = (
        (Rule.RUN, _runs(place.sides, rules.run_points)),
        (Rule.TWO_OF_THREE, _two_of_three(place, outside_is_near=rules.outside_is_near)),
        (Rule.TREND, _trends(place.steps, rules.trend_points)),
        (Rule.OUTSIDE, ((n, out) for n, out in enumerate(place.outside) if out)),
    )
    for rule, marked in weakest_first:
        for n, sign in marked:
            found[n] = Signal(rule, _SIDES[sign])
    return tuple(found)


def sides_of(values: Sequence[float], limits: Limits) -> tuple[int, ...]:
    """Return on which side of the centre line each value stands: 1 above, -1 below, 0 on it."""
    return tuple(_signs((value - limits.centre for value in values), _equal_of(values)))


class _Places:
    """Where each value stands, as -1, 0 or 1: what differs by rounding only is taken as equal."""

    def __init__(self, values: Sequence[float], limits: Limits) -> None:
        equal = _equal_of(values)
        self.sides = _signs((value - limits.centre for value in values), equal)
        self.steps = _signs((after - before for before, after in pairwise(values)), equal)
        self.outside = _beyond(values, limits.lower, limits.upper, equal)
        self.near = _beyond(values, limits.near_lower, limits.near_upper, equal)


def _equal_of(values: Sequence[float]) -> float:
    """Return the difference up to which two of these values are taken as equal."""
    return 1e-12 * max(map(abs, values))


def _signs(differences: Iterable[float], equal: float) -> list[int]:
    return [1 if each > equal else -1 if each < -equal else 0 for each in differences]


def _beyond(
    values: Sequence[float], lower: float | None, upper: float | None, equal: float
) -> list[int]:
    low = -inf if lower is None else lower - equal
    high = inf if upper is None else upper + equal
    return [1 if value > high else -1 if value < low else 0 for value in values]


def _runs(sides: Sequence[int], length: int) -> Iterator[tuple[int, int]]:
    """Mark every point of each run on one side; a point on the centre line ends a run."""
    for first in range(len(sides) - length + 1):
        side = sides[first]
        if side and all(each == side for each in sides[first : first + length]):
            yield from ((n, side) for n in range(first, first + length))


def _trends(steps: Sequence[int], points: int) -> Iterator[tuple[int, int]]:
    """Mark every point of each trend; a peak that ends one and begins another is the later's."""
    for first in range(len(steps) - points + 2):
        way = steps[first] if first < len(steps) else 0
        if way and all(each == way for each in steps[first : first + points - 1]):
            yield from ((n, way) for n in range(first, first + points))


def _two_of_three(place: _Places, *, outside_is_near: bool) -> Iterator[tuple[int, int]]:
    """Mark the near points of each window of three, all on one side, in which two are near."""
    counts = [
        near if outside_is_near or not outside else 0
        for near, outside in zip(place.near, place.outside, strict=True)
    ]
    for first in range(len(counts) - _WINDOW + 1):
        window = range(first, first + _WINDOW)
        side = place.sides[first]
        near = [n for n in window if counts[n] == side]
        if side and all(place.sides[n] == side for n in window) and len(near) >= _OF_WINDOW:
            yield from ((n, side) for n in near)
