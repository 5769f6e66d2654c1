"""Closures and diverts as the rules see them, from their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.core.surge.closures.diverts import Came, Diverted
from tidegate.core.surge.closures.durations import Opened, Spell, spells
from tidegate.core.surge.closures.states import Stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tidegate.controlroom.surge.models import Closure, Divert, DivertCount, Stage


def streams_of(codes: Iterable[str]) -> frozenset[Stream]:
    """Return streams by their codes."""
    return frozenset(Stream(code) for code in codes)


def codes_of(streams: Iterable[Stream]) -> list[str]:
    """Return the codes of streams, as rows keep them."""
    return sorted(stream.value for stream in streams)


def department_of(site: str, department: str) -> str:
    """Return by what a department is known: its site and its kind."""
    return f"{site}/{department}"


def spells_of(closure: Closure, stages: Iterable[Stage]) -> Mapping[Stream, Spell]:
    """Return for how long each stream of a closure was closed."""
    opened = [
        Opened(stage.opened_at, streams_of(stage.streams)) for stage in stages if stage.opened_at
    ]
    if closure.reopened_at is not None:
        opened.append(Opened(closure.reopened_at, frozenset(Stream)))
    return spells(closure.closed_at, streams_of(closure.streams), opened)


def still_closed(closure: Closure, stages: Iterable[Stage]) -> frozenset[Stream]:
    """Return the streams of a closure that are closed now."""
    found = spells_of(closure, stages)
    return frozenset(stream for stream, spell in found.items() if spell.end is None)


def diverted(divert: Divert) -> Diverted:
    """Return a divert as the rules see it; patients go to the same kind of department."""
    closure = divert.closure
    return Diverted(
        divert.reference,
        department_of(closure.site, closure.department),
        department_of(divert.receiver, closure.department),
        streams_of(divert.streams),
        Spell(divert.started_at, divert.ended_at),
    )


def came(counts: Iterable[DivertCount]) -> tuple[Came, ...]:
    """Return counts as they stand: of each time and stream of a divert, the newest."""
    newest = {
        (row.divert_id, row.stream, row.start, row.end): row
        for row in sorted(counts, key=lambda row: row.pk)
    }
    return tuple(
        Came(Stream(row.stream), row.start, row.end, row.patients) for row in newest.values()
    )
