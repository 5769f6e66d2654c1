"""Give notice to end a contract for the buyer: a board decided it, and the exit plan is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.models import (
    ExitPlan,
    Modification,
    Notice,
    Selection,
    Signature,
)
from tidegate.controlroom.contracts.procurement import life_of, rules_of
from tidegate.controlroom.contracts.said import Said
from tidegate.controlroom.contracts.services.contract_facts import tree_of
from tidegate.controlroom.contracts.services.take_contract_step import take_contract_step
from tidegate.core.contracts.procurement.notice_rules import Event
from tidegate.core.contracts.procurement.notices import owed
from tidegate.core.contracts.subcontracts import affected

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.contracts.said import Underway
    from tidegate.controlroom.log.services.record import Actor


def terminate_contract(  # noqa: PLR0913 - all by keyword: what a notice to end says
    *,
    contract: Contract,
    last_day: date,
    reason: str,
    minute: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    at_once: bool = False,
) -> Contract:
    """Give notice; the exit plan comes into use, and the notices that the law asks for are queued.

    Args:
        contract: signed, running or suspended.
        last_day: of service.
        reason: why.
        minute: reference of the board minute that decided it.
        actor: who signs for the buyer.
        now: when.
        on_behalf_of: ODS code of the organisation acted for; empty: the buyer.
        at_once: the notice is shorter than agreed, for a reason that the contract knows.

    Raises:
        PermissionMissing: the actor may not.
        ContractRefused: no minute, an exit plan that is missing, incomplete or old, a notice that
            is too short, or no reason.
    """

    def ended(underway: Underway) -> None:
        locked = underway.contract
        locked.ends_on = last_day
        plan = ExitPlan.objects.filter(contract=locked).order_by("-version").first()
        if plan is not None:
            plan.active_from = now
            underway.rows.append(plan)
        notices = _notices_of_the_end(locked)
        underway.rows += notices
        underway.headline = f"notice given to end it on {words.day(last_day)}"
        underway.facts |= {
            "notices": {row.kind: row.due_on for row in notices},
            "subcontracts": [edge.sub for edge in affected(tree_of(locked), locked.provider)],
            "exit_plan": plan.version if plan else None,
            "at_once": at_once,
        }

    return take_contract_step(
        contract=contract, verb="terminate", actor=actor, now=now, on_behalf_of=on_behalf_of,
        said=Said(reason=reason, day=last_day, minute=minute, at_once=at_once), deed=ended,
    )  # fmt: skip


def _notices_of_the_end(contract: Contract) -> list[Notice]:
    """Return the notices that the end of a contract makes due, and that are not queued yet."""
    selection = Selection.objects.select_related("contract").filter(contract=contract).first()
    if selection is None or contract.ends_on is None:
        return []
    selection.contract = contract
    signed = list(Signature.objects.filter(contract=contract))
    changed = list(Modification.objects.filter(contract=contract))
    due = owed(life_of(selection, signed, changed), rules_of(selection), contract.ends_on)
    queued = set(Notice.objects.filter(contract=contract).values_list("kind", flat=True))
    return [
        Notice(contract=contract, kind=one.rule.kind, due_on=one.due_on, because=one.because)
        for one in due
        if one.rule.event is Event.END and one.rule.kind not in queued
    ]
