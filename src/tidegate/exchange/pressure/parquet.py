"""Read a Parquet table whole, or refuse it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.directory.reference import require_columns
from tidegate.exchange.findings import UnusableInput, error

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def read_parquet(path: Path, needed: Sequence[str]) -> pl.DataFrame:
    """Read a table.

    Raises:
        UnusableInput: damaged, or without one of the columns that are needed.
    """
    try:
        frame = pl.read_parquet(path, glob=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as problem:
        raise UnusableInput(
            [error("BROKEN_PARQUET", path.name, "a complete Parquet file")]
        ) from problem
    require_columns(frame.columns, needed, path.name)
    return frame
