"""What became of invitations, and the groups that they are counted in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from tidegate.core.transfers.prior import Bands, YieldPrior


class Reply(StrEnum):
    """What was said to an invitation; ``none`` is closed without an answer, pending is open."""

    YES = "yes"
    NO = "no"
    NONE = "none"
    PENDING = "pending"


OUTCOMES: Mapping[str, pl.DataType] = {
    "modality": pl.String(),
    "travel_minutes": pl.Float64(),
    "priority": pl.String(),
    "weeks_waited": pl.Int32(),
    "moved": pl.Boolean(),
    "reply": pl.String(),
    "reply_days": pl.Int32(),
    "attended": pl.Boolean(),
    "count": pl.Int32(),
}
"""One row is an invitation, or ``count`` of them alike; null is not known. ``moved``: whether it
was to another provider than the one on whose list the patient stands."""

UNKNOWN = "not known"
_MOVED, _STAYED = "elsewhere", "own provider"


def in_groups(frame: pl.DataFrame, prior: YieldPrior) -> pl.DataFrame:
    """Add the name of each row's group at the finest level: column ``group``, a list of text.

    Needs the first five columns of ``OUTCOMES``; what is not known is a group of its own.
    """
    attributes = {
        "moved": pl.when("moved").then(pl.lit(_MOVED)).when(~pl.col("moved")).then(
            pl.lit(_STAYED)
        ),
        "travel": _banded("travel_minutes", prior.travel),
        "modality": pl.col("modality"),
        "waited": _banded("weeks_waited", prior.waited),
        "priority": pl.col("priority"),
    }  # fmt: skip
    named = [attributes[level].fill_null(UNKNOWN) for level in prior.levels]
    return frame.with_columns(group=pl.concat_list(named))


def _banded(column: str, bands: Bands) -> pl.Expr:
    """Name the band of a figure; null stays null."""
    known = pl.col(column).is_not_null()
    expression: pl.Expr = pl.when(known).then(pl.lit(bands.labels[-1]))
    for edge, label in zip(reversed(bands.edges), reversed(bands.labels[:-1]), strict=True):
        expression = pl.when(pl.col(column) < edge).then(pl.lit(label)).otherwise(expression)
    return expression
