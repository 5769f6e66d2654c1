"""Extend a contract: a later end, once somebody asked how good the service is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.models import Line, RolloverReview, Terms
from tidegate.controlroom.contracts.reviewing import review_of
from tidegate.controlroom.contracts.said import Said
from tidegate.controlroom.contracts.services.contract_facts import gates_passed
from tidegate.controlroom.contracts.services.modify_contract import modify_contract
from tidegate.controlroom.contracts.services.take_contract_step import take_contract_step
from tidegate.core.contracts.gates.decide import missing_before_extension
from tidegate.core.contracts.procurement.modification import Ground, Proposed
from tidegate.core.contracts.rollover import extension_refusals
from tidegate.core.contracts.terms.contract import monday_of
from tidegate.exchange.contracts.ending_terms import load_rollover_terms
from tidegate.exchange.contracts.gate_terms import load_gate_terms

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.contracts.said import Underway
    from tidegate.controlroom.log.services.record import Actor
    from tidegate.core.reasons import Reason

PROVIDED_FOR = Proposed(Ground.PROVIDED_FOR, term_changed=True)


def extend_contract(
    *,
    contract: Contract,
    until: date,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    proposed: Proposed = PROVIDED_FOR,
    advice: str = "",
) -> Contract:
    """Let a running contract end later; lines that ran to its end run on with it.

    Args:
        contract: which contract.
        until: its new last day.
        actor: a contract manager of the buyer.
        now: when.
        on_behalf_of: ODS code of the organisation acted for; empty: the buyer.
        proposed: on what ground, and what it adds to the lifetime value: an extension is a change
            that the law weighs.
        advice: where the law is not in these rules, who says on which ground it is allowed.

    Raises:
        PermissionMissing: the actor may not.
        ContractRefused: ``REVIEW_NOT_SIGNED`` and the other reasons of ``extension_refusals``; a
            complex contract whose gate was not passed; or what the law says.
    """

    def by_the_review(locked: Contract) -> tuple[Reason, ...]:
        rows = RolloverReview.objects.filter(contract=locked, for_end=locked.end)
        row = rows.exclude(signed_at=None).order_by("-signed_at").first()
        by_gate = missing_before_extension(gates_passed(locked), load_gate_terms())
        by_review = extension_refusals(
            None if row is None else review_of(row),
            end=locked.end,
            new_end=until,
            today=timezone.localdate(now),
            terms=load_rollover_terms(),
        )
        return (*by_review, *(by_gate if locked.complex_why else ()))

    def extended(underway: Underway) -> None:
        locked = underway.contract
        last = monday_of(locked.end)
        for line in Line.objects.filter(contract=locked, last_week=last, released_from=None):
            line.last_week = monday_of(until)
            underway.rows.append(line)
        newest = Terms.objects.filter(contract=locked).order_by("-version").first()
        modify_contract(
            contract=locked, version=newest.version if newest else 1, actor=actor, now=now,
            proposed=replace(proposed, term_changed=True), on_behalf_of=on_behalf_of,
            advice=advice,
        )  # fmt: skip
        underway.headline = f"contract extended to {words.day(until)}"
        underway.facts |= {"was": locked.end, "until": until}
        locked.end = until

    return take_contract_step(
        contract=contract, verb="extend", actor=actor, now=now, on_behalf_of=on_behalf_of,
        said=Said(day=until, ground=proposed.ground.value), deed=extended, besides=by_the_review,
    )  # fmt: skip
