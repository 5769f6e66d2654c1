"""Read a list of organisations and who oversees whom: how a directory is filled at the start."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.directory.reference import ReferenceTable
from tidegate.exchange.findings import error, refuse_errors
from tidegate.exchange.matching.input_tables import Column, Form, Table
from tidegate.exchange.matching.raw_table import ROW
from tidegate.exchange.matching.typed_table import fault, read_table

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("nation", "region", "icb", "trust", "independent", "site", "care_home", "practice")
SECTORS = ("nhs", "independent", "unknown")
_CODE, _NAME = 12, 200  # characters that the directory has room for
ORGANISATIONS = Table(
    "organisations",
    "one organisation of the control room's directory",
    (
        Column("code", Form.TEXT, "ODS code", needed=True, longest=_CODE),
        Column("name", Form.TEXT, "name, as people read it", needed=True, longest=_NAME),
        Column("kind", Form.TEXT, "what it is", needed=True, codes=KINDS),
        Column(
            "parent",
            Form.TEXT,
            "ODS code of who oversees it, in this file or in the directory; blank is nobody. A "
            "board sees, and plans with, what the organisations beneath it have loaded",
            longest=_CODE,
        ),
        Column("sector", Form.TEXT, "whose it is; blank is unknown", codes=SECTORS),
    ),
    ("code",),
)


def is_organisation_list(headings: Iterable[str]) -> bool:
    """Tell whether a file with these headings lists organisations."""
    return set(headings).issuperset(ORGANISATIONS.needed)


def read_organisations(path: Path) -> ReferenceTable:
    """Read a list of organisations, each after who oversees it.

    Returns:
        A frame with the columns ``code, name, kind, parent, sector`` and whatever else the file
        has; parent is empty for nobody.

    Raises:
        UnusableInput: with every value that does not fit, and organisations that oversee
            themselves in a circle.
    """
    table = read_table(path, ORGANISATIONS)
    found = list(refuse_errors(table.findings))
    name = table.source.name
    if table.frame.is_empty():
        found.append(error("NO_ROWS", name, f"at least one row: {ORGANISATIONS.row_is}"))
    told = ("code", "name", "kind", "parent", "sector")
    given = table.frame.with_columns(
        _or_else(table.frame, "parent", ""), _or_else(table.frame, "sector", "unknown")
    ).select(*told, pl.exclude(told))
    ordered, circle = _each_after_its_parent(given)
    if circle.height:
        expected = "somebody at the top: these oversee one another in a circle"
        found.append(fault("CIRCLE_OF_PARENTS", name, "parent", expected, circle))
    return ReferenceTable(ordered.drop(ROW), table.source, refuse_errors(found))


def _or_else(frame: pl.DataFrame, column: str, otherwise: str) -> pl.Expr:
    given = pl.col(column) if column in frame.columns else pl.lit(None, pl.String)
    return given.fill_null(otherwise).alias(column)


def _each_after_its_parent(given: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Order the rows so that each follows its parent; return apart those that go in a circle."""
    levels, left = [], given
    while left.height:
        waits_for_another = pl.col("parent").is_in(left["code"].to_list())
        if not left.filter(~waits_for_another).height:
            break
        levels.append(left.filter(~waits_for_another))
        left = left.filter(waits_for_another)
    return pl.concat(levels) if levels else given.clear(), left
