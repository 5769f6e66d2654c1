"""What a slot is worth to whom: the weights of a matching policy, in points.

One routine week is 100 points, so that a clinician can say each weight aloud.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tidegate.core.matching.problem import PRIORITIES


@dataclass(frozen=True, slots=True)
class Breach:
    """Points for a treatment before the wait passes ``weeks``, where it would in the horizon."""

    weeks: int
    points: float

    def __post_init__(self) -> None:
        _whole("breach weeks", self.weeks, 1)
        _at_least("breach points", self.points, 0)


@dataclass(frozen=True, slots=True)
class EquityFloor:
    """The least share of those treated that must come from the most deprived homes of an area.

    Of the people of an area whose quintile is known, those of ``quintiles`` are treated at no less
    than ``floor`` times the rate of all of them; 1.0 is their full share of the list.
    """

    quintiles: tuple[int, ...]
    floor: float

    def __post_init__(self) -> None:
        if not self.quintiles or not set(self.quintiles) < {1, 2, 3, 4, 5}:
            raise ValueError("equity quintiles must be some, but not all, of 1 to 5")
        if not 0 < self.floor <= 1:
            raise ValueError(f"equity floor must lie above 0 and at most at 1, not {self.floor}")


@dataclass(frozen=True, slots=True)
class Policy:
    """Weights that say which match is better; every plan names the policy that made it.

    Attributes:
        name: name of the policy, such as ``default``.
        version: version of the policy, such as ``2026``.
        author: who answers for it.
        source: where its weights come from.
        in_force: first day on which plans may use it.
        week_points: points per week treated sooner, by priority.
        treat_points: points for being treated at all, by priority.
        wait_step_points: added to ``week_points`` for each full ``wait_step_weeks`` waited.
        wait_step_weeks: length of that step; at least 1.
        weeks_beyond: weeks that an untreated pathway is taken to wait beyond the horizon.
        breaches: points for each breach of a waiting-time limit avoided.
        past: points for a pathway that has passed a limit already.
        minute_points: points lost per minute of travel.
        thousand_pounds_points: points lost per £1,000 spent above minimum takes.
        require_consent: whether only the holder's own offers count without a recorded yes.
        minutes_per_mile: minutes of travel per straight-line mile, where no times are given.
        stay_points: points by which another slot must be better before a patient who has one
            proposed in an earlier plan is proposed that other one.
        equity: the floor that is enforced; None where equity is monitored only.
        validation_weeks: age of a list's validation from which a plan warns.
    """

    name: str
    version: str
    author: str
    source: str
    in_force: date
    week_points: Mapping[str, float]
    treat_points: Mapping[str, float]
    wait_step_points: float
    wait_step_weeks: int
    weeks_beyond: int
    breaches: tuple[Breach, ...]
    past: tuple[Breach, ...]
    minute_points: float
    thousand_pounds_points: float
    require_consent: bool
    minutes_per_mile: float
    stay_points: float = 0.0
    equity: EquityFloor | None = None
    validation_weeks: int = 12

    def __post_init__(self) -> None:
        for field in ("name", "version", "author", "source"):
            if not getattr(self, field).strip():
                raise ValueError(f"{field} must be stated")
        for field in ("week_points", "treat_points"):
            points = getattr(self, field)
            if set(points) != set(PRIORITIES):
                raise ValueError(f"{field} must name {', '.join(PRIORITIES)} and nothing else")
            for priority, value in points.items():
                _at_least(f"{field} {priority}", value, 0)
        for field in ("wait_step_points", "minute_points", "thousand_pounds_points", "stay_points"):
            _at_least(field, getattr(self, field), 0)
        _whole("wait_step_weeks", self.wait_step_weeks, 1)
        _whole("weeks_beyond", self.weeks_beyond, 0)
        _whole("validation_weeks", self.validation_weeks, 1)
        if type(self.in_force) is not date:
            raise ValueError(f"in_force must be a day such as 2026-01-01, not {self.in_force}")
        if type(self.require_consent) is not bool:
            raise ValueError(f"require_consent must be true or false, not {self.require_consent}")
        if not 0 < self.minutes_per_mile < float("inf"):
            raise ValueError("minutes_per_mile must be above 0")

    @property
    def label(self) -> str:
        """Name policy and version in one word pair, as reasons and reports cite it."""
        return f"policy {self.name}-{self.version}"


def _whole(field: str, value: int, least: int) -> None:
    """Refuse fractions of a week: tables that people write may hold anything."""
    if type(value) is not int:
        raise ValueError(f"{field} must be a whole number, not {value}")
    _at_least(field, value, least)


def _at_least(field: str, value: float, least: float) -> None:
    if not least <= value < float("inf"):
        raise ValueError(f"{field} must be a number from {least} on, not {value}")
