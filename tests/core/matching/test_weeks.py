"""Plans begin on the Monday after the day that is known."""

from datetime import date

import pytest

from tidegate.core.matching.weeks import week_zero


@pytest.mark.parametrize(
    ("as_of", "monday"),
    [
        (date(2026, 11, 25), date(2026, 11, 30)),  # a Wednesday
        (date(2026, 11, 29), date(2026, 11, 30)),  # a Sunday
        (date(2026, 11, 30), date(2026, 12, 7)),  # a Monday: its own week has begun
    ],
)
def test_weeks_count_from_the_first_monday_after(as_of: date, monday: date) -> None:
    assert week_zero(as_of) == monday
