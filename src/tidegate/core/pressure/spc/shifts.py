"""Where a person might look: a shift that began with a signal and has lasted since.

Nothing here changes a limit. Whoever knows what changed may have limits reckoned anew from that
day; whoever does not has found something to look into. Source: spec, ``spc-rules.json`` baselines:
a run signal and a known cause justify it, from the start of the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.core.pressure.spc.rules import Side
from tidegate.core.pressure.spc.signals import sides_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tidegate.core.pressure.spc.result import Result

SHARE = 0.75
"""Of the points since a shift began, as many or more stand on its side where it lasts."""


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift that lasts.

    Attributes:
        first: the day of its first point.
        side: to which side of the centre line.
        on_side: points since then that stand on that side.
        points: points since then.
        or_before: whether it may have begun before the first day of the chart.
    """

    first: date
    side: Side
    on_side: int
    points: int
    or_before: bool = False


def lasting_shift(result: Result) -> Shift | None:
    """Return the shift that the latest part of a chart ends in, if it ends in one.

    It begins with a run on one side of the centre line. Since then there are enough points for
    limits that are not on trial, no run on the other side, and three points in four on its own.
    """
    last = len(result.parts) - 1
    points = [one for one in result.points if one.part == last and one.value is not None]
    values = [one.value for one in points if one.value is not None]
    sides, length = sides_of(values, result.latest.limits), result.rules.run_points
    begun = _begun(sides, length)
    if begun is None:
        return None
    since = sides[begun:]
    on_side = since.count(since[0])
    if len(since) < result.rules.settled_points or on_side < SHARE * len(since):
        return None
    older = last == 0 and bool(result.asked.lead.values)
    if begun == 0 and not older:
        return None  # limits cannot begin anew where they begin
    side = Side.HIGH if since[0] > 0 else Side.LOW
    return Shift(points[begun].day, side, on_side, len(since), or_before=begun == 0)


def _begun(sides: Sequence[int], length: int) -> int | None:
    """Return where the first of the latest runs that all go to one side begins."""
    runs = [
        first
        for first in range(len(sides) - length + 1)
        if sides[first] and len(set(sides[first : first + length])) == 1
    ]
    begun = None
    for first in reversed(runs):
        if begun is not None and sides[first] != sides[begun]:
            break
        begun = first
    return begun
