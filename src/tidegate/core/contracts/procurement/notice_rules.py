"""One line of the table of notices: under which law and route, and what makes it due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tidegate.core.contracts.procurement.regimes import ROUTES_OF, Regime, Route


class Step(StrEnum):
    """A step that may not be taken before a notice stands."""

    TENDER = "tender"
    INTENTION = "intention"
    AWARD = "award"
    MODIFICATION = "modification"
    DYNAMIC_MARKET = "dynamic_market"


class Event(StrEnum):
    """What makes a notice due."""

    AWARD = "award"
    SIGNATURE = "signature"
    ANNIVERSARY = "anniversary"
    END = "end"
    ABANDONMENT = "abandonment"
    MODIFICATION = "modification"
    URGENT_MODIFICATION = "urgent_modification"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    FINANCIAL_YEAR = "financial_year"


class Counts(StrEnum):
    """Whether the day of the event is the first of the days, or the day after it."""

    AFTER = "after"
    WITH = "with"


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """When one kind of notice is owed.

    Attributes:
        kind: as rows and files name it; one kind may have several lines.
        label: as people say it.
        regime: under which law.
        routes: by which routes; empty: whatever the route.
        before: the step that waits for it; None where an event makes it due.
        event: what makes it due; None where a step waits for it.
        days: in how many days after the event.
        light_touch_days: the same under the light touch, where that differs.
        counts: whether the day of the event is the first of those days.
        gap_days: how many days lie at least between it and the step that waits for it.
        above_pence: only for contracts of more than this value.
        in_force: only for events from this day on.
        optional: whether a buyer may leave it out.
        starts_standstill: whether a standstill runs from it.
        mark: how surely all this is known.
        source: where it is from.
    """

    kind: str
    label: str
    regime: Regime
    routes: tuple[Route, ...]
    before: Step | None
    event: Event | None
    days: int
    light_touch_days: int
    counts: Counts
    gap_days: int
    above_pence: int
    in_force: date
    optional: bool
    starts_standstill: bool
    mark: str
    source: str

    def __post_init__(self) -> None:
        if (self.before is None) == (self.event is None):
            raise ValueError(f"{self.kind}: either a step waits for it or an event makes it due")
        if set(self.routes) - set(ROUTES_OF[self.regime]):
            raise ValueError(f"{self.kind}: a route that its law does not know")
        if min(self.days, self.light_touch_days, self.gap_days, self.above_pence) < 0:
            raise ValueError(f"{self.kind}: days and values are 0 or more")

    def applies_to(self, regime: Regime, route: Route | None, value_pence: int) -> bool:
        """Say whether a contract owes it at all."""
        by_route = not self.routes or route in self.routes
        return (
            self.regime is regime
            and by_route
            and value_pence >= self.above_pence + (self.above_pence > 0)
        )

    def due_on(self, day: date, *, light_touch: bool = False) -> date:
        """Return the last day on which it is in time, when its event falls on a day."""
        days = self.light_touch_days if light_touch and self.light_touch_days else self.days
        return day + timedelta(days=days - (self.counts is Counts.WITH))
