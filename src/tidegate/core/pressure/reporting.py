"""Reporting terms: what a daily report asks for, by when, and how far it may be amended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Period(StrEnum):
    """Which period a figure of a report describes."""

    MORNING = "morning"  # as things stood at the hour of the count, on the day of the report
    DAY_BEFORE = "day_before"  # midnight to midnight, the day before the report


@dataclass(frozen=True, slots=True)
class Line:
    """One figure that is asked for.

    Attributes:
        measure: id of its ``Measure``.
        period: what it describes.
        needed: whether a report without it is incomplete.
        steady: hardly changes from day to day, so that a form may offer the figure before it.
    """

    measure: str
    period: Period
    needed: bool = True
    steady: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Figures under one heading of the form; ``about`` says what to bear in mind."""

    heading: str
    lines: tuple[Line, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Jumps:
    """When a figure lies so far from a provider's own recent ones that somebody asks.

    Attributes:
        recent_days: how far back one looks.
        fewest: with fewer recent figures nothing is said.
        spreads: how many usual deviations from the median are still usual.
        least_share: a difference below this share of the median is never a jump.
        least_step: nor is one below this, in the unit of the measure.
    """

    recent_days: int
    fewest: int
    spreads: float
    least_share: float
    least_step: float

    def __post_init__(self) -> None:
        if self.recent_days < 1 or self.fewest < 2:  # noqa: PLR2004 - one figure has no spread
            raise ValueError("jumps: look back at least a day, at no fewer than 2 figures")
        if min(self.spreads, self.least_share, self.least_step) <= 0:
            raise ValueError("jumps: spreads, least_share and least_step must be above 0")


@dataclass(frozen=True, slots=True)
class ReportingTerms:
    """One edition of the terms of a report.

    Attributes:
        name, version: such as “reporting” and “2026”.
        source: where they come from.
        author: who chose what the source leaves open.
        in_force: from which day on.
        zone: the time in which hours are meant.
        due: until when on the day of the report it is in time.
        counted: the hour at which beds are counted.
        amend_days: days after the day of the report in which a correction is as usual; a later one
            is taken and flagged.
        kinds: kinds of organisation that report.
        sections: what is asked for.
        never_above: pairs of measures, of which the first is part of the second.
        jumps: what is asked about.
    """

    name: str
    version: str
    source: str
    author: str
    in_force: date
    zone: ZoneInfo
    due: time
    counted: time
    amend_days: int
    kinds: tuple[str, ...]
    sections: tuple[Section, ...]
    never_above: tuple[tuple[str, str], ...]
    jumps: Jumps

    def __post_init__(self) -> None:
        asked = [line.measure for section in self.sections for line in section.lines]
        if not asked or len(set(asked)) < len(asked):
            raise ValueError("sections: ask for at least one measure, and for each once")
        if self.amend_days < 0:
            raise ValueError("amend_days must be 0 or more")

    @property
    def label(self) -> str:
        """Name and version, as rules are named in reasons."""
        return f"{self.name} {self.version}"

    @property
    def lines(self) -> Mapping[str, Line]:
        """Return what is asked for, by measure."""
        return {line.measure: line for section in self.sections for line in section.lines}

    def due_at(self, day: date) -> datetime:
        """Return the last moment at which the report of a day is in time."""
        return datetime.combine(day, self.due, self.zone)

    def counted_at(self, day: date) -> datetime:
        """Return when the beds of a day's report were counted."""
        return datetime.combine(day, self.counted, self.zone)

    def today(self, now: datetime) -> date:
        """Return the day whose report is written at a moment."""
        return now.astimezone(self.zone).date()

    def described(self, measure: str, day: date) -> date:
        """Return the day that a figure of a day's report describes."""
        line = self.lines.get(measure)
        before = line is not None and line.period is Period.DAY_BEFORE
        return day - timedelta(days=1) if before else day
