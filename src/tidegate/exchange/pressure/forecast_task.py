"""What a folder asks for: ``task.json``, or what its history suggests."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tidegate.core.pressure.forecast.situation import HUB_QUANTILES, USUAL_HORIZONS, Task
from tidegate.exchange.findings import UnusableInput, error

if TYPE_CHECKING:
    import polars as pl

NAME = "task.json"
LONGEST = {1: 366, 7: 53}


class _Asked(BaseModel):
    """The fields of ``task.json``; further ones are left alone."""

    model_config = ConfigDict(extra="ignore")

    reference_date: date | None = None
    last_observed: date | None = None
    horizons: list[int] | None = Field(default=None, min_length=1, max_length=400)
    horizon_days: int | None = None
    quantiles: list[float] | None = Field(default=None, min_length=1, max_length=199)
    locations: list[str] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _sensible(self) -> _Asked:
        if self.horizons and (min(self.horizons) < 0 or max(self.horizons) > max(LONGEST.values())):
            raise ValueError(f"horizons are from 0 to {max(LONGEST.values())}")
        levels = self.quantiles
        if levels and (sorted(set(levels)) != levels or not 0 < levels[0] <= levels[-1] < 1):
            raise ValueError("quantiles ascend, each above 0 and below 1")
        if self.horizon_days not in {None, *USUAL_HORIZONS}:
            raise ValueError("horizon_days is 1 or 7")
        return self


def read_task(folder: Path, history: pl.DataFrame, horizon: int | None) -> Task:
    """Return what is asked for; whatever ``task.json`` leaves out follows from the history.

    Args:
        folder: where ``task.json`` lies, if there is one.
        history: columns location, date, value; not empty.
        horizon: how many horizons to forecast, in place of those the folder asks for.

    Raises:
        UnusableInput: a task that cannot be read, or asks for what the history cannot give.
    """
    asked = _asked(folder / NAME)
    step = asked.horizon_days or cadence(history, folder.name)
    newest = max(history["date"])
    reference = asked.reference_date or newest
    last = min(asked.last_observed or newest, reference)
    horizons = tuple(sorted(set(asked.horizons or _usual(step, reference, last))))
    if horizon is not None:
        first = 0 if reference > last else 1
        horizons = tuple(range(first, first + min(horizon, LONGEST[step])))
    gap = (reference - last).days
    if gap % step or gap // step + min(horizons) < 1:
        expected = f"targets after the last observed day, whole steps of {step} days apart"
        raise UnusableInput([error("NOTHING_AHEAD", NAME, expected, value=str(reference))])
    places = asked.locations or sorted(history["location"].unique().to_list())
    levels = tuple(asked.quantiles or HUB_QUANTILES)
    return Task(reference, last, step, horizons, levels, tuple(sorted(set(places))))


def cadence(history: pl.DataFrame, name: str) -> int:
    """Return the days from one value to the next: 1 or 7.

    Raises:
        UnusableInput: neither.
    """
    days = sorted(set(history["date"].to_list()))
    gaps = [(after - before).days for before, after in pairwise(days)]
    step = min(gaps, default=0)
    if step in USUAL_HORIZONS and all(gap % step == 0 for gap in gaps):
        return step
    raise UnusableInput([error("UNKNOWN_CADENCE", name, "values one day or seven days apart")])


def targets(task: Task) -> dict[int, date]:
    """Return the day that each horizon is about."""
    return {
        horizon: task.reference + timedelta(days=horizon * task.step_days)
        for horizon in task.horizons
    }


def _usual(step: int, reference: date, last: date) -> tuple[int, ...]:
    usual = USUAL_HORIZONS[step]
    return usual if reference > last or usual[0] else tuple(horizon + 1 for horizon in usual)


def _asked(path: Path) -> _Asked:
    if not path.is_file():
        return _Asked()
    try:
        told: Any = json.loads(path.read_text("utf-8"))
        return _Asked.model_validate(told)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        column = ".".join(str(part) for part in first["loc"]) or None
        raise UnusableInput(
            [error("UNUSABLE_TASK", NAME, first["msg"], column=column, count=wrong.error_count())]
        ) from None
    except (ValueError, OSError) as wrong:
        raise UnusableInput([error("UNUSABLE_TASK", NAME, f"JSON ({wrong})")]) from None
