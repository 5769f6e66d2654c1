"""What ``tidegate plan`` prints: the headline, the proof, and what stops the rest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

Summary = Mapping[str, Any]

_TOLD = (
    "title",
    "profile",
    "data_as_of",
    "start",
    "weeks",
    "status",
    "objective",
    "bound",
    "gap",
    "violations",
    "headline",
    "by_priority",
    "breaches",
    "unmatched",
    "unused",
    "policy",
    "greedy",
    "findings",
    "seed",
    "versions",
)
_MOST_REASONS = 6


def facts(summary: Summary, folder: Path) -> dict[str, object]:
    """Return the answer for machines; every other figure stands in the folder's summary.json."""
    return {
        "folder": str(folder),
        "report": str(folder / "report.html"),
        **{key: summary[key] for key in _TOLD},
    }


def print_answer(summary: Summary, folder: Path) -> None:
    """Print the answer for people: counts are exact, for this terminal only."""
    from rich.markup import escape

    from tidegate.cli.console import out, print_table
    from tidegate.exchange.matching.report.reasons import UNMATCHED, UNUSED, in_words
    from tidegate.exchange.matching.report.words import how_good, percent_of_gap

    headline, console = summary["headline"], out()
    console.print(f"[bold]{escape(summary['title'])}[/bold]")
    console.print(
        f"{headline['treated']:,} of {headline['waiting']:,} {summary['who']} could be treated "
        f"within {summary['weeks']} weeks, {headline['moved']:,} of them elsewhere."
    )
    console.print(
        f"Breaches of 52 weeks avoided: {headline['breaches_52_avoided']:,} of "
        f"{headline['breaches_52_at_risk']:,}; already over and treated: "
        f"{headline['over_52_treated']:,}."
    )
    console.print(
        f"Objective {summary['objective']:,.0f}, bound {summary['bound']:,.0f}, "
        f"gap {percent_of_gap(summary['gap'])}. {how_good(summary['gap'], headline['treated'])}"
    )
    print_table(
        "By priority",
        ("Priority", "Waiting", "Treated"),
        [
            (row["priority"], f"{row['waiting']:,}", f"{row['treated']:,}")
            for row in summary["by_priority"]
        ],
        right=("Waiting", "Treated"),
    )
    for heading, rows, amount, table in (
        ("Why people are not in the plan", summary["unmatched"], "people", UNMATCHED),
        ("Why units are not used", summary["unused"], "units", UNUSED),
    ):
        if rows:
            print_table(
                heading,
                ("Reason", amount.capitalize()),
                [
                    (in_words(row["code"], table, None)[0], f"{row[amount]:,}")
                    for row in rows[:_MOST_REASONS]
                ],
                right=(amount.capitalize(),),
            )
    console.print(f"Report: {folder / 'report.html'}", markup=False)
