"""The geometry of bar charts, so that their template only writes it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

_LABEL, _BAR, _BETWEEN, _AFTER = 22, 16, 2, 14
_WIDEST = 80.0
"""Percent of the chart's width that the longest bar takes; its figure stands in the rest."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What one bar shows; bars that follow one another under one label stand together.

    Attributes:
        label: what is measured.
        value: its length; None is hidden and has none.
        text: the value in words, written at its end.
        look: ``before`` or ``after``, which the style sheet colours.
    """

    label: str
    value: float | None
    text: str
    look: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """One bar drawn: offset in pixels, width in percent of the chart."""

    y: int
    width: float
    text: str
    look: str


@dataclass(frozen=True, slots=True)
class Group:
    """The bars of one label, and where the label stands in pixels."""

    label: str
    y: int
    bars: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """A whole chart: its height in pixels, the thickness of one bar, its groups."""

    height: int
    thickness: int
    groups: tuple[Group, ...]


def bars(shown: Sequence[Bar]) -> Bars:
    """Lay bars out under their labels, all to one scale."""
    longest = max((bar.value or 0 for bar in shown), default=0) or 1
    groups, y = [], 0
    for label, members in groupby(shown, key=lambda bar: bar.label):
        top, drawn = y, []
        y += _LABEL
        for bar in members:
            width = round(_WIDEST * max(bar.value or 0, 0) / longest, 2)
            drawn.append(Drawn(y, width, bar.text, bar.look))
            y += _BAR + _BETWEEN
        groups.append(Group(label, top + _LABEL - 6, tuple(drawn)))
        y += _AFTER - _BETWEEN
    return Bars(height=y, thickness=_BAR, groups=tuple(groups))
