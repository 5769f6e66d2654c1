"""Change the password of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.log.services.record import Actor, record

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.accounts.models import Person


def change_password(person: Person, *, password: str, actor: Actor, now: datetime) -> None:
    """Set a new password and record that it changed; other sessions of the person end by it."""
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        record(
            kind="password_changed",
            actor=actor,
            subject=f"person:{person.pk}",
            headline=f"The password of {person.label} was changed",
            facts={},
            now=now,
        )
