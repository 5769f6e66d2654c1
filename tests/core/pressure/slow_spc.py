"""A slow and obvious way to chart values: exact fractions, every window looked at."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

FACTOR, SCREEN, NEAR = Fraction("2.66"), Fraction("3.267"), Fraction(2, 3)
RUN = TREND = 7


def slow_limits(baseline: Sequence[Fraction], *, screen: bool) -> tuple[Fraction, Fraction | None]:
    """Centre, and distance of the limits from it."""
    centre = sum(baseline, Fraction()) / len(baseline)
    ranges = [abs(baseline[n] - baseline[n - 1]) for n in range(1, len(baseline))]
    if not ranges:
        return centre, None
    average = sum(ranges, Fraction()) / len(ranges)
    kept = [each for each in ranges if each < SCREEN * average]
    if screen and sum(kept) > 0:
        average = sum(kept, Fraction()) / len(kept)
    return centre, FACTOR * average


def slow_labels(
    values: Sequence[Fraction], centre: Fraction, width: Fraction | None, *, outside_is_near: bool
) -> list[str]:
    """The label of each point, by looking at every window that it could be part of."""
    return [
        next((rule for rule in RULES if holds(rule, n, values, centre, width, outside_is_near)), "")
        for n in range(len(values))
    ]


RULES = (
    "Above UCL", "Below LCL", "7 Point Trend", "2 in 3 Above CL", "2 in 3 Below CL",
    "7 Points Above CL", "7 Points Below CL",
)  # fmt: skip


def holds(
    rule: str, n: int, values: Sequence[Fraction], centre: Fraction, width: Fraction | None,
    outside_is_near: bool,
) -> bool:  # fmt: skip
    sign = -1 if "Below" in rule else 1
    apart = [sign * (value - centre) for value in values]

    def windows(length: int) -> list[range]:
        return [
            range(first, first + length)
            for first in range(n - length + 1, n + 1)
            if first >= 0 and first + length <= len(values)
        ]

    def near(k: int) -> bool:
        assert width is not None
        return apart[k] > NEAR * width and (outside_is_near or apart[k] <= width)

    if rule in ("Above UCL", "Below LCL"):
        return width is not None and apart[n] > width
    if rule == "7 Point Trend":
        return any(rises(values, w) or rises([-v for v in values], w) for w in windows(TREND))
    if rule.startswith("2 in 3"):
        return width is not None and near(n) and any(
            all(apart[k] > 0 for k in w) and sum(near(k) for k in w) >= 2 for w in windows(3)
        )  # fmt: skip
    return any(all(apart[k] > 0 for k in w) for w in windows(RUN))


def rises(values: Sequence[Fraction], window: range) -> bool:
    return all(values[k] > values[k - 1] for k in window[1:])
