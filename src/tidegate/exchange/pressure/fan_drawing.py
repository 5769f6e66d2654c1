"""The geometry of a fan chart and of a calibration plot, so that templates only write it down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, log10

WIDTH, HEIGHT = 760, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 640, 16, 256
SIDE = 320
_PLOT = (44, 300, 12, 268)  # left, right, top and bottom of a calibration plot
_TICKS, _DAYS_SHOWN = 5, 7
_ROOM = 0.06
_LINE_OF_TEXT = 15
_LARGEST, _SMALLEST = 11.0, 3.0
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Ahead:
    """One day ahead: the middle of what is expected, and its central 50 % and 90 %."""

    day: date
    least: float
    low: float
    middle: float
    high: float
    most: float


@dataclass(frozen=True, slots=True)
class Fan:
    """What a fan chart shows.

    Attributes:
        title: of which figure and place.
        words: the sentence that says what it shows.
        past: days and what was reported; a day without is left out.
        ahead: the forecast, a day after the other; at least one.
        made_on: the day it was made on.
        marks: lines across, each with its name, such as where a level begins.
    """

    title: str
    words: str
    past: Sequence[tuple[date, float]]
    ahead: Sequence[Ahead]
    made_on: date
    marks: Sequence[tuple[float, str]] = ()


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot with its label."""

    x: float
    y: float
    words: str
    size: float = 2.5


@dataclass(frozen=True, slots=True)
class Word:
    """A text beside the chart."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class FanDrawn:
    """A fan chart laid out, in the units of its view box."""

    grid: tuple[str, ...]
    marks: tuple[str, ...]
    wide: str
    narrow: str
    middle: str
    past: tuple[str, ...]
    dots: tuple[Dot, ...]
    made_on: str
    values: tuple[Word, ...]
    days: tuple[Word, ...]
    names: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class CalibrationDrawn:
    """A calibration plot laid out: dots below the line were said too high."""

    grid: tuple[str, ...]
    diagonal: str
    dots: tuple[Dot, ...]
    values: tuple[Word, ...]
    shares: tuple[Word, ...]


def draw_fan(fan: Fan) -> FanDrawn:
    """Lay a fan chart out: days to scale, the bands around their middle, the past as dots."""
    x, y, ticks = _scales(fan)
    wide, narrow, middle = (
        _band(fan, x, y, "least", "most"),
        _band(fan, x, y, "low", "high"),
        "M" + "L".join(f"{x(one.day)} {y(one.middle)}" for one in fan.ahead),
    )
    made = x(fan.made_on)
    return FanDrawn(
        grid=tuple(f"M{_LEFT} {y(at)}H{_RIGHT}" for at in ticks),
        marks=tuple(f"M{_LEFT} {y(at)}H{_RIGHT}" for at, _ in fan.marks if _inside(at, ticks)),
        wide=wide,
        narrow=narrow,
        middle=middle,
        past=tuple(_lines(fan.past, x, y)),
        dots=tuple(Dot(x(day), y(value), f"{_on(day)}: {_figure(value)}")
                   for day, value in fan.past),
        made_on=f"M{made} {_TOP}V{_BOTTOM}",
        values=tuple(Word(_LEFT - 8, y(at) + 4, _figure(at)) for at in ticks),
        days=_days(fan, x),
        names=tuple(_names(fan, y, ticks)),
    )  # fmt: skip


def draw_calibration(rows: Sequence[tuple[float, float, int]]) -> CalibrationDrawn:
    """Lay out what was said against how often it happened; the area of a dot says how many.

    Args:
        rows: probability said, share that happened, and how many.
    """
    left, right, top, bottom = _PLOT
    most = max((times for _, _, times in rows), default=1)

    def x(share: float) -> float:
        return round(left + (right - left) * share, 1)

    def y(share: float) -> float:
        return round(bottom - (bottom - top) * share, 1)

    return CalibrationDrawn(
        grid=tuple(path for at in _SHARES for path in
                   (f"M{x(at)} {top}V{bottom}", f"M{left} {y(at)}H{right}")),
        diagonal=f"M{x(0)} {y(0)}L{x(1)} {y(1)}",
        dots=tuple(
            Dot(x(said), y(happened), f"said {said:.0%}, happened {happened:.0%}, {times} times",
                round(max(_SMALLEST, _LARGEST * (times / most) ** 0.5), 1))
            for said, happened, times in rows
        ),
        values=tuple(Word(left - 6, y(at) + 4, f"{at:.0%}") for at in _SHARES),
        shares=tuple(Word(x(at), bottom + 16, f"{at:.0%}") for at in _SHARES),
    )  # fmt: skip


def _scales(
    fan: Fan,
) -> tuple[Callable[[date], float], Callable[[float], float], tuple[float, ...]]:
    heights = [value for _, value in fan.past]
    heights += [height for one in fan.ahead for height in (one.least, one.most)]
    ticks = _round_steps(min(heights), max(heights))
    low, high = ticks[0], ticks[-1]
    first = min([day for day, _ in fan.past[:1]] + [fan.made_on]).toordinal()
    span = max(1, fan.ahead[-1].day.toordinal() - first)

    def x(day: date) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (day.toordinal() - first) / span, 1)

    def y(value: float) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * (value - low) / (high - low), 1)

    return x, y, ticks


def _round_steps(low: float, high: float) -> tuple[float, ...]:
    """Return round figures from at or below the lowest to at or above the highest."""
    room = _ROOM * (high - low)
    low, high = max(low - room, min(low, 0.0)), high + room
    spread = (high - low) or abs(high) or 1.0
    size = 10 ** floor(log10(spread / _TICKS))
    step = next(size * by for by in (1, 2, 5, 10) if size * by >= spread / _TICKS)
    first, last = floor(low / step), ceil(high / step)
    return tuple(round(step * n, 10) for n in range(first, max(last, first + 1) + 1))


def _inside(at: float, ticks: Sequence[float]) -> bool:
    return ticks[0] <= at <= ticks[-1]


def _band(
    fan: Fan, x: Callable[[date], float], y: Callable[[float], float], below: str, above: str
) -> str:
    """Return the outline of a band: forth along its upper edge and back along its lower one."""
    forth = [f"{x(one.day)} {y(getattr(one, above))}" for one in fan.ahead]
    back = [f"{x(one.day)} {y(getattr(one, below))}" for one in reversed(fan.ahead)]
    return "M" + "L".join([*forth, *back]) + "z"


def _lines(
    past: Sequence[tuple[date, float]], x: Callable[[date], float], y: Callable[[float], float]
) -> Iterable[str]:
    """Join days to lines that break where one is missing."""
    path, before = "", None
    for day, value in past:
        if before is None or (day - before) > timedelta(days=1):
            if path:
                yield path
            path = f"M{x(day)} {y(value)}"
        else:
            path += f"L{x(day)} {y(value)}"
        before = day
    if path:
        yield path


def _days(fan: Fan, x: Callable[[date], float]) -> tuple[Word, ...]:
    first = min([day for day, _ in fan.past[:1]] + [fan.made_on])
    span = (fan.ahead[-1].day - first).days
    apart = max(1, ceil(span / (_DAYS_SHOWN - 1) / 7) * 7)
    shown = [first + timedelta(days=n) for n in range(0, span + 1, apart)]
    return tuple(Word(x(day), _BOTTOM + 18, f"{day.day} {day:%b}") for day in shown)


def _names(fan: Fan, y: Callable[[float], float], ticks: Sequence[float]) -> Iterable[Word]:
    """Name marks and the ends of the bands at the right, moved apart where they would overlap."""
    last = fan.ahead[-1]
    found = sorted(
        [
            (y(last.most), f"95% below {_figure(last.most)}"),
            (y(last.middle), f"middle {_figure(last.middle)}"),
            (y(last.least), f"5% below {_figure(last.least)}"),
            *((y(at), name) for at, name in fan.marks if _inside(at, ticks)),
        ]
    )
    lowest = float(_TOP)
    for height, text in found:
        at = max(height + 4, lowest)
        lowest = at + _LINE_OF_TEXT
        yield Word(_RIGHT + 8, round(at, 1), text)


def _figure(value: float) -> str:
    return f"{value:,.2f}" if value < 10 and value != int(value) else f"{value:,.0f}"  # noqa: PLR2004


def _on(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
