"""Read a table of trusts with coordinates, for trusts whose hospitals are not listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.directory.reference import ReferenceTable, parse_table, read_text
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.kinds import Kind
from tidegate.exchange.sources import describe_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_NAMES = {"name": "_name", "site": "_code"}  # our column → ending of a heading nhs_trust22_…


def is_trust_points(headings: Sequence[str]) -> bool:
    """Tell whether these are the headings of a table of trusts with longitude and latitude."""
    return {"lon", "lat"} <= set(headings) and all(
        any(heading.startswith("nhs_trust") and heading.endswith(ending) for heading in headings)
        for ending in _NAMES.values()
    )


def read_trust_points(path: Path) -> ReferenceTable:
    """Read columns ``site, name, sector, provider, latitude, longitude``, one row for each trust.

    Raises:
        UnusableInput: not such a table.
    """
    read = read_text(path)
    table = parse_table(read.text, read.name)
    if not is_trust_points(table.columns):
        expected = "headings nhs_trust…_code, nhs_trust…_name, lon, lat"
        raise UnusableInput([error("MISSING_COLUMN", read.name, expected, row=1)])
    found = {
        ours: next(name for name in table.columns if name.endswith(ending))
        for ours, ending in _NAMES.items()
    }
    frame = table.select(
        site=found["site"],
        name=found["name"],
        sector=pl.lit("nhs"),
        provider=found["site"],
        latitude=pl.col("lat").cast(pl.Float64, strict=False),
        longitude=pl.col("lon").cast(pl.Float64, strict=False),
    ).drop_nulls(["latitude", "longitude"])
    return ReferenceTable(frame, describe_source(path, Kind.TRUST_POINTS, read.member))
