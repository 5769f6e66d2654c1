"""What a surge would cost, on both denominators: each physical bed, and each bed with staff.

Beds that nobody can staff treat nobody: in January 2022 about 5,600 beds were bought of which 2,000
to 3,000 were thought to be staffable. A cost per physical bed alone hides that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tidegate.core.contracts.payment.rounding import whole_pence


@dataclass(frozen=True, slots=True)
class Range:
    """From the lowest to the highest; pence or beds."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError("a range goes from the lowest to the highest, none below zero")


@dataclass(frozen=True, slots=True)
class Beds:
    """Beds by the three numbers that are kept apart; None where nobody said.

    Attributes:
        physical: beds that there are.
        claimed: of these with staff, as providers say.
        observed: of these with staff, as somebody saw.
    """

    physical: Range | None = None
    claimed: Range | None = None
    observed: Range | None = None

    def by_name(self) -> Mapping[str, Range | None]:
        """Return them by name, in the order of how sure they are to be too many."""
        return {"physical": self.physical, "claimed": self.claimed, "observed": self.observed}


def per_bed(cost: Range, beds: Range | None) -> Range | None:
    """Return pence a bed, from the lowest cost over most beds to the highest over fewest.

    None where nobody said how many beds there are, or there may be none.
    """
    if beds is None or beds.low == 0:
        return None
    return Range(
        whole_pence(Fraction(cost.low, beds.high)), whole_pence(Fraction(cost.high, beds.low))
    )


def on_each_denominator(cost: Range, beds: Beds) -> Mapping[str, Range | None]:
    """Return pence a bed on each denominator, by its name."""
    return {name: per_bed(cost, one) for name, one in beds.by_name().items()}
