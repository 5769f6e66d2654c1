"""An administrator issues a token to a system and withdraws it; the interface's page beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.browser.test_pages import SCREENS, Visit, visit
from tests.demo_site import DemoHome

__all__ = ["visit"]
pytestmark = pytest.mark.browser


@pytest.mark.parametrize("screen", SCREENS)
def test_a_token_is_issued_shown_once_and_withdrawn(
    screen: str, visit: Callable[..., Visit], demo_home: DemoHome
) -> None:
    window = visit(SCREENS[screen])
    page = window.page
    window.sign_in("administrator@northmere.example", demo_home.password)
    window.to("/organisations/ZN101/tokens/")
    window.check()
    page.get_by_label("What is the system called?").fill(f"Bed board {screen}")
    page.get_by_label("Provider user").check()
    page.get_by_label("30 days").check()
    window.follow(page.get_by_role("button", name="Issue"))
    page.get_by_text("It is kept nowhere and not shown again.").wait_for()
    assert page.locator(".app-secret").inner_text().startswith("tidegate_")
    window.check()
    window.follow(page.get_by_role("link", name="All tokens of"))
    row = page.get_by_role("row").filter(has_text=f"Bed board {screen}")
    window.follow(row.get_by_role("button", name="Withdraw"))
    page.get_by_text(f"The token of Bed board {screen} was withdrawn").wait_for()
    window.check()
    window.follow(page.get_by_role("link", name="interface"))
    page.get_by_role("heading", name="Interface for systems").wait_for()
    window.check()
