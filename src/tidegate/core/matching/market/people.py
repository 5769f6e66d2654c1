"""Pathways as arrays: each fact that the engine looks at, in the order of groups and turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.market.codes import dense, distinct, numbers
from tidegate.core.matching.market.lists import masks, one_bit_each
from tidegate.core.matching.market.market import NOBODY
from tidegate.core.matching.market.roads import Groups
from tidegate.core.matching.problem import PRIORITIES
from tidegate.core.matching.value import week_values

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy

Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Masks = npt.NDArray[np.uint64]
Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Rows put into groups.

    Attributes:
        group: group of each row.
        specialty, zone: of each group.
        specialties: columns modality, tfc, in order.
        zones: codes, in order.
    """

    group: Shorts
    specialty: Shorts
    zone: Shorts
    specialties: pl.DataFrame
    zones: pl.Series

    def groups(self) -> Groups:
        """Say where each group's people begin once they stand in order."""
        people = np.zeros(len(self.zone) + 1, np.int64)
        np.cumsum(np.bincount(self.group, minlength=len(self.zone)), out=people[1:])
        return Groups(self.specialty, self.zone, people, self.specialties, self.zones)


def gather(pathways: pl.DataFrame) -> Gathered:
    """Put rows of one modality, treatment function and zone into one group, ordered by codes."""
    tfcs, modalities = distinct(pathways["tfc"]), distinct(pathways["modality"])
    zones = distinct(pathways["zone"])
    key = numbers(pathways["modality"], modalities).astype(np.int64)
    key *= len(tfcs)
    key += numbers(pathways["tfc"], tfcs)
    specialty, kept = dense(key, len(modalities) * len(tfcs))
    key[:] = specialty
    key *= len(zones)
    key += numbers(pathways["zone"], zones)
    group, present = dense(key, len(kept) * len(zones))
    across = max(1, len(tfcs))
    specialties = pl.DataFrame(
        {"modality": modalities.gather(kept // across), "tfc": tfcs.gather(kept % across)}
    )
    width = max(1, len(zones))
    return Gathered(
        group,
        (present // width).astype(np.int32),
        (present % width).astype(np.int32),
        specialties,
        zones,
    )


def kinds(pathways: pl.DataFrame, policy: Policy, weeks: int) -> tuple[Shorts, Floats]:
    """Number rows alike in priority and wait; also value every week for each (spec: matching 4)."""
    waits = pathways["weeks_waited"].unique().sort().to_numpy()
    key = numbers(pathways["priority"], pl.Series(PRIORITIES)).astype(np.int64)
    key *= len(waits)
    key += np.searchsorted(waits, pathways["weeks_waited"].to_numpy())
    kind, present = dense(key, len(PRIORITIES) * len(waits))
    curves = np.zeros((len(present), weeks))
    for row, each in enumerate(present.tolist()):
        priority, waited = PRIORITIES[each // len(waits)], int(waits[each % len(waits)])
        curves[row] = week_values(policy, priority, waited, weeks)
    return kind, curves


def closed(pathways: pl.DataFrame, weeks: int) -> Masks:
    """Mark the weeks in which a patient cannot come: before the earliest, and any named one."""
    whole = [(1 << min(earliest, weeks)) - 1 for earliest in range(weeks + 1)]
    before = np.array(whole, np.uint64)
    shut: Masks = before[pathways["earliest_week"].clip(0, weeks).to_numpy()]
    named = masks(
        pathways["unavailable"],
        lambda items: one_bit_each(items.fill_null(-1).to_numpy(), weeks),
    )
    shut |= named
    return shut


def may_leave(pathways: pl.DataFrame, *, require_consent: bool) -> Booleans:
    """Say who may go to others than the holder: who said yes, or all where nobody is asked."""
    if not require_consent:
        return np.ones(pathways.height, np.bool_)
    return pathways["consent"].fill_null(value=False).to_numpy()


def holders(pathways: pl.DataFrame) -> tuple[Shorts, pl.Series]:
    """Number the holders; also list their codes."""
    codes = distinct(pathways["holder"])
    return numbers(pathways["holder"], codes, absent=NOBODY), codes
