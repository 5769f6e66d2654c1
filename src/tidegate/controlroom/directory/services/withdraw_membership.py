"""Withdraw a role that a person holds in an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.directory.models import Membership
from tidegate.controlroom.directory.services.grant_membership import OwnRole
from tidegate.controlroom.log.services.record import Actor, identify, record

if TYPE_CHECKING:
    from datetime import datetime


def withdraw_membership(membership: Membership, *, actor: Actor, now: datetime) -> bool:
    """End a membership and record it; it counts from the person's next click.

    Returns:
        False when it had ended already, so that nothing was done.

    Raises:
        OwnRole: the actor is the person.
    """
    if actor == membership.person:
        raise OwnRole
    with transaction.atomic():
        ended = Membership.objects.filter(pk=membership.pk, ended_at=None).update(
            ended_at=now, ended_by=identify(actor)[1]
        )
        if ended:
            title = membership.get_role_display().lower()
            person, organisation = membership.person, membership.organisation
            record(
                kind="membership_withdrawn",
                actor=actor,
                subject=f"person:{person.pk}",
                headline=f"{person.label} is no longer {title} of {organisation.name}",
                facts={"organisation": organisation.code, "role": membership.role},
                on_behalf_of=organisation.code,
                now=now,
            )
    membership.refresh_from_db()
    return bool(ended)
