"""The parts of the report about capacity: what more is worth, what stood idle, what it cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tidegate.core.disclosure import Profile, disclosed
from tidegate.exchange.matching.report.disclosure import HIDDEN, share, shown
from tidegate.exchange.matching.report.reasons import UNMATCHED, UNUSED, in_words
from tidegate.exchange.matching.report.table import Table, capped, figures, words
from tidegate.exchange.matching.report.words import monday, money, points, weeks_worth

Summary = Mapping[str, Any]

MOST_UNITS = 20
MOST_CONTRACTS = 20


def one_more_unit(summary: Summary) -> dict[str, object]:
    """Return where one more unit of capacity would do most, and what it would be worth."""
    profile, units = Profile(summary["profile"]), summary["one_more_unit"]
    rows, more = capped(
        [
            (
                row["site_name"],
                row["specialty"],
                modality(row["modality"]),
                weeks_worth(row["price"]).split()[0],
                monday(summary["start"], row["best_week"]),
                _used(row["used"], row["units"], profile),
            )
            for row in units["rows"]
        ],
        MOST_UNITS,
        "offers.parquet",
        units["count"],
    )
    table = Table(
        "units",
        "What one more unit is worth, most valuable first",
        (
            words("Site"),
            words("Specialty"),
            words("Kind of care"),
            figures("Worth, routine weeks", "descending"),
            words("Worth most in the week of"),
            figures("Units used"),
        ),
        rows,
        more,
    )
    return {"table": table, "sentence": _most_valuable(units["rows"]), "budgets": _budgets(summary)}


def _used(used: int, units: int, profile: Profile) -> str:
    return f"{_at_most(used, units, profile)} of {units:,}"


def _at_most(used: int, units: int, profile: Profile) -> str:
    """Write how many units people use or leave; rounding never makes them more than there are."""
    may_show = disclosed(used, profile)
    return HIDDEN if may_show is None else f"{min(may_show, units):,}"


def _most_valuable(rows: list[Mapping[str, Any]]) -> str:
    if not rows:
        return "More capacity would change nothing: no unit in this plan is scarce."
    first = rows[0]
    return (
        f"One more unit would do most at {first['site_name']}, in {_either(first['specialty'])} "
        f"({modality(first['modality']).lower()}): it would be worth as much as bringing one "
        f"routine patient’s treatment forward by {weeks_worth(first['price'])}."
    )


def _either(listed: str) -> str:
    """Write specialties that one unit may serve: ``Cardiology, Neurology or Rheumatology``."""
    return " or ".join(listed.rsplit(", ", 1))


def _budgets(summary: Summary) -> list[str]:
    return [
        f"£1,000 more for {row['name']} would be worth {weeks_worth(row['price'])} "
        f"for one routine patient."
        for row in summary["prices"]
        if row["kind"] == "budget"
    ]


def modality(code: str) -> str:
    """Write a modality for people: ``day_case`` as ``Day case``."""
    return code.replace("_", " ").replace("non admitted", "non-admitted").capitalize()


def what_stops_the_rest(summary: Summary) -> dict[str, object]:
    """Return why people stay unmatched and why units stay unused, largest first."""
    profile = Profile(summary["profile"])
    unmatched = sum(row["people"] for row in summary["unmatched"])
    unused = sum(row["units"] for row in summary["unused"])
    people = Table(
        "unmatched",
        "Why people are not in the plan",
        (
            words("Reason"),
            words("What it means"),
            figures("People", "descending"),
            figures("Share"),
        ),
        tuple(
            (
                *in_words(row["code"], UNMATCHED, row.get("detail")),
                shown(row["people"], profile),
                share(row["people"], unmatched, profile),
            )
            for row in summary["unmatched"]
        ),
    )
    units = Table(
        "unused",
        "Why units are not used",
        (words("Cause"), words("What it means"), figures("Units", "descending"), figures("Share")),
        tuple(
            (
                *in_words(row["code"], UNUSED, None),
                shown(row["units"], profile),
                share(row["units"], unused, profile),
            )
            for row in summary["unused"]
        ),
    )
    return {"people": people, "units": units, "sentence": _stops_in_words(summary, profile)}


def _stops_in_words(summary: Summary, profile: Profile) -> str:
    headline = summary["headline"]
    # Every other unit treats one person: the exact rest would give away a hidden number of people.
    unused = _at_most(headline["units_unused"], headline["units"], profile)
    return (
        f"{shown(headline['unmatched'], profile)} people stay where they are, and "
        f"{unused} of {headline['units']:,} units stay unused."
    )


def money_spent(summary: Summary) -> dict[str, object] | None:
    """Return what the plan costs above prepaid minimums, and what prepaid money stands idle."""
    if not summary["contracts"]:
        return None
    headline = summary["headline"]
    sentence = (
        f"Of what is paid for in advance, {money(headline['idle_pence'])} would stand idle; "
        f"treating people above the prepaid minimums would cost {money(headline['spend_pence'])}."
    )
    return {"table": _contracts(summary), "sentence": sentence}


def _contracts(summary: Summary) -> Table:
    profile = Profile(summary["profile"])
    rows, more = capped(
        [
            (
                row["contract_name"],
                row["payer_name"],
                f"{row['prepaid']:,}",
                _at_most(row["prepaid_used"], row["prepaid"], profile),
                money(row["idle_pence"]),
                shown(row["used"], profile),
                money(row["spend_pence"]),
                points(row["price"]),
            )
            for row in summary["contracts"]
        ],
        MOST_CONTRACTS,
        "contracts.parquet",
    )
    columns = (
        words("Contract"),
        words("Paid by"),
        figures("Prepaid units"),
        figures("of which used"),
        figures("Idle money", "descending"),
        figures("All units used"),
        figures("Spent above prepaid"),
        figures("One more unit, points"),
    )
    return Table("contracts", "Contracts, most idle money first", columns, rows, more)
