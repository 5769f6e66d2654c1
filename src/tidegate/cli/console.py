"""How verbs speak: tables and progress for people on a terminal, JSON for machines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from tidegate.exchange.findings import Finding


class Exit(IntEnum):
    """What a verb's exit code means."""

    DONE = 0
    ANSWER_IS_NO = 1
    UNUSABLE_INPUT = 2
    OUR_FAULT = 3


def out() -> Console:
    """Return the console for answers (standard output)."""
    from rich.console import Console

    # A pipe or a file has no width of its own: tables must not be cut to a guessed terminal.
    width = None if sys.stdout.isatty() else 160
    return Console(soft_wrap=width is not None, width=width, highlight=False)


def err() -> Console:
    """Return the console for progress and complaints (standard error)."""
    from rich.console import Console

    return Console(stderr=True, soft_wrap=not sys.stderr.isatty(), highlight=False)


def print_json(payload: object) -> None:
    """Write one JSON document to standard output; dates and decimals print as text."""
    sys.stdout.write(json.dumps(payload, ensure_ascii=False, indent=2, default=str) + "\n")


def print_table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    right: Iterable[str] = (),
) -> None:
    """Print a table; columns named in ``right`` are aligned for figures."""
    from rich.table import Table

    figures = set(right)
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    for column in columns:
        # On a narrow terminal text wraps, and no figure is ever cut.
        is_figure = column in figures
        table.add_column(column, justify="right" if is_figure else "left", no_wrap=is_figure)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    out().print(table)


def print_findings(findings: Iterable[Finding]) -> None:
    """List what is wrong with an input on standard error, errors first."""
    from rich.markup import escape

    console = err()
    for finding in sorted(findings, key=lambda finding: finding.severity.value):
        colour = "red" if finding.severity.value == "error" else "yellow"
        console.print(f"[{colour}]{finding.severity.value}[/{colour}] {escape(finding.sentence())}")


def findings_payload(findings: Iterable[Finding]) -> list[Mapping[str, object]]:
    """Return findings as JSON-ready facts."""
    return [finding.as_dict() for finding in findings]


@contextmanager
def steps(*, quiet: bool = False) -> Iterator[Steps]:
    """Show what a long verb is doing, on standard error, and let Ctrl-C end it promptly."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from tidegate.cli.interruption import ending_promptly

    progress = Progress(
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=err(),
        disable=quiet,
    )
    with ending_promptly(), progress:
        yield Steps(progress)


class Steps:
    """The named steps of one long verb; each runs inside ``with steps.step("Reading …")``."""

    def __init__(self, progress: object) -> None:
        self._progress = progress

    @contextmanager
    def step(self, description: str) -> Iterator[None]:
        """Show one step with its time; it stays visible when done."""
        from rich.progress import Progress

        assert isinstance(self._progress, Progress)  # noqa: S101 - narrows the lazy import's type
        task = self._progress.add_task(description, total=1)
        yield
        self._progress.update(task, completed=1)
