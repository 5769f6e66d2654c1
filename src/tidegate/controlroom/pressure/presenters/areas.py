"""All areas in one table: level, how it moved, how complete and how old what is known is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.controlroom.board.paging import address
from tidegate.controlroom.pressure.forecast_terms import board_words
from tidegate.controlroom.pressure.presenters.levels import (
    LevelShown,
    TrendShown,
    level,
    trend,
)
from tidegate.controlroom.pressure.presenters.reports import Reports, reports_of
from tidegate.core.pressure.observations import Level

if TYPE_CHECKING:
    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.pressure.forecast_panel import Said
    from tidegate.controlroom.pressure.rolled_up import RolledUp
    from tidegate.controlroom.pressure.situation import Situation
    from tidegate.core.pressure.score import Score

COLUMNS = {"area": "Area", "level": "Level", "moved": "In a week", "chance": board_words(),
           "came": "Reports of today", "missing": "Missing", "age": "Oldest report"}  # fmt: skip
WORST_FIRST = "level"
_RISING = ("area", "came")


@dataclass(frozen=True, slots=True)
class PillarLevel:
    """The level of one pillar, in words."""

    name: str
    level: LevelShown


@dataclass(frozen=True, slots=True)
class AreaShown:
    """One area in the table; ``by`` is what it is sorted by."""

    code: str
    name: str
    href: str
    level: LevelShown
    moved: TrendShown
    chance: str
    higher: str
    said: str
    old: bool
    reports: Reports
    pillars: tuple[PillarLevel, ...]
    by: Mapping[str, tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its words, where a click on it leads, and whether rows stand in its order."""

    text: str
    href: str
    sorted: str


def headings(path: str, sort: str, kept: Mapping[str, str]) -> list[Heading]:
    """Return the columns, each with the address that sorts by it and keeps the rest of it."""
    return [
        Heading(text, address(path, kept, sort=key), "" if key != sort else _way(key))
        for key, text in COLUMNS.items()
    ]


def _way(key: str) -> str:
    return "ascending" if key in _RISING else "descending"


def table(
    areas: Sequence[Organisation],
    known: Situation,
    now: RolledUp | None,
    before: RolledUp | None,
    said: Mapping[str, Said],
    sort: str,
) -> list[AreaShown]:
    """Write each area in the order of a column of ``COLUMNS``."""
    of_area: dict[str, list[str]] = defaultdict(list)
    for code, area in known.area_of.items():
        of_area[area].append(code)
    rows = [
        _area(area, of_area[area.code], known, now, before, said.get(area.code)) for area in areas
    ]
    way = 1 if _way(sort) == "ascending" else -1
    return sorted(rows, key=lambda row: (way * row.by[sort][0], row.by[sort][1], row.name))


def _area(
    area: Organisation,
    codes: Sequence[str],
    known: Situation,
    now: RolledUp | None,
    before: RolledUp | None,
    said: Said | None,
) -> AreaShown:
    score = now.of(Level.ICB, area.code) if now else None
    moved = trend(score, before.of(Level.ICB, area.code) if before else None)
    reports = reports_of(known, codes, now)
    return AreaShown(
        code=area.code,
        name=short(area.name),
        href=reverse("pressure:area", args=[area.code]),
        level=level(score),
        moved=moved,
        chance=said.text if said else "not forecast",
        higher=said.higher if said else "",
        said=f"said {said.origin.age}" if said else "",
        old=said is not None and said.origin.stale,
        reports=reports,
        pillars=pillar_levels(now.by_pillar(Level.ICB, area.code) if now else ()),
        by={
            "area": (0, area.name),
            "level": (float(score.highest) if score else -1, ""),
            "moved": (moved.moved, ""),
            "chance": (said.chance if said else -1, ""),
            "came": (reports.came / len(codes) if codes else 2, ""),
            "missing": (reports.lacking, ""),
            "age": (reports.age_days, ""),
        },
    )


def pillar_levels(scores: Sequence[Score]) -> tuple[PillarLevel, ...]:
    """Write the level of each pillar of a place."""
    return tuple(PillarLevel(score.pillar, level(score)) for score in scores)


def short(name: str) -> str:
    """Leave out of the name of a board what all of them are called: the column says it."""
    return name.removeprefix("NHS ").removesuffix(" Integrated Care Board").removesuffix(" ICB")


def tally(rows: Sequence[AreaShown]) -> list[tuple[LevelShown, str]]:
    """Count the areas at each level, the worst first: the legend of the map."""
    counted: dict[str, list[AreaShown]] = defaultdict(list)
    for row in rows:
        counted[row.level.colour].append(row)
    worst_first = sorted(counted, key=lambda colour: (colour[-1].isdigit(), colour), reverse=True)
    return [
        (
            counted[colour][0].level
            if colour[-1].isdigit()
            else LevelShown("Not known", colour, ""),
            words.counted(len(counted[colour]), "area"),
        )
        for colour in worst_first
    ]
