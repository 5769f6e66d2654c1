"""Organisations and the people in them, as far as the viewer may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet

from tidegate.controlroom.directory.models import Membership, Organisation, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.directory.viewer import Viewer


def organisations(viewer: Viewer, search: str = "", kind: str = "") -> QuerySet[Organisation]:
    """Return the organisations in sight whose name or code contains the words searched for."""
    rows = Organisation.objects.filter(code__in=viewer.codes_where("directory.view"))
    for word in search.split():
        rows = rows.filter(Q(name__icontains=word) | Q(code__icontains=word))
    if kind:
        rows = rows.filter(kind=kind)
    return rows.select_related("parent").order_by("name", "code")


def organisation(viewer: Viewer, code: str) -> Organisation | None:
    """Return one organisation, or None when it is not there or not in sight."""
    return organisations(viewer).filter(code=code).first()


def directly_beneath(viewer: Viewer, overseer: Organisation) -> Sequence[Organisation]:
    """Return the organisations that one oversees directly, as far as they are in sight."""
    return list(organisations(viewer).filter(parent=overseer).order_by("kind", "name"))


def overseers(viewer: Viewer, code: str) -> Sequence[Organisation]:
    """Return who oversees an organisation, from the top down, as far as they are in sight."""
    chain: list[Organisation] = []
    row = organisation(viewer, code)
    while row is not None and row.parent is not None:
        row = organisation(viewer, row.parent.code)
        if row is not None:
            chain.insert(0, row)
    return chain


def people_in(viewer: Viewer, code: str) -> Sequence[Membership]:
    """Return who holds which role in an organisation, for those who manage its people."""
    if not viewer.may("directory.manage_people", code):
        return []
    rows = Membership.objects.filter(organisation__code=code, ended_at=None)
    return list(rows.select_related("person").order_by("role", "person__label"))


def counts_by_kind(viewer: Viewer) -> dict[str, int]:
    """Return how many organisations of each kind are in sight."""
    rows = organisations(viewer).order_by().values_list("kind").annotate(Count("id"))
    return dict(rows)


def membership_managed(viewer: Viewer, code: str, number: int) -> Membership | None:
    """Return one membership of an organisation whose people the viewer manages."""
    found = [membership for membership in people_in(viewer, code) if membership.pk == number]
    return found[0] if found else None


def managed_wholly(viewer: Viewer, person: Person) -> bool:
    """Say whether every role of a person lies where the viewer manages people.

    Only then may the viewer help them to a new password: else an administrator of one hospital
    could take over someone who acts for others.
    """
    reach = viewer.codes_where("directory.manage_people")
    rows = Membership.objects.filter(person=person, ended_at=None)
    return set(rows.values_list("organisation__code", flat=True)) <= reach


def tokens_of(viewer: Viewer, code: str) -> Sequence[Token]:
    """Return the tokens of an organisation, for those who manage its people; working ones first."""
    if not viewer.may("directory.manage_people", code):
        return []
    rows = Token.objects.filter(organisation__code=code).select_related("organisation")
    return list(rows.order_by(F("withdrawn_at").desc(nulls_first=True), "label", "-id"))


def token_managed(viewer: Viewer, code: str, number: int) -> Token | None:
    """Return one token of an organisation whose people the viewer manages."""
    return next((token for token in tokens_of(viewer, code) if token.pk == number), None)
