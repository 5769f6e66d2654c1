"""What a plan's readers must be told besides the plan: whence, when, and under which rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.core.disclosure import Profile
    from tidegate.exchange.findings import Finding
    from tidegate.exchange.sources import Source


@dataclass(frozen=True, slots=True)
class DatedSource:
    """One input file and the day that its figures describe, where that is known."""

    source: Source
    as_of: date | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """One area on the map: its code, name and rings of (longitude, latitude) in degrees."""

    code: str
    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the map is drawn on: outlines of areas, and (longitude, latitude) of areas and sites."""

    outlines: tuple[Outline, ...] = ()
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanContext:
    """What a plan's readers must be told besides problem, policy and result.

    Attributes:
        title: whom and when the plan is about, such as ``England, January 2026``.
        profile: how people are counted in the report.
        made_at: when the plan was made; timezone-aware.
        seed: what broke ties.
        who: whom the list counts, such as ``people waiting 18 weeks or more``.
        data_as_of: the day that the waiting list describes.
        sources: every file that went in.
        assumptions: what was taken for granted, one sentence each.
        findings: warnings raised by the input.
        names: names of organisations, sites and areas by code; a code without one is shown as is.
        ground: what the map is drawn on; no map without it.
        greedy: what plain practice reaches on the same input: ``rule`` in words, ``objective`` and
            ``treated``; None when it was not tried.
    """

    title: str
    profile: Profile
    made_at: datetime
    seed: int
    who: str = "people waiting"
    data_as_of: date | None = None
    sources: tuple[DatedSource, ...] = ()
    assumptions: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    ground: Ground = field(default_factory=Ground)
    greedy: Mapping[str, object] | None = None

    def __post_init__(self) -> None:
        if self.made_at.tzinfo is None:
            raise ValueError("made_at must carry its time zone")
