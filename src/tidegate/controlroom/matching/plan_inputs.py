"""The snapshots that a plan is made from, put together into a problem.

In the store, weeks count from the Monday after the day that a snapshot describes: the weeks
waited of a list up to it, and the weeks of offers from it on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tidegate.controlroom.waiting.store import store
from tidegate.core.matching.problem import Problem, make_problem
from tidegate.core.matching.weeks import week_zero
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.matching.plan_context import DatedSource
from tidegate.exchange.sources import Source

if TYPE_CHECKING:
    from tidegate.controlroom.waiting.models import Snapshot

LISTS, OFFERS, TRAVEL, LINES, BUDGETS = "pathways", "offers", "travel", "lines", "budgets"


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """What goes into a plan: waiting lists, offers and travel; lines and budgets where there are.

    Attributes:
        lists: one waiting list of each organisation.
        offers: what is on offer.
        travel: minutes from zones to sites.
        lines: contract lines.
        budgets: budgets of areas.
    """

    lists: tuple[Snapshot, ...]
    offers: Snapshot
    travel: Snapshot
    lines: Snapshot | None = None
    budgets: Snapshot | None = None

    @property
    def all(self) -> tuple[Snapshot, ...]:
        """Every snapshot, lists first."""
        given = (*self.lists, self.offers, self.travel, self.lines, self.budgets)
        return tuple(snapshot for snapshot in given if snapshot is not None)

    @property
    def as_of(self) -> date:
        """The day that the oldest list describes."""
        return min(snapshot.as_of for snapshot in self.lists)

    def sources(self) -> tuple[DatedSource, ...]:
        """Name the files behind the snapshots, each once, for the plan's readers."""
        seen = {}
        for snapshot in self.all:
            source = Source(
                snapshot.name, snapshot.source_sha256, snapshot.source_bytes, snapshot.kind
            )
            seen[snapshot.source_sha256] = DatedSource(source, snapshot.as_of)
        return tuple(seen.values())


def put_together(inputs: PlanInputs) -> Problem:
    """Read the snapshots, compare each with its hash, and make one problem of them.

    The plan starts with the offers; lists of another week are brought forward to it.

    Raises:
        UnusableInput: a stored file is missing or altered, a pathway is on two lists, or offers
            name a contract line that was not loaded.
    """
    start = week_zero(inputs.offers.as_of)
    offers = store().read(inputs.offers.sha256)
    lines = _where_given(inputs.lines)
    _refuse_unknown_lines(inputs.offers, offers, lines)
    last = offers["week"].max()
    assert isinstance(last, int | None)  # noqa: S101 - the reader of offers made whole weeks of them
    return make_problem(
        start,
        1 + (last or 0),
        pathways=_lists(inputs.lists, start),
        offers=offers,
        travel=store().read(inputs.travel.sha256),
        lines=lines,
        budgets=_where_given(inputs.budgets),
    )


def _where_given(snapshot: Snapshot | None) -> pl.DataFrame | None:
    return None if snapshot is None else store().read(snapshot.sha256)


def _refuse_unknown_lines(
    snapshot: Snapshot, offers: pl.DataFrame, lines: pl.DataFrame | None
) -> None:
    known = [] if lines is None else lines["line_id"].to_list()
    unknown = offers.filter(~pl.col("line_id").is_in(known))
    if unknown.height:
        expected = "contract lines loaded for every line that offers name"
        value = str(unknown["line_id"][0])
        raise UnusableInput(
            [error("UNKNOWN_LINE", snapshot.name, expected, value=value, count=unknown.height)]
        )


def _lists(snapshots: Sequence[Snapshot], start: date) -> pl.DataFrame:
    frames = []
    for snapshot in snapshots:
        later = (start - week_zero(snapshot.as_of)).days // 7
        frames.append(
            store()
            .read(snapshot.sha256)
            .with_columns(
                (pl.col("weeks_waited") + later).clip(0),
                (pl.col("earliest_week") - later).clip(0),
            )
        )
    pathways = pl.concat(frames, how="diagonal")
    repeated = pathways.filter(pl.col("pathway_id").is_duplicated())
    if repeated.height:
        expected = "each pathway on one list only"
        value = str(repeated["pathway_id"][0])
        names = ", ".join(snapshot.name for snapshot in snapshots)
        raise UnusableInput(
            [error("PATHWAY_ON_TWO_LISTS", names, expected, value=value, count=repeated.height)]
        )
    return pathways
