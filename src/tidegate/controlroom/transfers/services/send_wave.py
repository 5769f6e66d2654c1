"""Send a wave: ask the people whom a plan proposes to move, and a few next in line, all at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.matching.models import Plan
from tidegate.controlroom.transfers.models import Place, Request, Wave
from tidegate.controlroom.transfers.new_request import EXPIRES_AFTER
from tidegate.controlroom.transfers.permitted import viewer_for
from tidegate.controlroom.transfers.queries.wave_ground import wave_ground
from tidegate.controlroom.transfers.reach import hold_to_reach
from tidegate.controlroom.transfers.refused import refuse
from tidegate.controlroom.transfers.services.post_offers_of_plan import post_offers_of_plan
from tidegate.controlroom.transfers.wave_of import next_wave
from tidegate.core.directory.pseudonym import Purpose, pseudonym_of_pathway
from tidegate.core.transfers.lifecycle.states import PlaceState, RequestState
from tidegate.exchange.directory.pseudonym_keys import pseudonym_key

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from tidegate.controlroom.transfers.models import Offer
    from tidegate.controlroom.transfers.wave import Asked, ComposedWave

ARRANGE = "transfers.arrange"
_LESS = ", not to "  # a re-plan names so the zone of somebody who declined a site there
_BATCH = 500  # rows in one statement; SQLite takes no more parameters than that


def send_wave(
    *,
    plan: Plan,
    reply_by: datetime,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    offer_ids: Collection[str] | None = None,
) -> Wave:
    """Start a request for everybody whom the plan's next wave asks, with their places planned.

    The places are put forward when each request is opened: first the holder's clinician clears the
    patient, and the patient says yes. Whom it asks is worked out before the transaction, and held
    against the rows again inside it.

    Args:
        plan: out of which the wave is sent.
        reply_by: until when patients and receivers may answer.
        actor: a coordinator of the plan's area.
        now: when.
        on_behalf_of: ODS code of the organisation acted for; empty: the plan's area.
        offer_ids: the offers that people are asked for; all of the plan unless given.

    Raises:
        PermissionMissing: the actor may not arrange transfers in the plan's area.
        StepRefused: the plan was replaced, there is nobody to ask, the day to answer by has passed,
            or somebody else sent a wave meanwhile.
        UnusableInput: the plan is damaged, or its offers have identifiers of others that stand.
    """
    acted_for = hold_to_reach(actor, ARRANGE, plan.area, on_behalf_of)
    if reply_by <= now:
        raise refuse("REPLY_BY_PAST", "Give people time to answer.", reply_by=reply_by.isoformat())
    viewer = viewer_for(actor)
    composed = next_wave(viewer, plan, now)
    if offer_ids is not None:
        composed = composed.only(offer_ids)
    _refuse_if_nobody(composed)
    try:
        with transaction.atomic():
            Plan.objects.select_for_update().get(pk=plan.pk)  # one wave of a plan at a time
            ground = wave_ground(viewer, plan, now)
            _refuse_if_changed(composed, ground.waves, ground.live)
            return _send(plan, composed, reply_by, actor, acted_for, now)
    except IntegrityError as twice:
        detail = "A request for one of these patients was started meanwhile. Look again."
        raise refuse("CHANGED_MEANWHILE", detail) from twice


def _refuse_if_nobody(composed: ComposedWave) -> None:
    if composed.asked:
        return
    detail = "There is nobody to ask."
    raise refuse("NOBODY_TO_ASK", detail, left_out=dict(composed.left_out))


def _refuse_if_changed(
    composed: ComposedWave, waves: int, live: frozenset[tuple[str, str]]
) -> None:
    asked = {(one.pathway["holder"], one.pathway["pathway_id"]) for one in composed.asked}
    if composed.number != waves + 1 or asked & live:
        detail = "Somebody sent a wave or started requests meanwhile. Look again."
        raise refuse("CHANGED_MEANWHILE", detail, waves=waves)


def _send(
    plan: Plan,
    composed: ComposedWave,
    reply_by: datetime,
    actor: Actor,
    acted_for: str,
    now: datetime,
) -> Wave:
    said_by = identify(actor)[0]
    named = {place.offer_id for one in composed.asked for place in one.places}
    wave = Wave.objects.create(
        plan=plan, area=plan.area, number=composed.number, asked=len(composed.asked),
        expected_yes=composed.expected_yes, p_over=composed.p_over, reply_by=reply_by,
        sent_by=said_by, sent_at=now,
    )  # fmt: skip
    requests = _start(wave, composed.asked, said_by, now)
    offers = post_offers_of_plan(
        plan=plan, offer_ids=named, actor=actor, now=now, on_behalf_of=acted_for
    )
    _plan_places(wave, list(zip(requests, composed.asked, strict=True)), offers, said_by, now)
    for request, one in zip(requests, composed.asked, strict=True):
        record(
            kind="request_started",
            actor=actor,
            on_behalf_of=acted_for,
            subject=f"request:{request.reference}",
            headline=_started(request, wave),
            facts=_told(request, one),
            now=now,
        )
    record(
        kind="wave_sent",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"wave:{wave.pk}",
        headline=(
            f"Wave {wave.number} of plan {plan.pk}: {words.counted(wave.asked, 'patient')} to be"
            f" asked, about {wave.expected_yes:,.0f} expected to say yes"
        ),
        facts=_wave_told(wave, composed, len(named)),
        now=now,
    )
    return wave


def _started(request: Request, wave: Wave) -> str:
    return (
        f"{request.reference}: request started for a patient of {request.holder}, in wave"
        f" {wave.number} of plan {wave.plan_id}"
    )


def _wave_told(wave: Wave, composed: ComposedWave, offers: int) -> dict[str, object]:
    return {
        "plan": wave.plan_id,
        "asked": wave.asked,
        "expected_yes": wave.expected_yes,
        "p_over": wave.p_over,
        "expected_empty": composed.expected_empty,
        "left_out": dict(composed.left_out),
        "offers": offers,
        "reply_by": wave.reply_by,
    }


def _start(wave: Wave, asked: tuple[Asked, ...], said_by: str, now: datetime) -> list[Request]:
    """Make a request for each, numbered by its key as every request is."""
    key = pseudonym_key(Path(settings.TIDEGATE_HOME))
    start = wave.plan.start
    rows = [_request(wave, one.pathway, start, key, said_by, now) for one in asked]
    made = Request.objects.bulk_create(rows, batch_size=_BATCH)
    for request in made:
        request.reference = f"T-{request.pk:06d}"
    Request.objects.bulk_update(made, ["reference"], batch_size=_BATCH)
    return made


def _request(
    wave: Wave, row: Mapping[str, Any], start: date, key: bytes, said_by: str, now: datetime
) -> Request:
    holder, pathway_id = row["holder"], row["pathway_id"]
    earliest = start + timedelta(weeks=row["earliest_week"]) if row["earliest_week"] else None
    return Request(
        reference=uuid4().hex[:20],
        person=pseudonym_of_pathway(holder, pathway_id, key=key, purpose=Purpose.TRANSFERS),
        pathway_id=pathway_id,
        holder=holder,
        area=wave.area,
        tfc=row["tfc"],
        modality=row["modality"],
        procedure=row.get("procedure") or "",
        priority=row["priority"],
        clock_start=row["clock_start"],
        age=row["age"],
        facts=_facts(row, start),
        travel_max_miles=row["travel_max_miles"],
        earliest=earliest,
        state=RequestState.DRAFT.value,
        wave=wave,
        started_by=said_by,
        started_at=now,
        moved_at=now,
        expires_at=now + EXPIRES_AFTER,
    )


def _facts(row: Mapping[str, Any], start: date) -> dict[str, object]:
    """Keep what matching knows of a patient; weeks are named by their Mondays."""
    away = [(start + timedelta(weeks=week)).isoformat() for week in row["unavailable"] or ()]
    bmi = None if row["bmi"] is None else round(row["bmi"], 1)
    known = {
        "asa": row["asa"],
        "bmi": bmi,
        "conditions": row["conditions"],
        "imd_quintile": row["imd_quintile"],
        "needs_critical_care": row["needs_critical_care"],
        "unavailable_weeks": away or None,
        "zone": row["zone"].partition(", not to ")[
            0
        ],  # as a re-plan names it for those who declined
    }
    return {name: value for name, value in known.items() if value is not None}


def _plan_places(
    wave: Wave,
    asked: list[tuple[Request, Asked]],
    offers: Mapping[str, Offer],
    said_by: str,
    now: datetime,
) -> None:
    places = []
    for request, one in asked:
        for rank, proposed in enumerate(one.places, 1):
            offer = offers[proposed.offer_id]
            places.append(
                Place(
                    request=request,
                    offer=offer,
                    destination=offer.provider,
                    wave=wave,
                    rank=rank,
                    state=PlaceState.PLANNED.value,
                    miles=proposed.miles,
                    minutes=proposed.minutes,
                    reply_by=min(wave.reply_by, offer.valid_until),
                    proposed_by=said_by,
                    proposed_at=now,
                )
            )
    Place.objects.bulk_create(places, batch_size=_BATCH)


def _told(request: Request, one: Asked) -> dict[str, object]:
    return {
        "holder": request.holder,
        "area": request.area,
        "tfc": request.tfc,
        "modality": request.modality,
        "priority": request.priority,
        "clock_start": request.clock_start,
        "wave": request.wave_id,
        "offers": [place.offer_id for place in one.places],
        "has_a_place_in_the_plan": one.matched,
    }
