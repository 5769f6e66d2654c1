"""Let offers of a plan's inputs stand in the control room, once people are asked for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.matching.plan_store import kept_plan, plans_folder
from tidegate.controlroom.transfers.models import Offer, Use
from tidegate.controlroom.transfers.new_offer import LIMITS
from tidegate.controlroom.transfers.reach import hold_to_reach
from tidegate.controlroom.transfers.services.post_offer import end_of_week
from tidegate.controlroom.transfers.wave import kept_at_home
from tidegate.controlroom.waiting.store import store
from tidegate.core.transfers.ledger import Movement
from tidegate.core.transfers.lifecycle.causes import UnusedCause

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.matching.models import Plan
    from tidegate.controlroom.waiting.models import Snapshot
    from tidegate.exchange.matching.plan_folder import Plan as KeptPlan

ARRANGE = "transfers.arrange"


@transaction.atomic
def post_offers_of_plan(
    *, plan: Plan, offer_ids: Collection[str], actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Mapping[str, Offer]:
    """Make rows of the offers of a plan that have none yet; those that stand are left alone.

    Units that the plan gives to patients of the provider itself are not offered to others: it books
    these patients without a transfer, and the ledger of use is of what was offered.

    Args:
        plan: whose inputs they are.
        offer_ids: which of them.
        actor: who asks people for them.
        now: when.
        on_behalf_of: ODS code of the organisation acted for; empty: the plan's area.

    Returns:
        All of them, by ``offer_id``.

    Raises:
        PermissionMissing: the actor may not arrange transfers in the plan's area.
        UnusableInput: the plan's files, or the files of its offers, are damaged.
    """
    acted_for = hold_to_reach(actor, ARRANGE, plan.area, on_behalf_of)
    wanted = sorted(set(offer_ids))
    there = {row.offer_id: row for row in Offer.objects.filter(offer_id__in=wanted)}
    missing = [offer_id for offer_id in wanted if offer_id not in there]
    if not missing:
        return there
    said_by = identify(actor)[0]
    rows = _rows(plan, missing, said_by, now)
    made = Offer.objects.bulk_create(rows)
    Use.objects.bulk_create(
        Use(offer=offer, movement=Movement.OFFERED.value, units=offer.units, said_by=said_by,
            at=now)
        for offer in made
        if offer.units
    )  # fmt: skip
    for offer in made:
        record(
            kind="offer_posted",
            actor=actor,
            on_behalf_of=acted_for,
            subject=f"offer:{offer.offer_id}",
            headline=(
                f"{words.counted(offer.units, 'unit')} offered at {offer.site} in the week of"
                f" {words.day(offer.week)}, from the offers of plan {plan.pk}"
            ),
            facts={
                "provider": offer.provider,
                "site": offer.site,
                "week": offer.week,
                "units": offer.units,
                "plan": plan.pk,
                "snapshot": offer.snapshot_id,
            },
            now=now,
        )
    return there | {offer.offer_id: offer for offer in made}


def _rows(plan: Plan, offer_ids: list[str], said_by: str, now: datetime) -> list[Offer]:
    kept = kept_plan(plans_folder() / plan.folder)
    source = _snapshots(plan, offer_ids)
    causes, at_home = _causes(kept), kept_at_home(kept)
    own = dict(at_home.group_by("offer_id").agg(pl.col("count").sum()).iter_rows())
    offers = kept.problem.offers.filter(pl.col("offer_id").is_in(offer_ids)).sort("offer_id")
    rows = []
    for row in offers.iter_rows(named=True):
        week = kept.problem.start + timedelta(weeks=row["week"])
        rows.append(
            Offer(
                offer_id=row["offer_id"],
                provider=row["provider"],
                site=row["site"],
                area=plan.area,
                line_id=row["line_id"] or "",
                modality=row["modality"],
                tfcs=row["tfcs"],
                week=week,
                units=max(0, row["units"] - own.get(row["offer_id"], 0)),
                limits=_limits(row),
                empty_because=causes.get(row["offer_id"], ""),
                valid_until=end_of_week(week),
                snapshot=source.get(row["offer_id"]),
                posted_by=said_by,
                posted_at=now,
            )
        )
    return rows


def _limits(row: Mapping[str, Any]) -> dict[str, object]:
    """Return the criteria that the offer states; what it leaves blank is no limit."""
    return {name: row[name] for name in sorted(LIMITS) if row.get(name) not in (None, [])}


def _causes(kept: KeptPlan) -> dict[str, str]:
    """Return what the plan puts its empty units down to, where the ledger knows that cause."""
    told = kept.result.offers.select("offer_id", "cause").drop_nulls().iter_rows()
    return {offer_id: cause for offer_id, cause in told if cause in set(UnusedCause)}


def _snapshots(plan: Plan, offer_ids: list[str]) -> dict[str, Snapshot]:
    """Say from which loaded file each offer came."""
    found: dict[str, Snapshot] = {}
    for snapshot in plan.inputs.filter(kind="offers").order_by("pk"):
        named = store().read(snapshot.sha256)["offer_id"]
        found |= dict.fromkeys(named.filter(named.is_in(offer_ids)).to_list(), snapshot)
    return found
