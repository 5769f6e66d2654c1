"""How much the newest figures are usually revised later, learnt from earlier releases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats

_LAGS = 3
_PRIOR_RELEASES = 2.0  # releases that the belief in no revision weighs as much as
_RECENT = 26
_LARGEST = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class AsOf:
    """The history as the newest release with a given last step stated it."""

    last: int
    values: Floats


def newest_by_step(releases: Sequence[Floats]) -> Mapping[int, AsOf]:
    """Return, for each last step, the earliest release that ended there.

    Args:
        releases: values on one calendar, places x steps, oldest first.
    """
    found: dict[int, AsOf] = {}
    for values in releases:
        known = np.flatnonzero(np.isfinite(values).any(axis=0))
        if known.size:
            last = int(known[-1])
            found.setdefault(last, AsOf(last, values[:, : last + 1]))
    return found


def revision_factors(now: Floats, earlier: Mapping[int, AsOf]) -> Floats:
    """Return factors by which the newest, the second and the third newest step usually rise.

    The median place of each release is compared with the release in hand; releases are averaged,
    as if a few more had not been revised at all.
    """
    newest = now.shape[1] - 1
    factors = np.ones(_LAGS)
    for lag in range(_LAGS):
        seen = [
            float(np.nanmedian(np.log((now[:, at] + 5) / (release.values[:, at] + 5))))
            for last, release in sorted(earlier.items())
            if last < newest and (at := last - lag) >= 0
            and np.isfinite(now[:, at] - release.values[:, at]).any()
        ][-_RECENT:]  # fmt: skip
        mean = sum(seen) / (len(seen) + _PRIOR_RELEASES)
        factors[lag] = np.exp(np.clip(mean, -_LARGEST, _LARGEST))
    return factors


def corrected(values: Floats, factors: Floats) -> Floats:
    """Return values with their newest steps raised by the usual revision."""
    found = values.copy()
    for lag, factor in enumerate(factors[: values.shape[1]]):
        found[:, -1 - lag] *= factor
    return found
