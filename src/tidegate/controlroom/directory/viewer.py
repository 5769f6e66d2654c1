"""Who is looking at a page, and how far they may see."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from tidegate.controlroom.directory.caller import Caller
from tidegate.controlroom.directory.tree import beneath, roles_held
from tidegate.core.directory.roles import permissions_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.directory.models import Token

Codes = frozenset[str]


class OrganisationOutOfSight(PermissionDenied):
    """The organisation asked for is not one that the viewer belongs to or oversees."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"organisation {code} is out of the viewer's sight")


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person with today's memberships worked out, or a system with its token's role.

    Attributes:
        person: who has signed in; None for the public and for a system.
        caller: the system that came with a token; None for people and the public.
        organisation_codes: organisations that they belong to and everything beneath those.
        areas: codes of the areas that those organisations lie in.
        reach: permission name -> codes of the organisations in which it holds.
        narrowed: the one organisation that the page was narrowed to, else empty.
    """

    person: Person | None = None
    caller: Caller | None = None
    organisation_codes: Codes = frozenset()
    areas: Codes = frozenset()
    reach: Mapping[str, Codes] = field(default_factory=dict)
    narrowed: str = ""

    @property
    def actor(self) -> Person | Caller:
        """Return who answers for what is done or read.

        Raises:
            PermissionDenied: the public, who does nothing and reads nothing that is noted.
        """
        found = self.person or self.caller
        if found is None:
            raise PermissionDenied
        return found

    def may(self, permission: str, organisation: str | None = None) -> bool:
        """Say whether they hold a permission, in one organisation or in any at all."""
        codes = self.reach.get(permission, frozenset())
        return bool(codes) if organisation is None else organisation in codes

    def codes_where(self, permission: str) -> Codes:
        """Return the organisations in which a permission holds: what a query must filter by.

        A coordinator of one area who is a reader of another makes plans for the first only.
        """
        return self.reach.get(permission, frozenset()) & self.organisation_codes

    def narrowed_to(self, code: str) -> Viewer:
        """Return the same viewer seeing one organisation and what lies beneath it.

        Permissions stay as they are, so that the menu does; only what is seen shrinks.

        Raises:
            OrganisationOutOfSight: the organisation is not among theirs.
        """
        if code not in self.organisation_codes:
            raise OrganisationOutOfSight(code)
        found = beneath(code)
        return replace(
            self, organisation_codes=frozenset(found), areas=_areas(found), narrowed=code
        )


NOBODY = Viewer()


class ViewerRequest(HttpRequest):
    """A request as views get it: the middleware has said who is looking."""

    viewer: Viewer


def viewer_of(user: Person | AnonymousUser) -> Viewer:
    """Work out from today's memberships what someone may see and do."""
    if isinstance(user, AnonymousUser) or not user.is_authenticated:
        return NOBODY
    reach: dict[str, set[str]] = {}
    everything: dict[str, str] = {}
    for code, roles in roles_held(user).items():
        found = beneath(code)
        everything |= found
        for permission in set().union(*(permissions_of(role) for role in roles)):
            reach.setdefault(permission, set()).update(found)
    return Viewer(
        person=user,
        organisation_codes=frozenset(everything),
        areas=_areas(everything),
        reach={permission: frozenset(codes) for permission, codes in reach.items()},
    )


def viewer_of_token(token: Token, *, decided_by: str = "") -> Viewer:
    """Work out what a system may see and do: as much as a member with the role of its token.

    Whether the token still works is asked when the system comes with its secret.
    """
    found = beneath(token.organisation.code)
    return Viewer(
        caller=Caller(token, decided_by),
        organisation_codes=frozenset(found),
        areas=_areas(found),
        reach=dict.fromkeys(permissions_of(token.role), frozenset(found)),
    )


def _areas(found: Mapping[str, str]) -> Codes:
    return frozenset(area for area in found.values() if area)
