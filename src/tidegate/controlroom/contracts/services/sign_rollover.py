"""Sign the review before a contract's extension; without it nothing is extended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import RolloverReview
from tidegate.controlroom.contracts.reach import SIGN, hold_to_reach
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.reviewing import review_of
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.directory.one_actor import same_actor_as
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.rollover import review_refusals
from tidegate.exchange.contracts.ending_terms import load_rollover_terms

if TYPE_CHECKING:
    from datetime import datetime


def sign_rollover(
    *, review: RolloverReview, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> RolloverReview:
    """Sign a review that is answered in full, for the buyer.

    Raises:
        PermissionMissing: the actor may not sign for this buyer.
        ContractRefused: a reason of ``review_refusals``; ``SAME_PERSON`` leaves an entry.
    """
    try:
        return _sign(review, actor, now, on_behalf_of)
    except ContractRefused as refused:
        if "SAME_PERSON" in refused.codes:
            _record_the_attempt(review, actor, now, on_behalf_of, refused)
        raise


@transaction.atomic
def _sign(review: RolloverReview, actor: Actor, now: datetime, on_behalf_of: str) -> RolloverReview:
    acted_for = hold_to_reach(actor, SIGN, review.contract.buyer, on_behalf_of)
    rows = RolloverReview.objects.select_for_update().select_related("contract")
    locked = rows.get(pk=review.pk)
    identity, _ = identify(actor)
    found = review_refusals(
        review_of(locked), actor=identity, same_actor=same_actor_as(identity),
        terms=load_rollover_terms(),
    )  # fmt: skip
    if found:
        raise ContractRefused(found)
    locked.signed_by, locked.signed_at = identity, now
    locked.save()
    record(
        kind="rollover_signed",
        actor=actor,
        subject=subject_of(locked.contract),
        headline=f"{locked.contract.reference}: review signed, it proposes to {locked.outcome}",
        facts={"for_end": locked.for_end, "outcome": locked.outcome},
        on_behalf_of=acted_for,
        now=now,
    )
    return locked


@transaction.atomic
def _record_the_attempt(
    review: RolloverReview, actor: Actor, now: datetime, on_behalf_of: str, why: ContractRefused
) -> None:
    record(
        kind="contract_step_refused",
        actor=actor,
        subject=subject_of(review.contract),
        headline=f"{review.contract.reference}: review not signed, it needs another person",
        facts={"verb": "sign_rollover", "codes": list(why.codes)},
        on_behalf_of=on_behalf_of or review.contract.buyer,
        now=now,
    )
