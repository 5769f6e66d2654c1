"""How much must still be used so that the money spent buys work at a price one accepts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The least use at which paid to tariff value (ECR) comes down to a target.

    Attributes:
        value: tariff value needed over the whole term, exact pence.
        units_left: units still to be done, at the average price of the contract.
        weeks_left: whole weeks in which that can be.
        per_week: units in each of them; None where no week is left and units are.
    """

    value: Fraction
    units_left: int
    weeks_left: int
    per_week: int | None

    @property
    def reached(self) -> bool:
        """Whether enough was used already."""
        return self.units_left == 0


def break_even(
    fixed: Fraction,
    value_so_far: Fraction,
    unit_price: Fraction,
    weeks_left: int,
    target: Fraction = Fraction(1),
) -> BreakEven | None:
    """Return what is still to be used; None where no use reaches the target.

    A guaranteed amount ``G`` is spread over the value ``V`` of what is used: ``G / V`` falls until
    ``V = G``, where it is 1. Work above it costs tariff or more, so a target below 1 is never met.

    Args:
        fixed: what is paid over the whole term, whatever is used.
        value_so_far: tariff value of what was done.
        unit_price: average tariff of a unit.
        weeks_left: of the term.
        target: the ratio that one accepts.
    """
    if target < 1 or unit_price <= 0:
        return None
    needed = fixed / target
    units = max(0, ceil((needed - value_so_far) / unit_price))
    if not units:
        return BreakEven(needed, 0, weeks_left, 0)
    per_week = ceil(Fraction(units, weeks_left)) if weeks_left > 0 else None
    return BreakEven(needed, units, weeks_left, per_week)
