"""Keep that a notice was published: on which day, where, and what made it due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.models import Modification, Notice, Selection, Signature
from tidegate.controlroom.contracts.procurement import (
    criteria_of,
    life_of,
    published_of,
    route_of,
    rules_of,
)
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import ContractRefused, refuse
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.procurement.criteria import criteria_refusals
from tidegate.core.contracts.procurement.notice_rules import Event, NoticeRule, Step
from tidegate.core.contracts.procurement.notices import Due, missing_before, owed, standing
from tidegate.core.contracts.procurement.regimes import Regime, SelectionState
from tidegate.core.contracts.procurement.urgent import Item, item_refusals
from tidegate.core.contracts.working_days import day_of

if TYPE_CHECKING:
    from datetime import datetime

AHEAD = timedelta(days=366)
"""How far ahead of its event a notice may be published."""

URGENT_KINDS = {"psr_urgent_award", "psr_urgent_modification"}
_OF_THE_BUYER = {Event.QUARTER, Event.HALF_YEAR, Event.FINANCIAL_YEAR}
"""What makes notices due that are the buyer's rather than a contract's."""


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice as it was published.

    Attributes:
        kind: of the table of notices.
        published_on: the day.
        ref: where it can be found.
        items: for an urgent award or change, what it says, by item.
    """

    kind: str
    published_on: date
    ref: str = ""
    items: Mapping[Item, str] = field(default_factory=dict)


@transaction.atomic
def publish_notice(
    *, selection: Selection, new: NewNotice, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Notice:
    """Keep a notice; an intention to award moves the selection into its standstill.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: the law and route know no such notice, nothing makes it due, it stands
            already, another must come first, its day cannot be, or it leaves out what it must say.
    """
    acted_for = hold_to_reach(actor, MANAGE, selection.contract.buyer, on_behalf_of)
    rows = Selection.objects.select_for_update().select_related("contract")
    locked = rows.get(pk=selection.pk)
    notices = list(Notice.objects.filter(contract=locked.contract_id))
    rule = _rule(locked, new)
    _ask_what_forbids(locked, notices, rule, new, day_of(now))
    row = _row(locked, notices, rule, day_of(now))
    row.published_on, row.ref = new.published_on, new.ref.strip()
    row.content = row.content | {item.value: text.strip() for item, text in new.items.items()}
    row.published_by = identify(actor)[0]
    row.save()
    if rule.starts_standstill:
        locked.state = SelectionState.STANDSTILL.value
        locked.save()
    contract = locked.contract
    record(
        kind="notice_published",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"contract:{contract.reference}",
        headline=f"{contract.reference}: {rule.label} of {words.day(new.published_on)}",
        facts={
            "notice": rule.kind,
            "published_on": new.published_on,
            "due_on": row.due_on,
            "stands": standing(row.due_on, row.published_on, day_of(now)),
            "ref": row.ref,
            "state": locked.state,
        },
        now=now,
    )
    return row


def _rule(selection: Selection, new: NewNotice) -> NoticeRule:
    found = next((rule for rule in rules_of(selection) if rule.kind == new.kind), None)
    if found is None:
        detail = "The law and route of this selection know no such notice."
        raise refuse("NOTICE_NOT_OF_THIS_LAW", detail, kind=new.kind)
    return found


def _ask_what_forbids(
    selection: Selection,
    notices: list[Notice],
    rule: NoticeRule,
    new: NewNotice,
    today: date,
) -> None:
    if new.published_on > today:
        raise refuse("DAY_TO_COME", "Say when it was published: that day is still to come.")
    if rule.event not in _OF_THE_BUYER and new.published_on < selection.process_started:
        raise refuse("BEFORE_THE_PROCESS", "That is before the process started.")
    if rule.kind in URGENT_KINDS and (missing := item_refusals(new.items)):
        raise ContractRefused(missing)
    if rule.starts_standstill:
        _ask_about_an_intention(selection, notices, new)


def _ask_about_an_intention(selection: Selection, notices: list[Notice], new: NewNotice) -> None:
    if SelectionState(selection.state) is not SelectionState.CHOSEN:
        detail = "An intention is published once a route is chosen, and none stands."
        raise refuse("INTENTION_NOT_NOW", detail, state=selection.state)
    regime, route = Regime(selection.regime), route_of(selection)
    if missing := criteria_refusals(regime, route, criteria_of(selection)):
        raise ContractRefused(missing)
    life, stands = life_of(selection), published_of(notices)
    if missing := missing_before(
        Step.INTENTION, life, stands, rules_of(selection), new.published_on
    ):
        raise ContractRefused(missing)


def _row(selection: Selection, notices: list[Notice], rule: NoticeRule, today: date) -> Notice:
    """Return the row to fill: one that is queued, else a new one for what makes it due."""
    queued = [row for row in notices if row.kind == rule.kind and row.published_on is None]
    if queued:
        return min(queued, key=lambda row: (row.due_on or date.max, row.pk))
    due = _due(selection, notices, rule, today)
    return Notice(
        contract=selection.contract,
        kind=rule.kind,
        due_on=due.due_on if due else None,
        because=due.because if due else "",
    )


def _due(selection: Selection, notices: list[Notice], rule: NoticeRule, today: date) -> Due | None:
    """Return what makes it due, the oldest first; None for what a buyer publishes of its own."""
    signatures = Signature.objects.filter(contract=selection.contract_id)
    modifications = Modification.objects.filter(contract=selection.contract_id)
    life = life_of(selection, list(signatures), list(modifications))
    stand = {(row.kind, row.due_on) for row in notices if row.published_on}
    found = [
        due
        for due in owed(life, rules_of(selection), today + AHEAD)
        if due.rule.kind == rule.kind
        and (due.due_on is None or (rule.kind, due.due_on) not in stand)
    ]
    if found:
        return min(found, key=lambda due: due.due_on or date.min)
    if rule.event is None or rule.event in _OF_THE_BUYER:
        return None
    detail = f"{rule.label}: nothing makes it due, or it was published already."
    raise refuse("NOTICE_NOT_DUE", detail, kind=rule.kind)
