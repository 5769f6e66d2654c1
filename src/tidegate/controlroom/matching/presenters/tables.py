"""The tables of a plan: who moves where, what stops the rest, what stays unused and why."""

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
    text_columns,
)
from tidegate.controlroom.matching.presenters.charts import POINTS_A_ROUTINE_WEEK, left_out
from tidegate.core.matching.advice.levers import Lever
from tidegate.core.matching.tiers import Tier
from tidegate.exchange.matching.report.advice import NOT_ABOUT_PEOPLE, TIERS, how_much, subject
from tidegate.exchange.matching.report.disclosure import percent
from tidegate.exchange.matching.report.people import FIFTHS
from tidegate.exchange.matching.report.reasons import UNMATCHED, UNUSED, Words, in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_FLOWS = 20
MOST_CONTRACTS = 20
MOST_CHANGES = 15
_HIDDEN = Cell("Too few to show")


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


def unmatched(summary: Mapping[str, Any]) -> Table:
    """List why people are left waiting, the largest group first."""
    rows = summary["unmatched"]
    return _coded("Why people are not in the plan", "people", rows, UNMATCHED)


def unused(summary: Mapping[str, Any]) -> Table:
    """List why units stay unused, the largest number first."""
    return _coded("Why units are not used", "units", summary["unused"], UNUSED)


def contracts(summary: Mapping[str, Any]) -> Table:
    """List each contract with what was prepaid, used and left idle, in pounds."""
    rows = summary["contracts"]
    return Table(
        "Contracts: prepaid units and money",
        (
            *text_columns("Contract", "Paid by"),
            *number_columns(
                (
                    "Prepaid units",
                    "of which used",
                    "All units used",
                    "Idle money",
                    "Spent above prepaid",
                )
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


def value(summary: Mapping[str, Any], *, with_contracts: bool) -> Table:
    """Split the plan's value into what it is made of, in routine weeks."""
    return Table(
        "What the value of this plan is made of",
        (
            *text_columns("Part", "How much"),
            *number_columns(("Worth in routine weeks",)),
        ),
        tuple(
            (
                label(TIERS.get(row["tier"], row["tier"])),
                label(how_much(row, words.whole(row["amount"]))),
                number(row["points"] / POINTS_A_ROUTINE_WEEK),
            )
            for row in summary.get("value_by_tier", ())
            if with_contracts or row["tier"] != Tier.MONEY
        ),
    )


def what_would_help(summary: Mapping[str, Any], *, with_contracts: bool) -> Table:
    """List the changes of one rule at a time that would bring most, in routine weeks."""
    told = summary.get("relaxing") or {"count": 0, "rows": []}
    of_money = () if with_contracts else (Lever.MONEY, Lever.CAP)
    rows = [row for row in told["rows"] if row["rule"] not in of_money]
    in_all = told["count"] - len(told["rows"]) + len(rows)
    return Table(
        "What would help most, one change at a time",
        (
            *text_columns("Where", "What to change"),
            *number_columns(("People who would gain", "Worth at most, in routine weeks")),
        ),
        tuple(
            (
                label(subject(row)),
                label(f"{row['words'][:1].upper()}{row['words'][1:]}"),
                label("–") if row["rule"] in NOT_ABOUT_PEOPLE else number(row["people"]),
                number(row["points"] / POINTS_A_ROUTINE_WEEK),
            )
            for row in rows[:MOST_CHANGES]
        ),
        more=left_out(in_all, MOST_CHANGES, "change", "changes"),
    )


def sources(summary: Mapping[str, Any]) -> Table:
    """List every file that went into the plan, with its date and age when the plan was made."""
    return Table(
        "Sources and their age",
        text_columns(
            "File", "Figures as at", "Age when the plan was made", "Fingerprint (SHA-256)"
        ),
        tuple(
            (
                label(row["name"]),
                label(words.day(row["as_of"] and date.fromisoformat(row["as_of"]))),
                label(_age(row["age_days"])),
                label(row["sha256"][:12]),
            )
            for row in summary["sources"]
        ),
    )


def equity(summary: Mapping[str, Any]) -> Table:
    """Compare how often people are chosen, by how deprived the place is where they live."""
    return Table(
        "Who is chosen, by deprivation of where people live",
        (
            *text_columns("Fifth of neighbourhoods"),
            *number_columns(
                ("Waiting", "Treated", "Share treated", "Share with no eligible offer")
            ),
        ),
        tuple(
            (
                label(FIFTHS.get(row["imd_quintile"], words.UNKNOWN)),
                _small(row["waiting"]),
                _small(row["treated"]),
                _share(row["treated"], row["waiting"]),
                _share(row["refused"], row["waiting"]),
            )
            for row in summary["equity"]
        ),
    )


def _small(count: int | None) -> Cell:
    return _HIDDEN if count is None else number(count)


def _share(part: int | None, whole: int | None) -> Cell:
    """Write a share as the report does, in whole percent; of hidden counts there is none."""
    if part is None or whole is None:
        return _HIDDEN
    return Cell(percent(part, whole), part / whole if whole else None)


def _age(days: int | None) -> str:
    if days is None:
        return words.UNKNOWN
    return words.counted(days, "day") if days else "the same day"


def _coded(
    caption: str, amount: str, rows: Sequence[Mapping[str, Any]], said: Mapping[str, Words]
) -> Table:
    total = sum(row[amount] for row in rows)
    return Table(
        caption,
        (
            *text_columns("Reason", "What it means"),
            *number_columns((amount.capitalize(), "Share")),
        ),
        tuple(
            (
                *(label(text) for text in in_words(row["code"], said, row.get("detail"))),
                number(row[amount]),
                _share(row[amount], total),
            )
            for row in rows
        ),
    )
