"""The rows from which a contract is told in open contracting data.

What is told is the same whoever asks, so it is read whole once the contract itself is in sight;
what of it is public is decided where it is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.models import Line, Notice, Selection, UseReturn
from tidegate.controlroom.contracts.queries.contracts import contracts
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.models import Entry
from tidegate.core.contracts.lifecycle.states import IN_FORCE, ContractState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.directory.viewer import Viewer

KINDS = (
    "contract_ended", "contract_expired", "contract_extended", "contract_left",
    "contract_modified", "contract_signed", "contract_started", "contract_terminated",
    "contract_varied", "contract_withdrawn", "invoice_decided", "money_withheld",
    "notice_published", "performance_issued", "performance_moved",
    "representation_answered", "selection_moved",
    "subcontract_added", "withholding_settled",
)  # fmt: skip
"""Kinds of entries that may be told of."""
_SIGNED = {state.value for state in IN_FORCE | {ContractState.SIGNED, ContractState.ENDED}}


@dataclass(frozen=True, slots=True)
class ContractRows:
    """A contract and what is told of it.

    Attributes:
        contract: in sight.
        selection: by which it is awarded; None: none was opened.
        entries: of ``KINDS``, oldest first.
        lines: of the contract.
        returns: every version of every return of use, in the order of submission.
        names: of organisations and sites, by ODS code.
    """

    contract: Contract
    selection: Selection | None
    entries: tuple[Entry, ...]
    lines: tuple[Line, ...]
    returns: tuple[UseReturn, ...]
    names: Mapping[str, str]

    def name(self, code: str) -> str:
        """Return the name of an organisation; of one that nobody knows, its code."""
        return self.names.get(code, code)


def is_told(viewer: Viewer, contract: Contract) -> bool:
    """Say whether something of a contract in sight is public: it was signed, or has a notice."""
    if not contracts(viewer).filter(pk=contract.pk).exists():
        return False
    notices = Notice.objects.filter(contract=contract, published_on__isnull=False)
    return contract.state in _SIGNED or notices.exists()


def contract_rows(viewer: Viewer, reference: str) -> ContractRows | None:
    """Return the rows of a contract, or None when it is out of the viewer's sight."""
    found = contracts(viewer).filter(reference=reference).first()
    if found is None:
        return None
    subject = f"contract:{found.reference}"
    lines = tuple(Line.objects.filter(contract=found).order_by("line_id"))
    codes = {found.buyer, found.provider, *(line.site for line in lines)}
    returns = UseReturn.objects.filter(line__contract=found).order_by("submitted_at", "id")
    return ContractRows(
        contract=found,
        selection=Selection.objects.filter(contract=found).first(),
        entries=tuple(Entry.objects.filter(subject=subject, kind__in=KINDS).order_by("seq")),
        lines=lines,
        returns=tuple(returns),
        names=dict(Organisation.objects.filter(code__in=codes).values_list("code", "name")),
    )
