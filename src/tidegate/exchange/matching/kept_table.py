"""Read one table of what a plan needs besides waiting lists, in the form in which it is kept.

These tables come one by one, each when its organisation sends it; what one file says of another,
such as offers of their contract lines, is compared when they are kept and when a plan is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.matching import problem
from tidegate.core.matching.eligibility import CRITERIA as LIMITS
from tidegate.core.matching.weeks import week_zero
from tidegate.exchange.findings import error, refuse_errors
from tidegate.exchange.matching.criteria import inconsistencies
from tidegate.exchange.matching.input_tables import TABLES
from tidegate.exchange.matching.offered import numbered_from, weeks_gone
from tidegate.exchange.matching.raw_table import ROW
from tidegate.exchange.matching.typed_table import read_table

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from tidegate.exchange.findings import Finding
    from tidegate.exchange.sources import Source

_PLACED: Mapping[str, pl.DataType] = {"latitude": pl.Float64(), "longitude": pl.Float64()}
_CRITERIA: Mapping[str, pl.DataType] = {
    "site": pl.String(),
    "version": pl.String(),
    "in_force_from": pl.Date(),
    "in_force_until": pl.Date(),
    "modality": pl.String(),
    **{limit: problem.OFFERS[limit] for limit in LIMITS},
    "source": pl.String(),
}
SCHEMAS: Mapping[str, Mapping[str, pl.DataType]] = {
    "offers": problem.OFFERS,
    "criteria": _CRITERIA,
    "lines": problem.LINES,
    "budgets": problem.BUDGETS,
    "travel": problem.TRAVEL,
    "zones": {"zone": pl.String(), **_PLACED},
    "sites": {"site": pl.String(), **_PLACED},
}


@dataclass(frozen=True, slots=True)
class KeptTable:
    """One table, read and checked.

    Attributes:
        frame: the columns that ``SCHEMAS`` gives the table and whatever else the file has; weeks
            of offers count from the Monday after the day that the file describes. Limits that
            offers leave blank stay blank until a plan fills them from criteria.
        source: the file, fingerprinted.
        findings: what is odd, yet does not spoil it.
    """

    frame: pl.DataFrame
    source: Source
    findings: tuple[Finding, ...]


def read_kept_table(path: Path, name: str, as_of: date) -> KeptTable:
    """Read a file, CSV or Parquet, as the table of this name, as it stood on a day.

    Raises:
        UnusableInput: with every value that does not fit, and offers of weeks that are over.
    """
    table = read_table(path, TABLES[name])
    found = list(refuse_errors(table.findings))
    frame, file = table.frame, table.source.name
    if frame.is_empty():
        found.append(error("NO_ROWS", file, f"at least one row: {TABLES[name].row_is}"))
    if name == "offers":
        first = week_zero(as_of)
        found += weeks_gone(frame, first, file, f"the week after {as_of}, which the file describes")
        frame = numbered_from(frame, first)
    if name == "criteria":
        found += inconsistencies(frame, file)
    findings = refuse_errors(found)
    kept = problem.normalised(frame.drop(ROW, strict=False), SCHEMAS[name])
    return KeptTable(kept, table.source, findings)
