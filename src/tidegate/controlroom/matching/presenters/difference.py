"""What differs between two plans, in sentences, figures and tables; losses come first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board import words
from tidegate.controlroom.board.figures import Figure
from tidegate.controlroom.board.tables import (
    Cell,
    Table,
    label,
    money,
    number,
    number_columns,
    text_columns,
)
from tidegate.core.disclosure import Profile
from tidegate.core.matching.difference import Change, Why
from tidegate.core.matching.leftovers import Unmatched
from tidegate.exchange.matching.report import difference as said
from tidegate.exchange.matching.report.reasons import UNMATCHED, in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import polars as pl

    from tidegate.controlroom.matching.models import Plan

MOST_SITES = 20
# Counts are exact for those who work with them, here as on every page of a plan.
EXACT = Profile.EXACT


def choice(plan: Plan, *, replaced: bool) -> str:
    """Name an earlier plan for a list of them."""
    name = (
        f"Plan {plan.pk}: {words.counted(plan.weeks, 'week')} from {words.day(plan.start)}, made "
        f"on {words.day_and_time(plan.made_at)}"
    )
    return f"{name} (the one that it replaces)" if replaced else name


def lead(told: Mapping[str, Any]) -> str:
    """Say in two sentences who stays, moves, gains and loses, and how much that disturbs."""
    return said.headline(told["figures"], EXACT)


def promises(told: Mapping[str, Any]) -> str:
    """Say what became of accepted transfers; empty where there were none."""
    return said.promises(told["figures"], EXACT)


def displaced(told: Mapping[str, Any]) -> str:
    """Say how many had a place whose offer is gone; empty where none had."""
    return said.displaced(told["reasons"], EXACT)


def broken(told: Mapping[str, Any]) -> bool:
    """Tell whether an accepted transfer was changed that could have stayed."""
    return bool(told["figures"]["accepted_changed"])


def figures(told: Mapping[str, Any]) -> list[Figure]:
    """Give the headline figures."""
    count = told["figures"]
    return [
        Figure("Places kept", words.whole(count["kept"])),
        Figure("Exchanged for another", words.whole(count["moved"])),
        Figure("Lost", words.whole(count["lost"])),
        Figure("Gained", words.whole(count["gained"])),
        Figure(
            "Disturbance",
            words.percent(count["disturbance"]),
            f"of {words.counted(count['valid'], 'place')} that could have been kept",
        ),
    ]


def reasons(told: Mapping[str, Any]) -> Table:
    """List what changed for how many people, and what each change comes from."""
    order = {change: place for place, change in enumerate(Change)}
    rows = sorted(told["reasons"], key=lambda row: order[Change(row["change"])])
    return Table(
        "What changed, and why",
        (*text_columns("What changed", "Why", "What that means"), *number_columns(("People",))),
        tuple(
            (
                label(said.WHAT[Change(row["change"])]),
                *map(label, in_words(row["reason"], said.WHY, None)),
                number(row["people"]),
            )
            for row in rows
        ),
    )


def moves(rows: pl.DataFrame, named: Callable[[str], str], address: Callable[[str], str]) -> Table:
    """List pathways whose place is not kept, each with its reason and a way to ask for more."""
    return Table(
        "Whose place changed",
        (
            *text_columns("Pathway", "What changed", "Waiting with", "Priority", "From", "To"),
            *number_columns(("Weeks later", "Minutes more")),
            *text_columns("Why"),
        ),
        tuple(
            (
                Cell(row["pathway_id"], href=address(row["pathway_id"])),
                label(_changed(row)),
                label(named(row["holder"] or words.UNKNOWN)),
                label(row["priority"]),
                label(_place(row, "from", named)),
                label(_place(row, "to", named)),
                _signed(row["weeks_later"]),
                _signed(row["minutes_more"]),
                label(_why(row)),
            )
            for row in rows.iter_rows(named=True)
        ),
    )


def sites(told: Mapping[str, Any]) -> Table:
    """List the sites that people come to, or no longer come to, most affected first."""
    rows = [row for row in told["sites"] if row["away"] or row["come"]]
    return Table(
        "Where",
        (
            *text_columns("Site"),
            *number_columns(("Come instead", "No longer come", "Units more or fewer")),
        ),
        tuple(
            (
                label(row["site_name"]),
                number(row["come"]),
                number(row["away"]),
                _signed(row["units_after"] - row["units_before"]),
            )
            for row in rows[:MOST_SITES]
        ),
        more=f"{words.counted(len(rows) - MOST_SITES, 'more site')}, with fewer people."
        if len(rows) > MOST_SITES
        else "",
    )


def tiers(told: Mapping[str, Any]) -> Table:
    """Compare people treated and value by clinical priority."""
    return Table(
        "By clinical priority, before and now",
        (
            *text_columns("Priority"),
            *number_columns(
                ("Treated before", "Treated now", "Value before, points", "Value now, points")
            ),
        ),
        tuple(
            (
                label(row["priority"]),
                *(
                    number(row[key])
                    for key in ("treated_before", "treated_after", "value_before", "value_after")
                ),
            )
            for row in told["tiers"]
        ),
    )


def lines(told: Mapping[str, Any]) -> Table:
    """List contract lines whose use or money differs."""
    return Table(
        "Contract lines whose use or money changed",
        (
            *text_columns("Contract line", "Contract"),
            *number_columns(
                ("Used before", "Used now", "Spent above prepaid, change", "Idle, change")
            ),
        ),
        tuple(
            (
                label(row["line_id"]),
                label(row["contract_id"] or words.UNKNOWN),
                number(row["used_before"]),
                number(row["used_after"]),
                money(row["spend_pence_after"] - row["spend_pence_before"]),
                money(row["idle_pence_after"] - row["idle_pence_before"]),
            )
            for row in told["lines"]
        ),
    )


def _changed(row: Mapping[str, Any]) -> str:
    what = said.WHAT[Change(row["change"])]
    if row["people"] > 1:
        what = f"{what} ({words.counted(row['people'], 'person', 'people')})"
    if not row["accepted"]:
        return what
    return f"{what}. ACCEPTED, and could have stayed" if row["valid"] else f"{what}. Was accepted"


def _why(row: Mapping[str, Any]) -> str:
    why, _ = in_words(row["reason"], said.WHY, None)
    if row["stopped_by"] is None:
        return why
    if (row["reason"], row["stopped_by"]) == (Why.DECLINED, Unmatched.NO_OFFER_IN_REACH):
        return f"{why}, and no other site is in reach"
    stop, _ = in_words(row["stopped_by"], UNMATCHED, row["detail"])
    return f"{why}. Now: {stop[:1].lower()}{stop[1:]}"


def _place(row: Mapping[str, Any], side: str, named: Callable[[str], str]) -> str:
    if row[f"{side}_site"] is None:
        return "No place"
    week = row[f"{side}_week"]
    return f"{named(row[f'{side}_site'])}, week of {week.day} {week:%b}"


def _signed(value: float | None) -> Cell:
    if value is None:
        return label("–")
    return Cell(f"{round(value):+,}" if round(value) else "0", value)
