"""Add an organisation to the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.directory.models import Kind, Organisation, Sector
from tidegate.controlroom.log.services.record import Actor, record

if TYPE_CHECKING:
    from datetime import datetime


def add_organisation(
    *,
    code: str,
    name: str,
    kind: Kind | str,
    actor: Actor,
    now: datetime,
    parent: Organisation | None = None,
    sector: Sector | str = Sector.UNKNOWN,
) -> Organisation:
    """Add an organisation under who oversees it, and record it.

    Its area is its own code when it is an integrated care board, else its parent's.

    Raises:
        ValidationError: the code is taken, or the kind or sector is not one of those known.
    """
    kind = Kind(kind)
    area = code if kind is Kind.ICB else parent.area if parent else ""
    organisation = Organisation(
        code=code, name=name, kind=kind, parent=parent, area=area, sector=Sector(sector)
    )
    organisation.full_clean()
    with transaction.atomic():
        organisation.save()
        record(
            kind="organisation_added",
            actor=actor,
            subject=f"organisation:{code}",
            headline=f"{name} was added to the directory",
            facts={
                "code": code,
                "name": name,
                "kind": kind.value,
                "parent": parent.code if parent else "",
                "area": area,
                "sector": organisation.sector,
            },
            on_behalf_of=code,
            now=now,
        )
    return organisation
