"""The bids of a cell: whatever is done to them, the lowest stands first and nobody is lost."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.core.matching.auction.heap import pop_least, push, remove, replace_least
from tidegate.core.matching.auction.stalls import BID

ROOM, START = 12, 3
step = st.sampled_from(["push", "pop", "replace", "remove"])
steps = st.lists(st.tuples(step, st.integers(0, 20)))


@settings(deadline=None)
@given(steps=steps)
def test_bids_agree_with_a_plain_list(steps):
    bids, plain = np.zeros(START + ROOM, BID), {}
    for person, (step, number) in enumerate(steps):
        if step == "push" and len(plain) < ROOM:
            push(bids, START, len(plain), number, person)
            plain[person] = number
        elif step == "pop" and plain:
            least = min(plain.values())
            assert plain.pop(pop_least(bids, START, len(plain))) == least
        elif step == "replace" and plain:
            least = min(plain.values())
            out = replace_least(bids, START, len(plain), number, person)
            assert plain.pop(out) == least
            plain[person] = number
        elif step == "remove" and plain:
            gone = sorted(plain)[number % len(plain)]
            remove(bids, START, len(plain), gone)
            del plain[gone]
        held = bids[START : START + len(plain)]
        assert dict(zip(held["person"].tolist(), held["level"].tolist(), strict=True)) == plain
        for at in range(1, len(plain)):
            assert held["level"][(at - 1) // 2] <= held["level"][at]
