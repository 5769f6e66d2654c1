"""What slots there are in each week, under changes from one day to another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tidegate.core.waiting.simulation.engine import given_slots
from tidegate.core.waiting.simulation.queue import Queue
from tidegate.core.waiting.simulation.scenario import (
    Change,
    Scenario,
    last_day,
    slots_by_week,
    whole,
)

START = date(2026, 11, 25)  # a Wednesday; weeks begin on the Thursday after it
NOBODY = np.zeros((3, 1), np.int64)
TWO = [Queue("110", NOBODY, (0, 0, 0), 30.0), Queue("130", NOBODY, (0, 0, 0), 10.0)]


def weekly(*changes: Change, weeks: int = 4) -> list[list[float]]:
    """Usual slots and those for the longest waits together, by queue and week."""
    slots = slots_by_week(TWO, Scenario("x", changes), START, weeks)
    return (slots.usual + slots.longest).round(6).tolist()


WEEK_3 = date(2026, 12, 10)


@pytest.mark.parametrize(
    ("change", "first", "second"),
    [
        # no change but its days lie after the horizon
        (Change(date(2028, 1, 1), more=8), [30, 30, 30, 30], [10, 10, 10, 10]),
        # eight more in all, in proportion to usual slots
        (Change(WEEK_3, more=8), [30, 30, 36, 36], [10, 10, 12, 12]),
        # to one list only
        (Change(WEEK_3, more=8, queues=("130",)), [30, 30, 30, 30], [10, 10, 18, 18]),
        # for one week
        (Change(WEEK_3, date(2026, 12, 16), more=8), [30, 30, 36, 30], [10, 10, 12, 10]),
        # for two days of seven
        (Change(WEEK_3, date(2026, 12, 11), more=14, queues=("110",)),
         [30, 30, 34, 30], [10, 10, 10, 10]),
        # fewer
        (Change(WEEK_3, more=-20), [30, 30, 15, 15], [10, 10, 5, 5]),
        # another number instead
        (Change(WEEK_3, slots=60), [30, 30, 45, 45], [10, 10, 15, 15]),
        # a week without any
        (Change(WEEK_3, date(2026, 12, 16), lost=1.0), [30, 30, 0, 30], [10, 10, 0, 10]),
        # from before the list's day
        (Change(date(2020, 1, 1), more=8), [36, 36, 36, 36], [12, 12, 12, 12]),
    ],
)  # fmt: skip
def test_a_change_holds_on_its_days(change: Change, first: list, second: list) -> None:
    assert weekly(change) == [first, second]


def test_changes_are_made_in_their_order() -> None:
    lost, more = Change(WEEK_3, lost=0.5), Change(WEEK_3, more=8)
    assert weekly(lost, more)[0] == [30, 30, 21, 21]
    assert weekly(more, lost)[0] == [30, 30, 18, 18]


def test_added_slots_are_for_the_longest_waits_unless_said_otherwise() -> None:
    for longest, usual in ((True, 40), (False, 48)):
        change = Change(date(2020, 1, 1), more=8, longest_first=longest)
        slots = slots_by_week(TWO, Scenario("x", (change,)), START, 1)
        assert slots.usual.sum() == pytest.approx(usual)
        assert slots.longest.sum() == pytest.approx(48 - usual)


def test_slots_are_shared_out_evenly_where_nothing_is_usual() -> None:
    none = [replace(queue, slots=0.0) for queue in TWO]
    slots = slots_by_week(none, Scenario("x", (Change(START, more=8),)), START, 1)
    assert (slots.usual + slots.longest).tolist() == [[4.0], [4.0]]


def test_fractions_of_slots_add_up_over_the_weeks() -> None:
    assert whole(np.full(8, 2.4)).tolist() == [2, 3, 2, 3, 2, 2, 3, 2]
    assert whole(np.array([-3.0, 1.0])).tolist() == [0, 1]


def test_slots_by_pattern_are_a_share_of_the_usual_ones_as_the_run_has_them() -> None:
    slots = slots_by_week(TWO, Scenario("x", (Change(START, more=4),)), START, 1)
    given, patterned = given_slots(slots, np.array([[1.0, 1.0], [2.0, 0.5]]), np.array([1.0, 0.5]))
    assert given[..., 0].tolist() == [[33, 11], [63, 6]]
    assert patterned[..., 0].tolist() == [[30, 5], [60, 3]]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"last": date(2020, 1, 1)}, "before its first day"),
        ({"slots": -1.0}, "nought or more"),
        ({"lost": 1.2}, "between 0 and 1"),
    ],
)
def test_an_impossible_change_is_refused(wrong: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Change(START, **wrong)


def test_a_change_of_a_list_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no list “999” here; there are 110, 130"):
        weekly(Change(START, more=1, queues=("999",)))


def test_weeks_end_seven_days_apart() -> None:
    assert [last_day(START, weeks) for weeks in (1, 18)] == [date(2026, 12, 2), date(2027, 3, 31)]
