"""What to expect of one number of committed units."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.core.contracts.sizing.demand import quantile_of

if TYPE_CHECKING:
    from tidegate.core.contracts.sizing.curve import Curve, Question


@dataclass(frozen=True, slots=True)
class Outlook:
    """One number of units over the whole term; money in pence, all of it on average but ``sure``.

    Attributes:
        units: committed each week.
        needed: the chance that the last of them is wanted in a week; None of no unit.
        used: units of the commitment used, over the term.
        utilisation: used over committed; None when none is committed.
        sure_pence: what is paid even if nothing is used, exact.
        paid_pence: what is paid for the commitment.
        effective_pence: paid for each unit used; None, undefined, when none is.
        idle_pence: what is paid for guaranteed units that are not used.
        idle_low_pence, idle_high_pence: between which that lies, weeks moving together.
        extra, overflow: units bought under the contract beyond the commitment, and elsewhere.
        exit_risk_pence: the cost of an exit times its chance.
        cost_pence: all of it, what is bought beyond the commitment too.
        saving_pence: less than without any commitment; negative when it costs more.
        saving: the same as a share of what it costs without; None when that is nothing.
    """

    units: int
    needed: float | None
    used: float
    utilisation: float | None
    sure_pence: int
    paid_pence: float
    effective_pence: float | None
    idle_pence: float
    idle_low_pence: float
    idle_high_pence: float
    extra: float
    overflow: float
    exit_risk_pence: float
    cost_pence: float
    saving_pence: float
    saving: float | None


def outlook(question: Question, curve: Curve, units: int) -> Outlook:
    """Say what to expect of so many units; beyond the curve each further one only stays idle."""
    prices, weeks = question.prices, curve.weeks
    at = min(units, curve.most)
    further = units - at
    risk = float(prices.exit_risk_pence) * further * weeks
    sure = prices.guaranteed * prices.block_pence * further * weeks
    used, paid = float(curve.used[at]), float(curve.paid[at]) + float(sure)
    cost = float(curve.cost[at]) + float(sure) + risk
    low, high = _idle_between(question, units)
    return Outlook(
        units=units,
        needed=None if not units else 0.0 if further else float(curve.needed[at]),
        used=used,
        utilisation=used / (units * weeks) if units else None,
        sure_pence=prices.paid_pence(units, 0) * weeks,
        paid_pence=paid,
        effective_pence=paid / used if used else None,
        idle_pence=float(curve.idle[at]) + float(sure),
        idle_low_pence=low,
        idle_high_pence=high,
        extra=float(curve.extra[at]),
        overflow=float(curve.overflow[at]),
        exit_risk_pence=float(curve.exit_risk[at]) + risk,
        cost_pence=cost,
        saving_pence=float(curve.cost[0]) - cost,
        saving=(float(curve.cost[0]) - cost) / float(curve.cost[0]) if curve.cost[0] else None,
    )


def _idle_between(question: Question, units: int) -> tuple[float, float]:
    """Return how little and how much may be idle, if all weeks are low or high together.

    Weeks that do not move together even each other out: the interval is the cautious one.
    """
    prices, outside = question.prices, (1 - question.interval) / 2
    held = float(prices.guaranteed) * units
    low = high = 0.0
    for week, times in Counter(question.weeks).items():
        tail = week.survival()
        low += times * max(0.0, held - quantile_of(tail, 1 - outside))
        high += times * max(0.0, held - quantile_of(tail, outside))
    return prices.block_pence * low, prices.block_pence * high
