"""Signing in, looking around and signing out, as people do it: mouse, keyboard, phone, no script.

Each page that is passed on the way is held to axe and must not be wider than the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django_otp.oath import TOTP
from tests.browser.conftest import SCREENS
from tests.small_world import PASSWORD

from tidegate.controlroom.accounts.services.add_second_factor import add_second_factor
from tidegate.core.directory.roles import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django.fixtures import SettingsWrapper

    from tidegate.controlroom.accounts.models import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SECRET = b"twenty bytes of key!"


class Visit:
    """One person's browser window, with what must hold on each page that they come to."""

    def __init__(
        self,
        context: BrowserContext,
        site: str,
        violations: Callable[[Page], list[str]],
        overflow: Callable[[Page], int],
        screenshots: Path | None = None,
    ) -> None:
        self.page = context.new_page()
        self.site = site
        self._violations = violations
        self._overflow = overflow
        self._screenshots = screenshots
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, kind: str, text: str) -> None:
        # The browser also reports a page's own 4xx answer here; the tests look at those pages.
        if kind == "error" and "Failed to load resource" not in text:
            self.complaints.append(text)

    def to(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.site + path)

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Fill in the sign-in page and send it."""
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Sign in").click()

    def holds(self, heading: str, picture: str = "") -> None:
        """Check heading, accessibility, width and a quiet console; take a picture for the docs."""
        self.page.locator("h1", has_text=heading).wait_for()
        assert self.page.get_by_role("heading", level=1).inner_text().strip().endswith(heading)
        if picture and self._screenshots:
            self.page.screenshot(path=self._screenshots / f"{picture}.png", full_page=True)
        assert self._violations(self.page) == []
        assert self._overflow(self.page) <= 0
        assert self.complaints == []


@pytest.fixture(params=SCREENS)
def visit(
    request: pytest.FixtureRequest,
    chromium: Browser,
    live_site: str,
    axe_violations: Callable[[Page], list[str]],
    page_overflow: Callable[[Page], int],
    screenshots: Path,
) -> Iterator[Visit]:
    """A visit on a desktop screen and on a phone."""
    context = chromium.new_context(viewport=SCREENS[request.param])
    yield Visit(context, live_site, axe_violations, page_overflow, screenshots / request.param)
    context.close()


@pytest.fixture
def coordinator(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.COORDINATOR, "ZQ1"), (Role.ADMINISTRATOR, "ZQ1"))


def test_a_coordinator_signs_in_looks_around_and_signs_out(
    visit: Visit, coordinator: Person, settings: SettingsWrapper
) -> None:
    settings.TIDEGATE_DEMO = True
    visit.to("/organisations/")
    visit.holds("Sign in", "sign-in")
    visit.sign_in(coordinator.email)
    visit.holds("Organisations", "organisations")

    visit.page.get_by_label("Name or code").fill("royal")
    visit.page.get_by_role("button", name="Search").click()
    visit.holds("Organisations", "organisations-found")
    visit.page.get_by_role("link", name="Northmere Royal Hospitals").first.click()
    visit.holds("Northmere Royal Hospitals", "organisation")

    visit.to("/organisations/?organisation=Z01")
    visit.holds("Organisations", "organisations-narrowed")
    visit.page.get_by_role("link", name="Show all that you oversee").click()
    visit.page.get_by_role("link", name=coordinator.label).click()
    visit.holds("My account", "my-account")
    visit.page.get_by_role("button", name="Sign out").click()
    visit.holds("Sign in")


def test_a_mistake_is_named_above_the_form_and_leads_to_its_field(
    visit: Visit, coordinator: Person
) -> None:
    visit.to("/account/sign-in/")
    visit.sign_in("not an address", "x")
    visit.holds("Sign in", "sign-in-mistake")
    summary = visit.page.get_by_role("alert")
    assert summary.get_by_role("heading").inner_text() == "There is a problem"
    assert "error-summary" in visit.page.evaluate("document.activeElement.className")
    summary.get_by_role("link").click()
    assert visit.page.evaluate("document.activeElement.id") == "id_email"

    for _ in range(5):
        visit.sign_in(coordinator.email, "not this one")
    visit.holds("Too many attempts to sign in", "locked-out")


def test_a_second_factor_is_added_and_then_asked_for(visit: Visit, coordinator: Person) -> None:
    visit.to("/account/second-factor/")
    visit.sign_in(coordinator.email)
    visit.holds("Add a second factor", "second-factor")
    secret = visit.page.locator(".app-secret").inner_text().replace(" ", "")
    visit.page.get_by_label("Security code").fill(code(secret))
    visit.page.get_by_label("Present password").fill(PASSWORD)
    visit.page.get_by_role("button", name="Add second factor").click()
    visit.holds("Your second factor is on", "recovery-codes")
    recovery = visit.page.locator(".app-codes code").first.inner_text()

    visit.to("/account/")
    visit.holds("My account", "my-account-second-factor")
    visit.page.get_by_role("button", name="Sign out").click()
    visit.sign_in(coordinator.email)
    visit.holds("Enter your security code", "security-code")
    visit.page.get_by_label("Security code").fill("nonsense")
    with visit.page.expect_navigation():
        visit.page.get_by_role("button", name="Continue").click()
    visit.holds("Enter your security code", "security-code-mistake")
    visit.page.get_by_label("Security code").fill(recovery)
    visit.page.get_by_role("button", name="Continue").click()
    visit.to("/account/password/")
    visit.holds("Change my password", "password")


def test_an_administrator_invites_someone_who_chooses_a_password(
    visit: Visit, coordinator: Person, person_with: Callable[..., Person]
) -> None:
    person_with((Role.CLINICIAN, "Z01"))
    visit.to("/organisations/Z01/people/")
    visit.sign_in(coordinator.email)
    visit.holds("People of Northmere Royal Hospitals", "people")
    visit.page.get_by_label("Email address").fill("new@example.org")
    visit.page.get_by_role("button", name="Invite").click()
    visit.holds("People of Northmere Royal Hospitals", "people-mistake")
    visit.page.get_by_role("link", name="Choose a role").click()
    visit.page.get_by_label("Shown to others as").fill("Clinician, Northmere")
    visit.page.get_by_label("Clinician", exact=True).check()
    visit.page.get_by_role("button", name="Invite").click()
    visit.holds("A link for Clinician, Northmere", "invitation-link")
    address = visit.page.locator(".app-secret").inner_text()
    visit.page.get_by_role("button", name="Sign out").click()

    visit.to(address.removeprefix(visit.site))
    visit.holds("Choose your password", "invitation")
    visit.page.get_by_label("New password").fill(PASSWORD)
    visit.page.get_by_role("button", name="Set password").click()
    visit.holds("Sign in", "sign-in-after-invitation")
    visit.sign_in("new@example.org")
    visit.to("/account/")
    visit.holds("My account")


def test_pages_that_say_no_are_in_the_same_design(
    visit: Visit, person_with: Callable[..., Person]
) -> None:
    visit.to("/organisations/")
    visit.sign_in(person_with().email)
    visit.holds("You may not open this page", "not-allowed")
    visit.to("/no-such-page/")
    visit.holds("Page not found", "not-found")
    visit.to("/account/")
    visit.holds("My account")


def test_the_keyboard_alone_is_enough(
    chromium: Browser,
    live_site: str,
    axe_violations: Callable[[Page], list[str]],
    page_overflow: Callable[[Page], int],
    coordinator: Person,
) -> None:
    context = chromium.new_context(viewport=SCREENS["desktop"])
    visit = Visit(context, live_site, axe_violations, page_overflow)
    visit.to("/account/")
    keyboard, page = visit.page.keyboard, visit.page

    keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    keyboard.press("Enter")
    for _ in range(10):
        keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "id_email":
            break
    keyboard.type(coordinator.email)
    keyboard.press("Tab")
    keyboard.type(PASSWORD)
    keyboard.press("Enter")
    page.get_by_role("heading", name="My account").wait_for()
    visit.holds("My account")
    context.close()


def test_everything_works_without_javascript(
    chromium: Browser,
    live_site: str,
    page_overflow: Callable[[Page], int],
    coordinator: Person,
) -> None:
    now = datetime.now(UTC)
    codes = add_second_factor(coordinator, secret=SECRET, code=token(SECRET), now=now)
    context = chromium.new_context(viewport=SCREENS["phone"], java_script_enabled=False)
    visit = Visit(context, live_site, lambda _: [], lambda _: 0)
    visit.to("/organisations/ZQ1/")
    visit.sign_in(coordinator.email)
    visit.page.get_by_label("Security code").fill(codes[3])
    visit.page.get_by_role("button", name="Continue").click()
    visit.holds("Northmere Integrated Care Board")
    visit.page.get_by_role("link", name="Waiting list", exact=True).wait_for(state="visible")
    visit.page.get_by_role("button", name="Sign out").click()
    visit.holds("Sign in")
    context.close()


def token(secret: bytes) -> str:
    """Return what an authenticator app shows now."""
    clock = TOTP(secret)
    clock.time = datetime.now(UTC).timestamp()
    return f"{clock.token():06d}"


def code(secret_text: str) -> str:
    """Return what an authenticator app shows now, for a secret as it is typed."""
    import base64

    return token(base64.b32decode(secret_text))
