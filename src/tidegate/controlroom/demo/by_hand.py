"""Requests of the demo that a holder's people start by hand, one for each state on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate.controlroom.transfers.new_offer import NewOffer
from tidegate.controlroom.transfers.new_request import NewRequest
from tidegate.core.demo.contracts import GENERAL
from tidegate.core.demo.courses import Course
from tidegate.core.demo.organisations import TRUSTS
from tidegate.core.transfers.lifecycle.states import RequestState as S

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from tidegate.exchange.matching.plan_folder import Plan as KeptPlan

# Days before today, which course, and where nobody carries it on.
STARTED = (
    (19, Course.IN_VAIN, None),
    (18, Course.ELSEWHERE, None),
    (17, Course.STRAIGHT, S.DATED),
    (16, Course.STRAIGHT, S.RECEIVED),
    (15, Course.STRAIGHT, S.SENT),
    (14, Course.STRAIGHT, S.AGREED),
    (13, Course.ELSEWHERE, S.ACCEPTED),
    (12, Course.STRAIGHT, S.ACCEPTED),
    (11, Course.STRAIGHT, S.MATCHED),
    (10, Course.STRAIGHT, S.MATCHED),
    (9, Course.STRAIGHT, S.OPEN),
    (8, Course.STRAIGHT, S.CONSENTED),
    (5, Course.STRAIGHT, S.CLEARED),
    (4, Course.STRAIGHT, S.CLEARED),
    (2, Course.STRAIGHT, S.DRAFT),
    (1, Course.STRAIGHT, S.DRAFT),
)
PACE = 0.6
"""Requests by hand are few, and are dealt with sooner."""
PROVIDER, TFC, MODALITY, UNITS = "ZN101", "110", "outpatient", 8
"""What is offered by hand for them."""


def offer_by_hand(week: date) -> NewOffer:
    """Return an offer that a hospital's own system makes, besides those of its weekly file."""
    return NewOffer(
        provider=PROVIDER, site=PROVIDER, modality=MODALITY, tfcs=(TFC,), week=week, units=UNITS,
        offer_id=f"{PROVIDER}-extra-W{week:%V}", physical_units=UNITS + 2,
        staffed_units_claimed=UNITS, session_minutes=240, cancel_notice_hours=72,
        limits={"min_age": GENERAL.min_age},
    )  # fmt: skip


def people_to_start(kept: KeptPlan, waiting: Collection[str], many: int) -> list[NewRequest]:
    """Return some who wait at a trust, are well, and have no place in the plan.

    Args:
        kept: the plan, with the list behind it.
        waiting: pathways that are on the list still.
        many: how many.
    """
    rows = (
        kept.problem.pathways.join(kept.result.assignments, on="pathway_id", how="anti")
        .join(
            kept.problem.travel.filter((pl.col("site") == PROVIDER) & (pl.col("miles") < 50)),  # noqa: PLR2004 - what is searched first
            on="zone",
        )
        .filter(
            pl.col("holder").is_in(list(TRUSTS)),
            pl.col("pathway_id").is_in(list(waiting)),
            tfc=TFC,
            modality=MODALITY,
            count=1,
        )
        .filter((pl.col("age") >= GENERAL.min_age) & pl.col("consent").fill_null(value=True))
        .sort("weeks_waited", "pathway_id", descending=[True, False])
    )
    # Whoever says nothing of how far they would go may be sent out of the area.
    anywhere = rows.filter(pl.col("travel_max_miles").is_null())
    others = rows.filter(pl.col("travel_max_miles").is_not_null())
    elsewhere = sum(course is Course.ELSEWHERE for _, course, _ in STARTED)
    first = [_new(row) for row in others.head(many - elsewhere).iter_rows(named=True)]
    for place, (_, course, _) in enumerate(STARTED):
        if course is Course.ELSEWHERE and anywhere.height:
            first.insert(place, _new(anywhere.row(0, named=True)))
            anywhere = anywhere.slice(1)
    return first[:many]


def _new(row: Mapping[str, Any]) -> NewRequest:
    known = {
        "asa": row["asa"],
        "bmi": None if row["bmi"] is None else round(row["bmi"], 1),
        "conditions": row["conditions"],
        "imd_quintile": row["imd_quintile"],
        "needs_critical_care": row["needs_critical_care"],
        "zone": row["zone"],
    }
    return NewRequest(
        pathway_id=row["pathway_id"], holder=row["holder"], tfc=row["tfc"],
        modality=row["modality"], priority=row["priority"], clock_start=row["clock_start"],
        age=row["age"], facts={name: value for name, value in known.items() if value is not None},
        travel_max_miles=row["travel_max_miles"],
    )  # fmt: skip
