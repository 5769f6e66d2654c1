"""Set an invoice against the ledger, and name every difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tidegate.core.contracts.payment.rounding import whole_pence
from tidegate.core.contracts.terms.pay import MONDAY
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from tidegate.core.contracts.ledger.ledger import Ledger


OTHER = "other"
"""Stands in a row instead of a line for what is due besides units: up to a guarantee, a block of
beds, recovered cost, premia, standing charges. It is judged by the total."""


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """What is charged for one line.

    Attributes:
        line_id: as the provider names it, or ``OTHER``.
        units: charged for.
        unit_price_pence: as charged; None where only the sum is.
        pence: the sum of the row.
    """

    line_id: str
    units: int
    pence: int
    unit_price_pence: int | None = None


@dataclass(frozen=True, slots=True)
class Invoice:
    """What a provider charges for a span of weeks.

    Attributes:
        number: the provider's.
        first_week, last_week: Mondays, both included.
        rows: what is charged for.
        total_pence: the sum as the invoice says it.
    """

    number: str
    first_week: date
    last_week: date
    rows: tuple[InvoiceRow, ...]
    total_pence: int

    def __post_init__(self) -> None:
        if self.first_week.weekday() != MONDAY or self.last_week.weekday() != MONDAY:
            raise ValueError("first_week and last_week must be Mondays")
        if self.last_week < self.first_week:
            raise ValueError("last_week must not be before first_week")


@dataclass(frozen=True, slots=True)
class Reconciled:
    """An invoice beside the ledger.

    Attributes:
        charged: its total, in pence.
        due: what the ledger says is due for the same weeks; None while that is not known.
        differences: each with its code; empty where invoice and ledger agree.
    """

    charged: int
    due: int | None
    differences: tuple[Reason, ...]

    @property
    def agrees(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


def reconcile(ledger: Ledger, invoice: Invoice, earlier: Collection[str] = ()) -> Reconciled:
    """Compare an invoice with the ledger of the weeks that it is for.

    Args:
        ledger: of the contract.
        invoice: what is charged.
        earlier: numbers of invoices that were received before it.
    """
    weeks = [each for each in ledger.money if invoice.first_week <= each.week <= invoice.last_week]
    known = weeks and all(each.due is not None for each in weeks)
    due = sum(each.due or 0 for each in weeks) if known else None
    found = (
        *_of_invoice(ledger, invoice, earlier),
        *_of_rows(ledger, invoice),
        *_of_total(invoice, due),
    )
    return Reconciled(invoice.total_pence, due, found)


def _of_invoice(ledger: Ledger, invoice: Invoice, earlier: Collection[str]) -> Iterator[Reason]:
    if invoice.number in earlier:
        detail = f"There is an invoice {invoice.number} already."
        yield Reason("NUMBER_AGAIN", detail, {"number": invoice.number})
    inside = set(ledger.contract.weeks(ledger.contract.end))
    for week in dict.fromkeys((invoice.first_week, invoice.last_week)):
        if week not in inside:
            detail = f"The week of {week.isoformat()} is not within the contract."
            yield Reason("WEEK_OUTSIDE", detail, {"week": week})
        elif week > ledger.today:
            detail = f"The week of {week.isoformat()} has not begun."
            yield Reason("WEEK_TO_COME", detail, {"week": week})
    if (total := sum(row.pence for row in invoice.rows)) != invoice.total_pence:
        detail = "The rows do not add up to the total."
        inputs = {"rows": total, "total": invoice.total_pence}
        yield Reason("ROWS_DO_NOT_ADD_UP", detail, inputs)


def _of_rows(ledger: Ledger, invoice: Invoice) -> Iterator[Reason]:
    charged = Counter(row.line_id for row in invoice.rows)
    for line_id in sorted(line for line, times in charged.items() if times > 1):
        detail = f"Line {line_id} is charged for in more than one row."
        yield Reason("LINE_AGAIN", detail, {"line_id": line_id})
    for row in invoice.rows:
        if row.line_id == OTHER:
            continue
        line = ledger.contract.line(row.line_id)
        inputs: dict[str, object] = {"line_id": row.line_id}
        if line is None:
            detail = f"The contract has no line {row.line_id}."
            yield Reason("LINE_UNKNOWN", detail, inputs)
            continue
        yield from _units(ledger, invoice, row.line_id)
        price = whole_pence(ledger.contract.terms_in(invoice.first_week).terms.price(line))
        if row.unit_price_pence is None:
            continue
        if row.unit_price_pence != price:
            detail = f"Line {row.line_id} is charged at another price than was agreed."
            found = inputs | {"charged": row.unit_price_pence, "agreed": price}
            yield Reason("PRICE_DIFFERS", detail, found)
        if row.units * row.unit_price_pence != row.pence:
            detail = f"Line {row.line_id}: units times price are not the sum that is charged."
            found = inputs | {"comes_to": row.units * row.unit_price_pence, "charged": row.pence}
            yield Reason("ROW_DOES_NOT_MULTIPLY", detail, found)


def _units(ledger: Ledger, invoice: Invoice, line_id: str) -> Iterator[Reason]:
    """Yield where the units charged are not those done; all rows of a line count together."""
    rows = [row for row in invoice.rows if row.line_id == line_id]
    charged = sum(row.units for row in rows)
    done = sum(
        row.done.units or 0
        for row in ledger.rows
        if row.line.line_id == line_id and invoice.first_week <= row.week <= invoice.last_week
    )
    if charged != done:
        detail = f"Line {line_id}: {charged:,} units are charged, {done:,} were done."
        inputs = {"line_id": line_id, "charged": charged, "done": done}
        yield Reason("UNITS_DIFFER", detail, inputs)


def _of_total(invoice: Invoice, due: int | None) -> Iterator[Reason]:
    if due is None:
        detail = "What is due for these weeks is not known before every return is there."
        yield Reason("DUE_NOT_KNOWN", detail, {"charged": invoice.total_pence})
    elif due != invoice.total_pence:
        detail = "The total is not what the ledger says is due for these weeks."
        inputs = {"charged": invoice.total_pence, "due": due}
        yield Reason("TOTAL_DIFFERS", detail, inputs)
