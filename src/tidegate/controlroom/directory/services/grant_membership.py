"""Give a person a role in an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.directory.models import Membership, Organisation
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.directory.roles import ROLES, Role

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.accounts.models import Person


class OwnRole(Exception):  # noqa: N818 - it names what was asked for
    """Nobody gives or takes their own roles: that takes a second person."""


def grant_membership(
    *, person: Person, organisation: Organisation, role: Role, actor: Actor, now: datetime
) -> Membership:
    """Give the role from now on, and record it; a role that is held already stays as it is.

    Returns:
        The membership, whether it is new or was there.

    Raises:
        OwnRole: the actor is the person.
    """
    if actor == person:
        raise OwnRole
    title = ROLES[role].title
    with transaction.atomic():
        membership, new = Membership.objects.get_or_create(
            person=person,
            organisation=organisation,
            role=role.value,
            ended_at=None,
            defaults={"granted_at": now, "granted_by": identify(actor)[1]},
        )
        if new:
            record(
                kind="membership_granted",
                actor=actor,
                subject=f"person:{person.pk}",
                headline=f"{person.label} became {title.lower()} of {organisation.name}",
                facts={"organisation": organisation.code, "role": role.value},
                on_behalf_of=organisation.code,
                now=now,
            )
    return membership
