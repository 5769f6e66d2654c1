"""Read returns of use: what a provider says of each contract line in each week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidegate.core.contracts.ledger.sources import UseReturn
from tidegate.core.contracts.payment.bed_nights import BedState
from tidegate.core.transfers.lifecycle.causes import UnusedCause
from tidegate.exchange.findings import Finding, error, refuse_errors
from tidegate.exchange.matching.input_tables import Column, Form, Table
from tidegate.exchange.matching.raw_table import ROW
from tidegate.exchange.matching.typed_table import read_table

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    import polars as pl

    from tidegate.core.contracts.terms.contract import Contract
    from tidegate.exchange.sources import Source

_MOST_UNITS = 1_000_000
_MOST_PENCE = 10**12
FIGURES: Mapping[str, str] = {
    "physical": "units that there are, staffed or not",
    "offered": "units confirmed as available",
    "staffed": "units staffed, as the provider claims",
    "observed": "units staffed, as the buyer saw",
    "booked": "units with a date, those done included",
    "done": "units used",
    "private_done": "units of private-funded work done with the same means",
    "touch_minutes": "minutes in which somebody was operated on",
    "session_minutes": "minutes of theatre sessions",
}
"""Whole numbers of a return; a blank is not reported, and never 0."""

RETURNS = Table(
    "returns",
    "what a provider says of one contract line in one week",
    (
        Column("line_id", Form.TEXT, "the contract line", needed=True),
        Column("week", Form.WEEK, "the week", needed=True),
        Column("version", Form.WHOLE, "of the statement; blank is 1, the highest counts", least=1,
               most=999),
        *(Column(name, Form.WHOLE, f"{meaning}; blank is not reported", least=0, most=_MOST_UNITS)
          for name, meaning in FIGURES.items()),
        Column("cost_pence", Form.WHOLE, "audited cost of the week", least=0, most=_MOST_PENCE),
        Column("private_net_pence", Form.WHOLE, "net private revenue of the week; a loss is below "
               "0", least=-_MOST_PENCE, most=_MOST_PENCE),
        *(Column(f"unused_{cause.value.lower()}", Form.WHOLE,
                 f"units that went unused with the cause {cause.value}", least=0, most=_MOST_UNITS)
          for cause in UnusedCause),
        *(Column(f"nights_{state.value}", Form.WHOLE,
                 f"bed nights that count as {state.value.replace('_', ' ')}", least=0,
                 most=_MOST_UNITS)
          for state in BedState),
    ),
    ("line_id", "week", "version"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class UseReturns:
    """Returns that were read.

    Attributes:
        returns: each with the row that it came from.
        source: the file, fingerprinted.
        findings: what is odd, yet does not spoil it.
    """

    returns: tuple[tuple[int, UseReturn], ...]
    source: Source
    findings: tuple[Finding, ...]


def is_returns(headings: Iterable[str]) -> bool:
    """Tell whether a file with these headings holds returns of use."""
    given = set(headings)
    return {"line_id", "week"} <= given and bool(given & {"offered", "staffed", "done"})


def read_returns(path: Path) -> UseReturns:
    """Read a file of returns, CSV or Parquet.

    Raises:
        UnusableInput: with every value that does not fit, by row and column.
    """
    table = read_table(path, RETURNS)
    found = list(table.findings)
    if table.frame.is_empty():
        found.append(error("NO_ROWS", table.source.name, f"at least one row: {RETURNS.row_is}"))
    findings = refuse_errors(found)
    rows = tuple(_returned(row) for row in table.frame.iter_rows(named=True))
    refuse_errors(_again(rows, table.source.name))
    return UseReturns(rows, table.source, findings)


def _again(rows: Iterable[tuple[int, UseReturn]], name: str) -> Iterator[Finding]:
    """Yield statements of a line's week whose version an earlier row has, a blank being 1."""
    seen: set[tuple[str, date, int]] = set()
    for row, each in rows:
        key = (each.line_id, each.week, each.version)
        if key in seen:
            expected = "each version of a line's week once"
            value = f"{each.line_id}, {each.week.isoformat()}, {each.version}"
            yield error("DUPLICATE_KEY", name, expected, row=row, column="version", value=value)
        seen.add(key)


def lines_unknown(read: UseReturns, contracts: Iterable[Contract]) -> list[Finding]:
    """Name returns of a line that no contract has, or of a week in which the line does not run."""
    lines = {line.line_id: line for contract in contracts for line in contract.lines}
    found = []
    for row, each in read.returns:
        line = lines.get(each.line_id)
        where: dict[str, Any] = {"row": row, "column": "line_id", "value": each.line_id}
        if line is None:
            expected = "a line of one of the contracts"
            found.append(error("LINE_UNKNOWN", read.source.name, expected, **where))
        elif not line.first_week <= each.week <= line.last_week:
            expected = f"a week from {line.first_week} to {line.last_week}"
            where |= {"column": "week", "value": each.week.isoformat()}
            found.append(error("WEEK_OUTSIDE", read.source.name, expected, **where))
    return found


def _returned(row: Mapping[str, Any]) -> tuple[int, UseReturn]:
    unused = {
        cause: units
        for cause in UnusedCause
        if (units := row.get(f"unused_{cause.value.lower()}")) is not None and units
    }
    nights = {
        state: units
        for state in BedState
        if (units := row.get(f"nights_{state.value}")) is not None
    }
    figures = {name: row.get(name) for name in (*FIGURES, "cost_pence", "private_net_pence")}
    made = UseReturn(
        line_id=row["line_id"],
        week=row["week"],
        version=row.get("version") or 1,
        unused=unused,
        nights=nights,
        submitted_by="file",
        **figures,
    )
    return int(row[ROW]), made


def returns_frame(returns: Iterable[UseReturn]) -> pl.DataFrame:
    """Lay returns out in the columns of a file, as ``read_returns`` reads them."""
    import polars as pl  # noqa: PLC0415 - only for those who write files

    rows = []
    for each in returns:
        row: dict[str, Any] = {"line_id": each.line_id, "week": each.week, "version": each.version}
        row |= {name: getattr(each, name) for name in FIGURES}
        row |= {"cost_pence": each.cost_pence, "private_net_pence": each.private_net_pence}
        row |= {f"unused_{cause.value.lower()}": each.unused.get(cause) for cause in UnusedCause}
        row |= {f"nights_{state.value}": each.nights.get(state) for state in BedState}
        rows.append(row)
    return pl.DataFrame(rows, infer_schema_length=None)
