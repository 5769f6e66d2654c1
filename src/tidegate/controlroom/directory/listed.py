"""A list of organisations held to the directory: what cannot be, and what it will not change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.directory.models import Organisation
from tidegate.exchange.findings import Finding, error, warning

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl


def held_to_tree(listed: pl.DataFrame, file: str) -> list[Finding]:
    """Return an error for each parent that is nowhere, a warning for each that is there otherwise.

    Args:
        listed: code, name, kind, parent and sector; parent is empty for nobody.
        file: name of the file that they come from.
    """
    there = {one.code: one for one in Organisation.objects.select_related("parent")}
    lost = listed.filter(~listed["parent"].is_in([*listed["code"], *there, ""]))
    expected = "the code of an organisation of this file or of the directory"
    found = [
        error("UNKNOWN_PARENT", file, expected, column="parent", value=parent)
        for parent in lost["parent"].unique(maintain_order=True)
    ]
    for row in listed.iter_rows(named=True):
        known = there.get(row["code"])
        if known is not None and _differs(known, row):
            stays = f"what the directory says of it, which stays: {_said(known)}"
            found.append(warning("ORGANISATION_KEPT", file, stays, column="code", value=known.code))
    return found


def _differs(known: Organisation, row: Mapping[str, str]) -> bool:
    there = (known.name, known.kind, known.parent.code if known.parent else "", known.sector)
    return there != (row["name"], row["kind"], row["parent"], row["sector"])


def _said(known: Organisation) -> str:
    overseer = f"under {known.parent.code}" if known.parent else "under nobody"
    return f"{known.name}, {known.get_kind_display()}, {overseer}, sector {known.sector}"
