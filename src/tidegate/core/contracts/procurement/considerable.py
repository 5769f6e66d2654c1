"""Whether a new contract would be considerably changed, which bars direct award process C."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from tidegate.core.contracts.procurement.table import ChangeLimits


@dataclass(frozen=True, slots=True)
class Change:
    """How the contract to be awarded differs from the one that it follows.

    Attributes:
        value_now_pence: lifetime value of the existing contract as it was entered into.
        value_new_pence: lifetime value of the one proposed.
        character_changed: whether it is materially different in character.
        by_the_buyer: whether the change in value is of the buyer's deciding.
    """

    value_now_pence: int
    value_new_pence: int
    character_changed: bool = False
    by_the_buyer: bool = True

    def __post_init__(self) -> None:
        if min(self.value_now_pence, self.value_new_pence) < 0:
            raise ValueError("lifetime values are 0 or more")


def considerable_change(change: Change, limits: ChangeLimits) -> tuple[bool, tuple[Reason, ...]]:
    """Say whether a change is considerable, and why (SI 2023/1348 reg. 6).

    A different character is enough; money is considerable only where both the amount and the share
    reach their limits, and the buyer decided it.
    """
    delta = change.value_new_pence - change.value_now_pence
    inputs = {"value_now_pence": change.value_now_pence, "value_new_pence": change.value_new_pence}
    if change.character_changed:
        detail = "It would be materially different in character."
        return True, (Reason("CHARACTER_CHANGED", detail, inputs, limits.version),)
    if not limits.met_by(delta, change.value_now_pence):
        detail = (
            f"The lifetime value does not change by both £{limits.pence // 100:,} "
            f"and {limits.percent}%."
        )
        return False, (Reason("NO_CONSIDERABLE_CHANGE", detail, inputs, limits.version),)
    if not change.by_the_buyer:
        detail = "The value changes by that much, but not because the buyer decided so."
        return False, (Reason("CHANGE_NOT_OF_THE_BUYER", detail, inputs, limits.version),)
    detail = (
        f"The lifetime value changes by £{limits.pence // 100:,} or more and by "
        f"{limits.percent}% or more."
    )
    return True, (Reason("VALUE_CHANGED", detail, inputs, limits.version),)
