"""Files of series for tests: written to a folder, read and charted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.core.pressure.spc_series import STEADY, day

from tidegate.exchange.pressure.spc_charted import Charted, chart_all
from tidegate.exchange.pressure.spc_file import read_spc_file
from tidegate.exchange.pressure.spc_rules import load_rules
from tidegate.exchange.pressure.spc_settings import SpcSettings, read_spc_settings

DECIDED = 'reason = "New ward opened"\nauthor = "Analyst, Northmere"\ndecided = 2026-03-01\n'
HELD = f"""
[[series]]
label = "Seen within four hours"
unit = "%"
least = 0
most = 100
improvement = "increase"
[series.baseline]
points = 12
{DECIDED}
[[series.target]]
value = 60.5
"""


def write_series(folder: Path, values: Sequence[object] = (*STEADY, 75)) -> Path:
    """A file of one series."""
    file = folder / "series.csv"
    rows = (f"{day(n)},{'' if value is None else value}" for n, value in enumerate(values, 1))
    file.write_text("date,value\n" + "\n".join(rows) + "\n")
    return file


def write_settings(folder: Path, text: str = HELD) -> Path:
    file = folder / "settings.toml"
    file.write_text(text)
    return file


def charted(
    folder: Path, values: Sequence[object] = (*STEADY, 75), settings: str = HELD
) -> Charted:
    """The chart of a file of one series."""
    read = read_spc_file(write_series(folder, values))
    asked = read_spc_settings(write_settings(folder, settings)) if settings else SpcSettings()
    return chart_all(read.plotted, asked, load_rules())[0]
