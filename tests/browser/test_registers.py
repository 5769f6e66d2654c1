"""The registers in a real browser, on a desk and on a phone, with and without scripts."""

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

from tidegate.controlroom.registers.fictional import (
    FictionalKeeping,
    put_fictional_cases,
    put_fictional_rows,
)
from tidegate.core.directory.roles import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tidegate.controlroom.accounts.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(person_with: Callable[..., Person]) -> dict[str, Person]:
    """Who keeps and who hears, with a small set on every register."""
    keeps, decides = person_with((Role.LOGGIST, "ZQ1")), person_with((Role.AUTHORISER, "ZQ1"))
    hears = person_with((Role.GUARDIAN, "ZQ1"))
    put_fictional_cases("ZQ1", hears, timezone.now() - timedelta(days=95))
    put_fictional_rows(FictionalKeeping("ZQ1", ["Z01", "Z02"], keeps, decides), timezone.now())
    return {"keeps": keeps, "hears": hears}


@pytest.fixture
def page_of(chromium: Browser, live_site: str) -> Iterator[Callable[..., Page]]:
    """A function that opens a signed-in person's window: ``page_of(person, "phone")``."""
    opened = []

    def sign_in(person: Person, screen: str, *, scripts: bool = True) -> Page:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies[configured.SESSION_COOKIE_NAME].value
        context = chromium.new_context(viewport=SCREENS[screen], java_script_enabled=scripts)
        context.set_default_timeout(10_000)
        context.add_cookies(
            [{"name": configured.SESSION_COOKIE_NAME, "value": cookie, "url": live_site}]
        )
        opened.append(context)
        return context.new_page()

    yield sign_in
    for context in opened:
        context.close()


@pytest.mark.parametrize("screen", sorted(SCREENS))
def test_every_kind_of_page_is_open_to_everyone_and_fits_its_screen(
    page_of: Callable[..., Page],
    people: dict[str, Person],
    live_site: str,
    axe_violations: Callable[[Page], list[str]],
    page_overflow: Callable[[Page], int],
    screenshots: Path,
    screen: str,
) -> None:
    page = page_of(people["keeps"], screen)

    def holds(path: str, name: str) -> None:
        page.goto(f"{live_site}/registers/{path}")
        assert axe_violations(page) == [], name
        page.screenshot(path=screenshots / f"registers-{name}-{screen}.png", full_page=True)
        assert page_overflow(page) <= 0, name

    holds("commitments/", "list")
    page.get_by_role("link", name="Open 24 more step-down beds").click()
    holds(page.url.split("/registers/")[1], "row")
    holds("commitments/add/", "add")
    holds("speak-up/", "counts")
    if screen == "phone":
        return
    holds("", "index")
    holds("segments/print/", "print")
    holds("ratings/import/", "import")
    holds("published/data-releases/", "months")
    page.get_by_role("link", name="20").first.click()
    holds(page.url.split("/registers/")[1], "month")
    page = page_of(people["hears"], screen)
    holds("speak-up-cases/add/", "case")


def test_a_promise_is_followed_up_without_any_script(
    page_of: Callable[..., Page], people: dict[str, Person], live_site: str
) -> None:
    page = page_of(people["keeps"], "desktop", scripts=False)
    page.goto(f"{live_site}/registers/commitments/?search=65+weeks")
    page.get_by_role("link", name="Nobody waits longer than 65 weeks").click()
    page.get_by_role("link", name="Note what evidence says").click()
    page.get_by_label("Supports it in part").check()
    for box, typed in zip(("Day", "Month", "Year"), today_in_parts(), strict=True):
        page.get_by_label(box, exact=True).fill(typed)
    page.get_by_role("button", name="Note what evidence says").click()
    assert "Say where the evidence is written." in page.inner_text("main")
    page.get_by_label("Where is it written?").fill("Published waiting lists")
    page.get_by_role("button", name="Note what evidence says").click()
    said = page.inner_text("main")
    assert "It is noted." in said
    assert "Supports it in part. Published waiting lists." in said


def today_in_parts() -> tuple[str, str, str]:
    today = timezone.localdate()
    return str(today.day), str(today.month), str(today.year)
