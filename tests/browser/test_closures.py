"""Closures, incidents, risk summits and action cards in a real browser, on a desk and a phone."""

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
from tests.controlroom.surge.closing import CITY, crew, powder

from tidegate.controlroom.surge.happening import Happened
from tidegate.controlroom.surge.models import Divert
from tidegate.controlroom.surge.new_closure import NewDivert, NewStage
from tidegate.controlroom.surge.new_incident import NewIncident, NewSummit
from tidegate.controlroom.surge.services.call_summit import call_summit
from tidegate.controlroom.surge.services.close_department import close_department
from tidegate.controlroom.surge.services.count_diverted import count_diverted
from tidegate.controlroom.surge.services.declare_incident import declare_incident
from tidegate.controlroom.surge.services.divert_patients import divert_patients
from tidegate.controlroom.surge.services.plan_reopening import plan_reopening
from tidegate.controlroom.surge.services.send_card import send_card
from tidegate.core.surge.closures.diverts import Came
from tidegate.core.surge.closures.states import Stream

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from tests.controlroom.surge.closing import Crew

    from tidegate.controlroom.accounts.models import Person

__all__ = ["crew"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = frozenset(Stream)


@pytest.fixture
def powdered(crew: Crew) -> Crew:
    """Closed three hours ago, everyone diverted and counted, an incident, a summit and cards."""
    now = timezone.now()
    began = now - timedelta(hours=3)
    late = Happened(began, "Everyone was outside")
    closure = close_department(new=powder(happened=late), actor=crew.closing, now=now)
    divert_patients(
        closure=closure, new=NewDivert(CITY, BOTH, "Director on call", happened=late),
        actor=crew.closing, now=now,
    )  # fmt: skip
    stages = [
        NewStage("Walk-in entrance", frozenset({Stream.WALK_IN}), now + timedelta(hours=1)),
        NewStage("Ambulances", BOTH, now + timedelta(hours=2)),
    ]
    plan_reopening(closure=closure, stages=stages, actor=crew.closing, now=now)
    for hour, patients in enumerate((7, 12, 4)):
        start = began + timedelta(hours=hour)
        came = Came(Stream.WALK_IN, start, start + timedelta(hours=1), patients)
        count_diverted(divert=Divert.objects.get(), came=came, actor=crew.receiving, now=now)
    declare_incident(
        new=NewIncident("Unknown powder", "critical", 2, "Z01"), actor=crew.area, now=now
    )
    triggers = frozenset({"ED_PRESSURE", "STAFFING"})
    call_summit(
        new=NewSummit("ZQ1", "Z01", triggers, "Twelve-hour waits", "Chief nurse"),
        actor=crew.area, now=now,
    )  # fmt: skip
    send_card(place="ZQ1", code="TELL_REGION", actor=crew.area, now=now)
    return crew


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
def test_each_page_is_open_to_everyone_and_fits_its_screen(
    page_of: Callable[..., Page],
    powdered: Crew,
    live_site: str,
    axe_violations: Callable[[Page], list[str]],
    page_overflow: Callable[[Page], int],
    screenshots: Path,
    screen: str,
) -> None:
    page = page_of(powdered.area, screen)

    def holds(name: str, address: str = "") -> None:
        if address:
            page.goto(f"{live_site}{address}")
        assert axe_violations(page) == [], name
        page.screenshot(path=screenshots / f"closures-{name}-{screen}.png", full_page=True)
        assert page_overflow(page) <= 0, name

    holds("list", "/surge/closures/")
    page.get_by_role("link", name="Emergency department").click()
    holds("closure")
    if screen == "phone":
        return
    holds("reopening", f"{page.url.replace(live_site, '')}")
    page.get_by_role("button", name="Plan how it reopens").click()
    holds("stages")
    holds("close", "/surge/closures/close/")
    for name in ("incidents", "summits", "cards"):
        holds(name, f"/surge/{name}/")
        page.locator("main td a").first.click()
        holds(name.removesuffix("s"))
    holds("tasks", "/surge/tasks/")
    holds("board", "/")


def test_a_department_is_reopened_without_any_script(
    page_of: Callable[..., Page], powdered: Crew, live_site: str
) -> None:
    page = page_of(powdered.closing, "desktop", scripts=False)
    page.goto(f"{live_site}/surge/closures/")
    page.get_by_role("link", name="Emergency department").click()
    page.get_by_role("button", name="Open: Walk-in entrance").click()
    page.get_by_role("button", name="Say that a stage is open").click()
    said = page.inner_text("main")
    assert "Reopening in stages" in said
    assert "Until the first reopening\t3 hours" in said
