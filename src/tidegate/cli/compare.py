"""``tidegate compare``: how one plan differs from another, and what that means for people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    import polars as pl

    from tidegate.exchange.matching.plan_folder import Plan

Before = Annotated[Path, typer.Argument(metavar="BEFORE", help="Folder of the earlier plan.")]
After = Annotated[Path, typer.Argument(metavar="AFTER", help="Folder of the later plan.")]
Out = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write each change to a new file, CSV or Parquet."),
]
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]


def compare(before: Before, after: After, out: Out = None, json: Json = False) -> None:
    """Say who keeps their place, moves, gains or loses one between two plans, and why.

    Ends with exit code 1 when an accepted transfer that could be kept is changed.
    """
    from tidegate.cli import console
    from tidegate.cli.difference_answer import print_difference
    from tidegate.exchange.matching.comparison import compare_plans
    from tidegate.exchange.matching.difference_facts import difference_facts, difference_table
    from tidegate.exchange.matching.from_files import names_given
    from tidegate.exchange.matching.plan_folder import read_plan

    _refuse_unless_new(out)
    with console.steps(quiet=json) as progress, progress.step(f"Comparing {after} with {before}"):
        plans = read_plan(before), read_plan(after)
        found = compare_plans(*plans)
        names = {**names_given(plans[0].problem), **names_given(plans[1].problem)}
        told = difference_facts(found, names)
    if out is not None:
        _write(difference_table(found), out)
    if json:
        titles = dict(zip(("before", "after"), map(_titled, plans), strict=True))
        console.print_json({**titles, "out": out and str(out), **told})
    else:
        _print_titles(*plans)
        print_difference(told)
        if out is not None:
            console.out().print(f"Each change: {out}", markup=False)
    if told["figures"]["accepted_changed"]:
        raise typer.Exit(console.Exit.ANSWER_IS_NO)


def _refuse_unless_new(out: Path | None) -> None:
    from tidegate.exchange.findings import UnusableInput, error

    if out is None:
        return
    if out.suffix.lower() not in {".csv", ".parquet"}:
        expected = "a name that ends in .csv or .parquet"
        raise UnusableInput([error("UNKNOWN_ENDING", str(out), expected)])
    if out.exists() or not out.absolute().parent.is_dir():
        expected = "a file that is not there yet, in a folder that is"
        raise UnusableInput([error("FILE_EXISTS", str(out), expected)])


def _write(table: pl.DataFrame, out: Path) -> None:
    if out.suffix.lower() == ".csv":
        table.write_csv(out)
    else:
        table.write_parquet(out, compression="zstd")


def _titled(plan: Plan) -> dict[str, Any]:
    summary = plan.summary
    return {
        "folder": str(plan.folder),
        **{key: summary[key] for key in ("title", "made_at", "start", "weeks", "policy")},
    }


def _print_titles(before: Plan, after: Plan) -> None:
    from tidegate.cli.console import out
    from tidegate.exchange.matching.report.words import day, plural

    for said, plan in (("Before", before), ("After", after)):
        summary = plan.summary
        made, start = day(summary["made_at"][:10]), day(summary["start"])
        out().print(
            f"{said}: {summary['title']}, {plural(summary['weeks'], 'week')} from {start}, made "
            f"on {made} ({plan.folder})",
            markup=False,
        )
