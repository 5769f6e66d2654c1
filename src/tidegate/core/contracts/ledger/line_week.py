"""One line in one week: contracted, offered, staffed, booked, done, and why the rest was not used.

The provider's return counts where it says a figure, because it speaks of all of the line's units;
else the offers' own ledger does. Both stand beside each other, so that a difference is seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tidegate.core.contracts.ledger.sources import Origin, UseReturn
from tidegate.core.contracts.ledger.unused import Unused, unused_units

if TYPE_CHECKING:
    from tidegate.core.contracts.ledger.sources import OfferUse
    from tidegate.core.contracts.terms.contract import Line


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, where it comes from, and what the other source says of the same.

    Attributes:
        units: None where nobody reported it.
        origin: where ``units`` comes from.
        beside: what the offers' ledger says where the return counts; None where it says nothing.
    """

    units: int | None
    origin: Origin
    beside: int | None = None

    @property
    def differs(self) -> bool:
        """Whether the two sources contradict each other."""
        return self.beside is not None and self.beside != self.units


NOT_REPORTED = Figure(None, Origin.NOWHERE)


@dataclass(frozen=True, slots=True)
class LineWeek:
    """What became of one line's units in one week.

    Attributes:
        line: the line.
        week: Monday of the week.
        over: whether the week is past.
        contracted: units.
        physical, offered, claimed, observed, booked, done: units, each with where it comes from.
        private_done: units of private-funded work with the same means.
        unused: units that went unused, each with cause and who said so.
        open_units: units of the week that may still be used or explained: of a week that runs.
        unexplained: units of a past week that nobody has accounted for.
        over_explained: units that causes name beyond those that there were.
        returned: the return that counts; None where there is none.
        touch_minutes, session_minutes: of theatres.
    """

    line: Line
    week: date
    over: bool
    contracted: int
    physical: Figure
    offered: Figure
    claimed: Figure
    observed: Figure
    booked: Figure
    done: Figure
    private_done: Figure
    unused: tuple[Unused, ...]
    open_units: int
    unexplained: int
    over_explained: int
    returned: UseReturn | None
    offer_ids: tuple[str, ...] = ()

    @property
    def unused_units(self) -> int:
        """Units that went unused with a cause."""
        return sum(each.units for each in self.unused)

    @property
    def touch_minutes(self) -> int | None:
        """Minutes in which somebody was operated on."""
        return self.returned.touch_minutes if self.returned else None

    @property
    def session_minutes(self) -> int | None:
        """Minutes of theatre sessions."""
        return self.returned.session_minutes if self.returned else None


def line_week(
    line: Line,
    week: date,
    offers: Sequence[OfferUse],
    returned: UseReturn | None,
    today: date,
) -> LineWeek:
    """Put one line's week together from its offers and the return that counts."""
    over = today >= week + timedelta(weeks=1)
    contracted = line.contracted(week)
    said = returned or UseReturn(line.line_id, week)
    taken = [each.balance for each in offers]
    offered = _figure(said.offered, sum(each.offered for each in taken) if offers else None)
    # a unit that was done had been booked
    booked = _figure(
        said.booked,
        sum(each.booked + each.done for each in taken) if offers else None,
    )
    done = _figure(said.done, sum(each.done for each in taken) if offers else None)
    claimed = _figure(said.staffed, _said(each.claimed for each in offers))
    units = max(contracted, offered.units or 0, done.units or 0)
    unused = unused_units(
        contracted, offered.units, claimed.units, done.units, offers, returned, over=over
    )
    left = units - (done.units or 0) - sum(each.units for each in unused)
    return LineWeek(
        line=line,
        week=week,
        over=over,
        contracted=contracted,
        physical=_figure(said.physical, _said(each.physical for each in offers)),
        offered=offered,
        claimed=claimed,
        observed=_figure(said.observed, _said(each.observed for each in offers)),
        booked=booked,
        done=done,
        private_done=_figure(said.private_done, None),
        unused=unused,
        open_units=0 if over else max(0, left),
        unexplained=max(0, left) if over else 0,
        over_explained=max(0, -left),
        returned=returned,
        offer_ids=tuple(each.offer_id for each in offers),
    )


def _figure(said: int | None, witnessed: int | None) -> Figure:
    if said is not None:
        return Figure(said, Origin.RETURN, witnessed)
    return NOT_REPORTED if witnessed is None else Figure(witnessed, Origin.OFFERS)


def _said(values: Iterable[int | None]) -> int | None:
    found = [each for each in values if each is not None]
    return sum(found) if found else None
