"""Let plans know the offers that surges opened, and no longer those that ended.

Plans are made of snapshots, so that they can be made again: the newest offers of an area's board
are kept with those of its surges as a snapshot of its own.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import polars as pl
from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.models import OpenedOffer
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.services.load_snapshot import load_snapshots
from tidegate.controlroom.waiting.store import store
from tidegate.core.matching.problem import OFFERS, normalised
from tidegate.core.matching.weeks import week_zero
from tidegate.core.transfers.lifecycle.states import OPEN_OFFERS, OfferState
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.incoming import Incoming
from tidegate.exchange.kinds import Kind
from tidegate.exchange.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Offer

_STANDING = sorted({state.value for state in OPEN_OFFERS} | {OfferState.USED.value})


def plan_with_surges(areas: Iterable[str], *, actor: Actor, now: datetime) -> list[dict[str, str]]:
    """Keep the offers of each area as plans are to know them from now on.

    Returns:
        For each area what happened: ``area``, and why it was not done where it was not.
    """
    found = []
    for area in sorted(areas):
        why = ""
        try:
            with transaction.atomic():
                _load(area, actor, now)
        except UnusableInput as problem:
            why = str(problem)[:300]
        found.append({"area": area, "why_not": why})
    return found


def _load(area: str, actor: Actor, now: datetime) -> None:
    today = words.local_day(now)
    rows = Snapshot.objects.filter(kind=Kind.OFFERS, organisation=area, superseded_by=None)
    base = rows.order_by("-as_of", "-pk").first()
    as_of = max(today, base.as_of) if base else today
    start = week_zero(as_of)
    opened = OpenedOffer.objects.filter(offer__area=area).select_related("offer", "surge")
    offers = [row.offer for row in opened.order_by("offer__offer_id")]
    ours = {offer.offer_id for offer in offers}
    standing = [one for one in offers if one.state in _STANDING and one.units]
    frame = _frame([one for one in standing if one.week >= start], start)
    if base is not None:
        frame = pl.concat([_brought_forward(base, start, ours), frame], how="diagonal_relaxed")
    text = frame.write_ndjson().encode()
    digest = hashlib.sha256(text).hexdigest()
    if base is not None and base.source_sha256 == digest and base.as_of == as_of:
        return
    name = "offers, with those of " + words.listed(sorted({row.surge.reference for row in opened}))
    arrival = Incoming(
        source=Source(name[:200], digest, len(text), Kind.OFFERS.value),
        as_of=as_of,
        frame=frame,
        organisation=area,
    )
    load_snapshots([arrival], actor=actor, now=now, supersede=True)


def _brought_forward(base: Snapshot, start: date, ours: set[str]) -> pl.DataFrame:
    """Return what was on offer besides surges, counted from the new first week."""
    later = (start - week_zero(base.as_of)).days // 7
    frame = store().read(base.sha256).with_columns(pl.col("week") - later)
    return frame.filter((pl.col("week") >= 0) & ~pl.col("offer_id").is_in(sorted(ours)))


def _frame(offers: list[Offer], start: date) -> pl.DataFrame:
    """Return offers as a plan has them; limits are left blank, so that a site’s criteria hold."""
    rows = [
        {
            "offer_id": one.offer_id, "site": one.site, "provider": one.provider,
            "line_id": one.line_id or None, "modality": one.modality, "tfcs": one.tfcs,
            "week": (one.week - start).days // 7, "units": one.units,
        }
        for one in offers
    ]  # fmt: skip
    return normalised(pl.DataFrame(rows, schema=_SCHEMA), OFFERS)


_SCHEMA = {
    name: OFFERS[name]
    for name in ("offer_id", "site", "provider", "line_id", "modality", "tfcs", "week", "units")
}  # fmt: skip
