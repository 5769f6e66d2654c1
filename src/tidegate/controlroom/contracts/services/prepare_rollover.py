"""Prepare the review before a contract's extension: how good is the service?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Contract, RolloverReview
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.reviewing import CHANGED
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.lifecycle.states import IN_FORCE, ContractState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tidegate.core.contracts.rollover import RolloverOutcome, Topic


@transaction.atomic
def prepare_rollover(
    *,
    contract: Contract,
    answers: Mapping[Topic, str],
    changes_considerably: bool,
    outcome: RolloverOutcome,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> RolloverReview:
    """Prepare a review of the contract's end as it stands; somebody else signs it.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: ``CONTRACT_NOT_IN_FORCE``.
    """
    acted_for = hold_to_reach(actor, MANAGE, contract.buyer, on_behalf_of)
    locked = Contract.objects.select_for_update().get(pk=contract.pk)
    if ContractState(locked.state) not in IN_FORCE:
        raise refuse("CONTRACT_NOT_IN_FORCE", "A review is about a contract in force.")
    kept: dict[str, object] = {topic.value: said.strip() for topic, said in answers.items()}
    row = RolloverReview.objects.create(
        contract=locked, for_end=locked.end, answers=kept | {CHANGED: changes_considerably},
        outcome=outcome.value, prepared_by=identify(actor)[0], prepared_at=now,
    )  # fmt: skip
    record(
        kind="rollover_prepared",
        actor=actor,
        subject=subject_of(locked),
        headline=f"{locked.reference}: review before extension prepared, {outcome.value}",
        facts={"for_end": locked.end, "outcome": outcome.value, "answers": row.answers},
        on_behalf_of=acted_for,
        now=now,
    )
    return row
