"""Sign a contract for one side; the second signature makes it signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.models import Signature, Terms
from tidegate.controlroom.contracts.services.take_contract_step import take_contract_step
from tidegate.core.lifecycle import Side

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.contracts.said import Underway
    from tidegate.controlroom.log.services.record import Actor

VERBS = {Side.BUYER: "sign_for_buyer", Side.PROVIDER: "sign_for_provider"}


def sign_contract(
    *, contract: Contract, side: Side, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Contract:
    """Sign the newest version of the terms for a side.

    Raises:
        PermissionMissing: the actor may not sign for this side.
        ContractRefused: ``SAME_PERSON`` for whoever wrote the terms or signed for the other side,
            which leaves an entry; a standstill or an open representation; a gate, the exit plan,
            a subcontract or the holder of residual risk that is missing.
    """

    def signed(underway: Underway) -> None:
        newest = Terms.objects.filter(contract=underway.contract).order_by("-version").first()
        version = newest.version if newest else 0
        underway.rows.append(
            Signature(
                contract=underway.contract, version=version, side=side.value,
                signed_by=underway.said_by, signed_by_name=underway.said_by_name,
                signed_at=underway.now,
            )
        )  # fmt: skip
        underway.headline = f"signed for the {side.value}, version {version}"
        underway.facts |= {"side": side.value, "version": version}

    return take_contract_step(
        contract=contract, verb=VERBS[side], actor=actor, now=now, on_behalf_of=on_behalf_of,
        deed=signed,
    )  # fmt: skip
