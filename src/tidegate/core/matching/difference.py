"""How one plan differs from another: people, offers, money, value, and how much it disturbs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from tidegate.core.matching.moved import DECLINED, MOVES, Change, Made, Why, kept, moves, only

__all__ = [
    "DECLINED",
    "LINE_CHANGES",
    "MOVES",
    "OFFER_CHANGES",
    "TIERS",
    "Change",
    "Difference",
    "Figures",
    "Made",
    "Why",
    "difference",
]

OFFER_CHANGES: Mapping[str, pl.DataType] = {
    "offer_id": pl.String(),
    "site": pl.String(),
    "modality": pl.String(),
    "week": pl.Date(),
    "change": pl.String(),
    "units_before": pl.Int64(),
    "units_after": pl.Int64(),
    "used_before": pl.Int64(),
    "used_after": pl.Int64(),
}
LINE_CHANGES: Mapping[str, pl.DataType] = {
    "line_id": pl.String(),
    "contract_id": pl.String(),
    "payer": pl.String(),
    "used_before": pl.Int64(),
    "used_after": pl.Int64(),
    "spend_pence_before": pl.Int64(),
    "spend_pence_after": pl.Int64(),
    "idle_pence_before": pl.Int64(),
    "idle_pence_after": pl.Int64(),
}
TIERS: Mapping[str, pl.DataType] = {
    "priority": pl.String(),
    "waiting_before": pl.Int64(),
    "waiting_after": pl.Int64(),
    "treated_before": pl.Int64(),
    "treated_after": pl.Int64(),
    "value_before": pl.Float64(),
    "value_after": pl.Float64(),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """The difference in figures; all count people.

    Attributes:
        kept, moved, gained, lost: places that are the same, others, new, and no longer there.
        left: people who had a place and have left the list.
        valid: places of the earlier plan that could have been kept: the pathway still waits, the
            offer is still there, and the patient has not declined it.
        disturbed: of those, the ones that are not kept.
        accepted: accepted transfers of the earlier plan.
        accepted_kept: those kept as they are.
        accepted_ended: those whose pathway left the list or whose offer is gone.
        accepted_changed: those that could have been kept and are not; anything but 0 is a fault.
    """

    kept: int
    moved: int
    gained: int
    lost: int
    left: int
    valid: int
    disturbed: int
    accepted: int
    accepted_kept: int
    accepted_ended: int
    accepted_changed: int

    @property
    def disturbance(self) -> float:
        """Return the share of valid places that are not kept; 0 where there is none."""
        return self.disturbed / self.valid if self.valid else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """How one plan differs from another.

    Attributes:
        figures: the counts.
        moves: columns ``MOVES``: one row per pathway and pair of places that is not kept.
        offers: columns ``OFFER_CHANGES``: offers that are gone or new, or whose units or use
            differ; ``change`` is gone, new, fewer_units, more_units or use.
        lines: columns ``LINE_CHANGES``, every contract line of either plan; money in pence.
        tiers: columns ``TIERS``; values are points, each by the policy of its own plan.
    """

    figures: Figures
    moves: pl.DataFrame
    offers: pl.DataFrame
    lines: pl.DataFrame
    tiers: pl.DataFrame


def difference(
    before: Made,
    after: Made,
    accepted: pl.DataFrame | None = None,
    declined: pl.DataFrame | None = None,
) -> Difference:
    """Compare two plans; offers and pathways are the same when their identifiers are.

    Args:
        before: the earlier plan.
        after: the later one.
        accepted: ``pathway_id, offer_id`` of transfers that were accepted when ``after`` was made.
        declined: columns ``DECLINED``: who has said no to which site.
    """
    if accepted is None:
        accepted = pl.DataFrame(schema={"pathway_id": pl.String, "offer_id": pl.String})
    if declined is None:
        declined = pl.DataFrame(schema=dict(DECLINED))
    changed = moves(before, after, accepted, declined)
    return Difference(
        figures=_figures(changed, kept(before, after), accepted),
        moves=changed,
        offers=_offers(before, after),
        lines=_lines(before, after),
        tiers=_tiers(before, after),
    )


def _figures(changed: pl.DataFrame, same: pl.DataFrame, accepted: pl.DataFrame) -> Figures:
    by_change = dict(changed.group_by("change").agg(pl.sum("people")).iter_rows())
    stay = int(same["people"].sum())
    disturbed = int(changed.filter("valid")["people"].sum())
    promised = changed.filter("accepted")
    kept_promises = same.join(accepted, on=["pathway_id", "offer_id"], how="semi")
    changed_promises = int(promised.filter("valid")["people"].sum())
    ended = int(promised["people"].sum()) - changed_promises
    return Figures(
        kept=stay,
        moved=int(by_change.get(Change.MOVED, 0)),
        gained=int(by_change.get(Change.GAINED, 0)),
        lost=int(by_change.get(Change.LOST, 0)),
        left=int(by_change.get(Change.LEFT, 0)),
        valid=stay + disturbed,
        disturbed=disturbed,
        accepted=int(kept_promises["people"].sum()) + ended + changed_promises,
        accepted_kept=int(kept_promises["people"].sum()),
        accepted_ended=ended,
        accepted_changed=changed_promises,
    )


def _offers(before: Made, after: Made) -> pl.DataFrame:
    both = _offers_of(before).join(
        _offers_of(after), on="offer_id", how="full", coalesce=True, suffix="_after"
    )
    both = both.with_columns(
        pl.coalesce(f"{fact}_after", fact).alias(fact) for fact in ("site", "modality", "week")
    ).rename({"units": "units_before", "used": "used_before"})
    was, now = pl.col("units_before"), pl.col("units_after")
    change = (
        pl.when(was.is_null()).then(pl.lit("new"))
        .when(now.fill_null(0) == 0).then(pl.lit("gone"))
        .when(now < was).then(pl.lit("fewer_units"))
        .when(now > was).then(pl.lit("more_units"))
        .when(pl.col("used_before") != pl.col("used_after")).then(pl.lit("use"))
    )  # fmt: skip
    # An offer that had no units and has none was not there, and is not gone.
    there = (was.fill_null(0) > 0) | (now.fill_null(0) > 0)
    return (
        both.with_columns(change=change)
        .filter(pl.col("change").is_not_null() & there)
        .select(pl.col(name).cast(kind) for name, kind in OFFER_CHANGES.items())
        .sort("week", "site", "offer_id")
    )


def _offers_of(plan: Made) -> pl.DataFrame:
    monday = (pl.lit(plan.problem.start) + pl.duration(weeks=pl.col("week"))).cast(pl.Date)
    used = plan.result.offers.select("offer_id", "used")
    return plan.problem.offers.join(used, on="offer_id", how="left").select(
        "offer_id", "site", "modality", "units", pl.col("used").fill_null(0), week=monday
    )


def _lines(before: Made, after: Made) -> pl.DataFrame:
    facts, sums = ("contract_id", "payer"), ("used", "spend_pence", "idle_pence")
    both = before.result.contracts.select("line_id", *facts, *sums).join(
        after.result.contracts.select("line_id", *facts, *sums),
        on="line_id", how="full", coalesce=True, suffix="_after",
    )  # fmt: skip
    return (
        both.with_columns(
            *(pl.coalesce(f"{fact}_after", fact).alias(fact) for fact in facts),
            *(pl.col(name).fill_null(0).alias(f"{name}_before") for name in sums),
            *(pl.col(f"{name}_after").fill_null(0) for name in sums),
        )
        .select(pl.col(name).cast(kind) for name, kind in LINE_CHANGES.items())
        .sort("line_id")
    )


def _tiers(before: Made, after: Made) -> pl.DataFrame:
    both = _tiers_of(before, "before").join(
        _tiers_of(after, "after"), on="priority", how="full", coalesce=True
    )
    return (
        both.with_columns(pl.selectors.numeric().fill_null(0))
        .select(pl.col(name).cast(kind) for name, kind in TIERS.items())
        .sort("priority")
    )


def _tiers_of(plan: Made, when: str) -> pl.DataFrame:
    pathways = plan.problem.pathways.select("pathway_id", "priority", waiting="count")
    given = plan.result.assignments.select("pathway_id", "count", "value")
    placed = given.join(
        only(pathways, given).select("pathway_id", "priority"), on="pathway_id", how="left"
    )
    treated = placed.group_by("priority").agg(
        pl.col("count").sum().cast(pl.Int64).alias(f"treated_{when}"),
        (pl.col("value") * pl.col("count")).sum().alias(f"value_{when}"),
    )
    waiting = pl.col("waiting").sum().cast(pl.Int64).alias(f"waiting_{when}")
    return pathways.group_by("priority").agg(waiting).join(treated, on="priority", how="left")
