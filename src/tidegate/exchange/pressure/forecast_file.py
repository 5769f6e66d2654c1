"""Forecasts as files: the long form of the hubverse, one row a quantile."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.exchange.findings import UnusableInput, error, refuse_errors
from tidegate.exchange.matching.typed_table import read_table
from tidegate.exchange.pressure.forecast_tables import FORECAST
from tidegate.exchange.pressure.forecast_task import targets

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.forecast import Forecast

_DECIMALS = 4
SUFFIXES = (".csv", ".parquet")


def forecast_frame(forecast: Forecast) -> pl.DataFrame:
    """Return one row for each place, horizon and quantile, in that order."""
    task = forecast.task
    places, horizons, levels = forecast.values.shape
    days = targets(task)
    return pl.DataFrame(
        {
            "location": np.repeat(np.array(forecast.places, dtype=object), horizons * levels),
            "reference_date": [task.reference] * forecast.values.size,
            "horizon": np.tile(np.repeat(task.horizons, levels), places),
            "output_type_id": np.tile(task.quantiles, places * horizons),
            "value": forecast.values.ravel().round(_DECIMALS),
        },
        schema_overrides={"location": pl.String, "horizon": pl.Int32, "reference_date": pl.Date},
    ).select(
        "location",
        "reference_date",
        "horizon",
        pl.col("horizon").replace_strict(days, return_dtype=pl.Date).alias("target_end_date"),
        pl.lit("quantile").alias("output_type"),
        "output_type_id",
        "value",
    )


def write_forecast(frame: pl.DataFrame, path: Path) -> None:
    """Write a forecast as CSV or Parquet, by the name's ending; all of it or nothing.

    Raises:
        UnusableInput: another ending, or a folder that is not there.
    """
    if path.suffix not in SUFFIXES:
        raise UnusableInput([error("UNKNOWN_ENDING", path.name, "a name in .csv or .parquet")])
    if not path.parent.is_dir():
        raise UnusableInput([error("MISSING_FOLDER", str(path.parent), "a folder that exists")])
    beside = path.with_name(f".{path.name}.partial")
    if path.suffix == ".csv":
        frame.write_csv(beside)
    else:
        frame.write_parquet(beside)
    beside.replace(path)


def read_forecast(path: Path) -> pl.DataFrame:
    """Read a forecast file: columns of ``FORECAST``, rows of quantiles only.

    Raises:
        UnusableInput: with every value that does not fit.
    """
    table = read_table(path, FORECAST)
    refuse_errors(table.findings)
    frame = table.frame
    if "output_type" in frame.columns:
        frame = frame.filter(pl.col("output_type").fill_null("quantile") == "quantile")
    return frame.select("location", "reference_date", "horizon", "output_type_id", "value")
