"""Names of organisations, as far as requests in sight speak of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.directory.models import Organisation

if TYPE_CHECKING:
    from collections.abc import Callable

    from tidegate.controlroom.directory.viewer import Viewer


def naming(viewer: Viewer) -> Callable[[str], str]:
    """Return how a viewer who may see transfers is told the name of an organisation by its code.

    A holder must read where its patient goes, and a receiver where one comes from, though neither
    oversees the other; ODS publishes code and name of each. A code not in the directory is its own
    name, and whoever sees no transfers learns none.
    """
    known: dict[str, str] = {}
    if viewer.may("transfers.view"):
        known = dict(Organisation.objects.order_by().values_list("code", "name"))

    def named(code: str) -> str:
        return known.get(code, code)

    return named
