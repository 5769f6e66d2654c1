"""Rows of the surge room, one module for each subject.

Who did what and when stands in the record, under the subject of each row (``surge:S-000123``);
rows hold what is true now. Identities are those of the record (``person:7``, ``token:3``). Money
is integer pence.
"""

from __future__ import annotations

from tidegate.controlroom.surge.models.capacity import Actual, OpenedOffer, Opening, Pledge
from tidegate.controlroom.surge.models.surge import (
    DailyReview,
    Evidence,
    Option,
    Publication,
    Surge,
)

__all__ = [
    "Actual",
    "DailyReview",
    "Evidence",
    "OpenedOffer",
    "Opening",
    "Option",
    "Pledge",
    "Publication",
    "Surge",
]
