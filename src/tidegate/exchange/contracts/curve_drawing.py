"""The geometry of a curve over the number of units, so that its template only writes it down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import floor, log10

WIDTH, HEIGHT = 760, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, 570, 20, 244
_TICKS = 5
_LINE_OF_TEXT = 15
_NOTHING = 1e-9
BEST, OTHER = "diamond", "square"


@dataclass(frozen=True, slots=True)
class Curved:
    """What a chart shows.

    Attributes:
        title: what it is of.
        words: the sentence that says what it shows.
        unit: what stands under the horizontal axis.
        values: one for each number of units from 0.
        marks: numbers of units that stand out, each with its shape and name.
        line: a height across with its name, or None.
        written: writes a value on the axis and in a label.
        most: the highest value that can be, or None.
    """

    title: str
    words: str
    unit: str
    values: Sequence[float]
    marks: Sequence[tuple[int, str, str]]
    line: tuple[float, str] | None
    written: Callable[[float], str]
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """One number of units that stands out."""

    x: float
    y: float
    shape: str
    words: str


@dataclass(frozen=True, slots=True)
class Word:
    """A text beside the chart."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class CurveDrawn:
    """A chart laid out, in the units of its view box."""

    grid: tuple[str, ...]
    curve: str
    line: str
    marks: tuple[Mark, ...]
    values: tuple[Word, ...]
    units: tuple[Word, ...]
    names: tuple[Word, ...]
    under: Word


def draw_curve(curved: Curved) -> CurveDrawn:
    """Lay a curve out: whole units to scale, from nothing upwards."""
    across = curved.line[0] if curved.line else 0.0
    highest = curved.most or max([*curved.values, across])
    ticks = _ticks(highest if highest > _NOTHING else 1.0)
    last = max(1, len(curved.values) - 1)

    def x(units: float) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * units / last, 1)

    def y(value: float) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * value / ticks[-1], 1)

    points = [f"{x(n)} {y(value)}" for n, value in enumerate(curved.values)]
    marks = tuple(
        Mark(x(n), y(curved.values[n]), shape, f"{name}: {curved.written(curved.values[n])}")
        for n, shape, name in curved.marks
    )
    named = [(mark.y, mark.words) for mark in marks]
    if curved.line:
        named.append((y(across), f"{curved.line[1]}: {curved.written(across)}"))
    return CurveDrawn(
        grid=tuple(f"M{_LEFT} {y(at)}H{_RIGHT}" for at in ticks),
        curve="M" + "L".join(points),
        line=f"M{_LEFT} {y(across)}H{_RIGHT}" if curved.line else "",
        marks=marks,
        values=tuple(Word(_LEFT - 8, y(at) + 4, curved.written(at)) for at in ticks),
        units=tuple(Word(x(n), _BOTTOM + 20, f"{n:,.0f}") for n in _ticks(last) if n <= last),
        names=tuple(_apart(sorted(named))),
        under=Word((_LEFT + _RIGHT) / 2, _BOTTOM + 42, curved.unit),
    )


def _ticks(top: float) -> tuple[float, ...]:
    """Return round figures from 0 to at or above the top; whole ones from 5 on."""
    rough = top / _TICKS
    size = 10 ** floor(log10(rough))
    step = next(size * by for by in (1, 2, 5, 10) if size * by >= rough * (1 - 1e-9))
    count = -floor(-top / step * (1 - 1e-9))
    return tuple(round(step * n, 10) for n in range(count + 1))


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
        Word(_RIGHT + 12, round(y, 1), text) for y, (_, text) in zip(heights, found, strict=True)
    )
