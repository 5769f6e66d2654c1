"""The contract lines of a plan, as running contracts have them: take, cap and price left today.

A line that a contract has is not typed again for a plan. What a file says of the same line is set
aside, and said; what only a file can say, by how much weeks may differ, is taken from there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.contracts.payment.rounding import whole_pence
from tidegate.core.contracts.terms.contract import WEEK
from tidegate.core.matching.problem import LINES
from tidegate.exchange.findings import Finding, warning
from tidegate.exchange.matching.plan_context import DatedSource
from tidegate.exchange.sources import Source

if TYPE_CHECKING:
    from tidegate.controlroom.contracts.services.area_ledgers import AreaLedger
    from tidegate.core.contracts.terms.contract import Line

KIND = "contract"
_COMPARED = ("payer", "unit_price_pence")


@dataclass(frozen=True, slots=True)
class ContractLines:
    """Lines of an area's contracts, for a plan.

    Attributes:
        contracts: those that have started, with their ledgers.
    """

    contracts: tuple[AreaLedger, ...] = ()

    def frame(self, start: date, weeks: int) -> pl.DataFrame:
        """Return the lines as a problem has them, for a plan of so many weeks from a Monday."""
        rows = [
            _row(each, line, start, weeks)
            for each in self.contracts
            for line in each.ledger.contract.lines
        ]
        return pl.DataFrame(rows, schema=dict(LINES))

    def sources(self, named: set[str]) -> tuple[DatedSource, ...]:
        """Name the contracts of which a plan uses lines, each fingerprinted as it stood."""
        found = []
        for each in self.contracts:
            contract = each.ledger.contract
            if named.isdisjoint(line.line_id for line in contract.lines):
                continue
            rows = self.frame(each.ledger.today, 1).filter(
                pl.col("contract_id") == contract.contract_id
            )
            text = json.dumps(rows.to_dicts(), sort_keys=True, default=str).encode()
            digest = hashlib.sha256(text).hexdigest()
            name = f"contract {each.reference}"
            found.append(DatedSource(Source(name, digest, len(text), KIND), each.ledger.today))
        return tuple(found)


def together(
    files: pl.DataFrame | None, contracted: pl.DataFrame, offers: pl.DataFrame
) -> pl.DataFrame | None:
    """Put the lines of files and of contracts together; a line in both is the contract's.

    Args:
        files: lines that were loaded, if any.
        contracted: those of contracts.
        offers: of the plan; a contract's line that neither offers nor files name is left out.
    """
    named = set(offers["line_id"].drop_nulls().to_list())
    if files is not None:
        named |= set(files["line_id"].to_list())
    used = contracted.filter(pl.col("line_id").is_in(sorted(named)))
    if used.is_empty():
        return files
    if files is None:
        return used
    if "weekly_change" in files.columns:
        change = files.select("line_id", "weekly_change")
        used = used.drop("weekly_change").join(change, on="line_id", how="left")
    rest = files.filter(~pl.col("line_id").is_in(used["line_id"].to_list()))
    return pl.concat([used, rest], how="diagonal_relaxed")


def findings(
    contracts: ContractLines, files: pl.DataFrame | None, named: set[str], start: date, file: str
) -> Iterator[Finding]:
    """Yield what a plan's readers should know of its contract lines.

    Args:
        contracts: the contracts.
        files: lines that were loaded, if any.
        named: lines that offers name.
        start: the Monday that the plan starts on.
        file: how findings call what was loaded.
    """
    said = {} if files is None else {row["line_id"]: row for row in files.to_dicts()}
    rows = {row["line_id"]: row for row in contracts.frame(start, 1).to_dicts()}
    for each in contracts.contracts:
        for line in each.ledger.contract.lines:
            where = {"column": "line_id", "value": line.line_id}
            if line.line_id in said:
                mine, theirs = rows[line.line_id], said[line.line_id]
                differs = [name for name in _COMPARED if mine[name] != theirs[name]]
                expected = f"nothing: the line is that of contract {each.reference}, which counts"
                code = "LINE_OF_A_CONTRACT"
                if differs:
                    code = "LINE_DIFFERS_FROM_CONTRACT"
                    has = ", ".join(f"{name} {mine[name]}" for name in differs)
                    expected = f"{has}, as contract {each.reference} has it, which counts"
                yield warning(code, file, expected, **where)
            if line.line_id in named and _closed(each, line, start):
                expected = f"a line that may be booked; contract {each.reference} has it no longer"
                yield warning("LINE_CLOSED", each.reference, expected, **where)


def _row(each: AreaLedger, line: Line, start: date, weeks: int) -> dict[str, object]:
    contract = each.ledger.contract
    closed = _closed(each, line, start)
    taken = _taken(each, line, start)
    cap = 0 if closed else None if line.cap is None else max(0, line.cap - taken)
    minimum = 0 if closed else max(0, _due(line, start + WEEK * (weeks - 1)) - taken)
    return {
        "line_id": line.line_id,
        "contract_id": contract.contract_id,
        "payer": each.area,
        "minimum_take": minimum if cap is None else min(minimum, cap),
        "cap": cap,
        "unit_price_pence": whole_pence(contract.terms_in(start).terms.price(line)),
        "weekly_change": None,
    }


def _closed(each: AreaLedger, line: Line, start: date) -> bool:
    """Say whether nothing may be booked under a line from a Monday on."""
    released = line.released_from is not None and line.released_from <= start
    over = line.last_week < start or each.ledger.contract.end < start
    return released or over or not each.bookable


def _taken(each: AreaLedger, line: Line, start: date) -> int:
    """Return the units done before a Monday, and those booked of a week that still runs."""
    taken = 0
    for row in each.ledger.rows:
        if row.line.line_id == line.line_id and row.week < start:
            done, booked = row.done.units or 0, row.booked.units or 0
            taken += done if row.over else max(done, booked)
    return taken


def _due(line: Line, last: date) -> int:
    """Return how much of a minimum take is to be used by the end of a week, spread evenly."""
    before = line.released_from or line.last_week + timedelta(weeks=1)
    run = [week for week in line.mondays if week <= last and week < before]
    return ceil(line.minimum_take * len(run) / len(line.mondays))
