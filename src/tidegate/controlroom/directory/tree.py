"""What a viewer is worked out from: the organisation tree as codes, roles held and tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from tidegate.controlroom.directory.models import Membership, Organisation, Token
from tidegate.controlroom.directory.token_secret import hash_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tidegate.controlroom.accounts.models import Person

# One question for a tree of any depth; the ORM has no words for it. UNION, not UNION ALL, so that
# a circle of overseers, should one ever be made, ends.
_BENEATH = """
    WITH RECURSIVE beneath (id, code, area) AS (
        SELECT id, code, area FROM directory_organisation WHERE code = %s
        UNION
        SELECT lower.id, lower.code, lower.area
        FROM directory_organisation AS lower JOIN beneath ON lower.parent_id = beneath.id
    )
    SELECT code, area FROM beneath
"""


def beneath(code: str) -> dict[str, str]:
    """Return an organisation and everything beneath it: each one's code with its area's."""
    with connection.cursor() as cursor:
        cursor.execute(_BENEATH, [code])
        return dict(cursor.fetchall())


def codes_known() -> frozenset[str]:
    """Return the code of every organisation in the directory."""
    return frozenset(Organisation.objects.order_by().values_list("code", flat=True))


def areas_of(codes: Iterable[str]) -> frozenset[str]:
    """Return the codes of the areas that these organisations lie in."""
    rows = Organisation.objects.filter(code__in=codes).exclude(area="").order_by()
    return frozenset(rows.values_list("area", flat=True).distinct())


def roles_held(person: Person) -> dict[str, set[str]]:
    """Return the roles that a person holds today, by the organisation's code."""
    held: dict[str, set[str]] = {}
    rows = Membership.objects.filter(person=person, ended_at=None)
    for code, role in rows.values_list("organisation__code", "role"):
        held.setdefault(code, set()).add(role)
    return held


def token_with(secret: str) -> Token | None:
    """Return the token that has this secret, whether it still works or not."""
    found = Token.objects.select_related("organisation").filter(secret_hash=hash_of(secret))
    return found.first()
