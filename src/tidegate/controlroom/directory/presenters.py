"""Organisations in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board.tables import Cell, Table, label, text_columns
from tidegate.controlroom.board.words import ago, counted, day
from tidegate.controlroom.directory.services.issue_token import FOR_PEOPLE_ONLY
from tidegate.core.directory.roles import ROLES, RoleTerms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tidegate.controlroom.directory.models import Membership, Organisation, Token
    from tidegate.controlroom.directory.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Facts:
    """One organisation in words."""

    code: str
    name: str
    kind: str
    sector: str
    area: str
    overseen_by: str
    address: str


def facts(row: Organisation) -> Facts:
    """Say one organisation in words."""
    return Facts(
        code=row.code,
        name=row.name,
        kind=row.get_kind_display(),
        sector=row.get_sector_display(),
        area=row.area or "None: it spans areas",
        overseen_by=row.parent.name if row.parent else "Nobody in Tidegate",
        address=reverse("directory:organisation", args=[row.code]),
    )


def found(rows: Sequence[Organisation], total: int, search: str) -> Table:
    """Return the organisations that were found, as a table that says how many they are."""
    caption = counted(total, "organisation") + (f" found for “{search}”" if search else "")
    lines = [(*_line(row), label(row.parent.name if row.parent else "")) for row in rows]
    return Table(caption, text_columns("Name", "Code", "Kind", "Overseen by"), tuple(lines))


def beneath(rows: Sequence[Organisation]) -> Table:
    """Return the organisations that one oversees directly."""
    columns = text_columns("Name", "Code", "Kind")
    return Table("Directly beneath", columns, tuple(_line(row) for row in rows))


def _line(row: Organisation) -> tuple[Cell, ...]:
    about = facts(row)
    return (label(about.name, about.address), label(about.code), label(about.kind))


@dataclass(frozen=True, slots=True)
class Holder:
    """One person's role in an organisation, as those who manage its people see it."""

    number: int
    label: str
    email: str
    role: str
    since: str
    self: bool


def holders(memberships: Sequence[Membership], viewer: Viewer) -> list[Holder]:
    """Say who holds which role, and mark the viewer's own, which they may not change."""
    return [
        Holder(
            number=membership.pk,
            label=membership.person.label,
            email=membership.person.email,
            role=membership.get_role_display(),
            since=day(membership.granted_at),
            self=membership.person == viewer.person,
        )
        for membership in memberships
    ]


def role_choices(chosen: str) -> list[dict[str, object]]:
    """Return the roles with what each is for, for a choice of one."""
    return [
        {
            "value": role.value,
            "text": terms.title,
            "hint": {"text": _what_for(terms)},
            "checked": role.value == chosen,
        }
        for role, terms in ROLES.items()
    ]


def _what_for(terms: RoleTerms) -> str:
    """Say what a role is for and, where that is not everywhere, in what it is held."""
    where = "" if terms.belongs_to == "any" else f" Held in: {terms.belongs_to}."
    return f"{terms.description}{where}"


def token_role_choices(chosen: str) -> list[dict[str, object]]:
    """Return the roles that a system can hold."""
    kept = {role.value for role in FOR_PEOPLE_ONLY}
    return [choice for choice in role_choices(chosen) if choice["value"] not in kept]


@dataclass(frozen=True, slots=True)
class Key:
    """One token as those who manage the organisation's people see it; never its secret."""

    number: int
    label: str
    role: str
    issued: str
    state: str
    used: str
    works: bool


def keys(tokens: Sequence[Token], now: datetime) -> list[Key]:
    """Say which systems may act, until when, and when each last did."""
    return [
        Key(
            number=token.pk,
            label=token.label,
            role=token.get_role_display(),
            issued=f"{day(token.issued_at)}, by {token.issued_by_name}",
            state=_state_of(token, now),
            used=ago(token.last_used_at, now) if token.last_used_at else "Never",
            works=token.works(now),
        )
        for token in tokens
    ]


def _state_of(token: Token, now: datetime) -> str:
    if token.withdrawn_at is not None:
        return f"Withdrawn on {day(token.withdrawn_at)}, by {token.withdrawn_by_name}"
    ended = "Ended" if now >= token.expires_at else "Works until"
    return f"{ended} {day(token.expires_at)}"


def people(memberships: Sequence[Membership]) -> Table:
    """Return who holds which role since when, and who gave it."""
    columns = text_columns("Person", "Role", "Since", "Given by")
    lines = [
        (
            label(membership.person.label),
            label(membership.get_role_display()),
            label(day(membership.granted_at)),
            label(membership.granted_by),
        )
        for membership in memberships
    ]
    return Table("People and roles", columns, tuple(lines))
