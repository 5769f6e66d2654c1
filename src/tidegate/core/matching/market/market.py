"""What the engine looks at: arrays that grow with people, pools and roads, never with pairs.

People of one zone, treatment function and modality form a group: they reach the same pools by the
same roads. Offers alike in all but week and name form a pool. All orders are made from codes and
from seeded lots, never from the order of the rows, so that no order of rows can show in a plan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.int8]
Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Masks = npt.NDArray[np.uint64]
Singles = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

MOST_WEEKS = 64
"""Weeks of a horizon that fit into one mask."""
NOBODY = -1
"""Holder of a pathway that names none; no pool's."""


@dataclass(frozen=True, slots=True)
class People:
    """Pathways with anybody in them, in order of group and, within a group, of turn.

    Attributes:
        row: row of the problem's pathways, Int32.
        count: people that the row stands for, Int32.
        group: group of zone, treatment function and modality, Int32, ascending.
        kind: row of ``Market.curves``, Int32.
        closed: bit t is set when the patient cannot come in week t; uint64.
        fitness: row of ``Market.fits``, Int32.
        holder: number of the present holder, or ``NOBODY``; Int32.
        free: whether the patient may leave the holder (said yes, or the policy does not ask).
        max_minutes, max_miles: limits on travel, float32; inf for none.
        floor: row of ``Market.floors`` of the patient's area, or -1 where none is enforced or the
            quintile is not known; Int32.
        deprived: whether the patient counts towards that floor.
    """

    row: Shorts
    count: Shorts
    group: Shorts
    kind: Shorts
    closed: Masks
    fitness: Shorts
    holder: Shorts
    free: Booleans
    max_minutes: Singles
    max_miles: Singles
    floor: Shorts
    deprived: Booleans


@dataclass(frozen=True, slots=True)
class Roads:
    """Which pools each group can reach at all, nearest first.

    Attributes:
        start: the roads of group g are ``start[g]:start[g + 1]``; int64, shape (groups + 1,).
        pool: pool at the end of each road, Int32; ties in minutes in order of the pools.
        minutes: float32.
        miles: float32, infinite where not known: within no limit, and no hindrance without one.
        journey: row of the problem's travel, Int32; exact minutes and miles stand there.
        people: people of group g are ``people[g]:people[g + 1]`` of ``People``; int64.
        specialty: place of each group in ``Market.specialties``, Int32; ascending.
        zone: number of each group's zone in order of the codes, Int32.

    Minutes, miles and personal limits are rounded to single precision together, such that a
    journey keeps a limit in single precision if and only if it does in double.
    """

    start: Longs
    pool: Shorts
    minutes: Singles
    miles: Singles
    journey: Shorts
    people: Longs
    specialty: Shorts
    zone: Shorts


@dataclass(frozen=True, slots=True)
class Pools:
    """Offers that differ in nothing but their week and name; those of one line stand together.

    Attributes:
        site_holder, provider_holder: the numbers of site and provider among holders; -2 where
            they hold no pathway.
        profile: column of ``Market.fits``.
        line: row of the problem's lines, or -1. Pools stand in order of line_id, those without
            first, so that a line's pools are adjacent.
        units: units by week, merged over the offers, int32, shape (pools, weeks).
        listed: whether there is any offer, even of no units; shape (pools, weeks).
        offer_pool: pool of each row of the problem's offers.
        site: code of the site of each pool, for reasons and ties.
    """

    site_holder: Shorts
    provider_holder: Shorts
    profile: Shorts
    line: Shorts
    units: Shorts
    listed: Booleans
    offer_pool: Shorts
    site: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Market:
    """Everything that the engine looks at.

    Attributes:
        weeks: length of the horizon, at most ``MOST_WEEKS``.
        people, roads, pools: the two sides and what joins them.
        fits: verdicts of ``eligibility`` (ACCEPT, REFER, REFUSE), int8, shape (fitness, profiles).
        curves: points of a slot by week before travel, float64, shape (kinds, weeks).
        minute_points: points lost per minute of travel.
        floors: areas with an enforced equity floor, in order.
        floor_share: for each, the share of those treated that must be deprived: the policy's floor
            times the deprived share of the area's people whose quintile is known.
        specialties: modality and treatment function of each specialty that anybody waits for.
        offered: whether any units of each specialty are on offer anywhere.
    """

    weeks: int
    people: People
    roads: Roads
    pools: Pools
    fits: Bytes
    curves: Floats
    minute_points: float
    floors: tuple[str, ...]
    floor_share: Floats
    specialties: tuple[tuple[str, str], ...]
    offered: Booleans
