"""How many to ask for each offer of a plan, and whom: computed from its folder, written into it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.transfers.invite import Invitations, invite

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.core.transfers.yields import Yields
    from tidegate.exchange.matching.plan_folder import Plan

OFFERS, INVITEES = "invitations.parquet", "invitees.parquet"


def plan_invitations(plan: Plan, yields: Yields) -> Invitations:
    """Say for each offer of a plan how many to ask and whom; see ``core.transfers.invite``."""
    return invite(plan.problem, plan.policy, plan.result, yields)


def write_invitations(folder: Path, invitations: Invitations) -> tuple[Path, Path]:
    """Write both tables into a plan's folder, over those of an earlier run.

    Each file appears whole: it is made beside its place and renamed.

    Returns:
        Where they are: ``invitations.parquet``, one row an offer, and ``invitees.parquet``.
    """
    return (
        _write(folder / OFFERS, invitations.offers),
        _write(folder / INVITEES, invitations.invitees),
    )


def totals(offers: pl.DataFrame) -> Mapping[str, float]:
    """Add up a plan's invitations: slots, people matched and asked, yeses and empty slots."""
    counts = {name: int(offers[name].sum()) for name in ("units", "slots", "matched", "ask")}
    expected = ("expected_yes", "expected_empty", "expected_unattended")
    return counts | {name: float(offers[name].sum()) for name in expected}


def too_late(plan: Plan, offers: pl.DataFrame) -> int:
    """Count offers with people to ask whose last day of asking lies before the plan's own day."""
    stated = plan.summary.get("data_as_of")
    on = date.fromisoformat(stated) if stated else plan.problem.start
    return offers.filter((pl.col("ask") > 0) & (pl.col("ask_last_by") < on)).height


def _write(path: Path, frame: pl.DataFrame) -> Path:
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    try:
        frame.write_parquet(partial, compression="zstd")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return path
