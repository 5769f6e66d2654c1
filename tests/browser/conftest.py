"""A real browser for the pages: Chromium as the machine has it, and axe for accessibility."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.small_world import organisations, person_with

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer

__all__ = ["organisations", "person_with"]

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
SCREENS = {"desktop": DESKTOP, "phone": PHONE}

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One launched Chromium for the whole session; skips, saying so, where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no Chromium on this machine: pages were not looked at in a browser")
    from playwright.sync_api import sync_playwright

    # Playwright's synchronous interface keeps an event loop in this thread, in which Django would
    # refuse the database to test set-up code.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, headless=True, args=_FLAGS, chromium_sandbox=False
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def screenshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where screenshots go: the folder named by TIDEGATE_SCREENSHOTS, else a temporary one."""
    named = os.environ.get("TIDEGATE_SCREENSHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def axe_violations(chromium: Browser) -> object:
    """A function that runs axe on an open page: ``assert axe_violations(page) == []``."""
    from axe_playwright_python.sync_playwright import Axe

    axe = Axe()

    def violations(page: Page) -> list[str]:
        """Name each broken rule with the elements that break it."""
        page.wait_for_load_state("networkidle")
        found = axe.run(page).response["violations"]
        return [
            f"{rule['id']}: {rule['help']} at {node['html']}"
            for rule in found
            for node in rule["nodes"]
        ]

    return violations


@pytest.fixture
def page_overflow() -> object:
    """A function that says by how many pixels an open page is wider than its window."""

    def overflow(page: Page) -> int:
        return int(
            page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
        )

    return overflow


@pytest.fixture
def live_site(live_server: LiveServer, settings: SettingsWrapper, tmp_path: Path) -> str:
    """The control room, served on this machine for one test; returns where, without a slash."""
    settings.TIDEGATE_HOME = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return live_server.url
