"""Waves: what one would ask of whom before it is sent, and where each patient stands after."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from tidegate.controlroom.board import words
from tidegate.controlroom.board.figures import Figure
from tidegate.controlroom.board.tables import (
    Cell,
    Table,
    label,
    number,
    number_columns,
    text_columns,
)
from tidegate.controlroom.transfers.presenters.offers import place_words
from tidegate.controlroom.transfers.wave import LEFT_OUT
from tidegate.core.transfers.answer import answer_of, was_asked
from tidegate.core.transfers.lifecycle.causes import CAUSES
from tidegate.core.transfers.lifecycle.states import (
    REQUEST_LABELS,
    PlaceState,
    RequestState,
)
from tidegate.core.transfers.outcomes import Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tidegate.controlroom.transfers.models import Place, Request, Wave
    from tidegate.controlroom.transfers.wave import ComposedWave

    Named = Callable[[str], str]

SOON = timedelta(days=3)
_UNDECIDED = {PlaceState.PLANNED.value, PlaceState.PROPOSED.value, PlaceState.ACCEPTED.value}


def lead(composed: ComposedWave) -> str:
    """Say in one sentence what sending the wave would do."""
    people = words.counted(len(composed.asked), "patient")
    return (
        f"{people} would be asked, about {composed.expected_yes:,.0f} of all those asked so far are"
        f" expected to say yes, and {composed.expected_empty:,.0f} units to stay empty unless"
        " more are asked later."
    )


def figures(composed: ComposedWave) -> list[Figure]:
    """Show how many the wave asks and what is to be expected."""
    left = composed.asking.select((pl.col("slots") - pl.col("accepted")).clip(0).sum())
    slots = int(left.item())
    placed = sum(one.matched for one in composed.asked)
    return [
        Figure("People to ask", words.whole(len(composed.asked)), f"{placed:,} placed by the plan"),
        Figure("Units to fill", words.whole(slots), "at the offers they are asked for"),
        Figure("Expected to say yes", f"{composed.expected_yes:,.1f}", "on average"),
        Figure("Chance of too many", words.percent(composed.p_over), "at any one offer, at most"),
        Figure("Expected to stay empty", f"{composed.expected_empty:,.1f}", "units, on average"),
    ]


def left_out(composed: ComposedWave) -> list[str]:
    """Say whom the plan has placed and the wave does not ask."""
    return [
        f"{words.counted(people, 'person', 'people')} {LEFT_OUT[code]}."
        for code, people in composed.left_out.items()
    ]


def too_soon(composed: ComposedWave) -> str:
    """Warn of offers that come too soon for an answer by letter."""
    asking = (pl.col("ask") > 0) & (pl.col("ask_last_by") < composed.today)
    late = composed.asking.filter(asking).height
    if not late:
        return ""
    return (
        f"{words.counted(late, 'offer')} of these come too soon for an answer by letter and the"
        " notice: ask by telephone, or ask for later weeks."
    )


def holders(composed: ComposedWave, named: Named) -> Table:
    """Say how many people each holder is to clear and to ask."""
    counted = Counter(str(one.pathway["holder"]) for one in composed.asked)
    return Table(
        "What it asks of those who hold the patients",
        (*text_columns("Provider"), *number_columns(("Patients to clear and to ask",))),
        tuple(
            (label(named(code)), number(people))
            for code, people in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        ),
    )


def receivers(composed: ComposedWave, named: Named) -> Table:
    """Say how many patients each site may have to accept, week by week, and what to expect."""
    rows = composed.asking.sort("site", "week", "offer_id")
    return Table(
        "What it asks of those who receive them",
        (
            *text_columns("Site", "Week of"),
            *number_columns(("Units to fill", "Asked now", "Answers awaited")),
            *number_columns(("Expected yes",)),
            *text_columns("Chance of too many"),
            *number_columns(("Expected empty",)),
        ),
        tuple(
            (
                label(named(row["site"])),
                label(words.day(row["week"])),
                number(max(0, row["slots"] - row["accepted"])),
                number(row["ask"]),
                number(row["pending"]),
                Cell(f"{row['expected_yes']:.1f}", row["expected_yes"]),
                label(words.percent(row["p_over"])),
                Cell(f"{row['expected_empty']:.1f}", row["expected_empty"]),
            )
            for row in rows.iter_rows(named=True)
        ),
    )


def listing(waves: Iterable[Wave], named: Named, address: Callable[[Wave], str]) -> Table:
    """List waves, newest first."""
    return Table(
        "Waves, newest first",
        (
            *text_columns("Wave", "Area"),
            *number_columns(("Asked", "Expected yes")),
            *text_columns("Answers by", "Sent"),
        ),
        tuple(
            (
                label(f"Wave {wave.number} of plan {wave.plan_id}", address(wave)),
                label(named(wave.area)),
                number(wave.asked),
                Cell(f"{wave.expected_yes:,.1f}", wave.expected_yes),
                label(words.day(wave.reply_by)),
                label(words.day_and_time(wave.sent_at)),
            )
            for wave in waves
        ),
    )


def replies(wave: Wave, places: Sequence[Place]) -> list[Figure]:
    """Count the answers to a wave so far."""
    counted: Counter[str] = Counter()
    for request, own in by_request(places):
        counted[reply_of(request, own)] += 1
    return [
        Figure("Asked", words.whole(wave.asked), f"answers by {words.day(wave.reply_by)}"),
        Figure("Agreed", words.whole(counted[Reply.YES.value]),
               f"{wave.expected_yes:,.1f} expected"),
        Figure("No", words.whole(counted[Reply.NO.value]), "of patient, holder or receiver"),
        Figure("Nobody heard", words.whole(counted[Reply.NONE.value]), "the time has passed"),
        Figure("Awaited", words.whole(counted[Reply.PENDING.value]), "still to answer"),
    ]  # fmt: skip


def by_request(places: Iterable[Place]) -> list[tuple[Request, list[Place]]]:
    """Gather places by the request that they belong to, in the order of these."""
    found: dict[int, list[Place]] = defaultdict(list)
    for place in places:
        found[place.request_id].append(place)
    return [(own[0].request, own) for own in found.values()]


def reply_of(request: Request, places: Sequence[Place]) -> str:
    """Say what one patient's places have come to together: a yes to any of them is a yes."""
    asked = was_asked(RequestState(request.state), cleared=request.cleared_at is not None)
    said = [answer_of(PlaceState(place.state), asked=asked) for place in places]
    for reply in (Reply.YES, Reply.PENDING, Reply.NO):
        if reply in said:
            return reply.value
    return Reply.NONE.value


def soon(places: Iterable[Place], now: datetime) -> str:
    """Say how many people have to be heard from in the next days; empty where nobody has."""
    due = {
        place.request_id
        for place in places
        if place.state in _UNDECIDED and place.reply_by <= now + SOON
    }
    if not due:
        return ""
    many = words.counted(len(due), "patient has", "patients have")
    return f"{many} a place that lapses within {SOON.days} days unless it is answered."


def states(places: Iterable[Place]) -> Table:
    """Count the requests of a wave by where they stand."""
    counted = Counter(RequestState(request.state) for request, _ in by_request(places))
    return Table(
        "Where they stand",
        (*text_columns("State"), *number_columns(("Patients",))),
        tuple(
            (label(REQUEST_LABELS[state]), number(counted[state]))
            for state in RequestState
            if counted[state]
        ),
    )


def people(
    rows: Sequence[tuple[Request, list[Place]]], named: Named, address: Callable[[Request], str]
) -> Table:
    """List the patients of a wave by reference, with what became of each place."""
    return Table(
        "Each patient",
        text_columns("Request", "Held by", "Stands", "Places", "Answer by"),
        tuple(
            (
                label(request.reference, address(request)),
                label(named(request.holder)),
                label(_stands(request)),
                label("; ".join(_place(place, named) for place in places)),
                label(words.day(min(place.reply_by for place in places))),
            )
            for request, places in rows
        ),
    )


def _stands(request: Request) -> str:
    said = REQUEST_LABELS[RequestState(request.state)]
    return f"{said}: {CAUSES[request.reason].label}" if request.reason in CAUSES else said


def _place(place: Place, named: Named) -> str:
    week = f", week of {words.day(place.offer.week)}" if place.offer else ""
    where = named(place.offer.site) if place.offer else place.outside
    return f"{where}{week}: {place_words(place.state).lower()}"


def told(counts: Mapping[str, int]) -> str:
    """Say what answers of earlier waves a plan in place of this one would keep to."""
    accepted, declined = counts.get("accepted", 0), counts.get("declined", 0)
    return (
        f"{words.counted(accepted, 'agreed transfer')} would stay as they are, and"
        f" {words.counted(declined, 'no', 'noes')} to a site would be kept to."
    )
