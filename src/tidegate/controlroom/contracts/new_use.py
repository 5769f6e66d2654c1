"""A return of use as it is put forward, and what makes it unusable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tidegate.core.contracts.ledger.alarms import implausible
from tidegate.core.contracts.ledger.line_week import line_week
from tidegate.core.contracts.ledger.sources import UseReturn
from tidegate.core.contracts.terms.pay import MONDAY
from tidegate.core.reasons import Reason
from tidegate.exchange.contracts.use_rules import load_use_rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from tidegate.core.contracts.ledger.line_week import LineWeek
    from tidegate.core.contracts.ledger.sources import OfferUse
    from tidegate.core.contracts.payment.bed_nights import BedState
    from tidegate.core.contracts.terms.contract import Line
    from tidegate.core.transfers.lifecycle.causes import UnusedCause

RULES = load_use_rules()
UNITS = ("physical", "offered", "staffed", "booked", "done", "private_done")
"""What a provider says in units; what was observed is the buyer's to say."""
MONEY = ("cost_pence", "private_net_pence")
MINUTES = ("touch_minutes", "session_minutes")
LONGEST_REASON = 300
_MOST = 1_000_000
_MOST_PENCE = 10**12


@dataclass(frozen=True, slots=True)
class NewUse:
    """What a provider says of one line in one week; a blank is None, never 0.

    Attributes:
        figures: of ``UNITS``, ``MONEY`` and ``MINUTES``, those that are reported.
        unused: units by cause; nights of beds by state.
        how: form, file or interface.
    """

    figures: Mapping[str, int] = field(default_factory=dict)
    unused: Mapping[UnusedCause, int] = field(default_factory=dict)
    nights: Mapping[BedState, int] = field(default_factory=dict)
    how: str = "form"

    def said(self, line_id: str, week: date, observed: int | None = None) -> UseReturn:
        """Return it as the ledger reads it."""
        names = (*UNITS, *MONEY, *MINUTES)
        figures: dict[str, Any] = {name: self.figures.get(name) for name in names}
        return UseReturn(
            line_id, week, observed=observed, unused=self.unused, nights=self.nights, **figures
        )


def faults_of(
    new: NewUse, line: Line, week: date, offers: Sequence[OfferUse], now: datetime
) -> tuple[Reason, ...]:
    """Return why a return cannot be taken; what is only odd is no fault."""
    if week.weekday() != MONDAY:
        return (_fault("NOT_A_MONDAY", "A return is for a week, named by its Monday.", week=week),)
    found = list(_simple_faults(new, line, week, now))
    if found:
        return tuple(found)
    row = line_week(line, week, offers, new.said(line.line_id, week), RULES.today(now))
    if row.over and row.unexplained:
        detail = f"Say why {row.unexplained:,} more units went unused: none may be without a cause."
        found.append(_fault("CAUSE_MISSING", detail, units=row.unexplained))
    if row.over_explained:
        detail = f"The causes name {row.over_explained:,} more unused units than there were."
        found.append(_fault("CAUSES_EXCEED", detail, units=row.over_explained))
    return tuple(found)


def _simple_faults(new: NewUse, line: Line, week: date, now: datetime) -> list[Reason]:
    found = []
    if week > RULES.today(now):
        found.append(_fault("WEEK_TO_COME", "This week has not begun.", week=week))
    if not line.first_week <= week <= line.last_week:
        detail = f"{line.line_id} does not run in this week."
        found.append(_fault("WEEK_OUTSIDE", detail, week=week))
    if not new.figures and not new.unused and not new.nights:
        found.append(_fault("NO_FIGURES", "Give at least one figure."))
    counts: dict[str, int] = {**new.figures}
    counts |= {cause.value: units for cause, units in new.unused.items()}
    counts |= {state.value: nights for state, nights in new.nights.items()}
    for name, value in counts.items():
        most = _MOST_PENCE if name in MONEY else _MOST
        least = -_MOST_PENCE if name == "private_net_pence" else 0
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            found.append(_fault("NO_NUMBER", f"{name} must be a whole number.", figure=str(name)))
    return found


def odd_of(row: LineWeek, before: tuple[LineWeek, ...]) -> tuple[Reason, ...]:
    """Return what of a return should be asked about; it is taken all the same, and flagged."""
    return tuple(implausible(row, before, RULES))


def _fault(code: str, detail: str, **inputs: object) -> Reason:
    return Reason(code, detail, inputs, RULES.label)
