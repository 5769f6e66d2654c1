"""Many charts at once: each figure with its icons, how many have which, and where to look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.controlroom.pressure.forms import sentence_case
from tidegate.controlroom.pressure.observed import SHOWN
from tidegate.controlroom.pressure.presenters.returns import said
from tidegate.controlroom.pressure.terms import CHARTS, MEASURES
from tidegate.core.pressure.spc.asked import Method
from tidegate.core.pressure.spc.icons import Assurance, Variation
from tidegate.core.pressure.spc.shifts import lasting_shift
from tidegate.exchange.pressure.spc_chart import render_icon, render_icons
from tidegate.exchange.pressure.spc_drawing import icons_of
from tidegate.exchange.pressure.spc_words import sentence_of_shift

if TYPE_CHECKING:
    from markupsafe import Markup

    from tidegate.controlroom.pressure.queries.charts import Key
    from tidegate.core.pressure.spc.shifts import Shift
    from tidegate.exchange.pressure.spc_charted import Charted

_ORDER = (
    Variation.CONCERN_HIGH, Variation.CONCERN_LOW, Variation.IMPROVEMENT_HIGH,
    Variation.IMPROVEMENT_LOW, Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW,
    Variation.COMMON_CAUSE, Assurance.FAIL, Assurance.INCONSISTENT, Assurance.PASS,
)  # fmt: skip
LASTING = "lasting_shift"
_PLACE: dict[str, int] = {icon: place for place, icon in enumerate(_ORDER)}


@dataclass(frozen=True, slots=True)
class FigureCell:
    """One figure of one provider: its value, its icons, and the chart behind it."""

    value: str
    icons: Markup | None
    href: str


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure across providers."""

    label: str
    definition: str
    cells: tuple[FigureCell, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many charts have an icon; its link shows those alone, or all again."""

    icon: Markup | None
    text: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Look:
    """A shift that has lasted: where somebody might look, and perhaps have limits recalculated."""

    title: str
    sentence: str
    href: str


@dataclass(frozen=True, slots=True)
class Signals:
    """Everything that a page says of many charts."""

    names: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    tallies: tuple[Tally, ...]
    sentence: str
    looks: tuple[Look, ...]


def signals(
    names: Mapping[str, str], charts: Mapping[Key, Charted], path: str, chosen: str
) -> Signals:
    """Put each figure in a row across providers, with its icons, and count them.

    Args:
        names: of the providers, by code.
        charts: by provider and measure.
        path: of the page, for links that show one icon alone.
        chosen: the icon that is shown alone; another word than an icon's shows all.
    """
    shifts = {key: found for key, one in charts.items() if (found := lasting_shift(one.result))}
    only = chosen if chosen in {*_ORDER, LASTING} else ""
    shown = {key: one for key, one in charts.items() if not only or only in _icons_of(one)}
    rows = tuple(
        FigureRow(
            sentence_case(MEASURES[measure].label),
            MEASURES[measure].definition,
            tuple(_cell(code, measure, shown.get((code, measure)), only) for code in names),
        )
        for measure in SHOWN
        if any((code, measure) in shown for code in names)
        or (charts and not only and measure in CHARTS.rare)
    )
    return Signals(
        tuple(names.values()),
        rows,
        (*_tallies(charts.values(), path, only), *_tally_of_shifts(len(shifts), path, only)),
        _unusual(charts),
        tuple(_looks(charts, shifts)) if only == LASTING else (),
    )


def _icons_of(charted: Charted) -> tuple[str, ...]:
    assured = charted.result.assurance
    return (charted.result.variation, *((assured,) if assured else ()))


def _cell(code: str, measure: str, charted: Charted | None, only: str) -> FigureCell:
    if charted is None:
        if only:
            return FigureCell("", None, "")
        rare = measure in CHARTS.rare
        return FigureCell("too rare to chart" if rare else "not charted yet", None, "")
    value = said(measure, charted.result.last.value)
    if charted.result.asked.method is Method.T:
        value = f"{words.counted(round(charted.result.last.value or 0), 'day')} between"
    return FigureCell(value, render_icons(charted), reverse("pressure:chart", args=[code, measure]))


def _tallies(charts: Iterable[Charted], path: str, only: str) -> Iterable[Tally]:
    """Count each icon, those that ask for attention first."""
    found = Counter(
        pair for one in charts for pair in zip(_icons_of(one), icons_of(one), strict=True)
    )
    for (name, icon), count in sorted(found.items(), key=lambda each: _PLACE[each[0][0]]):
        yield Tally(
            render_icon(icon),
            icon.words.partition(": ")[2],
            count,
            path if name == only else f"{path}?signal={name}#signals",
            name == only,
        )


def _tally_of_shifts(count: int, path: str, only: str) -> Iterable[Tally]:
    if count:
        chosen = only == LASTING
        href = path if chosen else f"{path}?signal={LASTING}#signals"
        yield Tally(None, "Shift that lasts", count, href, chosen)


def _unusual(charts: Mapping[Key, Charted]) -> str:
    """Say in a sentence how many figures are out of the ordinary."""
    special = sum(one.result.variation is not Variation.COMMON_CAUSE for one in charts.values())
    if not charts:
        return "Too little has been reported yet to tell signals from noise."
    rest = "are" if special != 1 else "is"
    return (
        f"Of {words.counted(len(charts), 'figure')}, {special} {rest} out of the ordinary; the "
        "others move as they usually do, which is no reason to act."
    )


def _looks(charts: Mapping[Key, Charted], shifts: Mapping[Key, Shift]) -> Iterable[Look]:
    """Name each shift that lasts, the longest first."""
    for key, shift in sorted(shifts.items(), key=lambda each: each[1].first):
        href = reverse("pressure:chart", args=list(key))
        yield Look(charts[key].title, sentence_of_shift(shift, charts[key]), href)
