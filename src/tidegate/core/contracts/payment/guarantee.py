"""Pay under a guarantee: what is paid whatever is used, and what work above it earns.

Source: spec, transfers 2.5: ``P = G + max(0, V - G) * (1 + r) + premia``; what is idle is
``max(0, G - V)``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.core.contracts.terms.pay import Guarantee


def guaranteed(guarantee: Guarantee, days: int) -> Fraction:
    """Return the guaranteed amount of so many days, exact pence."""
    return guarantee.daily_pence * days


def guarantee_pay(
    fixed: Fraction, value: Fraction, above: Fraction, premia: Fraction = Fraction(0)
) -> Fraction:
    """Return what is paid for work of a tariff value against a guaranteed amount."""
    return fixed + max(Fraction(0), value - fixed) * (1 + above) + premia


def idle(fixed: Fraction, value: Fraction) -> Fraction:
    """Return what of a guaranteed amount no work was done for."""
    return max(Fraction(0), fixed - value)
