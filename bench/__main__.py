"""``make bench``: where the time goes, and what plain practice reaches. It asserts nothing.

    make bench ARGS="--size board|region|england|simulation|forecast|all|none"

Ratios are against the peer named beside them, in the same run on the same machine. Real published
figures are looked for in TIDEGATE_PUBLISHED_DATA, else in ``shared/data`` beside the checkout;
where they are absent their tables are left out, and it says so.
"""

from __future__ import annotations

import argparse
import os
import platform
from pathlib import Path

from bench.england.make import SIZES
from bench.forecast import tables as forecasts
from bench.matching import tables
from bench.simulation import tables as simulation
from rich.console import Console
from rich.table import Table

from bench import published, reading

GAP, CLOSER = 0.0005, {"tenth": 0.00025, "board": 0.00025}
"""Proven gap that is asked for; small problems are asked to come closer."""
LIMIT = 300.0
"""Seconds that a peer may take."""
MONTHS = ("Nov25", "Dec25", "Jan26")
PROJECT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measure and print every table that was asked for."""
    wanted = _arguments()
    console = Console(width=max(Console().width, 130))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    console.print(f"Python {platform.python_version()}, {cores} cores")
    files = published_months()
    if wanted.size not in {"all", "none"}:
        console.print("Reading and the plan on published months are left out.")
    elif files:
        show(console, f"One RTT month: {files[-1].name}", reading.rows(files[-1]))
        show(console, f"England, {', '.join(MONTHS)}, published", published.rows(files, GAP))
    else:
        console.print("No published NHS data here: reading and the plan for England are left out.")
    sizes = {"all": ["tenth", *SIZES], "none": [], "simulation": [], "forecast": []}.get(
        wanted.size, [wanted.size]
    )
    for size in sizes:
        tables.show(console, size, CLOSER.get(size, GAP), wanted.limit)
    if wanted.size in {"all", "simulation"}:
        simulation.show(console, wanted.limit)
    if wanted.size in {"all", "forecast"}:
        forecasts.show(console, published_data() / "forecast")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--size", choices=["tenth", *SIZES, "simulation", "forecast", "all", "none"], default="all"
    )
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds that a peer may take")
    return parser.parse_args()


def published_months() -> list[Path]:
    """Return the three months' files, oldest first, or nothing where one is missing."""
    folder = published_data() / "rtt"
    found = [sorted(folder.glob(f"Full-CSV-data-file-{month}*.zip")) for month in MONTHS]
    return [files[0] for files in found] if all(found) else []


def published_data() -> Path:
    """Return where real published data would lie."""
    named = os.environ.get("TIDEGATE_PUBLISHED_DATA")
    return Path(named) if named else PROJECT.parent / "shared" / "data"


def show(console: Console, title: str, rows: list[tuple[str, ...]]) -> None:
    """Print one table."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None)
    table.add_column("")
    for heading in ("time", "processor", "peak"):
        table.add_column(heading, justify="right")
    table.add_column("")
    for row in rows:
        table.add_row(*row)
    console.print(table)


if __name__ == "__main__":
    main()
