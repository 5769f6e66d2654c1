"""Cutting a market into parts that share no pool and no contract line, to be sold side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from tidegate.core.matching.market.market import Market

Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Part:
    """Groups and pools of a market that have to do with each other.

    Attributes:
        groups: groups of people, ascending.
        pools: pools, ascending; those of a line stand together as they do in the market.
    """

    groups: Longs
    pools: Longs

    def members(self, market: Market) -> Shorts:
        """Return the places in ``People`` of everybody in the groups, ascending."""
        people = market.roads.people
        first, size = people[self.groups], np.diff(people)[self.groups]
        before = np.concatenate([[0], np.cumsum(size)[:-1]])
        step = np.repeat((first - before).astype(np.int32), size)
        return step + np.arange(int(size.sum()), dtype=np.int32)


def cut(market: Market) -> list[Part]:
    """Cut a market into as many parts as there are, those with most people first."""
    roads, pools = market.roads, market.pools
    specialties = len(market.specialties)
    of_road = np.repeat(roads.specialty, np.diff(roads.start))
    # A pool's pieces are joined by its specialties, a line's by its pools.
    serves = np.zeros((specialties, len(pools.line)), np.bool_)
    serves[of_road, roads.pool] = True
    specialty, pool = np.nonzero(serves)
    leader = np.arange(specialties + len(pools.line))
    for one, other in zip(specialty.tolist(), (specialties + pool).tolist(), strict=True):
        _join(leader, one, other)
    on_line = np.flatnonzero(pools.line >= 0)
    for one, other in zip(on_line[:-1].tolist(), on_line[1:].tolist(), strict=True):
        if pools.line[one] == pools.line[other]:
            _join(leader, specialties + one, specialties + other)
    part = np.array([_find(leader, index) for index in range(len(leader))], np.int64)
    sizes = np.diff(roads.people)
    of_group = part[roads.specialty]
    parts = [
        Part(groups, np.flatnonzero(part[specialties:] == key))
        for key in np.unique(of_group).tolist()
        if (groups := np.flatnonzero(of_group == key)).size
    ]
    parts.sort(key=lambda each: (-int(sizes[each.groups].sum()), int(each.groups[0])))
    return [each for each in parts if len(each.pools) and sizes[each.groups].any()]


def _find(leader: Longs, index: int) -> int:
    while leader[index] != index:
        leader[index] = leader[leader[index]]
        index = int(leader[index])
    return index


def _join(leader: Longs, one: int, other: int) -> None:
    one, other = _find(leader, one), _find(leader, other)
    leader[max(one, other)] = min(one, other)
