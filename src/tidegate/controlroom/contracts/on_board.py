"""What the board says of contracts: money paid for nothing this week, by area where there are many.

A week shows once its returns come in: while it runs if they come early, else in the days after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.controlroom.board.tables import Table, label, money, number_columns, text_columns
from tidegate.controlroom.contracts.presenters.portfolio import (
    SOURCE,
    idle_figures,
    ratio_of,
    words_end,
)
from tidegate.controlroom.contracts.queries.portfolio import ledgers_in_force
from tidegate.controlroom.transfers.queries.names import naming
from tidegate.core.contracts.ledger.so_far import SoFar, same_week, so_far

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.board.figures import Figure
    from tidegate.controlroom.board.tables import Cell
    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.core.contracts.ledger.ledger import Ledger

Known = tuple["Ledger", SoFar]


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel.

    Attributes:
        figures: of all contracts in sight together.
        sentence: which contract most of the idle money is of.
        href: where that contract is.
        table: a row for each area; None where there is one area.
    """

    figures: Sequence[Figure]
    sentence: str
    href: str
    table: Table | None


def panel(viewer: Viewer, now: datetime) -> Panel | None:
    """Return what the board shows of contracts; None where none in sight has a known week."""
    rows = ledgers_in_force(viewer, now)
    known = [(contract, (ledger, so_far(ledger))) for contract, ledger in rows]
    today = words.local_day(now)
    figures = idle_figures([found for _, found in known], today, reverse("contracts:list"))
    if not figures:
        return None
    named = naming(viewer)
    sentence, href = _most(known, named)
    areas: dict[str, list[Known]] = defaultdict(list)
    for contract, found in known:
        areas[contract.area].append(found)
    table = _by_area(areas, named, today) if len(areas) > 1 else None
    return Panel(figures, sentence, href, table)


def _most(known: Sequence[tuple[Contract, Known]], named: Callable[[str], str]) -> tuple[str, str]:
    """Say of which contract most of the newest week's idle money is."""
    newest = same_week([found for _, found in known])
    idle = [
        (each.idle, contract)
        for contract, (_, found) in known
        for each in found.weeks
        if newest and each.week == newest.week and each.idle
    ]
    if not idle:
        return "", ""
    pence, contract = max(idle, key=lambda each: each[0])
    said = (
        f"Most of it, {words.pounds(pence)}, is of {contract.reference}: {contract.title}, "
        f"{named(contract.provider)}"
    )
    return said, reverse("contracts:use", args=[contract.reference])


def _by_area(
    areas: Mapping[str, Sequence[Known]], named: Callable[[str], str], today: date
) -> Table:
    rows = {code: _area(code, found, named, today) for code, found in areas.items()}
    worst = sorted(rows.values(), key=lambda row: -(row[2].value or 0))
    return Table(
        "Idle money by area",
        (
            *text_columns("Area", "Newest week"),
            *number_columns(("Idle in that week", "Idle so far", "Price against tariff")),
            *text_columns("Returned"),
        ),
        tuple(worst),
    )


def _area(
    code: str, found: Sequence[Known], named: Callable[[str], str], today: date
) -> tuple[Cell, ...]:
    newest = same_week(found)
    if newest is None:
        return (label(named(code)), label("None returned"), label(""), label(""), label(""),
                label(f"0 of {len(found)}"))  # fmt: skip
    age = words.age(words_end(newest.week, today, runs=newest.runs), today)
    return (
        label(named(code)),
        label(f"{words.week_beginning(newest.week, 0)} ({age})"),
        money(newest.idle),
        money(sum(each.idle for _, each in found)),
        label(ratio_of(found)),
        label(f"{newest.known} of {newest.of}, {SOURCE.lower()}"),
    )
