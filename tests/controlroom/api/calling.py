"""Systems with tokens that call the interface, and how a request is carried by calls alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.controlroom.pressure.reporting import VALUES

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.models import Organisation, Token
from tidegate.controlroom.directory.services.issue_token import issue_token
from tidegate.controlroom.transfers.models import Request
from tidegate.controlroom.transfers.services.clear_request import clear_request
from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import System

ISSUER = System("test set-up")
ISSUED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOLDER, AREA, RECEIVER, OTHER = "Z01", "ZQ1", "ZN101", "Z02"
DECIDED = {"decided_by": "GMC 7654321"}


@dataclass(frozen=True, slots=True)
class Caller:
    """One system of an organisation, calling with its token."""

    token: Token
    secret: str
    client: Client

    def get(self, path: str, **query: Any) -> Any:
        """Read, and return the answer."""
        return self.client.get(f"/api/v1{path}", query, headers=self.headers())

    def post(self, path: str, body: dict[str, Any] | None = None, key: str = "") -> Any:
        """Decide, and return the answer; who decided is added."""
        headers = self.headers() | ({"idempotency-key": key} if key else {})
        sent = DECIDED | (body or {})
        return self.client.post(f"/api/v1{path}", sent, "application/json", headers=headers)

    def headers(self) -> dict[str, str]:
        """Return what every call carries."""
        return {"authorization": f"Bearer {self.secret}"}


CallerOf = Callable[..., Caller]


@pytest.fixture
def caller_of(organisations: dict[str, Organisation]) -> CallerOf:
    """A function that issues a token: ``caller_of(Role.CLINICIAN, "ZN101")``."""

    cache.clear()  # calls are counted by token, and numbers of tokens come again in each test

    def issued(role: Role, code: str, label: str = "Test system") -> Caller:
        now = timezone.now()
        token, secret = issue_token(
            organisation=organisations[code],
            role=role,
            label=label,
            expires_at=now + timedelta(days=90),
            actor=ISSUER,
            now=now,
        )
        client = Client()
        client.raise_request_exception = False
        return Caller(token, secret, client)

    return issued


def request_body(number: int = 1, **changed: Any) -> dict[str, Any]:
    """A hip replacement that the holder cannot do soon."""
    return {
        "pathway_id": f"P{number}",
        "holder": HOLDER,
        "tfc": "110",
        "modality": "inpatient",
        "priority": "P4",
        "clock_start": "2025-05-12",
        "age": 67,
        "facts": {"asa": 2},
    } | changed


def offer_body(offer_id: str = "O1", provider: str = RECEIVER, **changed: Any) -> dict[str, Any]:
    """Two units of that care in the week after next."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=2)
    return {
        "offer_id": offer_id,
        "provider": provider,
        "site": provider,
        "modality": "inpatient",
        "tfcs": ["110"],
        "week": monday.isoformat(),
        "units": 2,
    } | changed


def return_body(provider: str = HOLDER, **changed: Any) -> dict[str, Any]:
    """Today's situation report, with nothing odd about it."""
    day = timezone.localdate().isoformat()
    return {"provider": provider, "day": day, "values": dict(VALUES)} | changed


def proposal(offer: str = "O1") -> dict[str, Any]:
    """That this offer be put to the patient, answered within a week."""
    reply_by = timezone.now() + timedelta(days=7)
    return {"offer": offer, "reply_by": reply_by.isoformat()}


def answered(response: Any, status: int = 200) -> dict[str, Any]:
    """The body, once the status is as expected."""
    assert response.status_code == status, response.content.decode()
    assert response.headers["Content-Type"] == "application/json"
    return response.json()


def open_request_of(
    caller_of: CallerOf, person_with: Callable[..., Person], choices: int = 1
) -> str:
    """A request that a person cleared and the systems of holder and area brought to open."""
    asking, area = caller_of(Role.PROVIDER_USER, HOLDER), caller_of(Role.COORDINATOR, AREA)
    reference = answered(asking.post("/requests", request_body()), 201)["reference"]
    clear_request(
        request=Request.objects.get(reference=reference),
        actor=person_with((Role.CLINICIAN, HOLDER)),
        now=timezone.now(),
    )
    yes = {"how": "by telephone", "choices": choices, "told": True}
    answered(asking.post(f"/requests/{reference}/consent", yes))
    assert answered(area.post(f"/requests/{reference}/open"))["state"] == "open"
    return str(reference)


def proposed_to(reference: str, area: Caller, receiver: Caller, offer: str, provider: str) -> int:
    """Put an offer of this provider to the patient, and return the number of the place."""
    answered(receiver.post("/offers", offer_body(offer, provider)), 201)
    shown = answered(area.post(f"/requests/{reference}/propose", proposal(offer)))
    return next(place["number"] for place in shown["places"] if place["offer"] == offer)


def agreed_by_systems(caller_of: CallerOf, reference: str) -> None:
    """Bring an open request to where the holder writes the message, by systems of both sides."""
    area, taking = caller_of(Role.COORDINATOR, AREA), caller_of(Role.PROVIDER_USER, RECEIVER)
    place = {"place": proposed_to(reference, area, taking, "O1", RECEIVER)}
    clinic, asking = caller_of(Role.CLINICIAN, RECEIVER), caller_of(Role.PROVIDER_USER, HOLDER)
    assert answered(clinic.post(f"/requests/{reference}/accept", place))["state"] == "accepted"
    assert answered(asking.post(f"/requests/{reference}/choose", place))["state"] == "agreed"
