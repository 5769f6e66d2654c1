"""The board: how waiting, plan and capacity stand, in a few figures and one row for each area."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board import words
from tidegate.controlroom.board.figures import Figure, Origin, origin
from tidegate.controlroom.board.tables import (
    Cell,
    Table,
    label,
    number,
    number_columns,
    share,
    text_columns,
)
from tidegate.controlroom.waiting.presenters.lists import headline
from tidegate.exchange.matching.report.words import percent_of_gap

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.matching.models import Plan
    from tidegate.controlroom.waiting.figures import Counts
    from tidegate.controlroom.waiting.published import Month

MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Group:
    """One row of figures under a heading; ``name`` is its anchor."""

    name: str
    heading: str
    figures: list[Figure]
    sentence: str = ""


def heading(organisations: Sequence[Organisation], areas: Collection[str]) -> str:
    """Name whose board it is: the few areas in sight, else the organisations of the viewer."""
    names = [row.name for row in organisations if row.code in areas]
    if not names or len(names) > MOST_NAMES:
        seen = {row.pk for row in organisations}
        names = [row.name for row in organisations if row.parent_id not in seen]
    return words.listed(sorted(names)[:MOST_NAMES]) or "Board"


def waiting(now: Counts, source: Origin, before: Counts | None, since: str, href: str) -> Group:
    """Say how the viewer's own lists stand."""
    return Group("waiting", "Waiting now", headline(now, source, before, since, href))


def published(
    months: Sequence[Month], publisher: str, everyone: str, today: date, href: str
) -> Group:
    """Say how the newest published month stands for all of ``everyone``, and how it moved."""
    newest = months[-1]
    source = origin("rtt", publisher, newest.period, today)
    before = months[-2] if len(months) > 1 else None
    figures = headline(
        newest.counts,
        source,
        before.counts if before else None,
        words.month(before.period) if before else "",
        href,
    )
    figures[0] = replace(figures[0], label="Waiting, as published")
    return Group("published", f"Published for {words.month(newest.period)}, {everyone}", figures)


def newest_plan(
    plan: Plan,
    summary: Mapping[str, Any],
    area: str,
    today: date,
    href: str,
    *,
    with_contracts: bool,
) -> Group:
    """Say what the newest plan achieves, how good it is, and what stays unused.

    ``area`` is named where the board is not that area's alone.
    """
    source = origin("plan", "Plan made", words.local_day(plan.made_at), today)
    head = summary["headline"]
    figures = [
        Figure(
            "Treated by the newest plan",
            words.whole(plan.matched),
            f"people, in {words.counted(plan.weeks, 'week')}",
            source,
            href,
        ),
        Figure(
            "Best possible plan is better by",
            percent_of_gap(plan.gap),
            "at most; proven, not estimated",
            source,
        ),
        Figure(
            "Units unused",
            words.whole(plan.units - plan.units_used),
            _share_unused(plan),
            source,
            f"{href}#use-by-site",
        ),
    ]
    if with_contracts:
        figures.append(
            Figure(
                "Prepaid and idle", words.pounds(head["idle_pence"]), "paid, used or not", source
            )
        )
    return Group("plan", _plan_heading(area), figures)


def damaged_plan(area: str) -> Group:
    """Say that the newest plan has no figures to show, because its files cannot be read."""
    sentence = (
        "Some files of the newest plan are missing or damaged, so its figures cannot be shown. "
        "Its page under Plans says how to check."
    )
    return Group("plan", _plan_heading(area), [], sentence)


def _plan_heading(area: str) -> str:
    return f"Plan and capacity of {area}" if area else "Plan and capacity"


def areas(
    counts: Mapping[str, Counts],
    plans: Mapping[str, Plan],
    named: Callable[[str], str],
    address: Callable[[Plan], str],
) -> Table:
    """Put each area in one row: its list, its newest plan, what stays unused."""
    return Table(
        "Area by area",
        (
            *text_columns("Area"),
            *number_columns(("Waiting", "Within 18 weeks", "Over 52 weeks", "Over 65 weeks")),
            *text_columns("Newest plan"),
            *number_columns(("Units unused",)),
        ),
        tuple(
            (
                label(named(code)),
                number(each.waiting),
                share(each.share_within_18),
                number(each.over_52_weeks),
                number(each.over_65_weeks),
                *_plan_cells(plans.get(code), address),
            )
            for code, each in counts.items()
        ),
    )


def _plan_cells(plan: Plan | None, address: Callable[[Plan], str]) -> tuple[Cell, Cell]:
    if plan is None:
        return label("None yet"), Cell("")
    treated = f"{words.whole(plan.matched)} treated"
    return Cell(treated, href=address(plan)), number(plan.units - plan.units_used)


def _share_unused(plan: Plan) -> str:
    if not plan.units:
        return "nothing is on offer"
    unused = words.percent(1 - plan.units_used / plan.units, 0)
    return f"{unused} of {words.whole(plan.units)} on offer"
