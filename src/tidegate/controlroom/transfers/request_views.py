"""The page of one request, the steps that are taken on it, and how one is started."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidegate.controlroom.directory.queries import organisations
from tidegate.controlroom.log.services.note_reading import note_reading
from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.controlroom.transfers import queries
from tidegate.controlroom.transfers.forms.start import StartForm
from tidegate.controlroom.transfers.permitted import asked_of, steps_for
from tidegate.controlroom.transfers.prefill import Known, known_of
from tidegate.controlroom.transfers.presenters import request as shown
from tidegate.controlroom.transfers.presenters import steps as shown_steps
from tidegate.controlroom.transfers.presenters.cards import where
from tidegate.controlroom.transfers.queries.names import naming
from tidegate.controlroom.transfers.queries.requests import IDENTITY, VIEW, WITH_MESSAGE
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.start_request import start_request
from tidegate.controlroom.transfers.standing import chosen_of
from tidegate.controlroom.transfers.step_forms import Asked, answers_of, form_for
from tidegate.controlroom.transfers.taking_steps import SERVICES, take
from tidegate.controlroom.waiting.lists import pathway
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import PlaceState, RequestState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.controlroom.transfers.models import Place, Request
    from tidegate.controlroom.transfers.permitted import StepOffered
    from tidegate.core.reasons import Reason

START = "transfers.request"
_MESSAGE_BEGINS = (RequestState.AGREED.value, *WITH_MESSAGE)
PROVIDERS = ("trust", "independent", "care_home")
MOST_CHARACTERS = 100


@require_GET
@requires(VIEW)
def request_page(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show one request: where it stands, what may be done, its places and its history."""
    viewer, found = request.viewer, request_or_404(request.viewer, reference)
    named, today = naming(viewer), timezone.localdate()
    places = queries.places_of(viewer, found)
    offered = shown_steps.offered(found, steps_for(viewer, found), named)
    return render(
        request,
        "transfers/request.jinja",
        {
            "reference": found.reference,
            "standing": shown.standing(found, today),
            "offered": offered,
            "links": _links(viewer, found, places),
            "places": [shown.place_shown(place, named) for place in places],
            "facts": shown.facts(found, named, today, own=viewer.may(VIEW, found.holder)),
            "history": shown.history(found.reference, queries.history(viewer, found)),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW)
def step(request: ViewerRequest, reference: str, verb: str) -> HttpResponse:
    """Ask what a step needs, and take it."""
    viewer, found = request.viewer, request_or_404(request.viewer, reference)
    if verb not in SERVICES:
        raise Http404(f"no step is called {verb}")
    offered = [each for each in steps_for(viewer, found) if each.transition.verb == verb]
    if not offered:
        return _not_offered(request, found, verb)
    named, today = naming(viewer), timezone.localdate()
    places = queries.places_of(viewer, found)
    open_to = [each.place for each in offered if each.place is not None and not each.reasons]
    about = _place_asked_for(request, places)
    asked = Asked(found, places, open_to, None if about is None else about.pk)
    row = offered[0].transition
    posted = request.POST if request.method == "POST" else None
    form = form_for(viewer, row, asked, data=posted, named=named, today=today)
    refused = _reasons_before(offered, about)
    if form.is_valid():
        answers = answers_of(viewer, row, asked, form)
        acted_at = answers.get("place") or chosen_of(places)
        try:
            take(viewer, found, row, acted_at=acted_at, answers=answers, now=timezone.now())
        except StepRefused as refusal:
            refused = _linked(viewer, refusal.reasons)
        else:
            messages.success(request, shown_steps.done(row, found.reference))
            return redirect("transfers:request", found.reference)
    page = {
        **shown_steps.heading(found, row),
        "about": "" if about is None else where(about, named),
        "fixed": None if about is None else about.pk,
        "form": form,
        "refused": refused,
    }
    return render(request, "transfers/step.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(START)
def start(request: ViewerRequest) -> HttpResponse:
    """Ask for a transfer for one patient, filled in from the waiting list where it knows them."""
    viewer, today = request.viewer, timezone.localdate()
    asked_for = request.GET.get("pathway", "").strip()[:MOST_CHARACTERS]
    known = _known(viewer, asked_for) if asked_for else Known()
    form = StartForm(
        request.POST if request.method == "POST" else None,
        _holders(viewer),
        today,
        known,
    )
    refused: list[dict[str, str]] = []
    if form.is_valid():
        try:
            made = start_request(
                new=form.new_request(),
                actor=viewer.actor,
                now=timezone.now(),
                on_behalf_of=form.cleaned_data["holder"],
            )
        except StepRefused as refusal:
            numbered, others = _of_the_number(refusal.reasons)
            for reason in numbered:
                form.add_error("nhs_number", reason.detail)
            refused = _linked(viewer, others)
        else:
            messages.success(request, f"{made.reference} was started. A clinician clears it next")
            return redirect("transfers:request", made.reference)
    back = {"text": "Transfers", "href": reverse("transfers:board")}
    if asked_for and known.first:
        back = {
            "text": f"Pathway {asked_for}",
            "href": reverse("waiting:pathway", args=[asked_for]),
        }
    context = {"form": form, "refused": refused, "source": known.source, "from": back}
    return render(request, "transfers/start.jinja", context)


def request_or_404(viewer: Viewer, reference: str) -> Request:
    """Return a request in sight.

    Raises:
        Http404: there is none of this reference that the viewer may see.
    """
    found = queries.request_in_sight(viewer, reference)
    if found is None:
        raise Http404(f"no request {reference} in sight")
    return found


def _not_offered(request: ViewerRequest, found: Request, verb: str) -> HttpResponse:
    """Say that a request has moved on, or refuse whose step it never is."""
    row = REQUESTS.step(RequestState(found.state), verb)
    if row is not None:
        raise PermissionMissing(asked_of(found, row, None)[0])
    messages.error(request, "That step cannot be taken now: the request has moved on")
    return redirect("transfers:request", found.reference)


def _place_asked_for(request: ViewerRequest, places: Iterable[Place]) -> Place | None:
    asked = request.GET.get("place", "")
    return next((place for place in places if str(place.pk) == asked), None)


def _reasons_before(offered: Iterable[StepOffered], about: Place | None) -> list[dict[str, str]]:
    """Say before anything is filled in why it would be refused."""
    concerned = [each for each in offered if about is None or each.place in {None, about}]
    if any(not each.reasons for each in concerned):
        return []
    details = dict.fromkeys(reason.detail for each in concerned for reason in each.reasons)
    return [{"text": detail} for detail in details]


def _linked(viewer: Viewer, reasons: Iterable[Reason]) -> list[dict[str, str]]:
    """Write the reasons of a refusal, with a link to the request that stands in the way."""
    said = []
    for reason in reasons:
        item = {"text": reason.detail}
        other = reason.inputs.get("reference")
        if isinstance(other, str) and queries.request_in_sight(viewer, other) is not None:
            item["href"] = reverse("transfers:request", args=[other])
        said.append(item)
    return said


def _of_the_number(reasons: Iterable[Reason]) -> tuple[list[Reason], list[Reason]]:
    """Part what is wrong with the NHS number, which is said at its field, from the rest."""
    told = list(reasons)
    numbered = [reason for reason in told if reason.code.startswith("NHS_NUMBER_")]
    return numbered, [reason for reason in told if reason not in numbered]


def _known(viewer: Viewer, pathway_id: str) -> Known:
    """Read what the list says of a pathway; that it was looked at is noted first."""
    found = pathway(viewer, pathway_id)
    if found is None or not viewer.may(START, str(found[0]["holder"])):
        return Known(source="No list that you may see has this pathway: fill it in by hand.")
    row, source = found
    note_reading(
        actor=viewer.actor,
        subject=f"pathway:{pathway_id}",
        reason="asked for a transfer",
        on_behalf_of=str(row["holder"]),
        now=timezone.now(),
    )
    return known_of(row, source.as_of)


def _holders(viewer: Viewer) -> list[tuple[str, str]]:
    rows = organisations(viewer).filter(code__in=viewer.codes_where(START), kind__in=PROVIDERS)
    return [(row.code, row.name) for row in rows]


def _links(viewer: Viewer, found: Request, places: Iterable[Place]) -> list[dict[str, str]]:
    """Return the other pages of a request that the viewer may open."""
    links = []
    accepted = {PlaceState.ACCEPTED, PlaceState.CHOSEN}
    if viewer.may(START, found.holder) and any(place.state in accepted for place in places):
        sheet = reverse("transfers:options", args=[found.reference])
        links.append({"text": "The patient’s sheet of places, to print", "href": sheet})
    begun = found.state in _MESSAGE_BEGINS or queries.newest_message(viewer, found) is not None
    if begun and may_open_message(viewer, found, places):
        message = reverse("transfers:message", args=[found.reference])
        links.append({"text": "Transfer message: who the patient is", "href": message})
    return links


def may_open_message(viewer: Viewer, found: Request, places: Iterable[Place]) -> bool:
    """Say whether the message of a request may be opened; the query that shows it asks again."""
    if viewer.may(IDENTITY, found.holder):
        return True
    place = chosen_of(places)
    with_receiver = found.state in WITH_MESSAGE
    return with_receiver and place is not None and viewer.may(IDENTITY, place.destination)
