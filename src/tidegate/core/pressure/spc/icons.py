"""Icons: what the last point and the latest limits say, in one word each."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from tidegate.core.pressure.spc.asked import Direction
from tidegate.core.pressure.spc.rules import Side

if TYPE_CHECKING:
    from tidegate.core.pressure.spc.limits import Limits


class PointType(StrEnum):
    """What a point is: noise, or a signal of better, of worse, or of neither."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT = "special_cause_improvement"
    CONCERN = "special_cause_concern"
    NEUTRAL_HIGH = "special_cause_neutral_high"
    NEUTRAL_LOW = "special_cause_neutral_low"


class Variation(StrEnum):
    """What the last point says of the process; high or low is the side that it moved to."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class Assurance(StrEnum):
    """What the latest limits say of the target: it is always met, never, or now and then."""

    PASS = "consistent_pass"  # noqa: S105 - a word of NHS charts, not a password
    FAIL = "consistent_fail"
    INCONSISTENT = "inconsistent"


def point_type(side: Side | None, direction: Direction) -> PointType:
    """Say what a signal towards a side means where ``direction`` is better."""
    if side is None:
        return PointType.COMMON_CAUSE
    if direction is Direction.NEUTRAL:
        return PointType.NEUTRAL_HIGH if side is Side.HIGH else PointType.NEUTRAL_LOW
    better = Side.HIGH if direction is Direction.INCREASE else Side.LOW
    return PointType.IMPROVEMENT if side is better else PointType.CONCERN


def variation(last: Side | None, direction: Direction) -> Variation:
    """Return the icon of variation, from the last point alone."""
    if last is None:
        return Variation.COMMON_CAUSE
    kind = point_type(last, direction)
    if kind is PointType.IMPROVEMENT:
        meaning = "improvement"
    else:
        meaning = "concern" if kind is PointType.CONCERN else "neutral"
    return Variation(f"{meaning}_{last.value}")


def assurance(target: float | None, latest: Limits, direction: Direction) -> Assurance | None:
    """Return the icon of assurance; None without a target, a direction or an upper limit."""
    if target is None or direction is Direction.NEUTRAL or latest.upper is None:
        return None
    rising = direction is Direction.INCREASE
    if target > latest.upper:
        return Assurance.FAIL if rising else Assurance.PASS
    if latest.lower is not None and target < latest.lower:
        return Assurance.PASS if rising else Assurance.FAIL
    return Assurance.INCONSISTENT
