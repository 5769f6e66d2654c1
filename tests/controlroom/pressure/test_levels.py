"""Totals in words: those of one table are never compared with those of another."""

from __future__ import annotations

import pytest
from tests.core.pressure.score_tables import scored, table

from tidegate.controlroom.pressure.presenters.levels import compared

CALM, PRESSED = {"handover_mean": 10, "ed_4h_pct": 80}, {"handover_mean": 40, "ed_4h_pct": 80}


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (CALM, PRESSED, "up 15.00 in a week"),
        (PRESSED, CALM, "down 15.00 in a week"),
        (CALM, CALM, "as a week ago"),
        (CALM, {"ed_4h_pct": 80}, "not comparable: figures are missing"),
    ],
)
def test_a_move_is_said_in_words(
    before: dict[str, float], now: dict[str, float], said: str
) -> None:
    assert compared(scored("Z01", table(), **now), scored("Z01", table(), **before)) == said


def test_another_table_makes_a_week_incomparable() -> None:
    now, before = (scored("Z01", table(edition=edition), **CALM) for edition in ("2", "1"))
    assert compared(now, before) == "not comparable: scored by another table then"
