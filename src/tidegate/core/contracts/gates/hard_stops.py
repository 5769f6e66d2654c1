"""Which hard stops stand against a contract, from what is known and what has been stated.

Each is a way in which a contract of £800 million collapsed after eight months in 2015: a legal form
that left VAT unfunded, no guarantee by the parents, a price never agreed, nobody who held the
whole of the remaining risk (National Audit Office, July 2016).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tidegate.core.contracts.gates.terms import GateTerms, HardStop, Statement
from tidegate.core.reasons import Reason


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What a gate knows of an arrangement; what nobody stated counts as open.

    Attributes:
        stated: the statements that somebody made with evidence.
        holder_of_risk: who bears what nobody else does; empty: nobody said.
        exit_plan: whether an exit plan without a gap is written.
        subcontract_faults: what is wrong with the subcontracts that are listed.
    """

    stated: frozenset[Statement] = frozenset()
    holder_of_risk: str = ""
    exit_plan: bool = False
    subcontract_faults: tuple[Reason, ...] = field(default=())


def standing_stops(arrangement: Arrangement, terms: GateTerms) -> tuple[Reason, ...]:
    """Return the hard stops that stand, each as a reason with its own code; empty: none does."""
    return tuple(
        Reason(f"STOP_{stop.upper()}", detail, inputs, terms.rules)
        for stop, detail, inputs in _standing(arrangement)
    )


def _standing(known: Arrangement) -> Iterator[tuple[HardStop, str, dict[str, object]]]:
    said = known.stated.__contains__
    missing = [one.value for one in (Statement.TAX_OPINION, Statement.TAX_FUNDED) if not said(one)]
    if missing:
        detail = "How the arrangement is taxed has no written opinion, or its cost no funding."
        yield HardStop.TAX_TREATMENT, detail, {"missing": missing}
    if not said(Statement.PROVIDER_HAS_ASSETS) and not said(Statement.GUARANTEE_HELD):
        detail = "The provider has no assets of its own, and nobody guarantees for it."
        yield HardStop.GUARANTEE, detail, {}
    open_terms = [
        one.value for one in (Statement.PRICE_AGREED, Statement.SCHEDULE_AGREED) if not said(one)
    ]
    if open_terms:
        detail = "The price, or the schedule of what is done for it, is still open."
        yield HardStop.PRICE_OR_SCHEDULE, detail, {"missing": open_terms}
    if not said(Statement.TRANSITION_COST_OWNED):
        yield HardStop.TRANSITION_COST, "Nobody is named who pays for the transition.", {}
    if not said(Statement.SUBCONTRACTS_COMPLETE) or known.subcontract_faults:
        codes = [fault.code for fault in known.subcontract_faults]
        detail = "The list of subcontracts is not complete, or does not hold together."
        yield HardStop.SUBCONTRACTS, detail, {"faults": codes}
    if not known.exit_plan:
        yield HardStop.EXIT_PLAN, "There is no complete exit plan.", {}
    if not known.holder_of_risk.strip():
        detail = "Nobody is named who holds the risk that nobody else bears."
        yield HardStop.RESIDUAL_RISK, detail, {}
