"""The parts of the report about people: where they would go, how waits change, who is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tidegate.core.disclosure import Profile, disclosed
from tidegate.exchange.matching.report.bars import Bar, bars
from tidegate.exchange.matching.report.disclosure import (
    HIDDEN,
    percent,
    share,
    shown,
    shown_breakdown,
)
from tidegate.exchange.matching.report.flow_map import Flow, flow_map
from tidegate.exchange.matching.report.table import Table, capped, figures, words
from tidegate.exchange.matching.report.words import plural

if TYPE_CHECKING:
    from tidegate.exchange.matching.plan_context import Ground

Summary = Mapping[str, Any]

MOST_FLOWS = 25
MOST_BARS = 12
_LIMITS = (18, 52)


def flows(summary: Summary, ground: Ground) -> dict[str, object]:
    """Return the map and the table of people who would be treated elsewhere."""
    profile = Profile(summary["profile"])
    by_holder, by_area = summary["flows_by_holder"], summary["flows_by_area"]
    rows, more = capped(
        [
            (
                row["origin_name"],
                row["site_name"],
                shown(row["people"], profile),
                *_means(row, profile),
            )
            for row in by_holder["rows"]
        ],
        MOST_FLOWS,
        "assignments.parquet",
        by_holder["count"],
    )
    table = Table(
        "flows",
        "People who would be treated at another provider, largest flows first",
        (
            words("Waiting at"),
            words("Could be treated at"),
            figures("People", "descending"),
            figures("Mean wait now, weeks"),
            figures("Mean travel, minutes"),
        ),
        rows,
        more,
    )
    return {"table": table, "map": _map(by_area, ground, profile)}


def _map(by_area: Mapping[str, Any], ground: Ground, profile: Profile) -> dict[str, object] | None:
    may_show = [
        Flow(row["origin"], row["site"], people)
        for row in by_area["rows"]
        if (people := disclosed(row["people"], profile))
    ]
    names = {row["origin"]: row["origin_name"] for row in by_area["rows"]}
    names |= {row["site"]: row["site_name"] for row in by_area["rows"]}
    drawn = flow_map(ground, may_show, names)
    if drawn is None:
        return None
    # Of all who would move, those too few to be told of and those off the map included.
    total = disclosed(by_area["people"], profile) or 0
    part = ""
    if drawn.people_shown < total:
        flows = plural(len(drawn.lines), "largest flow")
        carry = "carries" if len(drawn.lines) == 1 else "carry"
        moved = percent(drawn.people_shown, total)
        part = f"The {flows} shown {carry} {moved} of those who would move. "
    caption = (
        "Each line runs from the area where people live to the site that could treat them; the "
        f"thicker, the more people. {part}The table below has the figures."
    )
    return {"drawing": drawn, "caption": caption}


def _means(row: Mapping[str, Any], profile: Profile) -> tuple[str, str]:
    """Write the mean wait and journey of a flow; of a hidden number of people there is no mean."""
    if disclosed(row["people"], profile) is None:
        return HIDDEN, HIDDEN
    minutes = row["minutes"]
    journey = "not known" if minutes is None else f"{minutes:.0f}"
    return f"{row['weeks_waited']:.0f}", journey


def waits(summary: Summary) -> dict[str, object]:
    """Return the chart and the tables of waits with the plan and without it."""
    profile, weeks = Profile(summary["profile"]), summary["weeks"]
    rows = summary["by_specialty"]
    limit = 52 if any(row["over_52_without"] for row in rows) else 18
    before, after = f"over_{limit}_without", f"over_{limit}_with"
    charted = sorted(rows, key=lambda row: row[after] - row[before])[:MOST_BARS]
    charted = [row for row in charted if row[before]]
    return {
        "limit": limit,
        "weeks": weeks,
        "bars": bars(
            [
                Bar(row["specialty"], disclosed(row[key], profile), shown(row[key], profile), look)
                for row in charted
                for key, look in ((before, "before"), (after, "after"))
            ]
        ),
        "sentence": _waits_in_words(rows, limit, weeks, profile),
        "table": _waits_table(rows, profile, summary["who"]),
        "breaches": _breaches_table(summary["breaches"], weeks, profile),
    }


def _waits_in_words(rows: list[Mapping[str, Any]], limit: int, weeks: int, profile: Profile) -> str:
    without = sum(row[f"over_{limit}_without"] for row in rows)
    with_plan = sum(row[f"over_{limit}_with"] for row in rows)
    return (
        f"If those waiting now went on waiting for {plural(weeks, 'week')}, "
        f"{shown(without, profile)} of them would be over {limit} weeks; with this plan, "
        f"{shown(with_plan, profile)}."
    )


def _waits_table(rows: list[Mapping[str, Any]], profile: Profile, who: str) -> Table:
    columns = [words("Specialty"), figures("Waiting now"), figures("Treated", "descending")]
    # A limit that everybody on the list has passed already tells nothing.
    telling = [n for n in _LIMITS if any(row[f"over_{n}_now"] < row["waiting"] for row in rows)]
    for limit in telling:
        columns += [
            figures(f"Over {limit} weeks now"),
            figures(f"Over {limit}, without"),
            figures(f"Over {limit}, with"),
        ]
    limits = [f"over_{limit}_{when}" for limit in telling for when in ("now", "without", "with")]
    keys = ("waiting", "treated", *limits)
    told = [shown_breakdown([row[key] for row in rows], profile) for key in keys]
    return Table(
        "waits",
        f"Waits by specialty at the end of the plan, with it and without it ({who})",
        tuple(columns),
        tuple(
            (row["specialty"], *(parts[place] for parts, _ in told))
            for place, row in enumerate(rows)
        ),
        total=("All", *(total for _, total in told)),
    )


def _breaches_table(rows: list[Mapping[str, Any]], weeks: int, profile: Profile) -> Table:
    return Table(
        "breaches",
        f"Long waits in the {plural(weeks, 'week')} of the plan (people)",
        (
            words("Limit"),
            figures("Over it now"),
            figures("of whom treated"),
            figures("Would pass it if untreated"),
            figures("of whom treated in time"),
            figures("Share in time"),
        ),
        tuple(
            (
                f"{row['limit_weeks']} weeks",
                shown(row["over_now"], profile),
                shown(row["over_now_treated"], profile),
                shown(row["at_risk"], profile),
                shown(row["avoided"], profile),
                share(row["avoided"], row["at_risk"], profile),
            )
            for row in rows
        ),
    )


def priorities(summary: Summary) -> Table | None:
    """Return who is chosen by clinical priority; None when all have the same."""
    profile, rows = Profile(summary["profile"]), summary["by_priority"]
    if len(rows) < 2:  # noqa: PLR2004 - one row compares nothing
        return None
    return Table(
        "priorities",
        "Who could be treated, by the clinical priority that they were given (people)",
        (
            words("Priority", "ascending"),
            words("What it means"),
            figures("Waiting"),
            figures("Treated"),
            figures("Share treated"),
        ),
        tuple(
            (
                row["priority"],
                _PRIORITIES.get(row["priority"], ""),
                shown(row["waiting"], profile),
                shown(row["treated"], profile),
                share(row["treated"], row["waiting"], profile),
            )
            for row in rows
        ),
    )


_PRIORITIES = {
    "P2": "treatment within a month",
    "P3": "treatment within three months",
    "P4": "treatment can wait more than three months",
}


def equity(summary: Summary) -> Table | None:
    """Return who is chosen by deprivation of home; None when the input does not say it."""
    profile = Profile(summary["profile"])
    rows = [row for row in summary["equity"] if row["waiting"] != 0]
    if not any(row["imd_quintile"] is not None for row in rows):
        return None
    return Table(
        "equity",
        "Who could be treated, by deprivation of the place where they live (people)",
        (
            words("Fifth of neighbourhoods", "ascending"),
            figures("Waiting"),
            figures("Treated"),
            figures("Share treated"),
            figures("No eligible offer"),
            figures("Share with none"),
        ),
        tuple(
            (
                FIFTHS.get(row["imd_quintile"], "Not known"),
                shown(row["waiting"], profile),
                shown(row["treated"], profile),
                share(row["treated"], row["waiting"], profile),
                shown(row["refused"], profile),
                share(row["refused"], row["waiting"], profile),
            )
            for row in rows
        ),
    )


FIFTHS = {
    1: "1, most deprived",
    2: "2",
    3: "3",
    4: "4",
    5: "5, least deprived",
}
