"""A contract manager sizes a contract in a real browser, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as configured
from django.test import Client
from tests.browser.conftest import SCREENS

from tidegate.core.directory.roles import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tidegate.controlroom.accounts.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("screen", sorted(SCREENS))
def test_a_contract_is_sized_and_carried_into_a_draft(
    chromium: Browser,
    live_site: str,
    person_with: Callable[..., Person],
    axe_violations: Callable[[Page], list[str]],
    screenshots: Path,
    screen: str,
) -> None:
    client = Client()
    client.force_login(
        person_with((Role.CONTRACT_MANAGER, "ZQ1")),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    cookie = client.cookies[configured.SESSION_COOKIE_NAME].value
    context = chromium.new_context(viewport=SCREENS[screen])
    context.set_default_timeout(10_000)
    context.add_cookies(
        [{"name": configured.SESSION_COOKIE_NAME, "value": cookie, "url": live_site}]
    )
    page = context.new_page()
    page.goto(f"{live_site}/contracts/sizing/")
    assert axe_violations(page) == []
    page.get_by_label("What was wanted in past weeks").check()
    page.get_by_label("Units wanted, week by week").fill("22, 27, 31, 24, 26, 29")
    page.get_by_label("Price of a committed unit").fill("871")
    page.get_by_label("Price of a unit bought elsewhere").fill("982.56")
    page.get_by_role("button", name="Work it out").click()
    page.get_by_role("heading", name="Commit to 22 beds a week").wait_for()
    assert page.locator(".app-curve svg").count() == 2
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    page.get_by_text("The figures of this chart").first.click()
    assert axe_violations(page) == []
    page.screenshot(path=screenshots / f"sizing-{screen}.png", full_page=True)
    link = page.get_by_role("button", name="Draft a contract with these units")
    assert link.get_attribute("href") == "/contracts/new/?units=22&unit_price_pence=87100"

    page.get_by_label("An average that I know or guess").check()
    page.get_by_role("button", name="Work it out").click()
    page.get_by_role("link", name="Enter how many units are wanted on average").wait_for()
    assert axe_violations(page) == []
    context.close()
