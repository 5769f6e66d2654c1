"""The roles table holds together: every permission known, carried, described and asked for."""

from __future__ import annotations

import pytest

from tidegate.core.directory.roles import (
    CHANGING,
    PERMISSIONS,
    ROLES,
    Role,
    permissions_of,
    roles_with,
)


def test_each_role_has_terms_and_only_known_permissions() -> None:
    assert set(ROLES) == set(Role)
    for terms in ROLES.values():
        assert terms.permissions <= set(PERMISSIONS)
        assert terms.description.endswith(".")


@pytest.mark.parametrize("permission", PERMISSIONS)
def test_each_permission_is_carried_by_some_role(permission: str) -> None:
    assert roles_with(permission)


def test_an_auditor_reads_all_but_patients_names_and_changes_nothing() -> None:
    lets = permissions_of(Role.AUDITOR)
    assert not lets & CHANGING
    assert lets | CHANGING | {"transfers.view_identity"} == set(PERMISSIONS)


def test_no_one_role_takes_two_of_the_three_decisions_about_a_patient() -> None:
    decisions = {"transfers.clear", "transfers.request", "transfers.arrange"}
    for role in Role:
        assert len(decisions & permissions_of(role)) <= 1, role


def test_no_role_both_makes_plans_and_gives_roles() -> None:
    for role in Role:
        assert not {"matching.run_plan", "directory.manage_people"} <= permissions_of(role)


def test_a_role_that_the_table_no_longer_knows_may_do_nothing() -> None:
    assert permissions_of("surge_lord") == frozenset()
