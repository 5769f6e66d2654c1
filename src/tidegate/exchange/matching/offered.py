"""Offers as a plan counts them: weeks by number, from the first one on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.matching.conditions import spelled_alike
from tidegate.exchange.matching.raw_table import ROW
from tidegate.exchange.matching.typed_table import fault

if TYPE_CHECKING:
    from tidegate.exchange.findings import Finding


def weeks_gone(offers: pl.DataFrame, first: date, name: str, why: str) -> list[Finding]:
    """Find the offers of weeks before the first; ``why`` says in words why that is the first."""
    past = offers.filter(pl.col("week") < first)
    if past.is_empty():
        return []
    expected = f"a week from {first} on, {why}"
    return [fault("WEEK_BEFORE_START", name, "week", expected, past.select(ROW, "week"))]


def numbered_from(offers: pl.DataFrame, first: date) -> pl.DataFrame:
    """Number the weeks of a typed table from the first Monday, and spell exclusions alike."""
    excludes = [spelled_alike("excludes")] if "excludes" in offers.columns else []
    return (
        offers.with_columns(
            ((pl.col("week") - pl.lit(first)).dt.total_days() // 7).alias("week"), *excludes
        )
        .rename({"tfc": "tfcs"})
        .drop(ROW)
    )
