"""What is common to all operations: tokens, permissions, bodies, keys, errors, parts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.controlroom.api.calling import (
    AREA,
    DECIDED,
    HOLDER,
    RECEIVER,
    CallerOf,
    answered,
    caller_of,
    offer_body,
    request_body,
)

from tidegate.controlroom import api
from tidegate.controlroom.api.document import document
from tidegate.controlroom.api.interface import interface
from tidegate.controlroom.api.models import Answer
from tidegate.controlroom.api.operations import OPERATIONS
from tidegate.controlroom.api.routers.steps import TAKING
from tidegate.controlroom.api.services.answer_once import KEPT_FOR
from tidegate.controlroom.directory.models import Token
from tidegate.controlroom.directory.services.withdraw_token import withdraw_token
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.transfers.models import Offer, Request
from tidegate.core.directory.roles import PERMISSIONS, Role, roles_with
from tidegate.core.log.entry import System

__all__ = ["caller_of"]
pytestmark = pytest.mark.django_db


def every_operation() -> dict[str, Any]:
    """Each operation of the interface, by its name."""
    return {
        operation.operation_id: operation
        for router in interface._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    }


@pytest.mark.parametrize("name", sorted(every_operation()))
def test_each_operation_names_the_permission_that_opens_it(name: str, caller_of: CallerOf) -> None:
    operation = every_operation()[name]
    (door,) = operation.auth_callbacks
    assert door.permission == OPERATIONS[name]
    assert door.permission in PERMISSIONS
    assert operation.openapi_extra["x-permission"] == door.permission
    without = next(role for role in (Role.RECALL_LEAD, Role.LOGGIST) if role not in roles_with(
        door.permission))  # fmt: skip
    caller = caller_of(without, AREA)
    address = operation.path.format(reference="T-000001", offer_id="O1", surge="S-000001")
    call = caller.get if operation.methods == ["GET"] else caller.post
    refused = answered(call(address), 403)
    assert refused["code"] == "PERMISSION_MISSING"
    assert door.permission in refused["detail"]


def test_no_operation_is_there_that_the_list_of_permissions_leaves_out() -> None:
    assert set(every_operation()) == set(OPERATIONS)


def test_rows_change_in_the_services_of_the_rooms_and_nowhere_else() -> None:
    services = {taking.service.__module__ for taking in TAKING.values()}
    rooms = {name.rpartition(".")[0] for name in services}
    assert rooms == {"tidegate.controlroom.transfers.services"}
    # That rows are written in services alone is asked of the whole control room elsewhere.
    own = {path.name for path in (Path(api.__file__).parent / "services").glob("[a-z]*.py")}
    assert own == {"answer_once.py"}


@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer x", "Basic eDp5", "Bearer " + "x" * 9999])
def test_without_a_token_that_is_known_nothing_opens(client: Client, sent: str) -> None:
    headers = {"authorization": sent} if sent else {}
    refused = client.get("/api/v1/offers", headers=headers)
    assert answered(refused, 401)["code"] == "NO_TOKEN"
    assert refused.headers["WWW-Authenticate"] == 'Bearer realm="Tidegate"'


def test_a_token_that_was_withdrawn_or_has_ended_opens_nothing(caller_of: CallerOf) -> None:
    withdrawn, ended = caller_of(Role.CLINICIAN, RECEIVER), caller_of(Role.CLINICIAN, RECEIVER)
    assert withdrawn.get("/offers").status_code == 200
    withdraw_token(withdrawn.token, actor=System("test"), now=timezone.now())
    Token.objects.filter(pk=ended.token.pk).update(
        issued_at=timezone.now() - timedelta(days=2),
        expires_at=timezone.now() - timedelta(seconds=1),
    )
    for caller in (withdrawn, ended):
        assert caller.get("/offers").status_code == 401


def test_a_session_opens_no_operation_and_a_token_no_page(
    client_of: Callable[..., Client], caller_of: CallerOf
) -> None:
    signed_in = client_of(Role.PROVIDER_USER, RECEIVER)
    assert signed_in.get("/api/v1/offers").status_code == 401
    assert signed_in.get("/organisations/").status_code == 200
    caller = caller_of(Role.PROVIDER_USER, RECEIVER)
    page = Client().get("/organisations/", headers=caller.headers())
    assert page.status_code == 302


def test_when_a_token_was_last_used_is_noted_now_and_then(caller_of: CallerOf) -> None:
    caller = caller_of(Role.CLINICIAN, RECEIVER)
    assert caller.get("/offers").status_code == 200
    first = Token.objects.get(pk=caller.token.pk).last_used_at
    assert first is not None
    assert caller.get("/offers").status_code == 200
    assert Token.objects.get(pk=caller.token.pk).last_used_at == first


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 415),
        ("{", 400),
        ("[]", 400),
        ("null", 400),
        ('"a"', 400),
        ('{"decided_by": "GMC 1", "decided_by": "GMC 2"}', 400),
        ('{"decided_by": "GMC 1", "units": NaN}', 400),
        ('{"decided_by": "GMC 1", "units": Infinity}', 400),
        ('{"decided_by": "GMC 1", "units": 1e999}', 400),
        ('{"decided_by": "GMC 1", "line_id": "\\u0000"}', 400),
        ('{"decided_by": "GMC 1", "line_id": "\\ud800"}', 400),
        (b'{"decided_by": "\xff"}', 400),
        ("[" * 20_000, 400),
        ('{"decided_by": ' + "9" * 5_000 + "}", 400),
        ('{"decided_by": "GMC 1"}', 422),
    ],
)
def test_a_body_is_read_as_json_and_nothing_looser(
    caller_of: CallerOf, body: str | bytes, status: int
) -> None:
    caller = caller_of(Role.PROVIDER_USER, RECEIVER)
    sent = caller.client.post("/api/v1/offers", body, "application/json", headers=caller.headers())
    answered(sent, status)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_a_body_of_another_kind_is_not_read(caller_of: CallerOf, kind: str) -> None:
    caller = caller_of(Role.PROVIDER_USER, RECEIVER)
    sent = caller.client.post("/api/v1/offers", "{}", kind, headers=caller.headers())
    assert answered(sent, 415)["code"] == "NOT_JSON"


def test_a_body_that_is_too_large_is_not_read(caller_of: CallerOf) -> None:
    caller = caller_of(Role.PROVIDER_USER, RECEIVER)
    assert answered(caller.post("/offers", {"line_id": "x" * 300_000}), 413)["code"] == "TOO_LARGE"


def test_what_cannot_be_used_is_told_with_field_value_and_expectation(caller_of: CallerOf) -> None:
    caller = caller_of(Role.PROVIDER_USER, RECEIVER)
    body = offer_body(units="2", modality="surgery", week="next week") | {"colour": "red"}
    faults = {
        fault["field"]: fault for fault in answered(caller.post("/offers", body), 422)["faults"]
    }
    assert faults["body.units"]["value"] == "2"
    assert faults["body.units"]["expectation"] == "Input should be a valid integer"
    assert faults["body.modality"]["expectation"].startswith("Input should be 'outpatient',")
    assert faults["body.week"]["expectation"] == "a day such as 2026-11-25 is expected"
    assert faults["body.colour"]["expectation"] == "Extra inputs are not permitted"
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 201}, {"offset": -1}, {"stat": "open"}, {"state": "lost"}]
)
def test_a_filter_that_is_not_understood_is_refused(
    caller_of: CallerOf, query: dict[str, Any]
) -> None:
    (fault,) = answered(caller_of(Role.CLINICIAN, HOLDER).get("/requests", **query), 422)["faults"]
    assert fault["field"] == f"query.{next(iter(query))}"


def test_a_method_that_an_address_does_not_know_is_refused_with_those_it_does(
    caller_of: CallerOf,
) -> None:
    caller = caller_of(Role.PROVIDER_USER, RECEIVER)
    refused = caller.client.delete("/api/v1/offers", headers=caller.headers())
    assert answered(refused, 405)["code"] == "METHOD_NOT_ALLOWED"
    assert set(refused.headers["Allow"].split(", ")) == {"GET", "POST"}


def test_an_address_that_is_none_is_answered_like_an_operation(client: Client) -> None:
    assert answered(client.get("/api/v1/nothing/here"), 404)["code"] == "NOT_FOUND"
    assert answered(client.get("/api/v1/offers?x=%00"), 400)["code"] == "MALFORMED"


def test_who_calls_too_often_is_told_to_wait(
    caller_of: CallerOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tidegate.controlroom.api.door import OftenEnough

    kept: dict[str, Any] = {}

    class Kept:
        get = staticmethod(kept.get)

        @staticmethod
        def set(key: str, value: Any, _seconds: int) -> None:
            kept[key] = value

    operation = every_operation()["list_plans"]
    (throttle,) = operation.throttle_objects
    monkeypatch.setattr(throttle, "num_requests", 2)
    monkeypatch.setattr(OftenEnough, "cache", Kept)
    caller, another = caller_of(Role.AUDITOR, AREA), caller_of(Role.AUDITOR, AREA)
    assert [caller.get("/plans").status_code for _ in range(2)] == [200, 200]
    refused = caller.get("/plans")
    assert answered(refused, 429)["code"] == "TOO_OFTEN"
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert another.get("/plans").status_code == 200


def test_no_answer_is_kept_by_what_lies_between(caller_of: CallerOf) -> None:
    caller = caller_of(Role.AUDITOR, AREA)
    for response in (
        caller.get("/plans"),
        caller.get("/requests/T-000001"),
        caller.post("/offers"),
    ):
        assert response.headers["Cache-Control"] == "no-store, private"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


# --- Keys ----------------------------------------------------------------------------------------


def test_a_call_repeated_under_its_key_changes_nothing(caller_of: CallerOf) -> None:
    asking = caller_of(Role.PROVIDER_USER, HOLDER)
    first = asking.post("/requests", request_body(), key="first-call")
    entries = Entry.objects.count()
    again = asking.post("/requests", request_body(), key="first-call")
    assert answered(again, 201) == answered(first, 201)
    assert again.headers["Idempotency-Repeated"] == "true"
    assert "Idempotency-Repeated" not in first.headers
    assert Entry.objects.count() == entries
    assert Request.objects.count() == 1


def test_a_refusal_repeated_under_its_key_is_the_same_refusal(caller_of: CallerOf) -> None:
    asking = caller_of(Role.PROVIDER_USER, HOLDER)
    answered(asking.post("/requests", request_body()), 201)
    first = answered(asking.post("/requests", request_body(), key="second-call"), 409)
    Request.objects.update(state="withdrawn")
    assert answered(asking.post("/requests", request_body(), key="second-call"), 409) == first
    assert answered(asking.post("/requests", request_body(), key="third-call"), 201)


def test_a_key_belongs_to_one_call_of_one_token(caller_of: CallerOf) -> None:
    asking, other = caller_of(Role.PROVIDER_USER, HOLDER), caller_of(Role.PROVIDER_USER, HOLDER)
    answered(asking.post("/requests", request_body(1), key="one-key-1"), 201)
    refused = answered(asking.post("/requests", request_body(2), key="one-key-1"), 409)
    assert refused["code"] == "KEY_USED_FOR_ANOTHER_CALL"
    answered(other.post("/requests", request_body(2), key="one-key-1"), 201)


def test_a_call_that_failed_for_another_reason_leaves_its_key_free(caller_of: CallerOf) -> None:
    asking = caller_of(Role.PROVIDER_USER, HOLDER)
    answered(asking.post("/requests", request_body(holder="Z09"), key="my-key-1"), 403)
    assert not Answer.objects.exists()
    answered(asking.post("/requests", request_body(), key="my-key-1"), 201)


def test_answers_are_kept_for_a_week(caller_of: CallerOf) -> None:
    asking = caller_of(Role.PROVIDER_USER, HOLDER)
    answered(asking.post("/requests", request_body(1), key="old-key-1"), 201)
    Answer.objects.update(at=timezone.now() - KEPT_FOR - timedelta(minutes=1))
    answered(asking.post("/requests", request_body(2), key="new-key-1"), 201)
    assert [answer.key for answer in Answer.objects.all()] == ["new-key-1"]


@pytest.mark.parametrize("key", ["short", "x" * 65, "with blanks", "ünïcödé-key"])
def test_a_key_has_a_form(caller_of: CallerOf, key: str) -> None:
    asking = caller_of(Role.PROVIDER_USER, HOLDER)
    (fault,) = answered(asking.post("/requests", request_body(), key=key), 422)["faults"]
    assert fault["field"] == "header.Idempotency-Key"


# --- Document ------------------------------------------------------------------------------------


def test_the_document_is_open_to_all_and_says_of_each_operation_what_it_is(client: Client) -> None:
    published = answered(client.get("/api/v1/openapi.json"))
    assert published == json.loads(json.dumps(document()))
    for operations in published["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert operation["x-permission"] in operation["description"]
            for status, response in operation["responses"].items():
                assert response["description"] not in {"OK", "Created", "Unknown Status Code"}
                ((media, told),) = response["content"].items()
                problem = {"$ref": "#/components/schemas/Problem"}
                assert (int(status) >= 400) == (told["schema"] == problem)
                assert media == "application/json" or operation["tags"] == ["FHIR"]


def test_the_page_lists_every_operation(client: Client) -> None:
    text = client.get("/api/v1/").content.decode()
    for address in document()["paths"]:
        assert address in text
    assert "openapi.json" in text


def test_offers_are_posted_confirmed_and_withdrawn(caller_of: CallerOf) -> None:
    caller = caller_of(Role.PROVIDER_USER, RECEIVER)
    posted = answered(caller.post("/offers", offer_body(limits={"max_asa": 2})), 201)
    assert posted["state"] == "posted"
    assert posted["limits"] == {"max_asa": 2}
    assert answered(caller.post("/offers", offer_body(limits={"max_asa": 2})), 201) == posted
    taken = answered(caller.post("/offers", offer_body(units=9)), 409)
    assert [reason["code"] for reason in taken["reasons"]] == ["OFFER_ID_TAKEN"]
    assert answered(caller.post("/offers/O1/confirm", {"units": 3}))["balance"]["free"] == 3
    assert answered(caller.get("/offers", state="confirmed"))["total"] == 1
    withdrawn = answered(caller.post("/offers/O1/withdraw", {"cause": "NOT_STAFFED"}))
    assert withdrawn["state"] == "withdrawn"
    assert withdrawn["balance"]["unused"] == {"NOT_STAFFED": 3}
    assert answered(caller.get("/offers", since="2099-01-05"))["total"] == 0
    elsewhere = caller_of(Role.PROVIDER_USER, "Z09")
    assert elsewhere.get("/offers/O1").status_code == 404
    assert elsewhere.post("/offers/O1/confirm", DECIDED).status_code == 404
