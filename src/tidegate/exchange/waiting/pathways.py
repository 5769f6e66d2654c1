"""Read a provider's own waiting list, one row for each pathway, as it is kept and counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.matching.problem import make_problem
from tidegate.core.matching.weeks import week_zero
from tidegate.exchange.findings import refuse_errors
from tidegate.exchange.matching.input_tables import PATHWAYS, table_of
from tidegate.exchange.matching.listed_pathways import listed_pathways
from tidegate.exchange.matching.typed_table import ROW, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tidegate.exchange.findings import Finding
    from tidegate.exchange.sources import Source


@dataclass(frozen=True, slots=True)
class WaitingList:
    """A waiting list, read and checked.

    Attributes:
        frame: columns ``core.matching.problem.PATHWAYS`` and whatever else the file has; weeks
            count to and from the Monday after the day that the list describes.
        source: the file, fingerprinted.
        findings: what is odd, yet does not spoil it.
    """

    frame: pl.DataFrame
    source: Source
    findings: tuple[Finding, ...]


def is_waiting_list(headings: Iterable[str]) -> bool:
    """Tell whether a file with these headings is a waiting list of pathways."""
    return table_of(headings) is PATHWAYS


def read_pathways(path: Path, as_of: date) -> WaitingList:
    """Read a waiting list, CSV or Parquet, as it stood on a day.

    Raises:
        UnusableInput: with every value that does not fit, wait that cannot be known, and so on.
    """
    table = read_table(path, PATHWAYS)
    refuse_errors(table.findings)
    start = week_zero(as_of)
    pathways, odd = listed_pathways(table.frame, table.source.name, start)
    findings = refuse_errors([*table.findings, *odd])
    nothing = pl.DataFrame()
    problem = make_problem(start, 1, pathways=pathways.drop(ROW), offers=nothing, travel=nothing)
    return WaitingList(problem.pathways, table.source, findings)
