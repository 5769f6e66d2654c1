"""Organisations by code, with the days between which each was open, out of ODS files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tidegate.core.directory.ods_code import Organisation, Table

if TYPE_CHECKING:
    from tidegate.exchange.directory.reference import ReferenceTable


def organisation_table(files: Iterable[ReferenceTable]) -> Table:
    """Put ODS files (``read_ods``) together into the table that codes are checked against.

    A code that several files have is taken from the last of them. The files name no successors:
    a closed code is told to be closed, and not what took over.
    """
    return {
        row["code"]: Organisation(
            row["code"],
            name=row["name"],
            opened=row["opened"],
            closed=row["closed"],
            parent=row["parent"],
        )
        for file in files
        for row in file.frame.select("code", "name", "opened", "closed", "parent").to_dicts()
    }
