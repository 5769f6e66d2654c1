"""Let the demo's contracts be charged for, reviewed, warned about, and one of them be ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.models import Invoice, Performance, UseReview
from tidegate.controlroom.contracts.new_use import RULES
from tidegate.controlroom.contracts.services.add_subcontract import add_subcontract
from tidegate.controlroom.contracts.services.contract_ledger import contract_ledger
from tidegate.controlroom.contracts.services.decide_invoice import InvoiceDecision, decide_invoice
from tidegate.controlroom.contracts.services.decide_use_review import decide_use_review
from tidegate.controlroom.contracts.services.issue_performance_notice import (
    issue_performance_notice,
)
from tidegate.controlroom.contracts.services.move_performance import move_performance
from tidegate.controlroom.contracts.services.open_use_review import open_use_review, warned_on
from tidegate.controlroom.contracts.services.receive_invoice import receive_invoice
from tidegate.controlroom.contracts.services.reply_to_use_review import reply_to_use_review
from tidegate.controlroom.contracts.services.terminate_contract import terminate_contract
from tidegate.controlroom.contracts.services.withhold_money import withhold_money
from tidegate.controlroom.contracts.services.write_exit_plan import write_exit_plan
from tidegate.controlroom.demo.charges import charge_for
from tidegate.controlroom.demo.drafts import DEALS, exit_plan_of
from tidegate.controlroom.demo.services.award_contracts import row_of
from tidegate.core.contracts.performance.plan import Milestone, Plan
from tidegate.core.contracts.subcontracts import Edge
from tidegate.core.contracts.use_review import Ask, standing
from tidegate.core.contracts.working_days import day_of
from tidegate.core.demo.contracted import FAILING, GOOD, IDLE

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.demo.cast import Cast
    from tidegate.controlroom.demo.contract_weeks import Due, Weeks
    from tidegate.core.demo.contracted import DemoContract

_EVIDENCE = "Of the lists agreed for the first three weeks, a tenth was cancelled within two days"
_EXCEPTION = "Lists go on being cancelled for want of anaesthetists; both boards were told"
_WHY_ENDED = "The plan was breached twice, and fewer than half of the operations agreed are done"
_REPLY = (
    "Theatre nurses were hired and start within the month. Our criteria are those of an "
    "hospital without critical care; more patients who meet them could be sent."
)
_WARNED = "Five weeks in a row below half, and most of it for want of staff or by tight criteria."


@dataclass(frozen=True, slots=True)
class _Charged:
    """One invoice: of which contract and weeks, and units charged that were not done."""

    contract: DemoContract
    number: str
    weeks: tuple[date, date]
    more: int


def manage_contracts(cast: Cast, weeks: Weeks) -> Iterator[Due]:
    """Yield what the contract manager and the providers do while the contracts run."""
    yield from _charge(GOOD, cast, weeks)
    yield from _charge(IDLE, cast, weeks)
    yield from _review(cast, weeks)
    yield from _notice(cast, weeks)


def _charge(contract: DemoContract, cast: Cast, weeks: Weeks) -> Iterator[Due]:
    for number, first in enumerate((1, 5), 1):
        more = 12 if contract is IDLE and number == 1 else 0
        span = weeks.monday(first), weeks.monday(first + 3)
        asked = _Charged(contract, f"{contract.site}-{number:03d}", span, more)
        yield weeks.in_week(first + 4, 3, 11, number), partial(_receive, asked, cast)
        if contract is GOOD or number == 1:
            yield weeks.in_week(first + 5, 1, 15, 30), partial(_decide, asked, cast)


def _receive(asked: _Charged, cast: Cast, now: datetime) -> None:
    row = row_of(asked.contract)
    charged = charge_for(contract_ledger(row, now), asked.number, asked.weeks, asked.more)
    desk = cast.desk(asked.contract.site)
    receive_invoice(contract=row, charged=charged, actor=desk, now=now)


def _decide(asked: _Charged, cast: Cast, now: datetime) -> None:
    rows = Invoice.objects.select_related("contract")
    invoice = rows.get(contract=row_of(asked.contract), number=asked.number)
    decide_invoice(
        invoice=invoice,
        decision=InvoiceDecision.DISPUTED if asked.more else InvoiceDecision.PAID,
        reason="More units are charged than were done" if asked.more else "",
        actor=cast.contract_manager, now=now,
    )  # fmt: skip


def _review(cast: Cast, weeks: Weeks) -> Iterator[Due]:
    """Review the use of the idle one: warned in its seventh week, and asked again in its last."""
    manager, desk = cast.contract_manager, cast.desk(IDLE.site)
    yield weeks.in_week(6, 2, 14), partial(_open_review, manager)
    yield weeks.in_week(7, 0, 16), partial(_reply, desk)
    yield weeks.in_week(7, 3, 10, 30), partial(_decide_review, manager)
    yield weeks.in_week(12, 2, 14), partial(_open_review, manager)


def _open_review(manager: Person, now: datetime) -> None:
    row = row_of(IDLE)
    asks = standing(contract_ledger(row, now), RULES, warned_on(row)).asks
    open_use_review(contract=row, asks=asks, actor=manager, now=now)


def _reply(desk: Person, now: datetime) -> None:
    reply_to_use_review(review=_open_one(), reply=_REPLY, actor=desk, now=now)


def _decide_review(manager: Person, now: datetime) -> None:
    review = _open_one()
    decide_use_review(
        review=review, decision=Ask(review.asks), rationale=_WARNED, actor=manager, now=now
    )


def _open_one() -> UseReview:
    return UseReview.objects.select_related("contract").get(contract=row_of(IDLE), decision="")


def _notice(cast: Cast, weeks: Weeks) -> Iterator[Due]:
    """Follow one performance notice from its issue to money withheld, and the contract's end."""
    manager = cast.contract_manager
    yield weeks.in_week(1, 4, 10), partial(_pass_on, manager)
    yield weeks.in_week(4, 3, 10, 45), partial(_issue, manager)
    present = ("Contract manager, Northmere", "Medical director, Tarrow Bank")
    held = weeks.monday(5) + timedelta(days=3)
    yield _step(weeks, (5, 3), manager, verb="meet", held_on=held, present=present)
    yield _step(weeks, (6, 1), manager, verb="agree_plan", plan=_plan(weeks))
    yield _step(weeks, (6, 2), manager, verb="monitor")
    yield _step(weeks, (9, 1), manager, verb="breach", milestone="M1")
    yield _step(weeks, (9, 3), manager, verb="report", reason=_EXCEPTION)
    yield weeks.in_week(10, 1, 14), partial(_withhold, manager, weeks)
    yield weeks.in_week(11, 1, 12), partial(_plan_exit, manager)
    yield weeks.in_week(11, 3, 17), partial(_terminate, manager)


def _plan(weeks: Weeks) -> Plan:
    return Plan(
        1,
        weeks.monday(6) + timedelta(days=1),
        (
            Milestone("M1", "Lists held of those agreed", "95%", weeks.monday(8), "Theatre lead"),
            Milestone("M2", "Operations done of those agreed", "85%", weeks.monday(14),
                      "Medical director"),
        ),
    )  # fmt: skip


def _pass_on(manager: Person, now: datetime) -> None:
    row = row_of(FAILING)
    edge = Edge(
        FAILING.site, "Sound Sterile Services", frozenset({"Sterilising of instruments"}),
        row.value_pence // 50,
    )  # fmt: skip
    add_subcontract(contract=row, edge=edge, actor=manager, now=now)


def _issue(manager: Person, now: datetime) -> None:
    issue_performance_notice(
        contract=row_of(FAILING), clause="Lists held as agreed", evidence=_EVIDENCE,
        actor=manager, now=now,
    )  # fmt: skip


def _step(weeks: Weeks, on: tuple[int, int], manager: Person, **said: object) -> Due:
    return weeks.in_week(*on, 16, 5), partial(_move, manager, said)


def _move(manager: Person, said: dict[str, object], now: datetime) -> None:
    move_performance(case=_case(), actor=manager, now=now, **said)  # type: ignore[arg-type]


def _case() -> Performance:
    return Performance.objects.select_related("contract").get(contract=row_of(FAILING))


def _withhold(manager: Person, weeks: Weeks, now: datetime) -> None:
    row = row_of(FAILING)
    month = (weeks.monday(9) + timedelta(days=1)).replace(day=1)
    paid = contract_ledger(row, now).money[-5:-1]
    withhold_money(
        case=_case(), milestone="M1", month=month, rate_per_mille=20, actor=manager, now=now,
        base_pence=max(100, sum(each.due or 0 for each in paid)),
    )  # fmt: skip


def _plan_exit(manager: Person, now: datetime) -> None:
    plan = exit_plan_of(FAILING, day_of(now), ending=True)
    write_exit_plan(contract=row_of(FAILING), plan=plan, actor=manager, now=now)


def _terminate(manager: Person, now: datetime) -> None:
    terminate_contract(
        contract=row_of(FAILING), reason=_WHY_ENDED, minute="Board minute 7.2", actor=manager,
        last_day=day_of(now) + timedelta(days=DEALS[FAILING].notice_days), now=now,
    )  # fmt: skip
