"""How a contract stands, told by the weeks that are known: a week nobody returned says nothing.

Of a week without a return all that is guaranteed would look idle, and a provider that returns late
would look worse than it is. So such weeks are counted, named and left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from tidegate.core.contracts.ledger.utilisation import Units, added_up

if TYPE_CHECKING:
    from tidegate.core.contracts.ledger.ledger import Ledger
    from tidegate.core.contracts.ledger.line_week import LineWeek
    from tidegate.core.contracts.ledger.money import WeekMoney


@dataclass(frozen=True, slots=True)
class SoFar:
    """A contract's known weeks, added up.

    Attributes:
        weeks: the money of each known week, the earliest first; a week that still runs is known
            once it was returned.
        units: units and shares of those weeks.
        runs: whether the newest of them still runs.
        missing: Mondays of weeks that are over and not known.
    """

    weeks: tuple[WeekMoney, ...]
    units: Units
    runs: bool
    missing: tuple[date, ...]

    @property
    def newest(self) -> WeekMoney | None:
        """The newest known week; None while there is none."""
        return self.weeks[-1] if self.weeks else None

    @property
    def idle(self) -> int:
        """Pence paid for nothing, over the known weeks as each stood alone."""
        return sum(each.idle for each in self.weeks)

    @property
    def value(self) -> int:
        """Pence that the work of the known weeks costs at tariff."""
        return sum(each.value for each in self.weeks)

    @property
    def paid(self) -> int | None:
        """Pence due for the known weeks; None while a week's amount is not known."""
        known = [each.due for each in self.weeks]
        return None if None in known else sum(each or 0 for each in known)

    @property
    def ratio(self) -> Fraction | None:
        """Paid to tariff value (ECR); undefined where nothing was done or paid is not known."""
        return Fraction(self.paid, self.value) if self.paid is not None and self.value else None


def so_far(ledger: Ledger) -> SoFar:
    """Return how a contract stands by the weeks of which every contracted line is known."""
    by_week: dict[date, list[LineWeek]] = {each.week: [] for each in ledger.money}
    for row in ledger.rows:
        by_week.setdefault(row.week, []).append(row)
    known = {week for week, rows in by_week.items() if _known(rows)}
    over = {week for week, rows in by_week.items() if rows and rows[0].over}
    weeks = tuple(each for each in ledger.money if each.week in known)
    return SoFar(
        weeks=weeks,
        units=added_up(row for row in ledger.rows if row.week in known),
        runs=bool(weeks) and weeks[-1].week not in over,
        missing=tuple(sorted(over - known)),
    )


def _known(rows: list[LineWeek]) -> bool:
    """Say whether all of a week is known; of one that still runs only a return says so."""
    contracted = [row for row in rows if row.contracted]
    return bool(contracted) and all(
        row.done.units is not None and (row.over or row.returned is not None) for row in contracted
    )


@dataclass(frozen=True, slots=True)
class SameWeek:
    """The newest week that any of several contracts is known in.

    Attributes:
        week: its Monday.
        idle: pence paid for nothing in it, of those that are known.
        known: how many contracts are known in it.
        of: how many run in it.
        runs: whether it still runs.
    """

    week: date
    idle: int
    known: int
    of: int
    runs: bool


def same_week(contracts: Sequence[tuple[Ledger, SoFar]]) -> SameWeek | None:
    """Return the newest known week of several contracts together; None where none is known."""
    newest = [(found.newest.week, found.runs) for _, found in contracts if found.newest]
    if not newest:
        return None
    week, runs = max(newest)
    idle = [each.idle for _, found in contracts for each in found.weeks if each.week == week]
    of = sum(any(each.week == week for each in ledger.money) for ledger, _ in contracts)
    return SameWeek(week, sum(idle), len(idle), of, runs)
