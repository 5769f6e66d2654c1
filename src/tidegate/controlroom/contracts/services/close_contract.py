"""Close a contract after its last day: each part of its scope went back, or stays with an owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.models import Residual
from tidegate.controlroom.contracts.said import Said
from tidegate.controlroom.contracts.services.contract_facts import newest_exit_plan
from tidegate.controlroom.contracts.services.take_contract_step import take_contract_step
from tidegate.core.contracts.exit_plan import closing_gaps
from tidegate.exchange.contracts.ending_terms import load_exit_terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.contracts.said import Underway
    from tidegate.controlroom.log.services.record import Actor
    from tidegate.core.contracts.exit_plan import Stays
    from tidegate.core.reasons import Reason


def close_contract(
    *,
    contract: Contract,
    returned: Sequence[str],
    stays: Sequence[Stays],
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Contract:
    """Close a contract; what stays with the provider stays on the register until it is settled.

    Args:
        contract: whose last day has passed.
        returned: parts of the exit plan's scope that went back, or over to somebody else.
        stays: parts that stay with the provider, each with its owner and a day to look again.
        actor: a contract manager of the buyer.
        now: when.
        on_behalf_of: ODS code of the organisation acted for; empty: the buyer.

    Raises:
        PermissionMissing: the actor may not.
        ContractRefused: part of the scope is left open, or a performance notice is.
    """

    def scope_left(locked: Contract) -> tuple[Reason, ...]:
        return closing_gaps(newest_exit_plan(locked), returned, stays, load_exit_terms())

    def closed(underway: Underway) -> None:
        underway.rows += [
            Residual(
                contract=underway.contract, scope=each.scope, owner=each.owner,
                review_on=each.review_on,
            )
            for each in stays
            if each.review_on is not None  # the guards have asked for it
        ]  # fmt: skip
        left = words.listed([each.scope for each in stays])
        underway.headline = (
            f"contract closed; {f'{left} stays' if left else 'nothing stays'} behind"
        )
        underway.facts |= {
            "returned": list(returned),
            "stays": {each.scope: each.owner for each in stays},
        }

    return take_contract_step(
        contract=contract, verb="close", actor=actor, now=now, on_behalf_of=on_behalf_of,
        said=Said(), deed=closed, besides=scope_left,
    )  # fmt: skip
