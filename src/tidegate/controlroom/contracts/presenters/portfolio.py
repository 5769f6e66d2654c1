"""All contracts in one table: use on each denominator, idle money, price, notices, what is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.board.figures import Figure, origin
from tidegate.controlroom.board.paging import address
from tidegate.controlroom.contracts.due_of import due_from
from tidegate.controlroom.contracts.presenters.contract import COLOURS, address_of
from tidegate.core.contracts.ledger.so_far import SoFar, same_week, so_far
from tidegate.core.contracts.lifecycle.states import CONTRACT_LABELS, IN_FORCE, ContractState
from tidegate.core.contracts.performance.states import OPEN, PERFORMANCE_LABELS, PerformanceState

if TYPE_CHECKING:
    from datetime import date

    from tidegate.controlroom.contracts.queries.portfolio import Held
    from tidegate.core.contracts.ledger.ledger import Ledger

SHARES = {
    "used": ("of_contract", "contracted"),
    "offered": ("of_offer", "offered"),
    "staffed": ("of_staffed", "staffed"),
    "booked": ("fill", "booked"),
}
COLUMNS = {
    "contract": "Contract", "state": "Where it stands",
    "used": "Done of contracted", "offered": "Done of offered", "staffed": "Done of staffed",
    "booked": "Booked of offered", "week": "Idle in the newest week", "idle": "Idle so far",
    "price": "Price against tariff", "due": "Due next",
}  # fmt: skip
NUMERIC = {"used", "offered", "staffed", "booked", "week", "idle", "price"}
MOST_IDLE = "week"
SOURCE = "Returns of use and offers"
_WHOLE_WEEK = 6
_LAST = (9, 0.0, "")


@dataclass(frozen=True, slots=True)
class Row:
    """One contract in the table.

    Attributes:
        held: the contract with its ledger and what may be due.
        found: how it stands by its known weeks; None before it has started.
        href, provider, state, colour: as shown.
        shares: each denominator's share as text, in the order of ``SHARES``.
        week: idle money of the newest known week, and which week that is.
        idle, price: as shown.
        missing: how many weeks nobody has returned, in words.
        notices: performance notices that are open, with where each stands.
        due, due_said, due_on, late: what is due next and by when.
        by: what it is sorted by.
    """

    held: Held
    found: SoFar | None
    href: str
    provider: str
    state: str
    colour: str
    shares: tuple[str, ...]
    week: tuple[str, str]
    idle: str
    price: str
    missing: str
    notices: tuple[str, ...]
    due: str
    due_said: str
    due_on: date | None
    late: bool
    by: Mapping[str, tuple[float, float, str]]


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its words, where a click on it leads, and whether rows stand in its order."""

    text: str
    href: str
    sorted: str
    numeric: bool


def rows(held: Iterable[Held], named: Callable[[str], str], today: date) -> list[Row]:
    """Return the rows of the table, in no order yet."""
    return [_row(one, named, today) for one in held]


def in_order(found: Iterable[Row], sort: str) -> list[Row]:
    """Put rows in the order of a column; what is not known comes last."""
    key = sort if sort in COLUMNS else MOST_IDLE
    return sorted(found, key=lambda row: (row.by[key], row.held.contract.reference))


def headings(path: str, sort: str, kept: Mapping[str, str]) -> list[Heading]:
    """Return the columns, each with the address that sorts by it and keeps the rest of it."""
    chosen = sort if sort in COLUMNS else MOST_IDLE
    down = NUMERIC - set(SHARES)
    return [
        Heading(
            text, address(path, kept, sort=key),
            ("descending" if key in down else "ascending") if key == chosen else "",
            key in NUMERIC,
        )
        for key, text in COLUMNS.items()
    ]  # fmt: skip


def newest_said(found: Iterable[Row]) -> str:
    """Say the newest week that any row is known in; rows of that week need not name it again."""
    known = [row for row in found if row.found and row.found.newest]
    newest = max(known, key=lambda row: row.found.newest.week, default=None)  # type: ignore[union-attr]
    return newest.week[1] if newest else ""


def headline(found: Sequence[Row], today: date) -> list[Figure]:
    """Return the figures above the table: of the contracts that are in force."""
    running = [row for row in found if ContractState(row.held.contract.state) in IN_FORCE]
    known = [(row.held.ledger, row.found) for row in running if row.held.ledger and row.found]
    figures = idle_figures(known, today)
    late = sum(row.late for row in found)
    notices = sum(len(row.notices) for row in found)
    return [
        *figures,
        Figure("Open performance notices", words.whole(notices)),
        Figure("Contracts with something overdue", words.whole(late),
               f"of {words.counted(len(found), 'contract')}"),
    ]  # fmt: skip


def idle_figures(
    known: Sequence[tuple[Ledger, SoFar]], today: date, href: str = ""
) -> list[Figure]:
    """Say what was paid for nothing, in the newest known week and so far, and at what price."""
    newest = same_week(known)
    if newest is None:
        return []
    last = words_end(newest.week, today, runs=newest.runs)
    source = origin("use", SOURCE, last, today)
    said = f"{newest.known} of {words.counted(newest.of, 'contract')} returned it"
    label = "Idle money, this week so far" if newest.runs else "Idle money, newest week"
    week = f"week of {words.week_beginning(newest.week, 0)}; {said}"
    idle = sum(found.idle for _, found in known)
    weeks = sum(len(found.missing) for _, found in known)
    left = f"; {words.counted(weeks, 'week')} not returned" if weeks else ""
    return [
        Figure(label, words.pounds(newest.idle), week, source, href),
        Figure("Idle money so far", words.pounds(idle), f"paid for nothing{left}", source),
        Figure("Price against tariff", ratio_of(known), "1 is parity", source),
    ]


def ratio_of(known: Sequence[tuple[Ledger, SoFar]]) -> str:
    """Write what was paid for all known weeks against what the same work costs at tariff."""
    paid = [found.paid for _, found in known]
    value = sum(found.value for _, found in known)
    if None in paid or not value:
        return words.UNKNOWN
    return price(Fraction(sum(each or 0 for each in paid), value))


def price(ratio: Fraction | None) -> str:
    """Write a price ratio: ``1.04 ×``."""
    return words.UNKNOWN if ratio is None else f"{float(ratio):.2f} ×"


def words_end(week: date, today: date, *, runs: bool) -> date:
    """Return the day that a week's figures describe: its Sunday, or today while it runs."""
    sunday = week.fromordinal(week.toordinal() + _WHOLE_WEEK)
    return today if runs else min(today, sunday)


def _row(held: Held, named: Callable[[str], str], today: date) -> Row:
    contract = held.contract
    state = ContractState(contract.state)
    found = so_far(held.ledger) if held.ledger else None
    due = sorted((on, text) for text, on in due_from(contract, held.due, today) if on is not None)
    on, text = due[0] if due else (None, "")
    late = on is not None and on < today
    notices = tuple(
        f"Notice {case.number}: {PERFORMANCE_LABELS[PerformanceState(case.state)].lower()}"
        for case in held.due.cases
        if PerformanceState(case.state) in OPEN
    )
    shares = [getattr(found.units, name) if found else None for name, _ in SHARES.values()]
    newest = found.newest if found else None
    return Row(
        held=held,
        found=found,
        href=address_of(contract),
        provider=named(contract.provider),
        state=CONTRACT_LABELS[state],
        colour=COLOURS[state],
        shares=tuple("–" if each is None else words.percent(float(each), 0) for each in shares),
        week=(words.pounds(newest.idle), _week_said(found)) if newest else ("–", ""),
        idle=words.pounds(found.idle) if newest and found else "–",
        price=price(found.ratio) if newest and found else "–",
        missing=words.counted(len(found.missing), "week") + " not returned"
        if found and found.missing
        else "",
        notices=notices,
        due=text,
        due_said=words.day(on) + (", overdue" if late else "") if on else "",
        due_on=on,
        late=late,
        by=_sorted_by(held, named, found, shares, on),
    )


def _week_said(found: SoFar | None) -> str:
    if found is None or found.newest is None:
        return ""
    monday = words.week_beginning(found.newest.week, 0)
    return f"week of {monday}, so far" if found.runs else f"week of {monday}"


def _sorted_by(
    held: Held,
    named: Callable[[str], str],
    found: SoFar | None,
    shares: Sequence[Fraction | None],
    due_on: date | None,
) -> dict[str, tuple[float, float, str]]:
    """Return what each column sorts by: worst first, and last of all what is not known."""
    newest = found.newest if found else None
    ratio = found.ratio if found else None
    states = list(ContractState)
    return {
        "contract": (0, 0.0, f"{held.contract.title} {named(held.contract.provider)}".lower()),
        "state": (0, states.index(ContractState(held.contract.state)), ""),
        **{
            key: _LAST if share is None else (0, float(share), "")
            for key, share in zip(SHARES, shares, strict=True)
        },
        "week": _LAST if newest is None else (0, -newest.idle, ""),
        "idle": _LAST if newest is None or found is None else (0, -found.idle, ""),
        "price": _LAST if ratio is None else (0, -float(ratio), ""),
        "due": _LAST if due_on is None else (0, due_on.toordinal(), ""),
    }
