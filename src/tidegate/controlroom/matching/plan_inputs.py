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

from tidegate.controlroom.matching.contract_lines import together
from tidegate.controlroom.waiting.store import store
from tidegate.core.matching.problem import Problem, make_problem
from tidegate.core.matching.weeks import week_zero
from tidegate.exchange.findings import UnusableInput, error, refuse_errors
from tidegate.exchange.matching.criteria import inconsistencies, with_criteria
from tidegate.exchange.matching.journeys import journeys
from tidegate.exchange.matching.plan_context import DatedSource
from tidegate.exchange.matching.raw_table import ROW
from tidegate.exchange.sources import Source

if TYPE_CHECKING:
    from tidegate.controlroom.matching.contract_lines import ContractLines
    from tidegate.controlroom.waiting.models import Snapshot

TRAVEL, LINES, BUDGETS, ZONES, SITES = "travel", "lines", "budgets", "zones", "sites"
CRITERIA = "criteria"


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """What goes into a plan, each part by one snapshot or several organisations' own.

    Attributes:
        lists: one waiting list of each organisation.
        offers: what is on offer, one snapshot of each organisation.
        travel: minutes from zones to sites.
        lines: contract lines, where there are any.
        budgets: budgets of areas, where there are any.
        zones, sites: their places, where there are no travel times.
        criteria: whom sites take, where there are any.
    """

    lists: tuple[Snapshot, ...]
    offers: tuple[Snapshot, ...]
    travel: tuple[Snapshot, ...] = ()
    lines: tuple[Snapshot, ...] = ()
    budgets: tuple[Snapshot, ...] = ()
    zones: tuple[Snapshot, ...] = ()
    sites: tuple[Snapshot, ...] = ()
    criteria: tuple[Snapshot, ...] = ()

    @property
    def all(self) -> tuple[Snapshot, ...]:
        """Every snapshot, lists first."""
        places = (*self.travel, *self.zones, *self.sites)
        return (*self.lists, *self.offers, *self.criteria, *places, *self.lines, *self.budgets)

    @property
    def as_of(self) -> date:
        """The day that the oldest list describes."""
        return min(snapshot.as_of for snapshot in self.lists)

    @property
    def start(self) -> date:
        """The Monday that the plan starts on: the first that the newest offers can be in."""
        return week_zero(max(snapshot.as_of for snapshot in self.offers))

    def sources(self) -> tuple[DatedSource, ...]:
        """Name the files behind the snapshots, each once, for the plan's readers."""
        seen = {}
        for snapshot in self.all:
            source = Source(
                snapshot.name, snapshot.source_sha256, snapshot.source_bytes, snapshot.kind
            )
            seen[snapshot.source_sha256] = DatedSource(source, snapshot.as_of)
        return tuple(seen.values())


def put_together(
    inputs: PlanInputs, minutes_per_mile: float = 2.0, contracts: ContractLines | None = None
) -> Problem:
    """Read the snapshots, compare each with its hash, and make one problem of them.

    The plan starts with the newest offers; lists and offers of an earlier week are brought forward
    to it, and offers of weeks that are over are left out. Where two organisations tell the same
    journey or place, the one that is named first is believed. A line that a contract has counts as
    that contract has it today, whatever a file says of it.

    Args:
        inputs: the snapshots.
        minutes_per_mile: turns straight-line miles into minutes where no journeys were loaded.
        contracts: lines of running contracts.

    Raises:
        UnusableInput: a stored file is missing or altered, a pathway, offer, line or budget is in
            two files, or offers name a contract line or criteria that were not loaded.
    """
    offers = _with_criteria(inputs, _offers(inputs.offers, inputs.start))
    last = offers["week"].max()
    assert isinstance(last, int | None)  # noqa: S101 - the reader of offers made whole weeks of them
    lines = loaded_lines(inputs)
    if contracts is not None:
        contracted = contracts.frame(inputs.start, 1 + (last or 0))
        lines = together(lines, contracted, offers)
    _refuse_unknown_lines(inputs.offers, offers, lines)
    pathways = _lists(inputs.lists, inputs.start)
    return make_problem(
        inputs.start,
        1 + (last or 0),
        pathways=pathways,
        offers=offers,
        travel=_travel(inputs, pathways, offers, minutes_per_mile),
        lines=lines,
        budgets=_each_once(inputs.budgets, "area", "BUDGET_IN_TWO_FILES"),
    )


def loaded_lines(inputs: PlanInputs) -> pl.DataFrame | None:
    """Return the contract lines that were loaded, if any.

    Raises:
        UnusableInput: a line is in two files, in different words.
    """
    return _each_once(inputs.lines, "line_id", "LINE_IN_TWO_FILES")


def _with_criteria(inputs: PlanInputs, offers: pl.DataFrame) -> pl.DataFrame:
    """Fill what offers leave blank from the criteria of their sites."""
    names = _names(inputs.offers)
    keys = ["site", "version", "modality", "in_force_from"]
    criteria = _first_told(inputs.criteria, keys) if inputs.criteria else None
    found = []
    if criteria is not None:
        criteria = criteria.with_row_index(ROW, offset=1)
        found = inconsistencies(criteria, _names(inputs.criteria))
    filled, unknown = with_criteria(offers, criteria, names, inputs.start)
    refuse_errors([*found, *unknown])
    return filled


def _travel(
    inputs: PlanInputs, pathways: pl.DataFrame, offers: pl.DataFrame, minutes_per_mile: float
) -> pl.DataFrame:
    """Take the journeys that were loaded, else straight lines between the places."""
    if inputs.travel:
        return _first_told(inputs.travel, ["zone", "site"])
    zones, sites = _first_told(inputs.zones, ["zone"]), _first_told(inputs.sites, ["site"])
    straight, _ = journeys(
        pathways, offers, None, zones, sites,
        names=(inputs.lists[0].name, inputs.offers[0].name), minutes_per_mile=minutes_per_mile,
    )  # fmt: skip
    return straight


def _refuse_unknown_lines(
    snapshots: Sequence[Snapshot], offers: pl.DataFrame, lines: pl.DataFrame | None
) -> None:
    known = [] if lines is None else lines["line_id"].to_list()
    unknown = offers.filter(~pl.col("line_id").is_in(known))
    if unknown.height:
        expected = "contract lines loaded for every line that offers name"
        value = str(unknown["line_id"][0])
        raise UnusableInput(
            [error("UNKNOWN_LINE", _names(snapshots), expected, value=value, count=unknown.height)]
        )


def _lists(snapshots: Sequence[Snapshot], start: date) -> pl.DataFrame:
    frames = []
    for snapshot in snapshots:
        later = (start - week_zero(snapshot.as_of)).days // 7
        frame = store().read(snapshot.sha256)
        frames.append(frame.with_columns(_brought_forward(frame.columns, later)))
    pathways = _concatenated(frames)
    _refuse_repeated(
        pathways, snapshots, "pathway_id", "PATHWAY_ON_TWO_LISTS", "pathway on one list"
    )
    return pathways


def _brought_forward(columns: Sequence[str], later: int) -> list[pl.Expr]:
    """Count weeks to and from a Monday some weeks later; lists kept long ago lack some columns."""
    to_come = (pl.element() - later).filter(pl.element() >= later)
    moved = {
        "weeks_waited": (pl.col("weeks_waited") + later).clip(0),
        "earliest_week": (pl.col("earliest_week") - later).clip(0),
        "weeks_since_validated": pl.col("weeks_since_validated") + later,
        "unavailable": pl.col("unavailable").list.eval(to_come),
    }
    return [moved[column] for column in moved if column in columns]


def _offers(snapshots: Sequence[Snapshot], start: date) -> pl.DataFrame:
    frames = []
    for snapshot in snapshots:
        later = (start - week_zero(snapshot.as_of)).days // 7
        moved = store().read(snapshot.sha256).with_columns(pl.col("week") - later)
        frames.append(moved.filter(pl.col("week") >= 0))
    offers = _concatenated(frames)
    _refuse_repeated(offers, snapshots, "offer_id", "OFFER_IN_TWO_FILES", "offer_id in one file")
    return offers


def _each_once(snapshots: Sequence[Snapshot], key: str, code: str) -> pl.DataFrame | None:
    """Put together what several organisations say; the same said twice in the same words is one."""
    if not snapshots:
        return None
    said = _concatenated([store().read(snapshot.sha256) for snapshot in snapshots])
    said = said.unique(maintain_order=True)
    _refuse_repeated(said, snapshots, key, code, f"{key} in one file")
    return said


def _first_told(snapshots: Sequence[Snapshot], keys: list[str]) -> pl.DataFrame:
    told = _concatenated([store().read(snapshot.sha256) for snapshot in snapshots])
    return told.unique(keys, keep="first", maintain_order=True)


def _concatenated(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Put rows of the same table together, whatever further columns each file has."""
    return pl.concat(frames, how="diagonal_relaxed")


def _refuse_repeated(
    frame: pl.DataFrame, snapshots: Sequence[Snapshot], key: str, code: str, once: str
) -> None:
    repeated = frame.filter(pl.col(key).is_duplicated())
    if repeated.height:
        value = str(repeated[key][0])
        found = error(
            code, _names(snapshots), f"each {once} only", value=value, count=repeated.height
        )
        raise UnusableInput([found])


def _names(snapshots: Sequence[Snapshot]) -> str:
    return ", ".join(dict.fromkeys(snapshot.name for snapshot in snapshots))
