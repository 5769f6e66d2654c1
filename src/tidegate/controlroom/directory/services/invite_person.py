"""Invite someone to act for an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.accounts.services.add_person import add_person
from tidegate.controlroom.directory.services.grant_membership import grant_membership

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.log.services.record import Actor
    from tidegate.core.directory.roles import Role


def invite_person(
    *,
    email: str,
    label: str,
    organisation: Organisation,
    role: Role,
    actor: Actor,
    now: datetime,
) -> tuple[Person, bool]:
    """Add the person unless the e-mail address is known, and give the role; both are recorded.

    Returns:
        The person, and whether they are new and need a link to choose a password.

    Raises:
        OwnRole: the actor invites themselves.
        ValidationError: the address or the label cannot be used.
    """
    with transaction.atomic():
        person = Person.objects.filter(email=email.strip().lower()).first()
        new = person is None
        if person is None:
            person = add_person(email=email, label=label, actor=actor, now=now)
        grant_membership(person=person, organisation=organisation, role=role, actor=actor, now=now)
    return person, new
