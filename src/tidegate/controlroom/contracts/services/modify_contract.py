"""Weigh a change of a contract in force by the law it was awarded under, and keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.models import Contract, Modification, Notice, Selection
from tidegate.controlroom.contracts.procurement import TABLE, in_force
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import ContractRefused, refuse
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.procurement.modification import GROUNDS, Proposed, Weighed, weigh
from tidegate.core.contracts.procurement.notice_rules import Step
from tidegate.core.contracts.working_days import day_of
from tidegate.core.reasons import Reason, Verdict

if TYPE_CHECKING:
    from datetime import date, datetime

CHANGED_BY = "version"
"""Key of a notice's content that says which version of the terms it was published for."""


@transaction.atomic
def modify_contract(
    *,
    contract: Contract,
    version: int,
    proposed: Proposed,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    advice: str = "",
) -> Modification:
    """Keep a change that the law allows, and queue the notice that it owes.

    It is called within the step that writes the new version of the terms.

    Args:
        contract: which contract.
        version: of the terms that the change makes.
        proposed: the change.
        actor: who makes it.
        now: when.
        on_behalf_of: ODS code acted for, if not the buyer itself.
        advice: where the law is not in these rules, who says on which ground it is allowed.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: the law does not allow it, a notice must come first, or advice is missing.
    """
    acted_for = hold_to_reach(actor, MANAGE, contract.buyer, on_behalf_of)
    locked = Contract.objects.select_for_update().get(pk=contract.pk)
    weighed = weigh_change(locked, proposed)
    first = _notice_before(locked, weighed)
    if found := _refusals(weighed, advice, first):
        raise ContractRefused(found)
    row = Modification.objects.create(
        contract=locked, version=version, ground=proposed.ground.value,
        delta_pence=proposed.delta_pence, cumulative_pence=weighed.cumulative_pence,
        character_changed=proposed.character_changed, reasons=_written(weighed, advice),
        made_by=identify(actor)[0], made_at=now,
    )  # fmt: skip
    queued = _queue(locked, weighed, day_of(now))
    if first is not None:
        first.content = first.content | {CHANGED_BY: version}
        first.save()
    record(
        kind="contract_modified",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"contract:{locked.reference}",
        headline=(
            f"{locked.reference}: change of {words.pounds(proposed.delta_pence)}, "
            f"{words.pounds(weighed.cumulative_pence)} with all before"
        ),
        facts={
            "version": version,
            "ground": proposed.ground,
            "said": GROUNDS[proposed.ground],
            "delta_pence": proposed.delta_pence,
            "cumulative_pence": weighed.cumulative_pence,
            "reasons": [each.code for each in weighed.reasons],
            "advice": advice.strip(),
            "queued": queued,
        },
        now=now,
    )
    return row


def weigh_change(contract: Contract, proposed: Proposed) -> Weighed:
    """Return what the law says to a change, with every change so far; nothing is kept."""
    selection = Selection.objects.filter(contract=contract).first()
    earlier = list(Modification.objects.filter(contract=contract))
    return weigh(proposed, in_force(contract, selection, earlier), TABLE.modification)


def _written(weighed: Weighed, advice: str) -> list[dict[str, str]]:
    """Return the reasons as a row keeps them, with the advice that was taken."""
    kept = [{"code": each.code, "detail": each.detail} for each in weighed.reasons]
    return [*kept, {"code": "ADVICE", "detail": advice.strip()}] if advice.strip() else kept


def _refusals(weighed: Weighed, advice: str, first: Notice | None) -> tuple[Reason, ...]:
    if weighed.verdict in {Verdict.REFUSE, Verdict.UNKNOWN}:
        return weighed.reasons
    found: tuple[Reason, ...] = ()
    if weighed.verdict is Verdict.REFER and not advice.strip():
        detail = f"{weighed.reasons[0].detail} Say who says so, and on which ground."
        found += refuse("ADVICE_NEEDED", detail).reasons
    if _first_kind(weighed) and first is None:
        detail = "Publish the contract change notice before the change."
        found += refuse("NOTICE_MISSING", detail, kind=_first_kind(weighed)).reasons
    return found


def _first_kind(weighed: Weighed) -> str:
    """Return the kind of notice that must stand before the change; empty: none."""
    before = {rule.kind for rule in TABLE.notices if rule.before is Step.MODIFICATION}
    return next((kind for kind in weighed.notices if kind in before), "")


def _notice_before(contract: Contract, weighed: Weighed) -> Notice | None:
    """Return the notice that stands for this change and for none before it."""
    rows = Notice.objects.filter(
        contract=contract, kind=_first_kind(weighed), published_on__isnull=False
    )
    return next((row for row in rows if CHANGED_BY not in row.content), None)


def _queue(contract: Contract, weighed: Weighed, today: date) -> dict[str, date]:
    """Queue the notices that become due by the change, and return their days."""
    rules = {rule.kind: rule for rule in TABLE.notices if rule.before is None}
    queued = {kind: rules[kind].due_on(today) for kind in weighed.notices if kind in rules}
    for kind, due_on in queued.items():
        Notice.objects.create(
            contract=contract, kind=kind, due_on=due_on, because=f"changed on {words.day(today)}"
        )
    return queued
