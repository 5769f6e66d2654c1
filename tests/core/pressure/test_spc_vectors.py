"""The 33 checked series: reckoned as the reference does, and what we do otherwise on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.core.pressure.spc_series import (
    CHECKED,
    REFERENCE,
    TIDEGATE,
    VECTORS,
    chart,
    chart_vector,
)  # fmt: skip

from tidegate.core.pressure.spc.result import Result

CONCERN, BETTER = "special_cause_concern", "special_cause_improvement"
TWO_HIGH, TWO_LOW = "2 in 3 Above CL", "2 in 3 Below CL"

FLAGS_ON_PURPOSE = {
    # A point outside counts towards two of three, so that the near one beside it is told too.
    "R16_outside_plus_close_not_two_in_three": {15: [TWO_HIGH, BETTER]},
    "R29_four_hour_percent": {n: [TWO_LOW, CONCERN] for n in (1, 7)},
    "R30_handover_minutes": {n: [TWO_LOW, BETTER] for n in (2, 7)},
    # A flat baseline has limits, and the change after it is told.
    "R21_constant_then_change": {13: ["Above UCL", BETTER]},
}
ELSE_ON_PURPOSE = {
    # Twelve points are enough, as the reference says itself.
    "R18_rebase_step": {"short_group_warning": False},
    "R20_constant": {"segments": [{"first_point": 1, "mean": 5, "lpl": 5, "upl": 5}]},
    "R21_constant_then_change": {
        "segments": [{"first_point": 1, "mean": 5, "lpl": 5, "upl": 5}],
        "variation_last_point": BETTER,
    },
}


def told(result: Result) -> dict[str, Any]:
    """A result in the words of the vectors."""
    first = {point.day: n for n, point in enumerate(result.points, 1)}
    return {
        "segments": [
            {"first_point": first[part.first], "mean": part.limits.centre,
             "lpl": part.limits.lower, "upl": part.limits.upper}
            for part in result.parts
        ],
        "flags": [
            [n, point.label, point.type.value]
            for n, point in enumerate(result.points, 1)
            if point.type and point.label
        ],
        "variation_last_point": result.last.type.value if result.last.type else None,
        "assurance": result.assurance.value if result.assurance else None,
        "short_group_warning": any(part.trial for part in result.parts),
    }  # fmt: skip


def expect(got: dict[str, Any], expected: Mapping[str, Any]) -> None:
    near = [
        {key: figure if figure is None else pytest.approx(figure, rel=1e-8, abs=1e-8)
         for key, figure in line.items()}
        for line in expected["segments"]
    ]  # fmt: skip
    assert got == {**expected, "segments": near}


def test_all_33_vectors_are_here() -> None:
    assert [vector["id"][:3] for vector in VECTORS] == [f"R{n:02d}" for n in range(1, 34)]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_the_rules_of_the_reference_give_its_answers(
    vector: Mapping[str, Any],
) -> None:
    expect(told(chart_vector(vector, REFERENCE)), vector["expected"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_our_rules_differ_only_where_the_reference_has_a_defect(vector: Mapping[str, Any]) -> None:
    name = vector["id"]
    flagged = {n: told for n, *told in vector["expected"]["flags"]}
    flagged |= FLAGS_ON_PURPOSE.get(name, {})
    expected = {
        **vector["expected"],
        "flags": [[n, *flagged[n]] for n in sorted(flagged)],
        **ELSE_ON_PURPOSE.get(name, {}),
    }
    expect(told(chart_vector(vector, TIDEGATE)), expected)


def test_times_between_rare_events_have_the_checked_limits() -> None:
    rare = CHECKED["rare_events"]
    limits = chart(rare["x"], method="t").latest.limits
    assert limits.centre == pytest.approx(rare["t_chart"]["centre"], rel=1e-6)
    assert limits.upper == pytest.approx(rare["t_chart"]["upper_2.66"], rel=1e-6)
    assert limits.lower == rare["t_chart"]["lower"]


def test_the_other_constant_gives_the_other_checked_limit() -> None:
    rare = CHECKED["rare_events"]
    limits = chart(rare["x"], replace(TIDEGATE, limit_factor=3 / 1.128), method="t").latest.limits
    assert limits.upper == pytest.approx(rare["t_chart"]["upper_3_over_1.128"], rel=1e-6)


def test_cases_between_rare_events_have_the_checked_limits() -> None:
    rare = CHECKED["rare_events"]
    limits = chart(rare["x"], method="g").latest.limits
    assert limits.centre == rare["g_chart"]["median"]
    assert limits.upper == pytest.approx(rare["g_chart"]["upper3"], rel=1e-6)
    assert limits.lower is None


# 67 times, and 67 numbers of cases, between events with their published limits, those of times
# reckoned with 3/1.128. Numbers only, from tests of AUS-DOH-Safety-and-Quality/PowerBI-SPC.
PUBLISHED = [
    16, 20, 5, 13, 1, 26, 46, 12, 12, 5, 19, 4, 3, 15, 14, 9, 8, 15, 21, 6, 3, 1, 56, 117, 1, 33,
    9, 9, 19, 12, 1, 16, 13, 18, 1, 35, 16, 5, 21, 38, 3, 25, 3, 11, 13, 20, 9, 3, 8, 21, 24, 38,
    8, 13, 9, 1, 30, 23, 3, 7, 22, 19, 11, 31, 6, 1, 1,
]  # fmt: skip


def test_times_between_events_have_the_limits_that_were_published() -> None:
    limits = chart(PUBLISHED, replace(TIDEGATE, limit_factor=3 / 1.128), method="t").latest.limits
    near = (limits.lower, limits.near_lower, limits.near_upper, limits.upper)
    assert near == pytest.approx((0.0221, 0.6402, 54.0812, 97.268), rel=1e-4, abs=6e-5)


def test_without_the_other_constant_the_upper_limit_is_a_little_higher() -> None:
    assert chart(PUBLISHED, method="t").latest.limits.upper == pytest.approx(97.293, abs=1e-3)


CASES = [
    23, 39, 15, 34, 1, 49, 98, 29, 27, 13, 45, 7, 10, 27, 24, 14, 20, 38, 44, 11, 10, 3, 113, 183,
    3, 47, 18, 18, 33, 15, 2, 38, 27, 27, 1, 52, 23, 7, 26, 82, 5, 49, 5, 17, 24, 44, 26, 2, 27, 46,
    55, 97, 22, 22, 20, 4, 60, 51, 7, 21, 66, 36, 25, 72, 15, 5, 3,
]  # fmt: skip


def test_cases_between_events_have_the_limits_that_were_published() -> None:
    limits = chart(CASES, method="g").latest.limits
    assert (limits.near_upper, limits.upper) == pytest.approx((96.01, 128.17), abs=5e-3)
    assert limits.lower is limits.near_lower is None
