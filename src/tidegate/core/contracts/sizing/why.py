"""Why so many units and not one more: coded reasons."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tidegate.core.contracts.sizing.curve import slack
from tidegate.core.contracts.sizing.demand import AnyDay, Beyond, PastCounts, Quantiles
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from tidegate.core.contracts.sizing.curve import Curve, Question
    from tidegate.core.contracts.sizing.outlook import Outlook
    from tidegate.core.contracts.sizing.prices import Prices

RULE = "sizing 1"
FEW_WEEKS = 12  # fewer past weeks hardly tell how often demand is high


def why(
    question: Question, curve: Curve, best: Outlook, average: Outlook | None
) -> tuple[Reason, ...]:
    """Say which unit is bought last and why, what stops the next, and what the answer rests on."""
    prices = question.prices
    return (
        *_last(prices, curve, best.units),
        *_next(prices, curve, best.units),
        *_average(curve, best, average),
        *_prices(prices),
        *_demand(question, best.units),
    )


def _last(prices: Prices, curve: Curve, units: int) -> Iterator[Reason]:
    if not units:
        yield _reason("NO_UNIT_PAYS", "Not even the first unit pays.", {})
        return
    needed, saved = float(curve.needed[units]), _saved(curve, units)
    inputs: dict[str, object] = {"unit": units, "needed": needed, "saved_pence_a_week": saved}
    if _by_ratio(prices):
        ratio = _ratio(prices)
        detail = (
            f"Unit {units:,} is wanted in {needed:.1%} of weeks; it pays while that is more than "
            f"{ratio:.1%}, its price as a share of what a unit costs otherwise."
        )
        inputs["ratio"] = ratio
    else:
        detail = f"Unit {units:,} makes a week {_pounds(saved)} cheaper."
    yield _reason("LAST_UNIT_PAYS", detail, inputs)


def _next(prices: Prices, curve: Curve, units: int) -> Iterator[Reason]:
    following = units + 1
    if units == prices.most:
        yield _reason(
            "NO_MORE_TO_HAVE", f"The provider has no more than {units:,}.", {"most": units}
        )
        return
    if following > curve.most:
        detail = f"Unit {following:,} would not be wanted in any week."
        yield _reason("NEXT_UNIT_IDLE", detail, {"unit": following, "needed": 0.0})
        return
    needed, lost = float(curve.needed[following]), -_saved(curve, following)
    inputs: dict[str, object] = {"unit": following, "needed": needed, "lost_pence_a_week": lost}
    if _by_ratio(prices):
        ratio = _ratio(prices)
        detail = (
            f"Unit {following:,} would be wanted in {needed:.1%} of weeks only, which is not more "
            f"than {ratio:.1%}."
        )
        inputs["ratio"] = ratio
    elif abs(lost) * curve.weeks > slack(curve):
        detail = f"Unit {following:,} would make a week {_pounds(lost)} dearer."
    else:
        detail = f"Unit {following:,} would make a week no cheaper."
    yield _reason("NEXT_UNIT_IDLE", detail, inputs)


def _average(curve: Curve, best: Outlook, average: Outlook | None) -> Iterator[Reason]:
    if average is None:
        detail = "The average rule would go on for ever: a unit that is not used costs nothing."
        yield _reason("AVERAGE_RULE_HAS_NO_END", detail, {})
    elif average.cost_pence > best.cost_pence + slack(curve):
        lost = (average.cost_pence - best.cost_pence) / curve.weeks
        detail = (
            f"Judged by their average use, {average.units:,} units would pass too; they cost "
            f"{_pounds(lost)} a week more than {best.units:,}."
        )
        inputs: dict[str, object] = {"units": average.units, "lost_pence_a_week": lost}
        yield _reason("AVERAGE_RULE_BUYS_TOO_MUCH", detail, inputs)


def _prices(prices: Prices) -> Iterator[Reason]:
    if prices.volume_pence is not None and prices.extra_pence is None:
        yield _reason(
            "VOLUME_DEARER",
            "Units beyond the commitment are dearer under the contract than elsewhere.",
            {"volume_pence": prices.volume_pence, "overflow_pence": float(prices.overflow_pence)},
        )
    above = prices.block_pence * (1 + prices.premium)
    if not prices.is_block and above > prices.beyond_pence:
        yield _reason(
            "PREMIUM_DEARER",
            "A unit above the guarantee costs more than one elsewhere: use those first.",
            {"above_pence": float(above), "beyond_pence": float(prices.beyond_pence)},
        )


def _demand(question: Question, units: int) -> Iterator[Reason]:
    counted = [len(week.counts) for week in question.weeks if isinstance(week, PastCounts)]
    if counted and min(counted) < FEW_WEEKS:
        yield _reason(
            "FEW_WEEKS",
            f"Demand is known from {min(counted)} past weeks only, which hardly tell how often it "
            "is high.",
            {"weeks": min(counted)},
        )
    beyond = sum(
        1
        for week in question.weeks
        if isinstance(week, Quantiles | AnyDay | Beyond) and units > week.highest
    )
    if beyond:
        yield _reason(
            "BEYOND_FORECAST",
            f"In {beyond} of {len(question.weeks)} weeks the last unit lies beyond the highest "
            "quantile, where demand is assumed and not forecast.",
            {"weeks": beyond},
        )


def _by_ratio(prices: Prices) -> bool:
    """Tell whether one ratio decides for every unit: so it does for a block."""
    return prices.is_block and prices.ratio is not None


def _ratio(prices: Prices) -> float:
    return float(prices.ratio or 0)


def _saved(curve: Curve, unit: int) -> float:
    """Return what a unit saves in a week, on average, in pence."""
    return float(curve.cost[unit - 1] - curve.cost[unit]) / curve.weeks


def _pounds(pence: float) -> str:
    return f"£{pence / 100:,.2f}"


def _reason(code: str, detail: str, inputs: dict[str, object]) -> Reason:
    return Reason(code, detail, inputs, RULE)
