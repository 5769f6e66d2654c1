"""The answers to the waves of a plan, as a plan in its place takes them up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import polars as pl

from tidegate.controlroom.board import words
from tidegate.controlroom.matching.plan_store import kept_plan
from tidegate.controlroom.matching.queries import folder_of
from tidegate.controlroom.transfers.queries import answered_places
from tidegate.core.transfers.answer import SAID_NO_TO_THE_SITE, STAYS_HOME
from tidegate.core.transfers.lifecycle.states import (
    ENDED,
    HOLDING_A_UNIT,
    PlaceState,
    RequestState,
)
from tidegate.exchange.matching.raw_table import ROW
from tidegate.exchange.matching.replies import Replies, Reply
from tidegate.exchange.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.matching.models import Plan
    from tidegate.controlroom.transfers.models import Place

_SCHEMA = {ROW: pl.Int64, "pathway_id": pl.String, "reply": pl.String, "offer_id": pl.String}


def answers_of_plan(viewer: Viewer, plan: Plan) -> Replies | None:
    """Return the answers to all waves of a plan, and of those that it replaces, so far.

    Returns:
        None where the plan has had no wave.

    Raises:
        UnusableInput: the plan's files are damaged.
    """
    places, numbers = answered_places(viewer, plan)
    if not numbers:
        return None
    kept = kept_plan(folder_of(viewer, plan))
    sites = dict(kept.problem.offers.select("offer_id", "site").iter_rows())
    return answers_to(places, numbers, sites)


def answers_to(places: Iterable[Place], waves: Sequence[int], sites: Mapping[str, str]) -> Replies:
    """Put what patients and receivers have answered into the form of a file of replies.

    Whoever has chosen a place keeps it, whichever the plan gave. Whoever refused a place, was
    declined or was returned is not proposed that site again; whoever does not want to move, or may
    not, is proposed none. All others stand as proposed.

    Args:
        places: of all waves of the plan, with request and offer.
        waves: the numbers of these waves.
        sites: offer → site, of the plan; answers to other offers do not concern it.
    """
    rows = sorted(set(_rows(places, sites)))
    frame = pl.DataFrame(
        [(number, *row) for number, row in enumerate(rows, 1)], schema=_SCHEMA, orient="row"
    )
    text = frame.write_csv().encode()
    many = "waves" if len(waves) > 1 else "wave"
    name = f"answers of {many} {words.listed([str(number) for number in waves])}"
    source = Source(name, hashlib.sha256(text).hexdigest(), len(text), "replies")
    return Replies(frame, source, agreed=True)


def _rows(places: Iterable[Place], sites: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    one_of_each = {site: offer_id for offer_id, site in sorted(sites.items(), reverse=True)}
    home: dict[str, str] = {}
    for place in places:
        pathway_id, state = place.request.pathway_id, PlaceState(place.state)
        offer_id = place.offer.offer_id if place.offer else ""
        placed_here = offer_id in sites
        if state in HOLDING_A_UNIT and placed_here:
            yield pathway_id, Reply.ACCEPTED.value, offer_id
        elif state in SAID_NO_TO_THE_SITE and placed_here:
            yield pathway_id, Reply.DECLINED.value, offer_id
        elsewhere = state in HOLDING_A_UNIT and not placed_here
        ended = RequestState(place.request.state) in ENDED
        if elsewhere or (ended and place.request.reason in STAYS_HOME):
            home[pathway_id] = place.request.holder
    for pathway_id, holder in home.items():
        for site, offer_id in one_of_each.items():
            if site != holder:
                yield pathway_id, Reply.DECLINED.value, offer_id
