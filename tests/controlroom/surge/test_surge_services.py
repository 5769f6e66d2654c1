"""A surge carried from watch to closed by its services."""

from __future__ import annotations

from tests.controlroom.surge.surging import Cast, active, cast

__all__ = ["cast"]


def test_it_opens(cast: Cast) -> None:
    made = active(cast)
    assert made.state == "active"
    assert made.offers.count() == 4
