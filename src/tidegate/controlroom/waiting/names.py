"""Codes in full: organisations in sight, specialties and priorities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.directory.queries import organisations
from tidegate.controlroom.waiting.presenters.lists import priority_name
from tidegate.core.directory.treatment_functions import treatment_function_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from tidegate.controlroom.directory.viewer import Viewer


def naming(viewer: Viewer) -> dict[str, Callable[[str], str]]:
    """Return, for each coded column of a waiting list, how its codes are named to the viewer.

    An organisation out of sight keeps its code for a name.
    """
    known = {row.code: row.name for row in organisations(viewer)}

    def organisation(code: str) -> str:
        return known.get(code, code)

    return {
        "holder": organisation,
        "area": organisation,
        "tfc": treatment_function_name,
        "priority": priority_name,
    }
