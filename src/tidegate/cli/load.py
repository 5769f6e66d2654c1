"""``tidegate load``: check files, then keep them as snapshots."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tidegate.cli.console import (
    Exit,
    findings_payload,
    out,
    print_findings,
    print_json,
    steps,
)
from tidegate.cli.days import plausible
from tidegate.cli.waiting_options import Codes, Side, reading

if TYPE_CHECKING:
    from tidegate.controlroom.waiting.models import Snapshot
    from tidegate.exchange.findings import Finding
    from tidegate.exchange.incoming import Incoming
    from tidegate.exchange.waiting.waiting_file import ReadWith


def load(  # noqa: PLR0913, PLR0917 - one parameter for each option that the verb has
    files: Annotated[
        list[Path], typer.Argument(help="Files as published, or of one's own; zipped or not.")
    ],
    organisation: Annotated[
        str,
        typer.Option(
            metavar="CODE", help="Whose the offers, lines, budgets, travel, zones and sites are."
        ),
    ] = "",
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="DATE",
            callback=plausible,
            help="The day that files without a date describe.",
        ),
    ] = None,
    side: Side = None,
    codes: Codes = None,
    supersede: Annotated[
        bool, typer.Option("--supersede", help="Let a revised file take the place of an earlier.")
    ] = False,
    each: Annotated[
        bool, typer.Option("--each", help="Keep the good files even when others are refused.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Check files, then keep them as snapshots; all of them or, if one is unusable, none.

    Each row of a waiting list is its holder's. Organisations of a list enter the directory.
    """
    day = as_of.date() if as_of else None
    read_with = reading(side, codes)
    batches = [[path] for path in files] if each else [files]
    loaded: list[Snapshot] = []
    problems: list[Finding] = []
    with steps(quiet=json) as progress:
        for batch in batches:
            arrivals, known_before = [], len(problems)
            for path in batch:
                with progress.step(f"Reading {path.name}"):
                    arrivals += _read(path, day, organisation, read_with, problems)
            if len(problems) == known_before:
                with progress.step("Storing"):
                    loaded += _store(arrivals, organisation, problems, supersede=supersede)
    _answer(loaded, problems, as_json=json)
    if problems:
        raise typer.Exit(Exit.UNUSABLE_INPUT)


def _read(
    path: Path,
    as_of: date | None,
    organisation: str,
    read_with: ReadWith,
    problems: list[Finding],
) -> list[Incoming]:
    """Read one file; every file is read, so that all problems are named in one go."""
    from tidegate.exchange.findings import UnusableInput
    from tidegate.exchange.incoming import by_organisation, read_incoming

    try:
        return by_organisation(read_incoming(path, as_of, read_with), organisation)
    except UnusableInput as unusable:
        problems += unusable.findings
        return []


def _store(
    arrivals: list[Incoming], organisation: str, problems: list[Finding], *, supersede: bool
) -> tuple[Snapshot, ...]:
    from tidegate.controlroom.database import open_database
    from tidegate.core.log.entry import System
    from tidegate.exchange.findings import UnusableInput

    open_database()
    from tidegate.controlroom.waiting.services.load_snapshot import load_snapshots
    from tidegate.controlroom.waiting.store import store

    stranger = _stranger(organisation, arrivals)
    if stranger:
        problems += [finding for finding in stranger if finding not in problems]
        return ()
    now = datetime.now(UTC)
    store().sweep(now)
    try:
        return load_snapshots(arrivals, actor=System("tidegate load"), now=now, supersede=supersede)
    except UnusableInput as refused:
        problems += refused.findings
        return ()


def _stranger(organisation: str, arrivals: list[Incoming]) -> list[Finding]:
    """Say that nobody has the code that was given, and which codes it may have been meant for."""
    import polars as pl

    from tidegate.cli.near_misses import near_misses
    from tidegate.controlroom.directory.tree import codes_known
    from tidegate.controlroom.waiting.owners import codes_arriving
    from tidegate.exchange.findings import error

    known = codes_known() | codes_arriving(arrivals)
    if not organisation or organisation in known:
        return []
    meant = ", ".join(near_misses(organisation, pl.Series(sorted(known), dtype=pl.String)))
    expected = "the code of an organisation in the directory"
    expected += f"; did you mean {meant}?" if meant else ", which `tidegate load` fills from a list"
    return [error("UNKNOWN_ORGANISATION", "--organisation", expected, value=organisation)]


def _answer(loaded: list[Snapshot], problems: list[Finding], *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "loaded": [_payload(snapshot) for snapshot in loaded],
                "findings": findings_payload(problems),
            }
        )
        return
    from tidegate.exchange.findings import Finding

    kept = [Finding.of(facts) for snapshot in loaded for facts in snapshot.findings]
    print_findings([*problems, *dict.fromkeys(kept)])  # each part of a list has the list's findings
    for snapshot in loaded:
        out().print(_sentence(snapshot))
    if not loaded:
        out().print("Nothing was loaded; the store is as it was.")


def _sentence(snapshot: Snapshot) -> str:
    rows = "1 row" if snapshot.rows == 1 else f"{snapshot.rows:,} rows"
    of_whom = f" of {snapshot.organisation}" if snapshot.organisation else ""
    said = f"Loaded {snapshot.kind}{of_whom} as of {snapshot.as_of}: {rows}"
    if snapshot.supersedes is not None:
        said += f" in place of snapshot {snapshot.supersedes.pk}"
    return f"{said} (snapshot {snapshot.pk}, {snapshot.name})"


def _payload(snapshot: Snapshot) -> dict[str, object]:
    return {
        "snapshot": snapshot.pk,
        "kind": snapshot.kind,
        "as_of": snapshot.as_of.isoformat(),
        "organisation": snapshot.organisation,
        "file": snapshot.name,
        "rows": snapshot.rows,
        "sha256": snapshot.sha256,
        "supersedes": snapshot.supersedes_id,
        "findings": snapshot.findings,
    }
