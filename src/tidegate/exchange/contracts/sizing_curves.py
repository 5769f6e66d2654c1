"""Both curves of an answer of sizing: chances and costs, each with its sentence and its table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tidegate.exchange.contracts.curve_drawing import (
    BEST,
    HEIGHT,
    OTHER,
    WIDTH,
    Curved,
    draw_curve,
)
from tidegate.exchange.contracts.sizing_words import of_units, percent, pounds

if TYPE_CHECKING:
    from tidegate.core.contracts.sizing.size import Sized
    from tidegate.exchange.contracts.sizing_file import Asked

_MOST_ROWS = 20
_RARELY = 0.002
_MORE = 1.15


@dataclass(frozen=True, slots=True)
class CurveShown:
    """A curve with what belongs beside it.

    Attributes:
        name: unique in the page.
        heading, sentence: what it shows.
        drawing: safe SVG.
        columns, rows: its table, every some units, the marked ones among them.
    """

    name: str
    heading: str
    sentence: str
    drawing: Markup
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def curves(asked: Asked, sized: Sized) -> tuple[CurveShown, ...]:
    """Draw how often the last unit is wanted, and what each number of units costs."""
    last = _last(sized)
    return _chances(asked, sized, last), _costs(asked, sized, last)


def _chances(asked: Asked, sized: Sized, last: int) -> CurveShown:
    needed = [float(each) for each in sized.curve.needed[: last + 1]]
    ratio, best = sized.question.prices.ratio, sized.best
    heading = f"How often the last {asked.unit} is wanted"
    line = None
    sentence = f"The more are committed, the more rarely the last {asked.unit} is wanted."
    if ratio is not None and sized.question.prices.is_block and ratio <= 1:
        line = (float(ratio), "Price ratio")
        sentence += f" It pays while that is more often than in {percent(float(ratio))} of weeks"
        sentence += f": up to number {best.units:,}." if best.units else ", which none is."
    rows = tuple(
        (f"{n:,}", percent(needed[n]), f"{sized.curve.used[n] / sized.curve.weeks:,.1f}",
         percent(float(sized.curve.used[n]) / (n * sized.curve.weeks) if n else None))
        for n in _rows(sized, last)
    )  # fmt: skip
    return _shown(
        "chances",
        Curved(heading, sentence, _under(asked), needed, _marks(sized, last), line, _share, 1.0),
        (f"{_plural(asked)} a week", "Last one wanted", "Used", "Utilisation"),
        rows,
    )


def _costs(asked: Asked, sized: Sized, last: int) -> CurveShown:
    weeks = sized.curve.weeks
    costs = [float(each) / weeks for each in sized.curve.cost[: last + 1]]
    best = sized.best
    sentence = (
        f"A week costs {pounds(costs[0])} on average without a commitment, and "
        f"{pounds(best.cost_pence / weeks)} at its cheapest, with "
        f"{of_units(best.units, asked.unit)}."
        if best.units
        else f"A week costs {pounds(costs[0])} on average without a commitment; any costs more."
    )
    rows = tuple(
        (f"{n:,}", pounds(costs[n]), pounds(float(sized.curve.paid[n]) / weeks),
         pounds(float(sized.curve.idle[n]) / weeks))
        for n in _rows(sized, last)
    )  # fmt: skip
    return _shown(
        "costs",
        Curved(
            "What a week costs in all",
            sentence,
            _under(asked),
            costs,
            _marks(sized, last),
            (costs[0], "None"),
            pounds,
        ),
        (f"{_plural(asked)} a week", "Cost in all", "Paid for the commitment", "Idle money"),
        rows,
    )


def _shown(
    name: str, curved: Curved, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> CurveShown:
    page = _templates().get_template("curve.jinja")
    drawn = page.render(
        name=name, title=curved.title, words=curved.words, d=draw_curve(curved),
        width=WIDTH, height=HEIGHT,
    )  # fmt: skip
    drawing = Markup(drawn)  # noqa: S704 - the template escapes all that it is given
    return CurveShown(name, curved.title, curved.words, drawing, columns, rows)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("tidegate.exchange.contracts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _last(sized: Sized) -> int:
    """Return the last number of units to draw: where little is wanted, and no mark lies beyond."""
    far = max(sized.best.units, sized.average.units if sized.average else 0)
    wanted = int((sized.curve.needed > _RARELY).sum())
    return min(sized.curve.most, max(round(far * _MORE), wanted))


def _marks(sized: Sized, last: int) -> list[tuple[int, str, str]]:
    marks = [(sized.best.units, BEST, f"Best, {sized.best.units:,}")]
    other = sized.average
    if other is not None and sized.best.units < other.units <= last:
        marks.append((other.units, OTHER, f"Average rule, {other.units:,}"))
    return marks


def _rows(sized: Sized, last: int) -> list[int]:
    """Return the numbers of units that stand in a table: some evenly apart, and the marked ones."""
    apart = max(1, -(-last // _MOST_ROWS))
    return sorted({*range(0, last + 1, apart), *(n for n, _, _ in _marks(sized, last))})


def _under(asked: Asked) -> str:
    return f"{_plural(asked)} committed a week"


def _plural(asked: Asked) -> str:
    return f"{asked.unit[:1].upper()}{asked.unit[1:]}s"


def _share(value: float) -> str:
    return f"{value:.0%}" if value in {0, 1} or round(value * 100, 6) % 10 == 0 else f"{value:.1%}"
