"""Signing in: the right password, the wrong one, one too many, and a second factor."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.accounts.services.add_second_factor import (
    WrongCode,
    add_second_factor,
)
from tidegate.controlroom.accounts.services.remove_second_factor import remove_second_factor
from tidegate.controlroom.log.models import Entry

PASSWORD = "three unlikely words"
SECRET = b"twenty bytes of key!"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SIGN_IN = "/account/sign-in/"
ME = "/account/"


def sign_in(client: Client, email: str, password: str = PASSWORD, query: str = ""):
    return client.post(SIGN_IN + query, {"email": email, "password": password})


def code_at(moment: datetime, secret: bytes = SECRET) -> str:
    clock = TOTP(secret)
    clock.time = moment.timestamp()
    return f"{clock.token():06d}"


def headlines() -> list[str]:
    return list(Entry.objects.order_by("seq").values_list("headline", flat=True))


@pytest.fixture
def person(person_with: Callable[..., Person]) -> Person:
    return person_with()


def test_a_person_signs_in_and_the_record_says_so(client: Client, person: Person) -> None:
    response = sign_in(client, person.email)
    assert response.status_code == 302
    assert response.url == "/"
    assert client.get(ME).status_code == 200
    assert f"{person.label} signed in" in headlines()


def test_capital_letters_in_the_address_do_not_matter(client: Client, person: Person) -> None:
    assert sign_in(client, person.email.upper()).status_code == 302


def test_nobody_sees_a_page_without_signing_in(client: Client, db: None) -> None:
    response = client.get(ME)
    assert response.url == f"{SIGN_IN}?next={ME}"


def test_signing_in_leads_on_to_the_page_that_was_asked_for(client: Client, person: Person) -> None:
    assert sign_in(client, person.email, query="?next=/account/password/").url == (
        "/account/password/"
    )


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:1"])
def test_signing_in_never_leads_to_another_site(
    client: Client, person: Person, elsewhere: str
) -> None:
    assert sign_in(client, person.email, query=f"?next={elsewhere}").url == "/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    client: Client, person: Person
) -> None:
    wrong = sign_in(client, person.email, "not this one")
    unknown = sign_in(client, "nobody@example.org", "not this one")
    for response in (wrong, unknown):
        page = response.content.decode()
        assert "There is a problem" in page
        assert "The email address or the password is not right" in page
        assert "Error: Sign in" in page


def test_an_empty_form_says_what_to_enter(client: Client, db: None) -> None:
    page = client.post(SIGN_IN, {}).content.decode()
    assert '<a href="#id_email">' in page
    assert "Enter your email address" in page
    assert "Enter your password" in page


def test_someone_no_longer_active_cannot_sign_in(client: Client, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert sign_in(client, person.email).status_code == 200


def test_signing_out_takes_a_form_and_ends_the_session(client: Client, person: Person) -> None:
    sign_in(client, person.email)
    assert client.get("/account/sign-out/").status_code == 405
    assert client.post("/account/sign-out/").url == SIGN_IN
    assert client.get(ME).status_code == 302
    assert headlines()[-1] == f"{person.label} signed out"


def test_five_wrong_passwords_lock_the_account_for_fifteen_minutes(
    client: Client, person: Person
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(4):
            assert sign_in(client, person.email, "not this one").status_code == 200
        fifth = sign_in(client, person.email, "not this one")
        assert fifth.status_code == 429
        assert "Try again after 2 March 2026 at 12:15" in fifth.content.decode()

        clock.shift(timedelta(minutes=14))
        right = sign_in(client, person.email)
        assert right.status_code == 429, "even the right password waits"
        assert "Try again after 2 March 2026 at 12:15" in right.content.decode()

        clock.shift(timedelta(minutes=2))
        assert sign_in(client, person.email).status_code == 302


def test_a_lock_is_recorded_once_and_by_name_only_for_people_that_exist(
    client: Client, person: Person
) -> None:
    for _ in range(8):
        sign_in(client, person.email, "not this one")
        sign_in(client, "my-password-typed-here@example.org", "x")
    locked = [line for line in headlines() if "locked" in line]
    assert locked == [f"The account of {person.label} was locked after failed attempts"]


def test_with_a_second_factor_the_password_alone_opens_nothing(
    client: Client, person: Person
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        add_second_factor(person, secret=SECRET, code=code_at(NOON), now=NOON)
        clock.shift(timedelta(minutes=1))
        assert sign_in(client, person.email, query=f"?next={ME}").url == "/account/sign-in/code/"
        assert client.get(ME).status_code == 302

        right = code_at(NOON + timedelta(minutes=1))
        response = client.post("/account/sign-in/code/", {"code": f"{right[:3]} {right[3:]}"})
        assert response.url == ME
        assert client.get(ME).status_code == 200


def test_a_code_works_once(client: Client, person: Person) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        add_second_factor(person, secret=SECRET, code=code_at(NOON), now=NOON)
        sign_in(client, person.email)
        again = client.post("/account/sign-in/code/", {"code": code_at(NOON)})
        assert again.status_code == 200
        page = again.content.decode()
        assert "The security code is not right. Wait 1 seconds" in page
        clock.shift(timedelta(minutes=1))
        fresh = client.post(
            "/account/sign-in/code/", {"code": code_at(NOON + timedelta(minutes=1))}
        )
        assert fresh.status_code == 302


def test_the_step_between_password_and_code_does_not_last(client: Client, person: Person) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        add_second_factor(person, secret=SECRET, code=code_at(NOON), now=NOON)
        sign_in(client, person.email)
        clock.shift(timedelta(minutes=6))
        late = client.post("/account/sign-in/code/", {"code": code_at(NOON + timedelta(minutes=6))})
        assert late.url == SIGN_IN


def test_nobody_gets_to_the_code_page_without_a_password(client: Client, db: None) -> None:
    assert client.get("/account/sign-in/code/").url == SIGN_IN


def test_a_recovery_code_stands_in_for_the_app_once(client: Client, person: Person) -> None:
    codes = add_second_factor(person, secret=SECRET, code=code_at(NOON), now=NOON)
    sign_in(client, person.email)
    assert client.post("/account/sign-in/code/", {"code": codes[0]}).url == "/"
    assert "You have 7 recovery codes left" in client.get(ME).content.decode()


def test_a_wrong_code_adds_no_second_factor(person: Person) -> None:
    with pytest.raises(WrongCode):
        add_second_factor(person, secret=SECRET, code="000000", now=NOON)
    with pytest.raises(WrongCode):
        add_second_factor(person, secret=SECRET, code="letter", now=NOON)
    assert not any("second factor" in line for line in headlines())


def test_the_account_page_walks_through_adding_and_removing_a_second_factor(
    client: Client, person: Person
) -> None:
    sign_in(client, person.email)
    page = client.get("/account/second-factor/").content.decode()
    assert "<svg" in page
    typed = re.search(r"app-secret\">([A-Z2-7 ]+)<", page)
    assert typed, "the secret is there to be typed"

    wrong = client.post("/account/second-factor/", {"code": "12ab"}).content.decode()
    assert "Enter a code of digits only" in wrong
    assert typed.group(1) in wrong, "the secret stays the same after a mistake"

    secret = bytes.fromhex(client.session["new_second_factor"])
    code = {"code": code_at(datetime.now(UTC), secret)}
    at_their_desk = client.post("/account/second-factor/", code | {"present": "guessed"})
    assert "The present password is not right" in at_their_desk.content.decode()
    added = client.post("/account/second-factor/", code | {"present": PASSWORD}).content.decode()
    assert len(re.findall(r"<code>\d{5} \d{5}</code>", added)) == 8
    assert "Remove second factor" in client.get(ME).content.decode()

    for guess in ({}, {"present": "guessed"}):
        client.post("/account/second-factor/remove/", guess)
        assert "Remove second factor" in client.get(ME).content.decode()
    assert client.get("/account/second-factor/remove/").status_code == 200
    client.post("/account/second-factor/remove/", {"present": PASSWORD})
    assert "Add a second factor" in client.get(ME).content.decode()
    assert headlines()[-2:] == [
        f"{person.label} added a second factor",
        f"The second factor of {person.label} was removed",
    ]


def test_removing_a_second_factor_that_is_not_there_records_nothing(person: Person) -> None:
    before = headlines()
    remove_second_factor(person, actor=person, now=NOON)
    assert headlines() == before


def test_a_new_password_must_be_long_and_the_old_one_right(client: Client, person: Person) -> None:
    sign_in(client, person.email)
    address = reverse("accounts:password")
    page = client.post(address, {"present": "wrong", "password": "short"}).content.decode()
    assert "The present password is not right" in page
    assert "This password is too short" in page

    fresh = "four words not near"
    assert client.post(address, {"present": PASSWORD, "password": fresh}).url == ME
    assert "Your password was changed" in client.get(ME).content.decode()
    assert sign_in(Client(), person.email, fresh).status_code == 302


def test_a_changed_password_ends_the_sessions_elsewhere(client: Client, person: Person) -> None:
    elsewhere = Client()
    sign_in(client, person.email)
    sign_in(elsewhere, person.email)
    client.post(
        reverse("accounts:password"), {"present": PASSWORD, "password": "four words not near"}
    )
    assert client.get(ME).status_code == 200
    assert elsewhere.get(ME).status_code == 302
