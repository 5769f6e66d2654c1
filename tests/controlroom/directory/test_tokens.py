"""Tokens of systems: issued by administrators, shown once, as far as their role and no further."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from tests.controlroom.recording import changes_recorded

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.caller import Caller
from tidegate.controlroom.directory.models import Organisation, Token
from tidegate.controlroom.directory.services.issue_token import TokenRefused, issue_token
from tidegate.controlroom.directory.services.withdraw_token import withdraw_token
from tidegate.controlroom.directory.token_secret import hash_of
from tidegate.controlroom.directory.viewer import viewer_of, viewer_of_token
from tidegate.controlroom.log.services.record import identify
from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import System

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
KEEPER = System("test keeper")
PAGE = "/organisations/Z01/tokens/"
ASKED = {"label": "Theatre booking", "role": "clinician", "days": "90"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of: Callable[..., Client]) -> Client:
    return client_of(Role.ADMINISTRATOR, "Z01")


def issued(organisation: Organisation, role: Role = Role.CLINICIAN, **changed: object) -> Token:
    terms = {"label": "Theatre booking", "expires_at": NOW + timedelta(days=30)} | changed
    token, _ = issue_token(organisation=organisation, role=role, actor=KEEPER, now=NOW, **terms)
    return token


def secret_on(page: str) -> str:
    (found,) = re.findall(r"tidegate_[\w-]{43}", page)
    return found


def test_a_secret_is_shown_once_and_only_its_hash_is_kept(desk: Client) -> None:
    secret = secret_on(desk.post(PAGE, ASKED).content.decode())
    token = Token.objects.get()
    assert token.secret_hash == hash_of(secret)
    assert secret not in str(Token.objects.values().get())
    again = desk.get(PAGE).content.decode()
    assert "Theatre booking" in again
    assert secret not in again
    assert token.secret_hash not in again


def test_issuing_and_withdrawing_are_recorded(organisations: dict[str, Organisation]) -> None:
    with changes_recorded("token_issued") as entries:
        token = issued(organisations["Z01"])
    assert entries[0].subject == f"token:{token.pk}"
    assert entries[0].on_behalf_of == "Z01"
    assert token.secret_hash not in entries[0].facts_text
    with changes_recorded("token_withdrawn"):
        assert withdraw_token(token, actor=KEEPER, now=NOW)
    with changes_recorded():
        assert not withdraw_token(token, actor=KEEPER, now=NOW)


@pytest.mark.parametrize("role", Role)
def test_a_token_reaches_as_far_as_a_member_with_its_role(
    organisations: dict[str, Organisation], person_with: Callable[..., Person], role: Role
) -> None:
    if role in {Role.ADMINISTRATOR, Role.AUTHORISER}:
        with pytest.raises(TokenRefused, match="that takes a person"):
            issued(organisations["Z01"], role)
        return
    system = viewer_of_token(issued(organisations["Z01"], role))
    member = viewer_of(person_with((role, "Z01")))
    assert system.reach == member.reach
    assert system.organisation_codes == member.organisation_codes == {"Z01", "Z01A1"}
    assert system.areas == member.areas
    assert system.person is None


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"label": " "}, "what the system is called"),
        ({"expires_at": NOW}, "ends after today"),
        ({"expires_at": NOW + timedelta(days=367)}, "within a year"),
    ],
)
def test_a_token_has_a_name_and_an_end(
    organisations: dict[str, Organisation], changed: dict[str, object], why: str
) -> None:
    with pytest.raises(TokenRefused, match=why):
        issued(organisations["Z01"], **changed)


def test_the_record_knows_a_system_by_its_token_and_who_decided_there(
    organisations: dict[str, Organisation],
) -> None:
    token = issued(organisations["Z01"])
    system = "Theatre booking, Northmere Royal Hospitals"
    assert identify(token) == (f"token:{token.pk}", system)
    decided = Caller(token, "GMC 7654321")
    assert identify(decided) == (f"token:{token.pk}", f"{system}, for GMC 7654321")
    with pytest.raises(TypeError):
        identify(Token(label="never stored"))


def test_the_longest_names_still_fit_the_record(organisations: dict[str, Organisation]) -> None:
    Organisation.objects.filter(code="Z01").update(name="N" * 200)
    token = issued(Organisation.objects.get(code="Z01"), label="L" * 60)
    assert len(identify(Caller(token, "D" * 500))[1]) <= 200


def test_a_token_is_withdrawn_from_the_page(desk: Client) -> None:
    desk.post(PAGE, ASKED)
    token = Token.objects.get()
    withdrawn = desk.post(f"{PAGE}{token.pk}/withdraw/", follow=True).content.decode()
    assert "The token of Theatre booking was withdrawn" in withdrawn
    assert "Withdrawn on" in withdrawn
    token.refresh_from_db()
    assert token.withdrawn_at is not None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"label": ""}, "Enter what the system is called"),
        ({"role": "administrator"}, "Choose a role"),
        ({"days": "9999"}, "Choose for how long"),
    ],
)
def test_what_is_missing_is_said_and_nothing_issued(
    desk: Client, changed: dict[str, str], said: str
) -> None:
    assert said in desk.post(PAGE, ASKED | changed).content.decode()
    assert not Token.objects.exists()


def test_an_administrator_issues_for_their_own_organisations_only(
    client_of: Callable[..., Client], desk: Client
) -> None:
    assert desk.get("/organisations/Z01A1/tokens/").status_code == 200
    assert desk.post("/organisations/Z02/tokens/", ASKED).status_code == 404
    assert client_of(Role.PROVIDER_USER, "Z01").post(PAGE, ASKED).status_code == 403
    desk.post(PAGE, ASKED)
    elsewhere = client_of(Role.ADMINISTRATOR, "Z02")
    number = Token.objects.get().pk
    assert elsewhere.post(f"/organisations/Z02/tokens/{number}/withdraw/").status_code == 404
    assert Token.objects.get().withdrawn_at is None


def test_the_organisations_page_leads_to_its_tokens(desk: Client) -> None:
    assert PAGE in desk.get("/organisations/Z01/").content.decode()
