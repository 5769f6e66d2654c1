"""The pages of offers: the list, one offer, and posting, confirming and withdrawing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidegate.controlroom.board import words
from tidegate.controlroom.board.paging import pages
from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.controlroom.transfers import queries
from tidegate.controlroom.transfers.forms.offers import (
    OVER,
    ConfirmOffer,
    OfferFilter,
    PostOffer,
    WithdrawOffer,
    sites_of,
)
from tidegate.controlroom.transfers.presenters import offers as shown
from tidegate.controlroom.transfers.presenters.tabs import OFFERS, tabs
from tidegate.controlroom.transfers.queries.names import naming
from tidegate.controlroom.transfers.queries.offers import OFFER, VIEW
from tidegate.controlroom.transfers.queries.people import naming_of
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.confirm_offer import confirm_offer
from tidegate.controlroom.transfers.services.post_offer import post_offer
from tidegate.controlroom.transfers.services.withdraw_offer import withdraw_offer
from tidegate.core.transfers.lifecycle.offers import OFFERS as LIFECYCLE
from tidegate.core.transfers.lifecycle.states import OPEN_OFFERS, OfferState, PlaceState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.forms import Form

    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.controlroom.transfers.models import Offer

OFFERS_ON_A_PAGE = 50
_STANDING = [state.value for state in (*OPEN_OFFERS, OfferState.USED)]
_GONE = [OfferState.LAPSED.value, OfferState.WITHDRAWN.value]
_UNITS = ("units", "physical_units", "staffed_units_claimed", "staffed_units_observed")


@require_GET
@requires(VIEW)
def offers(request: ViewerRequest) -> HttpResponse:
    """List offers with where each unit stands, narrowed as the address says."""
    viewer, named = request.viewer, naming(request.viewer)
    form = _filter(viewer, request.GET, named)
    chosen = form.chosen()
    rows = queries.narrowed(
        viewer,
        site=chosen.get("site", ""),
        tfc=chosen.get("tfc", ""),
        week=_week(chosen.get("week", "")),
        states={"": _STANDING, OVER: _GONE}.get(chosen.get("state", ""), ()),
    )
    total = rows.count()
    last = max(1, -(-total // OFFERS_ON_A_PAGE))
    page = min(_page(request.GET.get("page", "")), last)
    found = list(rows[(page - 1) * OFFERS_ON_A_PAGE : page * OFFERS_ON_A_PAGE])
    table = shown.listing(found, queries.balances(viewer, found), named, _address)
    return render(
        request,
        "transfers/offers.jinja",
        {
            "views": tabs(viewer, OFFERS),
            "form": form,
            "chosen": bool(chosen),
            "found": f"{words.counted(total, 'offer')} found." if total else "No offer fits.",
            "table": table,
            "pages": pages(request.path, chosen, page, last),
            "may_post": viewer.may(OFFER),
        },
    )


@require_GET
@requires(VIEW)
def offer(request: ViewerRequest, number: int) -> HttpResponse:
    """Show one offer: where each unit stands, its ledger, and the patients it was put to."""
    viewer, named = request.viewer, naming(request.viewer)
    found = _offer(viewer, number)
    balance = queries.balances(viewer, [found])[found.offer_id]
    seen = {one.reference for one in queries.requests(viewer)}
    places = queries.places_on(viewer, found)
    own = [one for one in places if one.request.reference in seen]
    lines = queries.ledger(viewer, found)
    return render(
        request,
        "transfers/offer.jinja",
        {
            "offer": found,
            "heading": f"{named(found.site)}, week of {words.day(found.week)}",
            "about": shown.about(found, named),
            "staff_gap": shown.staff_gap(found),
            "figures": shown.figures(found, balance),
            "ledger": shown.ledger(lines, naming_of(viewer, [line.said_by for line in lines])),
            "places": shown.places(
                own, lambda place: reverse("transfers:request", args=[place.request.reference])
            ),
            "steps": _steps(viewer, found),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(OFFER)
def post(request: ViewerRequest) -> HttpResponse:
    """Ask what is offered, and post it."""
    viewer = request.viewer
    posted = request.POST if request.method == "POST" else None
    form = PostOffer(posted, queries.offering(viewer), timezone.localdate())
    if form.is_valid():
        try:
            made = post_offer(new=form.new_offer(), actor=viewer.actor, now=timezone.now())
        except StepRefused as refused:
            _say(form, refused)
        else:
            messages.success(request, "The offer stands. Its area’s coordinators see it now.")
            return redirect("transfers:offer", made.pk)
    page = {
        "form": form,
        "heading": "Post an offer",
        "button": "Post the offer",
        "back": reverse("transfers:offers"),
        "back_to": "Offers",
        "about": "Offer what has staff. Nothing is taken until a patient has chosen it.",
    }
    return render(request, "transfers/form.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(OFFER)
def confirm(request: ViewerRequest, number: int) -> HttpResponse:
    """Ask how many units there are today, and confirm the offer with them."""
    found = _own(request.viewer, number)
    now = {name: getattr(found, name) for name in _UNITS}
    form = ConfirmOffer(request.POST if request.method == "POST" else None, now)
    if form.is_valid():
        try:
            confirm_offer(
                offer=found, actor=request.viewer.actor, now=timezone.now(), **form.cleaned_data
            )
        except StepRefused as refused:
            _say(form, refused)
        else:
            messages.success(request, "The offer is confirmed.")
            return redirect(_address(found))
    about = "Fewer units than before are a cut, and the ledger keeps why."
    return _step_page(request, found, form, "Confirm that the offer stands", about)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(OFFER)
def withdraw(request: ViewerRequest, number: int) -> HttpResponse:
    """Say what withdrawing an offer means for whom, ask why, and withdraw it."""
    found = _own(request.viewer, number)
    form = WithdrawOffer(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            withdraw_offer(
                offer=found, actor=request.viewer.actor, now=timezone.now(), **form.cleaned_data
            )
        except StepRefused as refused:
            _say(form, refused)
        else:
            messages.success(request, "The offer is withdrawn. Those affected are in the queues.")
            return redirect(_address(found))
    waiting = [PlaceState(place.state) for place in queries.places_on(request.viewer, found)]
    chosen = waiting.count(PlaceState.CHOSEN)
    others = sum(state in (PlaceState.PROPOSED, PlaceState.ACCEPTED) for state in waiting)
    about = (
        f"{words.counted(chosen, 'patient has', 'patients have')} chosen this offer and must be"
        f" asked again. {words.counted(others, 'place')} that patients consider lapse."
    )
    return _step_page(request, found, form, "Withdraw the offer", about, ends=True)


def _step_page(
    request: ViewerRequest,
    found: Offer,
    form: Form,
    heading: str,
    about: str,
    *,
    ends: bool = False,
) -> HttpResponse:
    page = {
        "form": form,
        "heading": heading,
        "button": heading,
        "caption": f"{naming(request.viewer)(found.site)}, week of {words.day(found.week)}",
        "back": _address(found),
        "back_to": "The offer",
        "about": about,
        "ends": ends,
    }
    return render(request, "transfers/form.jinja", page)


def _filter(viewer: Viewer, given: Mapping[str, str], named: Callable[[str], str]) -> OfferFilter:
    every = queries.offers(viewer).order_by()
    sites = sites_of(set(every.values_list("site", flat=True)), named)
    tfcs = sorted({code for listed in every.values_list("tfcs", flat=True) for code in listed})
    weeks = sorted(set(every.values_list("week", flat=True)))
    return OfferFilter(given, sites, tfcs, weeks)


def _steps(viewer: Viewer, found: Offer) -> list[dict[str, str]]:
    """Return what the viewer may do with an offer where it stands."""
    state = OfferState(found.state)
    addresses = {"confirm": "transfers:confirm_offer", "withdraw": "transfers:withdraw_offer"}
    steps = [LIFECYCLE.step(state, verb) for verb in addresses]
    return [
        {"text": step.label, "href": reverse(addresses[step.verb], args=[found.pk])}
        for step in steps
        if step is not None and viewer.may(OFFER, found.provider)
    ]


def _offer(viewer: Viewer, number: int) -> Offer:
    found = queries.offer_numbered(viewer, number)
    if found is None:
        raise Http404(f"no offer {number} in sight")
    return found


def _own(viewer: Viewer, number: int) -> Offer:
    found = _offer(viewer, number)
    if not viewer.may(OFFER, found.provider):
        raise PermissionMissing(OFFER)
    return found


def _say(form: Form, refused: StepRefused) -> None:
    for reason in refused.reasons:
        form.add_error(None, reason.detail)


def _address(found: Offer) -> str:
    return reverse("transfers:offer", args=[found.pk])


def _week(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _page(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1  # noqa: PLR2004
