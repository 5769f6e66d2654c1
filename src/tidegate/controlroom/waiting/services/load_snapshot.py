"""Keep checked facts as snapshots: each file once, each date once, an older one never lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.directory.services.add_organisations import add_organisations
from tidegate.controlroom.log.models import LONGEST
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.waiting.beside import lines_not_loaded
from tidegate.controlroom.waiting.code_lists import held_to_lists
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.owners import held_to_directory
from tidegate.controlroom.waiting.store import store
from tidegate.exchange.findings import Finding, UnusableInput, error
from tidegate.exchange.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from tidegate.exchange.incoming import Incoming
    from tidegate.exchange.snapshots import StoredFrame


def load_snapshot(
    incoming: Incoming,
    *,
    actor: Actor,
    now: datetime,
    organisation: str = "",
    supersede: bool = False,
) -> Snapshot:
    """Load one file's facts, of this organisation where one is named; see ``load_snapshots``."""
    if organisation:
        incoming = replace(incoming, organisation=organisation)
    (loaded,) = load_snapshots([incoming], actor=actor, now=now, supersede=supersede)
    return loaded


def load_snapshots(
    arrivals: Sequence[Incoming], *, actor: Actor, now: datetime, supersede: bool = False
) -> tuple[Snapshot, ...]:
    """Load several files' facts, all of them or none.

    The Parquet files are written before the rows that name them are committed, so a row never
    names a file that is not there. A file that is left without a row is harmless: it is named by
    its content, and the next load of the same facts uses it. Organisations of a list also become
    rows of the directory, in the same transaction.

    Args:
        arrivals: what was read and checked.
        actor: the person who loads it, or the named run of the software.
        now: when it is loaded.
        supersede: let a different file take the place of what was loaded for the same date.

    Raises:
        UnusableInput: a file was loaded already, or another one for the same kind and date was, or
            it uses ODS codes that the loaded lists do not know, or offers name contract lines, or
            an organisation, that are not there.
    """
    _refuse(_conflicts(arrivals, supersede=supersede))
    arrivals = held_to_directory(held_to_lists(arrivals))
    _refuse(lines_not_loaded(arrivals))
    stored = [store().put(arrival.frame) for arrival in arrivals]
    try:
        with transaction.atomic():
            for arrival in arrivals:
                if arrival.source.kind == Kind.ORGANISATIONS:
                    add_organisations(arrival.frame, actor=actor, now=now)
            return tuple(
                _add(arrival, frame, actor, now, supersede=supersede)
                for arrival, frame in zip(arrivals, stored, strict=True)
            )
    except IntegrityError:
        # Someone else loaded the same date between the look and the write.
        _refuse(_conflicts(arrivals, supersede=supersede))
        raise


def _current(arrival: Incoming) -> Snapshot | None:
    """Find what is loaded for the same organisation, kind and date and not superseded."""
    same = Snapshot.objects.filter(
        kind=arrival.source.kind, as_of=arrival.as_of, organisation=arrival.organisation
    )
    return same.filter(superseded_by=None).first()


def _add(
    arrival: Incoming, frame: StoredFrame, actor: Actor, now: datetime, *, supersede: bool
) -> Snapshot:
    source = arrival.source
    earlier = _current(arrival)
    _refuse(_conflict(arrival, earlier, supersede=supersede, frame_sha256=frame.sha256))
    snapshot = Snapshot.objects.create(
        kind=source.kind,
        as_of=arrival.as_of,
        organisation=arrival.organisation,
        name=source.name,
        source_sha256=source.sha256,
        source_bytes=source.bytes,
        sha256=frame.sha256,
        rows=frame.rows,
        findings=[dict(finding.as_dict()) for finding in arrival.findings],
        loaded_by=identify(actor)[1],
        loaded_at=now,
        supersedes=earlier,
    )
    _record(snapshot, actor, now)
    return snapshot


def _record(snapshot: Snapshot, actor: Actor, now: datetime) -> None:
    earlier = snapshot.supersedes
    headline = (
        f"Loaded {_what(snapshot.kind)}, as of {words.day(snapshot.as_of)}, from {snapshot.name}:"
        f" {words.counted(snapshot.rows, 'row')}"
    )
    if earlier is not None:
        headline += f", in place of {earlier.name}"
    longest = LONGEST["headline"]
    record(
        kind="snapshot_loaded" if earlier is None else "snapshot_superseded",
        actor=actor,
        on_behalf_of=snapshot.organisation,
        subject=f"snapshot:{snapshot.pk}",
        headline=headline if len(headline) <= longest else f"{headline[: longest - 1]}…",
        facts={
            "kind": snapshot.kind,
            "as_of": snapshot.as_of,
            "file": snapshot.name,
            "file_sha256": snapshot.source_sha256,
            "file_bytes": snapshot.source_bytes,
            "snapshot_sha256": snapshot.sha256,
            "rows": snapshot.rows,
            "findings": len(snapshot.findings),
            "supersedes": None if earlier is None else earlier.pk,
        },
        # A waiting list is its organisation's own; what is published is everyone's.
        visibility="internal" if snapshot.organisation else None,
        now=now,
    )


def _what(kind: str) -> str:
    """Name a kind of facts in a sentence, whether it comes from a known kind of file or not."""
    return Kind(kind).label if kind in set(Kind) else kind.replace("-", " ")


def _conflicts(arrivals: Sequence[Incoming], *, supersede: bool) -> list[Finding]:
    found: list[Finding] = []
    seen: dict[tuple[str, date, str], Incoming] = {}
    for arrival in arrivals:
        key = (arrival.source.kind, arrival.as_of, arrival.organisation)
        if key in seen:
            expected = (
                f"one file for {words.day(arrival.as_of)}; {seen[key].source.name} is for it too"
            )
            found.append(error("SAME_DATE_TWICE", arrival.source.name, expected))
            continue
        seen[key] = arrival
        found += _conflict(arrival, _current(arrival), supersede=supersede)
    return list(dict.fromkeys(found))  # a list of several providers is refused once


def _conflict(
    arrival: Incoming, earlier: Snapshot | None, *, supersede: bool, frame_sha256: str = ""
) -> list[Finding]:
    if earlier is None:
        return []
    name, when = arrival.source.name, words.day(earlier.loaded_at)
    if earlier.source_sha256 == arrival.source.sha256 or earlier.sha256 == frame_sha256:
        earlier_file = "this file" if earlier.name == name else earlier.name
        expected = f"facts that are not loaded yet, but {earlier_file} was loaded on {when}"
        return [error("ALREADY_LOADED", name, expected)]
    if supersede:
        return []
    expected = (
        f"no other file for {words.day(arrival.as_of)}, but {earlier.name} was loaded on {when};"
        " give --supersede to let this one take its place"
    )
    return [error("MONTH_ALREADY_LOADED", name, expected)]


def _refuse(findings: Sequence[Finding]) -> None:
    if findings:
        raise UnusableInput(findings)
