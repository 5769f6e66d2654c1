"""Who stands behind an identity of the ledger, for those who may see transfers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.models import Token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tidegate.controlroom.directory.viewer import Viewer


def naming_of(viewer: Viewer, identities: Iterable[str]) -> Callable[[str], str]:
    """Return what names the identities of the record (``person:7``, ``token:3``, ``system:…``)."""
    known: dict[str, str] = {}
    if viewer.may("transfers.view"):
        keys = {one.partition(":")[::2] for one in identities}
        people = [int(key) for kind, key in keys if kind == "person" and key.isdecimal()]
        tokens = [int(key) for kind, key in keys if kind == "token" and key.isdecimal()]
        rows = Person.objects.filter(pk__in=people).values_list("pk", "label")
        known |= {f"person:{pk}": label for pk, label in rows}
        systems = Token.objects.filter(pk__in=tokens).values_list("pk", "label")
        known |= {f"token:{pk}": label for pk, label in systems}

    def named(identity: str) -> str:
        kind, _, rest = identity.partition(":")
        return known.get(identity, f"Tidegate ({rest})" if kind == "system" else identity)

    return named
