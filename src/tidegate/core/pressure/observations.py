"""Observations: figures of organisations and days, in one shape whatever they were read from."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import polars as pl


class Level(StrEnum):
    """What kind of place a figure is of; a total of England is never mixed with providers."""

    SITE = "site"
    PROVIDER = "provider"
    ICB = "icb"
    REGION = "region"
    NATION = "nation"
    AUTHORITY = "local_authority"


OBSERVATIONS: Mapping[str, pl.DataType] = {
    "organisation": pl.String(),
    "name": pl.String(),
    "level": pl.String(),
    "measure": pl.String(),
    "start": pl.Date(),
    "end": pl.Date(),
    "value": pl.Float64(),
}
"""One row a figure: whose, which ``Measure``, from which day to which (the same for a daily one).

A blank is no row; a 0 is a 0. Sorted by organisation, measure and start.
"""
KEY = ("organisation", "level", "measure", "start", "end")
"""No two rows share these."""


def as_observations(frame: pl.DataFrame) -> pl.DataFrame:
    """Bring a frame with the columns of ``OBSERVATIONS`` into their order, types and sorting.

    Rows without a value are dropped; the caller has said what a blank means.

    Raises:
        ValueError: two rows share ``KEY``: which of them holds is for the reader to say.
    """
    shaped = frame.select(
        pl.col(name).cast(kind) for name, kind in OBSERVATIONS.items()
    ).drop_nulls("value")
    if shaped.select(KEY).is_duplicated().any():
        twice = shaped.filter(shaped.select(KEY).is_duplicated()).row(0)
        raise ValueError(f"two figures for {twice}")
    return shaped.sort("organisation", "level", "measure", "start", "end")
