"""The one place in which an amount becomes whole pence.

Amounts are exact fractions of a penny until they are said or paid. Then they are rounded half up,
once, and never added up after rounding: a week's amount is what the whole so far comes to, less
what it came to a week before, so that weeks add up to the settlement to the penny.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

_HALF = Fraction(1, 2)


def whole_pence(amount: Fraction) -> int:
    """Round an exact amount to whole pence, half a penny up."""
    return floor(amount + _HALF)
