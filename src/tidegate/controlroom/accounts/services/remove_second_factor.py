"""Remove a second factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from tidegate.controlroom.log.services.record import Actor, record

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.accounts.models import Person


def remove_second_factor(person: Person, *, actor: Actor, now: datetime) -> None:
    """Stop asking for codes at sign-in; by the person, or by who helps them after a loss."""
    with transaction.atomic():
        removed, _ = TOTPDevice.objects.filter(user=person).delete()
        StaticDevice.objects.filter(user=person).delete()
        if removed:
            record(
                kind="second_factor_removed",
                actor=actor,
                subject=f"person:{person.pk}",
                headline=f"The second factor of {person.label} was removed",
                facts={},
                now=now,
            )
