"""Asking of a plan what would be different, as a coordinator does it, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_pages import COORDINATOR, Visit, visit

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from tests.demo_site import DemoHome

__all__ = ["visit"]

pytestmark = pytest.mark.browser


def choose_units(window: Visit, units: str) -> None:
    """Add units at the first place of the list, in the plan's first week."""
    page = window.page
    page.get_by_label("What to change", exact=True).select_option(
        label="Add units, or take some away"
    )
    window.follow(page.get_by_role("button", name="Continue"))
    page.get_by_label("Week that begins on").select_option(index=1)
    page.get_by_label("Units", exact=True).fill(units)
    window.follow(page.get_by_role("button", name="See what would be different"))


def sentence(page: Page) -> str:
    return page.locator("main p").first.inner_text()


def test_a_coordinator_asks_adds_removes_and_makes_it_a_plan(
    visit: Callable[..., Visit],
    demo_home: DemoHome,
    screenshots: Path,
) -> None:
    window = visit(DESKTOP)
    page = window.page
    window.sign_in(COORDINATOR, demo_home.password)
    window.to("/plans/1/")
    window.follow(page.get_by_role("link", name="What if? Change a rule"))
    window.check()
    choose_units(window, "many")
    page.get_by_text("There is a problem").wait_for()
    window.check()
    page.get_by_label("Units", exact=True).fill("12")
    window.follow(page.get_by_role("button", name="See what would be different"))
    assert sentence(page).startswith("12 more units at ")
    window.follow(page.get_by_role("link", name="Asking everybody who has not been asked"))
    assert sentence(page).startswith("Together, these 2 changes would see ")
    page.screenshot(path=screenshots / "what-if.png", full_page=True)
    window.check()
    page.reload()
    assert sentence(page).startswith("Together, these 2 changes would see ")
    window.follow(page.get_by_role("link", name="Remove change 1"))
    assert sentence(page).startswith("Asking everybody ")
    window.follow(page.get_by_role("button", name="Make this a plan"))
    page.get_by_text("Changed: asking everybody").wait_for()
    window.check()


def test_it_works_without_scripts_and_on_a_phone(
    visit: Callable[..., Visit],
    demo_home: DemoHome,
) -> None:
    window = visit(PHONE, scripts=False)
    page = window.page
    window.sign_in(COORDINATOR, demo_home.password)
    page.goto(f"{window.site}/plans/1/what-if/?kind=units")
    page.get_by_label("Units", exact=True).fill("5")
    with page.expect_navigation():
        page.get_by_role("button", name="See what would be different").click()
    assert sentence(page).startswith("5 more units a week at ")
    assert page.get_by_role("button", name="Make this a plan").is_visible()


def test_on_a_phone_the_answer_is_accessible_and_fits(
    visit: Callable[..., Visit],
    demo_home: DemoHome,
    screenshots: Path,
) -> None:
    window = visit(PHONE)
    window.sign_in(COORDINATOR, demo_home.password)
    window.to("/plans/1/what-if/?change=consent&kind=limit")
    window.check()
    window.page.screenshot(path=screenshots / "what-if-phone.png", full_page=True)
