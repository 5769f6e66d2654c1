"""What a step of a transfer asks for besides a yes."""

from __future__ import annotations

from enum import StrEnum


class Needs(StrEnum):
    """What a step asks for besides a yes."""

    REASON = "reason"
    CONSENT = "consent"
    PLACE = "place"
    MESSAGE = "message"
    DAY = "day"
    UNITS = "units"
