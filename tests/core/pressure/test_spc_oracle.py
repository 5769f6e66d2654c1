"""Whatever the values, charts agree with the slow oracle that reckons in exact fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.pressure.slow_spc import slow_labels, slow_limits
from tests.core.pressure.spc_series import REFERENCE, TIDEGATE, chart, day

# Few distinct values make ties, points on the centre line and flat stretches likely.
tenths = st.one_of(
    st.lists(st.integers(-3, 3), min_size=1, max_size=40),
    st.lists(st.integers(0, 900), min_size=1, max_size=40),
    st.lists(st.sampled_from([10, 10, 10, 11, 90]), min_size=1, max_size=40),
)


def as_values(given_tenths: Sequence[int]) -> tuple[list[float], list[Fraction]]:
    return [n / 10 for n in given_tenths], [Fraction(n, 10) for n in given_tenths]


def short(label: str) -> str:
    return "7 Point Trend" if "Trend" in label else label


@given(tenths, st.booleans(), st.booleans(), st.booleans())
def test_limits_and_labels_are_those_of_the_oracle(
    numbers: list[int], screen: bool, held: bool, outside_is_near: bool
) -> None:
    floats, exact = as_values(numbers)
    rules = TIDEGATE if outside_is_near else REFERENCE
    result = chart(floats, rules, screen=screen, baseline=12 if held else None)
    centre, width = slow_limits(exact[:12] if held else exact, screen=screen)
    limits = result.latest.limits
    if rules is REFERENCE and screen and width == 0:
        assert limits.upper is None
        return
    assert limits.centre == pytest.approx(float(centre), abs=1e-9)
    if width is None:
        assert limits.lower is limits.upper is None
    else:
        assert limits.upper == pytest.approx(float(centre + width), abs=1e-9)
        assert limits.lower == pytest.approx(float(centre - width), abs=1e-9)
    assert [short(point.label) for point in result.points] == slow_labels(
        exact, centre, width, outside_is_near=outside_is_near
    )


@given(tenths)
def test_a_mirrored_series_has_mirrored_signals(numbers: list[int]) -> None:
    up = chart([n / 10 for n in numbers], direction="increase")
    down = chart([-n / 10 for n in numbers], direction="decrease")
    assert [point.type for point in up.points] == [point.type for point in down.points]
    assert [point.rule for point in up.points] == [point.rule for point in down.points]


@given(tenths, st.integers(0, 40))
def test_a_missing_value_changes_nothing_but_its_own_point(numbers: list[int], at: int) -> None:
    values: list[float | None] = [n / 10 for n in numbers]
    at = min(at, len(values))
    whole = chart(values)
    gapped = chart([*values[:at], None, *values[at:]])
    assert gapped.latest.limits == whole.latest.limits
    told = [point.label for point in gapped.points]
    assert told.pop(at) == ""
    assert told == [point.label for point in whole.points]


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=20),
    st.lists(st.integers(0, 50), min_size=1, max_size=20),
)
def test_each_part_is_charted_as_if_it_stood_alone(before: list[int], after: list[int]) -> None:
    both = chart([*before, *after], rebase_at=[len(before) + 1])
    assert [part.limits for part in both.parts] == [
        chart(before).latest.limits, chart(after).latest.limits,
    ]  # fmt: skip
    alone = [*chart(before).points, *chart(after).points]
    assert [point.label for point in both.points] == [point.label for point in alone]
    assert both.parts[1].first == day(len(before) + 1)
