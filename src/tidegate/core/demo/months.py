"""Three months of fictional referral-to-treatment figures that hang together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.core.demo.organisations import COMMISSIONERS, SITES
from tidegate.core.demo.patients import Waiting, draw_waiting
from tidegate.core.demo.specialties import SPECIALTIES
from tidegate.core.waiting.rtt import BANDS

if TYPE_CHECKING:
    from numpy.random import Generator

MONTHS = 3
# Figures for a month are published about six weeks after it ends.
DAYS_TO_PUBLICATION = 42
_REMOVED = 0.034  # of the list, each month, without a clock stop: validation
_ADMITTED_SEEN, _OTHERS_SEEN = 0.25, 0.205  # of the list, each month
# Completions after waits of a quarter and more are what leads one list to the next, by these groups
# of weeks; the rest of them came sooner.
_EDGES = (13, 20, 26, 39, 52, 65, BANDS)
# Those who are admitted have waited longer than the others who are seen.
_ADMITTED_LATER = np.where(np.arange(BANDS) < _EDGES[0], 0.35, 1.6)
_WEEK = 7
_PROVIDERS = tuple(dict.fromkeys(site.provider for site in SITES))
_COMMISSIONERS = tuple(COMMISSIONERS)
_TFCS = tuple(specialty.tfc for specialty in SPECIALTIES)
_CELLS = len(_PROVIDERS) * len(_COMMISSIONERS) * len(_TFCS)
# How much each month's completions were above or below the usual, oldest first.
_PACE = (1.08, 0.97, 1.0)
_GROWTH = 1.006


@dataclass(frozen=True, slots=True)
class PublishedMonth:
    """One month's figures: its last day, and the counts.

    ``frame`` has columns ``provider, commissioner, part, tfc``, the bands ``w000`` … ``w104`` and
    ``total``; parts are ``1A, 1B, 2, 2A, 3``, of which the last has no bands (null). Rows without
    a single pathway are left out.
    """

    period: date
    frame: pl.DataFrame


def published_periods(as_of: date) -> tuple[date, ...]:
    """Return the ends of the last three months whose figures are out on that day."""
    last = (as_of - timedelta(days=DAYS_TO_PUBLICATION)).replace(day=1) - timedelta(days=1)
    periods = [last]
    while len(periods) < MONTHS:
        periods.append(periods[-1].replace(day=1) - timedelta(days=1))
    return tuple(reversed(periods))


def make_months(
    rng: Generator, zones: pl.DataFrame, travel: pl.DataFrame, people: int, as_of: date
) -> tuple[PublishedMonth, ...]:
    """Make the months: lists drawn as the pathways are, and flows that lead from one to the next.

    Completions are as many of each wait as make the next list out of the one before, less the few
    in thirty who are removed without a clock stop whatever they waited. New clock starts are what
    makes list, completions and removals agree, cell by cell.
    """
    sizes = [round(people * _GROWTH ** (step - MONTHS)) for step in range(MONTHS + 1)]
    lists = [_count(*_list(rng, zones, travel, size)) for size in sizes]
    return tuple(
        PublishedMonth(period, _frame(rng, before, now, pace, period.day / _WEEK))
        for period, before, now, pace in zip(
            published_periods(as_of), lists[:-1], lists[1:], _PACE, strict=True
        )
    )


def _list(
    rng: Generator, zones: pl.DataFrame, travel: pl.DataFrame, people: int
) -> tuple[np.ndarray, np.ndarray]:
    """Draw a list: the cell (provider, commissioner, treatment function) and days of each."""
    waiting: Waiting = draw_waiting(rng, zones, travel, people)
    provider = np.array([_PROVIDERS.index(site.provider) for site in SITES])[waiting.site]
    commissioner = np.array([_COMMISSIONERS.index(code) for code in zones["commissioner"]])
    cell = provider * len(_COMMISSIONERS) + commissioner[waiting.zone]
    return cell * len(_TFCS) + waiting.specialty, waiting.days


def _count(cell: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Count pathways by cell and band."""
    band = np.minimum((days - 1) // 7, BANDS - 1)  # ``band_of_days``, for waits of a day or more
    flat = cell.astype(np.int64) * BANDS + band
    return np.bincount(flat, minlength=_CELLS * BANDS).reshape(_CELLS, BANDS)


def _frame(
    rng: Generator, before: np.ndarray, now: np.ndarray, pace: float, weeks: float
) -> pl.DataFrame:
    to_admit = np.tile(
        [specialty.to_admit / 100 for specialty in SPECIALTIES],
        len(_PROVIDERS) * len(_COMMISSIONERS),
    )
    people, waiting = before.sum(axis=1), now.sum(axis=1)
    admitted, others = to_admit * _ADMITTED_SEEN, (1 - to_admit) * _OTHERS_SEEN
    many = rng.poisson(people * (admitted + others) * pace)
    completed = _completions(rng, before, _seen_by_wait(before, now, weeks), many, weeks)
    of_those = (admitted / (admitted + others))[:, None] * _ADMITTED_LATER
    after_admission = rng.binomial(completed, np.minimum(of_those, 1.0))
    left = completed.sum(axis=1) + rng.poisson(people * _REMOVED)
    starts = np.maximum(waiting - people + left, 0)
    parts = {
        "1A": after_admission,
        "1B": completed - after_admission,
        "2": now,
        "2A": rng.binomial(now, np.broadcast_to(to_admit[:, None], now.shape)),
    }
    banded = [_rows(part, counts, counts.sum(axis=1)) for part, counts in parts.items()]
    return pl.concat([*banded, _rows("3", None, starts)]).filter(pl.col("total") > 0)


def _seen_by_wait(before: np.ndarray, now: np.ndarray, weeks: float) -> np.ndarray:
    """Return the part of each band that was completed within the month, by a quarter and more.

    Whoever waited so long on the earlier list waits a month longer on the later one, was removed,
    or was seen.
    """
    seen = np.zeros(BANDS)
    first, then = _up_to(before), _up_to(now)
    for low, high in pairwise(_EDGES):
        was = _between(first, low, high)
        still = _between(then, low + weeks, high + weeks if high < BANDS else BANDS)
        gone = was - still - _REMOVED * (was + still) / 2
        seen[low:high] = min(max(gone / max(was, 1.0), 0.0), 1.0)
    return seen


def _up_to(counts: np.ndarray) -> np.ndarray:
    return np.concatenate([[0.0], np.cumsum(counts.sum(axis=0))])


def _between(up_to: np.ndarray, low: float, high: float) -> float:
    below = np.interp([low, high], np.arange(len(up_to)), up_to)
    return float(below[1] - below[0])


def _completions(
    rng: Generator, before: np.ndarray, seen: np.ndarray, many: np.ndarray, weeks: float
) -> np.ndarray:
    """Count completed pathways by cell and band, about half a month after the earlier list."""
    late = rng.binomial(before, np.broadcast_to(seen, before.shape))
    placed = np.zeros_like(late)
    shift = round(weeks / 2)
    placed[:, shift:] = late[:, : BANDS - shift]
    placed[:, -1] += late[:, BANDS - shift :].sum(axis=1)
    sooner = np.maximum(many - late.sum(axis=1), 0)
    share = np.arange(_EDGES[0], 0, -1.0)  # the sooner the more
    placed[:, : _EDGES[0]] += rng.multinomial(sooner, share / share.sum())
    return placed


def _rows(part: str, counts: np.ndarray | None, total: np.ndarray) -> pl.DataFrame:
    provider, commissioner, tfc = np.unravel_index(
        np.arange(_CELLS), (len(_PROVIDERS), len(_COMMISSIONERS), len(_TFCS))
    )
    bands = {
        f"w{band:03}": pl.Series(
            [None] * _CELLS if counts is None else counts[:, band], dtype=pl.Int32
        )
        for band in range(BANDS)
    }
    return pl.DataFrame(
        {
            "provider": np.array(_PROVIDERS)[provider],
            "commissioner": np.array(_COMMISSIONERS)[commissioner],
            "part": [part] * _CELLS,
            "tfc": np.array(_TFCS)[tfc],
            **bands,
            "total": pl.Series(total, dtype=pl.Int32),
        }
    )
