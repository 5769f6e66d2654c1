"""How many to ask for each offer of a plan, and whom: computed from its folder, written into it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.transfers.invite import ANSWERED, INVITEES, Invitations, invite
from tidegate.core.transfers.outcomes import Reply
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.matching.raw_table import ROW
from tidegate.exchange.matching.replies import Reply as Said
from tidegate.exchange.matching.typed_table import fault

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.core.transfers.yields import Yields
    from tidegate.exchange.matching.plan_folder import Plan
    from tidegate.exchange.matching.replies import Replies

OFFERS, ASKED = "invitations.parquet", "invitees.parquet"
_MEANS = {
    Said.ACCEPTED.value: Reply.YES.value,
    Said.DECLINED.value: Reply.NO.value,
    Said.PROPOSED.value: Reply.PENDING.value,
}


def plan_invitations(
    plan: Plan, yields: Yields, answered: pl.DataFrame | None = None
) -> Invitations:
    """Say for each offer of a plan how many to ask now and whom; see ``core.transfers.invite``."""
    return invite(plan.problem, plan.policy, plan.result, yields, answered)


def read_answered(folder: Path, replies: Replies) -> pl.DataFrame:
    """Put what people answered beside whom a plan's earlier rounds have asked.

    Returns:
        Columns ``core.transfers.invite.ANSWERED``; pending where there is no reply.

    Raises:
        UnusableInput: nobody was asked yet, or somebody answered who was not.
    """
    path = folder / ASKED
    if not path.is_file():
        expected = "a plan whose first round was asked: “tidegate yields --plan” without --replies"
        raise UnusableInput([error("NOBODY_ASKED_YET", str(folder), expected)])
    try:
        asked = pl.read_parquet(path, columns=list(INVITEES)).cast(pl.Schema(INVITEES))
    except (pl.exceptions.PolarsError, OSError) as damage:
        expected = "a complete table of those asked; ask the first round again"
        raise UnusableInput([error("DAMAGED_PLAN", str(path), expected)]) from damage
    offer_of = asked.select("pathway_id", asked_for="offer_id").unique("pathway_id")
    said = replies.frame.join(offer_of, on="pathway_id", how="left")
    strange = said.filter(
        pl.col("asked_for").is_null() | (pl.col("offer_id") != pl.col("asked_for")).fill_null(False)
    ).sort(ROW)
    if strange.height:
        expected = f"somebody whom {ASKED} lists, for the offer that it names"
        name = replies.source.name
        raise UnusableInput([fault("NOT_ASKED", name, "pathway_id", expected, strange)])
    means = pl.col("reply").replace_strict(_MEANS, return_dtype=pl.String)
    told = asked.join(said.select("pathway_id", reply=means), on="pathway_id", how="left")
    return told.with_columns(pl.col("reply").fill_null(Reply.PENDING.value)).select(list(ANSWERED))


def write_invitations(
    folder: Path, invitations: Invitations, answered: pl.DataFrame | None = None
) -> tuple[Path, Path]:
    """Write both tables into a plan's folder, over those of an earlier run.

    Each file appears whole: it is made beside its place and renamed.

    Returns:
        Where they are: ``invitations.parquet``, one row an offer, and ``invitees.parquet``, with
        those of earlier rounds in front.
    """
    earlier = [] if answered is None else [answered.select(list(INVITEES))]
    return (
        _write(folder / OFFERS, invitations.offers),
        _write(folder / ASKED, pl.concat([*earlier, invitations.invitees])),
    )


def totals(offers: pl.DataFrame) -> Mapping[str, float]:
    """Add up a plan's invitations: slots, people matched and asked, yeses and empty slots."""
    counted = ("units", "slots", "matched", "accepted", "pending", "ask")
    counts = {name: int(offers[name].sum()) for name in counted}
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
