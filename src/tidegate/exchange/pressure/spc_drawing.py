"""The geometry of a chart, so that its template only writes it down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from tidegate.core.pressure.spc.icons import Assurance, PointType
from tidegate.exchange.pressure.spc_words import ASSURANCES, VARIATIONS, figure, on_day, point_words

if TYPE_CHECKING:
    from tidegate.core.pressure.spc.result import Part
    from tidegate.exchange.pressure.spc_charted import Charted

WIDTH, HEIGHT = 760, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 620, 24, 280
_LINE_OF_TEXT = 15
_WIDTH_OF_LETTER = 6.2
_TICKS, _DAYS_SHOWN = 5, 6
_ROOM = 0.06
_DENSE = 80
SHAPES = {
    PointType.COMMON_CAUSE: "dot",
    PointType.IMPROVEMENT: "diamond",
    PointType.CONCERN: "square",
    PointType.NEUTRAL_HIGH: "triangle",
    PointType.NEUTRAL_LOW: "triangle",
}

QUIET, BLUE, ORANGE, PURPLE = "#4c6272", "#005eb8", "#ae5a00", "#5c2d91"
COLOURS = {"improvement": BLUE, "concern": ORANGE, "neutral": PURPLE}
ASSURED = {
    Assurance.PASS: ("P", BLUE),
    Assurance.FAIL: ("F", ORANGE),
    Assurance.INCONSISTENT: ("?", QUIET),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One point: where, in which shape, and its label."""

    x: float
    y: float
    shape: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line or a broken one, and what it is."""

    look: str
    path: str


@dataclass(frozen=True, slots=True)
class Word:
    """A text beside the chart."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Icon:
    """One icon: a letter in a ring, its colour, and what it says in words."""

    letter: str
    colour: str
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole chart: lines, marks and texts, in the units of its view box."""

    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    values: tuple[Word, ...]
    days: tuple[Word, ...]
    names: tuple[Word, ...]
    parts: tuple[Word, ...]
    size: float
    shapes: tuple[str, ...]
    icons: tuple[Icon, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    x: Callable[[date], float]
    y: Callable[[float], float]
    ticks: tuple[float, ...]


def draw(charted: Charted) -> Drawing:
    """Lay a chart out: the days to scale, limits cut for the eye where the settings say so."""
    scale, points = _scale(charted), charted.result.points
    marks = tuple(
        Mark(scale.x(one.day), scale.y(one.value), SHAPES[one.type], point_words(one, charted))
        for one in points
        if one.value is not None and one.type is not None
    )
    return Drawing(
        lines=tuple(_lines(charted, scale)),
        marks=marks,
        values=tuple(Word(_LEFT - 8, scale.y(at) + 4, _tick(at)) for at in scale.ticks),
        days=_days(charted, scale),
        names=_names(charted, scale),
        parts=tuple(_renewals(charted, scale)),
        size=3 if len(marks) > _DENSE else 5,
        shapes=tuple(shape for shape in dict.fromkeys(SHAPES.values())
                     if any(mark.shape == shape for mark in marks)),
        icons=icons_of(charted),
    )  # fmt: skip


def icons_of(charted: Charted) -> tuple[Icon, ...]:
    """Return the icon of variation, and that of assurance where there is one.

    H and L say the side that the last point went to, ~ that it went to none; P passes the target,
    F fails it, ? is now one and now the other.
    """
    meaning, _, side = charted.result.variation.value.rpartition("_")
    colour = COLOURS.get(meaning, QUIET)
    letter = {"high": "H", "low": "L"}.get(side, "~")
    found = [Icon(letter, colour, f"Variation: {VARIATIONS[charted.result.variation]}")]
    if charted.result.assurance is not None:
        letter, colour = ASSURED[charted.result.assurance]
        found.append(Icon(letter, colour, f"Assurance: {ASSURANCES[charted.result.assurance]}"))
    return tuple(found)


def _shown(value: float | None, charted: Charted) -> float | None:
    """Cut a line at the bounds of what is measured; tests were made before."""
    if value is None:
        return None
    least, most = charted.shown.least, charted.shown.most
    value = value if least is None else max(value, least)
    return value if most is None else min(value, most)


def _scale(charted: Charted) -> _Scale:
    points = charted.result.points
    heights = [point.value for point in points] + [point.target for point in points]
    for part in charted.result.parts:
        heights += [_shown(line, charted) for line in _limits(part)]
    known = [height for height in heights if height is not None]
    low, high = min(known), max(known)
    ticks = _round_steps(low, high)
    low, high = min(low, ticks[0]), max(high, ticks[-1])
    room = _ROOM * (high - low)
    low, high = low - room, high + room
    first, last = points[0].day.toordinal(), points[-1].day.toordinal()
    span = (last - first) or 1
    start = _LEFT if last > first else (_LEFT + _RIGHT) / 2

    def x(day: date) -> float:
        return round(start + (_RIGHT - _LEFT) * (day.toordinal() - first) / span, 1)

    def y(value: float) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * (value - low) / (high - low), 1)

    return _Scale(x, y, ticks)


def _limits(part: Part) -> tuple[float | None, float | None, float | None]:
    return part.limits.lower, part.limits.centre, part.limits.upper


def _round_steps(low: float, high: float) -> tuple[float, ...]:
    """Return round figures from at or below the lowest to at or above the highest."""
    spread = (high - low) or abs(high) or 1.0
    rough = spread / _TICKS
    size = 10 ** floor(log10(rough))
    step = next(size * by for by in (1, 2, 5, 10) if size * by >= rough)
    first, last = floor(low / step), ceil(high / step)
    return tuple(round(step * n, 10) for n in range(first, max(last, first + 1) + 1))


def _tick(value: float) -> str:
    return f"{value:,.10g}"


def _lines(charted: Charted, scale: _Scale) -> Iterable[Line]:
    for at in scale.ticks:
        yield Line("grid", f"M{_LEFT} {scale.y(at)}H{_RIGHT}")
    for part in charted.result.parts:
        ends = scale.x(part.first), scale.x(part.last)
        lower, centre, upper = (_shown(each, charted) for each in _limits(part))
        for look, height in (("limit", lower), ("centre", centre), ("limit", upper)):
            if height is not None:
                yield Line(look, f"M{ends[0]} {scale.y(height)}H{ends[1]}")
        if part.rebase and part.rebase.first == part.first:
            yield Line("rebase", f"M{ends[0]} {_TOP - 18}V{_BOTTOM}")
    points = charted.result.points
    targets = [(point.day, point.target) for point in points]
    yield from (Line("target", path) for path in _paths(targets, scale, level=True))
    for number in range(len(charted.result.parts)):
        values = [(point.day, point.value) for point in points if point.part == number]
        yield from (Line("values", path) for path in _paths(values, scale, level=False))


def _paths(
    points: Sequence[tuple[date, float | None]], scale: _Scale, *, level: bool
) -> Iterable[str]:
    """Join points to lines that break where a value is missing; ``level`` ones move in steps."""
    path, before = "", None
    for day, value in points:
        if value is None:
            if path:
                yield path
            path, before = "", None
            continue
        x, y = scale.x(day), scale.y(value)
        if not path:
            path = f"M{x} {y}"
        elif level:
            path += f"H{x}" if value == before else f"H{x}V{y}"
        else:
            path += f"L{x} {y}"
        before = value
    if path:
        yield path


def _days(charted: Charted, scale: _Scale) -> tuple[Word, ...]:
    days = [point.day for point in charted.result.points]
    apart = max(1, ceil((len(days) - 1) / (_DAYS_SHOWN - 1)))
    return tuple(
        Word(scale.x(day), _BOTTOM + 20, f"{day.day} {day:%b %Y}") for day in days[::apart]
    )


def _renewals(charted: Charted, scale: _Scale) -> Iterable[Word]:
    """Say above each new part since when, and why, as far as there is room up to the next."""
    parts = charted.result.parts[1:]
    ends = [*(scale.x(part.first) for part in parts[1:]), float(WIDTH)]
    for part, end in zip(parts, ends, strict=False):
        x, day = scale.x(part.first) + 4, part.first
        room = max(int((end - x) / _WIDTH_OF_LETTER), 1)
        why = f": {part.rebase.decision.reason}" if part.rebase else ""
        said = f"New limits from {on_day(day)}{why}"
        if len(said) > room:
            said = f"From {day.day} {day:%b}{why}"
        yield Word(x, _TOP - 8, said if len(said) <= room else f"{said[: room - 1]}…")


def _names(charted: Charted, scale: _Scale) -> tuple[Word, ...]:
    """Name the latest lines at their right ends, moved apart where they would overlap."""
    lower, centre, upper = _limits(charted.result.latest)
    middle = "Median" if charted.result.asked.method == "g" else "Mean"
    lines = [
        ("Upper limit", upper),
        (middle, centre),
        ("Lower limit", lower),
        ("Target", charted.result.points[-1].target),
    ]
    found = [
        (scale.y(shown), f"{name} {figure(value, charted)}")
        for name, value in lines
        if (shown := value if name == "Target" else _shown(value, charted)) is not None
    ]
    return tuple(_apart(sorted(found)))


def _apart(found: Sequence[tuple[float, str]]) -> Iterable[Word]:
    """Move names down where they would overlap, and back up where that ran out of the picture."""
    heights: list[float] = []
    for y, _ in found:
        heights.append(max(y + 4, heights[-1] + _LINE_OF_TEXT if heights else _TOP))
    lowest: float = _BOTTOM
    for n in reversed(range(len(heights))):
        heights[n] = min(heights[n], lowest)
        lowest = heights[n] - _LINE_OF_TEXT
    return (
        Word(_RIGHT + 10, round(y, 1), text) for y, (_, text) in zip(heights, found, strict=True)
    )
