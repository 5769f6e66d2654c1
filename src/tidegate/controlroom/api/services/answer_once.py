"""Answer a call once, however often it is sent under the same key."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.api.models import Answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tidegate.controlroom.directory.models import Token

KEPT_FOR = timedelta(days=7)
Given = tuple[int, str]
"""Status and body."""


class KeyUsedForAnotherCall(ValueError):  # noqa: N818 - it names what was asked for
    """The key belongs to a call that asked for something else."""


def answer_once(
    *, token: Token, key: str, asked: str, now: datetime, answer: Callable[[], Given]
) -> tuple[Given, bool]:
    """Return the answer to a call, taking its step at most once under its key.

    The step and the note of its answer stand or fall together: of two calls at the same instant
    the second waits and hears what the first was told.

    Args:
        token: whose key it is.
        key: what the caller named the call.
        asked: hash of what was asked.
        now: when.
        answer: takes the step and returns status and body; what it raises leaves no trace.

    Returns:
        The answer, and whether it was given before.

    Raises:
        KeyUsedForAnotherCall: the key was used for a call with another address or body.
    """
    with transaction.atomic():
        Answer.objects.filter(token=token, at__lt=now - KEPT_FOR).delete()
        row, new = Answer.objects.get_or_create(
            token=token, key=key, defaults={"asked": asked, "at": now}
        )
        if row.asked != asked:
            raise KeyUsedForAnotherCall(key)
        if new:
            row.status, row.body = answer()
            row.save(update_fields=["status", "body"])
    return (row.status, row.body), not new
