"""Vary a contract: a new version of its terms, on a ground that the law knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.models import Line, Terms
from tidegate.controlroom.contracts.new_lines import lines_of, refuse_unusable_terms
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import Said
from tidegate.controlroom.contracts.services.draft_contract import refuse_taken_lines
from tidegate.controlroom.contracts.services.modify_contract import modify_contract
from tidegate.controlroom.contracts.services.take_contract_step import take_contract_step
from tidegate.core.contracts.procurement.modification import Ground

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.contracts.new_contract import NewLine
    from tidegate.controlroom.contracts.said import Underway
    from tidegate.controlroom.log.services.record import Actor
    from tidegate.core.contracts.procurement.modification import Proposed


def vary_contract(  # noqa: PLR0913 - all by keyword: what a variation is
    *,
    contract: Contract,
    terms: Mapping[str, object],
    from_day: date,
    proposed: Proposed,
    reason: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    agreed: str = "",
    advice: str = "",
    lines: Sequence[NewLine] = (),
) -> Contract:
    """Write a new version of the terms of a contract in force, weighed by the law.

    Args:
        contract: signed or running.
        terms: content of the new version.
        from_day: from when it is in force.
        proposed: on what ground, and what it adds to the lifetime value.
        reason: why.
        actor: a contract manager of the buyer.
        now: when.
        on_behalf_of: ODS code of the organisation acted for; empty: the buyer.
        agreed: where the provider's agreement can be read; only a change that the contract itself
            provides for needs none.
        advice: where the law is not in these rules, who says on which ground it is allowed.
        lines: lines that are added.

    Raises:
        PermissionMissing: the actor may not.
        ContractRefused: the lifecycle, the law, or terms and lines that cannot be.
    """

    def varied(underway: Underway) -> None:
        _write_terms(underway, terms, from_day, reason)
        _add_lines(underway, lines)
        version = underway.facts["version"]
        modify_contract(
            contract=underway.contract, version=version, proposed=proposed, actor=actor, now=now,
            on_behalf_of=on_behalf_of, advice=advice,
        )  # fmt: skip
        underway.headline = f"contract varied, version {version}"
        underway.facts |= {"agreed": agreed, "delta_pence": proposed.delta_pence}

    if proposed.ground is not Ground.PROVIDED_FOR and not agreed.strip():
        detail = "Say where the provider's agreement can be read."
        raise refuse("AGREEMENT_NEEDED", detail, ground=proposed.ground.value)
    refuse_unusable_terms(terms)
    return take_contract_step(
        contract=contract, verb="vary", actor=actor, now=now, on_behalf_of=on_behalf_of,
        said=Said(reason=reason, ground=proposed.ground.value), deed=varied,
    )  # fmt: skip


def _write_terms(
    underway: Underway, content: Mapping[str, object], from_day: date, reason: str
) -> None:
    newest = Terms.objects.filter(contract=underway.contract).order_by("-version").first()
    version = newest.version + 1 if newest else 1
    underway.rows.append(
        Terms(
            contract=underway.contract, version=version, content=dict(content), from_day=from_day,
            reason=reason, written_by=underway.said_by, written_at=underway.now,
        )
    )  # fmt: skip
    underway.facts |= {"version": version, "from_day": from_day}


def _add_lines(underway: Underway, new: Sequence[NewLine]) -> None:
    before = Line.objects.filter(contract=underway.contract).count()
    rows = lines_of(underway.contract, new, before + 1)
    refuse_taken_lines(rows)
    underway.rows += rows
    underway.facts["lines_added"] = [row.line_id for row in rows]
