"""What the releases of a process have told so far, as far as the lints ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from tidegate.core.contracts.ocds.walking import (
    Object,
    amount_of,
    currency_of,
    listed,
    name_of,
    part,
)


@dataclass(slots=True)
class Standing:
    """An award or contract as it stands after some releases.

    Attributes:
        fields: newest value of each field.
        amendments: identifiers of the amendments told of.
        paid: amount of each transaction, with its currency.
        agreed: the value that was agreed last, by signature or amendment.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    amendments: set[str] = field(default_factory=set)
    paid: dict[str, tuple[Decimal, str]] = field(default_factory=dict)
    agreed: Object = field(default_factory=dict)


@dataclass(slots=True)
class Seen:
    """Parties, awards and contracts of a process, by identifier, and when bids closed."""

    bids_closed: object = None
    parties: set[str] = field(default_factory=set)
    awards: dict[str, Standing] = field(default_factory=dict)
    contracts: dict[str, Standing] = field(default_factory=dict)

    def take_in(self, release: Object) -> None:
        """Add what a release tells."""
        period = part(part(release, "tender"), "tenderPeriod")
        self.bids_closed = period.get("endDate") or self.bids_closed
        self.parties |= {name_of(one) for _, one in listed(release, "parties")}
        for name, kept in (("awards", self.awards), ("contracts", self.contracts)):
            for path, one in listed(release, name):
                standing = kept.setdefault(name_of(one), Standing())
                standing.fields |= {key: each for key, each in one.items() if each is not None}
                standing.paid |= dict(paid_in(one, path))

    def settle(self, release: Object) -> None:
        """Take the values of a release as agreed, once they were looked at."""
        for name, kept in (("awards", self.awards), ("contracts", self.contracts)):
            for path, one in listed(release, name):
                standing = kept[name_of(one)]
                fresh = new_amendments(standing, one, path)
                if amount_of(one.get("value")) is not None and (fresh or not standing.agreed):
                    standing.agreed = part(one, "value")
                standing.amendments |= fresh

    def award_of(self, contract: Object) -> Object:
        """Return the award that a contract names, as it stands; empty where nobody told of it."""
        standing = self.awards.get(str(contract.get("awardID")))
        return standing.fields if standing else {}


def new_amendments(standing: Standing, one: Object, path: str) -> set[str]:
    """Return the amendments that a release tells of an award or contract for the first time."""
    told = {name_of(each) or place for place, each in listed(one, "amendments", path)}
    old_way = part(one, "amendment")
    if old_way:
        told.add(f"amendment {old_way.get('date', '')}")
    return told - standing.amendments


def paid_in(contract: Object, path: str) -> Iterator[tuple[str, tuple[Decimal, str]]]:
    """Yield each payment of a contract: its identifier, amount and currency."""
    implementation = part(contract, "implementation")
    for place, one in listed(implementation, "transactions", f"{path}/implementation"):
        value = one.get("value") or one.get("amount")
        amount = amount_of(value)
        if amount is not None:
            yield name_of(one) or place, (amount, currency_of(value))
