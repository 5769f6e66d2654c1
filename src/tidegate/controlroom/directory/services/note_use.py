"""Note when a token was last used, so that one that nobody uses can be found and withdrawn."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.directory.models import Token

if TYPE_CHECKING:
    from datetime import datetime

NOT_OFTENER_THAN = timedelta(minutes=15)


def note_use(token: Token, *, now: datetime) -> bool:
    """Note that a token was used, at most once in a quarter of an hour.

    Returns:
        Whether it was noted.
    """
    if token.last_used_at is not None and now - token.last_used_at < NOT_OFTENER_THAN:
        return False
    Token.objects.filter(pk=token.pk).update(last_used_at=now)
    token.last_used_at = now
    return True
