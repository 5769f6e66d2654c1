"""Incidents, risk summits and action cards as their pages show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.controlroom.log.presenters import lines
from tidegate.controlroom.surge.divert_terms import incident_terms, summit_terms
from tidegate.controlroom.surge.presenters.closures import colour_of
from tidegate.controlroom.surge.tables import TABLES
from tidegate.core.surge.closures.durations import Spell, in_words
from tidegate.core.surge.incidents.incidents import at_levels
from tidegate.core.surge.summits.summits import count

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.models import Entry
    from tidegate.controlroom.surge.models import ActionCard, Incident, IncidentMove, Summit

Named = Callable[[str], str]
ROUTES = {"closure": "surge:closure", "incident": "surge:incident", "summit": "surge:summit",
          "card": "surge:card"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """One thing in a list: its address, what it is, where, since when, and where it stands."""

    reference: str
    href: str
    what: str
    where: str
    when: str
    state: str
    colour: str
    extra: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of a timeline, with when it happened and whether it was written down late."""

    what: str
    by: str
    when: str
    late: str


def incident_line(incident: Incident, named: Named) -> Listed:
    """Return an incident for a list."""
    kind = incident_terms().kinds.get(incident.kind, incident.kind)
    return Listed(
        incident.reference, reverse("surge:incident", args=[incident.reference]), incident.title,
        named(incident.place), words.day_and_time(incident.declared_at),
        TABLES["incident"].label(incident), colour_of(incident),
        f"{kind}, level {incident.level}",
    )  # fmt: skip


def level_rows(moves: Sequence[IncidentMove], now: datetime) -> list[tuple[str, ...]]:
    """Return from when to when an incident was at each level, and why it came there."""
    rows: list[tuple[str, ...]] = []
    for n, move in enumerate(moves):
        if move.level is None:
            rows.append(("Stood down", words.day_and_time(move.at), "", move.reason))
            continue
        after = moves[n + 1].at if n + 1 < len(moves) else None
        ((_, spell),) = at_levels([(move.at, move.level)], after)
        rows.append(
            (f"Level {move.level}", words.day_and_time(move.at), _lasted(spell, now), move.reason)
        )
    return rows


def _lasted(spell: Spell, now: datetime) -> str:
    so_far = " so far" if spell.end is None else ""
    return f"{in_words(spell.minutes(now))}{so_far}"


def triggers_said(codes: Iterable[str]) -> str:
    """Say what triggered a risk summit."""
    known = summit_terms().triggers
    return "; ".join(known.get(code, code) for code in codes)


def summit_line(summit: Summit, named: Named) -> Listed:
    """Return a risk summit for a list."""
    return Listed(
        summit.reference, reverse("surge:summit", args=[summit.reference]),
        f"About {named(summit.about)}", named(summit.place), words.day(summit.called_at),
        TABLES["summit"].label(summit), colour_of(summit), triggers_said(summit.triggers),
    )  # fmt: skip


def trigger_rows(summits: Iterable[Summit]) -> tuple[list[tuple[str, str]], str]:
    """Count summits by trigger, and say why the rows may add up to more than there were."""
    found = count(one.triggers for one in summits)
    known = summit_terms().triggers
    rows = [(known.get(code, code), words.whole(number)) for code, number in found.by_trigger]
    said = (
        f"{words.counted(found.summits, 'risk summit')}. One with several triggers is counted once"
        " here and under each of them."
    )
    return rows, said


def card_line(card: ActionCard, named: Named, now: datetime) -> Listed:
    """Return an action card for a list."""
    table = TABLES["card"]
    waits = card.state in {"sent", "acknowledged"}
    due = card.acknowledge_by if card.state == "sent" else card.done_by
    chased = f", chased {words.counted(card.chased, 'time')}" if card.chased else ""
    return Listed(
        card.reference, reverse("surge:card", args=[card.reference]),
        f"{card.theme[:1].upper()}{card.theme[1:]}", named(card.asked),
        f"by {words.day_and_time(due)}{chased}" if waits else words.day_and_time(card.moved_at),
        table.label(card), colour_of(card), f"Level {card.level}", late=waits and due < now,
    )  # fmt: skip


def timeline(entries: Sequence[Entry], reference: str, now: datetime) -> list[Happening]:
    """Tell what happened, the newest first; what was written down late says so."""
    told = []
    for entry, shown in zip(entries, lines(entries, now), strict=True):
        what = entry.headline.removeprefix(f"{reference}: ")
        late = f"Written down {words.day_and_time(entry.recorded_at)}" if shown.late else ""
        why = entry.facts.get("late_why", "")
        told.append(
            Happening(
                f"{what[:1].upper()}{what[1:]}", entry.actor_name,
                words.day_and_time(entry.occurred_at), f"{late}: {why}" if late and why else late,
            )
        )  # fmt: skip
    return told
