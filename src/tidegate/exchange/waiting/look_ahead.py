"""What looking ahead begins with: a waiting list, and what flows into and out of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.waiting.rollforward import consecutive
from tidegate.core.waiting.simulation.flows import Flow, FlowRule, estimate_flows
from tidegate.core.waiting.simulation.lists import make_queues, waiting_of_month
from tidegate.core.waiting.simulation.stated import Stated, with_stated
from tidegate.exchange.findings import Finding, UnusableInput, error, warning
from tidegate.exchange.kinds import Kind
from tidegate.exchange.matching.months import newest_first
from tidegate.exchange.recognise import recognise
from tidegate.exchange.waiting.pathways import AS_OF, WaitingList, read_pathways
from tidegate.exchange.waiting.rtt_csv import RttMonth, read_rtt_month
from tidegate.exchange.waiting.working_days import working_days

if TYPE_CHECKING:
    from tidegate.core.waiting.simulation.queue import Queue
    from tidegate.exchange.sources import Source
    from tidegate.exchange.waiting.waiting_file import ReadWith

COLUMNS = ("holder", "tfc", "priority", "weeks_waited", "count")
_LIST_KINDS = {Kind.PATHWAYS, Kind.WLMDS}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Whose list is meant; empty is everybody's."""

    providers: frozenset[str] = frozenset()
    tfcs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Files:
    """What was read.

    Attributes:
        as_of: the day that the list describes.
        waiting: ``holder, tfc, priority, weeks_waited, count``; from a list of pathways if there
            is one, else from the newest month.
        months: published months by month end; may be empty.
        sources, findings: of every file.
    """

    as_of: date
    waiting: pl.DataFrame
    months: Mapping[date, pl.DataFrame]
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Begun:
    """Where looking ahead begins.

    Attributes:
        as_of: the day.
        queues: the lists.
        left_out: people of treatment functions whose flows are not known.
        findings: what is odd, yet does not spoil it.
    """

    as_of: date
    queues: tuple[Queue, ...]
    left_out: int
    findings: tuple[Finding, ...]


def read_files(
    paths: Sequence[Path], as_of: date | None, read_with: ReadWith | None = None
) -> Files:
    """Read a list of pathways, published months, or both.

    Raises:
        UnusableInput: a file that is neither, more than one list, or nothing to begin with.
    """
    lists: list[WaitingList] = []
    months: list[RttMonth] = []
    for path in paths:
        recognised = recognise(path)
        if recognised.kind in _LIST_KINDS:
            lists.append(read_pathways(path, as_of, read_with))
        elif recognised.kind is Kind.RTT_FULL_CSV:
            months.append(read_rtt_month(path))
        else:
            expected = f"a waiting list or an RTT full CSV; this is {recognised.kind.label}"
            raise UnusableInput([error("NOT_A_WAITING_LIST", recognised.name, expected)])
    if len(lists) > 1:
        expected = "one waiting list; published months may stand beside it"
        raise UnusableInput([error("LIST_TWICE", lists[1].source.name, expected)])
    if not lists and not months:
        raise UnusableInput([error("NO_LIST", "the command", "a waiting list, or RTT months")])
    newest = newest_first(months) if months else []
    read: list[WaitingList | RttMonth] = [*lists, *newest]
    if lists:
        day, waiting = lists[0].as_of, _of_pathways(lists[0].frame)
    else:
        day, waiting = newest[0].period, _of_month(newest[0].frame)
    return Files(
        day,
        waiting,
        {month.period: month.frame for month in newest},
        tuple(one.source for one in read),
        tuple(finding for one in read for finding in one.findings),
    )


def begin(
    files: Files, rule: FlowRule, stated: Stated | None = None, part: Narrowed | None = None
) -> Begun:
    """Make the lists that go forward, of some or all of what was read.

    Raises:
        UnusableInput: nobody is left, or what flows is neither in months nor stated.
    """
    stated, part = stated or Stated(), part or Narrowed()
    waiting = _narrowed(files.waiting, "holder", part.providers)
    waiting = _narrowed(waiting, "tfc", part.tfcs)
    if not waiting.height:
        expected = "people of the providers and treatment functions asked for"
        raise UnusableInput([error("NOBODY_WAITS", "the waiting list", expected)])
    providers = part.providers or frozenset(waiting["holder"].unique())
    months = {
        month: _narrowed(_narrowed(frame, "provider", providers), "tfc", part.tfcs)
        for month, frame in files.months.items()
    }
    flows, findings = _flows(months, rule)
    try:
        used = with_stated(flows, stated, rule)
    except ValueError as problem:
        raise UnusableInput([error("FLOWS_NEEDED", "the flows", str(problem))]) from None
    dispersion = rule.dispersion if stated.dispersion is None else stated.dispersion
    queues = make_queues(waiting, used, dispersion, stated.missed)
    left_out = int(waiting["count"].sum()) - sum(queue.people for queue in queues)
    if left_out:
        expected = "treatment functions with arrivals or completions; these people are left out"
        findings = [*findings, warning("NO_FLOWS", "the waiting list", expected, count=left_out)]
    return Begun(files.as_of, tuple(queues), left_out, tuple(findings))


def _flows(
    months: Mapping[date, pl.DataFrame], rule: FlowRule
) -> tuple[dict[str, Flow], list[Finding]]:
    """Estimate flows, and say what months cannot show."""
    kept = {month: frame for month, frame in months.items() if frame.height}
    if not kept:
        return {}, []
    findings = []
    ordered = sorted(kept)
    if not any(consecutive(one, two) for one, two in pairwise(ordered)):
        expected = "two months that follow each other; without them nobody leaves untreated"
        findings.append(warning("REMOVALS_NOT_KNOWN", "the months", expected))
    return estimate_flows(kept, {month: working_days(month) for month in kept}, rule), findings


def _of_pathways(frame: pl.DataFrame) -> pl.DataFrame:
    return (
        frame.select(
            "holder",
            "tfc",
            "priority",
            pl.col(AS_OF).cast(pl.Int64).alias("weeks_waited"),
            pl.col("count").cast(pl.Int64),
        )
        .group_by("holder", "tfc", "priority", "weeks_waited")
        .agg(pl.col("count").sum())
        .sort("holder", "tfc", "priority", "weeks_waited")
    )


def _of_month(frame: pl.DataFrame) -> pl.DataFrame:
    by_provider = [
        waiting_of_month(rows).with_columns(holder=pl.lit(str(provider)))
        for (provider,), rows in frame.group_by("provider", maintain_order=True)
    ]
    return pl.concat(by_provider).select(COLUMNS)


def _narrowed(frame: pl.DataFrame, column: str, codes: Collection[str]) -> pl.DataFrame:
    return frame.filter(pl.col(column).is_in(list(codes))) if codes else frame
