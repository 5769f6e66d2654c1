"""The nation and its regions, each made of the areas beneath it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.directory.models import Kind
from tidegate.controlroom.pressure.presenters.areas import PillarLevel, pillar_levels
from tidegate.controlroom.pressure.presenters.levels import LevelShown, TrendShown, level, trend
from tidegate.controlroom.pressure.presenters.reports import Reports, reports_of
from tidegate.core.pressure.observations import Level

if TYPE_CHECKING:
    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.pressure.rolled_up import RolledUp
    from tidegate.controlroom.pressure.situation import Situation

_KINDS = {Kind.NATION.value: Level.NATION, Kind.REGION.value: Level.REGION}


@dataclass(frozen=True, slots=True)
class AboveShown:
    """A region or the nation: its level, made of that of its areas or regions."""

    name: str
    level: LevelShown
    moved: TrendShown
    reports: Reports
    pillars: tuple[PillarLevel, ...]


def above(
    overseers: Sequence[Organisation],
    areas: Sequence[Organisation],
    known: Situation,
    now: RolledUp | None,
    before: RolledUp | None,
) -> list[AboveShown]:
    """Write the nation and each region that has areas in sight."""
    beneath = _areas_beneath(areas)
    return [
        _above(place, beneath[place.code], known, now, before)
        for place in overseers
        if place.code in beneath
    ]


def _above(
    place: Organisation,
    areas: set[str],
    known: Situation,
    now: RolledUp | None,
    before: RolledUp | None,
) -> AboveShown:
    kind = _KINDS[place.kind]
    score = now.of(kind, place.code) if now else None
    codes = [code for code, area in known.area_of.items() if area in areas]
    return AboveShown(
        name=place.name,
        level=level(score),
        moved=trend(score, before.of(kind, place.code) if before else None),
        reports=reports_of(known, codes, now),
        pillars=pillar_levels(now.by_pillar(kind, place.code) if now else ()),
    )


def _areas_beneath(areas: Sequence[Organisation]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for area in areas:
        overseer = area.parent
        while overseer is not None:
            found.setdefault(overseer.code, set()).add(area.code)
            overseer = overseer.parent if overseer.kind == Kind.REGION else None
    return found
