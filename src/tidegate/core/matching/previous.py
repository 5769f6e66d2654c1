"""An earlier plan, as a new one has to respect it: what is accepted stays, what is proposed may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

PREVIOUS: Mapping[str, pl.DataType] = {
    "pathway_id": pl.String(),
    "offer_id": pl.String(),
    "accepted": pl.Boolean(),
}


@dataclass(frozen=True, slots=True)
class Previous:
    """What an earlier plan has promised to single patients.

    Attributes:
        matches: columns ``PREVIOUS``, at most one row per pathway. An accepted transfer is kept as
            it is whatever it is worth today; a proposed one is worth ``Policy.stay_points`` more to
            its patient than the same slot would be to others. Rows whose pathway has left the list
            or whose offer is gone are displaced: they compete like everybody else.
        prices: prices of the earlier plan, columns ``result.PRICES``; they make a start, and prove
            nothing. May be empty.
    """

    matches: pl.DataFrame
    prices: pl.DataFrame

    def __post_init__(self) -> None:
        for column, kind in PREVIOUS.items():
            if self.matches.schema.get(column) != kind:
                raise ValueError(f"previous: column {column} must be {kind}")
        if self.matches["pathway_id"].is_duplicated().any():
            raise ValueError("previous: pathway_id must differ between rows")
