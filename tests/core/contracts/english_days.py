"""England's bank holidays and eight-day counts worked out the slow, obvious way, for tests."""

from __future__ import annotations

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
FOUR_ROWS = (
    # published, last day for representations (PSR), last day of the standstill (PA23)
    (date(2025, 12, 18), date(2026, 1, 5), date(2025, 12, 31)),
    (date(2026, 3, 27), date(2026, 4, 10), date(2026, 4, 9)),
    (date(2026, 6, 1), date(2026, 6, 12), date(2026, 6, 10)),
    (date(2026, 8, 28), date(2026, 9, 10), date(2026, 9, 9)),
)
EASTER_SUNDAYS = (
    date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16),
    date(2029, 4, 1), date(2030, 4, 21), date(2031, 4, 13),
)  # fmt: skip


def weekday_of_month(year: int, month: int, *, last: bool) -> date:
    """The first or last Monday of a month."""
    mondays = [date(year, month, n) for n in range(1, 32) if _monday(year, month, n)]
    return mondays[-1 if last else 0]


def _monday(year: int, month: int, day: int) -> bool:
    try:
        return date(year, month, day).weekday() == 0
    except ValueError:
        return False


def closed_days() -> frozenset[date]:
    """Every bank holiday of 2024 to 2031, a weekend's moved to the next day that is free."""
    closed: set[date] = set()
    for year, easter in zip(range(2024, 2032), EASTER_SUNDAYS, strict=True):
        closed |= {easter - 2 * ONE_DAY, easter + ONE_DAY}
        closed |= {
            weekday_of_month(year, 5, last=False),
            weekday_of_month(year, 5, last=True),
            weekday_of_month(year, 8, last=True),
        }
        for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
            day = fixed
            while day.weekday() > 4 or day in closed:
                day += ONE_DAY
            closed.add(day)
    return frozenset(closed)


CLOSED = closed_days()


def open_day(day: date) -> bool:
    return day.weekday() <= 4 and day not in CLOSED


def eighth_after_the_next(published: date) -> date:
    """PSR: walk on from the day after publication until eight working days have gone by."""
    day, gone = published + ONE_DAY, 0
    while gone < 8:
        day += ONE_DAY
        gone += 1 if open_day(day) else 0
    return day


def eighth_with_the_first(published: date) -> date:
    """PA23: the day of publication is the first, where it is a working day."""
    day, gone = published, 1 if open_day(published) else 0
    while gone < 8:
        day += ONE_DAY
        gone += 1 if open_day(day) else 0
    return day


def fifth_after(told: date) -> date:
    day, gone = told, 0
    while gone < 5:
        day += ONE_DAY
        gone += 1 if open_day(day) else 0
    return day
