"""Forecasts in a real browser, on a desk, on a phone and without scripts: fans and their record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone
from tests.browser.conftest import SCREENS
from tests.controlroom.pressure.forecasting import row

from tidegate.controlroom.pressure.forecast_day import forecast_day
from tidegate.controlroom.pressure.models import Return
from tidegate.controlroom.pressure.terms import TERMS
from tidegate.core.directory.roles import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tidegate.controlroom.accounts.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def forecast(organisations: object) -> None:
    """Five weeks of reports of an area, and forecasts of a week ago and of yesterday."""
    today = TERMS.today(timezone.now())
    Return.objects.bulk_create(
        [
            row(code, today - timedelta(days=ago))
            for code in ("Z01", "Z02")
            for ago in range(35, 0, -1)
        ]
    )
    for ago in (8, 1):
        day = today - timedelta(days=ago)
        forecast_day(now=datetime.combine(day, time(12), TERMS.zone))


@pytest.mark.parametrize(("screen", "scripts"), [("desktop", True), ("phone", False)])
def test_an_area_reads_its_forecasts_and_asks_whether_to_believe_them(
    live_site: str,
    forecast: None,
    person_with: Callable[..., Person],
    chromium: Browser,
    axe_violations: Callable[[Page], list[str]],
    page_overflow: Callable[[Page], int],
    screenshots: Path,
    screen: str,
    scripts: bool,
) -> None:
    client = Client()
    client.force_login(
        person_with((Role.COORDINATOR, "ZQ1")),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    cookie = client.cookies[configured.SESSION_COOKIE_NAME].value
    context = chromium.new_context(viewport=SCREENS[screen], java_script_enabled=scripts)
    context.set_default_timeout(10_000)
    context.add_cookies(
        [{"name": configured.SESSION_COOKIE_NAME, "value": cookie, "url": live_site}]
    )
    page = context.new_page()

    def holds(name: str) -> None:
        page.screenshot(path=screenshots / f"forecasts-{name}-{screen}.png", full_page=True)
        assert page_overflow(page) <= 0
        if scripts:  # axe is one
            assert axe_violations(page) == []

    page.goto(f"{live_site}/pressure/areas/ZQ1/")
    section = page.get_by_role("region", name="The next four weeks")
    section.get_by_role("img", name="Pressure score, Northmere").wait_for()
    section.get_by_text("Every day of it: pressure score").click()
    section.get_by_role("columnheader", name="Middle").first.wait_for()
    holds("area")
    section.get_by_role("link", name="Staff absent").click()
    page.get_by_role("img", name="Staff absent, Northmere").wait_for()
    holds("one")
    page.get_by_role("link", name="How all forecasts fared").click()
    page.get_by_role("img", name="Levels: what was said, and what happened").wait_for()
    page.get_by_label("Figure", exact=True).select_option("Attendances")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("heading", name="By days ahead").wait_for()
    assert page.get_by_role("row", name="Staff absent").count() == 0
    holds("record")
    page.goto(f"{live_site}/")
    page.get_by_role("link", name="Level 3 or above within 7 days").click()
    page.wait_for_url(f"{live_site}/pressure/forecasts/")
    context.close()
