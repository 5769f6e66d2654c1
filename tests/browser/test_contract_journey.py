"""A contract from its size to its end in real browsers, by three people and one on a phone.

It is sized and drafted, signed by two people, offered against, used and returned, warned about and
ended with a part that stays; on the way the idle money changes. Each page that is passed is held to
axe, must fit the screen and must trouble nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from tests.browser.conftest import PHONE
from tests.browser.test_transfers import Desk, desk
from tests.controlroom.contracts.carrying import award, exit_plan

from tidegate.controlroom.contracts.models import Contract, Residual, Signature
from tidegate.controlroom.contracts.services.write_exit_plan import write_exit_plan
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.transfers.new_offer import NewOffer
from tidegate.controlroom.transfers.services.post_offer import post_offer
from tidegate.core.directory.roles import Role

__all__ = ["desk"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def monday(weeks: int) -> date:
    today = timezone.localdate()
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def test_a_contract_is_sized_signed_used_warned_about_and_ended(
    desk: Callable[..., Desk], screenshots: Path
) -> None:
    manager, signer = desk(Role.CONTRACT_MANAGER, "ZQ1"), desk(Role.AUTHORISER, "ZQ1")
    provider = desk(Role.PROVIDER_USER, "ZN101")
    size_and_draft(manager)
    made = Contract.objects.get()
    at = f"/contracts/{made.reference}/"
    write_exit_plan(
        contract=made, plan=exit_plan(written_on=timezone.localdate()), actor=manager.person,
        now=timezone.now(),
    )  # fmt: skip
    award(made)
    take(manager, at, "Propose")
    take(signer, at, "Sign for the buyer")
    take(provider, at, "Sign for the provider")
    take(manager, at, "Start")
    assert len({one.signed_by for one in Signature.objects.all()}) == 2

    book_against_it(provider, made)
    idle_money_changes(manager, provider, made, screenshots)

    manager.to(at)
    manager.link("Issue a performance notice")
    manager.page.get_by_label("Which clause or duty?").fill("Lists held as agreed")
    manager.page.get_by_label("What is not as it should be").fill("Six of seven lists cancelled")
    manager.press("Issue a performance notice")
    manager.says("Performance notice 1: Lists held as agreed")
    end_with_a_residual(manager, at)
    manager.page.screenshot(path=screenshots / "contract-ended.png", full_page=True)

    left = Residual.objects.get()
    assert (left.scope, left.settled_on) == ("Car parking", None)
    kinds = Entry.objects.filter(subject=f"contract:{made.reference}").values_list(
        "kind", flat=True
    )
    assert list(kinds.order_by("seq"))[-1] == "contract_ended"
    looking = desk(Role.CONTRACT_MANAGER, "ZQ1", PHONE)
    looking.to("/contracts/")
    looking.says("Stayed with the provider, look again: Car parking")
    looking.page.screenshot(path=screenshots / "contracts-phone.png", full_page=True)


def size_and_draft(manager: Desk) -> None:
    """Work out how much to buy, and carry it into a draft that began two weeks ago."""
    page = manager.page
    manager.to("/contracts/sizing/")
    page.get_by_label("An average that I know or guess").check()
    page.get_by_label("Units wanted in a week, on average").fill("26")
    page.get_by_label("Price of a committed unit").fill("871")
    page.get_by_label("Price of a unit bought elsewhere").fill("982.56")
    manager.press("Work it out")
    manager.says("Commit to 20 ")
    manager.link("Draft a contract with these units")
    page.get_by_label("What it is for").fill("Day surgery at Tarn View")
    page.get_by_label("Northmere Integrated Care Board").check()
    page.get_by_label("Provider", exact=True).fill("ZN101")
    page.get_by_label("Site", exact=True).fill("ZN101")
    page.get_by_label("Day case").check()
    manager.day("First day", monday(-2))
    manager.day("Last day", monday(26))
    page.get_by_label("Notice to end it, in days").fill("0")
    page.get_by_label("Who holds the risk that nobody else bears").fill("The buyer")
    page.get_by_label("Guarantee, with a premium above it").check()
    page.get_by_label("Guaranteed sum a week").fill("17,420")
    manager.press("Draft it")
    manager.says("was drafted")


def take(who: Desk, at: str, step: str) -> None:
    """Take a step that needs nothing but a yes."""
    who.to(at)
    who.link(step)
    who.press(step)


def book_against_it(provider: Desk, made: Contract) -> None:
    """Offer units on its line, as the provider's system does; the line says what pays for them."""
    line = made.lines.get()
    new = NewOffer(
        provider="ZN101", site="ZN101", modality="day_case", tfcs=("110",), week=monday(1),
        units=8, line_id=line.line_id,
    )  # fmt: skip
    offer = post_offer(new=new, actor=provider.person, now=timezone.now())
    provider.to(f"/transfers/offers/{offer.pk}/")
    provider.says(line.line_id)


def idle_money_changes(manager: Desk, provider: Desk, made: Contract, screenshots: Path) -> None:
    """Return two weeks of use, and see what was paid for nothing go down."""
    manager.to("/contracts/")
    manager.says("2 weeks not returned")
    give_back_use(provider, made, monday(-2), done=5)
    manager.to("/contracts/")
    manager.says("£13,065")  # 15 of 20 units at £871
    manager.to("/")
    manager.says("Contracts: paid for and not used")
    manager.says("£13,065")
    give_back_use(provider, made, monday(-1), done=18)
    manager.to("/contracts/")
    manager.says("£1,742")
    manager.says("£14,807")
    manager.page.screenshot(path=screenshots / "contracts.png", full_page=True)
    manager.link("Day surgery at Tarn View")


def give_back_use(provider: Desk, made: Contract, week: date, done: int) -> None:
    """Return a week of its one line by the form."""
    line = made.lines.get()
    provider.to(f"/contracts/{made.reference}/use/returns/{line.pk}/{week.isoformat()}/")
    figures = {"offered": 20, "staffed": 20, "booked": done, "done": done,
               "unused_NOT_STAFFED": 20 - done}  # fmt: skip
    for name, value in figures.items():
        provider.page.locator(f"#id_{name}").fill(str(value))
    provider.press("Send it")
    provider.says(f"Use of {line.line_id} was returned")


def end_with_a_residual(manager: Desk, at: str) -> None:
    """Give notice, let the performance notice follow, and close with what stays behind."""
    manager.link("Give notice to end it")
    manager.page.get_by_label("Why?").fill("Fewer lists are held than were agreed")
    manager.day("Last day of service", timezone.localdate())
    manager.page.get_by_label("Minute of the board").fill("2026-07/12")
    manager.press("Give notice to end it")
    manager.says("Ending")
    take(manager, at, "Let it follow the contract’s exit")
    take(manager, at, "Close")
    manager.says("What stayed with the provider")
    manager.says("Car parking")
