"""Add a person who may sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.log.services.record import Actor, record

if TYPE_CHECKING:
    from datetime import datetime


def add_person(
    *,
    email: str,
    label: str,
    actor: Actor,
    now: datetime,
    password: str | None = None,
    password_hash: str = "",
) -> Person:
    """Add a person and record it; what they may do comes with their memberships.

    Args:
        email: what they sign in with; kept in lower case, unique.
        label: how others see them.
        actor: who adds them.
        now: when.
        password: the first password; without one nobody can sign in as them yet.
        password_hash: the same, hashed already; hashing is slow on purpose, and a demo adds many
            people with one password.

    Raises:
        ValidationError: the address is not one or is taken, or the label is empty.
    """
    person = Person(email=email.strip().lower(), label=label.strip(), invited_at=now)
    if password_hash:
        person.password = password_hash
    else:
        person.set_password(password)
    person.full_clean(exclude=["last_login"])
    with transaction.atomic():
        person.save()
        record(
            kind="person_added",
            actor=actor,
            subject=f"person:{person.pk}",
            headline=f"{person.label} was added as a person who may sign in",
            facts={"label": person.label, "may_sign_in": person.has_usable_password()},
            now=now,
        )
    return person
