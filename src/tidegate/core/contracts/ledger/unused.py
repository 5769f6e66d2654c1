"""Why units of a line's week went unused: each with a cause, and who said so.

What was said at the time of an offer's unit stands first; the return adds what it says beyond that;
units that were never offered, and units offered that nobody booked, have their cause by rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.core.contracts.ledger.sources import Origin
from tidegate.core.transfers.lifecycle.causes import UnusedCause

if TYPE_CHECKING:
    from tidegate.core.contracts.ledger.sources import OfferUse, UseReturn

BY_RULE = "rule of the ledger"
# Causes of units that never came to be offered; they explain what is contracted and not offered.
BEFORE_OFFER = frozenset(
    {UnusedCause.NOT_STAFFED, UnusedCause.HELD_FOR_SURGE, UnusedCause.WITHDRAWN}
)


@dataclass(frozen=True, slots=True)
class Unused:
    """So many units that went unused.

    Attributes:
        cause: why.
        units: how many.
        said_by: who said so: an identity of the record, or the rule.
        origin: where it was said.
    """

    cause: UnusedCause
    units: int
    said_by: str
    origin: Origin


def unused_units(
    contracted: int,
    offered: int | None,
    staffed: int | None,
    done: int | None,
    offers: Sequence[OfferUse],
    returned: UseReturn | None,
    *,
    over: bool,
) -> tuple[Unused, ...]:
    """Return every unit that went unused, with its cause.

    Args:
        contracted: units of the week.
        offered: the figure that counts; None is not reported, here and below.
        staffed: as the provider claims.
        done: units used.
        offers: of the line's week.
        returned: the return that counts.
        over: whether the week is past; before that nothing is put down to a rule.
    """
    said = [*_of_offers(offers), *_of_return(offers, returned)]
    if not over or (offered is None and done is None):
        return tuple(said)
    units = max(contracted, offered or 0, done or 0)
    left = max(0, units - (done or 0) - sum(each.units for each in said))
    by_rule = [
        Unused(cause, many, BY_RULE, Origin.RULE)
        for cause, many in _by_rule(contracted, offered, staffed, said, returned, left)
    ]
    return (*said, *by_rule)


def _of_offers(offers: Sequence[OfferUse]) -> Iterable[Unused]:
    for offer in offers:
        for cause, units in sorted(offer.balance.unused.items()):
            if units:
                yield Unused(cause, units, offer.said_by.get(cause, ""), Origin.OFFERS)


def _of_return(offers: Sequence[OfferUse], returned: UseReturn | None) -> Iterable[Unused]:
    """Yield what a return says beyond what the offers' ledger knows of the same cause."""
    if returned is None:
        return
    known: Counter[UnusedCause] = Counter()
    for offer in offers:
        known.update(offer.balance.unused)
    for cause, units in sorted(returned.unused.items()):
        if (further := units - known[cause]) > 0:
            yield Unused(cause, further, returned.submitted_by, Origin.RETURN)


def _by_rule(
    contracted: int,
    offered: int | None,
    staffed: int | None,
    said: Sequence[Unused],
    returned: UseReturn | None,
    left: int,
) -> Iterable[tuple[UnusedCause, int]]:
    """Yield causes of what nobody explained: not staffed, not offered, not booked."""
    if offered is not None:
        # A unit that an offer's ledger lost was offered once; a return counts what still stands.
        net = returned is not None and returned.offered is not None
        explained = sum(
            each.units
            for each in said
            if each.cause in BEFORE_OFFER and (net or each.origin is Origin.RETURN)
        )
        never = min(left, max(0, contracted - offered - explained))
        bare = 0 if staffed is None else max(0, contracted - max(staffed, offered) - explained)
        unstaffed = min(never, bare)
        yield from _some(UnusedCause.NOT_STAFFED, unstaffed)
        yield from _some(UnusedCause.WITHDRAWN, never - unstaffed)
        left -= never
        if returned is not None and returned.booked is not None:
            empty = sum(each.units for each in said if each.cause is UnusedCause.NOT_BOOKED)
            yield from _some(
                UnusedCause.NOT_BOOKED, min(left, max(0, offered - returned.booked - empty))
            )


def _some(cause: UnusedCause, units: int) -> Iterable[tuple[UnusedCause, int]]:
    if units > 0:
        yield cause, units
