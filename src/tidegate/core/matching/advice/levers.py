"""What a manager could change, and by how much at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Lever(StrEnum):
    """Rules of a plan that can be loosened, one at a time."""

    TRAVEL_MINUTES = "TRAVEL_MINUTES"
    TRAVEL_MILES = "TRAVEL_MILES"
    PRE_ASSESSMENT = "PRE_ASSESSMENT"
    MAX_ASA = "MAX_ASA"
    MAX_BMI = "MAX_BMI"
    MIN_AGE = "MIN_AGE"
    CRITICAL_CARE = "CRITICAL_CARE"
    EXCLUDES = "EXCLUDES"
    CONSENT = "CONSENT"
    UNIT = "UNIT"
    MONEY = "MONEY"
    CAP = "CAP"
    EQUITY = "EQUITY"


@dataclass(frozen=True, slots=True)
class Steps:
    """By how much each limit is loosened.

    Attributes:
        minutes: added to a limit on minutes of travel.
        miles: bands of distance, ascending; a limit moves to the next, above the last to none.
        max_asa: classes added to a site's limit.
        max_bmi: added to a site's limit.
        min_age: years taken off a site's minimum.
        author, source, in_force: who says so, from what, since when (a day).
    """

    minutes: int
    miles: tuple[float, ...]
    max_asa: int
    max_bmi: float
    min_age: int
    author: str = ""
    source: str = ""
    in_force: str = ""

    def __post_init__(self) -> None:
        if min(self.minutes, self.max_asa, self.max_bmi, self.min_age) <= 0:
            raise ValueError("a step must lie above 0")
        if list(self.miles) != sorted(set(self.miles)) or not all(band > 0 for band in self.miles):
            raise ValueError("bands of miles must lie above 0 and ascend")
