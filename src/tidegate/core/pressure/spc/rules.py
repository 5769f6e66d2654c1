"""The rules by which a point is a signal: a versioned set, named on each chart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_FEWEST = 2


class Rule(StrEnum):
    """What makes a point special, in order: the first that holds names the point."""

    OUTSIDE = "outside"
    TREND = "trend"
    TWO_OF_THREE = "two_of_three"
    RUN = "run"


class Side(StrEnum):
    """Towards which side of the centre line a signal points."""

    HIGH = "high"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One edition of the rules.

    Attributes:
        name, version, author, source, in_force: whose it is, and since when.
        run_points: consecutive points strictly on one side of the centre line that are a shift.
        trend_points: consecutive points, each strictly above (or below) the one before.
        near_share: how far from the centre line to the limit the near line stands.
        outside_is_near: whether a point beyond a limit counts towards two of three.
        limit_factor: average moving ranges from the mean to a limit (2.66, or 3/1.128).
        screen_factor: moving ranges of so many average ones or more are left out where asked.
        baseline_points: points from which limits may be held as a baseline.
        trial_below: limits of fewer points than this are on trial; None is ``baseline_points``.
        flat_undefined: leave limits undefined where nothing varies and moving ranges are screened,
            as the reference does; else they stand on the mean, and any change is a signal.
    """

    name: str
    version: str
    author: str
    source: str
    in_force: date
    run_points: int
    trend_points: int
    near_share: float
    outside_is_near: bool
    limit_factor: float
    screen_factor: float
    baseline_points: int
    trial_below: int | None = None
    flat_undefined: bool = False

    def __post_init__(self) -> None:
        for name in ("run_points", "trend_points", "baseline_points"):
            if getattr(self, name) < _FEWEST:
                raise ValueError(f"{name} is {_FEWEST} or more")
        if not 0 < self.near_share < 1:
            raise ValueError("near_share lies between 0 and 1")
        if self.limit_factor <= 0 or self.screen_factor <= 1:
            raise ValueError("limit_factor is above 0, screen_factor above 1")

    @property
    def settled_points(self) -> int:
        """Points from which limits are no longer on trial."""
        return self.baseline_points if self.trial_below is None else self.trial_below

    @property
    def title(self) -> str:
        """Name the edition, as results and charts do."""
        return f"{self.name} {self.version}"

    def sentence(self) -> str:
        """State the rules in the words that stand below each chart."""
        counted = "counted" if self.outside_is_near else "not counted"
        return (
            f"Rules {self.title}, the first that holds: a point outside the limits; "
            f"{self.trend_points} points each above, or each below, the one before; two of three "
            f"near a limit on one side (points outside {counted}); {self.run_points} points on one "
            f"side of the centre line."
        )

    def named(self, rule: Rule, side: Side) -> str:
        """Label a signal in the words of NHS charts: ``7 Points Above CL``, where it is a run."""
        above = side is Side.HIGH
        match rule:
            case Rule.OUTSIDE:
                return "Above UCL" if above else "Below LCL"
            case Rule.TREND:
                way = "Increasing" if above else "Decreasing"
                return f"{self.trend_points} Point Trend ({way})"
            case Rule.TWO_OF_THREE:
                return f"2 in 3 {'Above' if above else 'Below'} CL"
            case _:
                return f"{self.run_points} Points {'Above' if above else 'Below'} CL"
