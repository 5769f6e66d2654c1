"""The ledger of use: what became of each unit that was offered, so that the totals always tie.

An offer's ledger is a list of movements that are only ever added to. Contracts, the offers page
and the next plan read their totals from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.core.transfers.lifecycle.causes import UnusedCause


class Movement(StrEnum):
    """What happens to units of an offer."""

    OFFERED = "offered"
    CUT = "cut"
    TAKEN = "taken"
    RELEASED = "released"
    BOOKED = "booked"
    UNBOOKED = "unbooked"
    MISSED = "missed"
    DONE = "done"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Moved:
    """One line of the ledger: so many units, and why where that is owed.

    ``CUT``, ``MISSED`` and ``UNUSED`` carry a cause. A unit is ``TAKEN`` when a patient has agreed,
    ``BOOKED`` when it has a date, ``DONE`` when the patient was treated.
    """

    movement: Movement
    units: int
    cause: UnusedCause | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """An offer's units, each in exactly one place.

    Attributes:
        offered: units ever offered.
        free: units that nobody has.
        agreed: taken by a patient, without a date.
        booked: with a date, not yet done.
        done: used.
        unused: gone unused, by cause; those that the provider took back included.
    """

    offered: int
    free: int
    agreed: int
    booked: int
    done: int
    unused: Mapping[UnusedCause, int]

    @property
    def taken(self) -> int:
        """Units that a patient has or had: no other may take them."""
        return self.agreed + self.booked + self.done


class UnitsDoNotTieError(ValueError):
    """A movement takes a unit that is not there."""


# From which pot a movement takes its units, and into which it puts them.
_POTS: Mapping[Movement, tuple[str, str]] = {
    Movement.OFFERED: ("", "free"),
    Movement.CUT: ("free", "unused"),
    Movement.TAKEN: ("free", "agreed"),
    Movement.RELEASED: ("agreed", "free"),
    Movement.BOOKED: ("agreed", "booked"),
    Movement.UNBOOKED: ("booked", "agreed"),
    Movement.MISSED: ("booked", "unused"),
    Movement.DONE: ("booked", "done"),
    Movement.UNUSED: ("free", "unused"),
}
NEED_A_CAUSE = frozenset({Movement.CUT, Movement.MISSED, Movement.UNUSED})


def balance(movements: Iterable[Moved]) -> Balance:
    """Add up a ledger in the order in which it was written.

    Raises:
        UnitsDoNotTieError: a movement of no units, one without the cause that it owes, or one that
            takes more than is there; which one is said.
    """
    pots: Counter[str] = Counter()
    unused: Counter[UnusedCause] = Counter()
    offered = 0
    for number, one in enumerate(movements, 1):
        source, target = _POTS[one.movement]
        if one.units < 1:
            raise UnitsDoNotTieError(f"movement {number}: {one.movement} of {one.units} units")
        if (one.movement in NEED_A_CAUSE) != (one.cause is not None):
            raise UnitsDoNotTieError(f"movement {number}: {one.movement} with cause {one.cause}")
        if source and pots[source] < one.units:
            raise UnitsDoNotTieError(
                f"movement {number}: {one.movement} of {one.units}, but {pots[source]} {source}"
            )
        pots[source] -= one.units if source else 0
        pots[target] += one.units
        offered += one.units if one.movement is Movement.OFFERED else 0
        if one.cause is not None:
            unused[one.cause] += one.units
    return Balance(
        offered, pots["free"], pots["agreed"], pots["booked"], pots["done"], dict(unused)
    )


def added(balances: Iterable[Balance]) -> Balance:
    """Add up the balances of several offers."""
    unused: Counter[UnusedCause] = Counter()
    offered = free = agreed = booked = done = 0
    for one in balances:
        offered, free = offered + one.offered, free + one.free
        agreed, booked, done = agreed + one.agreed, booked + one.booked, done + one.done
        unused.update(one.unused)
    return Balance(offered, free, agreed, booked, done, dict(unused))
