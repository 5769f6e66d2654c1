"""Who is seen and who leaves untreated, by weeks waited, from months with weekly bands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.core.waiting.rollforward import consecutive
from tidegate.core.waiting.rtt import BANDS, WAITING_PART

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NAMES = [f"w{band:03}" for band in range(BANDS)]
_SEEN, _STARTED = ("1A", "1B"), "3"
# So many weeks of waiting as all lists have them stand beside each list's own, lest few decide.
_WEIGHT = 20.0
# Removals are told apart by quarters of a year: finer, chance would speak.
_EDGES = (0, 13, 26, 39, 52, 65, BANDS)
_DAYS = 7


def have_bands(months: Sequence[pl.DataFrame]) -> bool:
    """Tell whether months have every weekly band, as those since April 2021 do."""
    return bool(months) and all(set(_NAMES) <= set(month.columns) for month in months)


def seen_by_wait(
    months: Sequence[pl.DataFrame], weeks: float, neighbours: int
) -> dict[str, tuple[float, ...]]:
    """Return how likely a week brings a slot after each wait, by treatment function.

    Args:
        months: RTT rows; without weekly bands nothing can be said.
        weeks: length of a month.
        neighbours: weeks on either side over which is averaged.
    """
    if not have_bands(months):
        return {}
    rows = pl.concat([month.select("part", "tfc", *_NAMES) for month in months])
    seen, waiting = _by_tfc(rows, _SEEN), _by_tfc(rows, (WAITING_PART,))
    nobody = np.zeros(BANDS)
    all_seen, all_waiting = sum(seen.values(), nobody), sum(waiting.values(), nobody)
    if not all_seen.sum() or not all_waiting.sum():
        return {}
    usual = np.full(BANDS, all_seen.sum() / all_waiting.sum() / weeks)
    everywhere = _ratio(all_seen, all_waiting * weeks, usual, neighbours)
    return {
        tfc: tuple(_ratio(seen.get(tfc, nobody), people * weeks, everywhere, neighbours).tolist())
        for tfc, people in waiting.items()
    }


def removal_by_wait(
    months: Sequence[tuple[date, pl.DataFrame]],
) -> dict[str, tuple[float, ...]]:
    """Return how likely each wait is to leave untreated, relative to the average of its list.

    Of whoever waited so long at the end of one month, some wait a month longer at the end of the
    next and some were completed; the others left. All lists together show how that depends on the
    wait; each list has its own mean.

    Args:
        months: month ends and RTT rows, in order; pairs that do not follow each other are left out.
    """
    if not have_bands([month for _, month in months]):
        return {}
    gone, stayed = np.zeros(len(_EDGES) - 1), np.zeros(len(_EDGES) - 1)
    for (one, earlier), (two, later) in pairwise(months):
        if consecutive(one, two):
            lost, people = _lost(earlier, later, (two - one).days / _DAYS)
            gone += lost
            stayed += people
    rate = np.maximum(gone, 0) / np.maximum(stayed, 1)
    if not rate.sum():
        return {}
    by_week = np.repeat(rate, np.diff(_EDGES))
    lists = _by_tfc(pl.concat([month.select("part", "tfc", *_NAMES) for _, month in months]),
                    (WAITING_PART,))  # fmt: skip
    return {
        tfc: tuple((by_week / mean).tolist())
        for tfc, people in lists.items()
        if people.sum() and (mean := float(people @ by_week / people.sum()))
    }


def _lost(
    earlier: pl.DataFrame, later: pl.DataFrame, weeks: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return who left untreated in a month, and the weeks that people stayed, by group of waits."""
    before, now, seen = (
        _up_to(month, parts)
        for month, parts in ((earlier, (WAITING_PART,)), (later, (WAITING_PART,)), (later, _SEEN))
    )
    edges = np.array(_EDGES[:-1], float)
    was = _within(before, edges)
    still, completed = _within(now, edges + weeks), _within(seen, edges + weeks / 2)
    joined = float(later.filter(pl.col("part") == _STARTED)["total"].cast(pl.Int64).sum())
    was[0] += joined
    still[0] += _below(now, weeks)
    completed[0] += _below(seen, weeks / 2)
    stayed = (was + still) / 2 * weeks
    stayed[0] -= joined / 2 * weeks  # they came in the course of the month
    return was - still - completed, stayed


def _up_to(month: pl.DataFrame, parts: Sequence[str]) -> NDArray[np.float64]:
    """Return how many waited less than so many whole weeks, from 0 to all."""
    rows = month.filter(pl.col("part").is_in(parts))
    summed = rows.select(pl.col(_NAMES).cast(pl.Float64).sum()).row(0)
    return np.concatenate([[0.0], np.cumsum(summed)])


def _below(up_to: NDArray[np.float64], weeks: float) -> float:
    return float(np.interp(weeks, np.arange(len(up_to)), up_to))


def _within(up_to: NDArray[np.float64], edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Count who waited from each edge to the next, the last without end."""
    below = np.interp(edges, np.arange(len(up_to)), up_to)
    return np.diff(np.concatenate([below, up_to[-1:]]))


def _by_tfc(rows: pl.DataFrame, parts: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    summed = (
        rows.filter(pl.col("part").is_in(parts))
        .group_by("tfc")
        .agg(pl.col(_NAMES).cast(pl.Float64).sum())
        .sort("tfc")
    )
    return {row[0]: np.array(row[1:]) for row in summed.iter_rows()}


def _ratio(
    seen: NDArray[np.float64],
    waiting: NDArray[np.float64],
    usual: NDArray[np.float64],
    neighbours: int,
) -> NDArray[np.float64]:
    """Divide, averaged over neighbouring weeks; the first week is like no other."""
    width = np.ones(2 * neighbours + 1)
    above, below = (
        np.convolve(each, width)[neighbours : neighbours + len(each)] for each in (seen, waiting)
    )
    above[0], below[0] = seen[0], waiting[0]
    ratio: NDArray[np.float64] = (above + _WEIGHT * usual) / (below + _WEIGHT)
    return ratio
