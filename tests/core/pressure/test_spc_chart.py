"""What is asked of a chart: directions, targets, baselines, gaps, rare events."""

from __future__ import annotations

from datetime import date

import pytest
from tests.core.pressure.spc_series import (
    DECIDED,
    STEADY,
    TIDEGATE,
    ask,
    chart,
    day,
    flags,
    series,
)  # fmt: skip

from tidegate.core.pressure.spc.asked import (
    Asked,
    Decision,
    Direction,
    Rebase,
    Target,
    target_on,
)  # fmt: skip
from tidegate.core.pressure.spc.chart import chart_of
from tidegate.core.pressure.spc.icons import Assurance, PointType, Variation
from tidegate.core.pressure.spc.result import NoteCode, Result
from tidegate.core.pressure.spc.series import Series, UnusableSeries, days_between

HIGH, LOW = [*STEADY, 75], [*STEADY, 20]


def codes(result: Result) -> set[NoteCode]:
    return {note.code for note in result.notes}


@pytest.mark.parametrize(
    ("values", "direction", "type_of_last", "icon"),
    [
        (STEADY, "increase", PointType.COMMON_CAUSE, Variation.COMMON_CAUSE),
        (HIGH, "increase", PointType.IMPROVEMENT, Variation.IMPROVEMENT_HIGH),
        (HIGH, "decrease", PointType.CONCERN, Variation.CONCERN_HIGH),
        (HIGH, "neutral", PointType.NEUTRAL_HIGH, Variation.NEUTRAL_HIGH),
        (LOW, "increase", PointType.CONCERN, Variation.CONCERN_LOW),
        (LOW, "decrease", PointType.IMPROVEMENT, Variation.IMPROVEMENT_LOW),
        (LOW, "neutral", PointType.NEUTRAL_LOW, Variation.NEUTRAL_LOW),
    ],
)
def test_the_icon_of_variation_says_what_the_last_point_means(
    values: list[float], direction: str, type_of_last: PointType, icon: Variation
) -> None:
    result = chart(values, direction=direction, baseline=12)
    assert result.last.type is type_of_last
    assert result.variation is icon


def test_a_signal_before_the_last_point_leaves_the_icon_at_common_cause() -> None:
    result = chart([*HIGH, 50], baseline=12)
    assert flags(result) == [(13, "Above UCL")]
    assert result.variation is Variation.COMMON_CAUSE


@pytest.mark.parametrize(
    ("target", "direction", "icon"),
    [
        (70, "increase", Assurance.FAIL),
        (40, "increase", Assurance.PASS),
        (70, "decrease", Assurance.PASS),
        (40, "decrease", Assurance.FAIL),
        (52, "increase", Assurance.INCONSISTENT),
        (52, "neutral", None),
        (None, "increase", None),
    ],
)
def test_the_icon_of_assurance_sets_the_target_beside_the_latest_limits(
    target: float | None, direction: str, icon: Assurance | None
) -> None:
    assert chart(STEADY, target=target, direction=direction).assurance is icon


def test_a_target_on_the_limit_itself_is_neither_met_nor_missed_for_sure() -> None:
    upper = chart(STEADY).latest.limits.upper
    assert chart(STEADY, target=upper).assurance is Assurance.INCONSISTENT


def test_assurance_speaks_of_the_latest_part_and_of_the_target_in_force_then() -> None:
    asked = Asked(
        direction=Direction.INCREASE,
        rebases=(Rebase(day(13), DECIDED),),
        targets=(Target(20), Target(90, day(20))),
    )
    result = chart_of(series([*STEADY, *[value + 20 for value in STEADY]]), asked, TIDEGATE)
    assert result.assurance is Assurance.FAIL
    assert [point.target for point in result.points[17:21]] == [20, 20, 90, 90]


def test_a_target_can_end() -> None:
    targets = (Target(95), Target(None, date(2026, 2, 1)))
    assert target_on(targets, date(2026, 1, 31)) == 95
    assert target_on(targets, date(2026, 2, 1)) is None
    assert target_on((Target(95, date(2026, 2, 1)),), date(2026, 1, 31)) is None


def test_limits_are_held_from_a_baseline_and_not_moved_by_what_comes_after() -> None:
    held = chart([*STEADY, 90, 95], baseline=12)
    assert held.latest.limits == chart(STEADY).latest.limits
    assert held.latest.limits.points == 12


def test_nothing_is_rebased_without_being_told_to() -> None:
    result = chart([*STEADY, *[value + 20 for value in STEADY]])
    assert len(result.parts) == 1
    assert len(flags(result)) > 12


def test_a_rebase_keeps_the_earlier_part_and_who_decided_it() -> None:
    result = chart([*STEADY, *[value + 20 for value in STEADY]], rebase_at=[13])
    assert [part.limits.centre for part in result.parts] == [50.5, 70.5]
    assert result.parts[0].rebase is None
    assert result.parts[1].rebase == Rebase(day(13), DECIDED)
    assert (result.parts[0].last, result.parts[1].first) == (day(12), day(13))


@pytest.mark.parametrize(("reason", "author"), [("", "Analyst"), ("New ward", " ")])
def test_a_decision_without_a_reason_or_an_author_is_none(reason: str, author: str) -> None:
    with pytest.raises(ValueError, match="reason and its author"):
        Decision(reason, author, day(1))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"baseline": 11}, "BASELINE_TOO_SHORT"),
        ({"rebase_at": [1]}, "REBASE_AT_START"),
        ({"rebase_at": [5, 5]}, "REBASED_TWICE"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_code(asked: dict[str, object], code: str) -> None:
    with pytest.raises(UnusableSeries) as refused:
        chart(STEADY, **asked)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("days", "values", "code"),
    [
        ([1, 1], [1, 2], "TWO_VALUES_A_DAY"),
        ([2, 1], [1, 2], "OUT_OF_ORDER"),
        ([1], [None], "NO_VALUES"),
        ([], [], "NO_VALUES"),
        ([1], [float("nan")], "NOT_FINITE"),
        ([1, 2], [1], "LENGTHS_DIFFER"),
    ],
)
def test_a_series_that_is_none_is_refused(
    days: list[int], values: list[float | None], code: str
) -> None:
    with pytest.raises(UnusableSeries) as refused:
        Series(tuple(day(n) for n in days), tuple(values))
    assert refused.value.code == code


def test_a_missing_value_keeps_its_day_and_is_said() -> None:
    result = chart([*STEADY, None, 75], baseline=12)
    assert (result.points[12].value, result.points[12].type) == (None, None)
    assert flags(result) == [(14, "Above UCL")]
    assert NoteCode.MISSING_VALUES in codes(result)


def test_the_icon_speaks_of_the_last_known_point() -> None:
    result = chart([*HIGH, None], baseline=12)
    assert result.last.day == day(13)
    assert result.variation is Variation.IMPROVEMENT_HIGH


def test_one_point_has_no_limits_and_says_so() -> None:
    result = chart([5], target=4)
    assert result.latest.limits.upper is None
    assert result.assurance is None
    assert codes(result) == {NoteCode.ONE_POINT}


def test_limits_are_not_cut_at_nought() -> None:
    assert (chart([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1]).latest.limits.lower or 0) < 0


def test_counts_that_are_mostly_0_are_better_charted_by_the_time_between() -> None:
    assert NoteCode.RARE_EVENTS in codes(chart([0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0]))
    assert NoteCode.RARE_EVENTS not in codes(chart(STEADY))
    assert NoteCode.RARE_EVENTS not in codes(chart([0.0] * 12))


def test_events_become_days_since_the_event_before() -> None:
    between = days_between([date(2026, 3, 1), date(2026, 1, 1), date(2026, 1, 31)])
    assert between == Series((date(2026, 1, 31), date(2026, 3, 1)), (30.0, 29.0))


@pytest.mark.parametrize(
    ("events", "code"), [([1], "TOO_FEW_EVENTS"), ([1, 5, 5], "EVENTS_ON_ONE_DAY")]
)
def test_events_that_tell_no_time_are_refused(events: list[int], code: str) -> None:
    with pytest.raises(UnusableSeries) as refused:
        days_between([day(n) for n in events])
    assert refused.value.code == code


def test_a_long_time_without_the_event_is_a_signal_on_a_t_chart() -> None:
    result = chart([12, 5, 31, 8, 2, 19, 44, 3, 27, 16, 9, 60, 900], method="t", baseline=12)
    assert flags(result) == [(13, "Above UCL")]
    assert result.latest.limits.lower == 0


def test_times_of_0_are_said_on_a_t_chart_and_below_0_refused() -> None:
    assert NoteCode.ZERO_INTERVALS in codes(chart([0, *STEADY], method="t"))
    with pytest.raises(UnusableSeries) as refused:
        chart([-1, *STEADY], method="t")
    assert refused.value.code == "NEGATIVE_INTERVAL"


def test_a_g_chart_says_that_it_cannot_signal_below_and_shows_runs_by_its_median() -> None:
    result = chart([40, 60, 55, 45, 70, 35, *[3] * 7], method="g")
    assert NoteCode.NO_LOWER_SIGNAL in codes(result)
    assert result.latest.limits.lower is None
    assert result.latest.limits.centre == 3
    closer = chart([40, 60, 55, 45, 70, 35, 50, 52, *[3] * 7], method="g")
    assert flags(closer)[-7:] == [(n, "7 Points Below CL") for n in range(9, 16)]


def test_a_result_names_what_it_was_made_with() -> None:
    asked = ask(target=52)
    result = chart_of(series(STEADY), asked, TIDEGATE)
    assert (result.asked, result.rules) == (asked, TIDEGATE)
