"""Whether a number of a score table was verified, by whom and when: in words that can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_VERIFIED = re.compile(r"verified by (?P<who>\S.*\S|\S) on (?P<day>\d{4}-\d{2}-\d{2})")
OPEN, UNVERIFIED = "open", "unverified"
FORMS = f"“{OPEN}”, “{UNVERIFIED}”, or “verified by NAME on 2026-01-31”"


@dataclass(frozen=True, slots=True)
class Status:
    """What may be said of a number.

    Attributes:
        words: ``open`` (not known), ``unverified`` (filled in, not checked against its source), or
            ``verified by NAME on DAY``.
        by, on: who verified it and when; "" and None unless verified.
    """

    words: str
    by: str = ""
    on: date | None = None

    @classmethod
    def of(cls, words: str) -> Status:
        """Read a status.

        Raises:
            ValueError: neither of the three forms, or no day of the calendar.
        """
        if words in {OPEN, UNVERIFIED}:
            return cls(words)
        if found := _VERIFIED.fullmatch(words):
            return cls(words, found["who"], date.fromisoformat(found["day"]))
        raise ValueError(f"a status is {FORMS}, not “{words}”")

    @property
    def verified(self) -> bool:
        """Tell whether somebody checked it and said when."""
        return bool(self.by) and self.on is not None
