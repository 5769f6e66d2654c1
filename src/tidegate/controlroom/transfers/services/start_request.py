"""Start a request: one patient's wish to be treated elsewhere, which costs no place on the list."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.transfers.models import Request, Wave
from tidegate.controlroom.transfers.new_request import EXPIRES_AFTER, FACTS, NewRequest
from tidegate.controlroom.transfers.permitted import ARRANGE, viewer_for
from tidegate.controlroom.transfers.refused import StepRefused, refuse
from tidegate.controlroom.transfers.who import known_by_number, known_by_pathway
from tidegate.core.directory.nhs_number import nhs_number_faults
from tidegate.core.transfers.lifecycle.states import LIVE

if TYPE_CHECKING:
    from datetime import datetime

START = "transfers.request"
_LIVE = sorted(state.value for state in LIVE)


def start_request(
    *,
    new: NewRequest,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    wave: Wave | None = None,
) -> Request:
    """Start a request as a draft, for the holder's clinician to look at first.

    Args:
        new: what is asked for whom.
        actor: someone of the holder, or a coordinator of its area.
        now: when.
        on_behalf_of: ODS code of the organisation acted for; empty: the holder.
        wave: the wave that it goes out in.

    Raises:
        PermissionMissing: the actor may not start requests for this holder.
        StepRefused: ``ALREADY_LIVE`` with the reference of the request that the patient has;
            ``UNKNOWN_HOLDER``; ``CLOCK_START_TO_COME``; ``FACTS_NOT_KEPT``; or what is wrong with
            the NHS number.
    """
    holder = Organisation.objects.filter(code=new.holder).first()
    if holder is None:
        raise refuse("UNKNOWN_HOLDER", "No such provider is known here.", holder=new.holder)
    acted_for = _hold_to_permission(actor, holder, on_behalf_of)
    if new.clock_start > timezone.localdate(now):
        detail = "A wait cannot begin on a day that is still to come."
        raise refuse("CLOCK_START_TO_COME", detail, clock_start=new.clock_start)
    if unknown := sorted(set(new.facts) - FACTS):
        raise refuse("FACTS_NOT_KEPT", "A request does not keep these.", names=unknown)
    person = _person(new)
    _refuse_a_second(new, person)
    try:
        with transaction.atomic():
            request = _make(new, holder, person, wave, identify(actor)[0], now)
            record(
                kind="request_started",
                actor=actor,
                subject=f"request:{request.reference}",
                headline=f"{request.reference}: request started for a patient of {holder.name}",
                facts=_told(request),
                on_behalf_of=acted_for,
                now=now,
            )
    except IntegrityError:  # another was started at the same instant
        _refuse_a_second(new, person)
        raise
    return request


def _hold_to_permission(actor: Actor, holder: Organisation, on_behalf_of: str) -> str:
    viewer = viewer_for(actor)
    for permission, organisation in ((START, holder.code), (ARRANGE, holder.area)):
        acted_for = on_behalf_of or organisation
        if viewer.may(permission, organisation) and viewer.may(permission, acted_for):
            return acted_for
    raise PermissionMissing(START)


def _person(new: NewRequest) -> str:
    """Return who the patient is to this purpose: by NHS number where known, else by pathway."""
    if not new.nhs_number:
        return known_by_pathway(new.holder, new.pathway_id)
    if faults := nhs_number_faults(new.nhs_number, demo=settings.TIDEGATE_DEMO):
        raise StepRefused(faults)
    return known_by_number(new.nhs_number)


def _refuse_a_second(new: NewRequest, person: str) -> None:
    same = Q(person=person) | Q(holder=new.holder, pathway_id=new.pathway_id)
    first = Request.objects.filter(same, state__in=_LIVE).order_by("id").first()
    if first is not None:
        detail = f"This patient has a request already: {first.reference}."
        raise refuse("ALREADY_LIVE", detail, reference=first.reference, state=first.state)


def _make(
    new: NewRequest,
    holder: Organisation,
    person: str,
    wave: Wave | None,
    said_by: str,
    now: datetime,
) -> Request:
    """Make the row and number it by its key: in order, and without gaps but for failures."""
    request = Request.objects.create(
        reference=uuid4().hex[:20], person=person, area=holder.area, wave=wave,
        pathway_id=new.pathway_id, holder=new.holder, holder_site=new.holder_site,
        commissioner=new.commissioner, tfc=new.tfc, modality=new.modality,
        procedure=new.procedure, priority=new.priority, clock_start=new.clock_start, age=new.age,
        facts=dict(new.facts), travel_max_miles=new.travel_max_miles,
        transport_need=new.transport_need, interpreter=new.interpreter,
        adjustments=new.adjustments, earliest=new.earliest, started_by=said_by, started_at=now,
        moved_at=now, expires_at=now + EXPIRES_AFTER,
    )  # fmt: skip
    request.reference = f"T-{request.pk:06d}"
    request.save(update_fields=["reference"])
    return request


def _told(request: Request) -> dict[str, object]:
    """Return what the record keeps of a new request: nothing by which a patient could be named."""
    return {
        "holder": request.holder,
        "area": request.area,
        "tfc": request.tfc,
        "modality": request.modality,
        "priority": request.priority,
        "clock_start": request.clock_start,
        "wave": request.wave_id,
    }
