"""Add a second factor: an authenticator app, with recovery codes for when it is lost."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tidegate.controlroom.log.services.record import record

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.accounts.models import Person

RECOVERY_CODES = 8
RECOVERY_DIGITS = 10


class WrongCode(Exception):  # noqa: N818 - it names what was typed
    """The code does not belong to the secret at this time."""


def add_second_factor(person: Person, *, secret: bytes, code: str, now: datetime) -> list[str]:
    """Require codes of this secret from now on, once one has shown that the app has it.

    Args:
        person: whose second factor it is; an earlier one is replaced.
        secret: the key that the app was given (20 bytes).
        code: what the app shows for it.
        now: the time that the code is judged by.

    Returns:
        Recovery codes, each of which can be used once; they are not shown again.

    Raises:
        WrongCode: the code is not right, so nothing was changed.
    """
    clock = TOTP(secret)
    clock.time = now.timestamp()
    if not code.isdecimal() or not clock.verify(int(code), tolerance=1):
        raise WrongCode
    with transaction.atomic():
        TOTPDevice.objects.filter(user=person).delete()
        StaticDevice.objects.filter(user=person).delete()
        TOTPDevice.objects.create(
            user=person, name="Authenticator app", key=secret.hex(), last_t=clock.t()
        )
        codes = _recovery_codes(person)
        record(
            kind="second_factor_added",
            actor=person,
            subject=f"person:{person.pk}",
            headline=f"{person.label} added a second factor",
            facts={"recovery_codes": len(codes)},
            now=now,
        )
    return codes


def _recovery_codes(person: Person) -> list[str]:
    drawer = StaticDevice.objects.create(user=person, name="Recovery codes")
    codes = [f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}d}"
             for _ in range(RECOVERY_CODES)]  # fmt: skip
    StaticToken.objects.bulk_create(StaticToken(device=drawer, token=code) for code in codes)
    return codes
