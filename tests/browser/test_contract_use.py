"""The money of a contract in a real browser: idle pounds, a return, an invoice, a review."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings as configured
from django.test import Client
from tests.browser.conftest import SCREENS
from tests.controlroom.contracts.carrying import People, people
from tests.controlroom.contracts.using import TERMS, U

from tidegate.core.contracts.terms.contract import monday_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.contracts.models import Contract

__all__ = ["people"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WEEKS = 7


def in_use(people: People) -> Contract:
    """A contract that began seven weeks before today, with a return of each past week but one."""
    from tidegate.controlroom.contracts.models import Contract, Line, Terms, UseReview
    from tidegate.controlroom.contracts.new_use import NewUse
    from tidegate.controlroom.contracts.services.open_use_review import open_use_review
    from tidegate.controlroom.contracts.services.submit_use_return import submit_use_return
    from tidegate.core.contracts.use_review import Ask

    now = datetime.now(UTC)
    start = monday_of(now.date()) - timedelta(weeks=WEEKS)
    end = start + timedelta(weeks=26, days=-1)
    made = Contract.objects.create(
        reference="K-000001", contract_id="C1", title="Day cases at Northmere", buyer="ZQ1",
        provider="ZN101", area="ZQ1", service="health_care", value_pence=10**9, start=start,
        end=end, notice_days=30, state="running", drafted_by="person:1", drafted_at=now,
        moved_at=now,
    )  # fmt: skip
    Terms.objects.create(
        contract=made, version=1, from_day=start, content=TERMS, written_by="person:1",
        written_at=now,
    )  # fmt: skip
    line = Line.objects.create(
        contract=made, line_id="K-DC", site="ZN101", modality="day_case", tfcs=["110"],
        units_per_week=16, unit_price_pence=600_000, first_week=start, last_week=monday_of(end),
    )  # fmt: skip
    for week, done in enumerate((4, 5, 3, 4, 5, 4)):
        figures = {"physical": 40, "offered": 16, "staffed": 16, "booked": done + 2, "done": done}
        submit_use_return(
            line=line, week=start + timedelta(weeks=week),
            new=NewUse(figures, {U.DNA: 2, U.NOT_STAFFED: 14 - done}), actor=people.answering,
            now=now,
        )  # fmt: skip
    open_use_review(contract=made, asks=Ask.WARN, actor=people.drafting, now=now)
    assert UseReview.objects.exists()
    return made


@pytest.mark.parametrize("screen", sorted(SCREENS))
def test_idle_money_is_seen_and_use_returned(
    chromium: Browser,
    live_site: str,
    people: People,
    axe_violations: Callable[[Page], list[str]],
    screenshots: Path,
    screen: str,
) -> None:
    contract = in_use(people)
    week: date = contract.start + timedelta(weeks=WEEKS - 1)
    line = contract.lines.get().pk

    def page_of(person: Person) -> Page:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        context = chromium.new_context(viewport=SCREENS[screen])
        context.set_default_timeout(10_000)
        cookie = client.cookies[configured.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": configured.SESSION_COOKIE_NAME, "value": cookie, "url": live_site}]
        )
        return context.new_page()

    provider, buyer = page_of(people.answering), page_of(people.drafting)
    use = f"{live_site}/contracts/K-000001/use/"
    provider.goto(f"{use}returns/{line}/{week.isoformat()}/")
    assert axe_violations(provider) == []
    for name, value in (("offered", 16), ("staffed", 16), ("booked", 6), ("done", 5)):
        provider.locator(f"#id_{name}").fill(str(value))
    provider.locator("#id_unused_DNA").fill("1")
    provider.screenshot(path=screenshots / f"use-return-{screen}.png", full_page=True)
    provider.get_by_role("button", name="Send it").click()
    provider.get_by_text("Use of K-DC was returned").wait_for()
    buyer.goto(use)
    buyer.locator("#use svg").first.wait_for()
    assert axe_violations(buyer) == []
    buyer.screenshot(path=screenshots / f"use-{screen}.png", full_page=True)
    wide = buyer.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    buyer.get_by_role("region", name="Table: Reviews of use").get_by_role("link").click()
    buyer.get_by_role("heading", name="Review of use: warn the provider?").wait_for()
    assert axe_violations(buyer) == []
    buyer.screenshot(path=screenshots / f"use-review-{screen}.png", full_page=True)
    for page in (provider, buyer):
        page.context.close()
