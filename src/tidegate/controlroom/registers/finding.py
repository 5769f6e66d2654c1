"""Which register and which row an address means, in the sight of whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404

from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.registers.catalogue import REGISTERS

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.registers.shape import Register

LARGEST = 2**63 - 1


def register_named(viewer: Viewer, slug: str) -> Register:
    """Return a register that the viewer may see.

    Raises:
        Http404: there is none of that name.
        PermissionMissing: they may not see it.
    """
    register = REGISTERS.get(slug)
    if register is None:
        raise Http404(f"no register {slug}")
    if not viewer.may(register.view):
        raise PermissionMissing(register.view)
    return register


def row_numbered(viewer: Viewer, register: Register, number: int) -> Any:
    """Return a row in the viewer's sight.

    Raises:
        Http404: there is none of that number in their sight.
    """
    row = register.rows(viewer).filter(pk=number).first() if number <= LARGEST else None
    if row is None:
        raise Http404(f"no row {number} in sight")
    return row


def may_keep(viewer: Viewer, register: Register, row: Any) -> bool:
    """Say whether a viewer may add to a row, or supersede it."""
    return viewer.may(register.keep, register.about_row(row).keeper)


def hold_to_keeping(viewer: Viewer, register: Register, row: Any) -> None:
    """Go on where a viewer may add to a row.

    Raises:
        PermissionMissing: they may not.
    """
    if not may_keep(viewer, register, row):
        raise PermissionMissing(register.keep)
