from __future__ import annotations

import polars as pl
import pytest

from tidegate.cli.near_misses import near_misses

KNOWN = pl.Series(["ZQ1.Z01.110.A052", "ZQ1.Z01.110.A053", "ZN101.110.Aw04", "P000123"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zq1.z01.110.a052", "ZQ1.Z01.110.A052"),
        ("ZQ1.Z01.11.A052", "ZQ1.Z01.110.A052"),
        ("ZN101.110.Aw4", "ZN101.110.Aw04"),
        ("R000123", "P000123"),
        (" P00123", "P000123"),
    ],
)
def test_a_slip_of_the_finger_finds_what_was_meant(typed: str, meant: str) -> None:
    assert near_misses(typed, KNOWN)[0] == meant


@pytest.mark.parametrize("typed", ["", "something else", "Z"])
def test_what_is_like_nothing_finds_nothing(typed: str) -> None:
    assert near_misses(typed, KNOWN) == []
