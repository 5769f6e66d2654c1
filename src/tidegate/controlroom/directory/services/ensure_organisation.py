"""Find an organisation, or add it when it is described well enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.directory.models import Kind, Organisation
from tidegate.controlroom.directory.services.add_organisation import add_organisation
from tidegate.exchange.findings import UnusableInput, error

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor


def ensure_organisation(
    *, code: str, name: str, kind: str, actor: Actor, now: datetime
) -> Organisation:
    """Return the organisation with this code; one that is not there yet is added at the top.

    Raises:
        UnusableInput: it is not there, and its name or kind is missing or not known.
    """
    with transaction.atomic():
        found = Organisation.objects.filter(code=code).first()
        if found is not None:
            return found
        if not name or kind not in Kind:
            kinds = ", ".join(Kind.values)
            raise UnusableInput(
                [
                    error(
                        "UNKNOWN_ORGANISATION",
                        "the directory",
                        f"an organisation of the directory, or a name and a kind ({kinds})",
                        value=code,
                    )
                ]
            )
        return add_organisation(code=code, name=name, kind=kind, actor=actor, now=now)
