"""Put a legal act against a provider on the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.directory.models import Kind, Organisation
from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.registers.keeping import KEEP, hold_to_reach, kept, refuse_future
from tidegate.controlroom.registers.models import EnforcementAct
from tidegate.controlroom.registers.refused import refuse, refuse_if
from tidegate.core.registers import enforcement

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers.keeping import Superseding


@dataclass(frozen=True, slots=True)
class NewAct:
    """An act: against whom, who acted, which, what it asks, its days, and where it is written."""

    organisation: str
    body: str
    action: enforcement.Action
    requirement: str
    served_on: date
    effective_on: date | None
    comply_by: date | None
    source: str


@transaction.atomic
def add_enforcement_act(
    *,
    keeper: str,
    new: NewAct,
    actor: Actor,
    now: datetime,
    instead_of: Superseding | None = None,
) -> EnforcementAct:
    """Keep an act with its dates, and record it; it says nothing of what anyone thinks.

    Raises:
        PermissionMissing: the actor keeps no registers for that organisation.
        RegisterRefused: the provider is not known, or the act does not fit its section.
    """
    hold_to_reach(actor, KEEP, keeper)
    refuse_future(new.served_on, words.local_day(now))
    against = Organisation.objects.filter(code=new.organisation).first()
    if against is None:
        raise refuse("PROVIDER_NOT_KNOWN", "The provider must be in the directory.")
    act = enforcement.Act(
        new.action, against.kind == Kind.TRUST, new.served_on, new.effective_on, new.comply_by
    )
    refuse_if(enforcement.act_faults(act))
    made = EnforcementAct.objects.create(
        **kept(actor, keeper, now, instead_of),
        organisation=new.organisation,
        body=new.body,
        action=new.action.name,
        requirement=new.requirement,
        served_on=new.served_on,
        effective_on=enforcement.works_from(act),
        comply_by=new.comply_by,
        representations_until=enforcement.representations_until(act),
        source=new.source,
    )
    record(
        kind="enforcement_added",
        actor=actor,
        on_behalf_of=keeper,
        subject=f"enforcement:{made.pk}",
        headline=f"{new.body}: {new.action.label.lower()} to {new.organisation}",
        facts={
            "action": new.action.name,
            "basis": new.action.basis,
            "served_on": made.served_on,
            "effective_on": made.effective_on,
            "comply_by": made.comply_by,
            "representations_until": made.representations_until,
            "source": new.source,
        },
        now=now,
    )
    return made
