"""Check that a ledger's totals tie to what it was made of, by adding the sources up once more.

This is a second, plain way to every total: it reads contract, offers and returns itself, and never
the functions that made the ledger. Whatever does not tie is named by line, week and figure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from tidegate.core.contracts.ledger.money import together
from tidegate.core.contracts.ledger.sources import Origin
from tidegate.core.contracts.payment.due import due
from tidegate.core.contracts.payment.rounding import whole_pence
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tidegate.core.contracts.ledger.ledger import Ledger
    from tidegate.core.contracts.ledger.line_week import LineWeek
    from tidegate.core.contracts.ledger.sources import OfferUse, Sources, UseReturn

# the ledger's figure, the return's field, and how an offer counts towards it
_FIGURES = (
    ("offered", "offered", lambda offer: offer.balance.offered),
    ("booked", "booked", lambda offer: offer.balance.booked + offer.balance.done),
    ("done", "done", lambda offer: offer.balance.done),
    ("physical", "physical", lambda offer: offer.physical),
    ("claimed", "staffed", lambda offer: offer.claimed),
    ("observed", "observed", lambda offer: offer.observed),
    ("private_done", "private_done", lambda _: None),
)


def untied(ledger: Ledger, sources: Sources) -> tuple[Reason, ...]:
    """Return every total that does not tie to its sources; empty when all do."""
    found: list[Reason] = []
    for row in ledger.rows:
        offers = [
            each for each in sources.offers
            if (each.line_id, each.week) == (row.line.line_id, row.week)
        ]  # fmt: skip
        returned = [
            each for each in sources.returns
            if (each.line_id, each.week) == (row.line.line_id, row.week)
        ]  # fmt: skip
        newest = max(returned, key=lambda each: each.version, default=None)
        found += _row(row, offers, newest)
    found += _left_out(ledger, sources)
    found += _money(ledger, sources)
    return tuple(found)


def _row(row: LineWeek, offers: Sequence[OfferUse], newest: UseReturn | None) -> Iterator[Reason]:
    line = row.line
    released = line.released_from is not None and row.week >= line.released_from
    inside = line.first_week <= row.week <= line.last_week and not released
    yield from _same(row, "contracted", row.contracted, line.units_per_week if inside else 0)
    for name, field, count in _FIGURES:
        said = None if newest is None else getattr(newest, field)
        counted = [each for each in map(count, offers) if each is not None]
        witnessed = sum(counted) if counted else None
        yield from _same(row, name, getattr(row, name).units, witnessed if said is None else said)
    for origin in (Origin.OFFERS, Origin.RETURN):
        units = sum(each.units for each in row.unused if each.origin is origin)
        yield from _same(row, f"unused by {origin}", units, _unused(origin, offers, newest))
    units = max(row.contracted, row.offered.units or 0, row.done.units or 0)
    ends = (row.done.units or 0) + row.unused_units + row.open_units + row.unexplained
    yield from _same(row, "every unit ends once", ends - row.over_explained, units)
    if row.open_units and row.unexplained:
        yield from _same(row, "open and unexplained", row.open_units, 0)


def _unused(origin: Origin, offers: Sequence[OfferUse], newest: UseReturn | None) -> int:
    if origin is Origin.OFFERS:
        return sum(sum(each.balance.unused.values()) for each in offers)
    further = 0
    for cause, units in (newest.unused if newest else {}).items():
        known = sum(each.balance.unused.get(cause, 0) for each in offers)
        further += max(0, units - known)
    return further


def _left_out(ledger: Ledger, sources: Sources) -> Iterator[Reason]:
    """Yield offers and returns of weeks up to today that no row of the ledger has."""
    counted = Counter((row.line.line_id, row.week) for row in ledger.rows)
    said = [("offer", each.line_id, each.week, each.offer_id) for each in sources.offers]
    said += [("return", each.line_id, each.week, each.line_id) for each in sources.returns]
    said += [
        ("contract line", line.line_id, week, line.line_id)
        for week in ledger.contract.weeks(ledger.today)
        for line in ledger.contract.lines
        if line.contracted(week)
    ]
    for kind, line_id, week, name in said:
        inputs = {"line_id": line_id, "week": week, "kind": kind}
        if week > ledger.today or counted[line_id, week] == 1:
            continue
        times = "no row" if not counted[line_id, week] else "more than one row"
        detail = f"The {kind} {name} of {week.isoformat()} is in {times} of the ledger."
        yield Reason("LEFT_OUT", detail, inputs)


def _money(ledger: Ledger, sources: Sources) -> Iterator[Reason]:
    """Yield weeks whose value is not that of their units, and settlements that do not tie."""
    so_far: dict[str, int] = {}
    newest = {
        (each.line_id, each.week): each
        for each in sorted(sources.returns, key=lambda each: each.version)
    }
    for week in ledger.money:
        rows = ledger.rows_of(week.week)
        terms = ledger.contract.terms_in(week.week).terms
        value = Fraction(0)
        for row in rows:
            done = row.done.units or 0
            before = so_far.get(row.line.line_id, 0)
            cap = row.line.cap
            counts = done if cap is None else max(0, min(done, cap - before))
            so_far[row.line.line_id] = before + done
            value += counts * terms.price(row.line)
        expected = whole_pence(value)
        if expected != week.value or value != week.used.value:
            yield _money_reason("value", week.week, week.value, expected)
        costs = [each.cost_pence for each in newest.values() if each.week == week.week]
        known = [each for each in costs if each is not None]
        if week.used.cost_pence != (cost := sum(known) if known else None):
            yield _money_reason("audited cost", week.week, week.used.cost_pence, cost)
        span = (min(week.week + timedelta(days=6), ledger.contract.end, ledger.today)
                - max(week.week, ledger.contract.start)).days + 1  # fmt: skip
        if week.days != max(0, span):
            yield _money_reason("days", week.week, week.days, max(0, span))
    yield from _settlements(ledger)


def _settlements(ledger: Ledger) -> Iterator[Reason]:
    for first, grouped in groupby(ledger.money, key=lambda each: each.settlement):
        weeks = list(grouped)
        if any(each.due is None for each in weeks):
            continue
        terms = ledger.contract.terms_in(first).terms
        comes_to = due(terms, weeks[0].basis, together([each.used for each in weeks])).paid
        if comes_to is None:
            continue
        total = sum((each.due or 0) + each.cap_held for each in weeks)
        if total != whole_pence(comes_to):
            yield _money_reason("due", first, total, whole_pence(comes_to))


def _same(row: LineWeek, figure: str, found: int | None, expected: int | None) -> Iterator[Reason]:
    if found == expected:
        return
    line_id, week = row.line.line_id, row.week
    detail = (
        f"{line_id}, week of {week.isoformat()}: {figure} is {found} in the ledger, "
        f"{expected} by its sources."
    )
    inputs = {"line_id": line_id, "week": week, "figure": figure, "ledger": found,
              "sources": expected}  # fmt: skip
    yield Reason("UNTIED", detail, inputs)


def _money_reason(figure: str, week: date, found: int | None, expected: int | None) -> Reason:
    detail = f"Week of {week.isoformat()}: {figure} is {found}, but comes to {expected}."
    inputs = {"week": week, "figure": figure, "ledger": found, "sources": expected}
    return Reason("UNTIED", detail, inputs)
