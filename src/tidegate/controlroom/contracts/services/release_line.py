"""Give a contract line back from a week on, and withdraw what was offered under it after that."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.models import Contract, Line, UseReview
from tidegate.controlroom.contracts.new_use import RULES
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.log.services.record import Actor, record
from tidegate.controlroom.transfers.models import Offer
from tidegate.controlroom.transfers.services.withdraw_offer import take_back_offer
from tidegate.core.contracts.terms.contract import monday_of
from tidegate.core.contracts.terms.pay import MONDAY
from tidegate.core.contracts.use_review import Ask
from tidegate.core.transfers.lifecycle.states import OfferState

if TYPE_CHECKING:
    from datetime import date, datetime

GIVEN_BACK = "CAPACITY_GIVEN_BACK"
_NOBODY_HAS_ONE = (OfferState.POSTED.value, OfferState.CONFIRMED.value)


@transaction.atomic
def release_line(
    *, line: Line, from_week: date, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Line:
    """Give a line back for the buyer, after a review decided to drop capacity.

    Offers of later weeks of which nobody has a unit are withdrawn; whoever has a place keeps it.

    Args:
        line: not yet released.
        from_week: Monday from which it is contracted no longer, in a week to come.
        actor: who gives it back.
        now: when.
        on_behalf_of: ODS code acted for, if not the buyer itself.

    Raises:
        PermissionMissing: the actor does not manage contracts of this buyer.
        ContractRefused: no review decided so, it was given back already, or not from such a week.
    """
    acted_for = hold_to_reach(actor, MANAGE, line.contract.buyer, on_behalf_of)
    contract = Contract.objects.select_for_update().get(pk=line.contract_id)
    row = Line.objects.select_for_update().get(pk=line.pk)
    row.contract = contract
    review = UseReview.objects.filter(contract=contract).exclude(decision="").first()
    if review is None or review.decision != Ask.DROP.value:
        detail = "Capacity is given back after a review of its use has decided so."
        raise refuse("NO_DECISION_TO_DROP", detail)
    if row.released_from is not None:
        raise refuse("RELEASED_ALREADY", "This line was given back already.")
    next_week = monday_of(RULES.today(now)) + timedelta(weeks=1)
    if from_week.weekday() != MONDAY or not next_week <= from_week <= row.last_week:
        detail = f"Choose a Monday from {words.day(next_week)} to {words.day(row.last_week)}."
        raise refuse("WEEK_OUTSIDE", detail, week=from_week)
    row.released_from = from_week
    row.save(update_fields=["released_from"])
    withdrawn = _withdraw_after(row, from_week, actor, acted_for, now)
    record(
        kind="line_released",
        actor=actor,
        on_behalf_of=acted_for,
        subject=subject_of(contract),
        headline=f"{row.line_id} given back from the week of {words.day(from_week)}"
        + (f"; {words.counted(len(withdrawn), 'offer')} withdrawn" if withdrawn else ""),
        facts={"line": row.line_id, "from_week": from_week, "review": review.pk,
               "offers_withdrawn": withdrawn},
        now=now,
    )  # fmt: skip
    return row


def _withdraw_after(
    line: Line, from_week: date, actor: Actor, acted_for: str, now: datetime
) -> list[str]:
    offers = Offer.objects.filter(
        line_id=line.line_id,
        provider=line.contract.provider,
        week__gte=from_week,
        state__in=_NOBODY_HAS_ONE,
    ).order_by("week", "offer_id")
    codes = [offer.offer_id for offer in offers]
    for offer in offers:
        take_back_offer(offer=offer, cause=GIVEN_BACK, actor=actor, now=now, acted_for=acted_for)
    return codes
