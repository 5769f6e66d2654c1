"""By which rules a ledger is looked at: whose doing a cause is, and when somebody is told.

No threshold is set nationally; every number is a setting of a versioned table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

from tidegate.core.transfers.lifecycle.causes import UnusedCause


class Doing(StrEnum):
    """Whose doing it is that a unit went unused."""

    PROVIDER = "provider"
    BUYER = "buyer"
    PATIENT = "patient"


DOING_LABELS: dict[Doing, str] = {
    Doing.PROVIDER: "The provider’s",
    Doing.BUYER: "Ours",
    Doing.PATIENT: "The patients’",
}


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """When a contract's use is reviewed.

    Attributes:
        denominator: which share is looked at, one of ``SHARES``.
        below: a week below this share counts.
        weeks: so many such weeks in a row ask for a warning.
        weeks_after_warning: so many more after a warning ask to drop it.
        above: a week at or above this share counts for buying more.
        weeks_above: so many such weeks in a row ask for more.
        provider_share: from this share of the unused units being the provider's doing on, it is
            warned or dropped; below, the buyer has to mend its own ways first.
        reply_days: how long the provider has to reply.
    """

    denominator: str
    below: Fraction
    weeks: int
    weeks_after_warning: int
    above: Fraction
    weeks_above: int
    provider_share: Fraction
    reply_days: int

    def __post_init__(self) -> None:
        if not 0 <= self.below <= self.above:
            raise ValueError("review: below must be from 0 to above")
        if min(self.weeks, self.weeks_after_warning, self.weeks_above) < 1:
            raise ValueError("review: weeks must be at least 1")
        if self.reply_days < 0 or not 0 <= self.provider_share <= 1:
            raise ValueError("review: reply_days of 0 or more, provider_percent from 0 to 100")


@dataclass(frozen=True, slots=True)
class UseRules:
    """One edition of the rules.

    Attributes:
        name: as reasons name it; ``version`` is its edition.
        source, author, in_force: where it comes from, who chose what is open, from when on.
        zone: the time in which hours are meant.
        due_days: days after the last day of a week until its return is due.
        due_at: until when on that day.
        amend_days: days after the week in which a correction is as usual.
        gap: share of claimed units by which observed ones may fall short before it is said.
        staffed_gap: share of physical units that may be without staff before it is said.
        usual_times: how many times the usual of a line is implausible.
        doing: whose doing each cause is.
        review: when use is reviewed.
    """

    name: str
    version: str
    source: str
    author: str
    in_force: date
    zone: ZoneInfo
    due_days: int
    due_at: time
    amend_days: int
    gap: Fraction
    staffed_gap: Fraction
    usual_times: Fraction
    doing: Mapping[UnusedCause, Doing]
    review: ReviewRules

    def __post_init__(self) -> None:
        missing = [cause for cause in UnusedCause if cause not in self.doing]
        if missing:
            raise ValueError(f"doing: say whose doing {', '.join(missing)} is")
        if self.due_days < 0 or self.amend_days < 0 or self.usual_times <= 1:
            raise ValueError("returns: days of 0 or more, usual_times above 1")
        if not (0 <= self.gap <= 1 and 0 <= self.staffed_gap <= 1):
            raise ValueError("gaps must be from 0 to 100 percent")

    @property
    def label(self) -> str:
        """Name and version, as reasons name rules."""
        return f"{self.name} {self.version}"

    def due(self, week: date) -> datetime:
        """Return the last moment at which the return of a week is in time."""
        day = week + timedelta(days=6 + self.due_days)
        return datetime.combine(day, self.due_at, self.zone)

    def late_to_amend(self, week: date, at: datetime) -> bool:
        """Say whether a correction comes after the usual time."""
        last = week + timedelta(days=6 + self.amend_days)
        return at.astimezone(self.zone).date() > last

    def today(self, now: datetime) -> date:
        """Return the day that it is."""
        return now.astimezone(self.zone).date()
