"""``tidegate contract ocds``: check and lint releases of the Open Contracting Data Standard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tidegate.cli import console

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidegate.core.reasons import Reason
    from tidegate.exchange.contracts.ocds_read import OcdsPackage


def contract_ocds(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…",
            help="Release packages, record packages or releases: JSON, or a zip of one.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Say what contracts are told of, and what in it cannot be so.

    Looks at each release by itself, with what was told up to it: twelve faults of sense that a
    validator of the form does not see. Exit code 1: there is such a fault.
    """
    from tidegate.core.contracts.ocds.lints import lint
    from tidegate.exchange.contracts.ocds_read import read_all_ocds, releases_once
    from tidegate.exchange.contracts.ocds_summary import summary_rows
    from tidegate.exchange.contracts.ocds_terms import load_ocds_terms

    terms = load_ocds_terms()
    packages = read_all_ocds(files)
    releases = releases_once(packages)
    rows = summary_rows(releases, terms.merge, ", ".join(one.source.name for one in packages))
    faults = lint(releases, terms.lints)
    if as_json:
        _print_json(packages, rows, faults)
    else:
        _print(packages, rows, faults)
    if faults:
        raise typer.Exit(console.Exit.ANSWER_IS_NO)


def _print_json(
    packages: Sequence[OcdsPackage], rows: list[dict[str, Any]], faults: Sequence[Reason]
) -> None:
    console.print_json(
        {
            "files": [
                {
                    "name": one.source.name,
                    "sha256": one.source.sha256,
                    "form": one.form,
                    "version": one.version,
                    "publisher": one.publisher,
                    "extensions": one.extensions,
                    "releases": len(one.releases),
                }
                for one in packages
            ],
            "contracts": [{name: _plain(each) for name, each in row.items()} for row in rows],
            "faults": [
                {"code": one.code, "detail": one.detail, **one.inputs, "rules": one.rule_version}
                for one in faults
            ],
            "findings": console.findings_payload(
                finding for one in packages for finding in one.findings
            ),
        }
    )


def _print(
    packages: Sequence[OcdsPackage], rows: list[dict[str, Any]], faults: Sequence[Reason]
) -> None:
    from tidegate.exchange.contracts.ocds_read import is_compiled

    screen = console.out()
    for one in packages:
        console.print_findings(one.findings)
        form, many = one.form, len(one.releases)
        said = "1 release" if many == 1 else f"{many:,} releases"
        screen.print(f"{one.source.name}: {form}, {said}", markup=False)
    columns = ("process", "contract", "buyer", "supplier", "stands", "signed", "until", "value")
    console.print_table("Contracts", columns, map(_row, rows), right=["value"])
    if any(is_compiled(release) for one in packages for release in one.releases):
        screen.print("Some are told by compiled releases only, which hide what they overwrote.")
    if not faults:
        screen.print("No fault of sense was found.")
        return
    said = "1 fault of sense" if len(faults) == 1 else f"{len(faults):,} faults of sense"
    screen.print(said, style="bold", markup=False)
    for fault in faults:
        where = f"{fault.inputs['release']} {fault.inputs['path']}"
        screen.print(f"{where}: {fault.detail} [{fault.code}]", markup=False)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _row(row: dict[str, Any]) -> tuple[object, ...]:
    signed, end, minor = row["signed"], row["end"], row["value_minor"]
    value = "" if minor is None else f"{minor / 100:,.2f} {row['currency']}"
    stands = row["contract_status"] or (row["award_status"] and f"award {row['award_status']}")
    return (
        row["ocid"],
        row["contract"],
        row["buyer"],
        row["suppliers"],
        stands,
        signed.date() if signed else None,
        end.date() if end else None,
        value,
    )
