"""What a slot is worth to a pathway under a policy, in points (spec: matching 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy

Floats = npt.NDArray[np.float64]


def week_points(policy: Policy, priority: str, waited: int) -> float:
    """Return the points per week treated sooner, which grow with the weeks waited."""
    steps = waited // policy.wait_step_weeks
    return policy.week_points[priority] + policy.wait_step_points * steps


def week_values(policy: Policy, priority: str, waited: int, weeks: int) -> Floats:
    """Value a slot in each week of the horizon, before travel.

    Args:
        policy: the weights.
        priority: P2, P3 or P4.
        waited: whole weeks waited at the start of the horizon (RTT band).
        weeks: length of the horizon.

    Returns:
        Points for weeks 0 … weeks - 1, shape (weeks,).
    """
    week = np.arange(weeks, dtype=np.float64)
    value = week_points(policy, priority, waited) * (weeks - week + policy.weeks_beyond)
    value = value + policy.treat_points[priority]
    for breach in policy.breaches:
        if waited < breach.weeks <= waited + weeks:
            value = value + np.where(waited + week < breach.weeks, breach.points, 0.0)
    return value + sum(past.points for past in policy.past if waited >= past.weeks)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a value: its code, what it is for in words, and its points."""

    code: str
    words: str
    points: float


def value_parts(
    policy: Policy, priority: str, waited: int, week: int, *, weeks: int, minutes: float
) -> tuple[Part, ...]:
    """Split the value of one slot into the parts that a person can follow; they add up to it."""
    rate = week_points(policy, priority, waited)
    sooner = weeks - week + policy.weeks_beyond
    parts = [
        Part("WEEKS_SOONER", f"{sooner} weeks sooner, {rate:g} points each", rate * sooner),
        Part("PRIORITY", f"treated as {priority}", policy.treat_points[priority]),
    ]
    for breach in policy.breaches:
        at_risk = waited < breach.weeks <= waited + weeks
        if at_risk and waited + week < breach.weeks:
            words = f"seen before the wait passes {breach.weeks} weeks"
            parts.append(Part(f"BREACH_{breach.weeks}_AVOIDED", words, breach.points))
    for past in policy.past:
        if waited >= past.weeks:
            words = f"has waited {past.weeks} weeks or more already"
            parts.append(Part(f"PAST_{past.weeks}", words, past.points))
    parts.append(
        Part("TRAVEL", f"{minutes:.0f} minutes of travel", -policy.minute_points * minutes)
    )
    return tuple(part for part in parts if part.points)


def total(parts: Sequence[Part]) -> float:
    """Add up the parts of a value."""
    return sum(part.points for part in parts)
