"""The least share of deprived people among those treated, area by area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.market.codes import numbers

if TYPE_CHECKING:
    from tidegate.core.matching.policy import EquityFloor

Shorts = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Floors:
    """Enforced floors, and whom they concern.

    Attributes:
        areas: areas with people of a known quintile, in order.
        share: for each, the share of those treated that must be deprived.
        floor: row of ``areas`` for each pathway, -1 where none concerns it.
        deprived: whether each pathway counts towards its floor.
    """

    areas: tuple[str, ...]
    share: Floats
    floor: Shorts
    deprived: Booleans


def make_floors(pathways: pl.DataFrame, equity: EquityFloor | None) -> Floors:
    """Find the floors that a policy sets on these pathways; none where it only monitors."""
    if equity is None:
        nothing = np.full(pathways.height, -1, np.int32)
        return Floors((), np.zeros(0), nothing, np.zeros(pathways.height, np.bool_))
    deprived = pl.col("imd_quintile").is_in(equity.quintiles)
    rates = (
        pathways.lazy()
        .filter(pl.col("imd_quintile").is_not_null(), pl.col("area").is_not_null())
        .filter(pl.col("count") > 0)
        .group_by("area")
        .agg(
            known=pl.col("count").cast(pl.Int64).sum(),
            poor=pl.col("count").filter(deprived).cast(pl.Int64).sum(),
        )
        .sort("area")
        .collect()
    )
    floor = numbers(pathways["area"], rates["area"]).copy()
    floor[pathways["imd_quintile"].is_null().to_numpy()] = -1
    share = equity.floor * rates["poor"].to_numpy() / rates["known"].to_numpy()
    counts = pathways.select(deprived.fill_null(value=False)).to_series().to_numpy()
    return Floors(tuple(rates["area"]), share, floor, counts)
