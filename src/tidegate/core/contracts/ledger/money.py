"""What each week cost: value at tariff, what is paid whatever is used, what is idle, what is due.

Weeks are settled together as the terms say, and a new settlement begins with each change of basis
or terms. A week's amount due is what its settlement has come to, less what it had come to a week
before; so weeks always add up to the settlement, to the penny.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from tidegate.core.contracts.payment.bed_nights import BedState
from tidegate.core.contracts.payment.due import Used, due
from tidegate.core.contracts.payment.rounding import whole_pence
from tidegate.core.contracts.terms.pay import Basis

if TYPE_CHECKING:
    from tidegate.core.contracts.ledger.line_week import LineWeek
    from tidegate.core.contracts.terms.contract import Contract, Line
    from tidegate.core.contracts.terms.terms import Terms

_NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class WeekMoney:
    """One week's money, whole pence.

    Attributes:
        week: Monday.
        days: of it that lie within the contract and have begun.
        basis: how it is paid; ``version`` is that of the terms.
        positions: where each switch stands, by name.
        value: of the units done, at tariff.
        fixed: what is paid whatever is used.
        idle: what of it no work was done for: of this week alone.
        due: what falls due for it, as its settlement adds up; None while a figure is missing.
        cap_held: what the cap of the contract kept from being paid.
        settlement: Monday of the first week of its settlement.
        used: what was used in it, exact.
        missing: what must be reported before ``due`` is known for good.
    """

    week: date
    days: int
    basis: Basis
    version: int
    positions: Mapping[str, str]
    value: int
    fixed: int
    idle: int
    due: int | None
    cap_held: int
    settlement: date
    used: Used
    missing: tuple[str, ...] = ()

    @property
    def premium(self) -> int | None:
        """What it costs above tariff: the price of capacity that stands by."""
        return None if self.due is None else self.due - self.value


@dataclass(slots=True)
class _Settlement:
    """Weeks that are settled together, so far."""

    terms: Terms
    basis: Basis
    version: int
    first: date
    used: list[Used]
    said: int = 0  # whole pence that it has come to

    @property
    def full(self) -> bool:
        return 0 < self.terms.settled_weeks <= len(self.used)


def weeks_of_money(
    contract: Contract, rows: Sequence[LineWeek], today: date
) -> tuple[WeekMoney, ...]:
    """Return the money of each week of a contract that has begun.

    Args:
        contract: the contract.
        rows: what became of its units, every line in every week.
        today: up to when days count.
    """
    by_week: dict[date, list[LineWeek]] = {}
    for row in rows:
        by_week.setdefault(row.week, []).append(row)
    counter = _Counter(contract, today)
    found: list[WeekMoney] = []
    open_one: _Settlement | None = None
    paid = 0
    for week in contract.weeks(today):
        version = contract.terms_in(week)
        basis = contract.basis_in(week)
        same = (
            open_one is not None
            and not open_one.full
            and (open_one.version, open_one.basis) == (version.version, basis)
        )
        if open_one is None or not same:
            open_one = _Settlement(version.terms, basis, version.version, week, [])
        used = counter.used(by_week.get(week, ()), week, version.terms, basis)
        money = _week(contract, open_one, week, used, paid)
        paid += money.due or 0
        found.append(money)
    return tuple(found)


def _week(
    contract: Contract, settlement: _Settlement, week: date, used: Used, paid: int
) -> WeekMoney:
    terms, basis = settlement.terms, settlement.basis
    alone = due(terms, basis, used)
    settlement.used.append(used)
    so_far = due(terms, basis, together(settlement.used))
    falls, held = None, 0
    if so_far.paid is not None:
        comes_to = whole_pence(so_far.paid)
        falls = comes_to - settlement.said
        if terms.cap_pence is not None and paid + falls > terms.cap_pence:
            held = paid + falls - terms.cap_pence
            falls -= held
        settlement.said = comes_to
    return WeekMoney(
        week=week,
        days=used.days,
        basis=basis,
        version=settlement.version,
        positions={
            switch.name: position.name
            for switch, position in zip(
                terms.switches, terms.positions_on(week, contract.turned), strict=True
            )
        },
        value=whole_pence(alone.value),
        fixed=whole_pence(alone.fixed),
        idle=whole_pence(alone.idle),
        due=falls,
        cap_held=held,
        settlement=settlement.first,
        used=used,
        missing=so_far.missing,
    )


def together(parts: Sequence[Used]) -> Used:
    """Add up what was used in weeks that are settled together; an unknown part leaves it open."""
    nights: Counter[BedState] = Counter()
    for part in parts:
        nights.update(part.nights)

    def whole(name: str) -> int | None:
        values = [getattr(part, name) for part in parts]
        return None if any(value is None for value in values) else sum(values)

    def exact(name: str) -> Fraction:
        return sum((getattr(part, name) for part in parts), _NONE)

    return Used(
        days=sum(part.days for part in parts),
        value=exact("value"),
        contracted_value=exact("contracted_value"),
        minimum_value=exact("minimum_value"),
        minimum_idle=_minimum_idle(parts),
        premia=exact("premia"),
        standing=exact("standing"),
        cost_pence=whole("cost_pence"),
        net_private_pence=whole("net_private_pence"),
        nights=dict(nights),
        minimum_by_line=_by_line(parts),
    )


def _by_line(parts: Sequence[Used]) -> dict[str, tuple[Fraction, Fraction]]:
    found: dict[str, tuple[Fraction, Fraction]] = {}
    for part in parts:
        for line, (minimum, value) in part.minimum_by_line.items():
            before = found.get(line, (_NONE, _NONE))
            found[line] = (before[0] + minimum, before[1] + value)
    return found


def _minimum_idle(parts: Sequence[Used]) -> Fraction:
    both = _by_line(parts).values()
    return sum((max(_NONE, minimum - value) for minimum, value in both), _NONE)


class _Counter:
    """Counts what was used week after week, holding each line to its cap."""

    def __init__(self, contract: Contract, today: date) -> None:
        self._contract, self._today = contract, today
        self._so_far: Counter[str] = Counter()

    def used(self, rows: Sequence[LineWeek], week: date, terms: Terms, basis: Basis) -> Used:
        """Return what one week used, as money needs it."""
        days = self._contract.days_in(week, self._today)
        share = Fraction(days, 7)
        minimum = {row.line.line_id: self._minimum(row, terms, days) for row in rows}
        positions = terms.positions_on(week, self._contract.turned)
        standing = sum(each.weekly_pence for each in positions) * share
        nights = _nights(rows, days) if basis is Basis.BLOCK_BEDS else {}
        return Used(
            days=days,
            value=sum((value for _, value in minimum.values()), _NONE),
            contracted_value=sum(
                (row.contracted * terms.price(row.line) * share for row in rows), _NONE
            ),
            minimum_value=sum((each for each, _ in minimum.values()), _NONE),
            minimum_idle=sum((max(_NONE, each - value) for each, value in minimum.values()), _NONE),
            premia=sum(
                (
                    premium.share * minimum[row.line.line_id][1]
                    for row in rows
                    for premium in terms.premia
                    if premium.covers(row.line.line_id, row.line.modality)
                ),
                _NONE,
            ),
            standing=standing,
            cost_pence=_whole(rows, "cost_pence"),
            net_private_pence=_whole(rows, "private_net_pence"),
            nights=nights,
            minimum_by_line=minimum,
        )

    def _minimum(self, row: LineWeek, terms: Terms, days: int) -> tuple[Fraction, Fraction]:
        """Return a line's share of its minimum take, and the value done, both in exact pence."""
        line, price = row.line, terms.price(row.line)
        done = self._within_cap(line, row.done.units or 0)
        if not row.contracted:
            return _NONE, done * price
        of_term = max(1, self._contract.days_agreed(line))
        return Fraction(line.minimum_take * days, of_term) * price, done * price

    def _within_cap(self, line: Line, done: int) -> int:
        so_far = self._so_far[line.line_id]
        counts = done if line.cap is None else max(0, min(done, line.cap - so_far))
        self._so_far[line.line_id] += done
        return counts


def _whole(rows: Sequence[LineWeek], name: str) -> int | None:
    """Add up a figure of all lines' returns; None until one of them reports it."""
    values = [getattr(row.returned, name) for row in rows if row.returned is not None]
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _nights(rows: Sequence[LineWeek], days: int) -> dict[BedState, int]:
    """Return nights by state; without a report of states a bed is occupied or void."""
    found: Counter[BedState] = Counter()
    for row in rows:
        if row.returned is not None and row.returned.nights:
            found.update(row.returned.nights)
            continue
        occupied = row.done.units or 0
        found[BedState.OCCUPIED] += occupied
        found[BedState.VOID] += max(0, row.contracted * days // 7 - occupied)
    return dict(found)
