"""Two laws, two standstills: the published rows, and every day against a slow calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.core.contracts.english_days import (
    CLOSED,
    FOUR_ROWS,
    ONE_DAY,
    eighth_after_the_next,
    eighth_with_the_first,
    fifth_after,
    open_day,
)

from tidegate.core.contracts.procurement.standstill import (
    StandstillTerms,
    further_wait,
    pa23_standstill,
    previous_standstill,
    psr_standstill,
)
from tidegate.core.contracts.working_days import WorkingDays
from tidegate.exchange.contracts.working_days import england_working_days

TERMS = StandstillTerms(8, 5, 8, 10, "procurement 2026")
EVERY_DAY = [date(2024, 1, 1) + timedelta(days=n) for n in range(7 * 365 + 2)]


@pytest.mark.parametrize(("published", "psr", "pa23"), FOUR_ROWS, ids=str)
def test_the_published_rows_come_out_of_two_different_functions(
    published: date, psr: date, pa23: date
) -> None:
    days = england_working_days()
    assert psr_standstill(published, days, TERMS).last_day == psr
    assert pa23_standstill(published, days, TERMS).last_day == pa23
    assert psr != pa23  # one shared function could not give both


def test_every_day_of_seven_years_agrees_with_the_slow_calendar() -> None:
    days = england_working_days()
    assert EVERY_DAY[-1] == date(2030, 12, 31)
    for day in EVERY_DAY:
        psr, pa23 = psr_standstill(day, days, TERMS), pa23_standstill(day, days, TERMS)
        assert (psr.starts, psr.last_day) == (day + ONE_DAY, eighth_after_the_next(day)), day
        assert (pa23.starts, pa23.last_day) == (day, eighth_with_the_first(day)), day
        assert further_wait(day, days, TERMS) == fifth_after(day), day
        later = (psr.last_day - pa23.last_day).days
        assert later >= 1 if open_day(day) else later >= 0, day


def test_the_library_and_the_slow_calendar_close_the_same_weekdays() -> None:
    days = england_working_days()
    assert [day for day in EVERY_DAY if days.is_working(day) != open_day(day)] == []
    assert len([day for day in CLOSED if day.year < 2031]) == 7 * 8


def test_a_standstill_ends_at_midnight_in_england_in_summer_and_in_winter() -> None:
    days = england_working_days()
    summer = psr_standstill(date(2026, 6, 1), days, TERMS)
    assert summer.ends_at == datetime(2026, 6, 12, 23, 0, tzinfo=UTC)
    winter = psr_standstill(date(2025, 12, 18), days, TERMS)
    assert winter.ends_at == datetime(2026, 1, 6, 0, 0, tzinfo=UTC)


def test_the_rules_before_gave_ten_days_the_last_of_them_a_working_day() -> None:
    """The estates contract: chosen on Thursday 27 March 2014, standstill to Monday 7 April."""
    days = england_working_days()
    assert previous_standstill(date(2014, 3, 27), days, TERMS).last_day == date(2014, 4, 7)


def test_a_day_whose_holidays_nobody_knows_is_refused_rather_than_counted() -> None:
    days = WorkingDays(frozenset(), date(2026, 1, 1), date(2026, 12, 31))
    with pytest.raises(ValueError, match="bank holidays are known from 2026-01-01"):
        psr_standstill(date(2026, 12, 28), days, TERMS)


def test_working_days_are_counted_after_one_day_and_up_to_another() -> None:
    days = england_working_days()
    assert days.between(date(2025, 12, 24), date(2026, 1, 2)) == 4  # 29, 30, 31 December, 2 January
    assert days.between(date(2026, 1, 2), date(2026, 1, 2)) == 0
    assert days.nth_after(date(2025, 12, 24), 4) == date(2026, 1, 2)


@pytest.mark.parametrize("number", [0, -1])
def test_no_period_has_less_than_one_day(number: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        england_working_days().nth_from(date(2026, 1, 2), number)
    with pytest.raises(ValueError, match="at least one"):
        StandstillTerms(8, number, 8, 10, "own")
