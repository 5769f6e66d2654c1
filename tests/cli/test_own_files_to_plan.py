"""From an empty control room and an area's own files to a plan made on its page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.demo_site import PASSWORD, TODAY
from typer.testing import CliRunner

from tidegate.cli.main import app
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.services.verify_record import verify_record
from tidegate.controlroom.matching.models import Plan
from tidegate.core.demo.health_system import make_health_system
from tidegate.exchange.demo.files import DemoFiles, write_files

BOARD = ("--organisation", "ZQ1")
AS_OF = ("--as-of", TODAY.isoformat())


@pytest.fixture
def files(db: None, tmp_path: Path, settings: Any) -> DemoFiles:
    """A small area's files, and a control room that holds nothing."""
    settings.TIDEGATE_HOME = tmp_path / "home"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return write_files(make_health_system(7, 500, TODAY), tmp_path / "sent")


def run(*arguments: str | Path) -> str:
    done = CliRunner().invoke(app, [*map(str, arguments)], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def signed_in(invitation: str, email: str) -> Client:
    """Follow an invitation as its reader would: choose a password, then sign in."""
    found = re.search(r"http://localhost:8000(/account/invitation/\S+)", invitation)
    assert found, invitation
    visitor = Client()
    visitor.post(found.group(1), {"password": PASSWORD})
    entered = visitor.post("/account/sign-in/", {"email": email, "password": PASSWORD})
    assert entered.status_code == 302, entered.content.decode()
    return visitor


def plan_from_the_page(coordinator: Client) -> Plan:
    """Open the page and send its form as it stands."""
    page = coordinator.get("/plans/new/").content.decode()
    chosen = re.findall(r'name="(\w+)" type="checkbox" value="(\d+)" checked', page)
    form = {key: [value for name, value in chosen if name == key] for key in ("offers", "lists")}
    made = coordinator.post("/plans/new/", {**form, "policy": "default-2026"})
    assert made.status_code == 302, made.content.decode()
    assert coordinator.get(made["Location"]).status_code == 200
    return Plan.objects.get()


def test_organisations_people_and_facts_are_loaded_and_the_plan_is_made(
    files: DemoFiles,
) -> None:
    run("load", files.directory / "organisations.csv", *AS_OF)
    said = run("invite", "coordinator@northmere.example", *BOARD, "--role", "coordinator")
    run("load", files.waiting, *files.capacity.iterdir(), *BOARD, *AS_OF)
    plan = plan_from_the_page(signed_in(said, "coordinator@northmere.example"))
    assert (plan.area, plan.as_of) == ("ZQ1", TODAY)
    assert plan.matched > 0
    assert verify_record().ok


def test_the_first_administrators_board_stays_when_the_list_of_organisations_comes(
    files: DemoFiles,
) -> None:
    board = ("--name", "Northmere Integrated Care Board", "--kind", "icb")
    run("invite", "administrator@northmere.example", *BOARD, *board)
    said = run("load", files.directory / "organisations.csv", *AS_OF)
    assert said.count("ORGANISATION_KEPT") == 1  # it came without a region
    assert Organisation.objects.get(code="Z01").area == "ZQ1"
    said = run("invite", "coordinator@northmere.example", *BOARD, "--role", "coordinator")
    run("load", files.waiting, *files.capacity.iterdir(), *BOARD, *AS_OF)
    assert plan_from_the_page(signed_in(said, "coordinator@northmere.example")).matched > 0
