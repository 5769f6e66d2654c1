"""Read figures about small areas (LSOA): centroid, commissioner, population, deprivation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.directory.reference import ReferenceTable, parse_table, read_text
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.kinds import Kind
from tidegate.exchange.sources import describe_source, refuse_unless_file

if TYPE_CHECKING:
    from pathlib import Path

# Our column → pattern of the heading; headings carry the year of the geography.
_PATTERNS: Mapping[Kind, Mapping[str, str]] = {
    Kind.LSOA_CENTROIDS: {"lsoa": r"lsoa\d\dcd", "easting": r"x", "northing": r"y"},
    Kind.LSOA_AREAS: {
        "lsoa": r"lsoa\d\d_code",
        "zone": r"sicbl\d\d_code_(h|nhs)",
        "zone_name": r"sicbl\d\d_name",
        "area": r"icb\d\d_code_(h|nhs)",
        "area_name": r"icb\d\d_name",
        "area_ons": r"icb\d\d_code",
    },
    Kind.LSOA_POPULATION: {"lsoa": r"lsoa(\d\d)?_code", "population": r"total_population"},
    Kind.LSOA_DEPRIVATION: {"lsoa": r"lsoa\d\d_code", "imd_decile": r"imd_decile"},
}
_FLOATS = ("easting", "northing", "population")


def kind_of_headings(headings: Sequence[str]) -> Kind | None:
    """Tell which small-area table has these headings; None when none has."""
    return next((kind for kind in _PATTERNS if len(_match(kind, headings)) == _width(kind)), None)


def read_small_areas(path: Path) -> ReferenceTable:
    """Read a small-area table, CSV or Parquet.

    Returns:
        By kind of the source: centroids ``lsoa, easting, northing`` (British National Grid
        metres); areas ``lsoa, zone, zone_name, area, area_name, area_ons``; population ``lsoa,
        population``; deprivation ``lsoa, imd_decile`` (1 most deprived).

    Raises:
        UnusableInput: none of these tables, or figures that are not numbers.
    """
    refuse_unless_file(path)
    with path.open("rb") as file:
        is_parquet = file.read(4) == b"PAR1"
    if is_parquet:
        name, member, table = path.name, None, _read_parquet(path)
    else:
        read = read_text(path)
        name, member, table = read.name, read.member, parse_table(read.text, read.name)
    kind = kind_of_headings(table.columns)
    if kind is None:
        expected = "the headings of a small-area table (centroids, areas, population, deprivation)"
        raise UnusableInput([error("NOT_SMALL_AREAS", name, expected, row=1)])
    matched = _match(kind, table.columns)
    frame = table.select(pl.col(heading).alias(ours) for ours, heading in matched.items())
    try:
        frame = frame.with_columns(
            pl.col([column for column in _FLOATS if column in matched]).cast(pl.Float64),
            *[pl.col("imd_decile").cast(pl.Int8)] if "imd_decile" in matched else [],
        )
    except pl.exceptions.PolarsError as problem:
        raise UnusableInput([error("NOT_A_NUMBER", name, "numbers in its figures")]) from problem
    return ReferenceTable(frame, describe_source(path, kind, member))


def _read_parquet(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as problem:
        raise UnusableInput(
            [error("BROKEN_PARQUET", path.name, "a complete Parquet file")]
        ) from problem


def _width(kind: Kind) -> int:
    return len(_PATTERNS[kind])


def _match(kind: Kind, headings: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for ours, pattern in _PATTERNS[kind].items():
        for heading in headings:
            if re.fullmatch(pattern, heading, re.IGNORECASE):
                found.setdefault(ours, heading)
    return found
