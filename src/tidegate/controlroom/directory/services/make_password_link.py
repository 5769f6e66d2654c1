"""Make a link by which someone who cannot sign in chooses a new password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.accounts.invitations import invitation_path
from tidegate.controlroom.log.services.record import Actor, record

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.directory.models import Organisation


def make_password_link(
    person: Person, *, organisation: Organisation, actor: Actor, now: datetime
) -> str:
    """Return the path of the link and record who asked for it.

    Whoever has the link can sign in as the person, and the record then says that the person chose
    a password: only this entry tells who could have done so.
    """
    with transaction.atomic():
        record(
            kind="password_link_made",
            actor=actor,
            subject=f"person:{person.pk}",
            headline=f"A link to choose a new password was made for {person.label}",
            facts={"organisation": organisation.code},
            on_behalf_of=organisation.code,
            now=now,
        )
    return invitation_path(person)
