"""Numbers and dates are said as a person would say them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tidegate.controlroom.board import words
from tidegate.controlroom.board.figures import origin

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words.whole(7187677), "7,187,677"),
        (words.whole(None), "Not known"),
        (words.percent(0.61384), "61.4%"),
        (words.percent(None), "Not known"),
        (words.counted(1, "entry", "entries"), "1 entry"),
        (words.counted(3214, "entry", "entries"), "3,214 entries"),
        (words.pounds(123_456), "£1,235"),
        (words.pounds(412_345_678), "£4.12m"),
        (words.pounds(None), "Not known"),
        (words.change(110, 100, "December"), "up 10 since December"),
        (words.change(90, 100, "December"), "down 10 since December"),
        (words.change(100, 100, "December"), "unchanged since December"),
        (words.change(100, None, "December"), ""),
        (
            words.change_in_points(0.614, 0.61, "December"),
            "up 0.4 percentage points since December",
        ),
        (
            words.change_in_points(0.61, 0.614, "December"),
            "down 0.4 percentage points since December",
        ),
        (words.change_in_points(0.61, 0.6101, "December"), "unchanged since December"),
        (words.change_in_points(None, 0.61, "December"), ""),
        (words.day(date(2026, 1, 31)), "31 January 2026"),
        (words.day(None), "Not known"),
        (words.month(date(2026, 1, 31)), "January 2026"),
        (words.week_beginning(date(2026, 1, 5), 2), "19 Jan"),
        (words.listed([]), ""),
        (words.listed(["a"]), "a"),
        (words.listed(["a", "b", "c"]), "a, b and c"),
    ],
)
def test_is_said_in_words(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "today"),
        (1, "1 day old"),
        (13, "13 days old"),
        (15, "2 weeks old"),
        (90, "3 months old"),
    ],
)
def test_the_age_of_a_figure_is_said_in_the_unit_a_person_would_choose(
    days: int, expected: str
) -> None:
    assert words.age(NOW.date() - timedelta(days=days), NOW.date()) == expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=5, minutes=59), "5 hours ago"),
        (timedelta(days=2), "2 days ago"),
    ],
)
def test_how_long_ago_something_happened_is_said_in_words(before: timedelta, expected: str) -> None:
    assert words.ago(NOW - before, NOW) == expected


def test_times_are_said_in_uk_time_also_in_summer() -> None:
    said = words.day_and_time(datetime(2026, 6, 30, 23, 5, tzinfo=UTC))
    assert said == "1 July 2026 at 00:05"


def test_an_old_figure_says_that_it_is_out_of_date() -> None:
    fresh = origin("pathways", "Northmere waiting list", date(2026, 1, 26), NOW.date())
    old = origin("pathways", "Northmere waiting list", date(2026, 1, 5), NOW.date())
    assert fresh.sentence() == "Northmere waiting list, as at 26 January 2026, 5 days old"
    assert old.stale
    assert old.sentence().endswith("3 weeks old. Out of date: treat with care")


def test_a_published_month_is_given_longer_before_it_is_called_old() -> None:
    assert not origin("rtt", "NHS England", date(2025, 11, 30), NOW.date()).stale
