"""Put onto a waiting list what it does not say itself: fitness, travel, consent, days away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.findings import warning
from tidegate.exchange.matching.forms import TYPES
from tidegate.exchange.matching.input_tables import SIDE
from tidegate.exchange.matching.raw_table import ROW

if TYPE_CHECKING:
    from tidegate.exchange.findings import Finding
    from tidegate.exchange.matching.typed_table import TypedTable

_FAR = ("travel_max_miles", "travel_band")  # two ways to say one thing
_TYPES = {column.name: TYPES[column.form] for column in SIDE.columns[1:]}
_BESIDE = "__beside_"


def with_side(listed: pl.DataFrame, side: TypedTable) -> tuple[pl.DataFrame, list[Finding]]:
    """Join a side file to a typed waiting list by ``pathway_id``.

    What the side file states is believed before the list; what it leaves blank leaves the list as
    it is. Identifiers that are not on the list are a warning: they may have left it.
    """
    told = [column for column in _TYPES if column in side.frame.columns]
    if set(told).intersection(_FAR):
        told = list(dict.fromkeys([*told, *_FAR]))  # miles stated beside end a band on the list
    beside = side.frame.select(
        "pathway_id", *(_column(side.frame, column).alias(_BESIDE + column) for column in told)
    )
    joined = listed.join(beside, on="pathway_id", how="left", maintain_order="left")
    far = pl.any_horizontal(pl.col(_BESIDE + column).is_not_null() for column in _FAR)
    filled = [
        pl.when(far if column in _FAR else pl.col(_BESIDE + column).is_not_null())
        .then(_BESIDE + column)
        .otherwise(_column(listed, column))
        .alias(column)
        for column in told
    ]
    return joined.with_columns(filled).select(pl.exclude(f"^{_BESIDE}.*$")), _strange(listed, side)


def _column(frame: pl.DataFrame, column: str) -> pl.Expr:
    return pl.col(column) if column in frame.columns else pl.lit(None, _TYPES[column])


def _strange(listed: pl.DataFrame, side: TypedTable) -> list[Finding]:
    strange = side.frame.join(listed, on="pathway_id", how="anti", maintain_order="left")
    if strange.is_empty():
        return []
    expected = "the pathway_id of an open pathway on the list; these rows are left out"
    return [
        warning("NOT_ON_LIST", side.source.name, expected, row=int(strange[ROW][0]),
                column="pathway_id", value=str(strange["pathway_id"][0]), count=strange.height)
    ]  # fmt: skip
