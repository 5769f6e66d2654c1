"""Withdraw a token, so that the system that has it can do nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.directory.models import Token
from tidegate.controlroom.log.services.record import Actor, identify, record

if TYPE_CHECKING:
    from datetime import datetime


def withdraw_token(token: Token, *, actor: Actor, now: datetime) -> bool:
    """End a token and record it; it counts from the system's next call.

    Returns:
        False when it was withdrawn already, so that nothing was done.
    """
    with transaction.atomic():
        ended = Token.objects.filter(pk=token.pk, withdrawn_at=None).update(
            withdrawn_at=now, withdrawn_by_name=identify(actor)[1]
        )
        if ended:
            organisation = token.organisation
            record(
                kind="token_withdrawn",
                actor=actor,
                subject=f"token:{token.pk}",
                headline=f"{token.label} may no longer act for {organisation.name}",
                facts={"organisation": organisation.code, "role": token.role},
                on_behalf_of=organisation.code,
                now=now,
            )
    token.refresh_from_db()
    return bool(ended)
