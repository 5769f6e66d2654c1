"""Take one step of a closure, divert, incident, risk summit or action card.

Each verb has a service of its own beside this one, which says what it changes besides; this module
asks the permission, the table and the moment, moves the row and writes the entry that the table
names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction

from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.surge.happening import NOW, Happened, Taking
from tidegate.controlroom.surge.reach import hold_to_reach
from tidegate.controlroom.surge.refused import SurgeRefused
from tidegate.controlroom.surge.tables import TABLES
from tidegate.core.lifecycle import Side
from tidegate.core.log.entry import System
from tidegate.core.log.kinds import kind_of
from tidegate.core.reasons import Reason
from tidegate.core.surge.moments import moment_refusals

if TYPE_CHECKING:
    from datetime import datetime

Row = TypeVar("Row", bound=Any)
Deed = Callable[[Taking], None]
Besides = Callable[[Any], Iterable[Reason]]


def nothing_else(_taking: Taking) -> None:
    """Change nothing besides the state."""


def nothing_besides(_row: object) -> Iterable[Reason]:
    """Find nothing that the step's own subject says against it."""
    return ()


def take_step(  # noqa: PLR0913 - all by keyword: what a step may be about
    *,
    row: Row,
    verb: str,
    actor: Actor,
    now: datetime,
    said: Happened = NOW,
    on_behalf_of: str = "",
    organisation: str = "",
    besides: Besides = nothing_besides,
    deed: Deed = nothing_else,
) -> Row:
    """Take a step of a row's own table, in one transaction with its entry.

    Args:
        row: which.
        verb: of its table.
        actor: who takes it.
        now: when it is written down.
        said: when it happened, and why.
        on_behalf_of: ODS code acted for; empty: whose step it is.
        organisation: whose step it is, where it is not as the row says.
        besides: says what else stands against it, asked of the locked row.
        deed: what else changes, asked once nothing stands against it.

    Raises:
        PermissionMissing: the actor may not.
        SurgeRefused: it cannot be done now; nothing was changed.
    """
    with transaction.atomic():
        locked: Row = type(row).objects.select_for_update().get(pk=row.pk)
        table = TABLES[row.NOUN]
        step = table.step(locked, verb)
        whose = organisation or locked.organisation_of(step.side)
        acted_for = _allowed(actor, step.side, step.permission, whose, on_behalf_of)
        if found := table.refusals(locked, verb, said.reason):
            raise SurgeRefused(found)
        at = said.at or now
        if found := (*moment_refusals(at, now, None, said.late_why), *besides(locked)):
            raise SurgeRefused(found)
        identity, name = identify(actor)
        before = locked.state
        taking = Taking(
            locked, step, said, identity, name, now, at, step.next.value if step.next else before
        )
        deed(taking)
        if taking.next != before:
            locked.state, locked.moved_at, locked.reason = taking.next, at, said.reason.strip()
        locked.save()
        for other in taking.rows:
            other.save()
        _tell(taking, before, actor, acted_for)
    return locked


def _allowed(actor: Actor, side: Side, permission: str, whose: str, on_behalf_of: str) -> str:
    if side is not Side.CLOCK:
        return hold_to_reach(actor, permission, whose, on_behalf_of)
    if not isinstance(actor, System):
        raise PermissionMissing("surge.send_cards")
    return whose


def _tell(taking: Taking, before: str, actor: Actor, acted_for: str) -> None:
    row, said, kind = taking.row, taking.said, taking.step.kind
    told = {"from": before, "to": row.state}
    told |= {
        name: value
        for name, value in (("reason", said.reason), ("late_why", said.late_why))
        if value
    }
    record(
        kind=kind,
        actor=actor,
        subject=row.subject,
        headline=f"{row.reference}: {taking.headline or kind_of(kind).label.lower()}",
        facts=told | taking.facts,
        on_behalf_of=acted_for,
        occurred_at=taking.at,
        now=taking.now,
    )
