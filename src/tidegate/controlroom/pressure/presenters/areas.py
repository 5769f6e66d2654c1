"""All areas in one table: level, how it moved, how complete and how old what is known is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.controlroom.pressure.forecast_terms import board_words
from tidegate.controlroom.pressure.presenters.levels import LevelShown, compared, level
from tidegate.core.pressure.submission import Arrival

if TYPE_CHECKING:
    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.pressure.forecast_panel import Said
    from tidegate.controlroom.pressure.scoring import Scored
    from tidegate.controlroom.pressure.situation import Situation
    from tidegate.core.pressure.score import Score

COLUMNS = {"area": "Area", "level": "Level", "moved": "In a week", "chance": board_words(),
           "came": "Reports of today", "age": "Oldest newest report"}  # fmt: skip
WORST_FIRST = "level"


@dataclass(frozen=True, slots=True)
class AreaShown:
    """One area in the table; the last fields are what it is sorted by."""

    name: str
    href: str
    level: LevelShown
    moved: str
    chance: str
    higher: str
    said: str
    old: bool
    came: str
    age: str
    stale: bool
    by: Mapping[str, tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its words, where a click on it leads, and whether rows stand in its order."""

    text: str
    href: str
    sorted: str


def headings(path: str, sort: str) -> list[Heading]:
    """Return the columns, each with the address that sorts by it."""
    return [
        Heading(text, f"{path}?sort={key}", "" if key != sort else _way(key))
        for key, text in COLUMNS.items()
    ]


def _way(key: str) -> str:
    return "ascending" if key in ("area", "came") else "descending"


def table(
    areas: Sequence[Organisation],
    known: Situation,
    now: Scored | None,
    before: Scored | None,
    said: Mapping[str, Said],
    sort: str,
) -> list[AreaShown]:
    """Write each area, the worst first unless sorted otherwise."""
    of_area: dict[str, list[str]] = defaultdict(list)
    for code, area in known.area_of.items():
        of_area[area].append(code)
    rows = [
        _area(area, of_area[area.code], known, now.areas.get(area.code) if now else None,
              before.areas.get(area.code) if before else None, said.get(area.code))
        for area in areas
        if area.code in of_area
    ]  # fmt: skip
    key = sort if sort in COLUMNS else WORST_FIRST
    rising = _way(key) == "ascending"
    return sorted(
        rows, key=lambda row: (row.by[key][0] * (1 if rising else -1), row.by[key][1], row.name)
    )


def _area(
    area: Organisation,
    codes: Sequence[str],
    known: Situation,
    score: Score | None,
    before: Score | None,
    said: Said | None,
) -> AreaShown:
    came = sum(
        known.standings[code][0].arrival in (Arrival.IN_TIME, Arrival.LATE) for code in codes
    )
    days = [known.newest[code].day for code in codes if code in known.newest]
    silent = len(days) < len(codes)
    oldest = min(days, default=None)
    age = (known.today - oldest).days if oldest and not silent else 10_000
    moved = 0.0
    if score and before and score.total is not None and before.total is not None:
        moved = score.total - before.total
    return AreaShown(
        name=area.name,
        href=reverse("pressure:area", args=[area.code]),
        level=level(score),
        moved=compared(score, before),
        chance=said.text if said else "not forecast",
        higher=said.higher if said else "",
        said=f"said {said.origin.age}" if said else "",
        old=said is not None and said.origin.stale,
        came=f"{came} of {len(codes)}",
        age="somebody never reported" if silent or not oldest else words.age(oldest, known.today),
        stale=age > 1,
        by={
            "area": (0, area.name),
            "level": (float(score.highest) if score else -1, ""),
            "moved": (moved, ""),
            "chance": (said.chance if said else -1, ""),
            "came": (came / len(codes), ""),
            "age": (age, ""),
        },
    )
