"""The difference between two plans, as a table for machines and as figures for every reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate.core.matching.difference import MOVES, OFFER_CHANGES, Change
from tidegate.exchange.matching.display_name import display_name

if TYPE_CHECKING:
    from tidegate.core.matching.difference import Difference
    from tidegate.exchange.matching.replaced import Replaced

ABOUT_PATHWAY, ABOUT_OFFER = "pathway", "offer"
MOST_SITES = 200


def difference_table(changed: Difference) -> pl.DataFrame:
    """Return one row for each pathway's and each offer's change, for ``difference.parquet``.

    Columns: ``about`` (pathway or offer), those of ``MOVES`` and those of ``OFFER_CHANGES``; what
    does not go with a row is null.
    """
    people = changed.moves.select(pl.lit(ABOUT_PATHWAY).alias("about"), *MOVES)
    offers = changed.offers.select(pl.lit(ABOUT_OFFER).alias("about"), *OFFER_CHANGES)
    return pl.concat([people, offers], how="diagonal")


def replaced_facts(
    changed: Difference, replaced: Replaced, names: Mapping[str, str]
) -> dict[str, Any]:
    """Tell how a plan differs from the one that it replaces, and which that is."""
    return {
        "replaces": {
            "name": replaced.name,
            "title": replaced.title,
            "made_at": replaced.made_at,
            "start": replaced.start,
            "policy": replaced.policy,
        },
        **difference_facts(changed, names),
    }


def difference_facts(changed: Difference, names: Mapping[str, str]) -> dict[str, Any]:
    """Tell the difference in figures, exact and JSON-ready; no row is about one pathway.

    Counts are people, money pence, values points, the disturbance a share of one.
    """
    moved = changed.moves
    return {
        "figures": {**asdict(changed.figures), "disturbance": changed.figures.disturbance},
        "reasons": _counted(moved, "change", "reason"),
        "stopped_by": _counted(moved.filter(pl.col("change") == Change.LOST), "stopped_by"),
        "shift": _shift(moved),
        "offers": _offers(changed.offers),
        "sites": _sites(changed, names),
        "lines": _lines(changed.lines),
        "tiers": changed.tiers.to_dicts(),
    }


def _counted(frame: pl.DataFrame, *by: str) -> list[dict[str, Any]]:
    return (
        frame.group_by(by)
        .agg(pl.col("people").sum())
        .sort(["people", *by], descending=[True, *(False for _ in by)], nulls_last=True)
        .to_dicts()
    )


def _shift(moved: pl.DataFrame) -> dict[str, int]:
    """Count the people who move to an earlier week, to a later one, and within the week."""
    later, people = pl.col("weeks_later"), pl.col("people")
    row = moved.filter(pl.col("change") == Change.MOVED).select(
        earlier=people.filter(later < 0).sum(),
        later=people.filter(later > 0).sum(),
        same_week=people.filter(later == 0).sum(),
        weeks_later=(people * later).sum(),
        further=people.filter(pl.col("minutes_more") > 0).sum(),
        nearer=people.filter(pl.col("minutes_more") < 0).sum(),
    )
    return {name: int(value) for name, value in row.row(0, named=True).items()}


def _offers(offers: pl.DataFrame) -> dict[str, int]:
    change, before, after = pl.col("change"), pl.col("units_before"), pl.col("units_after")
    row = offers.select(
        gone=(change == "gone").sum(),
        units_gone=before.filter(change == "gone").sum(),
        new=(change == "new").sum(),
        units_new=after.filter(change == "new").sum(),
        fewer_units=(before - after).filter(change == "fewer_units").sum(),
        more_units=(after - before).filter(change == "more_units").sum(),
    )
    return {name: int(value) for name, value in row.row(0, named=True).items()}


def _sites(changed: Difference, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Tell of each site what it has more or less of, and who comes or no longer comes."""
    offers = changed.offers.group_by("site").agg(
        pl.col("units_before", "units_after", "used_before", "used_after").fill_null(0).sum()
    )
    people, change = pl.col("people"), pl.col("change")
    away = changed.moves.filter(change.is_in([Change.MOVED, Change.LOST]))
    come = changed.moves.filter(change.is_in([Change.MOVED, Change.GAINED]))
    joined = (
        offers.join(
            away.group_by(site="from_site").agg(away=people.sum()),
            on="site", how="full", coalesce=True,
        )
        .join(
            come.group_by(site="to_site").agg(come=people.sum()),
            on="site", how="full", coalesce=True,
        )
        .with_columns(pl.selectors.numeric().fill_null(0))
        .sort(pl.max_horizontal("away", "come"), "site", descending=[True, False])
    )  # fmt: skip
    rows = joined.head(MOST_SITES).to_dicts()
    return [{**row, "site_name": _name(row["site"], names)} for row in rows]


def _lines(lines: pl.DataFrame) -> list[dict[str, Any]]:
    """Tell of each contract line whose use or money differs."""
    differs = pl.any_horizontal(
        pl.col(f"{name}_before") != pl.col(f"{name}_after")
        for name in ("used", "spend_pence", "idle_pence")
    )
    return lines.filter(differs).to_dicts()


def _name(code: str, names: Mapping[str, str]) -> str:
    return display_name(names[code]) if code in names else code
