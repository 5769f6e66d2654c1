"""Open a session for a person who has proved who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_otp
from django.contrib import auth
from django.db import transaction

from tidegate.controlroom.log.services.record import record

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest
    from django_otp.models import Device

    from tidegate.controlroom.accounts.models import Person

BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(
    request: HttpRequest, person: Person, *, now: datetime, device: Device | None = None
) -> None:
    """Open the session and record it; ``device`` is the second factor that was shown, if any."""
    with transaction.atomic():
        auth.login(request, person, backend=BACKEND)
        if device is not None:
            django_otp.login(request, device)
        record(
            kind="signed_in",
            actor=person,
            subject=f"person:{person.pk}",
            headline=f"{person.label} signed in",
            facts={"second_factor": device is not None},
            now=now,
        )


def accept_code(person: Person, code: str) -> Device | None:
    """Return the second factor that this code belongs to and use the code up, or None.

    Each device counts its own wrong codes and makes the next try wait longer (1, 2, 4 … seconds).
    """
    with transaction.atomic():
        for device in django_otp.devices_for_user(person, for_verify=True):
            if device.verify_token(code):
                return device
    return None
