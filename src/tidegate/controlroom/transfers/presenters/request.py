"""The page of one request: where it stands, what is known, its places and what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.matching.presenters.why import kind_of_care
from tidegate.controlroom.transfers.presenters.cards import (
    last_reason,
    reason_said,
    weeks_waited,
    where,
)
from tidegate.controlroom.transfers.turns import SIDES, WAY, next_step
from tidegate.core.directory.treatment_functions import treatment_function_name
from tidegate.core.transfers.lifecycle.guards import Consent
from tidegate.core.transfers.lifecycle.states import (
    LIVE_PLACES,
    REQUEST_LABELS,
    PlaceState,
    RequestState,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tidegate.controlroom.log.models import Entry
    from tidegate.controlroom.transfers.models import Place, Request

_SHORT = {
    RequestState.DRAFT: "Asked for",
    RequestState.CLEARED: "Cleared",
    RequestState.CONSENTED: "Patient’s yes",
    RequestState.OPEN: "Search open",
    RequestState.MATCHED: "Proposed",
    RequestState.ACCEPTED: "Accepted",
    RequestState.AGREED: "Chosen",
    RequestState.SENT: "Message sent",
    RequestState.RECEIVED: "Received",
    RequestState.DATED: "Dated",
    RequestState.TREATED: "Treated",
    RequestState.CLOSED: "Closed",
}
PLACE_LABELS = {
    PlaceState.PLANNED: ("Planned, not put forward yet", "grey"),
    PlaceState.PROPOSED: ("Waits for the receiver’s answer", "blue"),
    PlaceState.ACCEPTED: ("Accepted, the patient may choose it", "green"),
    PlaceState.CHOSEN: ("Chosen by the patient", "green"),
    PlaceState.USED: ("Used: the patient was treated here", "green"),
    PlaceState.DECLINED: ("Declined by the receiver", "red"),
    PlaceState.REFUSED: ("Refused by the patient", "orange"),
    PlaceState.PASSED: ("Passed over", "grey"),
    PlaceState.LAPSED: ("Lapsed", "grey"),
    PlaceState.RETURNED: ("Patient returned", "red"),
}
_CONSENT = {
    Consent.NOT_ASKED: "Not asked yet",
    Consent.YES: "Yes",
    Consent.NO: "No",
    Consent.WITHDRAWN: "Withdrawn",
}
_PATHWAY = "Pathway"
_SEARCH = {
    "local": "Within the distance that the patient chose",
    "100": "Up to 100 miles",
    "national": "Anywhere in England",
}


@dataclass(frozen=True, slots=True)
class StepShown:
    """One state on the way: ``done``, ``now`` or ``later``."""

    text: str
    when: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a request stands, since when, and who comes next."""

    text: str
    since: str
    waits_for: str
    reason: str
    ended: bool
    steps: list[StepShown]


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """One place put to the patient."""

    number: int
    heading: str
    state: str
    colour: str
    facts: list[tuple[str, str]]
    reason: str
    over: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: what, by whom, when."""

    what: str
    by: str
    when: str


def standing(request: Request, today: date) -> Standing:
    """Say where a request stands, and which steps lie behind and before it."""
    state = RequestState(request.state)
    step = next_step(state)
    days = max(0, (today - words.local_day(request.moved_at)).days)
    since = "since today" if days == 0 else f"for {words.counted(days, 'day')}"
    place = WAY.index(state) if state in WAY else -1
    return Standing(
        text=REQUEST_LABELS[state],
        since=f"{since[:1].upper()}{since[1:]}",
        waits_for="" if step is None else f"{SIDES[step.side]}: {_lower(step.label)}",
        reason=last_reason(request),
        ended=step is None,
        steps=[
            StepShown(_SHORT[each], "done" if at < place else "now" if at == place else "later")
            for at, each in enumerate(WAY)
        ]
        if place >= 0
        else [],
    )


def facts(
    request: Request, named: Callable[[str], str], today: date, *, own: bool
) -> list[tuple[str, list[tuple[str, str]]]]:
    """List what is known of the patient and the wish, in groups, under the reference alone.

    The pathway is the holder's identifier: only its ``own`` people and its overseers read it.
    """
    return [
        ("The wait", [row for row in _wait(request, named, today) if own or row[0] != _PATHWAY]),
        ("What the patient said", _wishes(request)),
        ("Fit for which site", _fitness(request)),
    ]


def _wait(request: Request, named: Callable[[str], str], today: date) -> list[tuple[str, str]]:
    waited = words.counted(weeks_waited(request.clock_start, today), "week")
    rows = [
        ("Waiting with", named(request.holder_site or request.holder)),
        ("Specialty", treatment_function_name(request.tfc)),
        ("Kind of care", kind_of_care(request.modality)),
        ("Procedure", request.procedure),
        ("Priority", request.priority),
        ("Clock started", f"{words.day(request.clock_start)}, {waited} ago. It does not change."),
        (_PATHWAY, request.pathway_id),
        ("Treated on" if request.state in {"treated", "closed"} else "Date",
         words.day(request.treatment_on) if request.treatment_on else ""),
        ("Follow-up", named(request.follow_up) if request.follow_up else ""),
    ]  # fmt: skip
    return [(name, value) for name, value in rows if value]


def _wishes(request: Request) -> list[tuple[str, str]]:
    consent = _CONSENT[Consent(request.consent)]
    if request.consent_at is not None:
        consent = f"{consent}, {request.consent_how}, {words.day(request.consent_at)}"
    miles = request.travel_max_miles
    rows = [
        ("Would move", consent),
        ("Chooses among", words.counted(request.choices, "place") if request.consent_at else ""),
        ("Travels", "Anywhere in England" if miles is None else f"Up to {miles:g} miles"),
        ("Search", _SEARCH.get(request.search, request.search)),
        ("Can come from", words.day(request.earliest) if request.earliest else ""),
        ("Transport", request.transport_need),
        ("Interpreter", request.interpreter),
        ("Adjustments", request.adjustments),
    ]
    return [(name, value) for name, value in rows if value]


def _fitness(request: Request) -> list[tuple[str, str]]:
    known: Mapping[str, object] = request.facts or {}
    rows = [
        ("Age", request.age),
        ("ASA class", known.get("asa")),
        ("Body mass index", known.get("bmi")),
        ("Conditions", _listed(known.get("conditions"))),
        ("Needs critical care", known.get("needs_critical_care")),
    ]
    return [(name, _spoken(value)) for name, value in rows]


def place_shown(place: Place, named: Callable[[str], str]) -> PlaceShown:
    """Say what a place is, how far away, and where it stands."""
    state = PlaceState(place.state)
    label, colour = PLACE_LABELS[state]
    known = [
        ("Week that begins on", words.day(place.offer.week) if place.offer else ""),
        ("From home", journey(place)),
        (
            "Answer wanted by",
            words.day_and_time(place.reply_by) if state is PlaceState.PROPOSED else "",
        ),
        ("Outside the network", "Its answers are recorded by the area" if place.outside else ""),
    ]
    return PlaceShown(
        number=place.pk,
        heading=where(place, named),
        state=label,
        colour=colour,
        facts=[(name, value) for name, value in known if value],
        reason=reason_said(place.reason),
        over=state not in LIVE_PLACES | {PlaceState.USED, PlaceState.PLANNED},
    )


def journey(place: Place) -> str:
    """Write how far a place is, in whatever is known of it."""
    said = []
    if place.miles is not None:
        said.append(words.counted(round(place.miles), "mile"))
    if place.minutes is not None:
        said.append(words.counted(round(place.minutes), "minute"))
    return ", about ".join(said)


def history(reference: str, entries: Iterable[Entry]) -> list[Event]:
    """Tell what happened, newest first, as the record has it; the page names the request once."""
    told = []
    for one in entries:
        what = one.headline.removeprefix(f"{reference}: ")
        what = f"{what[:1].upper()}{what[1:]}"
        told.append(Event(what, one.actor_name, words.day_and_time(one.occurred_at)))
    return told


def _listed(conditions: object) -> object:
    if not isinstance(conditions, list):
        return None
    return words.listed([str(each) for each in conditions]) or "None"


def _spoken(value: object) -> str:
    if value is None or value == "":
        return words.UNKNOWN
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return f"{value:.1f}" if isinstance(value, float) else str(value).replace("_", " ")


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def choices_of_places(
    places: Sequence[Place], named: Callable[[str], str]
) -> list[tuple[int, str]]:
    """Write places as they are chosen among: where, when and how far."""
    said = []
    for place in places:
        week = f", week of {words.day(place.offer.week)}" if place.offer else ""
        far = journey(place)
        said.append((place.pk, f"{where(place, named)}{week}{f', {far}' if far else ''}"))
    return said
