"""Three months of fictional referral-to-treatment figures that hang together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
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
_TREATED_SOONER = 0.78  # completed waits against waits on the list
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

    New clock starts are what makes list, completions and removals agree, cell by cell, so the
    roll-forward leaves just the removals without a clock stop.
    """
    sizes = [round(people * _GROWTH ** (step - MONTHS)) for step in range(MONTHS + 1)]
    lists = [_count(*_list(rng, zones, travel, size)) for size in sizes]
    return tuple(
        PublishedMonth(period, _frame(rng, before.sum(axis=1), now, pace))
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


def _frame(rng: Generator, before: np.ndarray, now: np.ndarray, pace: float) -> pl.DataFrame:
    to_admit = np.tile(
        [specialty.to_admit / 100 for specialty in SPECIALTIES],
        len(_PROVIDERS) * len(_COMMISSIONERS),
    )[:, None]
    waiting = now.sum(axis=1)
    admitted = _completions(rng, now, rng.poisson(before * to_admit[:, 0] * 0.25 * pace))
    not_admitted = _completions(rng, now, rng.poisson(before * (1 - to_admit[:, 0]) * 0.205 * pace))
    left = admitted.sum(axis=1) + not_admitted.sum(axis=1) + rng.poisson(before * _REMOVED)
    starts = np.maximum(waiting - before + left, 0)
    parts = {
        "1A": admitted,
        "1B": not_admitted,
        "2": now,
        "2A": rng.binomial(now, np.broadcast_to(to_admit, now.shape)),
    }
    banded = [_rows(part, counts, counts.sum(axis=1)) for part, counts in parts.items()]
    return pl.concat([*banded, _rows("3", None, starts)]).filter(pl.col("total") > 0)


def _completions(rng: Generator, now: np.ndarray, many: np.ndarray) -> np.ndarray:
    """Spread completed pathways over bands: as people wait on the list, only less long."""
    target = (np.arange(BANDS) * _TREATED_SOONER).astype(int)
    sooner = now @ np.eye(BANDS)[target]  # each band's people, moved to an earlier band
    share = sooner + 1e-9  # an empty cell still has somewhere to put its few
    return rng.multinomial(many, share / share.sum(axis=1, keepdims=True))


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
