"""Put a case of someone who spoke up on the register."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.registers.keeping import HEAR, hold_to_reach, kept, refuse_future
from tidegate.controlroom.registers.models import SpeakUpCase
from tidegate.controlroom.registers.refused import refuse
from tidegate.core.registers.speak_up import REGIONS, Channel, Concern

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers.keeping import Superseding


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case: when and how it came, where from, of which group of workers, about what."""

    received_on: date
    channel: Channel
    region: str
    worker_group: str
    anonymous: bool
    concerns: frozenset[Concern]


@transaction.atomic
def add_speak_up_case(
    *,
    keeper: str,
    new: NewCase,
    actor: Actor,
    now: datetime,
    instead_of: Superseding | None = None,
) -> SpeakUpCase:
    """Keep a case, and record that one came; the record says neither where from nor about what.

    The entry names no organisation, so that nobody can count an organisation's cases in the
    record; those who hear the case see its history on its page.

    Raises:
        PermissionMissing: the actor does not hear cases of that organisation.
        RegisterRefused: it is about nothing, of no known region, or has not come yet.
    """
    hold_to_reach(actor, HEAR, keeper)
    refuse_future(new.received_on, words.local_day(now))
    if not new.concerns:
        raise refuse("NO_CONCERN", "Say what it is about.")
    if new.region not in REGIONS:
        raise refuse("REGION_UNKNOWN", "Choose a region.", region=new.region)
    made = SpeakUpCase.objects.create(
        **kept(actor, keeper, now, instead_of),
        received_on=new.received_on,
        channel=new.channel.value,
        region=new.region,
        worker_group=new.worker_group.strip(),
        anonymous=new.anonymous,
        concerns=[concern.value for concern in Concern if concern in new.concerns],
    )
    record(
        kind="speak_up_added",
        actor=actor,
        subject=f"speak_up:{made.pk}",
        headline="A case came onto the register",
        facts={"superseded_another": instead_of is not None},
        now=now,
    )
    return made
