"""Offers put together: pools of offers that differ in nothing but their week and name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.eligibility import CRITERIA

Shorts = npt.NDArray[np.int32]
Booleans = npt.NDArray[np.bool_]

_APART = "\x1f"  # stands between codes of a list that is compared as one text


@dataclass(frozen=True, slots=True)
class Listing:
    """The pools of a list of offers.

    Attributes:
        pools: one row per pool, in order: line_id (none first), site, provider, modality, tfcs,
            criteria; further ``profile``.
        profiles: one row per distinct set of limits, columns ``CRITERIA``.
        units, listed: by pool and week.
        offer_pool: pool of each row of the offers.
    """

    pools: pl.DataFrame
    profiles: pl.DataFrame
    units: Shorts
    listed: Booleans
    offer_pool: Shorts


def make_listing(offers: pl.DataFrame, weeks: int) -> Listing:
    """Merge offers into pools, in order of what they are."""
    keys = ["line_id", "site", "provider", "modality", "tfcs", *CRITERIA]
    plain = offers.select(
        "line_id", "site", "provider", "modality", _listed("tfcs"),
        "max_asa", "max_bmi", "min_age", _listed("excludes"),
        # Care on site and no word of it limit nobody; only its absence does.
        pl.col("critical_care").fill_null(value=True),
    )  # fmt: skip
    pools = plain.unique().sort(keys, nulls_last=False).with_row_index("pool")
    profiles = pools.select(CRITERIA).unique().sort(CRITERIA, nulls_last=False)
    pools = _numbered(pools, profiles.with_row_index("profile"), list(CRITERIA))
    offer_pool = _numbered(plain, pools.select("pool", *keys), keys)["pool"]
    number = offer_pool.cast(pl.Int32).to_numpy()
    at = number, offers["week"].to_numpy()
    units = np.zeros((pools.height, weeks), np.int32)
    np.add.at(units, at, offers["units"].to_numpy())
    listed = np.zeros((pools.height, weeks), np.bool_)
    listed[at] = True
    return Listing(
        pools.with_columns(_lists("tfcs")),
        profiles.with_columns(_lists("excludes")),
        units,
        listed,
        number,
    )


def _listed(name: str) -> pl.Expr:
    """Write a list as one text, in order and each code once; none and an empty list alike."""
    return pl.col(name).list.unique().list.sort().list.join(_APART).fill_null("")


def _lists(name: str) -> pl.Expr:
    empty = pl.lit([], dtype=pl.List(pl.String))
    split = pl.col(name).str.split(_APART)
    return pl.when(pl.col(name) == "").then(empty).otherwise(split).alias(name)


def _numbered(frame: pl.DataFrame, numbers: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    return frame.join(numbers, on=keys, how="left", nulls_equal=True, maintain_order="left")
