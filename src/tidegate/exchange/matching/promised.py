"""What an earlier plan had promised to one patient, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.matching.replaced import STANDING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tidegate.exchange.matching.plan_folder import Plan


def promised(plan: Plan, pathway_id: str, named: Callable[[str], str] = str) -> list[str]:
    """Say what place a patient had in the plan that this one replaces, and what they declined.

    Empty where the plan replaces none, or where that had nothing for the patient. ``named`` names
    the code of a site.
    """
    if plan.promises is None:
        return []
    mine = pl.col("pathway_id") == pathway_id
    had = plan.promises.matches.filter(mine).to_dicts()
    said = [_had(row["offer_id"], accepted=row["accepted"], stands=row[STANDING]) for row in had]
    sites = plan.promises.declined.filter(mine)["site"].sort().to_list()
    if sites:
        said.append(
            f"The patient has declined {' and '.join(map(named, sites))}, which is not proposed "
            "again and counts as out of reach."
        )
    return said


def _had(offer_id: str, *, accepted: bool, stands: bool) -> str:
    if not stands:
        was = "was accepted" if accepted else "was proposed"
        return f"{offer_id} {was} in the earlier plan and is no longer there."
    if accepted:
        return (
            f"{offer_id} was accepted in the earlier plan, so that it stays whatever else is on "
            "offer."
        )
    return (
        f"{offer_id} was proposed in the earlier plan; another is proposed only where that is "
        "worth as much more as the policy asks."
    )
