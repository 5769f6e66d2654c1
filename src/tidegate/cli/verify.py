"""``tidegate verify``: is the record whole, and are the snapshots what was loaded?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tidegate.cli.console import Exit, err, findings_payload, out, print_findings, print_json, steps

if TYPE_CHECKING:
    from tidegate.core.log.chain import Head, Verification
    from tidegate.exchange.findings import Finding


def verify(
    noted: Annotated[
        str | None,
        typer.Option(metavar="SEQ:HASH", help="An end of the record that you noted earlier."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Walk the record and check every stored snapshot; name the first entry that is broken."""
    from tidegate.controlroom.database import open_database

    earlier = _parse(noted)
    open_database(make=False)
    from tidegate.controlroom.log.services.verify_record import holds, verify_record
    from tidegate.controlroom.waiting.services.verify_snapshots import verify_snapshots

    with steps(quiet=json) as progress:
        with progress.step("Walking the record"):
            record = verify_record()
        with progress.step("Checking the snapshots"):
            checked, problems = verify_snapshots()
    forgotten = earlier if earlier is not None and not holds(earlier) else None
    ok = record.ok and not problems and forgotten is None
    if json:
        print_json(_payload(record, checked, problems, forgotten, ok=ok))
    else:
        _say(record, checked, problems, forgotten)
    if not ok:
        raise typer.Exit(Exit.ANSWER_IS_NO)


def _parse(noted: str | None) -> Head | None:
    from tidegate.core.log.chain import Head

    if noted is None:
        return None
    seq, _, digest = noted.partition(":")
    if not seq.isdecimal() or not digest:
        raise typer.BadParameter("write it as the verb printed it, such as 41:9f86d081…")
    return Head(int(seq), digest)


def _say(
    record: Verification, checked: int, problems: tuple[Finding, ...], forgotten: Head | None
) -> None:
    if record.ok:
        out().print(
            f"The record is whole: {_counted(record.checked, 'entry', 'entries')}, each sealed."
        )
        out().print(f"Its end, to be noted elsewhere: {record.head.seq}:{record.head.hash}")
    else:
        kind = f" ({record.kind})" if record.kind else ""
        err().print(
            f"[red]The record is broken[/red] at entry {record.first_broken}{kind}:"
            f" {record.what}: {record.detail}."
        )
        err().print(f"Entries before it, all of which hold: {record.checked:,}.")
    if forgotten is not None:
        err().print(
            f"[red]The record was rewritten[/red]: entry {forgotten.seq} is no longer the one"
            " that was noted."
        )
    print_findings(problems)
    if not problems:
        out().print(f"{_counted(checked, 'snapshot', 'snapshots')} checked: as loaded.")


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _payload(
    record: Verification,
    checked: int,
    problems: tuple[Finding, ...],
    forgotten: Head | None,
    *,
    ok: bool,
) -> dict[str, object]:
    return {
        "ok": ok,
        "record": {
            "ok": record.ok,
            "checked": record.checked,
            "head": {"seq": record.head.seq, "hash": record.head.hash},
            "first_broken": record.first_broken,
            "kind": record.kind or None,
            "what": record.what,
            "detail": record.detail or None,
        },
        "noted_head_holds": forgotten is None,
        "snapshots": {"checked": checked, "problems": findings_payload(problems)},
    }
