"""What a contract's ledger is made of: offers' own ledgers, and what the provider returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tidegate.core.contracts.terms.pay import MONDAY

if TYPE_CHECKING:
    from tidegate.core.contracts.payment.bed_nights import BedState
    from tidegate.core.transfers.ledger import Balance
    from tidegate.core.transfers.lifecycle.causes import UnusedCause


class Origin(StrEnum):
    """Where a figure comes from."""

    CONTRACT = "contract"
    RETURN = "return"
    OFFERS = "offers"
    RULE = "rule"
    NOWHERE = "nowhere"


ORIGIN_LABELS: dict[Origin, str] = {
    Origin.CONTRACT: "the contract",
    Origin.RETURN: "the provider’s return",
    Origin.OFFERS: "the offers’ ledger of use",
    Origin.RULE: "worked out",
    Origin.NOWHERE: "not reported",
}


@dataclass(frozen=True, slots=True)
class OfferUse:
    """What became of one offer's units, as its own ledger of use has it.

    Attributes:
        offer_id: of the offer.
        line_id: the contract line that it was made under.
        week: Monday of its week.
        balance: its units, each in one place.
        physical, claimed, observed: units that there are, that are staffed as the provider says,
            and as was seen; None is not said.
        said_by: who said each cause of ``balance.unused``.
    """

    offer_id: str
    line_id: str
    week: date
    balance: Balance
    physical: int | None = None
    claimed: int | None = None
    observed: int | None = None
    said_by: Mapping[UnusedCause, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UseReturn:
    """One version of a provider's statement of one line in one week; a blank is None, never 0.

    Attributes:
        line_id: of the line.
        week: Monday of the week.
        version: the newest counts.
        physical: units that there are, staffed or not.
        offered: units confirmed as available.
        staffed: units staffed, as the provider claims.
        observed: units staffed, as the buyer saw.
        booked, done: units with a date, and used.
        private_done: units of private-funded work with the same means.
        private_net_pence, cost_pence: net private revenue and audited cost of the week.
        unused: units that went unused, by cause.
        touch_minutes, session_minutes: of theatres.
        nights: nights of contracted beds by state.
        submitted_by: who said so; ``submitted_at`` when, where that is known.
        first_at: when the first version of the statement came, where that is known.
    """

    line_id: str
    week: date
    version: int = 1
    physical: int | None = None
    offered: int | None = None
    staffed: int | None = None
    observed: int | None = None
    booked: int | None = None
    done: int | None = None
    private_done: int | None = None
    private_net_pence: int | None = None
    cost_pence: int | None = None
    unused: Mapping[UnusedCause, int] = field(default_factory=dict)
    touch_minutes: int | None = None
    session_minutes: int | None = None
    nights: Mapping[BedState, int] = field(default_factory=dict)
    submitted_by: str = ""
    submitted_at: datetime | None = None
    first_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.week.weekday() != MONDAY:
            raise ValueError(f"week must be a Monday, not {self.week.isoformat()}")


@dataclass(frozen=True, slots=True)
class Sources:
    """All that one contract's ledger is made of, besides the contract."""

    offers: tuple[OfferUse, ...] = ()
    returns: tuple[UseReturn, ...] = ()

    def newest(self) -> Mapping[tuple[str, date], UseReturn]:
        """Return the version that counts of each line's week."""
        found: dict[tuple[str, date], UseReturn] = {}
        for each in sorted(self.returns, key=lambda each: each.version):
            found[each.line_id, each.week] = each
        return found

    def offers_by_week(self) -> Mapping[tuple[str, date], tuple[OfferUse, ...]]:
        """Return the offers of each line's week."""
        found: dict[tuple[str, date], tuple[OfferUse, ...]] = {}
        for each in self.offers:
            key = (each.line_id, each.week)
            found[key] = (*found.get(key, ()), each)
        return found
