"""Add the organisations of a list to the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.directory.services.add_organisation import add_organisation

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

    from tidegate.controlroom.log.services.record import Actor


def add_organisations(listed: pl.DataFrame, *, actor: Actor, now: datetime) -> int:
    """Add those that are not there yet, each under its parent and with its entry; all or none.

    An organisation that the directory has already stays as it is there.

    Args:
        listed: code, name, kind, parent and sector, each row after its parent's; ``held_to_tree``
            has found no error in it.
        actor: who adds them.
        now: when.

    Returns:
        How many were added.
    """
    with transaction.atomic():
        there = {one.code: one for one in Organisation.objects.all()}
        new = [row for row in listed.iter_rows(named=True) if row["code"] not in there]
        for row in new:
            there[row["code"]] = add_organisation(
                code=row["code"],
                name=row["name"],
                kind=row["kind"],
                parent=there[row["parent"]] if row["parent"] else None,
                sector=row["sector"],
                actor=actor,
                now=now,
            )
    return len(new)
