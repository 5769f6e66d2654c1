"""Lots are the same on every machine, and names settle what lots leave equal."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.matching.market import turns
from tidegate.core.matching.market.limits import in_single
from tidegate.core.matching.market.lots import lots

WHOLE = 2**64


def spread(state: int) -> int:
    """Finish as splitmix64 does, in whole numbers without end."""
    state = (state + 0x9E3779B97F4A7C15) % WHOLE
    state = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % WHOLE
    state = (state ^ state >> 27) * 0x94D049BB133111EB % WHOLE
    return state ^ state >> 31


def slowly(name: str, seed: int) -> int:
    state = spread(0xCBF29CE484222325 ^ seed % WHOLE)
    for byte in name.encode():
        state = (state ^ byte) * 0x100000001B3 % WHOLE
    return spread(state)


@given(names=st.lists(st.text(max_size=20)), seed=st.integers(-(2**70), 2**70))
def test_a_lot_is_drawn_from_the_bytes_of_the_name_and_the_seed(names, seed):
    drawn = lots(pl.Series(names, dtype=pl.String), seed)
    assert drawn.tolist() == [slowly(name, seed) for name in names]


def test_the_numbers_themselves_never_change():
    drawn = lots(pl.Series(["W1", "W2", ""]), 1)
    assert drawn.tolist() == [slowly(name, 1) for name in ("W1", "W2", "")]
    assert drawn[0] == 12727203301331927698


def test_lots_do_not_favour_the_first_names():
    names = pl.Series([f"W{number:06}" for number in range(20_000)])
    order = np.argsort(lots(names, 3))
    halves = (order < 10_000).reshape(20, 1_000).mean(axis=1)
    assert halves == pytest.approx(np.full(20, 0.5), abs=0.08)


def test_where_lots_are_equal_too_the_name_decides(monkeypatch):
    monkeypatch.setattr(turns, "lots", lambda names, _seed: np.zeros(len(names), np.uint64))
    frame = pl.DataFrame(
        {"pathway_id": ["C", "A", "B", "E", "D"], "weeks_waited": [5, 5, 5, 9, 5]},
        schema_overrides={"weeks_waited": pl.Int32},
    )
    group = np.array([1, 1, 1, 1, 0], np.int32)
    order = turns.in_turn(frame, group, np.zeros(5, np.bool_), seed=1)
    assert frame["pathway_id"].gather(order).to_list() == ["D", "E", "A", "B", "C"]


distances = st.lists(
    st.one_of(st.none(), st.floats(0, 100), st.sampled_from([12.1, 12.099999999, 12.1000000001])),
    min_size=1,
    max_size=12,
)


@given(journeys=distances, limits=distances)
def test_in_single_precision_a_journey_keeps_the_limits_that_it_keeps_in_double(journeys, limits):
    single, bound = in_single(
        pl.Series(journeys, dtype=pl.Float64), pl.Series(limits, dtype=pl.Float64)
    )
    exact = np.array([np.inf if each is None else each for each in journeys])
    most = np.array([np.inf if each is None else each for each in limits])
    assert ((single[:, None] <= bound) == (exact[:, None] <= most)).all()
    known = np.isfinite(exact)
    assert single[known] == pytest.approx(exact[known], rel=1e-5, abs=1e-30)
