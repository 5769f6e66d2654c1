"""Read invoices: one row for each contract line that a provider charges for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidegate.core.contracts.ledger.invoices import OTHER, Invoice, InvoiceRow
from tidegate.exchange.findings import Finding, error, refuse_errors
from tidegate.exchange.matching.input_tables import Column, Form, Table
from tidegate.exchange.matching.raw_table import ROW
from tidegate.exchange.matching.typed_table import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.exchange.sources import Source

_MOST = 1_000_000
INVOICES = Table(
    "invoices",
    "what is charged for one contract line on one invoice",
    (
        Column("contract_id", Form.TEXT, "the contract", needed=True),
        Column("number", Form.TEXT, "the provider’s number of the invoice", needed=True,
               longest=60),
        Column("first_week", Form.WEEK, "first week that it is for", needed=True),
        Column("last_week", Form.WEEK, "last week that it is for", needed=True),
        Column("line_id", Form.TEXT, f"the contract line, or `{OTHER}` for what is due besides "
               "units, such as up to a guarantee", needed=True),
        Column("units", Form.WHOLE, "units charged for", needed=True, least=0, most=_MOST),
        Column("unit_price_pence", Form.WHOLE, "as charged", least=0),
        Column("pence", Form.WHOLE, "sum of the row", needed=True, least=0),
        Column("total_pence", Form.WHOLE, "total of the invoice, the same in each of its rows",
               needed=True, least=0),
    ),
    ("contract_id", "number", "line_id"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Invoices:
    """Invoices that were read, by contract.

    Attributes:
        invoices: each with the identifier of its contract, in the order of the file.
        source: the file, fingerprinted.
        findings: what is odd, yet does not spoil it.
    """

    invoices: tuple[tuple[str, Invoice], ...]
    source: Source
    findings: tuple[Finding, ...]


def is_invoices(headings: Iterable[str]) -> bool:
    """Tell whether a file with these headings holds invoices."""
    return {"contract_id", "number", "line_id", "pence"} <= set(headings)


def read_invoices(path: Path) -> Invoices:
    """Read a file of invoices, CSV or Parquet.

    Raises:
        UnusableInput: with every value that does not fit, by row and column; rows of one invoice
            that contradict each other too.
    """
    table = read_table(path, INVOICES)
    refuse_errors(table.findings)
    rows: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in table.frame.iter_rows(named=True):
        rows.setdefault((row["contract_id"], row["number"]), []).append(row)
    found = list(table.findings)
    if not rows:
        found.append(error("NO_ROWS", table.source.name, f"at least one row: {INVOICES.row_is}"))
    for grouped in rows.values():
        found += _contradictions(grouped, table.source.name)
    findings = refuse_errors(found)
    made = tuple((contract, _invoice(grouped)) for (contract, _), grouped in rows.items())
    return Invoices(made, table.source, findings)


def _contradictions(rows: list[dict[str, Any]], name: str) -> list[Finding]:
    first, found = rows[0], []
    for row in rows:
        for column in ("first_week", "last_week", "total_pence"):
            if row[column] != first[column]:
                expected = f"{first[column]}, as in the first row of invoice {first['number']}"
                found.append(
                    error("ROWS_DISAGREE", name, expected, row=int(row[ROW]), column=column,
                          value=str(row[column]))
                )  # fmt: skip
    if first["last_week"] < first["first_week"]:
        expected = f"a week from {first['first_week']} on"
        where = {"row": int(first[ROW]), "column": "last_week", "value": str(first["last_week"])}
        found.append(error("WEEKS_REVERSED", name, expected, **where))
    return found


def _invoice(rows: list[dict[str, Any]]) -> Invoice:
    return Invoice(
        number=rows[0]["number"],
        first_week=rows[0]["first_week"],
        last_week=rows[0]["last_week"],
        rows=tuple(
            InvoiceRow(row["line_id"], row["units"], row["pence"], row.get("unit_price_pence"))
            for row in rows
        ),
        total_pence=rows[0]["total_pence"],
    )
