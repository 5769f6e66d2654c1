"""Who is selected and who is refused by deprivation: monitored in every plan, never hidden.

Source: spec, transfers 3.6; counts of 1 to 7 people are withheld, and so are rates made from them.
"""

from __future__ import annotations

import polars as pl

from tidegate.core.matching.leftovers import Unmatched
from tidegate.core.matching.result import EQUITY

SMALL = 7
_REFUSED = (Unmatched.CRITERIA_REFUSE.value, Unmatched.PREASSESSMENT_NEEDED.value)


def equity(
    pathways: pl.DataFrame, assignments: pl.DataFrame, unmatched: pl.DataFrame
) -> pl.DataFrame:
    """Count waiting, treated and refused by criteria in each deprivation quintile; rates beside.

    Columns ``EQUITY``; quintile 1 is the most deprived fifth, null is not known.
    """
    treated = assignments.group_by("pathway_id").agg(treated=pl.col("count").sum())
    refused = unmatched.filter(pl.col("code").is_in(_REFUSED)).select(
        "pathway_id", refused=pl.col("count")
    )
    frame = (
        pathways.select("pathway_id", "imd_quintile", waiting="count")
        .join(treated, on="pathway_id", how="left")
        .join(refused, on="pathway_id", how="left")
        .group_by("imd_quintile")
        .agg(pl.col("waiting", "treated", "refused").fill_null(0).cast(pl.Int64).sum())
        .with_columns(_safe(name) for name in ("waiting", "treated", "refused"))
        .with_columns(
            selection_rate=pl.col("treated") / pl.col("waiting"),
            refusal_rate=pl.col("refused") / pl.col("waiting"),
        )
        .with_columns(pl.col("selection_rate", "refusal_rate").fill_nan(None))
    )
    return frame.cast(dict(EQUITY)).select(list(EQUITY)).sort("imd_quintile", nulls_last=True)  # type: ignore[arg-type]


def _safe(name: str) -> pl.Expr:
    return pl.when(~pl.col(name).is_between(1, SMALL)).then(pl.col(name)).alias(name)
