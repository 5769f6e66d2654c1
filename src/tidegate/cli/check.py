"""``tidegate check``: what each file is, and everything that is wrong with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tidegate.cli.waiting_options import Codes, reading

if TYPE_CHECKING:
    from tidegate.exchange.checking import Checked

_MONTH = 27  # days between the first and the last of the shortest


def check(
    files: Annotated[list[Path], typer.Argument(help="Files as published, zipped or not.")],
    places: Annotated[
        list[Path] | None,
        typer.Option(help="Reference files or folders to look organisations' codes up in."),
    ] = None,
    codes: Codes = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Say what each file is, its period and rows, and every problem in it."""
    from tidegate.cli.console import Exit, print_findings, print_json
    from tidegate.exchange.checking import check_file
    from tidegate.exchange.directory.places import read_places

    known = None if places is None else read_places(places)
    read_with = reading(codes=codes)
    checked = [check_file(path, known, read_with) for path in files]
    if as_json:
        print_json({"files": [_payload(one) for one in checked]})
    else:
        _show(checked)
        print_findings(finding for one in checked for finding in one.findings)
        print_findings(() if known is None else known.findings)
    if not all(one.usable for one in checked):
        raise typer.Exit(Exit.UNUSABLE_INPUT)


def _show(checked: list[Checked]) -> None:
    from tidegate.cli.console import print_table

    columns = ["What it is", "Period", "Rows", "Errors", "Warnings", "File"]
    rows = [
        (
            one.kind.label,
            _period(one),
            None if one.rows is None else f"{one.rows:,}",
            *_counts(one),
            one.file.partition(" › ")[0],
        )
        for one in checked
    ]
    print_table("What the files are", columns, rows, right=["Rows", "Errors", "Warnings"])


def _period(one: Checked) -> str:
    if one.period is None:
        return "" if one.begins is None else f"from {one.begins:%d %b %Y}"
    if one.begins is not None:
        return _days(one.begins, one.period) + (" (revised)" if one.revised else "")
    if one.kind.value == "wlmds":
        return f"week to {one.period:%d %B %Y}"
    return f"{one.period:%B %Y}" + (" (revised)" if one.revised else "")


def _days(first: date, last: date) -> str:
    """Say a month by its name, and anything else by its first and last day."""
    if (first.year, first.month) == (last.year, last.month) and (last - first).days >= _MONTH:
        return f"{last:%B %Y}"
    if first == last:
        return f"{last:%d %B %Y}"
    return f"{first:%d %b %Y} to {last:%d %b %Y}"


def _counts(one: Checked) -> tuple[int, int]:
    from tidegate.exchange.findings import Severity

    errors = sum(finding.severity is Severity.ERROR for finding in one.findings)
    return errors, len(one.findings) - errors


def _payload(one: Checked) -> dict[str, object]:
    from tidegate.cli.console import findings_payload

    return {
        "file": one.file,
        "kind": one.kind.value,
        "what": one.kind.label,
        "begins": one.begins,
        "period": one.period,
        "revised": one.revised,
        "rows": one.rows,
        "sha256": one.sha256,
        "usable": one.usable,
        "findings": findings_payload(one.findings),
    }
