"""What falls due for a span of days: the basis says how, the facts of use say how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from tidegate.core.contracts.payment.bed_nights import BedState, beds_pay
from tidegate.core.contracts.payment.cost_recovery import cost_pay
from tidegate.core.contracts.payment.guarantee import guarantee_pay, guaranteed, idle
from tidegate.core.contracts.terms.pay import Basis

if TYPE_CHECKING:
    from tidegate.core.contracts.terms.terms import Terms

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Used:
    """What was used in a span of days, as money needs it. Amounts are exact pence.

    Attributes:
        days: that count.
        value: of the units done, at tariff with market forces, within each line's cap.
        contracted_value: of the units contracted, likewise.
        minimum_value: of the minimum takes that fall into these days.
        minimum_idle: what of them no unit was done for, line by line.
        premia: what premia add.
        standing: what the positions of switches cost besides.
        cost_pence, net_private_pence: of the provider, audited; None where a week is not reported.
        nights: of contracted beds by state.
        minimum_by_line: minimum take and value done of each line, so that weeks which are settled
            together set one against the other.
    """

    days: int
    value: Fraction = _NONE
    contracted_value: Fraction = _NONE
    minimum_value: Fraction = _NONE
    minimum_idle: Fraction = _NONE
    premia: Fraction = _NONE
    standing: Fraction = _NONE
    cost_pence: int | None = None
    net_private_pence: int | None = None
    nights: Mapping[BedState, int] = field(default_factory=dict)
    minimum_by_line: Mapping[str, tuple[Fraction, Fraction]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Due:
    """What falls due, exact pence.

    Attributes:
        paid: all of it; None where it cannot be known yet.
        value: what the same work costs at tariff.
        fixed: what is paid whatever is used.
        idle: what was paid for nothing.
        missing: what must be reported before ``paid`` is known.
    """

    paid: Fraction | None
    value: Fraction
    fixed: Fraction
    idle: Fraction
    missing: tuple[str, ...] = ()

    @property
    def ratio(self) -> Fraction | None:
        """Paid to tariff value (ECR): 1 is parity; undefined where nothing was done."""
        return self.paid / self.value if self.paid is not None and self.value else None

    @property
    def standby_premium(self) -> Fraction | None:
        """What was paid above tariff: the price of having the capacity stand by."""
        return None if self.paid is None else self.paid - self.value


def due(terms: Terms, basis: Basis, used: Used) -> Due:
    """Return what falls due on a basis for what was used."""
    found = _BY_BASIS[basis](terms, used)
    if not used.standing:
        return found
    paid = None if found.paid is None else found.paid + used.standing
    return Due(paid, found.value, found.fixed + used.standing, found.idle, found.missing)


def _tariff(_: Terms, used: Used) -> Due:
    """A price for each unit; minimum takes are paid for line by line, used or not."""
    paid = used.value + used.minimum_idle + used.premia
    return Due(paid, used.value, used.minimum_value, used.minimum_idle)


def _guarantee(terms: Terms, used: Used) -> Due:
    assert terms.guarantee is not None  # noqa: S101 - terms check it of each basis
    fixed = guaranteed(terms.guarantee, used.days)
    paid = guarantee_pay(fixed, used.value, terms.guarantee.above, used.premia)
    return Due(paid, used.value, fixed, idle(fixed, used.value))


def _cost_recovery(terms: Terms, used: Used) -> Due:
    """Audited cost; of it, the share that contracted work not done would have had is idle."""
    assert terms.cost_recovery is not None  # noqa: S101 - terms check it of each basis
    if used.cost_pence is None:
        return Due(None, used.value, _NONE, _NONE, ("cost",))
    weeks = Fraction(used.days, 7)
    paid = cost_pay(terms.cost_recovery, used.cost_pence, used.net_private_pence or 0, weeks)
    missing = () if used.net_private_pence is not None else ("private revenue",)
    unused = _NONE
    if used.contracted_value:
        unused = 1 - min(Fraction(1), used.value / used.contracted_value)
    return Due(paid, used.value, paid, max(_NONE, paid) * unused, missing)


def _block_beds(terms: Terms, used: Used) -> Due:
    """Payable nights; those of them in which nobody lay in the bed are idle."""
    assert terms.block_beds is not None  # noqa: S101 - terms check it of each basis
    paid = beds_pay(used.nights, terms.block_beds)
    taken = used.nights.get(BedState.OCCUPIED, 0) * terms.block_beds.night_pence
    return Due(paid, used.value, paid, paid - taken)


_BY_BASIS = {
    Basis.TARIFF: _tariff,
    Basis.GUARANTEE: _guarantee,
    Basis.COST_RECOVERY: _cost_recovery,
    Basis.BLOCK_BEDS: _block_beds,
}
