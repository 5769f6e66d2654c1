"""A chart's result in words: figures, icons, and the one sentence that says what it shows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tidegate.core.pressure.spc.asked import Direction, Method
from tidegate.core.pressure.spc.icons import Assurance, PointType, Variation
from tidegate.core.pressure.spc.rules import Side

if TYPE_CHECKING:
    from tidegate.core.pressure.spc.result import Part, Point
    from tidegate.core.pressure.spc.shifts import Shift
    from tidegate.exchange.pressure.spc_charted import Charted

METHODS = {
    Method.XMR: "XmR chart of single values",
    Method.T: "T chart of the time between events",
    Method.G: "G chart of the cases between events",
}
TYPES = {
    PointType.COMMON_CAUSE: "common cause",
    PointType.IMPROVEMENT: "special cause, improvement",
    PointType.CONCERN: "special cause, concern",
    PointType.NEUTRAL_HIGH: "special cause, high",
    PointType.NEUTRAL_LOW: "special cause, low",
}
VARIATIONS = {
    Variation.COMMON_CAUSE: "Common cause",
    Variation.IMPROVEMENT_HIGH: "Improvement, high",
    Variation.IMPROVEMENT_LOW: "Improvement, low",
    Variation.CONCERN_HIGH: "Concern, high",
    Variation.CONCERN_LOW: "Concern, low",
    Variation.NEUTRAL_HIGH: "Change, high",
    Variation.NEUTRAL_LOW: "Change, low",
}
ASSURANCES = {
    Assurance.PASS: "Passes target",
    Assurance.FAIL: "Fails target",
    Assurance.INCONSISTENT: "Hit and miss",
}
DIRECTIONS = {
    Direction.INCREASE: "higher is better",
    Direction.DECREASE: "lower is better",
    Direction.NEUTRAL: "neither way is better",
}
_OF_TARGET = {
    Assurance.PASS: "lies beyond the limits on the good side: it will be met unless something "
    "changes",
    Assurance.FAIL: "lies beyond the limits on the bad side: it will not be met unless something "
    "changes",
    Assurance.INCONSISTENT: "lies within the limits: chance decides when it is met",
}
_MOST_DECIMALS = 2
_MANY = 1000


def on_day(day: date) -> str:
    """Write a day as ``31 January 2026``."""
    return f"{day.day} {day:%B %Y}"


def figure(value: float | None, charted: Charted) -> str:
    """Write a figure with its unit; a dash where there is none."""
    if value is None:
        return "–"
    return f"{value:,.{decimals(charted)}f}{charted.shown.unit}"


def decimals(charted: Charted) -> int:
    """Return how many places figures are written with: as asked, else as the values need."""
    if charted.shown.decimals is not None:
        return charted.shown.decimals
    values = [point.value for point in charted.result.points if point.value is not None]
    if all(value == int(value) for value in values):
        return 0 if max(map(abs, values)) >= _MANY else 1
    return _MOST_DECIMALS if max(map(abs, values)) < 1 else 1


def assurance_words(charted: Charted) -> str:
    """Name the icon of assurance, or say why there is none."""
    result = charted.result
    if result.assurance is not None:
        return ASSURANCES[result.assurance]
    if result.last.target is None:
        return "No target"
    return "No direction" if result.asked.direction is Direction.NEUTRAL else "No limits"


def sentence(charted: Charted) -> str:
    """Say what a chart shows: the last value, what it is, and whether the target is in reach."""
    last = charted.result.last
    value = f"{figure(last.value, charted)} on {on_day(last.day)}"
    said = f"The last value, {value}, is {_of_last(last)}{_between(charted)}"
    if charted.result.assurance is None:
        return f"{said}."
    target = figure(last.target, charted)
    return f"{said}. The target of {target} {_OF_TARGET[charted.result.assurance]}."


def _of_last(last: Point) -> str:
    assert last.type is not None  # noqa: S101 - the last known point has a type
    if last.type is PointType.COMMON_CAUSE:
        return "common cause: nothing sets it apart from the usual ups and downs"
    return f"{TYPES[last.type]} ({last.label})"


def _between(charted: Charted) -> str:
    limits = charted.result.latest.limits
    if limits.upper is None:
        return ""
    low, high = (figure(each, charted) for each in (limits.lower, limits.upper))
    upto = f"up to {high}" if limits.lower is None else f"between {low} and {high}"
    trial = ", on trial" if charted.result.latest.trial else ""
    return f"; limits are {upto}{trial}"


def sentence_of_shift(shift: Shift, charted: Charted) -> str:
    """Say since when the values of a chart have stood on one side, and how many of them do."""
    middle = "median" if charted.result.asked.method is Method.G else "mean"
    before = ", if not longer" if shift.or_before else ""
    return (
        f"Since {on_day(shift.first)}{before}, {shift.on_side} of {shift.points} values stand "
        f"{'above' if shift.side is Side.HIGH else 'below'} the {middle}."
    )


def point_words(point: Point, charted: Charted) -> str:
    """Say what one point is, as the label that belongs to its mark."""
    value = "no value" if point.value is None else figure(point.value, charted)
    said = f"{on_day(point.day)}: {value}"
    if point.type is None or point.type is PointType.COMMON_CAUSE:
        return said
    return f"{said}, {TYPES[point.type]} ({point.label})"


def decisions(charted: Charted) -> tuple[str, ...]:
    """Say who held or renewed limits, when and why."""
    asked = charted.result.asked
    said = []
    if asked.baseline is not None:
        one = asked.baseline.decision
        said.append(
            f"Limits are held from the first {asked.baseline.points} points of each part: "
            f"{one.reason} ({one.author}, {on_day(one.decided)})."
        )
    return (*said, *(_rebased(part) for part in charted.result.parts if part.rebase))


def _rebased(part: Part) -> str:
    assert part.rebase is not None  # noqa: S101 - the caller asked
    one = part.rebase.decision
    return (
        f"Limits are reckoned anew from {on_day(part.rebase.first)}: {one.reason} "
        f"({one.author}, {on_day(one.decided)})."
    )


def method_words(charted: Charted) -> str:
    """Say how a chart is reckoned: method, direction, screening and the rules, as below it."""
    asked, rules = charted.result.asked, charted.result.rules
    screened = ""
    if asked.method is not Method.G:
        how = "are left out once" if asked.screen else "are kept"
        screened = f" Far larger moving ranges {how}."
    return f"{METHODS[asked.method]}; {DIRECTIONS[asked.direction]}.{screened} {rules.sentence()}"
