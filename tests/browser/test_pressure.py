"""A trust reports in a real browser, on a desk and on a phone; its area sees what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone
from tests.browser.conftest import SCREENS
from tests.controlroom.pressure.own_tables import OURS, REASON, put
from tests.controlroom.pressure.reporting import VALUES, new_return
from tests.controlroom.pressure.test_map import load_outlines

from tidegate.controlroom.pressure.models import Return
from tidegate.controlroom.pressure.services.submit_return import submit_return
from tidegate.controlroom.pressure.terms import TERMS
from tidegate.core.directory.roles import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tidegate.controlroom.accounts.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAYS = 20


@pytest.fixture
def reported(person_with: Callable[..., Person]) -> dict[str, Person]:
    """Two trusts that reported for weeks, each in time; today neither has yet."""
    people = {code: person_with((Role.PROVIDER_USER, code)) for code in ("Z01", "Z02")}
    now = timezone.now()
    today = TERMS.today(now)
    for code, person in people.items():
        for ago in range(DAYS, 0, -1):
            day = today - timedelta(days=ago)
            moved = {"ga_beds_occupied": 580 + (ago * 7) % 11, "handover_mean": 24 + ago % 5}
            submit_return(
                new=new_return(code, day, **moved),
                actor=person,
                now=now,
                received_at=TERMS.due_at(day) - timedelta(minutes=40),
            )
    return people


@pytest.fixture
def page_of(chromium: Browser, live_site: str) -> Iterator[Callable[..., Page]]:
    """A function that signs a person in at a screen: ``page_of(person, "phone")``."""
    opened = []

    def sign_in(person: Person, screen: str) -> Page:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies[configured.SESSION_COOKIE_NAME].value
        context = chromium.new_context(viewport=SCREENS[screen])
        context.set_default_timeout(10_000)
        context.add_cookies(
            [{"name": configured.SESSION_COOKIE_NAME, "value": cookie, "url": live_site}]
        )
        opened.append(context)
        return context.new_page()

    yield sign_in
    for context in opened:
        context.close()


@pytest.fixture
def holds(
    axe_violations: Callable[[Page], list[str]],
    page_overflow: Callable[[Page], int],
    screenshots: Path,
) -> Callable[[Page, str], None]:
    """A function that holds an open page to axe and to the width of its screen."""

    def hold(page: Page, name: str) -> None:
        assert axe_violations(page) == []
        page.screenshot(path=screenshots / f"pressure-{name}.png", full_page=True)
        assert page_overflow(page) <= 0

    return hold


def recalculated(page: Page, holds: Callable[[Page, str], None], screen: str) -> None:
    """See a chart with new limits, say why, have them recalculated, and withdraw that."""
    page.get_by_role("button", name="Recalculate the limits").click()
    day = TERMS.today(timezone.now()) - timedelta(days=9)
    page.get_by_label("First day of the new limits").fill(day.isoformat())
    page.get_by_role("button", name="Show before and after").click()
    page.get_by_role("heading", name="After").wait_for()
    holds(page, f"recalculate-{screen}")
    page.get_by_label("What changed, and how is it known?").fill("A handover bay opened")
    page.get_by_role("button", name="Recalculate the limits").click()
    page.get_by_text("A handover bay opened").first.wait_for()
    holds(page, f"recalculated-{screen}")
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_label("Why is it withdrawn?").fill("It closed again")
    holds(page, f"withdraw-{screen}")
    page.get_by_role("button", name="Withdraw it").click()
    page.get_by_text("Withdrawn by").wait_for()


@pytest.mark.parametrize("screen", SCREENS)
def test_a_report_is_typed_asked_about_sent_and_corrected(
    live_site: str,
    reported: dict[str, Person],
    page_of: Callable[..., Page],
    holds: Callable[[Page, str], None],
    screen: str,
) -> None:
    page = page_of(reported["Z01"], screen)
    page.goto(f"{live_site}/pressure/")
    holds(page, f"returns-{screen}")
    page.get_by_role("button", name="Submit today’s report").click()
    holds(page, f"form-{screen}")
    assert page.evaluate("document.activeElement.name") == next(iter(VALUES)), "one may type"
    for measure, value in VALUES.items():
        page.locator(f"#id_{measure}").fill(f"{value:g}")
    page.get_by_label("General and acute beds open", exact=True).fill("62")
    page.get_by_role("button", name="Submit the report").click()
    page.get_by_role("heading", name="Please look at these figures again").wait_for()
    assert page.evaluate("document.activeElement.className") == "app-asked", "it is read out"
    holds(page, f"asked-{screen}")
    assert Return.objects.filter(organisation="Z01").count() == DAYS
    page.get_by_label("General and acute beds open", exact=True).fill("620")
    page.get_by_role("button", name="Send it as it is").click()
    page.get_by_text("is submitted.").wait_for()
    holds(page, f"return-{screen}")

    page.get_by_role("button", name="Correct it").click()
    page.get_by_label("General and acute beds occupied").fill("575")
    page.get_by_role("button", name="Correct the report").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    page.get_by_label("Why is it corrected?").fill("A ward was counted twice")
    holds(page, f"correcting-{screen}")
    page.get_by_role("button", name="Correct the report").click()
    page.get_by_text("585 beds became 575 beds").wait_for()
    holds(page, f"corrected-{screen}")
    newest = Return.objects.get(organisation="Z01", day=TERMS.today(timezone.now()), version=2)
    assert newest.values == {**VALUES, "ga_beds_occupied": 575}


@pytest.mark.parametrize("screen", SCREENS)
def test_an_area_reads_levels_gaps_and_signals_and_the_board_all_areas(
    live_site: str,
    reported: dict[str, Person],
    person_with: Callable[..., Person],
    page_of: Callable[..., Page],
    holds: Callable[[Page, str], None],
    screen: str,
) -> None:
    page = page_of(person_with((Role.COORDINATOR, "ZQ1")), screen)
    page.goto(f"{live_site}/pressure/")
    page.locator("#course svg").first.wait_for()
    holds(page, f"area-{screen}")
    page.locator('a[href="/pressure/charts/Z01/handover_mean/"]').click()
    page.get_by_role("img", name="Mean handover").wait_for()
    holds(page, f"chart-{screen}")
    recalculated(page, holds, screen)
    page.goto(f"{live_site}/pressure/charts/Z01/")
    page.get_by_role("link", name="Common cause").click()
    holds(page, f"charts-{screen}")
    page.goto(f"{live_site}/")
    page.get_by_role("heading", name="Pressure now").wait_for()
    holds(page, f"board-{screen}")

    both = page_of(person_with((Role.COORDINATOR, "ZQ1"), (Role.AUDITOR, "ZQ2")), screen)
    both.goto(f"{live_site}/")
    both.locator('a[href="/?sort=area"]').click()
    assert both.locator("th[aria-sort]").inner_text().startswith("Area")
    holds(both, f"board-of-areas-{screen}")


@pytest.mark.parametrize("screen", SCREENS)
def test_whoever_oversees_areas_has_them_on_a_wall_and_puts_a_score_table_in_use(
    live_site: str,
    reported: dict[str, Person],
    person_with: Callable[..., Person],
    page_of: Callable[..., Page],
    holds: Callable[[Page, str], None],
    tmp_path: Path,
    screen: str,
) -> None:
    load_outlines(tmp_path)
    page = page_of(person_with((Role.AUTHORISER, "ZQ1"), (Role.AUTHORISER, "ZQ2")), screen)
    page.goto(f"{live_site}/")
    page.get_by_role("link", name="Show it on a wall").click()
    page.get_by_role("link", name="Back to the board").wait_for()
    assert page.locator(".app-areas-map__area").count() == 2
    holds(page, f"wall-{screen}")
    page.locator('a[href="/?view=wall&sort=area"]').click()
    assert page.locator("th[aria-sort]").inner_text().startswith("Area")
    page.goto(f"{live_site}/pressure/score-tables/")
    holds(page, f"score-tables-{screen}")
    page.get_by_role("link", name="Tidegate pressure index 2026").click()
    holds(page, f"score-table-{screen}")
    put("ours.toml", OURS)
    page.goto(f"{live_site}/pressure/score-tables/ours.toml/")
    page.get_by_role("button", name="Put it in use").click()
    holds(page, f"use-table-{screen}")
    page.get_by_label("Why is it put in use?").fill(REASON)
    page.get_by_role("button", name="Put it in use").click()
    page.get_by_text("Pressure is scored by Northmere index 2026").wait_for()
