"""The report of a plan as a reader meets it: on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.conftest import SCREENS
from tests.exchange.matching.small_plan import (
    small_context,
    small_policy,
    small_problem,
    small_result,
)

from tidegate.exchange.matching.plan_folder import write_plan

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "plan"
    write_plan(folder, small_problem(), small_policy(), small_result(), small_context())
    return folder / "report.html"


@pytest.mark.parametrize("screen", SCREENS)
def test_the_report_fits_the_screen_and_is_accessible(
    screen: str,
    report: Path,
    chromium: Browser,
    axe_violations: Callable[[Page], list[str]],
    page_overflow: Callable[[Page], int],
    screenshots: Path,
) -> None:
    page = chromium.new_page(viewport=SCREENS[screen])
    asked: list[str] = []
    complaints: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(report.as_uri())
    page.screenshot(path=screenshots / f"report-{screen}.png", full_page=True)

    assert asked == [report.as_uri()]
    assert complaints == []
    assert page_overflow(page) == 0
    assert axe_violations(page) == []
    page.close()


def test_a_wide_table_scrolls_inside_its_own_box_by_keyboard(
    report: Path, chromium: Browser
) -> None:
    page = chromium.new_page(viewport=SCREENS["phone"])
    page.goto(report.as_uri())
    box = page.get_by_role("region", name="Waits by specialty at the end of the plan")

    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")

    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    page.close()


def test_the_report_prints_on_paper_with_all_its_parts(
    report: Path, chromium: Browser, screenshots: Path, page_overflow: Callable[[Page], int]
) -> None:
    page = chromium.new_page()
    page.goto(report.as_uri())
    printed = page.pdf(path=screenshots / "report.pdf", format="A4", print_background=False)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 690, "height": 980})  # A4 within its margins

    assert printed.startswith(b"%PDF")
    assert page_overflow(page) == 0
    assert page.get_by_role("heading", level=2).count() >= 9
    assert not page.get_by_role("navigation").is_visible()
    page.close()
