"""A waiting list rolls forward: those before, plus starts, less stops, should wait now."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tidegate.core.waiting.rollforward import consecutive, roll_forward


def rows(*given: tuple[str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(given, schema=["provider", "part", "total"], orient="row")


def test_the_national_list_of_march_2025_lost_3_percent_without_a_recorded_stop() -> None:
    before = rows(("all", "2", 7_402_148))
    now = rows(
        ("all", "3", 1_798_503),
        ("all", "1B", 1_207_339),
        ("all", "1A", 327_477),
        ("all", "2", 7_420_899),
    )
    total = roll_forward(before, now).row(0, named=True)
    assert total["expected"] == 7_665_835
    assert total["gap"] == 244_936
    assert round(total["gap_share"], 3) == 0.033
    assert total["notable"]


def test_a_list_that_adds_up_has_no_gap() -> None:
    before = rows(("Z01", "2", 100))
    now = rows(("Z01", "3", 20), ("Z01", "1A", 5), ("Z01", "1B", 10), ("Z01", "2", 105))
    total = roll_forward(before, now).row(0, named=True)
    assert (total["gap"], total["gap_share"], total["notable"]) == (0, 0.0, False)


def test_groups_add_up_to_the_total_and_the_widest_gap_comes_first() -> None:
    before = rows(("Z01", "2", 100), ("Z02", "2", 50))
    now = rows(("Z01", "3", 10), ("Z01", "2", 108), ("Z02", "1A", 5), ("Z02", "2", 30))
    groups = roll_forward(before, now, ["provider"])
    assert groups["provider"].to_list() == ["Z02", "Z01"]
    assert groups["gap"].sum() == roll_forward(before, now)["gap"].item()


def test_a_provider_of_one_month_only_is_not_lost() -> None:
    groups = roll_forward(rows(("Z01", "2", 4)), rows(("Z02", "2", 9)), ["provider"])
    told = {row["provider"]: row for row in groups.iter_rows(named=True)}
    assert (told["Z01"]["gap"], told["Z01"]["gap_share"]) == (4, 1.0)
    assert (told["Z02"]["gap"], told["Z02"]["gap_share"]) == (-9, None)


@pytest.mark.parametrize(
    ("earlier", "later", "follows"),
    [
        (date(2025, 12, 31), date(2026, 1, 31), True),
        (date(2026, 1, 31), date(2026, 2, 28), True),
        (date(2025, 11, 30), date(2026, 1, 31), False),
        (date(2026, 1, 31), date(2026, 1, 31), False),
        (date(2026, 2, 28), date(2026, 1, 31), False),
    ],
)
def test_months_follow_each_other(earlier: date, later: date, follows: bool) -> None:
    assert consecutive(earlier, later) is follows
