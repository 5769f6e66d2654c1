"""Amounts are paired off within their group, first come, first served, and none is invented."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.matching.program.pairing import pair_off

sides = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=8).map(
    lambda rows: np.array(sorted(rows, key=lambda row: row[0]), np.int64).reshape(-1, 2)
)


@given(left=sides, right=sides)
def test_each_group_pairs_as_much_as_both_sides_have(left, right):
    one, other, amount = pair_off(left[:, 0], left[:, 1], right[:, 0], right[:, 1])
    assert (amount > 0).all()
    assert (left[one, 0] == right[other, 0]).all()
    assert (np.bincount(one, amount, len(left)) <= left[:, 1]).all()
    assert (np.bincount(other, amount, len(right)) <= right[:, 1]).all()
    for group in range(4):
        paired = amount[left[one, 0] == group].sum()
        wanted, there = (side[side[:, 0] == group, 1].sum() for side in (left, right))
        assert paired == min(wanted, there)


def test_the_first_come_first():
    one, other, amount = pair_off(
        np.array([0, 0]), np.array([2, 3]), np.array([0, 0]), np.array([4, 9])
    )
    assert list(zip(one, other, amount, strict=True)) == [(0, 0, 2), (1, 0, 2), (1, 1, 1)]
