"""What a surge is held to, as data: triggers, levels and their authority, notice, clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum


class Level(StrEnum):
    """How far a surge reaches."""

    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One test, in words, on which a surge may be proposed.

    Attributes:
        code: stable, upper case.
        words: the test; empty where none was published and nobody filled it in.
        source: who said so, and when.
    """

    code: str
    words: str
    source: str

    @property
    def open(self) -> bool:
        """Say whether its words are not known: nothing can be proposed on it."""
        return not self.words.strip()


@dataclass(frozen=True, slots=True)
class Authority:
    """Who signs off at a level.

    Attributes:
        level: how far the surge reaches.
        covers: kind of organisation that such a surge is for.
        signed_at: kind of organisation that it is signed off for: that one or one above it.
        who: who that is, in words.
        most_pence: the most that it may cost; None is no limit of its own.
    """

    level: Level
    covers: str
    signed_at: str
    who: str
    most_pence: int | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to be published once there is a ministerial direction.

    Attributes:
        kind: stable name.
        words: what is to be done.
        within_days: by how many days after the direction; 0 is the same day.
        source: where that comes from.
    """

    kind: str
    words: str
    within_days: int
    source: str


@dataclass(frozen=True, slots=True)
class SurgeTerms:
    """The terms of one edition.

    Attributes:
        name, version, author, in_force, source: which edition, whose, since when, from where.
        triggers: tests, by code.
        authorities: who signs, by level.
        notice_days: from approval to the first day, unless a proposal says more.
        fresh_hours: how old frozen evidence may be when it is signed off.
        proposal_days: days after which what was not opened expires.
        longest_days: the longest that one sign-off or one extension lasts.
        review_days: days after which the evidence of an active surge must be looked at again.
        indicators: measures of situation reports that are evidence.
        duties: what a ministerial direction starts.
    """

    name: str
    version: str
    author: str
    in_force: date
    source: str
    notice_days: int
    fresh_hours: int
    proposal_days: int
    longest_days: int
    review_days: int
    indicators: tuple[str, ...]
    triggers: Mapping[str, Trigger] = field(default_factory=dict)
    authorities: Mapping[Level, Authority] = field(default_factory=dict)
    duties: tuple[Duty, ...] = ()

    def __post_init__(self) -> None:
        if self.notice_days < 0 or min(self.fresh_hours, self.longest_days, self.review_days) < 1:
            raise ValueError("notice is 0 days or more; ages and lengths are 1 or more")
        if missing := sorted(set(Level) - set(self.authorities)):
            raise ValueError(f"say who signs off at {', '.join(missing)} level")
        if not self.triggers:
            raise ValueError("give at least one trigger")

    @property
    def edition(self) -> str:
        """Return name and version together."""
        return f"{self.name} {self.version}"

    def level_of(self, kind: str) -> Level | None:
        """Return the level of a surge for a kind of organisation; None where there is none."""
        found = (one.level for one in self.authorities.values() if one.covers == kind)
        return next(found, None)

    def due_after(self, directed_on: date) -> tuple[tuple[Duty, date], ...]:
        """Return by when each duty is due that a ministerial direction starts."""
        return tuple((duty, directed_on + timedelta(days=duty.within_days)) for duty in self.duties)
