"""How each pathway stands to each pool: welcome, or stopped by reach, criteria or consent."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching import eligibility
from tidegate.core.matching.program.reach import Reach, within_limits

if TYPE_CHECKING:
    from tidegate.core.matching.program.pools import Pool

Standings = npt.NDArray[np.int8]
Booleans = npt.NDArray[np.bool_]


class Standing(IntEnum):
    """What stops a pathway from using a pool; the later, the nearer it came."""

    OUT_OF_REACH = 0
    REFUSED = 1
    REFERRED = 2
    NO_CONSENT = 3
    WELCOME = 4


def standings(
    pathways: pl.DataFrame, pools: Sequence[Pool], reach: Reach, *, require_consent: bool
) -> Standings:
    """Judge every pathway against every pool; shape (pathways, pools), codes of ``Standing``."""
    zone = positions(reach.zones, pathways["zone"].to_list())
    site = positions(reach.sites, [pool.site for pool in pools])
    limits = [
        pathways[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        for name in ("travel_max_minutes", "travel_max_miles")
    ]
    near = within_limits(reach.minutes[zone][:, site], reach.miles[zone][:, site], *limits)
    profiles = sorted({pool.criteria for pool in pools}, key=repr)
    judged = eligibility.judge_all(pathways, profiles)
    verdict = judged[:, positions(profiles, [pool.criteria for pool in pools])]
    standing = np.full(near.shape, Standing.WELCOME, np.int8)
    if require_consent:
        said_yes = pathways["consent"].fill_null(value=False).to_numpy()
        own = _own_offers(pathways["holder"], pools)
        standing[~(own | said_yes[:, None])] = Standing.NO_CONSENT
    standing[verdict == eligibility.REFER] = Standing.REFERRED
    standing[verdict == eligibility.REFUSE] = Standing.REFUSED
    standing[~near] = Standing.OUT_OF_REACH
    return standing


def _own_offers(holder: pl.Series, pools: Sequence[Pool]) -> Booleans:
    """Say which pools belong to each pathway's holder; nobody's when the holder is not known."""
    codes: dict[str | None, int] = {None: -1}
    for pool in pools:
        codes.setdefault(pool.provider, len(codes))
        codes.setdefault(pool.site, len(codes))
    # -1 matches no pool: an unknown holder, and one that offers nothing.
    held = np.array([codes.get(code, -1) for code in holder.to_list()], np.int64)[:, None]
    provider = np.array([codes[pool.provider] for pool in pools], np.int64)
    site = np.array([codes[pool.site] for pool in pools], np.int64)
    own: Booleans = (held == provider) | (held == site)
    return own


def positions(codes: Sequence[object], wanted: Sequence[object]) -> npt.NDArray[np.int64]:
    """Find where each wanted item stands among the codes."""
    position = {code: index for index, code in enumerate(codes)}
    return np.array([position[item] for item in wanted], np.int64)
