"""Requests in sight, narrowed, ordered and counted as the board asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from tidegate.controlroom.transfers.forms.board import ENDED_TOO, MINE
from tidegate.controlroom.transfers.presenters.cards import URGENT
from tidegate.controlroom.transfers.turns import WAY, states_of
from tidegate.core.lifecycle import Side
from tidegate.core.transfers.lifecycle.states import LIVE, LIVE_PLACES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from django.db.models import QuerySet

    from tidegate.controlroom.transfers.models import Request

_HOLDING = [*sorted(state.value for state in LIVE_PLACES), "used"]


def values(rows: QuerySet[Request]) -> dict[str, Iterable[str]]:
    """Return what occurs among the requests, for each list of the filter."""
    plain = rows.order_by()
    receivers = plain.filter(places__state__in=_HOLDING)
    return {
        "tfc": plain.values_list("tfc", flat=True).distinct(),
        "holder": plain.values_list("holder", flat=True).distinct(),
        "receiver": receivers.values_list("places__destination", flat=True).distinct(),
    }


def narrowed(
    rows: QuerySet[Request], chosen: Mapping[str, str], mine: Collection[int]
) -> QuerySet[Request]:
    """Narrow requests by all of the filter but where they stand; ``mine`` wait for the viewer."""
    if search := chosen.get("search"):
        rows = rows.filter(reference__icontains=search)
    for name in ("tfc", "holder"):
        if value := chosen.get(name):
            rows = rows.filter(**{name: value})
    if receiver := chosen.get("receiver"):
        going = {"places__destination": receiver, "places__state__in": _HOLDING}
        rows = rows.filter(**going).distinct()
    if turn := chosen.get("turn"):
        waits = Q(pk__in=mine) if turn == MINE else Q(state__in=states_of(Side(turn)))
        rows = rows.filter(waits)
    return rows


def standing(rows: QuerySet[Request], state: str, *, searched: bool) -> QuerySet[Request]:
    """Narrow requests to a state; without one, to those under way unless a reference is sought."""
    if state == ENDED_TOO or (searched and not state):
        return rows
    return rows.filter(state=state) if state else rows.filter(state__in=sorted(LIVE))


def counts(rows: QuerySet[Request]) -> dict[str, int]:
    """Count requests by where they stand."""
    return dict(rows.order_by().values_list("state").annotate(Count("pk", distinct=True)))


def ordered(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Put requests in the order of the way, in each state urgent ones first, then the longest."""
    steps = [When(state=state.value, then=Value(number)) for number, state in enumerate(WAY)]
    urgent = When(priority__in=URGENT, then=Value(0))
    return rows.annotate(
        _way=Case(*steps, default=Value(len(WAY)), output_field=IntegerField()),
        _urgent=Case(urgent, default=Value(1), output_field=IntegerField()),
    ).order_by("_way", "state", "_urgent", F("clock_start").asc(), "pk")
