"""End a person's session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import auth
from django.db import transaction

from tidegate.controlroom.log.services.record import record

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from tidegate.controlroom.accounts.models import Person


def sign_out(request: HttpRequest, person: Person, *, now: datetime) -> None:
    """End the session and record it."""
    with transaction.atomic():
        auth.logout(request)
        record(
            kind="signed_out",
            actor=person,
            subject=f"person:{person.pk}",
            headline=f"{person.label} signed out",
            facts={},
            now=now,
        )
