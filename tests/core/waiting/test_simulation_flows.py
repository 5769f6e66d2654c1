"""What flows in a usual week, from months made so that one knows what they must show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from tidegate.core.waiting.rtt import BANDS
from tidegate.core.waiting.simulation.flows import (
    WORKING_DAYS_A_WEEK,
    Flow,
    FlowRule,
    estimate_flows,
)
from tidegate.core.waiting.simulation.lists import (
    WHOLE,
    counts,
    make_queues,
    waiting_of_month,
)
from tidegate.core.waiting.simulation.stated import Stated, with_stated

JULY, AUGUST, SEPTEMBER = date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30)
RULE = FlowRule("test", arrivals_spread=0.0, slots_spread=0.0)
DAYS = {JULY: 23, AUGUST: 20, SEPTEMBER: 22}


def a_month(tfc: str = "110", **parts: dict[int, int]) -> pl.DataFrame:
    """A month: people by band for part_2 and so on; part_3 has a number at band 0."""
    rows = []
    for part, people in parts.items():
        bands = {f"w{band:03}": people.get(band, 0) for band in range(BANDS)}
        if part == "part_3":
            bands = dict.fromkeys(bands, 0)
        rows.append({"part": part[5:], "tfc": tfc, "total": sum(people.values()), **bands})
    return pl.DataFrame(rows)


def flows_of(*months: pl.DataFrame, rule: FlowRule = RULE) -> dict[str, Flow]:
    dated = dict(zip(DAYS, months, strict=False))
    return estimate_flows(dated, {month: DAYS[month] for month in dated}, rule)


def test_arrivals_and_slots_are_those_of_a_usual_week() -> None:
    month = a_month(part_2={5: 100}, part_3={0: 230}, part_1A={3: 40}, part_1B={2: 75})
    flow = flows_of(month)["110"]
    assert flow.arrivals == pytest.approx(10 * WORKING_DAYS_A_WEEK)
    assert flow.slots == pytest.approx(5 * WORKING_DAYS_A_WEEK)
    assert pytest.approx(4.85, abs=0.01) == WORKING_DAYS_A_WEEK


def test_one_month_shows_nobody_leaving_untreated() -> None:
    flow = flows_of(a_month(part_2={5: 100}, part_3={0: 23}))["110"]
    assert set(flow.removal) == {0.0}


def test_whoever_leaves_untreated_is_the_gap_between_months() -> None:
    """1,000 waited, 300 came, 200 were seen, 1,050 wait: 50 left, 5 % in 20 working days."""
    july = a_month(part_2={10: 1_000}, part_3={0: 300})
    august = a_month(part_2={2: 300, 14: 750}, part_3={0: 300}, part_1A={12: 200})
    flow = flows_of(july, august)["110"]
    a_week = 0.05 / 20 * WORKING_DAYS_A_WEEK
    waiting = np.array([0.0] * BANDS)
    waiting[10], waiting[2], waiting[14] = 1_000, 300, 750
    mean = (waiting * np.array(flow.removal)).sum() / waiting.sum()
    assert mean == pytest.approx(a_week, rel=1e-6)


def test_long_waits_that_vanish_leave_more_often_than_short_ones() -> None:
    july = a_month(part_2={10: 1_000, 60: 100}, part_3={0: 300})
    august = a_month(part_2={2: 300, 14: 950, 64: 40}, part_3={0: 300}, part_1A={12: 50})
    removal = flows_of(july, august)["110"].removal
    assert removal[60] > 10 * removal[10]
    assert removal[53] == removal[60]


def test_people_who_join_without_a_start_are_added_to_arrivals() -> None:
    july = a_month(part_2={10: 1_000}, part_3={0: 230})
    august = a_month(part_2={2: 300, 14: 1_000}, part_3={0: 200})
    flow = flows_of(july, august)["110"]
    assert flow.arrivals == pytest.approx((430 / 43 + 100 / 20) * WORKING_DAYS_A_WEEK)
    assert set(flow.removal) == {0.0}


def test_months_that_do_not_follow_each_other_show_no_gap() -> None:
    months = {JULY: a_month(part_2={10: 1_000}), SEPTEMBER: a_month(part_2={10: 1}, part_3={0: 9})}
    assert set(estimate_flows(months, DAYS, RULE)["110"].removal) == {0.0}


def test_the_pattern_is_who_was_seen_among_those_who_waited() -> None:
    """Half of those at 30 weeks are seen in a month, and a tenth of those at 10."""
    month = a_month(part_2={10: 10_000, 30: 10_000}, part_1A={10: 1_000, 30: 5_000})
    pattern = flows_of(month, rule=replace(RULE, neighbours=0))["110"].pattern
    assert pattern is not None
    assert pattern[30] / pattern[10] == pytest.approx(5, rel=0.01)
    weeks = 23 / WORKING_DAYS_A_WEEK
    assert pattern[10] == pytest.approx(0.1 / weeks, rel=0.01)


def test_a_list_of_few_is_shown_with_the_pattern_of_all() -> None:
    many = a_month("110", part_2={10: 10_000, 30: 10_000}, part_1A={10: 1_000, 30: 5_000})
    few = a_month("130", part_2={30: 1}, part_3={0: 2})
    patterns = flows_of(pl.concat([many, few]))
    assert patterns["130"].pattern[30] == pytest.approx(patterns["110"].pattern[30], rel=0.25)
    assert all(weight >= 0 for weight in patterns["130"].pattern)


def test_without_bands_or_completions_there_is_no_pattern() -> None:
    month = a_month(part_2={10: 100}, part_3={0: 23})
    assert flows_of(month)["110"].pattern is None
    assert flows_of(month.select("part", "tfc", "total"))["110"].pattern is None


def test_months_that_differ_make_flows_less_sure() -> None:
    steady = [a_month(part_3={0: 10 * days}, part_2={5: 10}) for days in DAYS.values()]
    wild = [
        a_month(part_3={0: 10 * days * n}, part_2={5: 10})
        for n, days in enumerate(DAYS.values(), 1)
    ]
    assert flows_of(*steady)["110"].arrivals_spread == pytest.approx(0, abs=1e-9)
    assert flows_of(*wild)["110"].arrivals_spread == pytest.approx(0.5 / 3**0.5, rel=0.05)
    least = replace(RULE, arrivals_spread=0.2)
    assert flows_of(*steady, rule=least)["110"].arrivals_spread == 0.2


@pytest.mark.parametrize("days", [{}, {JULY: 0}])
def test_a_month_without_working_days_is_refused(days: dict) -> None:
    with pytest.raises(ValueError, match="working days"):
        estimate_flows({JULY: a_month(part_2={1: 1})}, days, RULE)


@pytest.mark.parametrize(
    "wrong",
    [{"dispersion": 0.9}, {"slots_spread": 1.0}, {"practice_spread": -1}, {"neighbours": 1.5}],
)
def test_an_impossible_rule_is_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match=r"dispersion|whole number"):
        replace(RULE, **wrong)


LIST = pl.DataFrame(
    [
        {"tfc": "110", "priority": "P2", "weeks_waited": 1, "count": 1},
        {"tfc": "110", "priority": "P4", "weeks_waited": 2, "count": 3},
        {"tfc": "110", "priority": "P4", "weeks_waited": 400, "count": 2},
        {"tfc": "130", "priority": "P3", "weeks_waited": 40, "count": 5},
        {"tfc": "999", "priority": "P4", "weeks_waited": 1, "count": 7},
    ]
)
FLOW = Flow(10.0, 8.0, (0.01,), 0.1, 0.1, 0.2, None)


def test_a_list_becomes_queues_with_arrivals_of_the_priorities_that_came_of_late() -> None:
    one, two = make_queues(LIST, {"110": FLOW, "130": FLOW}, 2.0, 0.05)
    assert (one.name, one.people, one.waiting.shape) == ("110", 6, (3, 261))
    assert one.waiting[2, 260] == 2  # beyond five years counts as five years
    assert one.arrivals == pytest.approx((2.5, 0, 7.5))
    assert two.arrivals == pytest.approx((0, 10, 0))  # nobody came of late: as all who wait
    assert (two.dispersion, two.missed, two.slots) == (2.0, 0.05, 8.0)


def test_flows_without_a_list_begin_with_nobody() -> None:
    (queue,) = make_queues(LIST.clear(), {"110": FLOW}, 1.0)
    assert queue.people == 0
    assert queue.arrivals == (0, 0, 10)


def test_a_month_becomes_a_list_of_p4() -> None:
    waiting = waiting_of_month(a_month(part_2={3: 7, 104: 1}, part_1A={3: 9}))
    assert waiting.rows() == [("110", "P4", 3, 7), ("110", "P4", 104, 1)]
    assert counts(waiting).sum() == 8


def test_what_is_stated_takes_the_place_of_what_months_show() -> None:
    shown = {"110": FLOW, "130": replace(FLOW, arrivals=30.0, slots=0.0)}
    stated = Stated(arrivals=80, slots={"130": 5}, removals=((4, 0.1), (8, 0.2)), slots_spread=0.0)
    found = with_stated(shown, stated, RULE)
    assert [found[tfc].arrivals for tfc in found] == [20, 60]
    assert [found[tfc].slots for tfc in found] == [8, 5]
    assert found["110"].removal[:10] == (0, 0, 0, 0, 0.1, 0.1, 0.1, 0.1, 0.2, 0.2)
    assert found["110"].slots_spread == 0.0
    assert found["110"].arrivals_spread == 0.1
    assert with_stated(shown, Stated(), RULE) == shown


def test_without_months_what_is_stated_makes_the_queues() -> None:
    assert list(with_stated({}, Stated(10, 8), RULE)) == [WHOLE]
    by_tfc = with_stated({}, Stated({"110": 3, "130": 4}, {"110": 5, "130": 6}), RULE)
    assert {name: (flow.arrivals, flow.slots) for name, flow in by_tfc.items()} == {
        "110": (3, 5), "130": (4, 6)
    }  # fmt: skip
    (queue,) = make_queues(LIST, with_stated({}, Stated(10, 8), RULE), 1.0)
    assert queue.people == 18


@pytest.mark.parametrize(
    ("shown", "stated", "said"),
    [
        ({}, Stated(), "arrivals_per_week and slots_per_week"),
        ({}, Stated(arrivals=3), "arrivals_per_week and slots_per_week"),
        ({}, Stated({"110": 1}, {"130": 1}), "same treatment functions"),
        ({}, Stated({"110": 1}, 4), "same treatment functions"),
        ({"110": FLOW}, Stated(slots={"999": 1}), "not 999"),
    ],
)
def test_flows_that_cannot_be_are_refused(shown: dict, stated: Stated, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        with_stated(shown, stated, RULE)
