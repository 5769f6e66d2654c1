"""Write down how many units the buyer saw staffed, beside what the provider claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.new_use import MINUTES, MONEY, RULES, UNITS, NewUse
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.services.contract_ledger import return_said
from tidegate.controlroom.contracts.services.keep_use_return import (
    keep_use_return,
    locked_line,
    newest_return,
)
from tidegate.core.contracts.terms.pay import MONDAY

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.contracts.models import Line, UseReturn
    from tidegate.controlroom.log.services.record import Actor

_MOST = 1_000_000
_SEEN = "Staffed units as the buyer saw them"


@transaction.atomic
def observe_staff(
    *, line: Line, week: date, observed: int, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> UseReturn:
    """Keep what the buyer saw in a week; what the provider says of it stays as it is.

    Raises:
        PermissionMissing: the actor does not manage contracts of this buyer.
        ContractRefused: the week has not begun or is none of the line's, or it is no number.
    """
    acted_for = hold_to_reach(actor, MANAGE, line.contract.buyer, on_behalf_of)
    locked = locked_line(line)
    inside = week.weekday() == MONDAY and locked.first_week <= week <= locked.last_week
    if not inside or week > RULES.today(now):
        raise refuse("WEEK_OUTSIDE", f"{locked.line_id} has not run in this week.", week=week)
    if not 0 <= observed <= _MOST:
        raise refuse("NO_NUMBER", "Say how many units were seen staffed.", observed=observed)
    before = newest_return(locked, week)
    return keep_use_return(
        line=locked, week=week, new=_as_it_was(before), before=before, observed=observed,
        reason=_SEEN if before else "", actor=actor, on_behalf_of=acted_for, now=now,
    )  # fmt: skip


def _as_it_was(before: UseReturn | None) -> NewUse:
    if before is None:
        return NewUse()
    said = return_said(before)
    figures = {name: getattr(said, name) for name in (*UNITS, *MONEY, *MINUTES)}
    known = {name: value for name, value in figures.items() if value is not None}
    return NewUse(known, said.unused, said.nights)
