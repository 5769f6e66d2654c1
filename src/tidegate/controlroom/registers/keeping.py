"""What every service of the registers asks and writes: who may, for whom, and who said it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from tidegate.controlroom.log.services.record import identify
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.registers.refused import refuse
from tidegate.controlroom.transfers.permitted import viewer_for
from tidegate.core.log.entry import System

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers.models.kept import Kept

VIEW, KEEP, HEAR = "registers.view", "registers.keep", "registers.hear"


@dataclass(frozen=True, slots=True)
class Superseding:
    """Which row a new one takes the place of, and why."""

    row: Kept
    reason: str


class KeptFields(TypedDict):
    """What a row says of how it came onto its register."""

    keeper: str
    supersedes: Kept | None
    reason: str
    added_by: str
    added_by_name: str
    added_at: datetime


class SaidFields(TypedDict):
    """What an addition says of how it came to be."""

    said_by: str
    said_by_name: str
    said_at: datetime


def hold_to_reach(actor: Actor, permission: str, keeper: str) -> None:
    """Go on where someone may do this for the organisation that keeps the row.

    A named run of the software may: it makes the demo.

    Raises:
        PermissionMissing: they may not.
    """
    if not isinstance(actor, System) and not viewer_for(actor).may(permission, keeper):
        raise PermissionMissing(permission)


def kept(
    actor: Actor, keeper: str, now: datetime, instead_of: Superseding | None = None
) -> KeptFields:
    """Return what a new row says of how it came onto its register.

    Raises:
        RegisterRefused: what it would supersede is another keeper's or superseded already.
    """
    identity, name = identify(actor)
    if instead_of is not None:
        _refuse_to_supersede(instead_of, keeper)
    return {
        "keeper": keeper,
        "supersedes": instead_of.row if instead_of else None,
        "reason": instead_of.reason.strip() if instead_of else "",
        "added_by": identity,
        "added_by_name": name,
        "added_at": now,
    }


def _refuse_to_supersede(instead_of: Superseding, keeper: str) -> None:
    if instead_of.row.keeper != keeper:
        raise refuse("KEPT_BY_ANOTHER", "Another organisation keeps that row.")
    if not instead_of.reason.strip():
        raise refuse("NO_REASON", "Say why it is superseded.")
    if is_superseded(instead_of.row):
        raise refuse("SUPERSEDED_ALREADY", "Somebody superseded it in the meantime.")


def is_superseded(row: Kept) -> bool:
    """Say whether a newer row took the place of this one, as the database has it now."""
    row.refresh_from_db()
    return getattr(row, "superseded_by", None) is not None


def said(actor: Actor, now: datetime) -> SaidFields:
    """Return what an addition says of how it came to be."""
    identity, name = identify(actor)
    return {"said_by": identity, "said_by_name": name, "said_at": now}


def refuse_addition(row: Kept) -> None:
    """Go on where a row may still be added to.

    Raises:
        RegisterRefused: a newer row took its place.
    """
    if is_superseded(row):
        raise refuse("SUPERSEDED", "A newer row took its place: add to that one.")


def refuse_future(on: date, today: date) -> None:
    """Go on where a day has come.

    Raises:
        RegisterRefused: it has not: a register holds what happened.
    """
    if on > today:
        raise refuse("NOT_YET", "That day has not come yet.", on=on)
