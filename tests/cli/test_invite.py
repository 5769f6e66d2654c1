"""``tidegate invite``: the first administrator gets in, and bad details leave nothing behind."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from typer.testing import CliRunner

from tidegate.cli.main import app
from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.directory.viewer import viewer_of
from tidegate.exchange.findings import UnusableInput

pytestmark = pytest.mark.django_db
FIRST = ["invite", "first@example.org", "--organisation", "ZQ1", "--as", "Administrator, Northmere"]
NEW = ["--name", "Northmere Integrated Care Board", "--kind", "icb"]


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    return done.output


def refusal(*arguments: str) -> str:
    done = CliRunner().invoke(app, arguments)
    assert isinstance(done.exception, UnusableInput)
    return str(done.exception)


def test_the_first_administrator_gets_a_link_that_opens() -> None:
    said = run(*FIRST, *NEW, "--address", "https://tidegate.example.org/")
    link = re.search(r"https://tidegate\.example\.org(/account/invitation/\S+)", said)
    assert link
    assert "Choose your password" in Client().get(link.group(1)).content.decode()
    viewer = viewer_of(Person.objects.get(email="first@example.org"))
    assert viewer.may("directory.manage_people", "ZQ1")


def test_someone_known_gets_another_role_and_no_link() -> None:
    run(*FIRST, *NEW)
    said = json.loads(run(*FIRST, "--role", "coordinator", "--json"))
    assert said == {"person": "first@example.org", "new": False, "link": None}
    assert viewer_of(Person.objects.get()).may("matching.run_plan", "ZQ1")


def test_an_unknown_organisation_must_be_described() -> None:
    said = refusal(*FIRST)
    assert "ZQ1" in said
    assert "a name and a kind (nation, region, icb" in said
    assert not Organisation.objects.exists()


def test_an_unknown_role_is_named_with_those_that_there_are() -> None:
    assert "provider_user" in refusal(*FIRST, *NEW, "--role", "king")


def test_a_refused_invitation_leaves_no_organisation_behind() -> None:
    said = refusal("invite", "not an address", "--organisation", "ZQ1", *NEW)
    assert "Enter a valid email address" in said
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()
