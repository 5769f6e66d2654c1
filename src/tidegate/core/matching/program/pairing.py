"""Pairing two rows of amounts off against each other, group by group, in the order given."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


def pair_off(
    left_group: Integers, left: Integers, right_group: Integers, right: Integers
) -> tuple[Integers, Integers, Integers]:
    """Pair amounts of equal groups first come, first served; what finds no partner stays out.

    Args:
        left_group: group of each left amount, in ascending order.
        left: left amounts, from 0 on.
        right_group: group of each right amount, in ascending order.
        right: right amounts, from 0 on.

    Returns:
        Positions on the left, positions on the right, and amounts above 0 of each pair.
    """
    groups = int(max(left_group.max(initial=-1), right_group.max(initial=-1))) + 1
    room = np.maximum(_totals(left_group, left, groups), _totals(right_group, right, groups))
    offset = np.cumsum(room) - room
    left_start = offset[left_group] + _before(left_group, left)
    right_start = offset[right_group] + _before(right_group, right)
    edges = np.unique(
        np.concatenate([left_start, left_start + left, right_start, right_start + right])
    )
    start, amount = edges[:-1], np.diff(edges)
    one, in_one = _holder(left_start, left, start)
    other, in_other = _holder(right_start, right, start)
    both = in_one & in_other
    return one[both], other[both], amount[both]


def _totals(group: Integers, amount: Integers, groups: int) -> Integers:
    return np.bincount(group, weights=amount, minlength=groups).astype(np.int64)


def _before(group: Integers, amount: Integers) -> Integers:
    """Sum what comes before each amount within its group."""
    before = np.cumsum(amount) - amount
    first = np.searchsorted(group, group, side="left")
    return before - before[first]


def _holder(
    start: Integers, amount: Integers, at: Integers
) -> tuple[Integers, npt.NDArray[np.bool_]]:
    """Find which interval holds each point, and whether any does."""
    if not len(start):
        return np.zeros(len(at), np.int64), np.zeros(len(at), np.bool_)
    # Empty intervals share their start with the next one: the last of equals is the one with room.
    index = np.maximum(np.searchsorted(start, at, side="right") - 1, 0)
    return index, (at >= start[index]) & (at < start[index] + amount[index])
