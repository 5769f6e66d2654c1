"""A surge in a real browser: proposed, signed off by another, opened, used, stood down, closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from tests.browser.conftest import DESKTOP
from tests.browser.test_sign_in import Visit
from tests.controlroom.surge.surging import TICK, Cast, cast

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["cast"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = {
    "How is it met?": "97% of beds are occupied",
    "What would be done?": "Hips and knees move to Tarn View for four weeks",
    "Do nothing: what harm is expected?": "Operations are cancelled",
    "Do nothing: what speaks for it?": "It costs nothing",
    "What harm may it do?": "Staff move",
    "What benefit is expected?": "Operations go on",
    "Why this one?": "The least harm",
    "Accountable executive": "Chief executive, Northmere Royal Hospitals",
    "The option that is proposed": "Buy capacity",
    "Cost, at the least": "400,000",
    "Cost, at the most": "600,000",
    "Beds that it buys": "40",
    "With staff as claimed, at the least": "25",
    "With staff as claimed, at the most": "30",
    "What does that rest on?": "It is paid at tariff",
    "Days of notice": "0",
    "Why may notice be shorter?": "Nobody can wait a week",
}


@pytest.fixture
def people(
    chromium: Browser,
    live_site: str,
    axe_violations: Callable[[Page], list[str]],
    page_overflow: Callable[[Page], int],
    screenshots: Path,
    cast: Cast,
) -> Iterator[tuple[Visit, Visit, Visit]]:
    """Three people, each at a browser of their own, signed in and on the list of surges."""
    contexts = [chromium.new_context(viewport=DESKTOP) for _ in range(3)]
    visits = [
        Visit(context, live_site, axe_violations, page_overflow, screenshots / "desktop")
        for context in contexts
    ]
    for visit, person in zip(visits, (cast.proposing, cast.signing, cast.pledging), strict=True):
        visit.to("/surge/")
        visit.sign_in(person.email)
    yield visits[0], visits[1], visits[2]
    for context in contexts:
        context.close()


def does(visit: Visit, button: str, **filled: str) -> None:
    """Press the button of a step, fill in what it asks for, and press it again."""
    page = visit.page
    page.get_by_role("button", name=button, exact=True).click()
    for label, text in filled.items():
        page.get_by_label(label.replace("_", " ")).first.fill(text)
    page.get_by_role("button", name=button, exact=True).click()


def test_three_people_take_a_surge_from_proposal_to_closed(
    people: tuple[Visit, Visit, Visit],
) -> None:
    from tidegate.controlroom.surge.models import Surge
    from tidegate.controlroom.surge.services.move_due_surges import move_due_surges

    proposing, signing, pledging = people
    page = proposing.page
    page.get_by_role("button", name="Watch a place").click()
    page.get_by_label("Northmere Integrated Care Board").check()
    page.get_by_label("What is it about?").fill("Winter pressure")
    page.get_by_role("button", name="Watch it").click()
    page.get_by_role("button", name="Propose", exact=True).click()
    page.get_by_label("Local general and acute beds").check()
    for label, text in LONG.items():
        page.get_by_label(label, exact=False).first.fill(text)
    last = timezone.localdate() + timedelta(days=27)
    for part, number in (("Day", last.day), ("Month", last.month), ("Year", last.year)):
        page.get_by_label(part, exact=True).fill(str(number))
    page.get_by_label("Nobody doubts it").check()
    proposing.holds("Propose a surge", "surge-propose")
    page.get_by_role("button", name="Freeze and propose").click()
    page.get_by_text("Proposed on evidence 1").wait_for()
    does(proposing, "Put forward for review")

    reference = Surge.objects.get().reference
    pledging.to(f"/surge/{reference}/")
    pledging.page.get_by_role("button", name="Pledge capacity").click()
    pledging.page.get_by_label("Tarn View Hospital").check()
    pledging.page.locator("#id_beds").fill("20")
    pledging.page.locator("#id_physical_beds").fill("24")
    pledging.holds("Pledge capacity", "surge-pledge")
    pledging.page.get_by_role("button", name="Pledge capacity").click()
    pledging.page.get_by_text("20 with staff").first.wait_for()

    signing.to("/surge/tasks/")
    signing.page.get_by_role("link", name="Review it").click()
    does(signing, "Sign off")
    signing.page.get_by_text("Signed off, no notice given yet").first.wait_for()
    proposing.to(f"/surge/{reference}/")
    does(proposing, "Give notice")
    assert move_due_surges(now=timezone.now(), actor=TICK).opened == 1
    pledging.to(f"/surge/{reference}/")
    pledging.page.get_by_role("link", name="Report what came of pledge 1").click()
    pledging.page.locator("#id_beds").fill("10")
    pledging.page.get_by_role("button", name="Report what came").click()
    pledging.page.get_by_text("50% of the beds with staff that were pledged came").wait_for()
    proposing.to(f"/surge/{reference}/")
    proposing.holds("Winter pressure", "surge-active")
    does(proposing, "Stand down", Why="The beds are free again")
    does(proposing, "Close", What_came_of_it="Half of what was pledged came")
    page.get_by_text("Half of what was pledged came").first.wait_for()
    proposing.holds("Winter pressure", "surge-closed")
    proposing.to(f"/surge/{reference}/record/")
    proposing.holds("Winter pressure", "surge-record")
