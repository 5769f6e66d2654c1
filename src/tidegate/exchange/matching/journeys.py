"""Who can travel where: the travel table that was sent, or straight lines, or no limit at all."""

from __future__ import annotations

import polars as pl

from tidegate.exchange.findings import Finding, error, warning
from tidegate.exchange.matching.published_travel import within_miles
from tidegate.exchange.matching.raw_table import ROW

_LIMITS = ("travel_max_minutes", "travel_max_miles")


def journeys(
    pathways: pl.DataFrame,
    offers: pl.DataFrame,
    travel: pl.DataFrame | None,
    zones: pl.DataFrame | None,
    sites: pl.DataFrame | None,
    *,
    names: tuple[str, str],
    minutes_per_mile: float,
) -> tuple[pl.DataFrame, list[Finding]]:
    """Return minutes and miles from zones to sites, and what is odd or missing.

    ``names`` are those of the files of the waiting list and of the offers, for findings.

    Without a travel table and without coordinates every zone reaches every site at no cost, which
    is said in a warning; it is an error when a patient's travel has a limit, because then it
    cannot be kept.
    """
    if travel is not None:
        return travel.drop(ROW), _unreached(pathways, offers, travel, names)
    if zones is not None and sites is not None:
        places = sites.select("latitude", "longitude", provider="site")
        straight = within_miles(zones, places, minutes_per_mile, None)
        return straight, _unreached(pathways, offers, straight, names)
    limited = pathways.filter(
        pl.any_horizontal(
            pl.lit(False), *(pl.col(c).is_not_null() for c in _LIMITS if c in pathways.columns)
        )
    )
    expected = "a table of travel, or zones and sites with coordinates"
    if limited.height:
        return _everywhere(pathways, offers), [
            error("TRAVEL_NEEDED", names[1], f"{expected}: patients limit their travel",
                  count=limited.height)
        ]  # fmt: skip
    return _everywhere(pathways, offers), [
        warning(
            "NO_TRAVEL", names[1], f"{expected}; every site is taken to be in reach of everybody"
        )
    ]


def _everywhere(pathways: pl.DataFrame, offers: pl.DataFrame) -> pl.DataFrame:
    zones = pathways.select("zone").unique().sort("zone")
    sites = offers.select("site").unique().sort("site")
    return zones.join(sites, how="cross").with_columns(
        minutes=pl.lit(0.0), miles=pl.lit(None, pl.Float64)
    )


def _unreached(
    pathways: pl.DataFrame, offers: pl.DataFrame, travel: pl.DataFrame, names: tuple[str, str]
) -> list[Finding]:
    """Warn of zones and sites that no journey touches: nobody there can be matched."""
    findings = []
    for name, frame, key in zip(names, (pathways, offers), ("zone", "site"), strict=True):
        lost = frame.join(travel.select(key).unique(), on=key, how="anti")
        if lost.height:
            findings.append(
                warning(f"{key.upper()}_NOT_IN_TRAVEL", name, f"a journey for each {key}",
                        column=key, value=str(lost[key][0]), count=lost.height)
            )  # fmt: skip
    return findings
