"""What a unit costs: committed, above a guarantee, beyond the commitment, and not to be had.

All amounts are exact: integer pence, shares as fractions. Sources: spec, step-down 9 (block against
spot, the cost of overflow, exit) and transfers 2.5 (guarantee and premium).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

_ONE = Fraction(1)
_MOST_PENCE = 10**10  # a hundred million pounds for one unit in one week
_MOST_PREMIUM = 10


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of one unit for one week, and what goes with a commitment.

    Attributes:
        block_pence: a committed unit.
        spot_pence: a unit bought as it is needed, elsewhere.
        guaranteed: share of the committed units' price that is paid whatever is used; 1 is a block.
        premium: what is added to the price of units used above the guarantee, as a share.
        volume_pence: a unit beyond the commitment under the same contract (cost and volume), as
            long as the provider has any; None where the contract gives none.
        no_spot: the chance that no unit can be had elsewhere.
        delay_pence: what a week without a unit costs, such as an acute bed kept.
        exit_pence: what it costs to move a committed unit's work when the provider falls away.
        exit_hazard: the chance of that in a week.
        most: units that the provider can give in a week; None is without limit.

    Raises:
        ValueError: a value out of its range, named.
    """

    block_pence: int
    spot_pence: int
    guaranteed: Fraction = _ONE
    premium: Fraction = Fraction(0)
    volume_pence: int | None = None
    no_spot: Fraction = Fraction(0)
    delay_pence: int | None = None
    exit_pence: int = 0
    exit_hazard: Fraction = Fraction(0)
    most: int | None = None

    def __post_init__(self) -> None:
        for name in ("block_pence", "spot_pence", "volume_pence", "delay_pence", "exit_pence"):
            pence = getattr(self, name)
            if pence is not None and not 0 <= pence <= _MOST_PENCE:
                raise ValueError(f"{name} between 0 and {_MOST_PENCE:,}, not {pence:,}")
        for name in ("guaranteed", "no_spot", "exit_hazard"):
            share = getattr(self, name)
            if not 0 <= share <= 1:
                raise ValueError(f"{name} between 0 and 1, not {float(share):g}")
        if not 0 <= self.premium <= _MOST_PREMIUM:
            raise ValueError(f"premium between 0 and {_MOST_PREMIUM}, not {float(self.premium):g}")
        if self.no_spot and self.delay_pence is None:
            raise ValueError("delay_pence, because no_spot is above 0")
        if self.most is not None and self.most < 0:
            raise ValueError(f"most of 0 or more, not {self.most}")

    @property
    def overflow_pence(self) -> Fraction:
        """Return what a unit beyond everything contracted costs: (1 - q) x spot + q x delay."""
        return (1 - self.no_spot) * self.spot_pence + self.no_spot * (self.delay_pence or 0)

    @property
    def exit_risk_pence(self) -> Fraction:
        """Return the cost of an exit that is expected of a committed unit each week."""
        return self.exit_pence * self.exit_hazard

    @property
    def held_pence(self) -> Fraction:
        """Return what a committed unit costs in the comparison: its price and the risk of exit."""
        return self.block_pence + self.exit_risk_pence

    @property
    def extra_pence(self) -> Fraction | None:
        """Return the price of a unit beyond the commitment; None where elsewhere is as cheap."""
        if self.volume_pence is None or self.volume_pence >= self.overflow_pence:
            return None
        return Fraction(self.volume_pence)

    @property
    def beyond_pence(self) -> Fraction:
        """Return what the first unit beyond the commitment costs, under contract or elsewhere."""
        return self.overflow_pence if self.extra_pence is None else self.extra_pence

    @property
    def ratio(self) -> Fraction | None:
        """Return the price of a committed unit over that of one beyond; None when that is free."""
        return self.held_pence / self.beyond_pence if self.beyond_pence else None

    @property
    def is_block(self) -> bool:
        """Tell whether every committed unit is paid for, used or not."""
        return self.guaranteed == 1

    def paid_pence(self, committed: int, used: int) -> int:
        """Return what the provider is paid for the committed units of one week, to the penny.

        Args:
            committed: units committed to.
            used: units of them that were used.

        Raises:
            ValueError: more used than committed.
        """
        if not 0 <= used <= committed:
            raise ValueError(f"between 0 and {committed} units used, not {used}")
        guarantee = self.guaranteed * self.block_pence * committed
        above = max(Fraction(0), self.block_pence * used - guarantee)
        return to_the_penny(guarantee + above * (1 + self.premium))

    def cost_pence(self, committed: int, wanted: int) -> Fraction:
        """Return what one week costs when so many units are wanted, exactly.

        Args:
            committed: units committed to.
            wanted: units wanted; those beyond the commitment are bought wherever it is cheaper.
        """
        used = min(committed, wanted)
        guarantee = self.guaranteed * self.block_pence * committed
        above = max(Fraction(0), self.block_pence * used - guarantee)
        beyond = wanted - used
        extra = 0
        if self.extra_pence is not None:
            room = beyond if self.most is None else max(0, self.most - committed)
            extra = min(beyond, room)
        return (
            guarantee
            + above * (1 + self.premium)
            + self.exit_risk_pence * committed
            + self.beyond_pence * extra
            + self.overflow_pence * (beyond - extra)
        )


def price_per_use(paid_pence: int, used: int) -> Fraction | None:
    """Return what each unit that was used has cost, in pence; None, undefined, when none was."""
    return Fraction(paid_pence, used) if used else None


def to_the_penny(pence: Fraction) -> int:
    """Round to whole pence, halves up."""
    return math.floor(pence + Fraction(1, 2))
