"""From a waiting list and its flows to the queues that go forward."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.core.waiting.rtt import WAITING_PART
from tidegate.core.waiting.simulation.queue import LONGEST_WEEKS, PRIORITIES, Queue

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tidegate.core.waiting.simulation.flows import Flow

WHOLE = "all"
"""The name of a list that is taken as one queue."""
RECENT_WEEKS = 4
"""The priorities of arrivals are those of whoever has waited less than this."""


def waiting_of_month(month: pl.DataFrame) -> pl.DataFrame:
    """Return a published month's waiting list as ``tfc, priority, weeks_waited, count``.

    Published figures have no priority: everybody is P4, as whoever has none is.
    """
    bands = [name for name in month.columns if name[0] == "w" and name[1:].isdigit()]
    return (
        month.filter(pl.col("part") == WAITING_PART)
        .group_by("tfc")
        .agg(pl.col(bands).cast(pl.Int64).sum())
        .unpivot(on=bands, index="tfc", variable_name="band", value_name="count")
        .filter(pl.col("count") > 0)
        .select(
            "tfc",
            priority=pl.lit("P4"),
            weeks_waited=pl.col("band").str.slice(1).cast(pl.Int64),
            count="count",
        )
        .sort("tfc", "weeks_waited")
    )


def counts(rows: pl.DataFrame) -> NDArray[np.int64]:
    """Count people by priority and whole weeks waited, those beyond five years as five years."""
    weeks = pl.col("weeks_waited").cast(pl.Int64).clip(0, LONGEST_WEEKS)
    grouped = rows.group_by("priority", weeks).agg(pl.col("count").cast(pl.Int64).sum())
    longest = int(grouped["weeks_waited"].max() or 0)  # type: ignore[arg-type]
    people = np.zeros((len(PRIORITIES), longest + 1), np.int64)
    for priority, week, many in grouped.iter_rows():
        people[PRIORITIES.index(priority), week] += many
    return people


def make_queues(
    waiting: pl.DataFrame, flows: Mapping[str, Flow], dispersion: float, missed: float = 0.0
) -> list[Queue]:
    """Make a queue of each treatment function on the list.

    Args:
        waiting: ``tfc, priority, weeks_waited, count``.
        flows: by treatment function; one for ``WHOLE`` makes one queue of the whole list.
        dispersion: variance of weekly arrivals over their mean.
        missed: share of slots to which the patient does not come.

    Returns:
        Queues in the order of their names; a treatment function without flows is left out, and
        one with flows and nobody waiting begins empty.
    """
    if WHOLE in flows:
        parts: Mapping[str, pl.DataFrame] = {WHOLE: waiting}
    else:
        parts = {tfc: waiting.filter(pl.col("tfc") == tfc) for tfc in sorted(flows)}
    return [_queue(name, rows, flows[name], dispersion, missed) for name, rows in parts.items()]


def _queue(name: str, rows: pl.DataFrame, flow: Flow, dispersion: float, missed: float) -> Queue:
    people = counts(rows)
    mix = _mix(people)
    return Queue(
        name=name,
        waiting=people,
        arrivals=(flow.arrivals * mix[0], flow.arrivals * mix[1], flow.arrivals * mix[2]),
        slots=flow.slots,
        dispersion=dispersion,
        arrivals_spread=flow.arrivals_spread,
        slots_spread=flow.slots_spread,
        practice_spread=flow.practice_spread,
        removal=flow.removal,
        pattern=flow.pattern,
        missed=missed,
    )


def _mix(people: NDArray[np.int64]) -> Sequence[float]:
    """Return the shares of the priorities among recent arrivals, else among all; else P4."""
    for part in (people[:, :RECENT_WEEKS], people):
        if part.sum():
            shares: list[float] = (part.sum(axis=1) / part.sum()).tolist()
            return shares
    return [0.0, 0.0, 1.0]
