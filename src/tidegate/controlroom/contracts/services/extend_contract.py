"""Extend a contract: a later end, once somebody asked how good the service is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.models import Line, RolloverReview
from tidegate.controlroom.contracts.reviewing import review_of
from tidegate.controlroom.contracts.said import Said
from tidegate.controlroom.contracts.services.take_contract_step import take_contract_step
from tidegate.core.contracts.rollover import extension_refusals
from tidegate.core.contracts.terms.contract import monday_of
from tidegate.exchange.contracts.ending_terms import load_rollover_terms

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.contracts.said import Underway
    from tidegate.controlroom.log.services.record import Actor
    from tidegate.core.reasons import Reason


def extend_contract(
    *, contract: Contract, until: date, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Contract:
    """Let a running contract end later; lines that ran to its end run on with it.

    Raises:
        PermissionMissing: the actor may not.
        ContractRefused: ``REVIEW_NOT_SIGNED`` and the other reasons of ``extension_refusals``.
    """

    def by_the_review(locked: Contract) -> tuple[Reason, ...]:
        rows = RolloverReview.objects.filter(contract=locked, for_end=locked.end)
        row = rows.exclude(signed_at=None).order_by("-signed_at").first()
        return extension_refusals(
            None if row is None else review_of(row),
            end=locked.end,
            new_end=until,
            today=timezone.localdate(now),
            terms=load_rollover_terms(),
        )

    def extended(underway: Underway) -> None:
        locked = underway.contract
        last = monday_of(locked.end)
        for line in Line.objects.filter(contract=locked, last_week=last, released_from=None):
            line.last_week = monday_of(until)
            underway.rows.append(line)
        underway.headline = f"contract extended to {words.day(until)}"
        underway.facts |= {"was": locked.end, "until": until}
        locked.end = until

    return take_contract_step(
        contract=contract, verb="extend", actor=actor, now=now, on_behalf_of=on_behalf_of,
        said=Said(day=until), deed=extended, besides=by_the_review,
    )  # fmt: skip
