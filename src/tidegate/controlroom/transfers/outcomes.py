"""What became of those asked in waves, as outcomes from which the invitation yield is learnt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import polars as pl

from tidegate.controlroom.board import words
from tidegate.core.transfers.answer import answer_of, was_asked
from tidegate.core.transfers.ledger import Movement
from tidegate.core.transfers.lifecycle.causes import UnusedCause
from tidegate.core.transfers.lifecycle.states import PlaceState, RequestState
from tidegate.core.transfers.outcomes import OUTCOMES, Reply

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.transfers.models import Place, Use

INVITATION = "invitation_id"
COLUMNS: Mapping[str, pl.DataType] = {INVITATION: pl.String(), **OUTCOMES}
"""The columns of a file of outcomes (``exchange.transfers.outcomes``)."""


def outcomes_of(places: Iterable[Place], uses: Iterable[Use]) -> pl.DataFrame:
    """Tell what each invitation came to, one row for each patient of a wave; columns ``COLUMNS``.

    Args:
        places: places of waves, with request, wave and offer. The first place of a patient is the
            invitation; that the patient chose another is a yes to being treated elsewhere, with the
            way to that one.
        uses: lines of the ledger about these places.
    """
    took: dict[int, datetime] = {}
    missed: set[int] = set()
    for use in uses:
        if use.place_id is None:
            continue
        if use.movement == Movement.TAKEN.value:
            took[use.place_id] = use.at
        if use.movement == Movement.MISSED.value and use.cause == UnusedCause.DNA.value:
            missed.add(use.place_id)
    chosen: dict[int, Place] = {}
    for place in places:
        kept = chosen.get(place.request_id)
        if kept is None or place.pk in took or (place.rank < kept.rank and kept.pk not in took):
            chosen[place.request_id] = place
    rows = [
        _row(number, place, took.get(place.pk), place.pk in missed)
        for number, place in enumerate(chosen.values(), 1)
    ]
    return pl.DataFrame(
        [row for row in rows if row is not None], schema=dict(COLUMNS), orient="row"
    )


def _row(
    number: int, place: Place, took: datetime | None, missed: bool
) -> tuple[object, ...] | None:
    """Tell one invitation, under a number that leads to nobody."""
    request, wave = place.request, place.wave
    state = PlaceState(place.state)
    asked = was_asked(RequestState(request.state), cleared=request.cleared_at is not None)
    said = answer_of(state, asked=asked)
    if said is None or wave is None:
        return None
    reply = Reply.YES if took is not None else said
    answered = took if reply is Reply.YES else place.decided_at if reply is Reply.NO else None
    asked_on = words.local_day(wave.sent_at)
    attended = True if state is PlaceState.USED else False if missed else None
    return (
        f"{wave.pk}-{number}",
        request.modality,
        place.minutes,
        request.priority,
        max(0, (asked_on - request.clock_start).days - 1) // 7,
        place.destination != request.holder,
        reply.value,
        None if answered is None else max(0, (words.local_day(answered) - asked_on).days),
        attended if reply is Reply.YES else None,
        1,
    )
