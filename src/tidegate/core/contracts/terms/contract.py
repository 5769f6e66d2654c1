"""A contract as the ledger needs it: its lines, the versions of its terms, and turned switches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tidegate.core.contracts.terms.pay import MONDAY, Basis

if TYPE_CHECKING:
    from tidegate.core.contracts.terms.switch import Turned
    from tidegate.core.contracts.terms.terms import Terms

WEEK = timedelta(weeks=1)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Line:
    """Units of one kind of care at a site, each week, at a price.

    Attributes:
        line_id: what offers, plans, returns and invoices name it by.
        site: ODS code.
        modality: kind of care, as in matching; or another kind of unit, such as bed nights.
        tfcs: treatment functions; empty is any.
        units_per_week: what was contracted.
        unit_price_pence: before market forces.
        first_week, last_week: Mondays.
        minimum_take: units that are paid for over the whole term, used or not. Under a guarantee or
            a block of beds it is only what matching should use first; the guarantee pays.
        cap: the most units that are paid for over the whole term; None is no cap.
        released_from: the Monday from which it was given back; None where it was not.
    """

    line_id: str
    site: str
    modality: str
    units_per_week: int
    unit_price_pence: int
    first_week: date
    last_week: date
    tfcs: tuple[str, ...] = ()
    minimum_take: int = 0
    cap: int | None = None
    released_from: date | None = None

    def __post_init__(self) -> None:
        for name in ("first_week", "last_week", "released_from"):
            day = getattr(self, name)
            if day is not None and day.weekday() != MONDAY:
                raise ValueError(f"{name} must be a Monday, not {day.isoformat()}")
        if self.last_week < self.first_week:
            raise ValueError("last_week must not be before first_week")
        if min(self.units_per_week, self.unit_price_pence, self.minimum_take) < 0:
            raise ValueError("units, price and minimum_take must be 0 or more")
        if self.cap is not None and self.cap < self.minimum_take:
            raise ValueError("cap must not be below minimum_take")

    def contracted(self, week: date) -> int:
        """Return the units contracted in the week of a Monday."""
        given_back = self.released_from is not None and week >= self.released_from
        runs = self.first_week <= week <= self.last_week and not given_back
        return self.units_per_week if runs else 0

    @property
    def mondays(self) -> tuple[date, ...]:
        """Every week that it runs, were it not released."""
        weeks = (self.last_week - self.first_week).days // 7 + 1
        return tuple(self.first_week + WEEK * at for at in range(weeks))


@dataclass(frozen=True, slots=True)
class TermsFrom:
    """One version of the terms, and the day from which it is in force."""

    version: int
    from_day: date
    terms: Terms


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract, as far as money and use go.

    Attributes:
        contract_id: its identifier in files.
        buyer, provider: ODS codes.
        start, end: first and last day.
        lines: each ``line_id`` once.
        versions: of the terms, at least one.
        turned: turns of its switches, in the order in which they were made.
        agreed_end: the last day as it was agreed, where it ends sooner; what is agreed for the
            whole term is spread over that term, and only its part up to the end falls due.
    """

    contract_id: str
    buyer: str
    provider: str
    start: date
    end: date
    lines: tuple[Line, ...]
    versions: tuple[TermsFrom, ...]
    turned: tuple[Turned, ...] = ()
    title: str = ""
    agreed_end: date | None = None

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("end must not be before start")
        if self.buyer == self.provider:
            raise ValueError("buyer and provider must be two organisations")
        if not self.versions:
            raise ValueError("a contract needs terms")
        ids = [line.line_id for line in self.lines]
        if not ids or len(set(ids)) < len(ids):
            raise ValueError("a contract needs lines, each line_id once")

    def line(self, line_id: str) -> Line | None:
        """Return one of its lines; None where it has none of that name."""
        return next((each for each in self.lines if each.line_id == line_id), None)

    def terms_in(self, week: date) -> TermsFrom:
        """Return the version by which a week is paid: the newest in force on its Monday.

        A week before the first version, such as the one in which a contract starts, has the first.
        """
        ordered = sorted(self.versions, key=lambda each: (each.from_day, each.version))
        begun = [each for each in ordered if each.from_day <= week]
        return begun[-1] if begun else ordered[0]

    def basis_in(self, week: date) -> Basis:
        """Return how a week is paid: a switch counts from the first Monday that it stands so."""
        return self.terms_in(week).terms.basis_on(week, self.turned)

    def weeks(self, until: date) -> Iterator[date]:
        """Yield the Monday of each week from its start up to the week of a day, or to its end."""
        week, last = monday_of(self.start), monday_of(min(until, self.end))
        while week <= last:
            yield week
            week += WEEK

    def days_in(self, week: date, until: date) -> int:
        """Return how many days of a week lie within the contract, and have begun by a day."""
        return self._days(week, min(self.end, until))

    def days_agreed(self, line: Line) -> int:
        """Return how many days a line was to run, whenever the contract ends in fact."""
        end = self.agreed_end or self.end
        return sum(self._days(week, end) for week in line.mondays)

    def days_run(self, line: Line) -> int:
        """Return how many of those days lie before the contract ends in fact."""
        return sum(self._days(week, self.end) for week in line.mondays)

    def _days(self, week: date, end: date) -> int:
        last = min(week + timedelta(days=6), end)
        return max(0, (last - max(week, self.start)).days + 1)
