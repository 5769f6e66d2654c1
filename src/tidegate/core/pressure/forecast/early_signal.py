"""A signal with a longer past than the series itself, brought to the unit of the series."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats, Panel

_RECENT = 26


def longest_signal(signals: Mapping[str, Panel]) -> Panel | None:
    """Return the signal that goes back furthest; None without any."""
    known = [panel for _, panel in sorted(signals.items()) if panel.steps]
    return min(known, key=lambda panel: panel.start, default=None)


def in_unit_of(values: Floats, signal: Floats, sizes: Floats, total: int | None) -> Floats:
    """Return the signal scaled place by place to the series over their latest common past.

    Args:
        values: the series, places x steps.
        signal: the signal on the same places and steps.
        sizes: population of each place, for places without a common past.
        total: row of the nation: where it has no signal, the mean of all by size stands in.
    """
    found = signal.copy()
    if total is not None and not np.isfinite(found[total]).any():
        weight = np.where(np.isfinite(found), sizes[:, None], 0.0)
        whole = np.nansum(found * weight, axis=0)
        found[total] = np.where(
            weight.any(axis=0), whole / np.maximum(weight.sum(axis=0), 1e-9), np.nan
        )
    factor = np.full(len(values), np.nan)
    for row in range(len(values)):
        both = np.flatnonzero(np.isfinite(values[row]) & np.isfinite(found[row]))[-_RECENT:]
        below = found[row, both].sum()
        if both.size and below > 0:
            factor[row] = values[row, both].sum() / below
    usual = np.nanmedian(factor / sizes) if np.isfinite(factor).any() else np.nan
    factor = np.where(np.isfinite(factor) & (factor > 0), factor, usual * sizes)
    return np.asarray(found * factor[:, None])
