"""Inviting people: a link for the new, a role for the known, and never one's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from tests.small_world import PASSWORD

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.models import Membership
from tidegate.controlroom.directory.presenters import role_choices
from tidegate.controlroom.directory.viewer import viewer_of
from tidegate.controlroom.log.models import Entry
from tidegate.core.directory.roles import Role

BACKEND = "django.contrib.auth.backends.ModelBackend"
PEOPLE = "/organisations/Z01/people/"
INVITATION = {
    "email": "New@Example.org",
    "label": "Clinician, Northmere",
    "role": Role.CLINICIAN.value,
}


@pytest.fixture
def administrator(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.ADMINISTRATOR, "Z01"))


@pytest.fixture
def desk(administrator: Person) -> Client:
    client = Client()
    client.force_login(administrator, backend=BACKEND)
    return client


def link_in(text: str) -> str:
    found = re.search(r"http://testserver(/account/invitation/\S+?)<", text)
    assert found, "the page shows the link"
    return found.group(1)


def invite(desk: Client) -> str:
    return link_in(desk.post(PEOPLE, INVITATION).content.decode())


def test_someone_new_gets_a_link_chooses_a_password_and_signs_in(desk: Client) -> None:
    path = invite(desk)
    visitor = Client()
    assert "Clinician, Northmere" in visitor.get(path).content.decode()
    too_short = visitor.post(path, {"password": "short"}).content.decode()
    assert "This password is too short" in too_short
    assert visitor.post(path, {"password": PASSWORD}).url == "/account/sign-in/"
    signed_in = visitor.post(
        "/account/sign-in/", {"email": "new@example.org", "password": PASSWORD}
    )
    assert signed_in.url == "/"
    newcomer = Person.objects.get(email="new@example.org")
    assert viewer_of(newcomer).may("waiting.view_list", "Z01A1")
    kinds = list(Entry.objects.order_by("seq").values_list("kind", flat=True))
    assert kinds[-5:] == [
        "person_added", "membership_granted", "password_link_made", "password_changed", "signed_in",
    ]  # fmt: skip


def test_a_link_works_once(desk: Client) -> None:
    path = invite(desk)
    Client().post(path, {"password": PASSWORD})
    again = Client().get(path)
    assert again.status_code == 410
    assert "This link no longer works" in again.content.decode()


def test_a_link_lasts_three_days(desk: Client) -> None:
    start = datetime.now(UTC)
    with time_machine.travel(start, tick=False) as clock:
        path = invite(desk)
        clock.shift(timedelta(days=2))
        assert Client().get(path).status_code == 200
        clock.shift(timedelta(days=2))
        assert Client().get(path).status_code == 410


def test_a_link_is_nobody_elses(desk: Client, administrator: Person) -> None:
    path = invite(desk)
    number = str(Person.objects.get(email="new@example.org").pk)
    stolen = path.replace(f"/{number}/", f"/{administrator.pk}/")
    assert Client().get(stolen).status_code == 410
    assert Client().get(path.replace(f"/{number}/", "/9999/")).status_code == 410


def test_someone_known_gets_the_role_and_no_link(
    desk: Client, person_with: Callable[..., Person]
) -> None:
    known = person_with((Role.LOGGIST, "ZQ2"))
    answer = desk.post(PEOPLE, INVITATION | {"email": known.email}, follow=True)
    text = answer.content.decode()
    assert f"{known.label} has the role" in text
    assert "/account/invitation/" not in text
    assert Membership.objects.filter(person=known, organisation__code="Z01").exists()


def test_a_role_is_withdrawn_from_the_list(
    desk: Client, person_with: Callable[..., Person]
) -> None:
    person = person_with((Role.CLINICIAN, "Z01"))
    number = Membership.objects.get(person=person).pk
    text = desk.post(f"{PEOPLE}{number}/withdraw/", follow=True).content.decode()
    assert f"The role of {person.label} was withdrawn" in text
    assert viewer_of(person).organisation_codes == frozenset()


def test_nobody_gives_or_takes_their_own_roles(desk: Client, administrator: Person) -> None:
    grab = {"email": administrator.email, "label": "x", "role": Role.COORDINATOR.value}
    assert "Nobody changes their own roles" in desk.post(PEOPLE, grab).content.decode()
    own = Membership.objects.get(person=administrator)
    refused = desk.post(f"{PEOPLE}{own.pk}/withdraw/", follow=True).content.decode()
    assert "Nobody changes their own roles" in refused
    assert list(Membership.objects.filter(person=administrator, ended_at=None)) == [own]


def test_a_forgotten_password_is_helped_only_for_people_of_ones_own(
    desk: Client, person_with: Callable[..., Person]
) -> None:
    ours = person_with((Role.CLINICIAN, "Z01A1"), (Role.CLINICIAN, "Z01"))
    shared = person_with((Role.CLINICIAN, "Z01"), (Role.AUDITOR, "ZQ2"))
    numbers = {
        person: Membership.objects.get(person=person, organisation__code="Z01").pk
        for person in (ours, shared)
    }
    helped = desk.post(f"{PEOPLE}{numbers[ours]}/link/").content.decode()
    assert Client().get(link_in(helped)).status_code == 200
    refused = desk.post(f"{PEOPLE}{numbers[shared]}/link/", follow=True).content.decode()
    assert "also acts for organisations that you do not manage" in refused


def test_the_record_says_who_made_a_link_for_whom(
    desk: Client, administrator: Person, person_with: Callable[..., Person]
) -> None:
    person = person_with((Role.CLINICIAN, "Z01"))
    desk.post(f"{PEOPLE}{Membership.objects.get(person=person).pk}/link/")
    entry = Entry.objects.get(kind="password_link_made")
    assert entry.actor == f"person:{administrator.pk}"
    assert entry.subject == f"person:{person.pk}"
    assert entry.on_behalf_of == "Z01"


@pytest.mark.parametrize("code", ["Z02", "ZQ1", "ZQ2", "NOPE"])
def test_an_administrator_manages_the_people_of_their_own_organisation_only(
    desk: Client, person_with: Callable[..., Person], code: str
) -> None:
    address = f"/organisations/{code}/people/"
    assert desk.get(address).status_code == 404
    assert desk.post(address, INVITATION).status_code == 404
    other = person_with((Role.CLINICIAN, "Z02"))
    number = Membership.objects.get(person=other).pk
    assert desk.post(f"{address}{number}/withdraw/").status_code == 404
    assert desk.post(f"{address}{number}/link/").status_code == 404


def test_a_role_elsewhere_does_not_lend_the_permission(
    client: Client, person_with: Callable[..., Person]
) -> None:
    person = person_with((Role.ADMINISTRATOR, "ZQ2"), (Role.COORDINATOR, "ZQ1"))
    client.force_login(person, backend=BACKEND)
    assert client.get("/organisations/ZQ2/people/").status_code == 200
    assert client.get(PEOPLE).status_code == 403


def test_an_invitation_says_what_is_missing(desk: Client) -> None:
    text = desk.post(PEOPLE, {"email": "x", "role": "king"}).content.decode()
    assert "Enter an email address in the correct format" in text
    assert "Enter what others should see" in text
    assert "Choose a role" in text


def test_a_role_says_in_which_organisations_it_is_held() -> None:
    hints = {choice["text"]: choice["hint"]["text"] for choice in role_choices("")}
    assert hints["Coordinator"].endswith("Held in: integrated care board.")
    assert hints["Loggist"] == "Keeps the log and the registers."
