"""``make bench``: where the time goes, and what plain practice reaches. It asserts nothing.

Ratios are against the peer named beside them, in the same run on the same machine. Real published
figures are looked for in TIDEGATE_PUBLISHED_DATA, else in ``shared/data`` beside the checkout;
where they are absent their tables are left out, and it says so.
"""

from __future__ import annotations

import os
import platform
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import patients, published, reading

GAP = 0.0005
PEOPLE = 150_000
MONTHS = ("Nov25", "Dec25", "Jan26")
PROJECT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Measure and print every table."""
    console = Console()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    console.print(f"Python {platform.python_version()}, {cores} cores, gap asked for {GAP:.2%}")
    files = published_months()
    if files:
        show(console, f"One RTT month: {files[-1].name}", reading.rows(files[-1]))
        show(console, f"England, {', '.join(MONTHS)}, published", published.rows(files, GAP))
    else:
        console.print("No published NHS data here: reading and the plan for England are left out.")
    show(console, f"{PEOPLE:,} single patients, synthetic", patients.rows(PEOPLE, GAP))


def published_months() -> list[Path]:
    """Return the three months' files, oldest first, or nothing where one is missing."""
    named = os.environ.get("TIDEGATE_PUBLISHED_DATA")
    folder = (Path(named) if named else PROJECT.parent / "shared" / "data") / "rtt"
    found = [sorted(folder.glob(f"Full-CSV-data-file-{month}*.zip")) for month in MONTHS]
    return [files[0] for files in found] if all(found) else []


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
