"""Among people to whom every slot is worth the same, the longest wait goes first.

Classes of one home and one kind can differ in which sites are open to them; the program does not
care which of them it serves. Here a slot passes from its holder to whoever is left out, values it
the same, may use it and has the earlier turn; whoever gives it up may claim another alike.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tidegate.core.matching.program.places import Placed

if TYPE_CHECKING:
    from tidegate.core.matching.program.blocks import Block

Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


@dataclass(slots=True)
class _Slot:
    """A part of the placed people: which entry it stems from, who holds it, how many."""

    entry: int
    pool: int
    row: int
    amount: int


def longest_first(block: Block, placed: Placed, left: Integers, turn: Integers) -> Placed:
    """Pass slots on within groups of equals until nobody left out has an earlier turn.

    Args:
        block: whose people they are.
        placed: who is placed where.
        left: people left out by row of the problem; brought up to date in place.
        turn: turn of each row, the lowest first.
    """
    group = _alike(block)[block.row_class]
    holder = group[np.searchsorted(block.rows, placed.row)]
    out = np.flatnonzero(left[block.rows] > 0)
    latest = np.full(len(block.count), -1, np.int64)
    np.maximum.at(latest, holder, turn[placed.row])
    waiting = out[turn[block.rows[out]] < latest[group[out]]]
    if not len(waiting):
        return placed
    contested = np.unique(group[waiting])
    members = _by_group(group[waiting], contested, waiting)
    entries = _by_group(holder, contested, np.arange(len(holder)))
    slots: list[_Slot] = []
    for key in contested.tolist():
        mine = [_slot(placed, entry) for entry in entries[key]]
        _pass_on(block, mine, members[key], left, turn)
        slots += mine
    return _rebuilt(placed, ~np.isin(holder, contested), slots)


def _alike(block: Block) -> Integers:
    """Number classes alike whose members value every slot the same: equal travel, equal kind."""
    travel = np.nan_to_num(block.minutes, nan=-1.0)
    _, home = np.unique(travel, axis=0, return_inverse=True)
    key = home.ravel()[block.place] * len(block.week_value) + block.kind
    number: Integers = np.unique(key, return_inverse=True)[1].astype(np.int64)
    return number


def _by_group(group: Integers, wanted: Integers, items: Integers) -> dict[int, list[int]]:
    lists: dict[int, list[int]] = {int(key): [] for key in wanted}
    chosen = np.isin(group, wanted)
    for key, item in zip(group[chosen].tolist(), items[chosen].tolist(), strict=True):
        lists[key].append(item)
    return lists


def _slot(placed: Placed, entry: int) -> _Slot:
    return _Slot(entry, int(placed.pool[entry]), int(placed.row[entry]), int(placed.amount[entry]))


def _pass_on(
    block: Block, slots: list[_Slot], waiting: list[int], left: Integers, turn: Integers
) -> None:
    """Let everybody who waits, in their turn, take the last one's slot that they may use."""
    queue = [(int(turn[block.rows[member]]), int(block.rows[member])) for member in waiting]
    heapq.heapify(queue)
    while queue:
        mine, row = heapq.heappop(queue)
        place = block.place[block.row_class[np.searchsorted(block.rows, row)]]
        welcome = np.isfinite(block.travel_points[place])
        while left[row] > 0:
            later = [slot for slot in slots if turn[slot.row] > mine and welcome[slot.pool]]
            if not later:
                break
            slot = max(later, key=lambda each: turn[each.row])
            amount = min(slot.amount, int(left[row]))
            if not left[slot.row]:
                heapq.heappush(queue, (int(turn[slot.row]), slot.row))
            left[slot.row] += amount
            left[row] -= amount
            slot.amount -= amount
            slots.append(_Slot(slot.entry, slot.pool, row, amount))
            if not slot.amount:
                slots.remove(slot)


def _rebuilt(placed: Placed, kept: Booleans, slots: list[_Slot]) -> Placed:
    """Put the entries that nobody contested and the slots as they now are together."""
    stem = np.array([slot.entry for slot in slots], np.int64)
    row = np.array([slot.row for slot in slots], np.int64)
    amount = np.array([slot.amount for slot in slots], np.int64)
    return Placed(
        np.concatenate([placed.row[kept], row]),
        np.concatenate([placed.pool[kept], placed.pool[stem]]),
        np.concatenate([placed.cell[kept], placed.cell[stem]]),
        np.concatenate([placed.amount[kept], amount]),
        np.concatenate([placed.value[kept], placed.value[stem]]),
        np.concatenate([placed.minutes[kept], placed.minutes[stem]]),
    )
