"""The form of each step, filled with what may be chosen for the request at hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board import words
from tidegate.controlroom.transfers import queries
from tidegate.controlroom.transfers.forms import steps as forms
from tidegate.controlroom.transfers.presenters.request import choices_of_places
from tidegate.controlroom.transfers.services.treat_patient import OUTSIDE
from tidegate.controlroom.transfers.standing import chosen_of
from tidegate.core.transfers.lifecycle.needs import Needs
from tidegate.core.transfers.lifecycle.states import LIVE_PLACES, OPEN_OFFERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.transfers.models import Offer, Place, Request
    from tidegate.core.lifecycle import Transition
    from tidegate.core.transfers.lifecycle.states import RequestState

MOST_OFFERS = 200
_OPEN = sorted(state.value for state in OPEN_OFFERS)
_LIVE = {state.value for state in LIVE_PLACES}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a step is about when its form is drawn.

    Attributes:
        request: the request.
        places: every place of it in sight.
        open_to: the places that the step may be about now.
        chosen: the place that the page was opened for.
    """

    request: Request
    places: Sequence[Place]
    open_to: Sequence[Place]
    chosen: int | None


def form_for(
    viewer: Viewer,
    step: Transition[RequestState],
    asked: Asked,
    *,
    data: Mapping[str, str] | None,
    named: Callable[[str], str],
    today: date,
) -> forms.StepForm:
    """Return the form of a step; one without fields where a yes is all."""
    if step.verb == "propose":
        offered = [(one.offer_id, said) for one, said in offers_for(viewer, asked, named, today)]
        return forms.ProposalForm(data, offered, today)
    if Needs.CONSENT in step.needs:
        return forms.ConsentForm(data)
    if Needs.PLACE in step.needs:
        verb = step.verb if Needs.REASON in step.needs else ""
        places = choices_of_places(asked.open_to, named)
        return forms.PlaceForm(data, places, asked.chosen, verb)
    if step.verb == "treat":
        return _treatment(data, asked, named, today)
    if Needs.DAY in step.needs:
        changes = Needs.REASON in step.needs
        return forms.DateForm(data, today, changes=changes, day=asked.request.treatment_on)
    if Needs.REASON in step.needs:
        return forms.ReasonForm(data, step.verb)
    return forms.StepForm(data)


def answers_of(
    viewer: Viewer, step: Transition[RequestState], asked: Asked, form: forms.StepForm
) -> dict[str, Any]:
    """Return what a valid form says, in the terms of the step's service."""
    said = form.answers()
    if step.verb == "propose":
        offer = queries.offer_in_sight(viewer, said["offer"]) if said["offer"] else None
        return {
            "offer": offer,
            "outside": said["outside"].strip(),
            "miles": said["miles"],
            "reply_by": datetime.combine(said["reply_by"], time(23, 59), words.LONDON),
            "rank": 1 + len(asked.places),
        }
    if "place" in said:
        said["place"] = next(place for place in asked.places if place.pk == said["place"])
    return said


def offers_for(
    viewer: Viewer, asked: Asked, named: Callable[[str], str], today: date
) -> list[tuple[Offer, str]]:
    """Return open offers of this specialty and kind of care with free units, soonest first."""
    request = asked.request
    taken = {place.offer_id for place in asked.places if place.state in _LIVE}
    rows = queries.offers(viewer).filter(state__in=_OPEN, modality=request.modality)
    fitting = [
        offer
        for offer in rows.order_by("week", "site", "offer_id")
        if request.tfc in offer.tfcs and offer.pk not in taken and _to_come(offer, today)
    ][:MOST_OFFERS]
    left = queries.balances(viewer, fitting)
    return [
        (offer, _said(offer, left[offer.offer_id].free, named))
        for offer in fitting
        if offer.offer_id in left and left[offer.offer_id].free > 0
    ]


def _to_come(offer: Offer, today: date) -> bool:
    return (offer.week - today).days > -7  # noqa: PLR2004 - the week is not over yet


def _said(offer: Offer, free: int, named: Callable[[str], str]) -> str:
    units = words.counted(free, "unit")
    return f"{named(offer.site)}, week of {words.day(offer.week)}, {units} free"


def _treatment(
    data: Mapping[str, str] | None, asked: Asked, named: Callable[[str], str], today: date
) -> forms.StepForm:
    request, place = asked.request, chosen_of(asked.places)
    receiver = OUTSIDE if place is None or not place.destination else place.destination
    at = place.outside if place is not None and place.outside else named(receiver)
    answerable = [(receiver, at), (request.holder, named(request.holder))]
    day = request.treatment_on
    return forms.TreatmentForm(
        data,
        today,
        since=request.clock_start,
        answerable=answerable,
        on=day if day is not None and day <= today else None,
    )
