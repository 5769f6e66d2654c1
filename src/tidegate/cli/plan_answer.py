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
    "value_by_tier",
    "relaxing",
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
        "difference": summary.get("difference"),
    }


def print_answer(summary: Summary, folder: Path) -> None:
    """Print the answer for people: counts are exact, for this terminal only."""
    from tidegate.cli.console import out

    console = out()
    console.print(summary["title"], style="bold", markup=False)
    for sentence in _sentences(summary):
        console.print(sentence, markup=False)
    _print_value(summary)
    _print_priorities(summary)
    _print_reasons(summary)
    _print_changes(summary)
    if summary.get("difference"):
        from tidegate.cli.difference_answer import print_difference

        print_difference(summary["difference"])
    console.print(f"Report: {folder / 'report.html'}", markup=False)


def _sentences(summary: Summary) -> tuple[str, ...]:
    from tidegate.exchange.matching.report.words import how_good, percent_of_gap, plural

    headline = summary["headline"]
    return (
        (
            f"{headline['treated']:,} of {headline['waiting']:,} {summary['who']} could be treated "
            f"within {plural(summary['weeks'], 'week')}, {headline['moved']:,} of them elsewhere."
        ),
        (
            f"Waits kept under 52 weeks: {headline['breaches_52_avoided']:,} of "
            f"{headline['breaches_52_at_risk']:,} that would pass 52 weeks; waits over 52 weeks "
            f"ended: {headline['over_52_treated']:,}."
        ),
        (
            f"Value {summary['objective']:,.0f} points, bound {summary['bound']:,.0f}, "
            f"gap {percent_of_gap(summary['gap'])}. "
            f"{how_good(summary['gap'], headline['treated'])}"
        ),
    )


def _print_value(summary: Summary) -> None:
    """Print what the value is made of, tier by tier."""
    from tidegate.cli.console import print_table
    from tidegate.exchange.matching.report.advice import TIERS, how_much

    print_table(
        "What the value is made of",
        ("Part", "How much", "Points"),
        [
            (
                TIERS[row["tier"]],
                how_much(row, f"{row['amount'] or 0:,.0f}"),
                f"{row['points'] or 0.0:,.0f}",
            )
            for row in summary["value_by_tier"]
        ],
        right=("How much", "Points"),
    )


def _print_changes(summary: Summary) -> None:
    """Print the changes of a rule that would bring most; nothing where none was looked for."""
    from tidegate.cli.console import print_table
    from tidegate.exchange.matching.report.advice import NOT_ABOUT_PEOPLE, subject

    rows = summary["relaxing"]["rows"][:_MOST_REASONS]
    if rows:
        print_table(
            "What would help most, one change at a time",
            ("Where", "What to change", "People", "Points at most"),
            [
                (
                    subject(row),
                    row["words"],
                    "–" if row["rule"] in NOT_ABOUT_PEOPLE else f"{row['people']:,}",
                    f"{row['points']:,.0f}",
                )
                for row in rows
            ],
            right=("People", "Points at most"),
        )


def _print_priorities(summary: Summary) -> None:
    from tidegate.cli.console import print_table

    if len(summary["by_priority"]) < 2:  # noqa: PLR2004 - one row compares nothing
        return
    print_table(
        "By priority",
        ("Priority", "Waiting", "Treated"),
        [
            (row["priority"], f"{row['waiting']:,}", f"{row['treated']:,}")
            for row in summary["by_priority"]
        ],
        right=("Waiting", "Treated"),
    )


def _print_reasons(summary: Summary) -> None:
    """Print the largest reasons of people left out and of units not used."""
    from tidegate.cli.console import print_table
    from tidegate.exchange.matching.report.reasons import UNMATCHED, UNUSED, in_words

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
