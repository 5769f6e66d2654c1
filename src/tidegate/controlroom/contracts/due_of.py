"""What is due of a contract: notices, meetings, replies, plans, reviews, and its last day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.procurement import TABLE
from tidegate.controlroom.contracts.queries import contracts as queries
from tidegate.controlroom.contracts.queries import use
from tidegate.core.contracts.lifecycle.states import IN_FORCE, ContractState
from tidegate.core.contracts.months import months_after
from tidegate.core.contracts.performance.states import OPEN, PerformanceState
from tidegate.core.contracts.rollover import review_asked
from tidegate.exchange.contracts.ending_terms import load_exit_terms, load_rollover_terms

if TYPE_CHECKING:
    from tidegate.controlroom.contracts.models import (
        Contract,
        ExitPlan,
        Invoice,
        Notice,
        Performance,
        Residual,
        RolloverReview,
        UseReview,
    )
    from tidegate.controlroom.directory.viewer import Viewer

Due = tuple[str, date | None]
"""What is due, in words, and by when; None where nobody has said."""
PAYMENT = timedelta(days=30)
"""By when an invoice is to be paid (Procurement Act 2023, s. 68), and so decided."""


@dataclass(frozen=True, slots=True)
class DueRows:
    """The rows beneath a contract from which something may be due.

    Attributes:
        buys: whether they are looked at from the buyer's side.
        cases, residuals: of either side.
        reviews, invoices: of its use; those that are decided ask for nothing.
        notices, exit_plans, rollovers: the buyer's own, newest plan first.
    """

    buys: bool
    cases: Sequence[Performance] = ()
    residuals: Sequence[Residual] = ()
    reviews: Sequence[UseReview] = ()
    invoices: Sequence[Invoice] = ()
    notices: Sequence[Notice] = ()
    exit_plans: Sequence[ExitPlan] = ()
    rollovers: Sequence[RolloverReview] = ()


def due_of(viewer: Viewer, contract: Contract, today: date) -> list[Due]:
    """Return what is due of a contract as far as a viewer sees it: in words, and by when."""
    rows = DueRows(
        buys=queries.buys(viewer, contract),
        cases=queries.cases(viewer, contract),
        residuals=queries.residuals(viewer, contract),
        reviews=use.use_reviews(viewer, contract),
        invoices=use.invoices(viewer, contract),
        notices=queries.notices(viewer, contract),
        exit_plans=queries.exit_plans(viewer, contract),
        rollovers=queries.rollovers(viewer, contract),
    )
    return due_from(contract, rows, today)


def due_from(contract: Contract, rows: DueRows, today: date) -> list[Due]:
    """Return what is due of a contract by the rows beneath it that somebody sees."""
    state = ContractState(contract.state)
    found = [*_cases(rows), *_residuals(rows), *_use(rows, today)]
    if state in IN_FORCE:
        found += [*_notices(rows)]
        found += [*_exit_plan(contract, rows)] if rows.buys else []
    if state is ContractState.RUNNING and rows.buys:
        found += _review(contract, rows, today)
    if state is ContractState.SIGNED:
        found.append(("Starts", contract.start))
    if state is ContractState.EXITING:
        found.append(("Last day of service; close it then", contract.ends_on))
    return found


def _cases(rows: DueRows) -> Iterator[Due]:
    for case in rows.cases:
        if PerformanceState(case.state) in OPEN:
            yield f"Next step of performance notice {case.number}", case.due_on


def _residuals(rows: DueRows) -> Iterator[Due]:
    for one in rows.residuals:
        if one.settled_on is None:
            yield f"Stayed with the provider, look again: {one.scope}", one.review_on


def _use(rows: DueRows, today: date) -> Iterator[Due]:
    for one in rows.reviews:
        if one.decision:
            continue
        if one.replied_at is None and today <= one.reply_by:
            yield "The provider’s reply to the review of its use", one.reply_by
        else:
            yield "Decide the review of its use", one.reply_by
    for charged in rows.invoices:
        if not charged.decision:
            by = words.local_day(charged.received_at) + PAYMENT
            yield f"Decide invoice {charged.number}", by


def _notices(rows: DueRows) -> Iterator[Due]:
    for one in rows.notices:
        if one.published_on is None:
            yield f"Publish: {notice_label(one.kind)} ({one.because})", one.due_on


def notice_label(kind: str) -> str:
    """Return a notice of the law as people say it."""
    return next((rule.label for rule in TABLE.notices if rule.kind == kind), kind)


def _exit_plan(contract: Contract, rows: DueRows) -> Iterator[Due]:
    if not rows.exit_plans:
        yield "Write an exit plan: there is none", contract.start
        return
    newest, terms = rows.exit_plans[0], load_exit_terms()
    written = words.local_day(newest.written_at)
    yield "Write the exit plan anew", months_after(written, terms.refresh_months)
    tried = newest.dry_run_on or contract.start
    yield "Try the exit out", months_after(tried, terms.dry_run_months)


def _review(contract: Contract, rows: DueRows, today: date) -> Iterator[Due]:
    asked = review_asked(contract.end, today, load_rollover_terms())
    signed = any(
        row.signed_at is not None and row.for_end == contract.end for row in rows.rollovers
    )
    if asked is not None and asked >= contract.start and not signed:
        yield "Review the service before its end", asked
