"""Looking ahead on a waiting list, as a coordinator does it, with and without scripts."""

from __future__ import annotations

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

ANSWER = "main p.nhsuk-body-l"


def test_a_coordinator_asks_what_more_slots_would_do(
    visit: Callable[..., Visit],
    demo_home: DemoHome,
    screenshots: Path,
) -> None:
    window = visit(DESKTOP)
    page = window.page
    window.sign_in(COORDINATOR, demo_home.password)
    window.to("/waiting/")
    window.follow(page.get_by_role("link", name="Look ahead"))
    assert page.locator(ANSWER).inner_text().startswith("As now, ")
    window.check()
    page.get_by_label("More slots a week").fill("many")
    window.follow(page.get_by_role("button", name="Look ahead"))
    page.get_by_text("There is a problem").wait_for()
    window.check()
    page.get_by_label("More slots a week").fill("25")
    window.follow(page.get_by_role("button", name="Look ahead"))
    assert page.locator(ANSWER).inner_text().startswith("With 25 more slots a week, ")
    assert page.locator(".app-chart__canvas svg path[fill]").count() >= 5
    window.check()
    page.screenshot(path=screenshots / "look-ahead.png", full_page=True)
    page.get_by_text("Show the figures as a table").first.click()
    assert page.get_by_role("columnheader", name="25 more slots a week, high").first.is_visible()
    window.check()


def test_it_works_without_scripts(visit: Callable[..., Visit], demo_home: DemoHome) -> None:
    window = visit(PHONE, scripts=False)
    page = window.page
    window.sign_in(COORDINATOR, demo_home.password)
    page.goto(f"{window.site}/waiting/look-ahead/")
    page.get_by_label("More slots a week").fill("25")
    with page.expect_navigation():
        page.get_by_role("button", name="Look ahead").click()
    assert page.locator(ANSWER).inner_text().startswith("With 25 more slots a week, ")
    assert page.get_by_role("columnheader", name="25 more slots a week, high").first.is_visible()


def test_on_a_phone_the_answer_is_accessible_and_fits(
    visit: Callable[..., Visit], demo_home: DemoHome, screenshots: Path
) -> None:
    window = visit(PHONE)
    window.sign_in(COORDINATOR, demo_home.password)
    window.to("/waiting/look-ahead/?slots=25")
    window.check()
    window.page.screenshot(path=screenshots / "look-ahead-phone.png", full_page=True)
