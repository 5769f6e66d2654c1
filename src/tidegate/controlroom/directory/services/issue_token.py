"""Issue a token, by which a system of an organisation acts through the interface."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.directory.models import Token
from tidegate.controlroom.directory.token_secret import hash_of, new_secret
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.directory.roles import ROLES, Role

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.directory.models import Organisation

LONGEST_LIFE = timedelta(days=366)
FOR_PEOPLE_ONLY = frozenset({Role.ADMINISTRATOR, Role.AUTHORISER})
"""Roles that no system holds: one that gives roles, and one whose signature is a person's."""


class TokenRefused(ValueError):  # noqa: N818 - it names what was asked for
    """The token asked for cannot be issued; says why."""


def issue_token(
    *,
    organisation: Organisation,
    role: Role,
    label: str,
    expires_at: datetime,
    actor: Actor,
    now: datetime,
) -> tuple[Token, str]:
    """Issue a token and record it.

    Returns:
        The token, and its secret: it is kept nowhere, so show it now or never.

    Raises:
        TokenRefused: a role that no system may hold, an end in the past or over a year ahead, or
            no label.
    """
    if role in FOR_PEOPLE_ONLY:
        raise TokenRefused(f"No system can be {ROLES[role].title.lower()}: that takes a person")
    if not now < expires_at <= now + LONGEST_LIFE:
        raise TokenRefused("A token ends after today and within a year")
    if not label.strip():
        raise TokenRefused("Say what the system is called")
    secret = new_secret()
    identity, name = identify(actor)
    with transaction.atomic():
        token = Token.objects.create(
            organisation=organisation,
            role=role.value,
            label=label.strip(),
            secret_hash=hash_of(secret),
            issued_by=identity,
            issued_by_name=name,
            issued_at=now,
            expires_at=expires_at,
        )
        record(
            kind="token_issued",
            actor=actor,
            subject=f"token:{token.pk}",
            headline=f"{token.label} may act for {organisation.name} as "
            f"{ROLES[role].title.lower()} through the interface",
            facts={"organisation": organisation.code, "role": role.value, "until": expires_at},
            on_behalf_of=organisation.code,
            now=now,
        )
    return token, secret
