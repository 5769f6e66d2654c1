"""Read a folder that asks for a forecast: the history, and whatever else was known.

A folder holds ``history`` and may hold ``covariates``, ``vintages``, ``vintage_map``, ``locations``
(each .csv or .parquet) and ``task.json``. Names only say which table a file claims to be; what it
is, its columns and values decide. Anything else in the folder is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from tidegate.core.pressure.forecast.panel import Panel
from tidegate.core.pressure.forecast.situation import Release, Situation, Task
from tidegate.exchange.findings import Finding, UnusableInput, error, refuse_errors
from tidegate.exchange.matching.raw_table import ROW
from tidegate.exchange.matching.typed_table import fault, read_table
from tidegate.exchange.pressure.forecast_tables import (
    COVARIATES,
    HISTORY,
    LOCATIONS,
    VINTAGE_MAP,
    VINTAGES,
)
from tidegate.exchange.pressure.forecast_task import read_task
from tidegate.exchange.pressure.named_days import named_days

if TYPE_CHECKING:
    from tidegate.exchange.matching.input_tables import Table
    from tidegate.exchange.sources import Source

_SUFFIXES = (".csv", ".parquet")
_DAILY = 1
_NEXT_YEAR = timedelta(days=366)  # a forecast may reach into it


@dataclass(frozen=True, slots=True)
class ForecastFolder:
    """What a folder holds.

    Attributes:
        situation: the task and the data; it may reach beyond what may be used, which the
            forecaster cuts away.
        names: name of a place, where the folder tells it.
        sources: the files, fingerprinted.
        findings: what is odd, yet does not spoil it.
    """

    situation: Situation
    names: Mapping[str, str]
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]


def read_forecast_folder(folder: Path, horizon: int | None = None) -> ForecastFolder:
    """Read everything that a folder holds for a forecast.

    Args:
        folder: where the files lie.
        horizon: how many horizons to forecast, in place of those the folder asks for.

    Raises:
        UnusableInput: no history, or values that do not fit; with every one of them.
    """
    if not folder.is_dir():
        raise UnusableInput([error("NOT_A_FOLDER", str(folder), "a folder that holds a history")])
    tables = {
        table.name: read_table(path, table)
        for table in (HISTORY, COVARIATES, VINTAGES, VINTAGE_MAP, LOCATIONS)
        if (path := _file_of(folder, table)) is not None
    }
    if HISTORY.name not in tables or tables[HISTORY.name].frame.is_empty():
        expected = "a file history.csv or history.parquet with at least one row"
        raise UnusableInput([error("NO_HISTORY", str(folder), expected)])
    findings = refuse_errors(found for table in tables.values() for found in table.findings)
    frames = {name: table.frame for name, table in tables.items()}
    task = read_task(folder, frames[HISTORY.name], horizon)
    off_grid = [
        wrong
        for name in (HISTORY.name, COVARIATES.name, VINTAGES.name)
        if name in frames
        for wrong in _off_grid(frames[name], task, tables[name].source.name)
    ]
    refuse_errors(off_grid)
    where = frames.get(LOCATIONS.name)
    regions = {place: str(region) for place, region in _told(where, "region").items()}
    names = {place: str(name) for place, name in _told(where, "name").items()}
    populations = {place: float(people) for place, people in _told(where, "population").items()}
    situation = Situation(
        task,
        panel_of(frames[HISTORY.name], task.step_days),
        _signals(frames.get(COVARIATES.name), task.step_days),
        _releases(frames, task),
        regions,
        populations,
        _named_days(frames[HISTORY.name], task),
    )
    sources = tuple(table.source for table in tables.values())
    return ForecastFolder(situation, names, sources, findings)


def panel_of(frame: pl.DataFrame, step_days: int) -> Panel:
    """Lay rows of location, date and value out as places down and days or weeks across."""
    places = sorted(frame["location"].unique().to_list())
    start: date = frame["date"].min()  # type: ignore[assignment]
    end: date = frame["date"].max()  # type: ignore[assignment]
    values = np.full((len(places), (end - start).days // step_days + 1), np.nan)
    at = (frame["date"] - start).dt.total_days() // step_days
    row = frame["location"].replace_strict(places, list(range(len(places))))
    values[row.to_numpy(), at.to_numpy()] = frame["value"].cast(pl.Float64).fill_null(np.nan)
    return Panel(tuple(places), start, step_days, values)


def _file_of(folder: Path, table: Table) -> Path | None:
    there = [path for suffix in _SUFFIXES if (path := folder / f"{table.name}{suffix}").is_file()]
    if len(there) > 1:
        said = ", ".join(path.name for path in there)
        raise UnusableInput([error("SEVERAL_FILES", str(folder), "one of them", value=said)])
    return there[0] if there else None


def _off_grid(frame: pl.DataFrame, task: Task, name: str) -> list[Finding]:
    """Find days that are no whole number of steps before the last observed one."""
    off = (pl.lit(task.last_observed) - pl.col("date")).dt.total_days() % task.step_days != 0
    rows = frame.filter(off).select(ROW, "date")
    expected = f"days a whole number of steps of {task.step_days} before {task.last_observed}"
    return [fault("OFF_CADENCE", name, "date", expected, rows)] if rows.height else []


def _told(frame: pl.DataFrame | None, column: str) -> dict[str, Any]:
    """Return what a column of the places says, by place, where it says anything."""
    if frame is None or column not in frame.columns:
        return {}
    return dict(frame.select("location", column).drop_nulls().iter_rows())


def _signals(frame: pl.DataFrame | None, step_days: int) -> dict[str, Panel]:
    if frame is None or frame.is_empty():
        return {}
    return {
        str(series): panel_of(rows, step_days)
        for (series,), rows in sorted(frame.partition_by("series", as_dict=True).items())
    }


def _releases(frames: Mapping[str, pl.DataFrame], task: Task) -> tuple[Release, ...]:
    """Return earlier releases; the map, where there is one, says which is the newest allowed."""
    frame = frames.get(VINTAGES.name)
    if frame is None or frame.is_empty():
        return ()
    if VINTAGE_MAP.name in frames:
        allowed = frames[VINTAGE_MAP.name].filter(pl.col("reference_date") == task.reference)
        frame = frame.filter(pl.col("as_of") <= (allowed["as_of"].max() or task.reference))
    return tuple(
        Release(as_of, panel_of(rows, task.step_days))
        for (as_of,), rows in sorted(frame.partition_by("as_of", as_dict=True).items())
    )


def _named_days(frame: pl.DataFrame, task: Task) -> dict[date, str]:
    """Return bank holidays in England, for daily series: a week smooths them out."""
    if task.step_days != _DAILY:
        return {}
    first: date = frame["date"].min()  # type: ignore[assignment]
    return named_days(first, task.reference + _NEXT_YEAR)
