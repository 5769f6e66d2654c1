"""Who sees how far: one's own organisation and everything beneath it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.models import Membership, Organisation
from tidegate.controlroom.directory.services.add_organisation import add_organisation
from tidegate.controlroom.directory.services.grant_membership import grant_membership
from tidegate.controlroom.directory.services.withdraw_membership import withdraw_membership
from tidegate.controlroom.directory.viewer import NOBODY, OrganisationOutOfSight, viewer_of
from tidegate.controlroom.log.models import Entry
from tidegate.core.directory.roles import Role, permissions_of
from tidegate.core.log.entry import System

PersonWith = Callable[..., Person]
LATER = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
KEEPER = System("test keeper")

NORTHMERE = {"ZQ1", "Z01", "Z01A1", "Z02", "ZN101"}


@pytest.mark.parametrize(
    ("held_in", "sees", "areas"),
    [
        ("ZQ1", NORTHMERE, {"ZQ1"}),
        ("Z01", {"Z01", "Z01A1"}, {"ZQ1"}),
        ("Z01A1", {"Z01A1"}, {"ZQ1"}),
        ("ZN101", {"ZN101"}, {"ZQ1"}),
        ("ZQ2", {"ZQ2", "Z09"}, {"ZQ2"}),
    ],
)
def test_a_role_reaches_the_organisation_and_everything_beneath_it(
    person_with: PersonWith, held_in: str, sees: set[str], areas: set[str]
) -> None:
    viewer = viewer_of(person_with((Role.COORDINATOR, held_in)))
    assert viewer.organisation_codes == sees
    assert viewer.areas == areas


@pytest.mark.parametrize("role", Role)
def test_no_role_reaches_less_far_than_another(person_with: PersonWith, role: Role) -> None:
    viewer = viewer_of(person_with((role, "ZQ1")))
    assert set(viewer.reach) == permissions_of(role)
    assert set(viewer.reach.values()) == {frozenset(NORTHMERE)}


def test_a_person_sees_the_union_but_each_role_counts_only_where_it_is_held(
    person_with: PersonWith,
) -> None:
    viewer = viewer_of(person_with((Role.COORDINATOR, "ZQ1"), (Role.PROVIDER_USER, "Z09")))
    assert viewer.organisation_codes == NORTHMERE | {"Z09"}
    assert viewer.may("matching.run_plan")
    assert viewer.may("matching.run_plan", "Z02")
    assert not viewer.may("matching.run_plan", "Z09")
    assert viewer.codes_where("matching.run_plan") == NORTHMERE
    assert viewer.codes_where("waiting.view_list") == NORTHMERE | {"Z09"}


def test_someone_without_a_role_and_the_public_see_nothing(person_with: PersonWith) -> None:
    viewer = viewer_of(person_with())
    assert viewer.organisation_codes == frozenset()
    assert not viewer.may("board.view")
    assert viewer_of(AnonymousUser()) is NOBODY


def test_narrowing_keeps_the_permissions_and_shrinks_what_is_seen(person_with: PersonWith) -> None:
    viewer = viewer_of(person_with((Role.COORDINATOR, "ZQ1"))).narrowed_to("Z01")
    assert viewer.narrowed == "Z01"
    assert viewer.organisation_codes == {"Z01", "Z01A1"}
    assert viewer.codes_where("waiting.view_list") == {"Z01", "Z01A1"}
    assert viewer.may("matching.run_plan")


def test_nobody_narrows_to_an_organisation_that_is_not_theirs(person_with: PersonWith) -> None:
    with pytest.raises(OrganisationOutOfSight):
        viewer_of(person_with((Role.COORDINATOR, "ZQ1"))).narrowed_to("Z09")


def test_a_page_narrowed_to_another_organisation_is_refused(
    client_of: Callable[..., Client],
) -> None:
    client = client_of(Role.COORDINATOR, "ZQ1")
    assert client.get("/organisations/?organisation=Z01").status_code == 200
    refused = client.get("/organisations/?organisation=Z09")
    assert refused.status_code == 403
    assert "an organisation that you do not act for" in refused.content.decode()


def test_a_role_withdrawn_is_gone_at_the_next_click(
    person_with: PersonWith, client: Client
) -> None:
    person = person_with((Role.COORDINATOR, "ZQ1"))
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/organisations/").status_code == 200

    membership = Membership.objects.get(person=person)
    assert withdraw_membership(membership, actor=KEEPER, now=LATER)
    assert client.get("/organisations/").status_code == 403
    assert membership.ended_by == "test keeper"
    assert Entry.objects.order_by("seq").last().headline == (
        f"{person.label} is no longer coordinator of Northmere Integrated Care Board"
    )


def test_withdrawing_twice_and_granting_twice_are_recorded_once(
    person_with: PersonWith, organisations: dict[str, Organisation]
) -> None:
    person = person_with((Role.LOGGIST, "Z01"))
    again = {"person": person, "organisation": organisations["Z01"], "role": Role.LOGGIST}
    before = Entry.objects.count()
    first = grant_membership(**again, actor=KEEPER, now=LATER)
    assert Entry.objects.count() == before

    assert withdraw_membership(first, actor=KEEPER, now=LATER)
    assert not withdraw_membership(first, actor=KEEPER, now=LATER)
    assert Entry.objects.count() == before + 1

    second = grant_membership(**again, actor=KEEPER, now=LATER)
    assert second.pk != first.pk, "a role given back is a new membership; history stays"


def test_an_organisation_takes_its_area_from_who_oversees_it(
    organisations: dict[str, Organisation],
) -> None:
    assert organisations["ZQ1"].area == "ZQ1"
    assert organisations["Z01A1"].area == "ZQ1"
    nation = add_organisation(
        code="ZE1", name="Nation of Meres", kind="nation", actor=KEEPER, now=LATER
    )
    assert nation.area == ""


def test_a_code_belongs_to_one_organisation(organisations: dict[str, Organisation]) -> None:
    before = Entry.objects.count()
    with pytest.raises(ValidationError, match="already exists"):
        add_organisation(code="Z01", name="Twin", kind="trust", actor=KEEPER, now=LATER)
    assert Entry.objects.count() == before


def test_a_circle_of_overseers_ends(
    organisations: dict[str, Organisation], person_with: PersonWith
) -> None:
    Organisation.objects.filter(code="ZQ1").update(parent=organisations["Z01A1"])
    assert viewer_of(person_with((Role.LOGGIST, "Z01"))).organisation_codes == NORTHMERE


def test_knowing_the_viewer_takes_one_question_for_each_organisation_that_they_act_for(
    person_with: PersonWith, django_assert_num_queries: Callable[..., AbstractContextManager]
) -> None:
    person = person_with((Role.COORDINATOR, "ZQ1"), (Role.LOGGIST, "ZQ1"), (Role.LOGGIST, "ZQ2"))
    with django_assert_num_queries(1 + 2):
        viewer_of(person)
