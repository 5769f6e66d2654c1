"""Fictional referral-to-treatment figures in the layout that NHS England publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.demo.organisations import AREA, AREA_NAME, COMMISSIONERS, PROVIDERS
from tidegate.core.directory.treatment_functions import TOTAL, treatment_function_name
from tidegate.core.waiting.rtt import BANDS

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.core.demo.months import PublishedMonth

_DESCRIPTIONS = {
    "1A": "Completed Pathways For Admitted Patients",
    "1B": "Completed Pathways For Non-Admitted Patients",
    "2": "Incomplete Pathways",
    "2A": "Incomplete Pathways with DTA",
    "3": "New RTT Periods - All Patients",
}
_COMPLETED = ("1A", "1B")  # the only parts that publish “Total” and unknown clock starts
_BANDS = {
    f"w{band:03}": f"Gt {band:02} To {band + 1:02} Weeks SUM 1" for band in range(BANDS - 1)
} | {f"w{BANDS - 1:03}": f"Gt {BANDS - 1} Weeks SUM 1"}


def write_rtt_month(month: PublishedMonth, folder: Path) -> Path:
    """Write one month as a full CSV data file, named as the publisher names it; return its path."""
    path = folder / f"{month.period:%Y%m%d}-RTT-{month.period:%B-%Y}-full-extract.csv"
    rtt_table(month).write_csv(path)
    return path


def rtt_table(month: PublishedMonth) -> pl.DataFrame:
    """Lay a month out in the publisher's 121 columns, with its C_999 rows."""
    keys = ["provider", "commissioner", "part"]
    totals = (
        month.frame.group_by(keys, maintain_order=True)
        .agg(pl.col(*_BANDS, "total").sum())
        .with_columns(tfc=pl.lit(TOTAL))
        .select(month.frame.columns)
    )
    rows = pl.concat([month.frame, totals.cast(month.frame.schema)])
    completed = pl.col("part").is_in(_COMPLETED)
    banded = pl.col("part") != "3"
    return rows.sort([*keys, "tfc"]).select(
        pl.lit(f"RTT-{month.period:%B-%Y}").alias("Period"),
        pl.lit(AREA).alias("Provider Parent Org Code"),
        pl.lit(AREA_NAME.upper()).alias("Provider Parent Name"),
        pl.col("provider").alias("Provider Org Code"),
        _named("provider", PROVIDERS).str.to_uppercase().alias("Provider Org Name"),
        pl.lit(AREA).alias("Commissioner Parent Org Code"),
        pl.lit(AREA_NAME.upper()).alias("Commissioner Parent Name"),
        pl.col("commissioner").alias("Commissioner Org Code"),
        _named("commissioner", COMMISSIONERS).str.to_uppercase().alias("Commissioner Org Name"),
        ("Part_" + pl.col("part")).alias("RTT Part Type"),
        _named("part", _DESCRIPTIONS).alias("RTT Part Description"),
        pl.when(pl.col("tfc").str.starts_with("X"))
        .then("tfc")
        .otherwise("C_" + pl.col("tfc"))
        .alias("Treatment Function Code"),
        pl.when(pl.col("tfc") == TOTAL)
        .then(pl.lit("Total"))
        .otherwise(pl.col("tfc").map_elements(treatment_function_name, pl.String) + " Service")
        .alias("Treatment Function Name"),
        *(pl.when(banded).then(ours).alias(heading) for ours, heading in _BANDS.items()),
        pl.when(completed).then("total").alias("Total"),
        pl.when(completed).then(0).alias("Patients with unknown clock start date"),
        pl.col("total").alias("Total All"),
    )


def _named(column: str, names: dict[str, str]) -> pl.Expr:
    return pl.col(column).replace_strict(names)
