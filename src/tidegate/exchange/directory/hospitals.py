"""Read the NHS.UK list of hospitals: where each stands, whose it is, NHS or independent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.directory.reference import (
    ReferenceTable,
    parse_table,
    read_text,
    require_columns,
)
from tidegate.exchange.findings import UnusableInput, error, warning
from tidegate.exchange.kinds import Kind
from tidegate.exchange.sources import describe_source

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.exchange.findings import Finding

HEADINGS = (
    "OrganisationCode",
    "OrganisationName",
    "Sector",
    "ParentODSCode",
    "Latitude",
    "Longitude",
)
_SECTORS = {"NHS Sector": "nhs", "Independent Sector": "independent"}
_SEPARATORS = ("¬", ",")  # as published; as re-saved by a spreadsheet
# Great Britain, Northern Ireland and the islands, with a margin.
_LATITUDES, _LONGITUDES = (49.0, 61.0), (-9.0, 2.5)


def read_hospitals(path: Path) -> ReferenceTable:
    """Read the list in either of its forms: “¬” in Windows-1252, or commas in UTF-8.

    Returns:
        Columns ``site, name, sector`` ("nhs", "independent"), ``provider`` (the parent's ODS code),
        ``latitude, longitude`` (WGS84 degrees). Sites without coordinates are left out and counted.

    Raises:
        UnusableInput: not such a list.
    """
    read = read_text(path, ("utf-8-sig", "cp1252"))
    table = _table(read.text, read.name)
    require_columns(table.columns, HEADINGS, read.name)
    frame = table.select(
        site="OrganisationCode",
        name="OrganisationName",
        sector=pl.col("Sector").replace_strict(_SECTORS, default="unknown"),
        provider="ParentODSCode",
        latitude=pl.col("Latitude").cast(pl.Float64, strict=False),
        longitude=pl.col("Longitude").cast(pl.Float64, strict=False),
        row=pl.int_range(pl.len(), dtype=pl.Int64) + 2,
    )
    placed = pl.col("latitude").is_between(*_LATITUDES) & pl.col("longitude").is_between(
        *_LONGITUDES
    )
    lost = frame.filter(~placed.fill_null(value=False))
    findings = [*_repeated(frame, read.name), *_unplaced(lost, read.name)]
    return ReferenceTable(
        frame.filter(placed).drop("row").unique("site", keep="first", maintain_order=True),
        describe_source(path, Kind.HOSPITALS, read.member),
        tuple(findings),
    )


def _table(text: str, file: str) -> pl.DataFrame:
    header, _, body = text.partition("\n")
    separator = _SEPARATORS[0] if _SEPARATORS[0] in header else _SEPARATORS[1]
    names = [name.strip('",\r ') for name in header.split(separator) if name.strip('",\r ')]
    first = body.partition("\n")[0]
    if separator == ",":
        # A spreadsheet that numbers the rows puts that column first and gives it no heading.
        width = parse_table(first, file, columns=None).width
        names = ["row number"] * (width - len(names)) + names
    else:
        body = body.replace(separator, "\x1f")  # polars takes one byte
        separator = "\x1f"
    if len(names) < len(HEADINGS):
        expected = "the headings of the NHS.UK hospital list"
        raise UnusableInput([error("NOT_A_HOSPITAL_LIST", file, expected, row=1)])
    return parse_table(body, file, separator=separator, columns=names)


def _unplaced(lost: pl.DataFrame, file: str) -> list[Finding]:
    if lost.is_empty():
        return []
    expected = "coordinates in the British Isles; this site is left out"
    return [
        warning(
            "NO_COORDINATES",
            file,
            expected,
            row=lost["row"][0],
            column="Latitude",
            value=lost["site"][0],
            count=lost.height,
        )
    ]


def _repeated(frame: pl.DataFrame, file: str) -> list[Finding]:
    again = frame.filter(~pl.col("site").is_first_distinct())
    if again.is_empty():
        return []
    expected = "each site once; the first is kept"
    row, value = again.select("row", "site").row(0)
    return [
        warning(
            "DUPLICATE_KEY",
            file,
            expected,
            row=row,
            column="OrganisationCode",
            value=value,
            count=again.height,
        )
    ]
