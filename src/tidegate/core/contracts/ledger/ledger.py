"""The ledger of use of one contract, put together from its lines, its offers and its returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from tidegate.core.contracts.ledger.line_week import LineWeek, line_week
from tidegate.core.contracts.ledger.money import WeekMoney, weeks_of_money
from tidegate.core.contracts.ledger.utilisation import Units, added_up
from tidegate.core.contracts.payment.break_even import BreakEven, break_even
from tidegate.core.contracts.payment.due import due
from tidegate.core.contracts.payment.guarantee import guaranteed
from tidegate.core.contracts.terms.pay import Basis

if TYPE_CHECKING:
    from tidegate.core.contracts.ledger.rules import Doing
    from tidegate.core.contracts.ledger.sources import Sources
    from tidegate.core.contracts.ledger.unused import Unused
    from tidegate.core.contracts.terms.contract import Contract
    from tidegate.core.transfers.lifecycle.causes import UnusedCause

KEY = "the tariff value of what was contracted"
"""By what the amount paid is shared out over kinds of care; it is shown beside the result."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What became of every unit of a contract, and what it cost, up to a day.

    Attributes:
        contract: the contract.
        today: the last day that counts; the week of this day may still run.
        rows: each line in each week, the earliest week first.
        money: each week.
    """

    contract: Contract
    today: date
    rows: tuple[LineWeek, ...]
    money: tuple[WeekMoney, ...]

    def rows_of(self, week: date) -> tuple[LineWeek, ...]:
        """Return the rows of a week."""
        return tuple(row for row in self.rows if row.week == week)

    @property
    def past(self) -> tuple[LineWeek, ...]:
        """The rows of weeks that are over."""
        return tuple(row for row in self.rows if row.over)

    @property
    def units(self) -> Units:
        """Units and shares of all weeks."""
        return added_up(self.rows)

    @property
    def paid(self) -> int | None:
        """Pence due for all weeks; None while a week's amount is not known."""
        known = [each.due for each in self.money]
        return None if None in known else sum(each or 0 for each in known)

    @property
    def value(self) -> int:
        """Pence that the same work costs at tariff, each week rounded as it is shown."""
        return sum(each.value for each in self.money)

    @property
    def idle(self) -> int:
        """Pence paid for nothing, added up over the weeks as each stood alone."""
        return sum(each.idle for each in self.money)

    @property
    def ratio(self) -> Fraction | None:
        """Paid to tariff value (ECR); undefined where nothing was done or paid is not known."""
        return Fraction(self.paid, self.value) if self.paid is not None and self.value else None


def make_ledger(
    contract: Contract, sources: Sources, today: date, until: date | None = None
) -> Ledger:
    """Put the ledger of a contract together, from its first week on.

    Args:
        contract: the contract.
        sources: what it was used for.
        today: the day; weeks before that of today are over.
        until: the last day that counts, such as the last Sunday; today when not given.
    """
    last = until or today
    newest, offers = sources.newest(), sources.offers_by_week()
    rows = tuple(
        line_week(
            line,
            week,
            offers.get((line.line_id, week), ()),
            newest.get((line.line_id, week)),
            today,
        )
        for week in contract.weeks(last)
        for line in contract.lines
        if _belongs(line.line_id, line.first_week, line.last_week, week, newest, offers)
    )
    return Ledger(contract, last, rows, weeks_of_money(contract, rows, last))


def _belongs(
    line_id: str,
    first: date,
    last: date,
    week: date,
    newest: Mapping[tuple[str, date], object],
    offers: Mapping[tuple[str, date], object],
) -> bool:
    """Say whether a line has a row in a week: while it runs, or where something was said of it."""
    return first <= week <= last or (line_id, week) in newest or (line_id, week) in offers


def by_cause(rows: Iterable[LineWeek]) -> tuple[Unused, ...]:
    """Return every unused unit of some rows, each with its cause and who said so."""
    return tuple(each for row in rows for each in row.unused)


def by_doing(
    rows: Iterable[LineWeek], doing: Mapping[UnusedCause, Doing]
) -> Mapping[tuple[Doing, UnusedCause], int]:
    """Add up unused units by whose doing and by cause, the most first."""
    counted: Counter[tuple[Doing, UnusedCause]] = Counter()
    for each in by_cause(rows):
        counted[doing[each.cause], each.cause] += each.units
    return dict(counted.most_common())


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What a unit done really cost, against tariff.

    Attributes:
        modality: kind of care.
        paid: exact pence of the amount paid that are put down to it.
        done: units.
        tariff: exact pence of a unit at tariff, on average of what was contracted; undefined where
            nothing was.
    """

    modality: str
    paid: Fraction
    done: int
    tariff: Fraction | None

    @property
    def each(self) -> Fraction | None:
        """What one unit cost; undefined where none was done."""
        return self.paid / self.done if self.done else None


def unit_costs(ledger: Ledger) -> tuple[UnitCost, ...]:
    """Share the amount paid out over kinds of care by ``KEY``; empty while it is not known."""
    if ledger.paid is None:
        return ()
    worth: Counter[str] = Counter()
    units: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for row in ledger.rows:
        price = ledger.contract.terms_in(row.week).terms.price(row.line)
        modality = row.line.modality
        worth[modality] += row.contracted * price  # type: ignore[assignment]
        units[modality] += row.contracted
        done[modality] += row.done.units or 0
    total = sum(worth.values())
    return tuple(
        UnitCost(
            modality,
            ledger.paid * Fraction(worth[modality]) / total if total else Fraction(0),
            done[modality],
            Fraction(worth[modality]) / units[modality] if units[modality] else None,
        )
        for modality in sorted(worth)
    )


def still_to_use(ledger: Ledger, target: Fraction = Fraction(1)) -> BreakEven | None:
    """Return what must still be used for the whole term to come down to a ratio.

    None where nothing is paid whatever is used, or no use reaches it. What is fixed is as today's
    terms and switches have it; under cost recovery, the average week so far goes on.
    """
    contract, today = ledger.contract, ledger.today
    fixed = fixed_over_term(ledger)
    running = [line for line in contract.lines if line.units_per_week]
    units = sum(line.units_per_week for line in running)
    if not fixed or not units:
        return None
    terms = contract.terms_in(today).terms
    worth = sum((line.units_per_week * terms.price(line) for line in running), Fraction(0))
    weeks = tuple(contract.weeks(contract.end))
    left = sum(1 for week in weeks if week + timedelta(days=6) > today)
    value = sum((each.used.value for each in ledger.money), Fraction(0))
    return break_even(fixed, value, worth / units, left, target)


def fixed_over_term(ledger: Ledger) -> Fraction:
    """Return what the whole term costs whatever is used, exact pence."""
    contract, today = ledger.contract, ledger.today
    terms, basis = contract.terms_in(today).terms, contract.basis_in(today)
    so_far = sum(
        (
            due(contract.terms_in(each.week).terms, each.basis, each.used).fixed
            for each in ledger.money
        ),
        Fraction(0),
    )
    days_left = max(0, (contract.end - max(today, contract.start)).days)
    if basis is Basis.GUARANTEE and terms.guarantee is not None:
        return so_far + guaranteed(terms.guarantee, days_left)
    if basis is Basis.TARIFF:
        minimum = (
            Fraction(contract.days_run(line), max(1, contract.days_agreed(line)))
            * line.minimum_take
            * terms.price(line)
            for line in contract.lines
        )
        return sum(minimum, Fraction(0))
    days = sum(each.days for each in ledger.money)
    return so_far + (so_far / days * days_left if days else 0)
