"""The organisation tree as sets of codes: what lies beneath what, and in which areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.directory.models import Membership, Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tidegate.controlroom.accounts.models import Person


def beneath(codes: Iterable[str]) -> frozenset[str]:
    """Return these organisations and everything beneath them, one query a level."""
    found = frozenset(codes)
    frontier = found
    while frontier:
        children = Organisation.objects.filter(parent__code__in=frontier)
        frontier = frozenset(children.values_list("code", flat=True)) - found
        found |= frontier
    return found


def areas_of(codes: Iterable[str]) -> frozenset[str]:
    """Return the codes of the areas that these organisations lie in."""
    rows = Organisation.objects.filter(code__in=codes).exclude(area="")
    return frozenset(rows.values_list("area", flat=True).distinct())


def roles_held(person: Person) -> dict[str, set[str]]:
    """Return the roles that a person holds today, by the organisation's code."""
    held: dict[str, set[str]] = {}
    rows = Membership.objects.filter(person=person, ended_at=None)
    for code, role in rows.values_list("organisation__code", "role"):
        held.setdefault(code, set()).add(role)
    return held
