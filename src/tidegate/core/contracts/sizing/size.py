"""Size a contract: the number of units that costs least, what to expect of it, and why not more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.core.contracts.sizing.curve import best_of, curve_of, units_by_average
from tidegate.core.contracts.sizing.outlook import outlook
from tidegate.core.contracts.sizing.sensitivity import sensitivity
from tidegate.core.contracts.sizing.why import why

if TYPE_CHECKING:
    from tidegate.core.contracts.sizing.curve import Curve, Question
    from tidegate.core.contracts.sizing.outlook import Outlook
    from tidegate.core.contracts.sizing.sensitivity import Case
    from tidegate.core.reasons import Reason


@dataclass(frozen=True, slots=True, eq=False)
class Sized:
    """The answer.

    Attributes:
        question: what was asked.
        curve: every number of units that was weighed.
        best: the number that costs least, and what to expect of it.
        none: what to expect without a commitment.
        average: of the number up to which the average rule buys; None where it knows no end.
        reasons: which unit is bought last and why, and what to be careful about.
        cases: what changes when something is not as said.
    """

    question: Question
    curve: Curve
    best: Outlook
    none: Outlook
    average: Outlook | None
    reasons: tuple[Reason, ...]
    cases: tuple[Case, ...]


def size(question: Question) -> Sized:
    """Weigh every number of units and return the cheapest, of equals the smallest.

    The N-th unit is bought only while P(demand ≥ N) exceeds its price ratio, which for a block is
    the same as least cost; with a guarantee or a premium the cost itself decides.

    Raises:
        ValueError: the guarantee is so small a share that there is no end of numbers to try.
    """
    curve = curve_of(question)
    best = best_of(curve)
    by_average = units_by_average(curve, question.prices)
    chosen = outlook(question, curve, best)
    average = None if by_average is None else outlook(question, curve, by_average)
    return Sized(
        question=question,
        curve=curve,
        best=chosen,
        none=outlook(question, curve, 0),
        average=average,
        reasons=why(question, curve, chosen, average),
        cases=sensitivity(question, best),
    )
