"""A closure as its page shows it: how long, in which stages, and what receivers bear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.divert_facts import came, diverted, spells_of, streams_of
from tidegate.controlroom.surge.divert_terms import closure_terms
from tidegate.controlroom.surge.tables import TABLES
from tidegate.core.surge.closures.diverts import load, overlaps
from tidegate.core.surge.closures.durations import Spell, durations, in_words
from tidegate.core.surge.closures.states import (
    DIVERT_LABELS,
    STREAM_LABELS,
    ClosureState,
    DivertState,
    Stream,
)

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.pressure.presenters.levels import LevelShown
    from tidegate.controlroom.surge.models import Closure, Divert, DivertCount, Stage

COLOURS = {
    "closed": "red", "reopening": "orange", "reopened": "green", "void": "grey",
    "asked": "orange", "agreed": "blue", "objected": "red", "ended": "green",
    "declared": "red", "stood_down": "orange", "called": "orange", "held": "blue",
    "concluded": "green", "cancelled": "grey", "sent": "orange", "acknowledged": "blue",
    "done": "green", "declined": "red", "withdrawn": "grey",
}  # fmt: skip
"""The colour of each state, which its words say as well."""
Named = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ClosureLine:
    """A closure in a list."""

    reference: str
    href: str
    what: str
    why: str
    patients: str
    since: str
    lasted: str
    goes: str
    reopens: str
    state: str
    colour: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One hour of a chart: where it stands, how high, and what it says."""

    left: float
    top: float
    height: float
    hour: str
    patients: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What one receiver bears.

    Attributes:
        receiver: its name.
        level: of pressure at its provider, as far as the viewer sees it.
        facts: figures with their names.
        warnings: overlaps, said plainly.
        sentence: what the chart shows.
        bars: patients of each hour, and ``width`` of the chart.
        rows: the same as a table.
    """

    receiver: str
    level: LevelShown | None
    facts: list[tuple[str, str]]
    warnings: list[str]
    sentence: str
    bars: list[Bar]
    width: float
    rows: list[tuple[str, str]]


def colour_of(row: Any) -> str:
    """Return the colour of where a row stands: a closed incident is over, a closed door is not."""
    over = row.NOUN == "incident" and row.state == "closed"
    return "green" if over else COLOURS[row.state]


def address_of(closure: Closure) -> str:
    """Return the page of a closure."""
    return reverse("surge:closure", args=[closure.reference])


def streams_said(codes: Iterable[str]) -> str:
    """Say which patients: ``Ambulances and patients who walk in``."""
    said = words.listed([STREAM_LABELS[each].lower() for each in sorted(streams_of(codes))])
    return f"{said[:1].upper()}{said[1:]}"


def what_of(closure: Closure, named: Named) -> str:
    """Say which department of which site it is."""
    department = closure_terms().departments.get(closure.department, closure.department)
    return f"{department}, {named(closure.site)}"


def line(
    closure: Closure,
    stages: Sequence[Stage],
    diverts: Sequence[Divert],
    named: Named,
    now: datetime,
) -> ClosureLine:
    """Return a closure for a list."""
    lasted = durations(spells_of(closure, stages), now)
    table = TABLES["closure"]
    planned = [one for one in stages if one.opened_at is None and one.plan == closure.plan]
    running = [one for one in diverts if one.state != DivertState.ENDED.value]
    shown = running or diverts
    return ClosureLine(
        reference=closure.reference,
        href=address_of(closure),
        what=what_of(closure, named),
        why=closure_terms().reasons.get(closure.cause, closure.cause),
        patients=streams_said(closure.streams),
        since=words.day_and_time(closure.closed_at),
        lasted="" if closure.state == ClosureState.VOID.value else in_words(lasted.total),
        goes=words.listed(sorted({named(one.receiver) for one in shown})) or "Not said",
        reopens=words.day_and_time(planned[0].planned_at) if planned else "No plan yet",
        state=table.label(closure),
        colour=COLOURS[closure.state],
    )


def lasted_rows(closure: Closure, stages: Sequence[Stage], now: datetime) -> list[tuple[str, str]]:
    """Say how long a closure lasted, all of it worked out; one entered in error never did."""
    if closure.state == ClosureState.VOID.value:
        return []
    found = durations(spells_of(closure, stages), now)
    first = found.until_first
    rows = [
        ("Until the first reopening", "None yet" if first is None else in_words(first)),
        ("Closed to all of these patients", in_words(found.whole)),
        ("Closed to some of them", in_words(found.partly) if found.partly else "Never"),
        ("In all" if found.ended else "So far", in_words(found.total)),
    ]
    if len(found.by_stream) > 1:
        rows += [(STREAM_LABELS[one], in_words(n)) for one, n in found.by_stream.items()]
    return rows


def stage_rows(stages: Iterable[Stage]) -> list[tuple[str, str, str, str, str]]:
    """Return the stages of reopening: what, for whom, planned, open, and how late."""
    return [
        (
            one.words,
            streams_said(one.streams) or "No one yet",
            words.day_and_time(one.planned_at),
            words.day_and_time(one.opened_at) if one.opened_at else "Not yet",
            _lateness(one),
        )
        for one in stages
    ]


def _lateness(stage: Stage) -> str:
    if stage.opened_at is None:
        return ""
    late = Spell(stage.planned_at, stage.opened_at).minutes(stage.opened_at)
    return f"{in_words(late)} late" if late else "In time"


@dataclass(frozen=True, slots=True)
class DivertShown:
    """A divert as a card: who gets whom, since when, and what was said about it."""

    heading: str
    state: str
    colour: str
    open: list[str]
    facts: list[tuple[str, str]]
    actions: list[dict[str, object]]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def divert_shown(
    divert: Divert, named: Named, now: datetime, actions: list[dict[str, object]]
) -> DivertShown:
    """Return one divert for the page of its closure."""
    spell = Spell(divert.started_at, divert.ended_at)
    ended = words.day_and_time(divert.ended_at) if divert.ended_at else "Still running"
    facts = [
        ("Patients", streams_said(divert.streams)),
        ("Since", words.day_and_time(divert.started_at)),
        ("Until", f"{ended}, {in_words(spell.minutes(now))}"),
        ("Authorised by", divert.authorised_by),
    ]
    if divert.despite:
        facts.append(("Why all the same", divert.despite))
    if divert.state == DivertState.OBJECTED.value:
        facts.append(("Why the receiver objects", divert.reason))
    return DivertShown(
        heading=f"To {named(divert.receiver)}",
        state=DIVERT_LABELS[DivertState(divert.state)],
        colour=COLOURS[divert.state],
        open=[one["detail"] for one in divert.cautions],
        facts=facts,
        actions=actions,
    )


def effects(
    diverts: Sequence[Divert],
    counts: Sequence[DivertCount],
    levels: Mapping[str, LevelShown],
    named: Named,
    now: datetime,
) -> list[Effect]:
    """Return what each receiver bears, of all diverts to it that overlap.

    Args:
        diverts: every divert to these receivers.
        counts: of these diverts.
        levels: of pressure, by receiver.
        named: how an organisation is called.
        now: until when what runs is counted.
    """
    found = []
    for receiver in dict.fromkeys(one.receiver for one in diverts):
        of = [one for one in diverts if one.receiver == receiver]
        keys = {one.pk for one in of}
        mine = [one for one in counts if one.divert_id in keys]
        found.append(_effect(receiver, of, mine, levels.get(receiver), named, now))
    return found


def _effect(
    receiver: str, of: Sequence[Divert], counts: Sequence[DivertCount],
    level: LevelShown | None, named: Named, now: datetime,
) -> Effect:  # fmt: skip
    spells = [Spell(one.started_at, one.ended_at) for one in of]
    bears = load(came(counts), spells, now)
    rate = "Not counted yet" if not counts else f"{bears.per_hour or 0:.1f}"
    facts = [
        ("Patients who came by diverts", words.whole(bears.patients) if counts else rate),
        ("An hour", rate),
        ("Diverted to for", in_words(bears.minutes)),
        *(
            (STREAM_LABELS[stream], words.whole(bears.by_stream[stream]))
            for stream in Stream
            if counts
        ),
    ]
    warnings = [
        f"{named(both.one.sender.split('/')[0])} and {named(both.other.sender.split('/')[0])} sent"
        f" patients here at the same time, for {in_words(both.spell.minutes(now))}."
        for both in overlaps([diverted(one) for one in of], now)
    ]
    sentence = ""
    if bears.peak:
        hour, most = bears.peak
        sentence = (
            f"{words.counted(bears.patients, 'patient')} came; most in the hour from"
            f" {_hour(hour)}: {most:.0f}."
        )
    bars, width = _bars(bears.by_hour)
    rows = [(words.day_and_time(hour), f"{patients:.1f}") for hour, patients in bears.by_hour]
    return Effect(named(receiver), level, facts, warnings, sentence, bars, width, rows)


_BAR, _GAP, _HIGH = 34.0, 8.0, 100.0
_MOST_BARS = 48


def _bars(by_hour: Sequence[tuple[datetime, float]]) -> tuple[list[Bar], float]:
    """Draw hours as bars, the highest of which fills the chart; the newest two days at most."""
    shown = by_hour[-_MOST_BARS:]
    most = max((patients for _, patients in shown), default=0.0) or 1.0
    bars = [
        Bar(
            left=n * (_BAR + _GAP),
            top=round(_HIGH - _HIGH * patients / most, 1),
            height=round(_HIGH * patients / most, 1),
            hour=_hour(hour)[:2],
            patients=f"{patients:.0f}",
        )
        for n, (hour, patients) in enumerate(shown)
    ]
    return bars, len(bars) * (_BAR + _GAP)


def _hour(moment: datetime) -> str:
    return f"{moment.astimezone(words.LONDON):%H:%M}"
