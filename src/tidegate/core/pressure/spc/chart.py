"""Make a chart's one result: parts, limits, signals and icons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tidegate.core.pressure.spc.asked import Asked, Method, Rebase, target_on
from tidegate.core.pressure.spc.icons import assurance, point_type, variation
from tidegate.core.pressure.spc.limits import Limits, back_to_time, g_limits, to_even, xmr_limits
from tidegate.core.pressure.spc.notes import notes
from tidegate.core.pressure.spc.result import Part, Point, Result
from tidegate.core.pressure.spc.series import Series, UnusableSeries
from tidegate.core.pressure.spc.signals import Signal, signals

if TYPE_CHECKING:
    from tidegate.core.pressure.spc.rules import RuleSet


def chart_of(series: Series, asked: Asked, rules: RuleSet) -> Result:
    """Chart a series as asked.

    Limits are not cut at 0 or 100: whatever cuts them for the eye does so after the tests.

    Raises:
        UnusableSeries: a rebase on a day that the series has no value for, or on its first; a
            baseline of too few points; a time or a number of cases below 0.
    """
    _refuse(series, asked, rules)
    parts: list[Part] = []
    points: list[Point] = []
    for begun_by, days, values in _split(series, asked.rebases):
        known = [value for value in values if value is not None]
        lead = () if parts else asked.lead.values
        limits, found = _judged(lead, known, asked, rules)
        trial = len(lead) + len(known) < rules.settled_points
        begun = begun_by if parts else asked.lead.begun_by
        parts.append(Part(days[0], days[-1], limits, trial, begun))
        signal_of = iter(found)
        for day, value in zip(days, values, strict=True):
            signal = None if value is None else next(signal_of)
            points.append(_point(day, value, len(parts) - 1, signal, asked, rules))
    last = next(point for point in reversed(points) if point.value is not None)
    return Result(
        points=tuple(points),
        parts=tuple(parts),
        variation=variation(last.side, asked.direction),
        assurance=assurance(last.target, parts[-1].limits, asked.direction),
        asked=asked,
        rules=rules,
        notes=notes(series, parts, asked, rules),
    )


def _refuse(series: Series, asked: Asked, rules: RuleSet) -> None:
    baseline = asked.baseline
    if baseline is not None and baseline.points < rules.baseline_points:
        raise UnusableSeries(
            "BASELINE_TOO_SHORT",
            f"a baseline has {rules.baseline_points} points or more, not {baseline.points}",
        )
    if asked.method is not Method.XMR and any(value < 0 for value in series.values if value):
        raise UnusableSeries("NEGATIVE_INTERVAL", "what lies between two events is never below 0")
    value_on = dict(zip(series.days, series.values, strict=True))
    first = series.days[series.known[0]]
    days = [rebase.first for rebase in asked.rebases]
    for day in days:
        if value_on.get(day) is None:
            raise UnusableSeries("REBASE_DATE_ABSENT", f"limits begin anew on {day}: no value then")
        if day == first:
            raise UnusableSeries("REBASE_AT_START", f"nothing before {day} to begin anew from")
        if days.count(day) > 1:
            raise UnusableSeries("REBASED_TWICE", f"limits begin anew on {day} more than once")


def _split(
    series: Series, rebases: Sequence[Rebase]
) -> list[tuple[Rebase | None, tuple[date, ...], tuple[float | None, ...]]]:
    """Cut a series where limits begin anew."""
    ordered = sorted(rebases, key=lambda rebase: rebase.first)
    starts = [0, *(series.days.index(rebase.first) for rebase in ordered)]
    ends = [*starts[1:], len(series.days)]
    return [
        (begun_by, series.days[start:end], series.values[start:end])
        for begun_by, start, end in zip([None, *ordered], starts, ends, strict=True)
    ]


def _judged(
    lead: Sequence[float], known: Sequence[float], asked: Asked, rules: RuleSet
) -> tuple[Limits, tuple[Signal | None, ...]]:
    """Return the limits of a part, and the signal of each known point of it that is shown."""
    held = None if asked.baseline is None else asked.baseline.points
    base = [*lead, *known][:held]
    if asked.method is Method.G:
        limits = g_limits(base, rules)
        return limits, signals(known, limits, rules)
    if asked.method is Method.XMR:
        limits = xmr_limits(base, rules, screen=asked.screen)
        return limits, signals(known, limits, rules)
    even = [to_even(value) for value in known]
    on_even = xmr_limits([to_even(value) for value in base], rules, screen=asked.screen)
    return back_to_time(on_even), signals(even, on_even, rules)


def _point(
    day: date, value: float | None, part: int, signal: Signal | None, asked: Asked, rules: RuleSet
) -> Point:
    side = signal.side if signal else None
    return Point(
        day=day,
        value=value,
        part=part,
        target=target_on(asked.targets, day),
        rule=signal.rule if signal else None,
        side=side,
        label=rules.named(signal.rule, signal.side) if signal else "",
        type=None if value is None else point_type(side, asked.direction),
    )
