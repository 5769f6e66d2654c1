"""Write the fictional health system to a folder, so that every verb can be tried on it by hand."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.demo.geography import degrees
from tidegate.core.demo.organisations import SITES, organisations
from tidegate.exchange.demo.rtt_file import write_rtt_month

if TYPE_CHECKING:
    from tidegate.core.demo.health_system import HealthSystem
    from tidegate.core.directory.outline import Outline


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """Where the files are.

    Attributes:
        waiting: the waiting list, Parquet.
        earlier: the list of four weeks before, Parquet.
        capacity: the folder of offers, lines, budgets and travel, CSV.
        earlier_capacity: offers, lines and budgets as they stood four weeks before, CSV.
        months: published figures, oldest first.
        directory: organisations and sites and zones with their places, CSV.
        boundaries: outlines of areas, GeoJSON.
        outcomes: what became of earlier invitations, CSV.
    """

    waiting: Path
    earlier: Path
    capacity: Path
    earlier_capacity: Path
    months: tuple[Path, ...]
    directory: Path
    boundaries: Path
    outcomes: Path


def write_files(system: HealthSystem, folder: Path) -> DemoFiles:
    """Write every file beneath a folder, over those of an earlier run; return where they are."""
    waiting, earlier = (folder / "waiting" / f"{name}.parquet" for name in ("pathways", "earlier"))
    capacity, earlier_capacity = folder / "capacity", folder / "earlier-capacity"
    rtt, directory = folder / "rtt", folder / "directory"
    outcomes = folder / "transfers" / "outcomes.csv"
    for made in (waiting.parent, capacity, earlier_capacity, rtt, directory, outcomes.parent):
        made.mkdir(parents=True, exist_ok=True)
    for old in rtt.glob("*-RTT-*-full-extract.csv"):
        old.unlink()  # another start has other months
    system.pathways.write_parquet(waiting)
    system.earlier.write_parquet(earlier)
    for name in ("offers", "lines", "budgets", "travel"):
        getattr(system, name).write_csv(capacity / f"{name}.csv")
    for name in ("offers", "lines", "budgets"):
        getattr(system, f"earlier_{name}").write_csv(earlier_capacity / f"{name}.csv")
    system.zones.write_csv(directory / "zones.csv")
    _sites().write_csv(directory / "sites.csv")
    _organisations().write_csv(directory / "organisations.csv")
    boundaries = directory / "boundaries.geojson"
    boundaries.write_text(_geojson(system.outlines), "utf-8")
    system.outcomes.write_csv(outcomes)
    months = tuple(write_rtt_month(month, rtt) for month in system.months)
    return DemoFiles(
        waiting, earlier, capacity, earlier_capacity, months, directory, boundaries, outcomes
    )


def take_off_the_list(files: DemoFiles, treated: Collection[str]) -> None:
    """Write today's list anew without the pathways of those who have been treated meanwhile."""
    waiting = pl.read_parquet(files.waiting)
    kept = waiting.filter(~pl.col("pathway_id").is_in(list(treated)))
    partial = files.waiting.with_suffix(".partial")
    kept.write_parquet(partial)
    partial.replace(files.waiting)


def _geojson(outlines: Iterable[Outline]) -> str:
    """Write outlines as the published ones of integrated care boards are written."""
    features = [
        {
            "type": "Feature",
            "properties": {"ICB24CD": outline.area, "ICB24NM": outline.name},
            "geometry": {"type": "Polygon", "coordinates": outline.rings},
        }
        for outline in outlines
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def _sites() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "site": site.site,
            "name": site.name,
            "provider": site.provider,
            "sector": site.sector,
            "east_km": site.place.east,
            "north_km": site.place.north,
            "longitude": longitude,
            "latitude": latitude,
        }
        for site in SITES
        for longitude, latitude in (degrees(site.place),)
    )


def _organisations() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "code": organisation.code,
            "name": organisation.name,
            "kind": organisation.kind,
            "parent": organisation.parent,
            "sector": organisation.sector,
        }
        for organisation in organisations()
    )
