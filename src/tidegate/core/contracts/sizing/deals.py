"""National deals for capacity, judged as insurance: what a bed cost, and what made it worth it.

A deal for a wave that may not come is a commitment like any other. Its last bed is worth having
only if the chance of the wave exceeds what standing by costs, as a share of what it averts.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tidegate.core.contracts.sizing.curve import Question, best_of, curve_of
from tidegate.core.contracts.sizing.demand import PastCounts
from tidegate.core.contracts.sizing.prices import Prices

DAYS_IN_A_MONTH = Fraction(1461, 48)
_OUTCOMES = 100


@dataclass(frozen=True, slots=True)
class Span:
    """A figure as published: one number, or from one to another."""

    low: Fraction
    high: Fraction

    def times(self, factor: Fraction | int) -> Span:
        """Return the figure, so many times as large."""
        return Span(self.low * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Deal:
    """What is public of one national deal; None is not known.

    Attributes:
        id, title: which.
        beds: physical ones.
        monthly_pounds: paid each month, standing by or in use.
        used_share: of what was offered, the share that was used.
        staffed_beds: as far as anybody said.
        surged_monthly_pounds: paid each month instead once it was called upon.
        guaranteed: share of the best weeks' value paid whatever is done.
        premium: added to the price of work above the guarantee.
    """

    id: str
    title: str
    beds: int
    monthly_pounds: Span
    used_share: Fraction | None = None
    staffed_beds: Span | None = None
    surged_monthly_pounds: Span | None = None
    guaranteed: Fraction | None = None
    premium: Fraction | None = None


def pounds_a_bed_day(monthly: Span, beds: Span) -> Span:
    """Return what a bed cost a day: least when it was cheap and there were many."""
    return Span(
        monthly.low / beds.high / DAYS_IN_A_MONTH, monthly.high / beds.low / DAYS_IN_A_MONTH
    )


def times_its_price(used_share: Fraction) -> Fraction | None:
    """Return how many times its quoted price a used unit of a block cost; None when none was."""
    return 1 / used_share if used_share else None


def paid_over_done(deal: Deal, done: Fraction) -> Fraction | None:
    """Return what a guarantee pays over the tariff of what was done; None when nothing was.

    Args:
        deal: one with a guarantee.
        done: value of the work done, as a share of that of the best weeks.
    """
    guaranteed, premium = deal.guaranteed or Fraction(0), deal.premium or Fraction(0)
    paid = guaranteed + max(Fraction(0), done - guaranteed) * (1 + premium)
    return paid / done if done else None


def chance_worth_standing_by(
    standby: Fraction, surged: Fraction, otherwise: Fraction
) -> Fraction | None:
    """Return the chance of a wave above which standing by costs less than doing without.

    Args:
        standby: what is paid when no wave comes.
        surged: what is paid when it does.
        otherwise: what the wave would cost without the deal.

    Returns:
        None where no chance is enough, because the deal saves nothing even in the wave.
    """
    if otherwise <= surged:
        return None
    return standby / (standby + otherwise - surged)


def best_beds(deal: Deal, ratio: Fraction, wave_percent: int) -> int:
    """Return the beds that the marginal rule buys when a wave that fills all comes so often.

    Args:
        deal: one whose share of use without a wave is known.
        ratio: the price of a bed over what being without one costs.
        wave_percent: of a hundred months, those with the wave.
    """
    quiet = int(deal.beds * (deal.used_share or 0) + Fraction(1, 2))
    outcomes = (quiet,) * (_OUTCOMES - wave_percent) + (deal.beds,) * wave_percent
    prices = Prices(block_pence=ratio.numerator, spot_pence=ratio.denominator)
    return best_of(curve_of(Question(prices, (PastCounts(outcomes),))))
