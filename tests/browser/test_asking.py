"""A coordinator asks the people of a plan and follows their answers; a provider posts an offer.

Each page that is passed is held to axe, must fit the screen and must trouble nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_pages import COORDINATOR, Visit, visit

if TYPE_CHECKING:
    from tests.demo_site import DemoHome

__all__ = ["visit"]

pytestmark = pytest.mark.browser


def test_people_are_asked_out_of_a_plan_and_followed(
    visit: Callable[..., Visit], demo_home: DemoHome, screenshots: Path
) -> None:
    window = visit(DESKTOP)
    page = window.page
    window.sign_in(COORDINATOR, demo_home.password)
    window.to("/transfers/waves/")
    window.check()
    window.follow(page.get_by_role("button", name="Ask people out of the newest plan"))
    page.get_by_text("What it asks of those who hold the patients").first.wait_for()
    page.screenshot(path=screenshots / "ask.png", full_page=True)
    window.check()

    page.get_by_label("Year").fill("2025")
    window.follow(page.get_by_role("button", name="Send the wave"))
    page.get_by_text("There is a problem").wait_for()
    window.check()
    window.follow(page.get_by_role("link", name=re.compile("^Plan ")))
    window.follow(page.get_by_role("link", name="Ask these patients"))
    window.follow(page.get_by_role("button", name="Send the wave"))
    page.get_by_text("The wave is sent").wait_for()
    page.screenshot(path=screenshots / "wave.png", full_page=True)
    window.check()

    window.follow(page.get_by_role("link", name="Plan again with these answers"))
    page.get_by_text(re.compile("Answers of waves .* are used")).wait_for()
    window.check()
    window.to("/transfers/offers/")
    page.screenshot(path=screenshots / "offers.png", full_page=True)
    window.check()
    window.follow(page.locator("tbody a").first)
    page.get_by_role("heading", name="Ledger of use").wait_for()
    page.screenshot(path=screenshots / "offer.png", full_page=True)
    window.check()
    window.to("/transfers/use/")
    page.screenshot(path=screenshots / "use.png", full_page=True)
    window.check()


def test_these_pages_fit_a_phone_and_need_no_scripts(
    visit: Callable[..., Visit], demo_home: DemoHome, screenshots: Path
) -> None:
    window = visit(PHONE)
    window.sign_in(COORDINATOR, demo_home.password)
    for name in ("offers", "waves", "use", "alerts", "alerts/set"):
        window.to(f"/transfers/{name}/")
        window.page.screenshot(
            path=screenshots / f"{name.replace('/', '-')}-phone.png", full_page=True
        )
        window.check()

    plain = visit(PHONE, scripts=False)
    plain.sign_in(COORDINATOR, demo_home.password)
    page = plain.page
    page.goto(f"{plain.site}/transfers/alerts/set/")
    with page.expect_navigation():
        page.get_by_role("button", name="Set the alert").click()
    page.get_by_text("Say why").first.wait_for()
