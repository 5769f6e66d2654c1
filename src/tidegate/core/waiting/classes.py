"""Waiting lists as counted classes: who waits where, and how long, in a published month."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from tidegate.core.waiting.rtt import NO_COMMISSIONER, WAITING_PART

_CLASS = ("provider", "provider_parent", "commissioner", "commissioner_parent", "tfc")


@dataclass(frozen=True, slots=True)
class WaitingClasses:
    """People who wait, as counted classes, and those who are left out with the reason.

    Attributes:
        frame: provider (the holder), provider_parent, commissioner, commissioner_parent, tfc,
            modality ("admitted": a decision to admit is made; "non_admitted"), weeks_waited
            (whole weeks; the last band is open-ended), count. Sorted by all of these.
        below_floor: people who have waited less than the floor.
        not_english: people at or over the floor whose commissioner is not English.
        admitted_beyond_list: people counted as awaiting admission beyond those counted as waiting
            at all (part 2A over part 2): real faults in the returns, left out of the classes.
    """

    frame: pl.DataFrame
    below_floor: int
    not_english: int
    admitted_beyond_list: int


def waiting_classes(month: pl.DataFrame, floor_weeks: int) -> WaitingClasses:
    """Turn a month's incomplete pathways (RTT parts 2 and 2A) into classes at or over a floor.

    Part 2A is a subset of part 2, so those without a decision to admit are the difference; the
    classes' counts add up to part 2 exactly.
    """
    bands = [name for name in month.columns if name[0] == "w" and name[1:].isdigit()]
    kept = [name for name in bands if int(name[1:]) >= floor_weeks]
    listed = month.filter(pl.col("part") == WAITING_PART)
    below = sum(int(listed[band].sum()) for band in bands if band not in kept)
    cells = (
        _by_band(listed, kept, "listed")
        .join(
            _by_band(month.filter(pl.col("part") == "2A"), kept, "decided"),
            on=[*_CLASS, "weeks_waited"],
            how="full",
            coalesce=True,
        )
        .with_columns(pl.col("listed", "decided").fill_null(0))
    )
    beyond = cells.select((pl.col("decided") - pl.col("listed")).clip(0).sum()).item()
    english = pl.col("commissioner") != NO_COMMISSIONER
    return WaitingClasses(
        frame=_split(cells.filter(english)),
        below_floor=below,
        not_english=int(cells.filter(~english)["listed"].sum()),
        admitted_beyond_list=int(beyond or 0),
    )


def _by_band(rows: pl.DataFrame, bands: list[str], count: str) -> pl.DataFrame:
    """Give each class and band with somebody in it a row of its own."""
    return (
        rows.select(*_CLASS, *bands)
        .unpivot(on=bands, index=_CLASS, variable_name="band", value_name=count)
        .filter(pl.col(count) > 0)
        .with_columns(weeks_waited=pl.col("band").str.slice(1).cast(pl.Int32))
        .drop("band")
        # Names may differ between rows of one key, codes may not; still, one row per key is owed.
        .group_by(*_CLASS, "weeks_waited")
        .agg(pl.col(count).sum())
    )


def _split(cells: pl.DataFrame) -> pl.DataFrame:
    """Split each cell into those with a decision to admit and those without."""
    admitted = pl.min_horizontal("decided", "listed")
    parts = [
        cells.select(*_CLASS, "weeks_waited", modality=pl.lit("admitted"), count=admitted),
        cells.select(
            *_CLASS,
            "weeks_waited",
            modality=pl.lit("non_admitted"),
            count=pl.col("listed") - admitted,
        ),
    ]
    order = [*_CLASS, "modality", "weeks_waited"]
    return pl.concat(parts).filter(pl.col("count") > 0).select(*order, "count").sort(order)
