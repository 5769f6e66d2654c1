"""A page of charts as a reader meets it: on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.browser.conftest import SCREENS
from tests.core.pressure.spc_series import STEADY
from tests.exchange.pressure.spc_files import HELD, charted

from tidegate.exchange.pressure.spc_report import write_chart
from tidegate.exchange.sources import Source

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Two charts: a signal with a target, and limits on trial."""
    two = [charted(tmp_path, [*STEADY, 75], HELD), charted(tmp_path, [3, None, 5, 4, 3], "")]
    file = tmp_path / "charts.html"
    write_chart(two, Source("series.csv", "ab" * 32, 100, "series"), file)
    return file


@pytest.mark.parametrize("screen", SCREENS)
def test_the_charts_fit_the_screen_and_are_accessible(
    screen: str,
    report: Path,
    chromium: Browser,
    axe_violations: Callable[[Page], list[str]],
    page_overflow: Callable[[Page], int],
    screenshots: Path,
) -> None:
    page = chromium.new_page(viewport=SCREENS[screen])
    page.goto(report.as_uri())
    page.get_by_text("Every point of Seen within four hours as a table").click()
    page.screenshot(path=screenshots / f"spc-{screen}.png", full_page=True)

    assert page_overflow(page) == 0
    assert axe_violations(page) == []
    assert page.get_by_role("img", name="Seen within four hours").is_visible()
    box = page.get_by_role("region", name="Chart of Seen within four hours")
    assert box.evaluate("box => box.scrollWidth > box.clientWidth") is (screen == "phone")
    page.close()
