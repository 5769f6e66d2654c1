"""The tables of a plan: who moves where, what stops the rest, what is left over and why."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board import words
from tidegate.controlroom.board.tables import (
    Cell,
    Table,
    label,
    money,
    number,
    number_columns,
    share,
    text_columns,
)
from tidegate.controlroom.matching.presenters.charts import left_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_FLOWS = 20
MOST_CONTRACTS = 20


def flows(summary: Mapping[str, Any]) -> Table:
    """List the largest moves from the present provider to the site that would treat."""
    given = summary["flows_by_holder"]
    return Table(
        "Largest moves from one provider to another",
        (
            *text_columns("From", "To"),
            *number_columns(("People", "Mean weeks waited", "Mean minutes of travel")),
        ),
        tuple(
            (
                label(row["origin_name"]),
                label(row["site_name"]),
                number(row["people"]),
                number(row["weeks_waited"]),
                number(row["minutes"]),
            )
            for row in given["rows"][:MOST_FLOWS]
        ),
        more=left_out(given["count"], MOST_FLOWS, "move", "moves"),
    )


def unmatched(summary: Mapping[str, Any], said: Mapping[str, str]) -> Table:
    """List why people are left waiting; ``said`` puts each code into words."""
    return _coded("Why others stay on the list", "People", "people", summary["unmatched"], said)


def unused(summary: Mapping[str, Any], said: Mapping[str, str]) -> Table:
    """List why units are left over; ``said`` puts each cause into words."""
    return _coded("Why units are left over", "Units", "units", summary["unused"], said)


def contracts(summary: Mapping[str, Any]) -> Table:
    """List each contract with what was prepaid, used and left idle, in pounds."""
    rows = summary["contracts"]
    return Table(
        "Contracts: prepaid units and money",
        (
            *text_columns("Contract", "Payer"),
            *number_columns(
                ("Prepaid units", "Prepaid units used", "All units used", "Idle", "Spent above")
            ),
        ),
        tuple(
            (
                label(row["contract_name"]),
                label(row["payer_name"]),
                number(row["prepaid"]),
                number(row["prepaid_used"]),
                number(row["used"]),
                money(row["idle_pence"]),
                money(row["spend_pence"]),
            )
            for row in rows[:MOST_CONTRACTS]
        ),
        more=left_out(len(rows), MOST_CONTRACTS, "contract", "contracts"),
    )


def sources(summary: Mapping[str, Any]) -> Table:
    """List every file that went into the plan, with its date and age when the plan was made."""
    return Table(
        "Files that went in",
        text_columns("File", "Describes", "Age when the plan was made", "SHA-256 (first 12)"),
        tuple(
            (
                label(row["name"]),
                label(words.day(row["as_of"] and date.fromisoformat(row["as_of"]))),
                label(
                    words.UNKNOWN
                    if row["age_days"] is None
                    else words.counted(row["age_days"], "day")
                ),
                label(row["sha256"][:12]),
            )
            for row in summary["sources"]
        ),
    )


def _coded(
    caption: str,
    amount_name: str,
    amount: str,
    rows: Sequence[Mapping[str, Any]],
    said: Mapping[str, str],
) -> Table:
    total = sum(row[amount] for row in rows)
    return Table(
        caption,
        (*text_columns("Reason"), *number_columns((amount_name, "Share")), *text_columns("Code")),
        tuple(
            (
                label(said.get(row["code"] or "", row["code"] or words.UNKNOWN)),
                number(row[amount]),
                share(row[amount] / total) if total else Cell(words.UNKNOWN),
                label(row["code"] or words.UNKNOWN),
            )
            for row in rows
        ),
    )
