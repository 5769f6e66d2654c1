"""When a standstill ends: one function for each law, because they do not count alike.

The Provider Selection Regime counts eight working days *after* the day on which the standstill
starts, which is the day after publication; the Procurement Act counts eight working days
*beginning with* the day of publication. One shared function would be wrong for one of them, by up
to five days over Christmas.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tidegate.core.contracts.working_days import WorkingDays, end_of


@dataclass(frozen=True, slots=True)
class StandstillTerms:
    """The numbers of the standstills, from a table.

    Attributes:
        psr_working_days: after the day on which the standstill starts (PSR reg. 12).
        further_working_days: after the outcome of a representation was told (PSR reg. 12).
        pa23_working_days: beginning with the day of publication (Procurement Act s. 51).
        previous_days: calendar days after the day on which the decision was sent.
        version: name and version of the table.
    """

    psr_working_days: int
    further_working_days: int
    pa23_working_days: int
    previous_days: int
    version: str

    def __post_init__(self) -> None:
        counts = (self.psr_working_days, self.further_working_days, self.pa23_working_days,
                  self.previous_days)  # fmt: skip
        if min(counts) < 1:
            raise ValueError("each standstill must be at least one day")


@dataclass(frozen=True, slots=True)
class Standstill:
    """One standstill.

    Attributes:
        published: the day on which the intention was published.
        starts: its first day.
        last_day: its last day, which counts until midnight.
    """

    published: date
    starts: date
    last_day: date

    @property
    def ends_at(self) -> datetime:
        """Return the first moment after it: midnight at the end of its last day, in England."""
        return end_of(self.last_day)


def psr_standstill(published: date, calendar: WorkingDays, terms: StandstillTerms) -> Standstill:
    """Return the standstill of the Provider Selection Regime (reg. 12).

    It starts the day after publication, whatever day that is; representations may be made until
    midnight at the end of the eighth working day after the day on which it starts.
    """
    starts = published + timedelta(days=1)
    return Standstill(published, starts, calendar.nth_after(starts, terms.psr_working_days))


def pa23_standstill(published: date, calendar: WorkingDays, terms: StandstillTerms) -> Standstill:
    """Return the mandatory standstill of the Procurement Act 2023 (s. 51).

    It is eight working days that begin with the day of publication.
    """
    last_day = calendar.nth_from(published, terms.pa23_working_days)
    return Standstill(published, published, last_day)


def previous_standstill(
    published: date, calendar: WorkingDays, terms: StandstillTerms
) -> Standstill:
    """Return the standstill of the rules before: ten days, the last of them a working day."""
    tenth = published + timedelta(days=terms.previous_days)
    return Standstill(published, published + timedelta(days=1), calendar.nth_from(tenth, 1))


def further_wait(told_at: date, calendar: WorkingDays, terms: StandstillTerms) -> date:
    """Return the last day of the wait after the outcome of a representation was told.

    Five working days, of which the day of telling is none (NHS England, standstill workflow).
    """
    return calendar.nth_after(told_at, terms.further_working_days)
