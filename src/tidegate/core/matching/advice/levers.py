"""What a manager could change about a plan."""

from __future__ import annotations

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
