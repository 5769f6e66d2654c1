"""Requests, their places and messages, as one viewer may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from tidegate.controlroom.directory.one_actor import same_actor_as
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.log.services.note_reading import note_reading
from tidegate.controlroom.log.services.record import identify
from tidegate.controlroom.transfers.models import Message, Place, Request, unsent_message
from tidegate.controlroom.transfers.standing import chosen_of, facts_of, faults_of
from tidegate.controlroom.transfers.turns import NEXT
from tidegate.core.lifecycle import Side
from tidegate.core.log.entry import Visibility
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import PlaceState, RequestState

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.core.lifecycle import Transition
    from tidegate.core.reasons import Reason
    from tidegate.core.transfers.lifecycle.guards import Facts

VIEW, IDENTITY = "transfers.view", "transfers.view_identity"
ARRANGE, SEND = "transfers.arrange", "transfers.request"
CHOSEN = (PlaceState.CHOSEN.value, PlaceState.USED.value)
WITH_MESSAGE = ("sent", "received", "dated", "treated", "closed")


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits for one viewer at one step.

    Attributes:
        transition: the step, by the first state that it leads out of.
        requests: those that wait for it, longest in their state first.
    """

    transition: Transition[RequestState]
    requests: QuerySet[Request]


def requests(viewer: Viewer) -> QuerySet[Request]:
    """Return the requests in the viewer's sight, longest in their state first.

    The holder's side and the area see all of theirs; a receiver sees a request from the moment
    when a place at theirs is put to the patient.
    """
    codes = viewer.codes_where(VIEW)
    put = Place.objects.filter(request=OuterRef("pk"), destination__in=codes).exclude(
        state=PlaceState.PLANNED.value
    )
    return Request.objects.filter(Q(holder__in=codes) | Q(area__in=codes) | Exists(put)).order_by(
        "moved_at", "id"
    )


def request_in_sight(viewer: Viewer, reference: str) -> Request | None:
    """Return one request, or None when it is out of the viewer's sight."""
    return requests(viewer).filter(reference=reference).first()


def places_of(viewer: Viewer, request: Request) -> tuple[Place, ...]:
    """Return the places of a request, by rank; a receiver sees those at theirs only."""
    if not requests(viewer).filter(pk=request.pk).exists():
        return ()
    rows = Place.objects.filter(request=request).select_related("offer")
    if not _holds_or_arranges(viewer, request):
        codes = viewer.codes_where(VIEW)
        rows = rows.filter(destination__in=codes).exclude(state=PlaceState.PLANNED.value)
    return tuple(rows.order_by("rank", "id"))


def standing(viewer: Viewer, request: Request, now: datetime) -> Facts:
    """Return what the guards look at: all places count, whether this viewer sees them or not.

    The message is checked where it is about to be sent, and by those only who may send it.
    """
    places = list(Place.objects.filter(request=request).select_related("offer").order_by("id"))
    faults: tuple[Reason, ...] = ()
    if request.state == RequestState.AGREED.value and viewer.may(SEND, request.holder):
        faults = faults_of(request, unsent_message(request), chosen_of(places), now)
    return facts_of(request, places, faults)


def identities(viewer: Viewer) -> frozenset[str]:
    """Return every identity by which the record may know a viewer, where two must act."""
    if viewer.person is None and viewer.caller is None:
        return frozenset()
    identity = identify(viewer.actor)[0]
    return frozenset({identity, *same_actor_as(identity)})


def to_do(viewer: Viewer) -> tuple[Queue, ...]:
    """Return what waits for a viewer, one queue for each step that they may take next.

    What they could not do because they did the step before is left out.
    """
    same = identities(viewer)
    queues: dict[str, Queue] = {}
    for state, verb in NEXT.items():
        row = REQUESTS.step(state, verb)
        if row is None or verb in queues:
            continue
        waiting = _waiting(viewer, row, same)
        if waiting is not None:
            queues[verb] = Queue(row, waiting.order_by("moved_at", "id"))
    return tuple(queues.values())


def _waiting(
    viewer: Viewer, row: Transition[RequestState], same: frozenset[str]
) -> QuerySet[Request] | None:
    """Return the requests at one step, None where the viewer may never take it."""
    codes, arranging = viewer.codes_where(row.permission), viewer.codes_where(ARRANGE)
    states = [state.value for state, verb in NEXT.items() if verb == row.verb]
    rows = requests(viewer)
    if row.side is Side.HOLDER:
        rows = rows.filter(state__in=states, holder__in=codes)
        return _by_another(rows, row.verb, same) if codes else None
    if row.side is Side.AREA:
        return rows.filter(state__in=states, area__in=codes) if codes else None
    if not codes and not arranging:
        return None
    at: tuple[str, ...] = CHOSEN
    if row.verb == "accept":
        at = (PlaceState.PROPOSED.value,)
        rows = _by_another(_wanting_more(rows), row.verb, same)
    else:
        rows = rows.filter(state__in=states)
    places = Place.objects.filter(request=OuterRef("pk"), state__in=at)
    theirs = Exists(places.filter(destination__in=codes).exclude(destination=""))
    outside = Q(Exists(places.filter(destination="")), area__in=arranging)
    return rows.filter(Q(theirs) | outside)


def _wanting_more(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Keep requests of which fewer places were accepted than the patient wants to choose among."""
    accepted = Count("places", filter=Q(places__state=PlaceState.ACCEPTED.value))
    looking = (RequestState.MATCHED.value, RequestState.ACCEPTED.value)
    counted = rows.filter(state__in=looking).annotate(accepted=accepted)
    return counted.filter(accepted__lt=F("choices"))


def _by_another(rows: QuerySet[Request], verb: str, same: frozenset[str]) -> QuerySet[Request]:
    """Leave out what somebody may not do because they did the step before."""
    if verb in {"consent", "accept", "choose"}:
        rows = rows.exclude(cleared_by__in=same)
    if verb == "accept":
        rows = rows.exclude(consent_by__in=same)
    if verb == "choose":
        accepted = Place.objects.filter(request=OuterRef("pk"), state=PlaceState.ACCEPTED.value)
        rows = rows.filter(Exists(accepted.exclude(accepted_by__in=same)))
    return rows


def history(viewer: Viewer, request: Request) -> tuple[Entry, ...]:
    """Return what the record says of a request in sight, newest first.

    The holder's side and the area read all of it; a receiver reads what partners may, and of
    other receivers nothing.
    """
    if not requests(viewer).filter(pk=request.pk).exists():
        return ()
    rows = Entry.objects.filter(subject=f"request:{request.reference}").order_by("-seq")
    if _holds_or_arranges(viewer, request):
        return tuple(rows)
    codes = viewer.codes_where(VIEW) | {""}
    offers = {place.offer.offer_id for place in places_of(viewer, request) if place.offer} | {""}
    return tuple(
        one
        for one in rows.exclude(visibility=Visibility.INTERNAL)
        if one.facts.get("destination", "") in codes and one.facts.get("offer", "") in offers
    )


def newest_message(viewer: Viewer, request: Request) -> Message | None:
    """Return the newest message without its content: its version and its dates."""
    if not requests(viewer).filter(pk=request.pk).exists():
        return None
    return Message.objects.filter(request=request).defer("content").order_by("-version").first()


def message_shown(
    viewer: Viewer, request: Request, *, reason: str, now: datetime
) -> Message | None:
    """Return the transfer message with who the patient is, after noting that it was read.

    The holder's people see the newest; the receiver's people the newest that was sent to them, and
    that from sending on and while the patient is theirs. Nobody else does.
    """
    rows = Message.objects.filter(request=request).order_by("-version")
    codes = viewer.codes_where(IDENTITY)
    if request.holder in codes:
        found, acted_for = rows.first(), request.holder
    else:
        current = Request.objects.filter(pk=request.pk, state__in=WITH_MESSAGE)
        places = Place.objects.filter(request__in=current, state__in=CHOSEN, destination__in=codes)
        acted_for = places.values_list("destination", flat=True).first() or ""
        found = rows.filter(sent_at__isnull=False, sent_to=acted_for).first() if acted_for else None
    if found is None:
        return None
    note_reading(
        actor=viewer.actor,
        subject=f"request:{request.reference}",
        reason=reason,
        now=now,
        on_behalf_of=acted_for,
    )
    return found


def _holds_or_arranges(viewer: Viewer, request: Request) -> bool:
    codes = viewer.codes_where(VIEW)
    return request.holder in codes or request.area in codes
