"""Surges by the interface: read by who may; signing one off takes a person, never a token."""

from __future__ import annotations

import pytest
from tests.controlroom.api.calling import CallerOf, answered, caller_of
from tests.controlroom.surge.surging import Cast, cast, reviewed

from tidegate.controlroom.api.operations import OPERATIONS
from tidegate.controlroom.directory.services.issue_token import TokenRefused
from tidegate.controlroom.surge.reach import PLEDGE, PROPOSE, SIGN
from tidegate.core.directory.roles import Role, roles_with

__all__ = ["caller_of", "cast"]
pytestmark = pytest.mark.django_db


def test_a_system_reads_the_surges_that_its_organisation_may_see(
    caller_of: CallerOf, cast: Cast
) -> None:
    made = reviewed(cast)
    for role, code in ((Role.COORDINATOR, "ZQ1"), (Role.PROVIDER_USER, "ZN101")):
        system = caller_of(role, code)
        listed = answered(system.get("/surges", state="review"))
        assert [one["reference"] for one in listed["items"]] == [made.reference]
        assert answered(system.get("/surges", state="active"))["total"] == 0
        shown = answered(system.get(f"/surges/{made.reference}"))
        assert (shown["state"], shown["version"], shown["place"]) == ("review", 1, "ZQ1")
    elsewhere = caller_of(Role.COORDINATOR, "ZQ2")
    answered(elsewhere.get(f"/surges/{made.reference}"), 404)


def test_no_token_can_sign_off_a_surge(caller_of: CallerOf, cast: Cast) -> None:
    """Done-line: the interface refuses it to the proposer's system as to every other."""
    made = reviewed(cast)
    for role in roles_with(SIGN):
        with pytest.raises(TokenRefused, match="takes a person"):
            caller_of(role, "ZQ1")
    assert {SIGN, PROPOSE, PLEDGE}.isdisjoint(OPERATIONS.values())
    refused = caller_of(Role.COORDINATOR, "ZQ1").post(f"/surges/{made.reference}/sign_off")
    assert refused.status_code == 404
    made.refresh_from_db()
    assert made.state == "review"
