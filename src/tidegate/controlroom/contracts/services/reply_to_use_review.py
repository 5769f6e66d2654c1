"""Reply, for the provider, to a review of a contract's use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Contract, UseReview
from tidegate.controlroom.contracts.reach import ANSWER, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.log.services.record import Actor, identify, record

if TYPE_CHECKING:
    from datetime import datetime

LONGEST = 2000


@transaction.atomic
def reply_to_use_review(
    *, review: UseReview, reply: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> UseReview:
    """Keep the provider's reply; after the day for it, it is taken until the review is decided.

    Raises:
        PermissionMissing: the actor may not answer for this provider.
        ContractRefused: the review was decided or replied to already, or the reply is empty.
    """
    acted_for = hold_to_reach(actor, ANSWER, review.contract.provider, on_behalf_of)
    contract = Contract.objects.select_for_update().get(pk=review.contract_id)
    row = UseReview.objects.select_for_update().get(pk=review.pk)
    row.contract = contract
    if row.decision:
        raise refuse("DECIDED_ALREADY", "This review was decided already.")
    if row.replied_at is not None:
        raise refuse("REPLIED_ALREADY", "The provider has replied already.")
    said = reply.strip()
    if not said or len(said) > LONGEST:
        raise refuse("REPLY_NEEDED", f"Write a reply of at most {LONGEST} characters.")
    row.reply, row.replied_by, row.replied_at = said, identify(actor)[0], now
    row.save(update_fields=["reply", "replied_by", "replied_at"])
    record(
        kind="use_review_replied",
        actor=actor,
        on_behalf_of=acted_for,
        subject=subject_of(contract),
        headline=f"The provider replied to the review of the use of {contract.reference}",
        facts={"review": row.pk, "reply": said},
        now=now,
    )
    return row
