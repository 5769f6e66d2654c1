"""The organisation pages: found by name or code, never beyond what the viewer oversees."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tidegate.controlroom.directory.models import Organisation
from tidegate.core.directory.roles import Role

ClientOf = Callable[..., Client]


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def menu_of(text: str) -> dict[str, str]:
    """Return the entries of the menu and where they lead."""
    links = re.findall(r'nhsuk-header__navigation-link" href="([^"]*)"[^>]*>(.*?)</a>', text)
    return {re.sub("<[^>]*>", "", words): address for address, words in links}


@pytest.mark.parametrize(
    ("search", "found", "hidden"),
    [
        ("", ["Northmere Royal Hospitals", "Tarn View Hospital"], ["Southmere"]),
        ("royal", ["Northmere Royal Hospitals", "Northmere Royal Infirmary"], ["Tarn View"]),
        ("infirmary northmere", ["Northmere Royal Infirmary"], ["Fellside"]),
        ("zn101", ["Tarn View Hospital"], ["Fellside"]),
    ],
)
def test_organisations_are_found_by_words_of_their_name_or_code(
    client_of: ClientOf, search: str, found: list[str], hidden: list[str]
) -> None:
    text = page(client_of(Role.COORDINATOR, "ZQ1"), f"/organisations/?q={search}")
    assert [name for name in found if name not in text] == []
    assert [name for name in hidden if name in text] == []


def test_a_kind_narrows_the_list_and_says_how_many_there_are(client_of: ClientOf) -> None:
    text = page(client_of(Role.COORDINATOR, "ZQ1"), "/organisations/?kind=trust")
    assert "2 organisations" in text
    assert "NHS trust (2)" in text
    assert "Tarn View" not in text


def test_a_search_that_finds_nothing_says_what_to_try(client_of: ClientOf) -> None:
    text = page(client_of(Role.COORDINATOR, "ZQ1"), "/organisations/?q=southmere")
    assert "0 organisations found for “southmere”" in text
    assert "search for a part of the name" in text


def test_a_long_list_comes_in_pages_that_keep_the_search(
    client_of: ClientOf, organisations: dict[str, Organisation]
) -> None:
    for number in range(60):
        Organisation.objects.create(
            code=f"ZP{number:03}", name=f"Practice {number}", kind="practice",
            parent=organisations["ZQ1"], area="ZQ1",
        )  # fmt: skip
    client = client_of(Role.COORDINATOR, "ZQ1")
    first = page(client, "/organisations/?q=practice")
    assert "60 organisations found for “practice”" in first
    assert first.count('<th scope="row"') == 50
    assert "/organisations/?q=practice&amp;page=2" in first
    assert page(client, "/organisations/?q=practice&page=2").count('<th scope="row"') == 10
    assert page(client, "/organisations/?q=practice&page=99").count('<th scope="row"') == 10


def test_markup_in_a_search_is_shown_as_text(client_of: ClientOf) -> None:
    text = page(client_of(Role.COORDINATOR, "ZQ1"), "/organisations/?q=<script>x</script>")
    assert "<script>x" not in text


def test_one_organisation_shows_who_oversees_it_and_what_lies_beneath(client_of: ClientOf) -> None:
    text = page(client_of(Role.COORDINATOR, "ZQ1"), "/organisations/Z01/")
    assert '<a class="nhsuk-breadcrumb__link" href="/organisations/ZQ1/">' in text
    assert "Directly beneath" in text
    assert "Northmere Royal Infirmary" in text
    assert "People and roles" not in text


def test_an_administrator_sees_the_people_of_the_organisation(client_of: ClientOf) -> None:
    text = page(client_of(Role.ADMINISTRATOR, "Z01"), "/organisations/Z01/")
    assert "People and roles" in text
    assert "Administrator" in text
    assert "test set-up" in text


def test_an_organisation_out_of_sight_is_as_absent_as_one_that_does_not_exist(
    client_of: ClientOf,
) -> None:
    client = client_of(Role.PROVIDER_USER, "Z01")
    out_of_sight = client.get("/organisations/Z02/")
    not_there = client.get("/organisations/NOPE/")
    assert out_of_sight.status_code == not_there.status_code == 404
    assert "Page not found" in out_of_sight.content.decode()


def test_without_a_role_the_page_says_which_permission_is_missing_and_who_gives_it(
    client_of: ClientOf,
) -> None:
    refused = client_of().get("/organisations/")
    text = refused.content.decode()
    assert refused.status_code == 403
    assert "look up organisations" in text
    assert "directory.view" in text
    assert "coordinator" in text
    assert "The administrator of your organisation can give you one of them" in text


def test_my_account_says_what_each_role_lets_me_do(client_of: ClientOf) -> None:
    text = page(client_of(Role.COORDINATOR, "ZQ1"), "/account/")
    assert "Coordinator, Northmere Integrated Care Board (ZQ1)" in text
    assert "make a plan" in text
    assert "2 March 2026" in text


def test_my_account_without_a_role_says_who_can_help(client_of: ClientOf) -> None:
    assert "You hold no role yet" in page(client_of(), "/account/")


FIGURES = {
    "Board", "Pressure", "Surges", "Waiting list", "Plans", "Transfers", "Registers",
    "Organisations",
}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.COORDINATOR, FIGURES | {"Contracts", "Record"}),
        (Role.CLINICIAN, FIGURES),
        (Role.RECALL_LEAD, {"Board", "Organisations"}),
        (None, set()),
    ],
)
def test_the_menu_offers_only_what_opens(
    client_of: ClientOf, role: Role | None, offered: set[str]
) -> None:
    client = client_of(role)
    menu = menu_of(page(client, "/account/"))
    assert set(menu) == offered
    for address in menu.values():
        assert client.get(address, follow=True).status_code == 200
