"""Lots that settle what remains equal: the same for a name and a seed on every machine.

FNV-1a over the bytes of the name, then the finaliser of splitmix64, which spreads what differs in
the last few bytes only over all bits. Both are public domain (Fowler, Noll and Vo; Steele and
others, 2014).
"""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

Masks = npt.NDArray[np.uint64]
Bytes = npt.NDArray[np.uint8]
Longs = npt.NDArray[np.int64]

_AT_ONCE = 1_000_000  # names whose bytes are laid side by side, so that memory stays small
_OFFSET, _PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x00000100000001B3)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def lots(names: pl.Series, seed: int) -> Masks:
    """Draw a lot for each name; the lower lot comes first among equals."""
    start = np.uint64(_spread(_OFFSET ^ np.uint64(seed % 2**64)))
    drawn = np.empty(len(names), np.uint64)
    for begin in range(0, len(names), _AT_ONCE):
        part = names.slice(begin, _AT_ONCE)
        text = np.frombuffer(part.str.join("").item().encode(), np.uint8)
        ends = part.str.len_bytes().cast(pl.Int64).cum_sum().to_numpy()
        _draw(text, ends, start, drawn[begin : begin + _AT_ONCE])
    return drawn


@numba.njit(cache=True, nogil=True)
def _spread(state: np.uint64) -> np.uint64:
    state += _GOLDEN
    state = (state ^ (state >> np.uint64(30))) * _FIRST
    state = (state ^ (state >> np.uint64(27))) * _SECOND
    return state ^ (state >> np.uint64(31))


@numba.njit(cache=True, nogil=True)
def _draw(text: Bytes, ends: Longs, start: np.uint64, drawn: Masks) -> None:
    at = 0
    for name in range(len(ends)):
        state = start
        while at < ends[name]:
            state = (state ^ np.uint64(text[at])) * _PRIME
            at += 1
        drawn[name] = _spread(state)
