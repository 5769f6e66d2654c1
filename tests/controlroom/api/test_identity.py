"""Who a patient is: seen by those entitled, each time noted, and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from fhir.resources.R4B.appointment import Appointment
from fhir.resources.R4B.servicerequest import ServiceRequest
from tests.controlroom.api.calling import (
    AREA,
    HOLDER,
    OTHER,
    RECEIVER,
    CallerOf,
    agreed_by_systems,
    answered,
    caller_of,
    open_request_of,
    request_body,
)
from tests.controlroom.transfers.carrying import content_of

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.api.models import Answer
from tidegate.controlroom.log.models import Entry, Reading
from tidegate.controlroom.transfers.models import Message, Request
from tidegate.core.directory.roles import Role

__all__ = ["caller_of"]
pytestmark = pytest.mark.django_db
CANARY = "Zzyzxcanary"


@pytest.fixture
def agreed(caller_of: CallerOf, person_with: Callable[..., Person], settings: Any) -> str:
    """A request whose patient chose a place; the message is to be written."""
    settings.TIDEGATE_DEMO = True  # the patient has a test number
    reference = open_request_of(caller_of, person_with)
    agreed_by_systems(caller_of, reference)
    return reference


def content_with_canary(reference: str) -> dict[str, Any]:
    changed = {"patient.family_name": CANARY, "patient.address": f"1 {CANARY} Street"}
    return content_of(Request.objects.get(reference=reference), **changed)


def test_the_message_is_read_by_those_entitled_and_each_reading_is_noted(
    caller_of: CallerOf, agreed: str
) -> None:
    asking, taking = caller_of(Role.PROVIDER_USER, HOLDER), caller_of(Role.CLINICIAN, RECEIVER)
    area, other = caller_of(Role.COORDINATOR, AREA), caller_of(Role.CLINICIAN, OTHER)
    path, why = f"/requests/{agreed}/message", {"reason": "to book the patient"}
    assert asking.get(path, **why).status_code == 404  # there is none yet
    content = content_with_canary(agreed)
    answered(asking.post(path, {"content": content}, key="message-1"), 201)
    assert answered(asking.get(path, **why))["content"] == content
    assert taking.get(path, **why).status_code == 404  # not sent yet
    answered(asking.post(f"/requests/{agreed}/send"))
    assert answered(taking.get(path, **why))["content"] == content
    assert area.get(path, **why).status_code == 403
    assert other.get(path, **why).status_code == 404
    readings = Reading.objects.order_by("id").values_list("actor", "on_behalf_of", "reason")
    assert list(readings) == [
        (f"token:{asking.token.pk}", HOLDER, "to book the patient"),
        (f"token:{taking.token.pk}", RECEIVER, "to book the patient"),
    ]


def test_a_message_is_not_read_without_a_reason(caller_of: CallerOf, agreed: str) -> None:
    asking = caller_of(Role.PROVIDER_USER, HOLDER)
    for query in ({}, {"reason": ""}, {"reason": "no"}):
        assert asking.get(f"/requests/{agreed}/message", **query).status_code == 422
    assert not Reading.objects.exists()


def test_a_canary_in_the_message_is_in_no_other_answer_entry_or_kept_row(
    caller_of: CallerOf, agreed: str, caplog: pytest.LogCaptureFixture
) -> None:
    asking, taking = caller_of(Role.PROVIDER_USER, HOLDER), caller_of(Role.PROVIDER_USER, RECEIVER)
    path, content = f"/requests/{agreed}/message", content_with_canary(agreed)
    wrong = [
        {"content": content | {"patient": {"family_name": CANARY * 50}}},
        {"content": content | {"patient": {"family_name": [CANARY]}}},
        {"content": content | {"patient": {CANARY: "x"}}},
        {"content": content | {"patient": CANARY}},
        {"content": content | {CANARY: {}}},
        {"content": content | {"dates": {"requested": CANARY}}},
        {"content": CANARY},
        {"content": content | {"patient": {"family_name": f"{CANARY}\u0007"}}},
    ]
    answers = [asking.post(path, body, key=f"wrong-{n:04d}") for n, body in enumerate(wrong)]
    assert {answer.status_code for answer in answers} == {422}
    incomplete = content | {"patient": content["patient"] | {"nhs_number": CANARY[:10]}}
    answers.append(asking.post(path, {"content": incomplete}, key="incomplete"))
    answers.append(asking.post(f"/requests/{agreed}/send", key="refused-1"))
    assert answers[-1].status_code == 409
    answers.append(asking.post(path, {"content": content}, key="complete-1"))
    answers.append(asking.post(f"/requests/{agreed}/send", key="sent-0001"))
    assert answers[-1].status_code == 200, answers[-1].content
    for caller in (asking, taking):
        answers += [caller.get("/requests"), caller.get(f"/requests/{agreed}")]
        answers.append(caller.get(f"/requests/{agreed}/fhir/Appointment"))
    assert [answer for answer in answers if CANARY in answer.content.decode()] == []
    kept = [
        *Entry.objects.values_list("headline", "facts_text"),
        *Answer.objects.values_list("body"),
    ]
    assert [row for row in kept if CANARY in json.dumps(row)] == []
    assert CANARY not in caplog.text
    assert CANARY in json.dumps(Message.objects.latest("version").content)


def test_an_nhs_number_is_neither_kept_nor_told_back(caller_of: CallerOf, settings: Any) -> None:
    asking = caller_of(Role.PROVIDER_USER, HOLDER)
    for number in ("943476591", "9434765910", "94347659190"):
        refused = asking.post("/requests", request_body(nhs_number=number))
        assert refused.status_code in {409, 422}
        assert number not in refused.content.decode()
    settings.TIDEGATE_DEMO = True  # it is a test number
    started = answered(asking.post("/requests", request_body(nhs_number="9434765919")), 201)
    row = Request.objects.filter(reference=started["reference"]).values().get()
    assert "9434765919" not in f"{row}{started}"


def test_message_and_date_are_fhir_resources(caller_of: CallerOf, agreed: str) -> None:
    asking, taking = caller_of(Role.PROVIDER_USER, HOLDER), caller_of(Role.PROVIDER_USER, RECEIVER)
    path = f"/requests/{agreed}/fhir"
    content = content_with_canary(agreed)
    answered(asking.post(f"/requests/{agreed}/message", {"content": content}), 201)
    assert asking.get(f"{path}/ServiceRequest", reason="to check").status_code == 404
    answered(asking.post(f"/requests/{agreed}/send"))
    sent = taking.get(f"{path}/ServiceRequest", reason="to book the patient")
    assert sent.status_code == 200
    assert sent.headers["Content-Type"] == "application/fhir+json"
    assert ServiceRequest.model_validate(sent.json()).status == "active"
    assert Reading.objects.count() == 1
    assert taking.get(f"{path}/Appointment").status_code == 404
    answered(taking.post(f"/requests/{agreed}/receive"))
    today = timezone.localdate().isoformat()
    answered(taking.post(f"/requests/{agreed}/date", {"day": today}))
    booked = taking.get(f"{path}/Appointment")
    assert booked.headers["Content-Type"] == "application/fhir+json"
    assert Appointment.model_validate(booked.json())
    assert CANARY not in booked.content.decode()
    assert Reading.objects.count() == 1
