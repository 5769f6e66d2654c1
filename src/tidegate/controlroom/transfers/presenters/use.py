"""The ledger of use of an area: offered, booked, done and unused, and why."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.board.figures import Figure
from tidegate.controlroom.board.tables import (
    Cell,
    Table,
    label,
    number,
    number_columns,
    share,
    text_columns,
)
from tidegate.controlroom.transfers.presenters.offers import CAUSE_WORDS, modality, unused
from tidegate.core.transfers.ledger import added
from tidegate.exchange.transfers.use_table import UseRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from tidegate.controlroom.transfers.models import Offer
    from tidegate.core.transfers.ledger import Balance

    Named = Callable[[str], str]


def rows_of(offers: Iterable[Offer], balances: Mapping[str, Balance]) -> list[UseRow]:
    """Add up offers of the same site, kind of care and week."""
    gathered: dict[tuple[str, str, str, date], list[Balance]] = defaultdict(list)
    for offer in offers:
        key = (offer.area, offer.site, offer.modality, offer.week)
        gathered[key].append(balances[offer.offer_id])
    return [UseRow(*key, added(found)) for key, found in sorted(gathered.items())]


def figures(total: Balance) -> list[Figure]:
    """Show what became of all units together."""
    gone = sum(total.unused.values())
    return [
        Figure("Offered", words.whole(total.offered), "units"),
        Figure("Booked", words.whole(total.agreed + total.booked), "agreed or with a date"),
        Figure("Done", words.whole(total.done), _of(total.done, total.offered)),
        Figure("Unused", words.whole(gone), _of(gone, total.offered)),
        Figure("Free", words.whole(total.free), "may still be taken"),
    ]


def _of(part: int, whole: int) -> str:
    return f"{words.percent(part / whole, 0)} of those offered" if whole else ""


def by(rows: Sequence[UseRow], heading: str, name: str, key: Callable[[UseRow], str]) -> Table:
    """Add up by one thing: site, kind of care or week, in the order in which they come."""
    gathered: dict[str, list[Balance]] = defaultdict(list)
    for row in rows:
        gathered[key(row)].append(row.balance)
    return Table(
        heading,
        (
            *text_columns(name),
            *number_columns(("Offered", "Free", "Booked", "Done", "Done of offered")),
            *text_columns("Unused, and why"),
        ),
        tuple(_line(said, added(found)) for said, found in gathered.items()),
    )


def _line(said: str, total: Balance) -> tuple[Cell, ...]:
    return (
        label(said),
        number(total.offered),
        number(total.free),
        number(total.agreed + total.booked),
        number(total.done),
        share(total.done / total.offered if total.offered else None),
        label(unused(total.unused)),
    )


def tables(rows: Sequence[UseRow], named: Named) -> list[Table]:
    """Return the ledger by site, by kind of care, by week, and the units unused by cause."""
    by_week = sorted(rows, key=lambda row: row.week)
    return [
        by(rows, "By site", "Site", lambda row: named(row.site)),
        by(rows, "By kind of care", "Kind of care", lambda row: modality(row.modality)),
        by(by_week, "By week", "Week of", lambda row: words.day(row.week)),
        causes(added(row.balance for row in rows)),
    ]


def causes(total: Balance) -> Table:
    """List why units went unused, the most first."""
    ordered = sorted(total.unused.items(), key=lambda pair: (-pair[1], pair[0]))
    gone = sum(total.unused.values())
    return Table(
        "Why units went unused",
        (*text_columns("Why"), *number_columns(("Units", "Share"))),
        tuple(
            (label(CAUSE_WORDS[cause].capitalize()), number(units), share(units / gone))
            for cause, units in ordered
        ),
    )


def unsettled(offers: Iterable[Offer], balances: Mapping[str, Balance], today: date) -> str:
    """Say how many units of weeks that are over nobody has told the outcome of."""
    open_still = sum(
        balances[offer.offer_id].agreed + balances[offer.offer_id].booked
        for offer in offers
        if (today - offer.week).days >= 7  # noqa: PLR2004 - days of a week
    )
    if not open_still:
        return ""
    many = words.counted(open_still, "unit", "units")
    return f"{many} of weeks that are over still wait to be told as done, missed or returned."
