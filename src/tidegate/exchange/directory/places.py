"""Gather every reference file under some paths into one set of places to plan with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.directory.locate import zone_centres
from tidegate.exchange.directory.boundaries import Boundaries, read_boundaries
from tidegate.exchange.directory.readers import OF_PLACES
from tidegate.exchange.findings import Finding, UnusableInput, warning
from tidegate.exchange.kinds import Kind
from tidegate.exchange.recognise import recognise
from tidegate.exchange.sources import refuse_unless_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tidegate.core.directory.outline import Outline
    from tidegate.exchange.directory.reference import ReferenceTable
    from tidegate.exchange.sources import Source

_SITES = {
    "site": pl.String,
    "name": pl.String,
    "sector": pl.String,
    "provider": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "source": pl.String,
}
_ZONES = {
    "zone": pl.String,
    "name": pl.String,
    "area": pl.String,
    "latitude": pl.Float64,
    "longitude": pl.Float64,
    "population": pl.Float64,
    "mean_imd_decile": pl.Float64,
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where care is given and where people live, from whatever reference files were found.

    Attributes:
        sites: ``site, name, sector`` ("nhs", "independent", "unknown"), ``provider, latitude,
            longitude, source``; one row for each site code.
        zones: ``zone`` (commissioner code of RTT figures: the sub-ICB location), ``name, area``
            (ICB ``Q`` code), ``latitude, longitude`` (mean home, weighted by people),
            ``population, mean_imd_decile`` (null where unknown).
        areas: ``area, name, region`` (Y code; empty when no ODS file gave it).
        codes: ODS codes of organisations known from the files, with ``code, name, closed``.
        boundaries: simplified outlines of ICBs.
        sources: every file used.
        findings: what was odd or left aside.
    """

    sites: pl.DataFrame
    zones: pl.DataFrame
    areas: pl.DataFrame
    codes: pl.DataFrame
    boundaries: tuple[Outline, ...]
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]


def read_places(paths: Iterable[Path]) -> Places:
    """Read every reference file among the paths; folders are walked in the order of their names.

    Files are recognised by content; others are passed over, with a warning where they were named.
    Where two files tell of the same site or small area the later one wins. A damaged reference
    file is left aside with a warning.

    Raises:
        UnusableInput: a path given that does not exist, or an empty file.
    """
    tables: dict[Kind, list[ReferenceTable]] = defaultdict(list)
    boundaries: list[Boundaries] = []
    findings: list[Finding] = []
    named = list(paths)
    for path in _files(named):
        try:
            kind = recognise(path).kind
            if kind is Kind.AREA_BOUNDARIES:
                boundaries.append(read_boundaries(path))
            elif kind in OF_PLACES:
                tables[kind].append(OF_PLACES[kind](path))
            elif path in named:
                expected = f"a reference file; this is {kind.label}, and is left aside"
                findings.append(warning("NOT_A_REFERENCE", path.name, expected))
        except UnusableInput as problem:
            findings += [
                warning(f.code, f.file, f"{f.expected}; the file is left aside")
                for f in problem.findings
            ]
    read = [table for group in tables.values() for table in group]
    lookups = _stacked(tables[Kind.LSOA_AREAS])
    everything: list[ReferenceTable | Boundaries] = [*read, *boundaries]
    findings += [finding for table in everything for finding in table.findings]
    return Places(
        sites=_sites([*tables[Kind.TRUST_POINTS], *tables[Kind.HOSPITALS]]),
        zones=_zones(tables),
        areas=_areas(lookups, tables[Kind.ODS_COMMISSIONERS]),
        codes=_codes([*tables[Kind.ODS_COMMISSIONERS], *tables[Kind.ODS_TRUSTS]]),
        boundaries=_boundaries(boundaries, lookups),
        sources=tuple(table.source for table in everything),
        findings=tuple(findings),
    )


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(file for file in path.rglob("*") if file.is_file())
        else:
            refuse_unless_file(path)
            yield path


def _stacked(tables: Sequence[ReferenceTable]) -> pl.DataFrame | None:
    return pl.concat([table.frame for table in tables]) if tables else None


def _sites(tables: Sequence[ReferenceTable]) -> pl.DataFrame:
    frames = [table.frame.with_columns(source=pl.lit(table.source.name)) for table in tables]
    return (
        pl.concat([pl.DataFrame(schema=_SITES), *frames]).unique("site", keep="last").sort("site")
    )


def _zones(tables: Mapping[Kind, Sequence[ReferenceTable]]) -> pl.DataFrame:
    centroids = _stacked(tables[Kind.LSOA_CENTROIDS])
    if centroids is None:
        return pl.DataFrame(schema=_ZONES)
    centroids = centroids.unique("lsoa", keep="last", maintain_order=True)
    areas = _covering(tables[Kind.LSOA_AREAS], centroids)
    if areas is None:
        return pl.DataFrame(schema=_ZONES)
    small_areas = centroids.join(areas, on="lsoa").rename({"zone_name": "name"})
    for kind, column, dtype in (
        (Kind.LSOA_POPULATION, "population", pl.Float64),
        (Kind.LSOA_DEPRIVATION, "imd_decile", pl.Int8),
    ):
        figures = _covering(tables[kind], centroids)
        small_areas = (
            small_areas.with_columns(pl.lit(None, dtype).alias(column))
            if figures is None
            else small_areas.join(figures, on="lsoa", how="left")
        )
    return zone_centres(small_areas)


def _covering(tables: Sequence[ReferenceTable], centroids: pl.DataFrame) -> pl.DataFrame | None:
    """Choose the table that knows most of the small areas: editions differ and are not mixed."""
    frames = [table.frame.unique("lsoa", keep="last", maintain_order=True) for table in tables]
    return max(
        reversed(frames),
        key=lambda frame: centroids.join(frame, on="lsoa", how="semi").height,
        default=None,
    )


def _areas(lookups: pl.DataFrame | None, commissioners: Sequence[ReferenceTable]) -> pl.DataFrame:
    if lookups is None:
        return pl.DataFrame(schema={"area": pl.String, "name": pl.String, "region": pl.String})
    areas = lookups.select("area", name="area_name").unique("area", keep="last")
    regions = pl.concat(
        [pl.DataFrame(schema={"area": pl.String, "region": pl.String})]
        + [
            table.frame.filter(pl.col("closed").is_null()).select("area", "region")
            for table in commissioners
        ]
    ).unique("area", keep="last")
    return (
        areas.join(regions, on="area", how="left")
        .with_columns(pl.col("region").fill_null(""))
        .sort("area")
    )


def _codes(tables: Sequence[ReferenceTable]) -> pl.DataFrame:
    schema = {"code": pl.String, "name": pl.String, "closed": pl.Date}
    frames = [table.frame.select(schema.keys()) for table in tables]
    return (
        pl.concat([pl.DataFrame(schema=schema), *frames]).unique("code", keep="last").sort("code")
    )


def _boundaries(files: Sequence[Boundaries], lookups: pl.DataFrame | None) -> tuple[Outline, ...]:
    """Give outlines the ICB's Q code where a look-up translates the code that the file uses."""
    codes = {} if lookups is None else dict(lookups.select("area_ons", "area").unique().iter_rows())
    outlines = {
        codes.get(outline.area, outline.area): outline
        for file in files
        for outline in file.outlines
    }
    return tuple(replace(outline, area=area) for area, outline in sorted(outlines.items()))
