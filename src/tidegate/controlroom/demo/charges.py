"""What a provider of the demo charges for some weeks, worked out from the contract's ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.core.contracts.ledger.invoices import OTHER, Invoice, InvoiceRow

if TYPE_CHECKING:
    from datetime import date

    from tidegate.core.contracts.ledger.ledger import Ledger


def charge_for(ledger: Ledger, number: str, weeks: tuple[date, date], more: int = 0) -> Invoice:
    """Return an invoice for some weeks as the ledger has them.

    Args:
        ledger: of the contract.
        number: of the invoice.
        weeks: the first and the last Monday.
        more: units of the first line that are charged besides those that were done.
    """
    first, last = weeks
    rows = []
    for place, line in enumerate(ledger.contract.lines):
        done = sum(
            row.done.units or 0
            for row in ledger.rows
            if row.line is line and first <= row.week <= last
        )
        units = done + (more if place == 0 else 0)
        price = line.unit_price_pence
        rows.append(InvoiceRow(line.line_id, units, units * price, price))
    due = sum(each.due or 0 for each in ledger.money if first <= each.week <= last)
    other = due - sum(row.pence for row in rows) + (more * rows[0].pence // max(1, rows[0].units))
    if other > 0:
        rows.append(InvoiceRow(OTHER, 1, other))
    return Invoice(number, first, last, tuple(rows), sum(row.pence for row in rows))
