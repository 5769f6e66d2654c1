"""Selections as a viewer may see them: the buyer’s side all, a provider what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from tidegate.controlroom.contracts.models import (
    Contract,
    Modification,
    Notice,
    Representation,
    Selection,
)
from tidegate.controlroom.contracts.queries.contracts import buys, contracts
from tidegate.controlroom.contracts.reach import VIEW

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer


def selection_of(viewer: Viewer, contract: Contract) -> Selection | None:
    """Return the selection of a contract in sight; None where none was opened."""
    rows = Selection.objects.select_related("contract").filter(contract__in=contracts(viewer))
    return rows.filter(contract=contract).first()


def notices_of(viewer: Viewer, contract: Contract) -> tuple[Notice, ...]:
    """Return the notices of a contract in sight, queued and published ones, oldest first."""
    rows = Notice.objects.filter(contract__in=contracts(viewer), contract=contract)
    return tuple(rows.order_by("published_on", "due_on", "id"))


def representations_of(viewer: Viewer, contract: Contract) -> tuple[Representation, ...]:
    """Return the representations against an award, for the buyer's side, oldest first."""
    rows = Representation.objects.filter(selection__contract=contract).order_by("received_at", "id")
    return (
        tuple(rows.select_related("selection__contract", "notice"))
        if buys(viewer, contract)
        else ()
    )


def representation_of(viewer: Viewer, contract: Contract, number: int) -> Representation | None:
    """Return one representation against an award, for the buyer's side."""
    found = representations_of(viewer, contract)
    return next((row for row in found if row.pk == number), None)


def modifications_of(viewer: Viewer, contract: Contract) -> tuple[Modification, ...]:
    """Return every change of a contract in sight, oldest first."""
    rows = Modification.objects.filter(contract__in=contracts(viewer), contract=contract)
    return tuple(rows.order_by("made_at", "id"))


def selections_of_the_buyer(viewer: Viewer) -> tuple[Selection, ...]:
    """Return every selection on whose buyer's side a viewer looks, by reference."""
    codes = viewer.codes_where(VIEW)
    rows = Selection.objects.filter(Q(contract__buyer__in=codes) | Q(contract__area__in=codes))
    return tuple(rows.select_related("contract").order_by("contract__reference"))


def representations_of_the_buyer(viewer: Viewer) -> tuple[Representation, ...]:
    """Return every representation on whose buyer's side a viewer looks."""
    rows = Representation.objects.filter(selection__in=selections_of_the_buyer(viewer))
    return tuple(rows.order_by("received_at", "id"))


def modifications_of_the_buyer(viewer: Viewer) -> tuple[Modification, ...]:
    """Return every change of a contract on whose buyer's side a viewer looks."""
    theirs = [selection.contract_id for selection in selections_of_the_buyer(viewer)]
    return tuple(Modification.objects.filter(contract__in=theirs).order_by("made_at", "id"))
