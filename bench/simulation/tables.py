"""The table of simulations: patients a second of processor, by each method and beside peers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.measure import Measured, NotFinished, measure
from bench.simulation import methods
from rich.table import Table

if TYPE_CHECKING:
    from rich.console import Console

PATIENTS, PEER_PATIENTS, RUNS = 2_000_000, 50_000, 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a method, and what it did or why not."""

    name: str
    run: Measured | None
    remark: str

    @property
    def per_second(self) -> float:
        """Patients per second of processor; 0 where it did not finish."""
        return self.run.value.patients / max(self.run.cpu_seconds, 1e-9) if self.run else 0.0


def show(console: Console, limit: float) -> None:
    """Measure, and print the table."""
    found = list(rows(PATIENTS, PEER_PATIENTS, RUNS, limit))
    peers = {row.name: row.per_second for row in found if row.name in {"Ciw", "SimPy"}}
    table = Table(title="Lists and clinics forward in time", title_justify="left", box=None)
    table.add_column("")
    for heading in ("patients", "time", "processor", "a second", *(f"× {peer}" for peer in peers)):
        table.add_column(heading, justify="right")
    table.add_column("")
    for row in found:
        table.add_row(*_cells(row, peers))
    console.print(table)


def rows(patients: int, peer_patients: int, runs: int, limit: float) -> Iterator[Row]:
    """Measure every method; what goes wrong with one is said in its row.

    Args:
        patients: how many our own clinic follows.
        peer_patients: how many each peer follows.
        runs: how often the board's list goes through its year.
        limit: seconds that each may take.
    """
    yield _row("clinic, plain", limit, methods.tidegate_clinic, methods.PLAIN, patients)
    yield _row("Ciw", limit, methods.ciw_clinic, peer_patients)
    yield _row("SimPy", limit, methods.simpy_clinic, peer_patients)
    full = "clinic, priorities, deadlines, withdrawals"
    yield _row(full, limit, methods.tidegate_clinic, methods.FULL, patients)
    yield _row(f"a board's year, {runs:,} times", limit, methods.board_year, runs)


def _row(name: str, limit: float, method: Callable[..., methods.Followed], *given: object) -> Row:
    try:
        # The first repeat loads what is compiled; the second counts.
        run = measure(method, *given, repeats=2, limit=limit)
    except (NotFinished, ImportError) as answer:
        return Row(name, None, str(answer))
    wait = run.value.mean_wait
    said = "counted by priority and wait" if wait is None else f"mean wait {wait:.2f} × care"
    return Row(name, run, said)


def _cells(row: Row, peers: dict[str, float]) -> tuple[str, ...]:
    if row.run is None:
        return (row.name, *["–"] * (4 + len(peers)), row.remark)
    against = [f"{row.per_second / each:,.0f}" if each else "–" for each in peers.values()]
    return (
        row.name,
        f"{row.run.value.patients:,}",
        f"{row.run.seconds:.2f} s",
        f"{row.run.cpu_seconds:.2f} s",
        f"{row.per_second:,.0f}",
        *against,
        row.remark,
    )
