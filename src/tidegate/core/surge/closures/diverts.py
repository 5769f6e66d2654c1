"""Where patients go: what diverts have in common, what is said of them, what receivers bear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tidegate.core.reasons import Reason
from tidegate.core.surge.closures.durations import Spell, minutes_of, together
from tidegate.core.surge.closures.states import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = "diverts 2026-11"
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Diverted:
    """A divert as the rules see it: from where, to where, which streams, from when to when.

    Sender and receiver are departments: the ODS code of a site and what kind of department.
    """

    reference: str
    sender: str
    receiver: str
    streams: frozenset[Stream]
    spell: Spell


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two diverts that send patients of a stream to the same receiver at the same time."""

    one: Diverted
    other: Diverted
    streams: frozenset[Stream]
    spell: Spell


@dataclass(frozen=True, slots=True)
class Came:
    """How many patients of a stream came by a divert, from a moment until before another."""

    stream: Stream
    start: datetime
    end: datetime
    patients: int


@dataclass(frozen=True, slots=True)
class Load:
    """What a receiver bears.

    Attributes:
        patients: all that came.
        by_stream: of each stream.
        minutes: in which patients were diverted to it; overlaps count once.
        per_hour: patients an hour over that time; None before a minute is over.
        by_hour: patients of each hour, from the first to the last with a count in it. A count
            over several hours is spread evenly, so these need not be whole.
        peak: the hour with the most.
    """

    patients: int
    by_stream: Mapping[Stream, int]
    minutes: int
    per_hour: float | None
    by_hour: tuple[tuple[datetime, float], ...]
    peak: tuple[datetime, float] | None


def overlaps(given: Sequence[Diverted], now: datetime) -> tuple[Overlap, ...]:
    """Return each pair of diverts that send the same stream to one receiver at one time."""
    found = []
    for n, one in enumerate(given):
        for other in given[n + 1 :]:
            streams, spell = one.streams & other.streams, together(one.spell, other.spell, now)
            if one.receiver == other.receiver and streams and spell is not None:
                found.append(Overlap(one, other, streams, spell))
    return tuple(found)


def cautions(
    new: Diverted,
    others: Iterable[Diverted],
    closed: Mapping[str, frozenset[Stream]],
    named: Callable[[str], str] = str,
) -> tuple[Reason, ...]:
    """Return what has to be known before patients are sent somewhere.

    Args:
        new: the divert that is to be.
        others: those that run while it begins.
        closed: streams that are closed now, by department.
        named: how people call a department.
    """
    return tuple(_cautions(new, tuple(others), closed, named))


def _cautions(
    new: Diverted,
    others: Sequence[Diverted],
    closed: Mapping[str, frozenset[Stream]],
    named: Callable[[str], str],
) -> Iterator[Reason]:
    if shut := closed.get(new.receiver, frozenset()) & new.streams:
        detail = "The receiver is itself closed to these patients."
        yield _caution("RECEIVER_CLOSED", detail, receiver=new.receiver, streams=sorted(shut))
    for one in others:
        if one.sender == new.receiver and one.streams & new.streams:
            detail = f"The receiver is itself diverting such patients, to {named(one.receiver)}."
            yield _caution("RECEIVER_DIVERTING", detail, divert=one.reference, to=one.receiver)
        if one.receiver == new.receiver and one.streams & new.streams:
            detail = f"The receiver already gets such patients from {named(one.sender)}."
            yield _caution("RECEIVER_SHARED", detail, divert=one.reference, sender=one.sender)
    if new.sender in reached(new.receiver, new.streams, others):
        detail = "Diverts would lead round in a circle: nobody is left to take these patients."
        yield _caution("CIRCLE", detail, receiver=new.receiver)


def reached(start: str, streams: frozenset[Stream], others: Iterable[Diverted]) -> frozenset[str]:
    """Return every department to which patients of some stream would be sent on from one."""
    rows = tuple(others)
    found: set[str] = set()
    for stream in streams:
        seen, step = set[str](), {start}
        while step:
            step = {
                one.receiver for one in rows if one.sender in step and stream in one.streams
            } - seen
            seen |= step
        found |= seen
    return frozenset(found)


def load(came: Sequence[Came], spells: Iterable[Spell], now: datetime) -> Load:
    """Work out what a receiver bears from what was counted and how long it was diverted to."""
    patients = sum(one.patients for one in came)
    minutes = minutes_of(spells, now)
    by_hour = _by_hour(came)
    return Load(
        patients=patients,
        by_stream={
            stream: sum(one.patients for one in came if one.stream is stream) for stream in Stream
        },
        minutes=minutes,
        per_hour=patients * 60 / minutes if minutes else None,
        by_hour=by_hour,
        peak=max(by_hour, key=lambda one: one[1], default=None),
    )


def _by_hour(came: Sequence[Came]) -> tuple[tuple[datetime, float], ...]:
    if not came:
        return ()
    first = min(one.start for one in came).replace(minute=0, second=0, microsecond=0)
    last = max(one.end for one in came)
    found = []
    while first < last:
        found.append((first, sum(_share(one, first) for one in came)))
        first += _HOUR
    return tuple(found)


def _share(one: Came, hour: datetime) -> float:
    """Return the part of a count that falls into an hour, as if patients came evenly."""
    within = min(one.end, hour + _HOUR) - max(one.start, hour)
    return one.patients * max(within / (one.end - one.start), 0.0)


def _caution(code: str, detail: str, **inputs: object) -> Reason:
    return Reason(code, detail, inputs, RULES)
