"""Rows that share a key are found, whatever their keys hash to."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.matching.keys import any_repeated

cell = st.one_of(st.none(), st.sampled_from(["", "a", "b", "ab"]))


@given(rows=st.lists(st.tuples(cell, cell), max_size=8))
def test_it_agrees_with_the_obvious_count(rows: list[tuple[str | None, str | None]]) -> None:
    frame = pl.DataFrame(rows, {"one": pl.String, "other": pl.String}, orient="row")
    assert any_repeated(frame, ["one", "other"]) is (len(set(rows)) < len(rows))
    first = [one for one, _ in rows]
    assert any_repeated(frame, ["one"]) is (len(set(first)) < len(first))


@pytest.mark.parametrize("rows", [[("a", "b"), ("b", "a")], [("a", "a"), ("b", "b")]])
def test_keys_in_another_order_are_other_keys(rows: list[tuple[str, str]]) -> None:
    frame = pl.DataFrame(rows, {"one": pl.String, "other": pl.String}, orient="row")
    assert not any_repeated(frame, ["one", "other"])
