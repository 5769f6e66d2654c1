"""Open the selection for a contract: say which law governs it, or what to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Contract, Selection
from tidegate.controlroom.contracts.procurement import TABLE
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.procurement.regime import RegimeFound, regime
from tidegate.core.contracts.procurement.regimes import REGIME_LABELS, Regime, SelectionState
from tidegate.core.contracts.working_days import day_of

if TYPE_CHECKING:
    from datetime import date, datetime


@transaction.atomic
def open_selection(  # noqa: PLR0913 - all by keyword: what a selection is opened with
    *,
    contract: Contract,
    process_started: date,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    stated: Regime | None = None,
    stated_why: str = "",
    light_touch: bool = False,
) -> Selection:
    """Open the one selection of a contract; where the law was not known, open it anew.

    Args:
        contract: to be awarded, or awarded before it was known here.
        process_started: the day on which the process started, which decides the law.
        actor: who opens it.
        now: when.
        on_behalf_of: ODS code acted for, if not the buyer itself.
        stated: the law that somebody says governs, where the rule can only ask.
        stated_why: who says so and why.
        light_touch: whether the light touch of the Procurement Act applies.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: there is one already, or a law is stated that the rule knows better or
            nobody gave a reason for.
    """
    acted_for = hold_to_reach(actor, MANAGE, contract.buyer, on_behalf_of)
    locked = Contract.objects.select_for_update().get(pk=contract.pk)
    before = Selection.objects.filter(contract=locked).first()
    if before is not None and before.regime != Regime.UNKNOWN:
        raise refuse("SELECTION_OPEN", "A selection was opened for this contract already.")
    if process_started > day_of(now):
        raise refuse("DAY_TO_COME", "Say when the process started: that day is still to come.")
    found = _law(locked, process_started, stated, stated_why)
    row = before or Selection(contract=locked, state=SelectionState.OPEN.value)
    row.regime, row.process_started = found.regime.value, process_started
    row.content = {
        "light_touch": light_touch and found.regime is Regime.PA23,
        "regime_reasons": [
            {"code": reason.code, "detail": reason.detail} for reason in found.reasons
        ],
    }
    row.opened_by, row.opened_at = identify(actor)[0], now
    row.save()
    record(
        kind="selection_opened",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"contract:{locked.reference}",
        headline=f"{locked.reference}: selection opened, {REGIME_LABELS[found.regime]}",
        facts={
            "regime": found.regime,
            "process_started": process_started,
            "reasons": [reason.code for reason in found.reasons],
            "rules": TABLE.label,
        },
        now=now,
    )
    return row


def _law(contract: Contract, started: date, stated: Regime | None, why: str) -> RegimeFound:
    """Return the law by the rule, or the one stated where the rule can only ask."""
    found = regime(contract.service, contract.cpv, started, TABLE.regimes)
    if stated is None:
        return found
    if found.regime is not Regime.UNKNOWN:
        detail = f"{REGIME_LABELS[found.regime]} governs: {found.reasons[0].detail}"
        raise refuse("LAW_KNOWN", detail, regime=found.regime.value)
    if not why.strip():
        raise refuse("REASON_NEEDED", "Say who says which law governs, and why.")
    detail = f"Stated by hand: {why.strip()}"
    reason = refuse("LAW_STATED", detail, asked=found.reasons[0].code).reasons[0]
    return RegimeFound(stated, (*found.reasons, reason))
