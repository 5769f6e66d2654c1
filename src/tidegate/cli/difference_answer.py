"""What a re-plan and a comparison print: who stays, moves, gains and loses, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MOST_SITES = 8


def print_difference(told: Mapping[str, Any]) -> None:
    """Print the difference between two plans for people: counts are exact, for this terminal only.

    ``told`` is what ``exchange.matching.difference_facts`` makes of it.
    """
    from tidegate.cli.console import out
    from tidegate.core.disclosure import Profile
    from tidegate.exchange.matching.report import difference as words

    console, figures = out(), told["figures"]
    if told.get("replaces"):
        console.print(f"Against {told['replaces']['name']}, which it replaces:", markup=False)
    console.print(words.headline(figures, Profile.EXACT), markup=False)
    promises = words.promises(figures, Profile.EXACT)
    if promises:
        fault = "bold red" if figures["accepted_changed"] else None
        console.print(promises, markup=False, style=fault)
    for sentence in (
        words.displaced(told["reasons"], Profile.EXACT),
        _moved(told["shift"]),
        _offered(told["offers"]),
        words.money_moved(told["lines"]),
    ):
        if sentence:
            console.print(sentence, markup=False)
    _print_reasons(told["reasons"])
    _print_sites(told["sites"])
    _print_tiers(told["tiers"])


def _moved(shift: Mapping[str, int]) -> str:
    if not any(shift.values()):
        return ""
    return (
        f"Of those who move, {shift['earlier']:,} are seen in an earlier week, {shift['later']:,} "
        f"in a later one and {shift['same_week']:,} in the same; {shift['further']:,} travel "
        f"longer and {shift['nearer']:,} less."
    )


def _offered(offers: Mapping[str, int]) -> str:
    from tidegate.exchange.matching.report.words import plural

    said = [
        f"{plural(offers[count], 'offer')} with {plural(offers[units], 'unit')} {what}"
        for count, units, what in (("gone", "units_gone", "gone"), ("new", "units_new", "new"))
        if offers[count]
    ]
    said += [
        f"{plural(offers[key], 'unit')} {what} in offers that stay"
        for key, what in (("fewer_units", "fewer"), ("more_units", "more"))
        if offers[key]
    ]
    return f"On offer: {', '.join(said)}." if said else ""


def _print_reasons(rows: list[Mapping[str, Any]]) -> None:
    from tidegate.cli.console import print_table
    from tidegate.core.disclosure import Profile
    from tidegate.exchange.matching.report.difference import reasons

    if rows:
        table = reasons(rows, Profile.EXACT)
        shown = [(what, why, people) for what, why, _, people in table.rows]
        print_table(
            "What changed for whom, and why", ("What changed", "Why", "People"), shown,
            right=("People",),
        )  # fmt: skip


def _print_sites(rows: list[Mapping[str, Any]]) -> None:
    from tidegate.cli.console import print_table

    touched = [row for row in rows if row["away"] or row["come"]][:_MOST_SITES]
    if touched:
        columns = ("Site", "Come instead", "No longer come", "Units more or fewer")
        print_table(
            "Where",
            columns,
            [
                (
                    row["site_name"],
                    f"{row['come']:,}",
                    f"{row['away']:,}",
                    _signed(row["units_after"] - row["units_before"]),
                )
                for row in touched
            ],
            right=columns[1:],
        )


def _signed(change: int) -> str:
    return f"{change:+,}" if change else "0"


def _print_tiers(rows: list[Mapping[str, Any]]) -> None:
    from tidegate.cli.console import print_table

    columns = ("Priority", "Treated before", "Treated now", "Value before", "Value now")
    print_table(
        "By priority, before and now",
        columns,
        [
            (row["priority"], *(f"{row[key]:,.0f}" for key in (
                "treated_before", "treated_after", "value_before", "value_after"
            )))
            for row in rows
        ],
        right=columns[1:],
    )  # fmt: skip
