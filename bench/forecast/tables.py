"""The table of forecasts: what they reach beside baseline and ensemble, and what they cost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bench.forecast.peers import HEADINGS, SETS, reach
from rich.table import Table

if TYPE_CHECKING:
    from rich.console import Console

_EACH = {"sw_ambulance_daily": 4}
"""Of forty Mondays a quarter is run: their horizons overlap."""


def show(console: Console, data: Path) -> None:
    """Measure every set that is there, or say that none is."""
    there = [chosen for chosen in SETS if (data / chosen[0]).is_dir()]
    if not there or not (data / "feed.py").is_file():
        console.print("No published forecasts here: those tables are left out.")
        return
    table = Table(title="Forecasts: interval score relative to baseline and ensemble", box=None)
    table.add_column("")
    for heading in HEADINGS:
        table.add_column(heading, justify="right")
    for name, series in there:
        table.add_row(*reach(data, name, series, _EACH.get(name, 1)).row())
    console.print(table)
