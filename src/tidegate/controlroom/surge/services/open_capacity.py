"""Open what a surge opens: offers out of pledges, and the contract terms that apply.

It is called inside the transaction of the step that opens the surge, which writes the entry.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Contract
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.turn_switch import terms_on, turn_as_decided, turned
from tidegate.controlroom.surge.models import OpenedOffer, Opening, Pledge, Surge
from tidegate.controlroom.surge.services.plan_with_surges import plan_with_surges
from tidegate.controlroom.transfers.new_offer import NewOffer
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.post_offer import put_up_offer
from tidegate.core.contracts.terms.switch import position_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.said import Underway
    from tidegate.core.contracts.terms.switch import Switch
    from tidegate.core.surge.proposal import Turn

WEEK = timedelta(weeks=1)


def open_capacity(underway: Underway, actor: Actor) -> None:
    """Offer what was pledged, and turn the switches that were proposed.

    What cannot be offered or turned is said in the entry and does not keep the rest back.
    """
    proposal = underway.known.proposal
    if proposal is None:  # the guards refuse a surge without one
        return
    for turn in proposal.turns:
        underway.rows.append(_turn(underway, actor, turn))
    told = [
        {"contract": row.contract.reference, "switch": row.switch, "position": row.position,
         "why_not": row.why_not}
        for row in underway.rows if isinstance(row, Opening)
    ]  # fmt: skip
    underway.facts["turned"] = told
    open_offers(underway, actor, pledges_standing(underway.surge), underway.today)


def pledges_standing(surge: Surge) -> list[Pledge]:
    """Return the newest version of each pledge of a surge, by number."""
    newest: dict[int, Pledge] = {}
    for row in Pledge.objects.filter(surge=surge).order_by("number", "version"):
        newest[row.number] = row
    return list(newest.values())


def open_offers(underway: Underway, actor: Actor, pledges: Sequence[Pledge], first: date) -> None:
    """Post an offer for each pledge with treatments and each week until the surge ends.

    The first week is the first that begins on that day or later: nobody is offered a whole week's
    treatments in what is left of one.
    """
    surge, refused = underway.surge, []
    there = set(OpenedOffer.objects.filter(surge=surge).values_list("offer__offer_id", flat=True))
    opened: list[OpenedOffer] = []
    for pledge in (one for one in pledges if one.units):
        for week in _mondays(first, surge.ends_on or first):
            offer_id = f"{surge.reference}-P{pledge.number}-{week:%G-W%V}"
            if offer_id in there:
                continue
            try:
                offer = put_up_offer(
                    new=_offer(pledge, week, offer_id), actor=actor, now=underway.now,
                    acted_for=pledge.provider,
                )  # fmt: skip
            except StepRefused as why:
                refused.append({"offer": offer_id, "codes": list(why.codes)})
                continue
            opened.append(OpenedOffer(surge=surge, pledge=pledge, offer=offer))
    underway.rows += opened
    underway.facts |= {"offers_opened": len(opened), "offers_refused": refused}
    if opened:
        areas = {one.offer.area for one in opened}
        underway.after.append(lambda: _let_plans_know(underway, actor, areas))


def _let_plans_know(underway: Underway, actor: Actor, areas: set[str]) -> None:
    underway.facts["planned_with"] = plan_with_surges(areas, actor=actor, now=underway.now)


def _offer(pledge: Pledge, week: date, offer_id: str) -> NewOffer:
    return NewOffer(
        provider=pledge.provider,
        site=pledge.site,
        modality=pledge.modality,
        tfcs=tuple(pledge.tfcs),
        week=week,
        units=pledge.units,
        offer_id=offer_id,
        line_id=pledge.line_id,
        physical_units=pledge.physical_units,
        staffed_units_claimed=pledge.units,
    )


def _mondays(first: date, last: date) -> Iterator[date]:
    week = first + timedelta(days=-first.weekday() % 7)
    while week <= last:
        yield week
        week += WEEK


def _turn(underway: Underway, actor: Actor, turn: Turn) -> Opening:
    """Turn one switch as it was decided when the surge was approved."""
    contract = Contract.objects.get(reference=turn.contract)
    row = Opening(surge=underway.surge, contract=contract, switch=turn.switch,
                  position=turn.position)  # fmt: skip
    try:
        with transaction.atomic():
            switch = terms_on(contract, underway.today).switch(turn.switch)
            if switch is not None:
                row.before = position_on(switch, turned(contract), underway.today).name
            turn_as_decided(
                contract=contract, name=turn.switch, position=turn.position,
                from_day=underway.today,
                decided_on=underway.known.approved_on or underway.today,
                because=f"{underway.surge.reference}, {underway.surge.title}"[:400], actor=actor,
                now=underway.now, by=who_turns(underway.surge, switch), trigger=turn.trigger,
            )  # fmt: skip
        row.turned_on = underway.today
    except ContractRefused as why:
        row.why_not = said(reason.detail for reason in why.reasons)
    return row


def who_turns(surge: Surge, switch: Switch | None) -> str:
    """Return for whom a switch is turned: who signed the surge off, or the place, as terms let."""
    allowed = switch.may_turn if switch else ()
    return next((one for one in (surge.authority, surge.place) if one in allowed), surge.authority)


def said(details: Iterable[str]) -> str:
    """Return why something was not done, as long as a row can hold."""
    return " ".join(details)[:500]
