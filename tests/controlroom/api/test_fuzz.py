"""The interface under fuzzing from its own OpenAPI document: nothing breaks, all is as described.

A quick pass with a fixed seed runs here; ``TIDEGATE_FUZZ`` asks for so many examples of each
operation and draws them anew, for a run overnight.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth
from tests.controlroom.api.calling import (
    AREA,
    HOLDER,
    RECEIVER,
    Caller,
    CallerOf,
    answered,
    caller_of,
    open_request_of,
    proposed_to,
    return_body,
)

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.api.document import document
from tidegate.controlroom.api.door import OftenEnough
from tidegate.controlroom.wsgi import application
from tidegate.core.directory.roles import Role, roles_with

__all__ = ["caller_of"]
pytestmark = pytest.mark.django_db

OVERNIGHT = int(os.environ.get("TIDEGATE_FUZZ", "0"))
HOW_MUCH = settings(
    max_examples=OVERNIGHT or 4,
    derandomize=not OVERNIGHT,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink] if OVERNIGHT else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)
SCHEMA = schemathesis.openapi.from_dict(document())
SCHEMA.app = application
OPERATIONS: dict[str, APIOperation] = {
    found.ok().label: found.ok() for found in SCHEMA.get_all_operations()
}


@contextmanager
def in_one_transaction() -> Iterator[None]:
    """Let calls through the web server's door run in the transaction of the test."""
    doors = (signals.request_started, signals.request_finished)
    for door in doors:
        door.disconnect(close_old_connections)
    yield
    for door in doors:
        door.connect(close_old_connections)


@pytest.fixture
def world(
    caller_of: CallerOf, person_with: Callable[..., Person], monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """Requests, one with a place, an offer and a report: what addresses and lists can lead to."""
    monkeypatch.setattr(OftenEnough, "allow_request", lambda throttle, request: True)
    area, taking = caller_of(Role.COORDINATOR, AREA), caller_of(Role.PROVIDER_USER, RECEIVER)
    reference = open_request_of(caller_of, person_with)
    proposed_to(reference, area, taking, "O1", RECEIVER)
    reporting = caller_of(Role.PROVIDER_USER, HOLDER)
    answered(reporting.post("/returns", return_body(values={"ga_beds_open": 99_999})), 201)
    return {"reference": reference, "offer_id": "O1"}


def cases(operation: APIOperation, world: dict[str, str]) -> Iterator[st.SearchStrategy[Case]]:
    """Yield ways of calling an operation: as described and not, at rows that are there or not."""
    there = {name: value for name, value in world.items() if f"{{{name}}}" in operation.path}
    for mode in GenerationMode:
        yield operation.as_strategy(mode)
        if there:
            yield operation.as_strategy(mode, path_parameters=there)


@pytest.mark.parametrize("label", OPERATIONS)
def test_an_operation_answers_whatever_is_sent_as_its_document_says(
    label: str, world: dict[str, str], caller_of: CallerOf
) -> None:
    operation = OPERATIONS[label]
    permission = operation.definition.raw["x-permission"]
    caller: Caller = caller_of(next(iter(roles_with(permission))), AREA)
    for calling in cases(operation, world):

        @HOW_MUCH
        @given(case=calling)
        def answers(case: Case) -> None:
            case.headers["Authorization"] = caller.headers()["authorization"]
            # It takes our token for one that it made up; test_every_view asks without any.
            case.call_and_validate(excluded_checks=[ignored_auth])

        try:
            with in_one_transaction():
                answers()
        except Unsatisfiable:
            continue  # there is no wrong way to call it
