"""What happens when django-axes locks an account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axes.signals import user_locked_out
from django.conf import settings
from django.utils import timezone

from tidegate.controlroom.accounts.services.lock_account import lock_account

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from django.http import HttpRequest


def listen() -> None:
    """Record each lock, once."""
    user_locked_out.connect(_record_once, dispatch_uid="tidegate.record_lockout")


def _record_once(*, request: HttpRequest, username: str, **_: Any) -> None:
    # Attempts while locked send the signal again, without having been counted.
    failures = getattr(request, "axes_failures_since_start", None)
    if failures == settings.AXES_FAILURE_LIMIT:
        lock_account(username, failures=failures, now=timezone.now())


def locked_until(last_failure: datetime) -> datetime:
    """Say when the door opens again, by the time of the last counted failure."""
    cool_off: timedelta = settings.AXES_COOLOFF_TIME
    return last_failure + cool_off
