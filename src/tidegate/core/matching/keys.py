"""Whether any two rows of a table share a key, asked so that England's list is not held twice."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl


def any_repeated(frame: pl.DataFrame, keys: Sequence[str]) -> bool:
    """Tell whether two rows agree in every one of the columns ``keys``; null agrees with null.

    Hashes that all differ prove that the keys do; only otherwise are the keys compared.
    """
    mixed = pl.reduce(
        lambda so_far, key: so_far ^ key,
        [pl.col(key).hash(number) for number, key in enumerate(keys)],
    )
    hashes = frame.select(mixed).to_series().sort()
    if not (hashes == hashes.shift(1)).any():
        return False
    return bool(frame.select(keys).is_duplicated().any())
