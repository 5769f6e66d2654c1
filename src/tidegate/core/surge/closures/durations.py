"""How long something was closed, worked out from when it closed and opened; never typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.core.surge.closures.states import Stream

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """Streams that were open again from a moment on."""

    at: datetime
    streams: frozenset[Stream]


@dataclass(frozen=True, slots=True)
class Spell:
    """A time from a moment until before another; ``end`` is None while it lasts."""

    start: datetime
    end: datetime | None

    def until(self, now: datetime) -> datetime:
        """Return where it ends, or how far it has come."""
        return now if self.end is None else self.end

    def minutes(self, now: datetime) -> int:
        """Return whole minutes, so far while it lasts; never below nothing."""
        return max(0, (self.until(now) - self.start) // _MINUTE)


@dataclass(frozen=True, slots=True)
class Durations:
    """How long a closure lasted.

    Attributes:
        total: minutes from closing until everything was open, or until now.
        whole: minutes in which every stream that closed was still closed.
        partly: minutes in which some were open again and some not.
        until_first: minutes until the first stream was open again; None while none is.
        by_stream: minutes for which each stream was closed.
        ended: whether everything is open again.
    """

    total: int
    whole: int
    partly: int
    until_first: int | None
    by_stream: Mapping[Stream, int]
    ended: bool


def spells(
    closed_at: datetime, streams: frozenset[Stream], opened: Iterable[Opened]
) -> dict[Stream, Spell]:
    """Return for how long each stream was closed: until the first time it was open again."""
    ends: dict[Stream, datetime] = {}
    for one in sorted(opened, key=lambda each: each.at):
        for stream in one.streams & streams:
            ends.setdefault(stream, one.at)
    return {stream: Spell(closed_at, ends.get(stream)) for stream in sorted(streams)}


def durations(by_stream: Mapping[Stream, Spell], now: datetime) -> Durations:
    """Work out how long a closure lasted.

    Args:
        by_stream: from ``spells``; at least one stream, all of which begin at once.
        now: until when what still lasts is counted.
    """
    minutes = {stream: spell.minutes(now) for stream, spell in by_stream.items()}
    first = [spell.minutes(now) for spell in by_stream.values() if spell.end is not None]
    total, whole = max(minutes.values()), min(minutes.values())
    return Durations(
        total=total,
        whole=whole,
        partly=total - whole,
        until_first=min(first, default=None),
        by_stream=minutes,
        ended=len(first) == len(by_stream),
    )


def merged(given: Iterable[Spell], now: datetime) -> tuple[Spell, ...]:
    """Return times that do not overlap and cover just what these cover, the earliest first."""
    found: list[Spell] = []
    for spell in sorted(given, key=lambda one: (one.start, one.until(now))):
        last = found[-1] if found else None
        if last is None or spell.start > last.until(now):
            found.append(spell)
        elif spell.until(now) > last.until(now):
            found[-1] = Spell(last.start, spell.end)
    return tuple(found)


def minutes_of(given: Iterable[Spell], now: datetime) -> int:
    """Return in how many minutes at least one of these was so: overlaps count once."""
    return sum(spell.minutes(now) for spell in merged(given, now))


def together(one: Spell, other: Spell, now: datetime) -> Spell | None:
    """Return the time that two have in common; None where they have none."""
    start = max(one.start, other.start)
    end = min(one.until(now), other.until(now))
    if end <= start:
        return None
    return Spell(start, None if one.end is None and other.end is None else end)


def in_words(minutes: int) -> str:
    """Say a duration: ``3 hours``, ``2 hours 5 minutes``, ``1 day 4 hours``."""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [(days, "day"), (hours, "hour"), (left, "minute")]
    said = [f"{n} {word if n == 1 else word + 's'}" for n, word in parts if n]
    return " ".join(_two(said)) or "under a minute"


def _two(said: Sequence[str]) -> Sequence[str]:
    return said[:2]
