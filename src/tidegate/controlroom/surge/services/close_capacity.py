"""End what a surge opened: offers take nobody more, and switches are turned back.

It is called inside the transaction of the step that ends the surge, which writes the entry. Whoever
was accepted keeps the place: nothing of a transfer is touched.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.turn_switch import terms_on, turn_as_decided
from tidegate.controlroom.surge.models import OpenedOffer, Opening
from tidegate.controlroom.surge.services.open_capacity import said, who_turns
from tidegate.controlroom.surge.services.plan_with_surges import plan_with_surges
from tidegate.controlroom.transfers.services.stop_offer import stop_offer

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.models import Surge
    from tidegate.controlroom.surge.said import Underway

CAUSE = "SURGE_ENDED"


def close_capacity(underway: Underway, actor: Actor) -> None:
    """Stop the offers of a surge and turn its switches back, and say so in the step's entry."""
    surge = underway.surge
    surge.stood_down_at = underway.now
    unused, areas = stop_offers(surge, actor, underway.now)
    openings = Opening.objects.select_for_update(of=("self",)).filter(surge=surge)
    rows = openings.exclude(turned_on=None).filter(turned_back_on=None).select_related("contract")
    for row in rows.order_by("pk"):
        _turn_back(underway, actor, row)
        underway.rows.append(row)
    underway.facts |= {
        "units_unused": unused,
        "turned_back": [
            {"contract": row.contract.reference, "switch": row.switch,
             "from_day": row.turned_back_on, "why_not": row.why_not}
            for row in underway.rows if isinstance(row, Opening)
        ],
        "planned_with": plan_with_surges(areas, actor=actor, now=underway.now) if areas else [],
    }  # fmt: skip


def stop_offers(surge: Surge, actor: Actor, now: datetime) -> tuple[int, set[str]]:
    """Stop every offer of a surge that still takes patients.

    Returns:
        How many units went unused by it, and the areas whose offers these are.
    """
    rows = OpenedOffer.objects.filter(surge=surge).select_related("offer").order_by("pk")
    offers = [row.offer for row in rows]
    unused = sum(
        stop_offer(offer=offer, cause=CAUSE, actor=actor, now=now, acted_for=surge.place)
        for offer in offers
    )
    return unused, {offer.area for offer in offers}


def _turn_back(underway: Underway, actor: Actor, row: Opening) -> None:
    """Turn a switch back to where it stood, at the notice that the contract asks for."""
    try:
        with transaction.atomic():
            switch = terms_on(row.contract, underway.today).switch(row.switch)
            position = switch.position(row.before) if switch else None
            notice = timedelta(days=position.notice_days if position else 0)
            turn_as_decided(
                contract=row.contract, name=row.switch, position=row.before,
                from_day=underway.today + notice, decided_on=underway.today,
                because=f"{underway.surge.reference} ended", actor=actor, now=underway.now,
                by=who_turns(underway.surge, switch),
                trigger=next(iter(switch.triggers), "") if switch else "",
            )  # fmt: skip
        row.turned_back_on = underway.today + notice
        row.why_not = ""
    except ContractRefused as why:
        row.why_not = said(reason.detail for reason in why.reasons)
