"""Offers in: posted, confirmed and withdrawn by the provider's own system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router

from tidegate.controlroom.api.door import viewer_on
from tidegate.controlroom.api.operations import operation
from tidegate.controlroom.api.parts import Limit, Offset, part
from tidegate.controlroom.api.schemas.offers import (
    OfferConfirmed,
    OfferIn,
    OfferOut,
    Offers,
    OfferWithdrawn,
    StateOfOffer,
)
from tidegate.controlroom.api.schemas.values import Day, KnownOffer
from tidegate.controlroom.transfers import queries
from tidegate.controlroom.transfers.new_offer import NewOffer
from tidegate.controlroom.transfers.services.confirm_offer import confirm_offer
from tidegate.controlroom.transfers.services.post_offer import post_offer
from tidegate.controlroom.transfers.services.withdraw_offer import withdraw_offer

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.transfers.models import Offer

router = Router(tags=["Offers"])
WhichOffer = Annotated[KnownOffer, Path(description="Identifier of the offer.")]
BY_PROVIDER = "transfers.offer"


@operation(router, "GET", "/offers", permission="transfers.view", gives=Offers)
def list_offers(
    request: HttpRequest,
    state: Annotated[StateOfOffer, Query(description="Only these.")] = None,
    since: Annotated[Day, Query(None, description="Only weeks from this Monday on.")] = None,  # type: ignore[assignment]
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    """List the offers that this token may see, with what became of their units.

    Those of the token's own providers, and all of the areas that it acts for; soonest week first.
    """
    viewer = viewer_on(request)
    rows = queries.offers(viewer)
    if state:
        rows = rows.filter(state=state)
    if since:
        rows = rows.filter(week__gte=since)
    return part(rows, limit, offset, lambda some: _shown(viewer, some))


@operation(router, "POST", "/offers", permission=BY_PROVIDER, gives=OfferOut, status=201)
def add_offer(request: HttpRequest, body: OfferIn) -> dict[str, Any]:
    """Post an offer.

    Posted again with the same identifier, provider, site, week, kind of care and units it is the
    same offer; with others it is refused.
    """
    told = body.model_dump(exclude={"decided_by"})
    told["tfcs"] = tuple(told["tfcs"])
    told["limits"] = _given(told["limits"] or {})
    viewer = viewer_on(request, body.decided_by)
    offer = post_offer(new=NewOffer(**told), actor=viewer.actor, now=timezone.now())
    return _shown(viewer, [offer])[0]


@operation(router, "POST", "/offers/{offer_id}/confirm", permission=BY_PROVIDER, gives=OfferOut)
def confirm(request: HttpRequest, offer_id: WhichOffer, body: OfferConfirmed) -> dict[str, Any]:
    """Confirm that an offer stands, and with how many units.

    Fewer units need a cause; units that patients have cannot be cut.
    """
    viewer = viewer_on(request, body.decided_by)
    told = {"cause": body.cause or ""} | body.model_dump(exclude={"decided_by", "cause"})
    offer = confirm_offer(
        offer=_offer(viewer, offer_id), actor=viewer.actor, now=timezone.now(), **told
    )
    return _shown(viewer, [offer])[0]


@operation(router, "POST", "/offers/{offer_id}/withdraw", permission=BY_PROVIDER, gives=OfferOut)
def withdraw(request: HttpRequest, offer_id: WhichOffer, body: OfferWithdrawn) -> dict[str, Any]:
    """Withdraw an offer, with the cause.

    Its free units go unused by that cause, and patients who were promised one look again.
    """
    viewer = viewer_on(request, body.decided_by)
    offer = withdraw_offer(
        offer=_offer(viewer, offer_id), cause=body.cause, actor=viewer.actor, now=timezone.now()
    )
    return _shown(viewer, [offer])[0]


@operation(router, "GET", "/offers/{offer_id}", permission="transfers.view", gives=OfferOut)
def show_offer(request: HttpRequest, offer_id: WhichOffer) -> dict[str, Any]:
    """Show one offer with what became of its units."""
    viewer = viewer_on(request)
    return _shown(viewer, [_offer(viewer, offer_id)])[0]


def _offer(viewer: Viewer, offer_id: str) -> Offer:
    found = queries.offer_in_sight(viewer, offer_id)
    if found is None:
        raise Http404
    return found


def _shown(viewer: Viewer, offers: list[Offer]) -> list[dict[str, Any]]:
    balances = queries.balances(viewer, offers)
    return [
        {name: getattr(offer, name) for name in OfferOut.model_fields if name != "balance"}
        | {"balance": balances[offer.offer_id]}
        for offer in offers
    ]


def _given(limits: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in limits.items() if value not in (None, [])}
