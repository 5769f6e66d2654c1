"""Tables of one size: what each method reaches, proves and takes, on one problem in one run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.england.make import SIZES
from bench.matching import methods
from bench.matching.cases import Case, write_cases
from bench.measure import Measured, NotFinished, measure
from rich.table import Table

from tidegate.core.matching.greedy import Practice

if TYPE_CHECKING:
    from rich.console import Console

TENTH = 15_000
"""A tenth of a board: where a general solver still finishes with every side row."""
_AGAIN = "again"  # another problem, with a bound of its own
_HEADINGS = (
    "", "of the bound", "gap", "time", "processor", "peak", "over input", "× polars", "placed", "",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: a method, and what it did or why not."""

    name: str
    run: methods.Run | None
    remark: str


def show(console: Console, size: str, gap: float, limit: float) -> None:
    """Print the tables of one size, without and with budgets and floors."""
    people = TENTH if size == "tenth" else SIZES[size]
    with tempfile.TemporaryDirectory() as folder:
        plain, coupled = write_cases(Path(folder), people)
        reading = measure(methods.read_once, plain.csv, repeats=2)
        console.print(
            f"{size}: {people:,} people; one polars read of the list:"
            f" {reading.seconds:.2f} s, {reading.cpu_seconds:.2f} s of processor;"
            f" gap asked for {gap:.3%}"
        )
        for case, rules in ((plain, "contract lines"), (coupled, "budgets and equity floors")):
            found = list(rows(case, size, gap, limit))
            console.print(_table(f"{size}, {rules}", found, reading))


def rows(case: Case, size: str, gap: float, limit: float) -> Iterator[Row]:
    """Measure every method on one case; what goes wrong with one is said in its row.

    Args:
        case: the problem and its rules.
        size: its name; a country is more than min-cost flow and a general solver can hold.
        gap: what our engine is asked for.
        limit: seconds that each peer may take.
    """
    yield _row("tidegate", None, methods.tidegate, case, gap)
    if case.coupled:
        yield _row(f"{_AGAIN} after a change", None, methods.again, case, gap)
    for practice in (Practice.BEST_VALUE, Practice.PRIORITY_THEN_WAIT, Practice.LONGEST_WAIT):
        yield _row(practice.value.replace("_", " "), None, methods.rule_of_thumb, case, practice)
    if size == "england":
        yield Row("min-cost flow, HiGHS", None, "not tried: a region is their limit")
        return
    if not case.coupled:
        yield _row("OR-Tools min-cost flow", limit, methods.flow, case)
    yield _row("HiGHS, people split", limit, methods.linear, case)


def _row(name: str, limit: float | None, method: Callable[..., methods.Run], *given: object) -> Row:
    try:
        run = measure(method, *given, limit=limit)
    except NotFinished as answer:
        return Row(name, None, str(answer))
    except ImportError as missing:
        return Row(name, None, f"not installed: {missing.name}")
    except Exception as fault:  # noqa: BLE001 - one method's fault must not hide the others
        return Row(name, None, f"failed: {type(fault).__name__}: {fault}"[:120])
    return Row(name, run.value, run.value.remark)


def _table(title: str, found: list[Row], reading: Measured) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None)
    for heading in _HEADINGS:
        table.add_column(heading, justify="left" if not heading else "right")
    bounds = [
        row.run.bound
        for row in found
        if row.run and row.run.bound is not None and not row.name.startswith(_AGAIN)
    ]
    for row in found:
        if row.run is None:
            table.add_row(row.name, *[""] * 8, row.remark)
        else:
            table.add_row(*_cells(row, min(bounds, default=0.0), reading))
    return table


def _cells(row: Row, bound: float, reading: Measured) -> tuple[str, ...]:
    run = row.run
    assert run is not None
    if row.name.startswith(_AGAIN) and run.bound:
        bound = run.bound
    gap = None if run.bound is None else (run.bound - run.value) / run.bound
    return (
        row.name,
        f"{run.value / bound:.3%}" if bound else "",
        "" if gap is None else f"{gap:.4%}",
        f"{run.seconds:.2f} s",
        f"{run.cpu_seconds:.2f} s",
        f"{run.peak_mib:,.0f} MiB",
        f"{run.peak_mib - run.held_mib:,.0f} MiB",
        f"{run.seconds / reading.seconds:.1f}",
        "" if run.treated is None else f"{run.treated:,}",
        row.remark,
    )
