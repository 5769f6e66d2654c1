"""``tidegate capacity``: what providers have shown they can do, from published completions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tidegate.cli.console import Exit, err, out, print_findings, print_json, print_table, steps

if TYPE_CHECKING:
    import polars as pl

    from tidegate.exchange.waiting.rtt_csv import RttMonth

CAUTION = (
    "An estimate, and no offer: what each provider completed in a good month less what it "
    "completes now. Only a provider can say what it would take."
)
_SECTORS = {"nhs": "NHS", "independent": "Independent", "unknown": "Not listed"}
_NOT_LISTED = "Not listed: independent or other providers that no hospital list at hand names."
_ADMISSIONS = {"admitted": "Admitted", "non_admitted": "Not admitted"}
_FIGURES = ("Now", "Good", "Spare", "%")
_TOP = 15
_NAME_WIDTH = 31


def capacity(
    rtt: Annotated[
        list[Path],
        typer.Argument(metavar="RTT…", help="RTT full CSV files as published; better three."),
    ],
    places: Annotated[
        list[Path] | None,
        typer.Option(metavar="PATH", help="Hospital list or its folder; else looked for nearby."),
    ] = None,
    table: Annotated[
        str | None,
        typer.Option(metavar="NAME|FILE", help="Table of assumptions; else published-2026."),
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write every row: .csv or .parquet."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the answer for machines.")] = False,
) -> None:
    """Estimate spare capacity by provider and specialty from published completions.

    Per month of 21 working days, over the months given. Never an offer: an estimate.
    """
    from tidegate.exchange.matching.assumptions import DEFAULT, load_assumptions
    from tidegate.exchange.matching.months import newest_first, read_months
    from tidegate.exchange.matching.published import estimate_published

    _refuse_strange(write)
    assumptions = load_assumptions(table or DEFAULT)
    with steps(quiet=json) as progress:
        with progress.step(f"Reading {len(rtt)} files"):
            months = newest_first(read_months(rtt, bands=False))
        with progress.step("Looking for the hospital list"):
            known = _places(places, rtt)
        with progress.step("Estimating"):
            estimate = estimate_published(months, known, assumptions)
    print_findings(finding for month in months for finding in month.findings)
    if places is not None:
        print_findings(known.findings)
    if write is not None:
        _write(estimate, write)
    if json:
        print_json(_facts(estimate, months, assumptions.name))
    else:
        _print(estimate, months)
        if write is not None:
            err().print(f"Wrote {estimate.height:,} rows to {write}", markup=False)
    if float(estimate["spare_per_month"].sum()) == 0:
        raise typer.Exit(Exit.ANSWER_IS_NO)


def _places(given: list[Path] | None, rtt: list[Path]) -> Any:
    from tidegate.exchange.directory.nearby import reference_files_near
    from tidegate.exchange.directory.places import read_places

    return read_places(given or reference_files_near(rtt))


def _refuse_strange(write: Path | None) -> None:
    if write is None:
        return
    if write.suffix not in {".csv", ".parquet"}:
        raise typer.BadParameter(f"--out ends in .csv or .parquet, not {write.name}")
    if write.is_dir() or not write.absolute().parent.is_dir():
        raise typer.BadParameter(f"--out names a file in a folder that is there, not {write}")


def _write(estimate: pl.DataFrame, path: Path) -> None:
    """Write every row to a file that appears whole or not at all."""
    half = path.with_name(f".{path.name}.part")
    try:
        _fill(estimate, half, path.suffix)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _fill(estimate: pl.DataFrame, half: Path, suffix: str) -> None:
    if suffix == ".csv":
        estimate.write_csv(half, float_precision=2)
    else:
        estimate.write_parquet(half)


def _facts(estimate: pl.DataFrame, months: list[RttMonth], table: str) -> dict[str, object]:
    from tidegate.core.waiting.capacity_tables import capacity_by

    return {
        "caution": CAUTION,
        "table": table,
        "months": [month.period for month in months],
        "sources": [{"name": m.source.name, "sha256": m.source.sha256} for m in months],
        "by_sector": capacity_by(estimate, ["sector", "admission"]).to_dicts(),
        "by_specialty": capacity_by(estimate, ["tfc", "admission"]).to_dicts(),
        "by_provider": capacity_by(
            estimate, ["provider", "provider_name", "sector", "admission"]
        ).to_dicts(),
        "findings": [finding.as_dict() for month in months for finding in month.findings],
    }


def _print(estimate: pl.DataFrame, months: list[RttMonth]) -> None:
    from tidegate.core.waiting.capacity_tables import capacity_by

    periods = ", ".join(f"{month.period:%B %Y}" for month in reversed(months))
    out().print(f"[bold]Capacity shown in {periods}[/bold]")
    out().print(CAUTION)
    if len(months) == 1:
        out().print("One month can show nothing: give two or more.")
    by_chance = round(float(estimate["chance_per_month"].sum()))
    out().print(f"Pathways in a standard month; chance alone would show {by_chance:,} spare.")
    print_table(
        "By sector",
        ("Sector", "Treatment", "Providers", *_FIGURES),
        [
            (
                _SECTORS[row["sector"]],
                _ADMISSIONS[row["admission"]],
                f"{row['providers']:,}",
                *_figures(row),
            )
            for row in capacity_by(estimate, ["sector", "admission"]).to_dicts()
        ],
        right=("Providers", *_FIGURES),
    )
    out().print(_NOT_LISTED)
    _print_specialties(estimate)
    _print_providers(estimate)


def _print_specialties(estimate: pl.DataFrame) -> None:
    from tidegate.core.directory.treatment_functions import treatment_function_name
    from tidegate.core.waiting.capacity_tables import capacity_by

    for admission, heading in _ADMISSIONS.items():
        rows = capacity_by(estimate.filter(admission=admission), ["tfc"]).to_dicts()
        print_table(
            f"{heading}, by specialty",
            ("Specialty", *_FIGURES),
            [(treatment_function_name(row["tfc"]), *_figures(row)) for row in rows],
            right=_FIGURES,
        )


def _print_providers(estimate: pl.DataFrame) -> None:
    from tidegate.core.waiting.capacity_tables import capacity_by

    keys = ["provider", "provider_name", "sector"]
    for admission, heading in _ADMISSIONS.items():
        rows = capacity_by(estimate.filter(admission=admission), keys).head(_TOP).to_dicts()
        print_table(
            f"{heading}, the {_TOP} providers with most",
            ("Code", "Provider", "Sector", *_FIGURES),
            [
                (
                    row["provider"],
                    row["provider_name"][:_NAME_WIDTH],
                    _SECTORS[row["sector"]],
                    *_figures(row),
                )
                for row in rows
            ],
            right=_FIGURES,
        )


def _figures(row: dict[str, Any]) -> tuple[str, str, str, str]:
    share = "" if row["spare_share"] is None else f"{row['spare_share']:.1%}"
    return (
        f"{row['now_per_month']:,.0f}",
        f"{row['shown_per_month']:,.0f}",
        f"{row['spare_per_month']:,.0f}",
        share,
    )
