"""Days, months and quarters as published files spell them."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)(?!\d)")
_QUARTER = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:-\d\d)?\s*Q([1-4])\b")
_DAY_ZERO = date(1899, 12, 30)  # of a spreadsheet, whose day 60 never was
_SERIALS = (36_526, 73_050)  # 2000 to 2099

Span = tuple[date, date]


def month_span(text: str) -> Span | None:
    """Return the first and last day of the month, or months, that a text names with a year.

    “January 2020”, “MSitAE-MARCH-2026”, “July to September 2024”: of two months the first and the
    last count, and the year, said once, is that of the last.
    """
    months = [_MONTHS[found.lower()] for found in _MONTH.findall(text.replace("_", " "))]
    years = [int(found) for found in _YEAR.findall(text)]
    if not months or not years:
        return None
    first, last, year = months[0], months[-1], years[-1]
    return date(year - (first > last), first, 1), month_end(year, last)


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def quarter_span(text: str) -> Span | None:
    """Return the days of a quarter of a financial year, such as “2020-21 Q4”: January to March."""
    found = _QUARTER.search(text)
    if found is None:
        return None
    quarter = int(found[2])
    year = int(found[1]) + (quarter == 4)  # noqa: PLR2004 - the last quarter is in the next year
    first = 1 if quarter == 4 else 3 * quarter + 1  # noqa: PLR2004
    return date(year, first, 1), month_end(year, first + 2)


def spelled_day(text: str) -> date | None:
    """Return the day of a cell: “2019-12-02”, with or without a time."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def serial_day(text: str) -> date | None:
    """Return the day that a spreadsheet counts as a number: 43801 is 2 December 2019."""
    if not re.fullmatch(r"\d{5}", text) or not _SERIALS[0] <= int(text) <= _SERIALS[1]:
        return None
    return _DAY_ZERO + timedelta(int(text))
