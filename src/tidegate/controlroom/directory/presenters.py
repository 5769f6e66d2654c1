"""Organisations in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.board.words import day
from tidegate.controlroom.directory.models import Kind, Membership, Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation as a line of a table."""

    code: str
    name: str
    kind: str
    sector: str
    overseen_by: str


@dataclass(frozen=True, slots=True)
class HolderOfRole:
    """One person's role in an organisation."""

    label: str
    role: str
    since: str
    granted_by: str


def line(row: Organisation) -> Line:
    """Say one organisation in words."""
    return Line(
        code=row.code,
        name=row.name,
        kind=row.get_kind_display(),
        sector=row.get_sector_display(),
        overseen_by=row.parent.name if row.parent else "",
    )


def lines(rows: Iterable[Organisation]) -> list[Line]:
    """Say organisations in words."""
    return [line(row) for row in rows]


def holders(memberships: Sequence[Membership]) -> list[HolderOfRole]:
    """Say who holds which role since when."""
    return [
        HolderOfRole(
            label=membership.person.label,
            role=membership.get_role_display(),
            since=day(membership.granted_at),
            granted_by=membership.granted_by,
        )
        for membership in memberships
    ]


def kind_choices(counts: Mapping[str, int], chosen: str) -> list[dict[str, object]]:
    """Return the kinds that there are, for a select box, with how many there are of each."""
    everything: list[dict[str, object]] = [
        {"value": "", "text": f"All kinds ({sum(counts.values()):,})"}
    ]
    return everything + [
        {
            "value": kind.value,
            "text": f"{kind.label} ({counts[kind.value]:,})",
            "selected": kind.value == chosen,
        }
        for kind in Kind
        if counts.get(kind.value)
    ]


def found(total: int, search: str) -> str:
    """Say how many organisations were found."""
    noun = "organisation" if total == 1 else "organisations"
    return f"{total:,} {noun}" + (f" found for “{search}”" if search else "")
