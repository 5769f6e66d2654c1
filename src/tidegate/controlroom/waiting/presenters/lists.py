"""A waiting list in figures: the headline, who waits where, and for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.board.figures import Figure, Origin
from tidegate.controlroom.board.tables import (
    Chart,
    ChartKind,
    Table,
    label,
    number,
    number_columns,
    share,
    text_columns,
)
from tidegate.controlroom.waiting.figures import LAST_BAND, Counts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MOST_BARS = 15
STANDARD_WEEKS = 18

PRIORITIES = {
    "P2": "P2 (within 1 month)",
    "P3": "P3 (within 3 months)",
    "P4": "P4 (can wait over 3 months)",
}


def headline(
    now: Counts,
    origin: Origin | None,
    before: Counts | None = None,
    since: str = "",
    href: str = "",
) -> list[Figure]:
    """Give the four figures that say how a list stands, each with its move since ``since``."""
    was = before or Counts()
    known = before is not None

    def moved(name: str) -> str:
        return words.change(getattr(now, name), getattr(was, name), since) if known else ""

    return [
        Figure("Waiting", words.whole(now.waiting), moved("waiting"), origin, href),
        Figure(
            "Within 18 weeks",
            words.percent(now.share_within_18),
            words.change_in_points(now.share_within_18, was.share_within_18, since)
            if known
            else "the standard is 92%",
            origin,
        ),
        Figure("Over 52 weeks", words.whole(now.over_52_weeks), moved("over_52_weeks"), origin),
        Figure("Over 65 weeks", words.whole(now.over_65_weeks), moved("over_65_weeks"), origin),
    ]


def waiting_by(
    name: str,
    one: str,
    many: str,
    counts: Mapping[str, Counts],
    named: Callable[[str], str],
) -> Chart:
    """Show how many wait by provider, specialty, priority or area, with the long waits beside."""
    heading = f"Waiting by {one}"
    rows = list(counts.items())
    columns = ("Waiting", "Within 18 weeks", "Over 52 weeks", "Over 65 weeks")
    return Chart(
        name=f"by-{name}",
        kind=ChartKind.BARS,
        heading=heading,
        sentence=_most(rows, named, sum(each.waiting for each in counts.values())),
        table=Table(
            heading,
            (
                *text_columns(one.capitalize()),
                *number_columns(columns, drawn=("Waiting",)),
            ),
            tuple(
                (
                    label(named(code)),
                    number(each.waiting),
                    share(each.share_within_18),
                    number(each.over_52_weeks),
                    number(each.over_65_weeks),
                )
                for code, each in rows[:MOST_BARS]
            ),
            more=_rest(rows, many),
        ),
        unit="people",
    )


def weeks_waited(people: Sequence[int]) -> Chart:
    """Show how long people have waited, week by week; ``people`` has one count for each week."""
    total = sum(people)
    median = _median_week(people)
    sentence = "Nobody waits."
    if total:
        within = sum(people[:STANDARD_WEEKS])
        sentence = (
            f"Half have waited {words.counted(median, 'week')} or more. "
            f"{words.whole(total - within)} have passed the 18 weeks in which treatment should "
            "start."
        )
    return Chart(
        name="weeks-waited",
        kind=ChartKind.COLUMNS,
        heading="How long people have waited",
        sentence=sentence,
        table=Table(
            "How long people have waited",
            (*text_columns("Weeks waited"), *number_columns(("People",), drawn=("People",))),
            tuple(
                (label(f"{week}+" if week == LAST_BAND else str(week)), number(each))
                for week, each in enumerate(people)
            ),
        ),
        unit="people",
        mark=(str(STANDARD_WEEKS), "18 weeks"),
    )


def priority_name(code: str) -> str:
    """Name a clinical priority with what it means; an unknown one names itself."""
    return PRIORITIES.get(code, code)


def _most(rows: Sequence[tuple[str, Counts]], named: Callable[[str], str], total: int) -> str:
    if not total:
        return "Nobody waits."
    code, most = rows[0]
    if len(rows) == 1:
        return f"All {words.whole(total)} are here: {named(code)}."
    longest = max(rows, key=lambda row: row[1].over_52_weeks)
    said = (
        f"{named(code)} has most people waiting: {words.whole(most.waiting)}, "
        f"{words.percent(most.waiting / total, 0)} of all."
    )
    if longest[1].over_52_weeks:
        where = "It also has" if longest[0] == code else f"{named(longest[0])} has"
        said += (
            f" {where} most who have waited over a year: {words.whole(longest[1].over_52_weeks)}."
        )
    return said


def _rest(rows: Sequence[tuple[str, Counts]], many: str) -> str:
    rest = rows[MOST_BARS:]
    if not rest:
        return ""
    people = sum(each.waiting for _, each in rest)
    return (
        f"{len(rest)} more {many} with {words.counted(people, 'person', 'people')} are not shown."
    )


def _median_week(people: Sequence[int]) -> int:
    half, seen = sum(people) / 2, 0
    for week, each in enumerate(people):
        seen += each
        if seen > half:
            return week
    return 0
