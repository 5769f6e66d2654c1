"""Two systems at the same instant: one wins, the other is told, and no key is used twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from tests.controlroom.api.calling import (
    AREA,
    HOLDER,
    OTHER,
    RECEIVER,
    CallerOf,
    answered,
    caller_of,
    open_request_of,
    proposed_to,
    request_body,
)

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.transfers.models import Place, Request
from tidegate.core.directory.roles import Role

__all__ = ["caller_of"]
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Start all calls together, each with a database connection of its own."""
    ready = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        ready.wait()
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_of_two_receivers_who_accept_at_the_same_instant_one_wins_and_one_is_told(
    caller_of: CallerOf, person_with: Callable[..., Person]
) -> None:
    reference = open_request_of(caller_of, person_with)
    area = caller_of(Role.COORDINATOR, AREA)
    clinics = {code: caller_of(Role.CLINICIAN, code) for code in (RECEIVER, OTHER)}
    places = {
        code: proposed_to(reference, area, caller_of(Role.PROVIDER_USER, code), f"O-{code}", code)
        for code in clinics
    }
    answers = at_once(
        *(
            lambda code=code: clinics[code].post(
                f"/requests/{reference}/accept", {"place": places[code]}
            )
            for code in clinics
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (lost,) = (answer for answer in answers if answer.status_code == 409)
    (reason,) = answered(lost, 409)["reasons"]
    assert reason["code"] == "ACCEPTED_ELSEWHERE"
    assert reason["inputs"]["accepted_at"]
    assert reason["detail"].startswith("Another provider accepted this patient first, at ")
    assert sorted(Place.objects.values_list("state", flat=True)) == ["accepted", "proposed"]


def test_of_two_calls_under_one_key_at_the_same_instant_one_is_carried_out(
    caller_of: CallerOf,
) -> None:
    asking = caller_of(Role.PROVIDER_USER, HOLDER)
    asking.get("/requests")  # so that neither call notes that the token is used
    send = [lambda: asking.post("/requests", request_body(), key="one-and-only")] * 3
    answers = at_once(*send)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert Request.objects.count() == 1
    repeated = [answer.headers.get("Idempotency-Repeated") for answer in answers]
    assert sorted(map(str, repeated)) == ["None", "true", "true"]
