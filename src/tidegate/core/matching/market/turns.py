"""In which order people stand: group by group, and within a group by turn.

The longest wait goes first; among equals whoever's own holder has units of that kind on offer, so
that nobody moves for nothing; then a seeded lot.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.market.codes import sort_by
from tidegate.core.matching.market.lots import lots

Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Masks = npt.NDArray[np.uint64]
Booleans = npt.NDArray[np.bool_]


def in_turn(pathways: pl.DataFrame, group: Shorts, moves: Booleans, seed: int) -> Longs:
    """Order the rows by group, then longest wait, then whoever can stay, then by lot, then name.

    Args:
        pathways: pathway_id, weeks_waited.
        group: group of each row.
        moves: whether the row's own holder offers nothing of its kind.
        seed: of the lots.
    """
    if not pathways.height:
        return np.zeros(0, np.int64)
    key = _keys(pathways, moves, seed)
    order = sort_by(np.argsort(key), group)
    key = key[order]
    ties = key[1:] == key[:-1]
    same = np.flatnonzero(ties)
    ties[same] = group[order[same]] == group[order[same + 1]]
    if ties.any():
        _by_name(pathways["pathway_id"], order, ties)
    return order


def _keys(pathways: pl.DataFrame, moves: Booleans, seed: int) -> Masks:
    """Put wait, staying and as much of the lot as there is room for into one number."""
    waited = pathways["weeks_waited"]
    longest = int(waited.max())  # type: ignore[arg-type]
    room = 63 - longest.bit_length()
    key = lots(pathways["pathway_id"], seed)
    key >>= np.uint64(64 - room)
    key |= moves.astype(np.uint64) << np.uint64(room)
    key |= (longest - waited.to_numpy()).astype(np.uint64) << np.uint64(room + 1)
    return key


def _by_name(names: pl.Series, order: Longs, ties: Booleans) -> None:
    """Put runs of rows whose keys are the same in order of their names, in place."""
    tied = np.zeros(len(order), np.bool_)
    tied[1:] |= ties
    tied[:-1] |= ties
    at = np.flatnonzero(tied)
    first = np.ones(len(at), np.bool_)
    first[1:] = ~ties[at[1:] - 1]
    rows = order[at]
    frame = pl.DataFrame({"run": np.cumsum(first), "name": names.gather(rows), "row": rows})
    order[at] = frame.sort("run", "name")["row"].to_numpy()
