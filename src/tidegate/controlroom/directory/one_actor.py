"""Which identities of the record count as one where two must act.

A person is one actor, whatever their roles. A system is one actor, whatever its tokens: all tokens
of organisations that stand above or beneath one another count as one, and so does whoever issued
a token, because they have had its secret in hand.
"""

from __future__ import annotations

from tidegate.controlroom.directory.models import Organisation, Token
from tidegate.controlroom.directory.tree import beneath


def same_actor_as(identity: str) -> frozenset[str]:
    """Return the other identities of the record that count as the same actor.

    Args:
        identity: as the record has it, ``person:7`` or ``token:3``.
    """
    kind, _, number = identity.partition(":")
    if kind == "person":
        issued = Token.objects.filter(issued_by=identity).order_by()
        return frozenset(f"token:{pk}" for pk in issued.values_list("pk", flat=True))
    token = Token.objects.select_related("organisation").get(pk=number) if kind == "token" else None
    if token is None:
        return frozenset()
    family = {*beneath(token.organisation.code), *_overseers(token.organisation)}
    kin = Token.objects.filter(organisation__code__in=family).exclude(pk=token.pk).order_by()
    found = {f"token:{pk}" for pk in kin.values_list("pk", flat=True)}
    by_person = token.issued_by.startswith("person:")
    return frozenset(found | ({token.issued_by} if by_person else set()))


def _overseers(organisation: Organisation) -> set[str]:
    found: set[str] = set()
    above = organisation.parent
    while above is not None and above.code not in found:
        found.add(above.code)
        above = above.parent
    return found
