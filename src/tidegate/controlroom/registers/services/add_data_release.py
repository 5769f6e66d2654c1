"""Put an agreement to release data on the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.registers.keeping import KEEP, hold_to_reach, kept
from tidegate.controlroom.registers.models import DataRelease
from tidegate.controlroom.registers.refused import refuse_if
from tidegate.core.registers.releases import Agreement, agreement_faults

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers.keeping import Superseding


@dataclass(frozen=True, slots=True)
class NewRelease:
    """An agreement with who asked, what for, and whether it is commercial or passed on."""

    agreement: Agreement
    applicant: str
    purpose: str
    commercial: bool
    sublicensing: bool


@transaction.atomic
def add_data_release(
    *,
    keeper: str,
    new: NewRelease,
    actor: Actor,
    now: datetime,
    instead_of: Superseding | None = None,
) -> DataRelease:
    """Keep an agreement, and record it; the public sees it from its first file on.

    Raises:
        PermissionMissing: the actor keeps no registers for that organisation.
        RegisterRefused: it leaves open who decides, on which data, or whether opt-outs apply.
    """
    hold_to_reach(actor, KEEP, keeper)
    agreement = new.agreement
    refuse_if(agreement_faults(agreement))
    made = DataRelease.objects.create(
        **kept(actor, keeper, now, instead_of),
        dsa_ref=agreement.dsa_ref,
        applicant=new.applicant,
        controllers=list(agreement.controllers),
        purpose=new.purpose,
        datasets=list(agreement.datasets),
        level=agreement.level.value,
        legal_basis=agreement.legal_basis,
        commercial=new.commercial,
        sublicensing=new.sublicensing,
        optouts_applied=agreement.optouts_applied,
        start=agreement.start,
        end=agreement.end,
    )
    record(
        kind="data_release_added",
        actor=actor,
        on_behalf_of=keeper,
        subject=f"data_release:{made.pk}",
        headline=f"{agreement.dsa_ref}: data for {new.applicant}",
        facts={
            "datasets": agreement.datasets,
            "level": agreement.level,
            "legal_basis": agreement.legal_basis,
            "start": agreement.start,
            "end": agreement.end,
        },
        now=now,
    )
    return made
