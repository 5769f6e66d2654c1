"""The account page in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.board.words import day, day_and_time
from tidegate.core.directory.roles import PERMISSIONS, ROLES, Role, permissions_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tidegate.controlroom.directory.models import Membership


@dataclass(frozen=True, slots=True)
class HeldRole:
    """One role that a person holds, and what it lets them do."""

    organisation: str
    code: str
    role: str
    description: str
    since: str
    lets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """Whether sign-in asks for a code, and how many recovery codes are left."""

    on: bool
    since: str = ""
    recovery_codes_left: int = 0


def held_roles(memberships: Sequence[Membership]) -> list[HeldRole]:
    """Say what each membership means, in the words of the roles table."""
    return [_held_role(membership) for membership in memberships]


def _held_role(membership: Membership) -> HeldRole:
    lets = permissions_of(membership.role)
    return HeldRole(
        organisation=membership.organisation.name,
        code=membership.organisation.code,
        role=membership.get_role_display(),
        description=ROLES[Role(membership.role)].description,
        since=day(membership.granted_at),
        lets=tuple(text for name, text in PERMISSIONS.items() if name in lets),
    )


def second_factor(added_at: datetime | None, recovery_codes_left: int) -> SecondFactor:
    """Say whether a second factor is on."""
    if added_at is None:
        return SecondFactor(on=False)
    return SecondFactor(True, day(added_at), recovery_codes_left)


def moments(times: Sequence[datetime]) -> list[str]:
    """Say moments in the time of England."""
    return [day_and_time(time) for time in times]
