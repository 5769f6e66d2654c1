"""Which figures count on a day: the newest known by then, with its period and where it was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.pressure.observations import Level

if TYPE_CHECKING:
    from datetime import date

    from tidegate.core.pressure.measure import Measure

_PERIOD = ("organisation", "level", "start", "end")


def with_shares(
    observations: pl.DataFrame, measures: Mapping[str, Measure], wanted: Iterable[str]
) -> pl.DataFrame:
    """Add the shares among the wanted measures, each from numbers of one place and period.

    A share that was reported stays as reported. No share is made of a denominator of 0.

    Args:
        observations: ``OBSERVATIONS``, and ``source`` where it is known.
        measures: by id.
        wanted: ids that are needed; others are not derived.
    """
    frames = [observations]
    for measure in (measures[each] for each in wanted if each in measures):
        if not measure.denominator:
            continue
        part = observations.filter(pl.col("measure") == measure.numerator)
        whole = observations.filter(
            (pl.col("measure") == measure.denominator) & (pl.col("value") > 0)
        ).select(*_PERIOD, whole="value")
        reported = observations.filter(pl.col("measure") == measure.id)
        frames.append(
            part.join(whole, on=_PERIOD, how="inner")
            .join(reported, on=_PERIOD, how="anti")
            .with_columns(measure=pl.lit(measure.id), value=100 * pl.col("value") / pl.col("whole"))
            .select(observations.columns)
        )
    return pl.concat(frames)


def newest(
    observations: pl.DataFrame,
    day: date,
    wanted: Iterable[str],
    *,
    level: Level = Level.PROVIDER,
    remembered_days: int,
) -> pl.DataFrame:
    """Return one row for each place and wanted measure: the figure whose period ended last.

    Nothing that ends after the day is looked at, so that a day in the past is scored as it was. Of
    two periods that end together the shorter counts. Places and figures of longer ago than
    ``remembered_days`` are passed over.
    """
    known = observations.filter(
        (pl.col("level") == level.value)
        & pl.col("measure").is_in(list(wanted))
        & pl.col("value").is_finite()
        & (pl.col("end") <= day)
        & (pl.col("end") >= day - pl.duration(days=remembered_days))
    )
    return known.sort("end", "start").unique(
        ["organisation", "measure"], keep="last", maintain_order=True
    )
