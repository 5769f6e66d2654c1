"""Contracts as one viewer may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from tidegate.controlroom.contracts.models import (
    Contract,
    ExitPlan,
    Gate,
    Line,
    Notice,
    Performance,
    Residual,
    RolloverReview,
    Signature,
    Subcontract,
    Switch,
    Terms,
    Withholding,
)
from tidegate.controlroom.contracts.reach import VIEW
from tidegate.controlroom.log.models import Entry
from tidegate.core.contracts.lifecycle.states import ContractState
from tidegate.core.log.entry import Visibility

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer

_NOT_PUT_FORWARD = (ContractState.DRAFT.value,)


def contracts(viewer: Viewer) -> QuerySet[Contract]:
    """Return the contracts in the viewer's sight, by reference.

    The buyer's side and its area see all of theirs; a provider sees a contract from the moment when
    it is put to it for signature.
    """
    codes = viewer.codes_where(VIEW)
    theirs = Q(provider__in=codes) & ~Q(state__in=_NOT_PUT_FORWARD)
    return Contract.objects.filter(Q(buyer__in=codes) | Q(area__in=codes) | theirs).order_by(
        "reference"
    )


def contract_in_sight(viewer: Viewer, reference: str) -> Contract | None:
    """Return one contract, or None when it is out of the viewer's sight."""
    return contracts(viewer).filter(reference=reference).first()


def buys(viewer: Viewer, contract: Contract) -> bool:
    """Say whether a viewer looks from the buyer's side, which sees what is not the provider's."""
    codes = viewer.codes_where(VIEW)
    return contract.buyer in codes or contract.area in codes


def _in_sight(viewer: Viewer, contract: Contract) -> bool:
    return contracts(viewer).filter(pk=contract.pk).exists()


def lines(viewer: Viewer, contract: Contract) -> tuple[Line, ...]:
    """Return the lines of a contract in sight."""
    rows = Line.objects.filter(contract=contract).order_by("line_id")
    return tuple(rows) if _in_sight(viewer, contract) else ()


def versions(viewer: Viewer, contract: Contract) -> tuple[Terms, ...]:
    """Return each version of a contract's terms, newest first."""
    rows = Terms.objects.filter(contract=contract).order_by("-version")
    return tuple(rows) if _in_sight(viewer, contract) else ()


def signatures(viewer: Viewer, contract: Contract) -> tuple[Signature, ...]:
    """Return every signature under a contract in sight, oldest first."""
    rows = Signature.objects.filter(contract=contract).order_by("signed_at", "id")
    return tuple(rows) if _in_sight(viewer, contract) else ()


def turns(viewer: Viewer, contract: Contract) -> tuple[Switch, ...]:
    """Return every turn of a contract's switches, in the order in which they were made."""
    rows = Switch.objects.filter(contract=contract).order_by("turned_at", "id")
    return tuple(rows) if _in_sight(viewer, contract) else ()


def gates(viewer: Viewer, contract: Contract) -> tuple[Gate, ...]:
    """Return the assurance gates of a contract, for the buyer's side, oldest first."""
    rows = Gate.objects.filter(contract=contract).order_by("opened_at", "id")
    return tuple(rows) if buys(viewer, contract) else ()


def gate_of(viewer: Viewer, contract: Contract, number: int) -> Gate | None:
    """Return one gate of a contract, for the buyer's side."""
    return next((gate for gate in gates(viewer, contract) if gate.pk == number), None)


def cases(viewer: Viewer, contract: Contract) -> tuple[Performance, ...]:
    """Return the performance notices of a contract in sight, newest first."""
    rows = Performance.objects.filter(contract=contract).prefetch_related("withholdings")
    return tuple(rows.order_by("-number")) if _in_sight(viewer, contract) else ()


def case_of(viewer: Viewer, contract: Contract, number: int) -> Performance | None:
    """Return one performance notice by its number within the contract."""
    return next((case for case in cases(viewer, contract) if case.number == number), None)


def withholding_of(viewer: Viewer, contract: Contract, number: int) -> Withholding | None:
    """Return one withholding under a contract in sight."""
    rows = Withholding.objects.filter(performance__contract=contract, pk=number)
    return (
        rows.select_related("performance__contract").first()
        if _in_sight(viewer, contract)
        else None
    )


def notices(viewer: Viewer, contract: Contract) -> tuple[Notice, ...]:
    """Return the notices that the law asks for, published or not, for the buyer's side."""
    rows = Notice.objects.filter(contract=contract).order_by("due_on", "id")
    return tuple(rows) if buys(viewer, contract) else ()


def exit_plans(viewer: Viewer, contract: Contract) -> tuple[ExitPlan, ...]:
    """Return each version of a contract's exit plan, newest first, for the buyer's side."""
    rows = ExitPlan.objects.filter(contract=contract).order_by("-version")
    return tuple(rows) if buys(viewer, contract) else ()


def residuals(viewer: Viewer, contract: Contract) -> tuple[Residual, ...]:
    """Return what stayed with the provider after a contract, settled or not."""
    rows = Residual.objects.filter(contract=contract).order_by("id")
    return tuple(rows) if _in_sight(viewer, contract) else ()


def residual_of(viewer: Viewer, contract: Contract, number: int) -> Residual | None:
    """Return one part of the scope that stayed with the provider."""
    return next((row for row in residuals(viewer, contract) if row.pk == number), None)


def rollovers(viewer: Viewer, contract: Contract) -> tuple[RolloverReview, ...]:
    """Return the reviews before an extension, newest first, for the buyer's side."""
    rows = RolloverReview.objects.filter(contract=contract).order_by("-prepared_at", "-id")
    return tuple(rows) if buys(viewer, contract) else ()


def rollover_of(viewer: Viewer, contract: Contract, number: int) -> RolloverReview | None:
    """Return one review before an extension."""
    return next((row for row in rollovers(viewer, contract) if row.pk == number), None)


def subcontracts(viewer: Viewer, contract: Contract) -> tuple[Subcontract, ...]:
    """Return every subcontract beneath a contract in sight, ended ones too."""
    rows = Subcontract.objects.filter(contract=contract).order_by("lead", "sub", "id")
    return tuple(rows) if _in_sight(viewer, contract) else ()


def subcontract_of(viewer: Viewer, contract: Contract, number: int) -> Subcontract | None:
    """Return one subcontract beneath a contract."""
    return next((row for row in subcontracts(viewer, contract) if row.pk == number), None)


def timeline(viewer: Viewer, contract: Contract) -> tuple[Entry, ...]:
    """Return what the record says of a contract in sight, newest first.

    The buyer's side reads all of it; a provider reads what partners may.
    """
    if not _in_sight(viewer, contract):
        return ()
    rows = Entry.objects.filter(subject=f"contract:{contract.reference}").order_by("-seq")
    if not buys(viewer, contract):
        rows = rows.exclude(visibility=Visibility.INTERNAL)
    return tuple(rows)
