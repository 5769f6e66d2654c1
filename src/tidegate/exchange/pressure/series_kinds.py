"""Recognise the files of series that are charted or forecast, by their headings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.forecast_tables import (
    COVARIATES,
    FORECAST,
    HISTORY,
    LOCATIONS,
    VINTAGE_MAP,
    VINTAGES,
)
from tidegate.exchange.pressure.spc_tables import OBSERVED, SERIES

if TYPE_CHECKING:
    from tidegate.exchange.matching.input_tables import Table

TABLES: dict[Kind, Table] = {
    Kind.FORECAST: FORECAST,
    Kind.VINTAGES: VINTAGES,
    Kind.COVARIATES: COVARIATES,
    Kind.HISTORY: HISTORY,
    Kind.VINTAGE_MAP: VINTAGE_MAP,
    Kind.LOCATIONS: LOCATIONS,
}
"""The tables of a forecast, those with more columns of their own first."""
_ALONE = {Kind.VINTAGE_MAP, Kind.LOCATIONS}  # too few columns to be known among others


def series_kind(headings: Iterable[str]) -> Kind | None:
    """Tell which file of series has these headings; None when it is none."""
    there = set(headings)
    for kind, table in TABLES.items():
        if _needed(table) <= there and (kind not in _ALONE or _no_other(table, there)):
            return kind
    charted = series_table(there)
    if charted is None:
        return None
    return Kind.SERIES if charted is SERIES else Kind.OBSERVATIONS


def series_table(headings: Iterable[str]) -> Table | None:
    """Return the table of series to be charted that a file is, if its headings leave no doubt."""
    there = set(headings)
    if "date" in there and _no_other(SERIES, there):
        return SERIES
    observed = {"measure", "organisation", "start", "value"} <= there
    return OBSERVED if observed and "date" not in there else None


def _needed(table: Table) -> set[str]:
    """Return the columns that must be there; a table of values is none without its values."""
    named = {column.name for column in table.columns}
    needed = {column.name for column in table.columns if column.needed}
    return needed | ({"value"} & named)


def _no_other(table: Table, there: set[str]) -> bool:
    return there <= {column.name for column in table.columns} and len(there) > (table is LOCATIONS)
