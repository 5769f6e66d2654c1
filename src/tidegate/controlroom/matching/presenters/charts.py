"""The charts of a plan, each with its sentence and the table that it is drawn from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate.controlroom.board import words
from tidegate.controlroom.board.tables import (
    Cell,
    Chart,
    ChartKind,
    Table,
    label,
    number,
    number_columns,
    text_columns,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_BARS = 12
POINTS_A_ROUTINE_WEEK = 100  # the unit of every policy: spec matching 4


def long_waits(summary: Mapping[str, Any]) -> Chart:
    """Compare people over 52 weeks at the end of the plan, without it and with it."""
    rows = sorted(
        (row for row in summary["by_specialty"] if row["over_52_without"]),
        key=lambda row: -row["over_52_without"],
    )
    without = sum(row["over_52_without"] for row in rows)
    with_plan = sum(row["over_52_with"] for row in rows)
    names = ("Over 52 weeks without the plan", "Over 52 weeks with the plan")
    return Chart(
        name="long-waits",
        kind=ChartKind.BARS,
        heading="Long waits at the end of the plan, by specialty",
        sentence=(
            f"Without the plan {words.whole(without)} people would have waited over 52 weeks by "
            f"then; with it, {words.whole(with_plan)}. Other treatment in those weeks is not "
            "counted on either side."
        ),
        table=Table(
            "Long waits at the end of the plan, by specialty",
            (
                *text_columns("Specialty"),
                *number_columns(("Waiting now", "Treated by the plan")),
                *number_columns(names, drawn=names),
            ),
            tuple(
                (
                    label(row["specialty"]),
                    number(row["waiting"]),
                    number(row["treated"]),
                    number(row["over_52_without"]),
                    number(row["over_52_with"]),
                )
                for row in rows[:MOST_BARS]
            ),
            more=left_out(len(rows), MOST_BARS, "specialty", "specialties"),
        ),
        unit="people",
    )


def use_by_site(use: pl.DataFrame, names: Mapping[str, str]) -> Chart:
    """Show units used and unused at each site; ``use`` has ``site, week, used, unused``."""
    rows = [
        {"name": names.get(row["site"], row["site"]), **row}
        for row in use.group_by("site")
        .agg(used=pl.col("used").sum(), unused=pl.col("unused").sum())
        .sort(pl.col("used") + pl.col("unused"), "site", descending=[True, False])
        .iter_rows(named=True)
    ]
    most = max(rows, key=lambda row: row["unused"], default=None)
    sentence = "Every unit offered is used."
    if most and most["unused"]:
        sentence = f"{most['name']} has most unused: {words.counted(most['unused'], 'unit')}."
    return Chart(
        name="use-by-site",
        kind=ChartKind.STACKS,
        heading="Units used and unused, by site",
        sentence=sentence,
        table=Table(
            "Units used and unused, by site",
            (
                *text_columns("Site"),
                *number_columns(("Used", "Unused"), drawn=("Used", "Unused")),
            ),
            tuple(
                (label(row["name"]), number(row["used"]), number(row["unused"]))
                for row in rows[:MOST_BARS]
            ),
            more=left_out(len(rows), MOST_BARS, "site", "sites"),
        ),
        unit="units",
    )


def unused_by_week(offers: pl.DataFrame, names: Mapping[str, str], start: date) -> Chart:
    """Show where and in which week units stay unused; ``offers`` has site, week, unused."""
    grid: dict[str, dict[int, int]] = {}
    for site, week, unused in offers.select("site", "week", "unused").iter_rows():
        by_week = grid.setdefault(site, {})
        by_week[week] = by_week.get(week, 0) + unused
    rows = sorted(grid.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    rows = [(site, weeks) for site, weeks in rows if sum(weeks.values())]
    weeks = sorted({week for _, by_week in rows for week in by_week})
    heads = [words.week_beginning(start, week) for week in weeks]
    return Chart(
        name="unused-by-week",
        kind=ChartKind.GRID,
        heading="Units unused, by site and week",
        sentence=(
            "Each column is the week that begins on that Monday. The darker the square, the more "
            "units nobody was matched to."
            if rows
            else "Every unit is used in every week."
        ),
        table=Table(
            "Units unused, by site and week",
            (*text_columns("Site"), *number_columns(heads, drawn=heads)),
            tuple(
                (
                    label(names.get(site, site)),
                    *(
                        number(by_week[week]) if week in by_week else Cell("No offer")
                        for week in weeks
                    ),
                )
                for site, by_week in rows[:MOST_BARS]
            ),
            more=left_out(len(rows), MOST_BARS, "site", "sites"),
        ),
        unit="units",
    )


def one_more_unit(summary: Mapping[str, Any]) -> Chart:
    """Rank capacity by what one more unit is worth, in routine weeks of waiting."""
    rows = summary["one_more_unit"]["rows"][:MOST_BARS]
    worth = [row["price"] / POINTS_A_ROUTINE_WEEK for row in rows]
    sentence = "No further unit of what was offered would help anyone: what limits is elsewhere."
    if rows:
        sentence = (
            f"{kinds_of_unit(rows)[0]} is wanted most: one more unit there is worth as much as "
            f"taking {words.whole(worth[0])} weeks off routine waits. Ask there first."
        )
    return Chart(
        name="one-more-unit",
        kind=ChartKind.BARS,
        heading="What one more unit is worth, and where",
        sentence=sentence,
        table=Table(
            "What one more unit is worth, and where",
            (
                *text_columns("Site and specialty"),
                *number_columns(("Worth in routine weeks",), drawn=("Worth in routine weeks",)),
                *text_columns("Best week"),
                *number_columns(("Offered", "Used")),
            ),
            tuple(
                (
                    label(name),
                    number(value),
                    label(
                        words.week_beginning(date.fromisoformat(summary["start"]), row["best_week"])
                    ),
                    number(row["units"]),
                    number(row["used"]),
                )
                for row, name, value in zip(rows, kinds_of_unit(rows), worth, strict=True)
            ),
            more=left_out(
                summary["one_more_unit"]["count"], MOST_BARS, "kind of unit", "kinds of unit"
            ),
        ),
        unit="routine weeks",
    )


def kinds_of_unit(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Name kinds of unit briefly and apart: site, first specialty, how many more, kind of care."""
    names: list[str] = []
    for row in rows:
        first, *more = row["specialty"].split(", ")
        name = f"{row['site_name']}: {first}{f' and {len(more)} more' if more else ''}"
        if name in names:
            name += f" ({row['modality'].replace('_', ' ')})"
        while name in names:
            name += "*"
        names.append(name)
    return names


def left_out(count: int, shown: int, one: str, many: str) -> str:
    """Say how many rows a shortened table leaves out."""
    rest = count - shown
    if rest <= 0:
        return ""
    return f"{words.counted(rest, one, many)} more, with smaller figures, in the files below."
