"""Between password and code: who is half-way through signing in, for a few minutes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.accounts.queries import person_signing_in

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tidegate.controlroom.accounts.models import Person

KEY = "second_step"
LASTS = timedelta(minutes=5)


def begin(request: HttpRequest, person: Person, next_page: str, now: datetime) -> None:
    """Remember that this browser has given the right password."""
    request.session.cycle_key()
    request.session[KEY] = {"person": person.pk, "next": next_page, "at": now.isoformat()}


def person_at(request: HttpRequest, now: datetime) -> Person | None:
    """Return who is half-way, or None when nobody is or it has been too long."""
    pending = request.session.get(KEY)
    if pending is None or now - datetime.fromisoformat(pending["at"]) > LASTS:
        return None
    return person_signing_in(pending["person"])


def end(request: HttpRequest) -> str:
    """Forget it and return the page that they were on their way to."""
    pending = request.session.pop(KEY, {})
    return str(pending.get("next", "/"))
