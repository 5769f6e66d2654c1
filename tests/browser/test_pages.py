"""Every page of the control room on the demo, as people meet it: on a desk and on a phone.

Each page that is passed on the way is held to axe, must fit the screen, must not trouble the
console, and is kept as a picture for the documentation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.conftest import DESKTOP, SCREENS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page
    from tests.demo_site import DemoHome

pytestmark = pytest.mark.browser

COORDINATOR = "coordinator@northmere.example"
MILLISECONDS = 10_000
AUDITOR = "auditor@northernisles.example"


class Visit:
    """One person's browser window, with what must hold on each page that they come to."""

    def __init__(
        self,
        page: Page,
        site: str,
        violations: Callable[[Page], list[str]],
        overflow: Callable[[Page], int],
    ) -> None:
        self.page, self.site = page, site
        self._violations, self._overflow = violations, overflow
        self.complaints: list[str] = []
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in and arrive at the board."""
        self.page.goto(f"{self.site}/account/sign-in/")
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(f"{self.site}/")

    def to(self, path: str) -> None:
        """Open a page of the site and wait until its charts are drawn."""
        self.page.goto(self.site + path)
        self.settle()

    def follow(self, control: Locator) -> None:
        """Click what leads to another page, and wait until that one is there and drawn."""
        with self.page.expect_navigation():
            control.click()
        self.settle()

    def settle(self) -> None:
        """Wait until every chart on the page is drawn."""
        self.page.wait_for_load_state("networkidle")
        drawn = (
            "() => [...document.querySelectorAll('.app-chart__canvas')].every(c => c.firstChild)"
        )
        self.page.wait_for_function(drawn)

    def check(self) -> None:
        """The page is accessible, fits the screen, and troubles nobody."""
        assert self._violations(self.page) == []
        assert self._overflow(self.page) <= 0
        assert self.complaints == []


@pytest.fixture
def visit(
    chromium: Browser,
    demo_server: str,
    axe_violations: Callable[[Page], list[str]],
    page_overflow: Callable[[Page], int],
) -> Iterator[Callable[..., Visit]]:
    """A function that opens a window: ``visit(DESKTOP)``."""
    contexts = []

    def start(screen: dict[str, int], *, scripts: bool = True) -> Visit:
        context = chromium.new_context(viewport=screen, java_script_enabled=scripts)
        context.set_default_timeout(MILLISECONDS)
        contexts.append(context)
        return Visit(context.new_page(), demo_server, axe_violations, page_overflow)

    yield start
    for context in contexts:
        context.close()


PAGES = {
    "board": "/",
    "waiting": "/waiting/",
    "pathways": "/waiting/pathways/",
    "published": "/waiting/published/",
    "plans": "/plans/",
    "new-plan": "/plans/new/",
    "plan": "/plans/1/",
    "record": "/record/",
}


IN_THE_DOCUMENTATION = ("board", "waiting", "plan", "record")
TOP = {"x": 0, "y": 0, "width": 1280, "height": 1240}


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_is_accessible_and_fits_the_screen(
    screen: str, visit: Callable[..., Visit], demo_home: DemoHome, screenshots: Path
) -> None:
    window = visit(SCREENS[screen])
    window.sign_in(COORDINATOR, demo_home.password)
    suffix = "" if screen == "desktop" else f"-{screen}"
    for name, path in PAGES.items():
        window.to(path)
        window.check()
        window.page.screenshot(path=screenshots / f"{name}{suffix}.png", full_page=True)
        if screen == "desktop" and name in IN_THE_DOCUMENTATION:
            window.page.screenshot(path=screenshots / f"docs-{name}.png", clip=TOP, full_page=True)
    window.follow(window.page.locator(".app-entry a").first)
    window.check()
    window.page.screenshot(path=screenshots / f"entry{suffix}.png", full_page=True)


def test_a_coordinator_follows_a_figure_to_the_reason_behind_it(
    visit: Callable[..., Visit], demo_home: DemoHome, screenshots: Path
) -> None:
    window = visit(DESKTOP)
    page = window.page
    window.sign_in(COORDINATOR, demo_home.password)
    window.follow(page.get_by_role("link", name="Treated by the newest plan"))
    page.get_by_text("Show the figures as a table").first.click()
    window.check()
    page.get_by_label("Why, or why not?").fill("no-such-pathway")
    window.follow(page.get_by_role("button", name="Explain"))
    page.get_by_text("has no pathway or offer called").first.wait_for()
    window.follow(page.get_by_role("link", name="A pathway that was matched"))
    page.get_by_role("heading", name="Pathway").first.wait_for()
    window.check()
    page.screenshot(path=screenshots / "why-not.png", full_page=True)
    window.follow(page.get_by_role("link", name="The offer of which one more unit is worth most"))
    page.get_by_role("heading", name="Offer").first.wait_for()
    window.check()


def test_a_filtered_list_keeps_its_filter_from_page_to_page(
    visit: Callable[..., Visit], demo_home: DemoHome
) -> None:
    window = visit(DESKTOP)
    page = window.page
    window.sign_in(COORDINATOR, demo_home.password)
    window.to("/waiting/pathways/")
    page.get_by_label("Specialty").select_option(label="Ophthalmology")
    window.follow(page.get_by_role("button", name="Show"))
    window.follow(page.get_by_role("link", name="Next page"))
    assert "tfc=130" in page.url
    specialties = page.locator("tbody tr td:nth-child(3)").all_inner_texts()
    assert set(specialties) == {"Ophthalmology"}
    window.check()
    window.follow(page.locator("tbody a").first)
    page.get_by_text("You were noted as having opened this page.").first.wait_for()
    window.check()


def test_an_auditor_checks_the_record_with_the_keyboard_alone(
    visit: Callable[..., Visit], demo_home: DemoHome, screenshots: Path
) -> None:
    window = visit(DESKTOP)
    page = window.page
    window.sign_in(AUDITOR, demo_home.password)
    window.to("/record/")
    page.get_by_role("link", name="Check that the record is whole").focus()
    page.keyboard.press("Enter")
    page.get_by_text("just now: the chain is whole").first.wait_for()
    window.check()
    page.screenshot(path=screenshots / "record-check.png", full_page=True)


def test_without_scripts_each_chart_is_its_table(
    visit: Callable[..., Visit], demo_home: DemoHome
) -> None:
    window = visit(DESKTOP, scripts=False)
    window.sign_in(COORDINATOR, demo_home.password)
    page = window.page
    page.goto(f"{window.site}/plans/1/")
    figures = page.locator("figure.app-chart")
    assert figures.count() >= 3
    for index in range(figures.count()):
        assert figures.nth(index).locator("table").is_visible()


def test_the_report_opens_from_the_plan_under_its_own_strict_policy(
    visit: Callable[..., Visit], demo_home: DemoHome
) -> None:
    window = visit(DESKTOP)
    window.sign_in(COORDINATOR, demo_home.password)
    window.to("/plans/1/")
    window.page.get_by_role("link", name="Report for a board").click()
    window.page.get_by_role("heading", level=1).first.wait_for()
    # No script may run there, so that axe cannot either: the report's own tests run it.
    assert window.complaints == []
