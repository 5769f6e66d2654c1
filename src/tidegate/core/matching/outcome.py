"""What a plan would change: who is placed where, which breaches it avoids, what waits remain."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

LIMITS = (52, 65, 78, 104)
"""Waits, in whole weeks, that the NHS counts; a pathway is over one from that week on."""

_FACTS = ("pathway_id", "holder", "area", "tfc", "modality", "priority", "weeks_waited")
_PLACE = ("offer_id", "site", "provider", "week")


def placements(
    pathways: pl.DataFrame, offers: pl.DataFrame, assignments: pl.DataFrame
) -> pl.DataFrame:
    """Put each assignment beside the facts of its pathway and its offer.

    Returns one row per assignment: its own columns, the pathway's holder, area, treatment
    function, modality, priority and weeks waited, the offer's site, provider and week, and
    ``moved``: whether somebody other than the present holder would treat.
    """
    return (
        assignments.join(
            pathways.select(_FACTS), on="pathway_id", how="left", maintain_order="left"
        )
        .join(offers.select(_PLACE), on="offer_id", how="left", maintain_order="left")
        .with_columns(
            moved=pl.col("holder").ne_missing(pl.col("provider"))
            & pl.col("holder").ne_missing(pl.col("site"))
        )
    )


def waiting_and_treated(
    pathways: pl.DataFrame, placed: pl.DataFrame, by: Sequence[str]
) -> pl.DataFrame:
    """Count who waits and who is placed, by the named pathway columns; largest groups first."""
    treated = placed.group_by(by).agg(treated=pl.col("count").sum().cast(pl.Int64))
    return (
        pathways.group_by(by)
        .agg(waiting=pl.col("count").sum().cast(pl.Int64))
        .join(treated, on=list(by), how="left", nulls_equal=True)
        .with_columns(pl.col("treated").fill_null(0))
        .sort(["waiting", *by], descending=[True, *(False for _ in by)])
    )


def breaches(pathways: pl.DataFrame, placed: pl.DataFrame, weeks: int) -> list[dict[str, int]]:
    """Count, for each limit, the breaches that the plan avoids over its horizon of ``weeks``.

    A pathway is at risk when it is under the limit now and would be over it at the end of the
    horizon; its breach is avoided when its week of treatment still lies under the limit. Those
    not placed are counted as waiting on: ordinary treatment besides the plan is not foreseen.
    """
    rows = []
    for limit in LIMITS:
        waited, count = pl.col("weeks_waited"), pl.col("count")
        at_risk = (waited < limit) & (waited + weeks >= limit)
        over = waited >= limit
        before = pathways.select(
            over_now=count.filter(over).sum(), at_risk=count.filter(at_risk).sum()
        ).row(0)
        after = placed.select(
            treated=count.filter(over).sum(),
            avoided=count.filter(at_risk & (waited + pl.col("week") < limit)).sum(),
        ).row(0)
        rows.append(
            {
                "limit_weeks": limit,
                "over_now": int(before[0]),
                "over_now_treated": int(after[0]),
                "at_risk": int(before[1]),
                "avoided": int(after[1]),
            }
        )
    return rows


def waits_by_specialty(
    pathways: pl.DataFrame, placed: pl.DataFrame, weeks: int, limits: Sequence[int] = (18, 52)
) -> pl.DataFrame:
    """Compare waits at the end of the horizon, with the plan and without, by treatment function.

    Columns: ``tfc, waiting, treated, weeks_saved`` and for each limit ``over_N_now``,
    ``over_N_without`` and ``over_N_with`` (people). Those not placed wait ``weeks`` longer.
    """
    waited, count = pl.col("weeks_waited"), pl.col("count")
    before = pathways.group_by("tfc").agg(
        waiting=count.sum(),
        **{f"over_{n}_now": count.filter(waited >= n).sum() for n in limits},
        **{f"over_{n}_without": count.filter(waited + weeks >= n).sum() for n in limits},
    )
    gone = placed.group_by("tfc").agg(
        treated=count.sum(),
        weeks_saved=(count * (weeks - pl.col("week"))).sum(),
        **{f"gone_{n}": count.filter(waited + weeks >= n).sum() for n in limits},
    )
    joined = before.join(gone, on="tfc", how="left").with_columns(
        pl.selectors.numeric().fill_null(0)
    )
    after = joined.with_columns(
        **{f"over_{n}_with": pl.col(f"over_{n}_without") - pl.col(f"gone_{n}") for n in limits}
    ).drop(f"gone_{n}" for n in limits)
    return after.cast({pl.selectors.integer(): pl.Int64}).sort(
        ["treated", "waiting", "tfc"], descending=[True, True, False]
    )


def flows(placed: pl.DataFrame, origin: str) -> pl.DataFrame:
    """Count the people who would move from each ``origin`` (holder or area) to each site.

    Columns: the origin, ``site, provider, people, weeks_waited`` (their mean wait now) and
    ``minutes`` (mean travel, where known); largest flows first, those who stay left out.
    """
    count, minutes = pl.col("count"), pl.col("minutes")
    return (
        placed.filter("moved")
        .group_by(origin, "site", "provider")
        .agg(
            people=count.sum().cast(pl.Int64),
            weeks_waited=(count * pl.col("weeks_waited")).sum() / count.sum(),
            minutes=(count * minutes).sum() / count.filter(minutes.is_not_null()).sum(),
        )
        .sort(["people", origin, "site"], descending=[True, False, False], nulls_last=True)
    )
