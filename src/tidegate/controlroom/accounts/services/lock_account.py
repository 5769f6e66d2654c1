"""Record that an account was locked after too many failed attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.log.services.record import record
from tidegate.core.log.entry import System

if TYPE_CHECKING:
    from datetime import datetime

LOCKOUT = System("sign-in lockout")


def lock_account(email: str, *, failures: int, now: datetime) -> None:
    """Record the lock (django-axes holds it); an address that nobody has leaves no trace.

    What is typed there by mistake may be a password, so it must not reach the record.
    """
    with transaction.atomic():
        person = Person.objects.filter(email=email).first()
        if person is not None:
            record(
                kind="account_locked",
                actor=LOCKOUT,
                subject=f"person:{person.pk}",
                headline=f"The account of {person.label} was locked after failed attempts",
                facts={"failures": failures},
                now=now,
            )
