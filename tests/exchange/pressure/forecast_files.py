"""Folders that ask for a forecast, small and made up."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np

START = date(2031, 9, 1)
TASK = {
    "reference_date": "2031-10-20", "horizons": [1, 2, 3], "horizon_days": 1,
    "quantiles": [0.05, 0.25, 0.5, 0.75, 0.95], "locations": ["ZA", "ZB", "ZC"],
    "last_observed": "2031-10-20",
}  # fmt: skip


def history(days: int = 50, places: tuple[str, ...] = ("ZA", "ZB", "ZC")) -> list[str]:
    """Rows of a daily history that grows slowly, each place larger than the last."""
    draw = np.random.default_rng(1)
    return [
        f"{place},{START + timedelta(days=day)},{draw.poisson(10 * (size + 1) * 1.01**day)}"
        for size, place in enumerate(places)
        for day in range(days)
    ]


def write_folder(folder: Path, rows: list[str] | None = None, **task: object) -> Path:
    """Write a history and what is asked for; fields of the task may be replaced."""
    folder.mkdir(exist_ok=True)
    given = history() if rows is None else rows
    (folder / "history.csv").write_text("\n".join(["location,date,value", *given]) + "\n")
    (folder / "task.json").write_text(json.dumps(TASK | task))
    return folder
