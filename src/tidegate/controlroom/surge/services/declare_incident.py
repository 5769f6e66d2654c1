"""Declare an incident at a level, at the organisation where that level is led."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.surge.divert_terms import incident_terms
from tidegate.controlroom.surge.models import Incident, IncidentMove
from tidegate.controlroom.surge.reach import hold_to_reach
from tidegate.controlroom.surge.refused import SurgeRefused, refuse
from tidegate.core.surge.incidents.incidents import COMMAND, IncidentState
from tidegate.core.surge.moments import moment_refusals

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.surge.new_incident import NewIncident


@transaction.atomic
def declare_incident(
    *, new: NewIncident, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Incident:
    """Declare an incident.

    Raises:
        PermissionMissing: the actor may not declare one of this level there.
        SurgeRefused: there is no such kind or level, nobody there could lead it, or it has no name.
    """
    authority = led_at(new.place, new.level)
    acted_for = hold_to_reach(actor, COMMAND, authority, on_behalf_of)
    terms = incident_terms()
    if new.kind not in terms.kinds:
        raise refuse("NO_SUCH_KIND", "Choose what kind of incident it is.", kind=new.kind)
    if not new.title.strip():
        raise refuse("NO_TITLE", "Say what happened, in a few words.")
    at, late_why = new.happened.at or now, new.happened.late_why.strip()
    if found := moment_refusals(at, now, None, late_why):
        raise SurgeRefused(found)
    identity, name = identify(actor)
    incident = Incident.objects.create(
        reference=uuid4().hex[:20], title=new.title.strip(), kind=new.kind, level=new.level,
        place=new.place, authority=authority, state=IncidentState.DECLARED.value, declared_at=at,
        declared_by_name=name, recorded_at=now, late_why=late_why, moved_at=at,
    )  # fmt: skip
    incident.reference = f"I-{incident.pk:06d}"
    incident.save(update_fields=["reference"])
    IncidentMove.objects.create(
        incident=incident, level=new.level, at=at, recorded_at=now, late_why=late_why,
        reason=incident.title, said_by=identity, said_by_name=name,
    )  # fmt: skip
    record(
        kind="incident_declared",
        actor=actor,
        subject=incident.subject,
        headline=f"{incident.reference}: {terms.kinds[new.kind].lower()} at level {new.level},"
        f" {incident.title}",
        facts={
            "kind": new.kind, "level": new.level, "place": new.place, "authority": authority,
            "late_why": late_why,
        },
        on_behalf_of=acted_for,
        occurred_at=at,
        now=now,
    )  # fmt: skip
    return incident


def led_at(place: str, level: int) -> str:
    """Return the organisation where an incident of a level is led: the place, or one above it.

    A kind of organisation that stands for no more than a provider is read as any provider.

    Raises:
        SurgeRefused: there is no such level or place, or nobody above it to lead it.
    """
    terms = incident_terms().levels.get(level)
    if terms is None:
        raise refuse("NO_SUCH_LEVEL", "Choose the level.", level=level)
    rows = Organisation.objects.select_related("parent__parent__parent")
    above = first = rows.filter(code=place).first()
    if first is None:
        raise refuse("NO_SUCH_PLACE", "Choose where it is.", place=place)
    providers = {"trust", "independent"} if terms.led_at == "trust" else {terms.led_at}
    while above is not None:
        if above.kind in providers:
            return above.code
        above = above.parent
    if terms.led_at == "trust":  # an area or a region leads what is its own
        return first.code
    detail = f"No {terms.led_at} stands above {first.name} to lead an incident of level {level}."
    raise refuse("NO_AUTHORITY", detail, place=place, led_at=terms.led_at)
