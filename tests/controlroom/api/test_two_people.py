"""Clearing, the patient's yes and the receiver's yes stay three people's, whatever keys there are.

All tokens of one organisation, and of those above and beneath it, count as one actor, and so does
whoever issued a token: they have had its secret in hand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.controlroom.api.calling import (
    HOLDER,
    Caller,
    CallerOf,
    answered,
    caller_of,
    request_body,
)

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.models import Organisation, Token
from tidegate.controlroom.directory.one_actor import same_actor_as
from tidegate.controlroom.directory.services.issue_token import issue_token
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.transfers.models import Request
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.clear_request import clear_request
from tidegate.controlroom.transfers.services.record_consent import record_consent
from tidegate.core.directory.roles import Role

__all__ = ["caller_of"]
pytestmark = pytest.mark.django_db
YES = {"how": "by telephone", "choices": 1, "told": True}


@pytest.fixture
def started(caller_of: CallerOf) -> str:
    """A request that nobody has cleared."""
    asking = caller_of(Role.PROVIDER_USER, HOLDER)
    return str(answered(asking.post("/requests", request_body()), 201)["reference"])


def codes(refused: dict[str, object]) -> list[str]:
    return [reason["code"] for reason in refused["reasons"]]  # type: ignore[index,attr-defined]


@pytest.mark.parametrize("asking_for", [HOLDER, "ZQ1"])
def test_one_organisations_systems_cannot_clear_and_record_the_yes(
    caller_of: CallerOf, started: str, asking_for: str
) -> None:
    clinic, asking = caller_of(Role.CLINICIAN, HOLDER), caller_of(Role.PROVIDER_USER, asking_for)
    answered(clinic.post(f"/requests/{started}/clear"))
    refused = answered(asking.post(f"/requests/{started}/consent", YES), 409)
    assert codes(refused) == ["SAME_PERSON"]
    tried = Entry.objects.get(kind="step_refused")
    assert tried.actor == f"token:{asking.token.pk}"
    assert Request.objects.get(reference=started).state == "cleared"


def test_the_attempt_is_recorded_under_a_key_too(caller_of: CallerOf, started: str) -> None:
    clinic, asking = caller_of(Role.CLINICIAN, HOLDER), caller_of(Role.PROVIDER_USER, HOLDER)
    answered(clinic.post(f"/requests/{started}/clear"))
    for _ in range(2):
        answered(asking.post(f"/requests/{started}/consent", YES, key="once-only"), 409)
    assert Entry.objects.filter(kind="step_refused").count() == 1


def test_a_system_and_a_person_are_two(
    caller_of: CallerOf, started: str, person_with: Callable[..., Person]
) -> None:
    answered(caller_of(Role.CLINICIAN, HOLDER).post(f"/requests/{started}/clear"))
    taken = record_consent(
        request=Request.objects.get(reference=started),
        how="by telephone",
        choices=1,
        actor=person_with((Role.PROVIDER_USER, HOLDER)),
        now=timezone.now(),
    )
    assert taken.state == "consented"


def test_who_issued_a_token_cannot_stand_beside_it(
    started: str,
    person_with: Callable[..., Person],
    organisations: dict[str, Organisation],
    caller_of: CallerOf,
) -> None:
    issuer = person_with((Role.ADMINISTRATOR, HOLDER), (Role.PROVIDER_USER, HOLDER))
    token, secret = issue_token(
        organisation=organisations[HOLDER],
        role=Role.CLINICIAN,
        label="Clinic",
        expires_at=timezone.now() + timedelta(days=1),
        actor=issuer,
        now=timezone.now(),
    )
    clinic = Caller(token, secret, caller_of(Role.AUDITOR, "Z09").client)
    answered(clinic.post(f"/requests/{started}/clear"))
    with pytest.raises(StepRefused) as refused:
        record_consent(
            request=Request.objects.get(reference=started),
            how="by telephone",
            choices=1,
            actor=issuer,
            now=timezone.now(),
        )
    assert refused.value.codes == ("SAME_PERSON",)
    assert same_actor_as(f"person:{issuer.pk}") == {f"token:{token.pk}"}


def test_a_token_does_not_become_another_actor_by_being_issued_anew(
    caller_of: CallerOf, started: str
) -> None:
    clinic = caller_of(Role.CLINICIAN, HOLDER)
    answered(clinic.post(f"/requests/{started}/clear"))
    Token.objects.filter(pk=clinic.token.pk).update(
        withdrawn_at=timezone.now(), withdrawn_by_name="Administrator"
    )
    asking = caller_of(Role.PROVIDER_USER, HOLDER, "The new system")
    assert codes(answered(asking.post(f"/requests/{started}/consent", YES), 409)) == ["SAME_PERSON"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Z01", "Z01", True),
        ("Z01", "Z01A1", True),
        ("Z01A1", "Z01", True),
        ("ZQ1", "Z01A1", True),
        ("Z01", "ZQ1", True),
        ("Z01", "Z02", False),
        ("Z01A1", "ZN101", False),
        ("ZQ1", "Z09", False),
    ],
)
def test_tokens_of_organisations_above_and_beneath_one_another_are_one_actor(
    caller_of: CallerOf, one: str, other: str, same: bool
) -> None:
    first, second = caller_of(Role.CLINICIAN, one), caller_of(Role.CLINICIAN, other)
    kin = same_actor_as(f"token:{first.token.pk}")
    assert (f"token:{second.token.pk}" in kin) == same


def test_a_run_of_the_software_is_nobody_else() -> None:
    assert same_actor_as("system:tick") == frozenset()


def test_a_clearing_person_and_an_accepting_system_of_two_providers_are_two(
    person_with: Callable[..., Person], started: str
) -> None:
    cleared = clear_request(
        request=Request.objects.get(reference=started),
        actor=person_with((Role.CLINICIAN, HOLDER)),
        now=timezone.now(),
    )
    assert cleared.state == "cleared"
