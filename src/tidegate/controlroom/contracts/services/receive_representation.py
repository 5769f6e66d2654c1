"""Receive a representation against an intended award."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Notice, Representation, Selection
from tidegate.controlroom.contracts.procurement import facts_of, objection_of, standing_intention
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.log.services.record import Actor, record
from tidegate.core.contracts.procurement.regimes import SelectionState
from tidegate.core.contracts.working_days import day_of

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_TEXT = 2000
LONGEST_NAME = 200


@transaction.atomic
def receive_representation(
    *,
    selection: Selection,
    by: str,
    text: str,
    received_at: datetime,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Representation:
    """Keep a representation; one in time holds the standstill until it is answered.

    One that came after the standstill was over is kept as well, and holds nothing.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: no standstill runs, its moment cannot be, or nobody or nothing is named.
    """
    acted_for = hold_to_reach(actor, MANAGE, selection.contract.buyer, on_behalf_of)
    rows = Selection.objects.select_for_update().select_related("contract")
    locked = rows.get(pk=selection.pk)
    notices = list(Notice.objects.filter(contract=locked.contract_id))
    intention = standing_intention(locked, notices)
    if SelectionState(locked.state) is not SelectionState.STANDSTILL or intention is None:
        raise refuse("NO_STANDSTILL", "No intention to award stands that one could object to.")
    _refuse_what_cannot_be(by, text, received_at, now, intention)
    row = Representation.objects.create(
        selection=locked,
        notice=intention,
        by=by.strip(),
        text=text.strip(),
        received_at=received_at,
    )
    in_time = facts_of(locked, notices, [row]).in_time(objection_of(row))
    contract = locked.contract
    late = "" if in_time else ", after the standstill was over"
    record(
        kind="representation_received",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"contract:{contract.reference}",
        headline=f"{contract.reference}: representation of {row.by} received{late}",
        facts={"by": row.by, "received_at": received_at, "in_time": in_time},
        now=now,
    )
    return row


def _refuse_what_cannot_be(
    by: str, text: str, received_at: datetime, now: datetime, intention: Notice
) -> None:
    if not 0 < len(by.strip()) <= LONGEST_NAME:
        raise refuse("NAME_NEEDED", "Say who objects.")
    if not 0 < len(text.strip()) <= LONGEST_TEXT:
        detail = f"Say what the objection is, in at most {LONGEST_TEXT:,} characters."
        raise refuse("TEXT_NEEDED", detail)
    if received_at > now:
        raise refuse("MOMENT_TO_COME", "Say when it came: that moment is still to come.")
    if intention.published_on and day_of(received_at) < intention.published_on:
        raise refuse("BEFORE_THE_INTENTION", "That is before the intention was published.")
