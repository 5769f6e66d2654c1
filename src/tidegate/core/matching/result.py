"""What a solve hands back: the plan, its proof, and a coded reason for whatever is left over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import polars as pl


class Status(StrEnum):
    """How a solve ended."""

    WITHIN_TARGET = "within_target"
    STOPPED_EARLY = "stopped_early"
    EMPTY = "empty"


ASSIGNMENTS: Mapping[str, pl.DataType] = {
    "pathway_id": pl.String(),
    "offer_id": pl.String(),
    "count": pl.Int32(),
    "value": pl.Float64(),
    "minutes": pl.Float64(),
}
UNMATCHED: Mapping[str, pl.DataType] = {
    "pathway_id": pl.String(),
    "count": pl.Int32(),
    "code": pl.String(),
    "detail": pl.String(),
}
OFFER_USE: Mapping[str, pl.DataType] = {
    "offer_id": pl.String(),
    "units": pl.Int32(),
    "used": pl.Int32(),
    "unused": pl.Int32(),
    "price": pl.Float64(),
    "cause": pl.String(),
}
CONTRACTS: Mapping[str, pl.DataType] = {
    "line_id": pl.String(),
    "contract_id": pl.String(),
    "payer": pl.String(),
    "minimum_take": pl.Int32(),
    "cap": pl.Int32(),
    "used": pl.Int32(),
    "spend_pence": pl.Int64(),
    "idle_pence": pl.Int64(),
    "price": pl.Float64(),
}
PRICES: Mapping[str, pl.DataType] = {
    "kind": pl.String(),
    "id": pl.String(),
    "price": pl.Float64(),
}
EQUITY: Mapping[str, pl.DataType] = {
    "imd_quintile": pl.Int8(),
    "waiting": pl.Int64(),
    "treated": pl.Int64(),
    "refused": pl.Int64(),
    "selection_rate": pl.Float64(),
    "refusal_rate": pl.Float64(),
}
ALTERNATIVES: Mapping[str, pl.DataType] = {
    "pathway_id": pl.String(),
    "rank": pl.Int8(),
    "offer_id": pl.String(),
    "value": pl.Float64(),
    "minutes": pl.Float64(),
    "margin": pl.Float64(),
}
RELAXING: Mapping[str, pl.DataType] = {
    "rule": pl.String(),
    "subject": pl.String(),
    "detail": pl.String(),
    "people": pl.Int64(),
    "points": pl.Float64(),
    "best_points": pl.Float64(),
    "words": pl.String(),
}


def _no_alternatives() -> pl.DataFrame:
    return pl.DataFrame(schema=dict(ALTERNATIVES))


def _no_relaxing() -> pl.DataFrame:
    return pl.DataFrame(schema=dict(RELAXING))


@dataclass(frozen=True, slots=True)
class Result:
    """An assignment, how far it can be from the best, and why the rest stayed unmatched.

    Attributes:
        status: how the solve ended; an empty or infeasible problem is a result like any other.
        objective: sum of values less the price of spending above minimum takes, in points.
        bound: what no plan can exceed, in points; recomputed over all pathways and offers.
        gap: what is missing from the bound, as a share of it; 0 when the bound is 0.
        violations: constraint → by how much it is broken; empty when every one is kept.
        assignments: columns ``ASSIGNMENTS``; value and minutes are per person.
        unmatched: columns ``UNMATCHED``; one row per pathway with people left over.
        offers: columns ``OFFER_USE``; price is what one more unit is worth, in points.
        contracts: columns ``CONTRACTS``; spend is above the minimum take, idle is below it.
        prices: columns ``PRICES``: the certificate; budget prices are per £1,000.
        equity: columns ``EQUITY`` by deprivation quintile (1 most deprived; null unknown);
            counts of 1 to 7, a second one where a total would give a single one away, and the
            rates made from them are null.
        statistics: figures about the solve itself, and nothing that depends on the clock.
        alternatives: columns ``ALTERNATIVES``: up to two slots besides their own that a pathway's
            people may choose; margin is what these give less, in points at the final prices.
        relaxing: columns ``RELAXING``: what loosening each rule by a step would bring at the final
            prices; best first.
    """

    status: Status
    objective: float
    bound: float
    gap: float
    violations: Mapping[str, float]
    assignments: pl.DataFrame
    unmatched: pl.DataFrame
    offers: pl.DataFrame
    contracts: pl.DataFrame
    prices: pl.DataFrame
    equity: pl.DataFrame
    statistics: Mapping[str, object] = field(default_factory=dict)
    alternatives: pl.DataFrame = field(default_factory=_no_alternatives)
    relaxing: pl.DataFrame = field(default_factory=_no_relaxing)
