"""Contracts in a real browser: drafted, seen on its page with everything due, a form filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.conftest import SCREENS
from tests.browser.test_sign_in import Visit
from tests.controlroom.contracts.carrying import (
    People,
    drafted,
    later,
    people,
    running,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tidegate.controlroom.contracts.models import Contract

__all__ = ["people"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=sorted(SCREENS))
def visit(
    request: pytest.FixtureRequest,
    chromium: Browser,
    live_site: str,
    axe_violations: Callable[[Page], list[str]],
    page_overflow: Callable[[Page], int],
    screenshots: Path,
) -> Iterator[Visit]:
    context = chromium.new_context(viewport=SCREENS[request.param])
    yield Visit(context, live_site, axe_violations, page_overflow, screenshots / request.param)
    context.close()


def failing(people: People) -> Contract:
    """A running contract with a gate, a notice that is late, subcontracts and a review."""
    from tidegate.controlroom.contracts.services.add_subcontract import add_subcontract
    from tidegate.controlroom.contracts.services.issue_performance_notice import (
        issue_performance_notice,
    )
    from tidegate.controlroom.contracts.services.move_performance import move_performance
    from tidegate.controlroom.contracts.services.open_gate import open_gate
    from tidegate.controlroom.contracts.services.prepare_rollover import prepare_rollover
    from tidegate.core.contracts.gates.terms import GateName
    from tidegate.core.contracts.performance.plan import Milestone, Plan
    from tidegate.core.contracts.rollover import RolloverOutcome, Topic
    from tidegate.core.contracts.subcontracts import Edge

    made = running(people)
    who = {"contract": made, "actor": people.drafting}
    case = issue_performance_notice(
        clause="SC 3, wards", evidence="12 wards were not cleaned by 14:00", now=later(1), **who
    )  # type: ignore[arg-type]
    step = {"case": case, "actor": people.drafting}
    move_performance(
        verb="meet", held_on=later(2).date(), present=("Ours", "Theirs"), now=later(2), **step
    )  # type: ignore[arg-type]
    due = later(30).date()
    plan = Plan(1, later(3).date(), (Milestone("M1", "Wards cleaned", "98%", due, "Site lead"),))
    move_performance(verb="agree_plan", plan=plan, now=later(3), **step)  # type: ignore[arg-type]
    edge = Edge("ZN101", "Tarn Cleaning", frozenset({"Cleaning"}), 1_000_00)
    add_subcontract(edge=edge, now=later(3), **who)  # type: ignore[arg-type]
    open_gate(gate=GateName.CP2, now=later(3), **who)  # type: ignore[arg-type]
    prepare_rollover(
        answers=dict.fromkeys(Topic, "Good, see paper 7"), changes_considerably=False,
        outcome=RolloverOutcome.EXTEND, now=later(3), **who,
    )  # type: ignore[arg-type]  # fmt: skip
    return made


def test_a_contract_is_looked_at_on_a_desk_and_on_a_phone(visit: Visit, people: People) -> None:
    made = failing(people)
    visit.to(f"/contracts/{made.reference}/")
    visit.sign_in(people.signing.email)
    visit.holds("Hip and knee sessions", "contract")
    visit.to("/contracts/new/?units=16&site=Z01A1")
    visit.holds("Draft a contract", "contract-new")


@pytest.mark.parametrize("visit", ["desktop"], indirect=True)
def test_a_draft_is_proposed_and_a_form_says_what_is_missing(visit: Visit, people: People) -> None:
    draft, page = drafted(people, title="A draft"), visit.page
    visit.to("/contracts/")
    visit.sign_in(people.signing.email)
    visit.holds("Contracts", "contracts")
    page.get_by_role("link", name=draft.title, exact=True).click()
    visit.holds("A draft")
    page.get_by_role("button", name="Propose", exact=True).click()
    page.get_by_role("button", name="Propose", exact=True).click()
    page.get_by_text("To be signed by both sides").first.wait_for()
    visit.holds("A draft", "contract-proposed")
    page.get_by_role("button", name="Write the exit plan").click()
    page.get_by_role("button", name="Write the exit plan").click()
    page.get_by_text("There is a problem").wait_for()
    visit.holds("Write the exit plan", "contract-exit-plan")
