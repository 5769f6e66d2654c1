"""The least share of deprived people among those treated, area by area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.market.codes import distinct, numbers

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
    areas = distinct(pathways["area"])
    quintile = pathways["imd_quintile"].fill_null(0).to_numpy()
    floor = numbers(pathways["area"], areas).copy()
    floor[quintile == 0] = -1
    deprived = np.isin(quintile, equity.quintiles)
    people = pathways["count"].to_numpy()
    # Whoever no floor concerns is counted at -1 + 1 and left out.
    known = np.bincount(floor + 1, people, len(areas) + 1)[1:]
    poor = np.bincount(floor[deprived] + 1, people[deprived], len(areas) + 1)[1:]
    kept = known > 0
    number = np.append(np.cumsum(kept) - 1, -1).astype(np.int32)
    share = equity.floor * poor[kept] / known[kept]
    return Floors(tuple(areas.filter(pl.Series(kept))), share, number[floor], deprived)
