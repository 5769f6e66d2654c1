"""Nights of contracted beds by the state that each bed was in, and which of them are paid for.

Source: spec, step-down 9. A bed closed by the home is never paid for. A bed held longer than
agreed, or for nobody by name, was empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.contracts.terms.pay import BlockBeds

_SECONDS = 3600


class BedState(StrEnum):
    """How a contracted bed stood in one night."""

    OCCUPIED = "occupied"
    HELD = "held"
    VOID = "void"
    CLOSED_BY_HOME = "closed_by_home"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class BedNight:
    """One bed in one night.

    Attributes:
        state: as the home reports it.
        at: midnight at which it is counted.
        held_since: from when it was held; needed for a held bed.
        named: whether it was held for a person by name.
    """

    state: BedState
    at: datetime | None = None
    held_since: datetime | None = None
    named: bool = False


def state_of(night: BedNight, terms: BlockBeds) -> BedState:
    """Return the state that a night counts as: held too long, or for nobody, is void."""
    if night.state is not BedState.HELD:
        return night.state
    if not night.named or night.at is None or night.held_since is None:
        return BedState.VOID
    held = (night.at - night.held_since).total_seconds() / _SECONDS
    return BedState.HELD if held <= terms.held_hours else BedState.VOID


def counted(nights: Iterable[BedNight], terms: BlockBeds) -> Mapping[BedState, int]:
    """Count nights by the state that they count as; every state is named."""
    found = Counter(state_of(night, terms) for night in nights)
    return {state: found[state] for state in BedState}


def payable_nights(nights: Mapping[BedState, int], terms: BlockBeds) -> int:
    """Return how many of a span's nights are paid for."""
    paid = [BedState.OCCUPIED, BedState.HELD]
    paid += [BedState.VOID] if terms.pays_void else []
    paid += [BedState.SUSPENDED] if terms.pays_suspended else []
    return sum(nights.get(state, 0) for state in paid)


def beds_pay(nights: Mapping[BedState, int], terms: BlockBeds) -> Fraction:
    """Return what a span's nights cost."""
    return Fraction(payable_nights(nights, terms) * terms.night_pence)


def price_per_used_night(cost: Fraction, occupied: int) -> Fraction | None:
    """Return what each night cost in which somebody lay in the bed; undefined where none did."""
    return cost / occupied if occupied else None
