"""Let the demo's contracts be drafted, awarded by three routes, signed by two, and started."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.models import Contract, Selection
from tidegate.controlroom.contracts.procurement import TABLE
from tidegate.controlroom.contracts.services.award_contract import award_contract
from tidegate.controlroom.contracts.services.choose_route import choose_route
from tidegate.controlroom.contracts.services.draft_contract import draft_contract
from tidegate.controlroom.contracts.services.open_selection import open_selection
from tidegate.controlroom.contracts.services.propose_contract import propose_contract
from tidegate.controlroom.contracts.services.publish_notice import NewNotice, publish_notice
from tidegate.controlroom.contracts.services.sign_contract import sign_contract
from tidegate.controlroom.contracts.services.start_contract import start_contract
from tidegate.controlroom.contracts.services.write_exit_plan import write_exit_plan
from tidegate.controlroom.demo.drafts import DEALS, URGENT_NOTICE, draft_of, exit_plan_of
from tidegate.core.contracts.procurement.standstill import psr_standstill
from tidegate.core.contracts.working_days import day_of
from tidegate.core.demo.contracted import CONTRACTS, FAILING, GOOD, IDLE
from tidegate.core.lifecycle import Side
from tidegate.exchange.contracts.working_days import england_working_days

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.demo.cast import Cast
    from tidegate.controlroom.demo.contract_weeks import Due, Weeks
    from tidegate.core.demo.contracted import DemoContract

# The day of the draft, after the Monday on which drafting begins; the urgent one comes last.
_DRAFTED = {GOOD: 1, FAILING: 2, IDLE: 22}
_INTENDED = 3  # the day on which the intention of the one with a standstill is published


@dataclass(frozen=True, slots=True)
class _Told:
    """Of which contract, by whom and when."""

    contract: DemoContract
    cast: Cast
    weeks: Weeks


def row_of(contract: DemoContract) -> Contract:
    """Return the contract as it stands in the database."""
    return Contract.objects.get(contract_id=contract.contract_id)


def award_contracts(cast: Cast, weeks: Weeks) -> Iterator[Due]:
    """Yield every deed from the draft to the first day of service, each with its moment."""
    for number, contract in enumerate(CONTRACTS):
        told = _Told(contract, cast, weeks)
        day = _DRAFTED[contract]
        yield weeks.before(day, 9, 40 + number), partial(_draft, told)
        yield weeks.before(day, 11, 5 + number), partial(_choose, told)
        yield weeks.before(day, 16, 10 + number), partial(_propose, told)
        awarded = _awarded(contract, weeks)
        yield weeks.before(awarded, 10, 15 + number), partial(_award, told)
        yield weeks.before(awarded + 1, 11, 20 + number), partial(_sign_for_buyer, told)
        yield weeks.before(awarded + 2, 9, 30 + number), partial(_sign_for_provider, told)
        yield weeks.in_week(1, 0, 8, 30 + number), partial(_start, told)
    yield weeks.before(_INTENDED, 14), partial(_publish, "psr_intention", GOOD, cast)
    yield weeks.in_week(1, 2, 14), partial(_publish, "psr_award", GOOD, cast)
    yield weeks.in_week(2, 2, 14), partial(_publish, "psr_urgent_award", IDLE, cast)
    yield weeks.in_week(4, 2, 14), partial(_publish, "psr_award", FAILING, cast)


def _awarded(contract: DemoContract, weeks: Weeks) -> int:
    """Return the day of the award: after the standstill where the law asks for one."""
    if contract is not GOOD:
        return _DRAFTED[contract] + 1
    published = day_of(weeks.before(_INTENDED, 14))
    last = psr_standstill(published, england_working_days(), TABLE.standstill).last_day
    return (last - weeks.drafted).days + 1


def _draft(told: _Told, now: datetime) -> None:
    new = draft_of(told.contract, told.weeks.people, told.weeks.first)
    draft_contract(new=new, actor=told.cast.contract_manager, now=now)


def _choose(told: _Told, now: datetime) -> None:
    manager = told.cast.contract_manager
    row = row_of(told.contract)
    started = day_of(told.weeks.before(_DRAFTED[told.contract], 9))
    selection = open_selection(contract=row, process_started=started, actor=manager, now=now)
    choose_route(selection=selection, choice=DEALS[told.contract].choice, actor=manager, now=now)


def _propose(told: _Told, now: datetime) -> None:
    row, plan = row_of(told.contract), exit_plan_of(told.contract, day_of(now))
    write_exit_plan(contract=row, plan=plan, actor=told.cast.contract_manager, now=now)
    propose_contract(contract=row, actor=told.cast.contract_manager, now=now)


def _publish(kind: str, contract: DemoContract, cast: Cast, now: datetime) -> None:
    selection = Selection.objects.select_related("contract").get(contract=row_of(contract))
    items = URGENT_NOTICE if kind == "psr_urgent_award" else {}
    new = NewNotice(kind, day_of(now), f"Notice {selection.contract.reference}", items)
    publish_notice(selection=selection, new=new, actor=cast.contract_manager, now=now)


def _award(told: _Told, now: datetime) -> None:
    selection = Selection.objects.select_related("contract").get(contract=row_of(told.contract))
    award_contract(selection=selection, actor=told.cast.contract_manager, now=now)


def _sign_for_buyer(told: _Told, now: datetime) -> None:
    sign_contract(
        contract=row_of(told.contract), side=Side.BUYER, actor=told.cast.authoriser, now=now
    )


def _sign_for_provider(told: _Told, now: datetime) -> None:
    desk = told.cast.desk(told.contract.site)
    sign_contract(contract=row_of(told.contract), side=Side.PROVIDER, actor=desk, now=now)


def _start(told: _Told, now: datetime) -> None:
    start_contract(contract=row_of(told.contract), actor=told.cast.contract_manager, now=now)
