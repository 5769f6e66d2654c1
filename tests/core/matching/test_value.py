"""What a slot is worth, in a table that an operations manager can check by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.matching.value import total, value_parts, week_values

# Horizon of 13 weeks. value = rate x (13 - week + 8) + treat + breaches avoided + past 65.
TABLE = """
priority  waited  week  points  because
P4        0       0     2100    100 a week, 21 weeks sooner
P4        12      0     2100    still the first step of 13 weeks
P4        13      0     2310    110 a week from 13 weeks on
P4        20      12    990     the last week: 9 weeks sooner
P3        20      0     9510    310 a week and 3,000 for treatment
P2        20      0     36210   1,010 a week and 15,000 for treatment
P4        38      0     2520    52 weeks lie beyond the horizon
P4        39      0     5730    52 weeks would pass within it
P4        39      12    4170    week 51 is still in time
P4        45      6     4950    week 51 is still in time
P4        45      7     1820    week 52 is too late
P4        51      0     5730    the last week in time
P4        51      1     2600    too late
P4        52      0     8940    65 weeks would pass within the horizon
P4        64      0     8940    the last week in time
P4        64      1     2800    too late
P4        65      0     9150    past 65 weeks already
P4        65      12    7350    and still so in the last week
P4        104     0     9780    180 a week from 104 weeks on
"""


def rows() -> list[tuple[str, int, int, float]]:
    lines = TABLE.strip().splitlines()[1:]
    cells = [line.split(maxsplit=4) for line in lines]
    return [(p, int(waited), int(week), float(points)) for p, waited, week, points, _ in cells]


@pytest.mark.parametrize(("priority", "waited", "week", "points"), rows())
def test_a_slot_is_worth(priority, waited, week, points, policy):
    assert week_values(policy, priority, waited, 13)[week] == points
    parts = value_parts(policy, priority, waited, week, weeks=13, minutes=0.0)
    assert total(parts) == points


@given(
    priority=st.sampled_from(["P2", "P3", "P4"]),
    waited=st.integers(0, 150),
    weeks=st.integers(1, 26),
    minutes=st.floats(0, 300),
    data=st.data(),
)
def test_the_parts_add_up_to_the_value_less_two_points_a_minute(
    priority, waited, weeks, minutes, data, policy
):
    week = data.draw(st.integers(0, weeks - 1))
    parts = value_parts(policy, priority, waited, week, weeks=weeks, minutes=minutes)
    value = week_values(policy, priority, waited, weeks)[week]
    assert total(parts) == pytest.approx(value - 2 * minutes)


@given(
    priority=st.sampled_from(["P2", "P3", "P4"]),
    waited=st.integers(0, 150),
    weeks=st.integers(2, 26),
)
def test_sooner_is_never_worth_less(priority, waited, weeks, policy):
    values = week_values(policy, priority, waited, weeks)
    assert (values[:-1] >= values[1:]).all()
