"""What goes with offers: the lines, budgets and journeys that were loaded for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.controlroom.contracts.services.area_ledgers import lines_started
from tidegate.controlroom.directory.tree import areas_of
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.store import store
from tidegate.exchange.findings import Finding, error
from tidegate.exchange.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from tidegate.exchange.incoming import Incoming


def newest_beside(kind: str, organisations: Collection[str], as_of: date) -> list[Snapshot]:
    """Return the newest facts of a kind that go with the offers of some organisations.

    Args:
        kind: lines, budgets, travel, zones or sites.
        organisations: whose offers they go with.
        as_of: the day that the offers describe; what describes a later day is left aside.

    Returns:
        One snapshot of each organisation that has any, those of their areas' boards first.
    """
    boards = areas_of(organisations)
    rows = Snapshot.objects.filter(
        kind=kind,
        organisation__in=boards.union(organisations),
        as_of__lte=as_of,
        superseded_by=None,
    )
    chosen: dict[str, Snapshot] = {}
    for row in rows.order_by("-as_of", "-id"):
        chosen.setdefault(row.organisation, row)
    return sorted(chosen.values(), key=lambda row: (row.organisation not in boards, row.pk))


def lines_not_loaded(arrivals: Sequence[Incoming]) -> list[Finding]:
    """Find offers that name a contract line which neither is loaded nor arrives with them."""
    found = []
    for offers in arrivals:
        if offers.source.kind != Kind.OFFERS or "line_id" not in offers.frame.columns:
            continue
        named = offers.frame.filter(pl.col("line_id").is_not_null())
        unknown = named.filter(~pl.col("line_id").is_in(list(_lines_for(offers, arrivals))))
        if unknown.height:
            expected = "a contract line that was loaded before these offers, or comes with them"
            found.append(
                error("UNKNOWN_LINE", offers.source.name, expected, column="line_id",
                      value=str(unknown["line_id"][0]), count=unknown.height)
            )  # fmt: skip
    return found


def _lines_for(offers: Incoming, arrivals: Sequence[Incoming]) -> set[str]:
    """Return the lines that a plan with these offers would find, once all of this is loaded."""
    owners = {offers.organisation, *areas_of([offers.organisation])}
    stored = newest_beside(Kind.LINES, [offers.organisation], offers.as_of)
    newest = {one.organisation: one.as_of for one in stored}
    arriving = [
        lines
        for lines in arrivals
        if lines.source.kind == Kind.LINES
        and lines.organisation in owners
        and newest.get(lines.organisation, lines.as_of) <= lines.as_of <= offers.as_of
    ]
    replaced = {lines.organisation for lines in arriving}
    contracted = lines_started(areas_of([offers.organisation]))
    frames = [store().read(one.sha256) for one in stored if one.organisation not in replaced]
    frames += [lines.frame for lines in arriving]
    return contracted | {line for frame in frames for line in frame["line_id"]}
