"""People, offers and requests for tests of transfers, and how a request is carried to a state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from tests.core.transfers.message.messages import COMPLETE

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.transfers.models import Offer, Place, Request
from tidegate.controlroom.transfers.new_request import NewRequest
from tidegate.controlroom.transfers.services.accept_place import accept_place
from tidegate.controlroom.transfers.services.choose_place import choose_place
from tidegate.controlroom.transfers.services.clear_request import clear_request
from tidegate.controlroom.transfers.services.close_request import close_request
from tidegate.controlroom.transfers.services.date_patient import date_patient
from tidegate.controlroom.transfers.services.move_units import move_units
from tidegate.controlroom.transfers.services.open_request import open_request
from tidegate.controlroom.transfers.services.propose_place import propose_place
from tidegate.controlroom.transfers.services.receive_message import receive_message
from tidegate.controlroom.transfers.services.record_consent import record_consent
from tidegate.controlroom.transfers.services.send_message import send_message
from tidegate.controlroom.transfers.services.start_request import start_request
from tidegate.controlroom.transfers.services.treat_patient import treat_patient
from tidegate.controlroom.transfers.services.write_message import write_message
from tidegate.core.directory.roles import Role
from tidegate.core.transfers.ledger import Movement
from tidegate.core.transfers.message.values import Value, with_values
from tidegate.exchange.transfers.message_json import message_content

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
WAITING_SINCE = date(2025, 5, 12)
NEXT_WEEK = date(2026, 3, 9)
REPLY_BY = NOW + timedelta(days=7)
HOLDER, AREA, RECEIVER, OTHER = "Z01", "ZQ1", "ZN101", "Z02"


@dataclass(frozen=True, slots=True)
class People:
    """Who takes part: two at the holder, one in the area, two at each receiver."""

    clearing: Person
    asking: Person
    arranging: Person
    accepting: Person
    receiving: Person
    accepting_elsewhere: Person
    receiving_elsewhere: Person


@pytest.fixture
def people(person_with: Callable[..., Person], settings: SettingsWrapper) -> People:
    """Everyone who carries a request from Z01 in ZQ1 to ZN101, or to Z02; patients are invented."""
    settings.TIDEGATE_DEMO = True
    return People(
        clearing=person_with((Role.CLINICIAN, HOLDER)),
        asking=person_with((Role.PROVIDER_USER, HOLDER)),
        arranging=person_with((Role.COORDINATOR, AREA)),
        accepting=person_with((Role.CLINICIAN, RECEIVER)),
        receiving=person_with((Role.PROVIDER_USER, RECEIVER)),
        accepting_elsewhere=person_with((Role.CLINICIAN, OTHER)),
        receiving_elsewhere=person_with((Role.PROVIDER_USER, OTHER)),
    )


def new_request(number: int = 1, **changed: object) -> NewRequest:
    """A hip replacement that the holder cannot do soon, for the patient of this number."""
    terms: dict[str, object] = {
        "pathway_id": f"P{number}",
        "holder": HOLDER,
        "tfc": "110",
        "modality": "inpatient",
        "priority": "P4",
        "clock_start": WAITING_SINCE,
        "age": 67,
        "facts": {"asa": 2, "imd_quintile": 1},
    }
    return NewRequest(**(terms | changed))  # type: ignore[arg-type]


def new_offer(
    name: str = "O1", provider: str = RECEIVER, units: int = 2, **changed: object
) -> Offer:
    """Units of the same care at a provider next week, in its ledger as offered."""
    terms: dict[str, object] = {
        "site": provider,
        "area": AREA,
        "modality": "inpatient",
        "tfcs": ["110"],
        "week": NEXT_WEEK,
        "valid_until": NOW + timedelta(days=14),
        "posted_by": "system:test",
        "posted_at": NOW,
    }
    with transaction.atomic():
        offer = Offer.objects.create(
            offer_id=name, provider=provider, units=units, **(terms | changed)
        )
        move_units(offer, Movement.OFFERED, units, said_by="system:test", at=NOW)
    return offer


def place_at(request: Request, provider: str = RECEIVER) -> Place:
    """The newest place of a request at a provider."""
    found = Place.objects.filter(request=request, destination=provider).order_by("-id").first()
    assert found is not None
    return found


def carry(
    people: People,
    to: str,
    *,
    request: Request | None = None,
    number: int = 1,
    now: datetime = NOW,
    choices: int = 1,
) -> Request:
    """Carry a request to a state, by those whose steps they are; a new one unless one is given.

    A place is proposed out of offer O1, which is made where it is not there.
    """
    if request is None:
        request = start_request(new=new_request(number), actor=people.asking, now=now)
    while request.state != to:
        request = onward(people, request, now, choices)
    return request


def onward(people: People, request: Request, now: datetime = NOW, choices: int = 1) -> Request:
    """Take the one step that is next on the way to treatment."""
    by = people
    steps: dict[str, Callable[..., Request]] = {
        "draft": partial(clear_request, actor=by.clearing),
        "cleared": partial(record_consent, actor=by.asking, how="by telephone", choices=choices),
        "consented": partial(open_request, actor=by.arranging),
        "open": lambda **known: propose_place(
            actor=by.arranging, offer=first_offer(), reply_by=now + timedelta(days=7), **known
        ),
        "matched": lambda **known: accept_place(
            actor=by.accepting, place=place_at(request), **known
        ),
        "accepted": lambda **known: choose_place(actor=by.asking, place=place_at(request), **known),
        "agreed": lambda **known: send_message(
            actor=by.asking, **known | {"request": written(people, request, now)}
        ),
        "sent": partial(receive_message, actor=by.receiving),
        "received": partial(date_patient, actor=by.receiving, day=now.date() + timedelta(days=7)),
        "dated": partial(treat_patient, actor=by.receiving, on=now.date()),
        "treated": partial(close_request, actor=by.receiving),
    }
    return steps[request.state](request=request, now=now)


def first_offer() -> Offer:
    """Offer O1."""
    return Offer.objects.filter(offer_id="O1").first() or new_offer()


def written(people: People, request: Request, now: datetime = NOW) -> Request:
    """Write a message that passes its checks."""
    content = content_of(request)
    return write_message(request=request, content=content, actor=people.asking, now=now)


def content_of(request: Request, **changed: Value) -> dict[str, dict[str, object]]:
    """A message that passes its checks, but for what is changed in it."""
    chosen = request.places.filter(state="chosen").first()
    known: dict[str, Value] = {
        "patient.nhs_number": nhs_number(int(request.pathway_id.removeprefix("P"))),
        "referrer.organisation": request.holder,
        "pathway.identifier": request.pathway_id,
        "pathway.decision_to_refer": request.clock_start,
        "pathway.clock_start": request.clock_start,
        "path.organisations": (request.holder,),
        "receiver.organisation": (chosen and chosen.destination) or "ZN999",
        "dates.requested": request.started_at.date(),
        "dates.received": None,
    }
    return message_content(with_values(COMPLETE, known | changed))


def nhs_number(number: int) -> str:
    """The test number, issued to nobody, of the patient of this number: 0 to 999."""
    begun = f"9{number:03d}00000"
    weighed = sum(
        int(digit) * weight for digit, weight in zip(begun, range(10, 1, -1), strict=True)
    )
    check = (11 - weighed % 11) % 11
    if check == 10:  # no number begins so; its last digit but one weighs two
        return f"{begun[:-1]}1{(11 - (weighed + 2) % 11) % 11}"
    return f"{begun}{check}"
