"""Revise a draft: a new version of its terms, and other lines where they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Contract, Line, Terms
from tidegate.controlroom.contracts.new_lines import lines_of, refuse_unusable_terms
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.contracts.services.draft_contract import refuse_taken_lines
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.lifecycle.states import ContractState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from tidegate.controlroom.contracts.new_contract import NewLine


@transaction.atomic
def revise_draft(  # noqa: PLR0913 - all by keyword: what a draft may be changed in
    *,
    contract: Contract,
    terms: Mapping[str, object],
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    reason: str = "",
    lines: Sequence[NewLine] | None = None,
    holder_of_risk: str | None = None,
) -> Contract:
    """Write a new version of a draft's terms; earlier signatures do not count for it.

    Args:
        contract: a draft.
        terms: content of the new version.
        actor: a contract manager of the buyer.
        now: when.
        on_behalf_of: ODS code of the organisation acted for; empty: the buyer.
        reason: why.
        lines: all lines as they are to be; None: as they are.
        holder_of_risk: who bears what nobody else does; None: as it is.

    Raises:
        PermissionMissing: the actor may not draft contracts of this buyer.
        ContractRefused: ``NOT_A_DRAFT``; terms or lines that cannot be.
    """
    acted_for = hold_to_reach(actor, MANAGE, contract.buyer, on_behalf_of)
    locked = Contract.objects.select_for_update().get(pk=contract.pk)
    if locked.state != ContractState.DRAFT.value:
        raise refuse("NOT_A_DRAFT", "Only a draft is revised; take it back to draft first.")
    refuse_unusable_terms(terms)
    newest = Terms.objects.filter(contract=locked).order_by("-version").first()
    version = newest.version + 1 if newest else 1
    if lines is not None:
        Line.objects.filter(contract=locked).delete()
        rows = lines_of(locked, lines)
        refuse_taken_lines(rows)
        Line.objects.bulk_create(rows)
    if holder_of_risk is not None:
        locked.holder_of_risk = holder_of_risk
        locked.save(update_fields=["holder_of_risk"])
    Terms.objects.create(
        contract=locked, version=version, content=dict(terms), from_day=locked.start,
        reason=reason, written_by=identify(actor)[0], written_at=now,
    )  # fmt: skip
    record(
        kind="contract_drafted",
        actor=actor,
        subject=subject_of(locked),
        headline=f"{locked.reference}: draft revised, version {version} of its terms",
        facts={"version": version, "reason": reason, "lines": lines is not None},
        on_behalf_of=acted_for,
        now=now,
    )
    return locked
