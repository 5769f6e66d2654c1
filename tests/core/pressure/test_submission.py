"""What may be said of a situation report, as tables that an operations manager can read."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.pressure.submission import (
    Arrival,
    Version,
    implausible,
    late_to_amend,
    missing_measures,
    standing,
)
from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.pressure.reporting_terms import load_reporting_terms

TERMS = load_reporting_terms()
MEASURES = shipped_measures()
DAY = date(2026, 1, 14)


def at(day: date, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day.isoformat()}T{clock}").replace(tzinfo=TERMS.zone)


#   first version came, looked at on the same day -> how it stands
ARRIVALS = [
    (None, "10:59", Arrival.AWAITED),
    (None, "11:00", Arrival.AWAITED),
    (None, "11:01", Arrival.MISSING),
    ("10:59", "12:00", Arrival.IN_TIME),
    ("11:00", "12:00", Arrival.IN_TIME),
    ("11:01", "12:00", Arrival.LATE),
]


@pytest.mark.parametrize(("came", "looked", "stands"), ARRIVALS)
def test_a_report_is_due_at_eleven(came: str | None, looked: str, stands: Arrival) -> None:
    versions = [] if came is None else [Version(1, at(DAY, came))]
    assert standing(DAY, versions, TERMS, at(DAY, looked)).arrival is stands


def test_eleven_is_meant_in_the_time_of_england_in_summer_too() -> None:
    summer = date(2026, 7, 1)
    assert TERMS.due_at(summer).utcoffset() == timedelta(hours=1)
    assert TERMS.due_at(DAY).utcoffset() == timedelta(0)


#   days after the day of the report, at what time -> flagged as later than usual
AMENDED = [(0, "23:59", False), (14, "23:59", False), (15, "00:01", True), (60, "12:00", True)]


@pytest.mark.parametrize(("days", "clock", "flagged"), AMENDED)
def test_a_correction_is_as_usual_for_fourteen_days(days: int, clock: str, flagged: bool) -> None:
    moment = at(DAY + timedelta(days=days), clock)
    assert late_to_amend(DAY, moment, TERMS) is flagged
    versions = [Version(2, moment), Version(1, at(DAY, "10:00"))]
    stands = standing(DAY, versions, TERMS, moment)
    assert (stands.arrival, stands.corrections) == (Arrival.IN_TIME, 1)
    assert stands.amended_late is flagged


def test_a_late_report_that_is_corrected_stays_late() -> None:
    versions = [Version(1, at(DAY, "15:00")), Version(2, at(DAY, "16:00"))]
    assert standing(DAY, versions, TERMS, at(DAY, "17:00")).arrival is Arrival.LATE


def test_a_blank_is_missing_a_zero_is_not_and_an_observation_may_be_left_out() -> None:
    full = {measure: 0.0 for measure, line in TERMS.lines.items() if line.needed}
    assert missing_measures(full, TERMS) == ()
    assert "beds_staffed_observed" not in full
    without = {measure: value for measure, value in full.items() if measure != "ed_closures"}
    assert missing_measures(without, TERMS) == ("ed_closures",)


USUAL = [600.0, 604, 598, 601, 599, 603, 600, 602]
#   measure, figure, the provider's own recent ones -> codes
ODD = [
    ("ga_beds_open", 600, USUAL, []),
    ("ga_beds_open", 640, USUAL, []),  # far from usual in deviations, but below a third
    ("ga_beds_open", 60, USUAL, ["JUMP"]),  # a digit was lost
    ("ga_beds_open", 6000, USUAL, ["OUT_OF_RANGE", "JUMP"]),
    ("ga_beds_open", 6000, [], ["OUT_OF_RANGE"]),
    ("ga_beds_open", 60, USUAL[:6], []),  # too few to say what is usual
    ("ga_beds_open", -1, [], ["OUT_OF_RANGE"]),
    ("ed_diverts", 4, [0.0] * 10, []),  # small numbers may move
    ("handover_mean", 700, [], ["OUT_OF_RANGE"]),
]


@pytest.mark.parametrize(("measure", "value", "recent", "codes"), ODD)
def test_a_figure_is_asked_about_when_it_is_out_of_range_or_jumps(
    measure: str, value: float, recent: list[float], codes: list[str]
) -> None:
    found = implausible({measure: value}, {measure: recent}, MEASURES, TERMS)
    assert [reason.code for reason in found] == codes
    assert all(reason.inputs["measure"] == measure for reason in found)
    assert all(reason.rule_version == "reporting 2026" for reason in found)


def test_a_part_above_its_whole_is_asked_about() -> None:
    values = {"handover_over_30": 20.0, "handover_over_60": 21.0, "ambulance_arrivals": 90.0}
    (found,) = implausible(values, {}, MEASURES, TERMS)
    assert found.code == "PART_ABOVE_WHOLE"
    assert "Handovers over 60 minutes, 21, is more than" in found.detail


@given(
    usual=st.integers(0, 3000),
    noise=st.lists(st.integers(-5, 5), min_size=7, max_size=28),
)
def test_an_unchanged_figure_is_never_a_jump(usual: int, noise: list[int]) -> None:
    recent = [float(max(0, usual + each)) for each in noise]
    found = implausible({"ga_beds_open": float(usual)}, {"ga_beds_open": recent}, MEASURES, TERMS)
    assert "JUMP" not in [reason.code for reason in found]


def test_every_figure_of_the_terms_is_a_measure_with_a_range() -> None:
    for measure in TERMS.lines:
        assert MEASURES[measure].least == 0, measure
        assert MEASURES[measure].most, measure
    assert {each for pair in TERMS.never_above for each in pair} <= set(TERMS.lines)


def test_activity_is_of_the_day_before_and_beds_are_of_the_morning() -> None:
    assert TERMS.described("ed_attendances", DAY) == date(2026, 1, 13)
    assert TERMS.described("ga_beds_open", DAY) == DAY
    assert TERMS.counted_at(DAY) == at(DAY, "08:00")
