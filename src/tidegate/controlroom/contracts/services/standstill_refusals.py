"""Say why a contract may not be signed as far as the law on its award goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.models import Notice, Representation, Selection
from tidegate.controlroom.contracts.procurement import TABLE, facts_of
from tidegate.core.contracts.procurement.signature import SelectionFacts, signature_refusals
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.contracts.models import Contract


def standstill_refusals(contract: Contract, now: datetime) -> tuple[Reason, ...]:
    """Return why a contract may not be signed at a moment; empty: its award allows it.

    It is asked inside the transaction that signs; a contract that nobody has opened a selection for
    may not be signed, because nobody has said by which law it is awarded.
    """
    selection = Selection.objects.select_related("contract").filter(contract=contract).first()
    if selection is None:
        detail = "No selection was opened: nobody has said by which law and route it is awarded."
        return (Reason("SELECTION_NOT_OPENED", detail, {}, TABLE.label),)
    return signature_refusals(selection_facts(selection), now)


def selection_facts(selection: Selection) -> SelectionFacts:
    """Return a selection as the rules see it, whoever asks."""
    notices = list(Notice.objects.filter(contract=selection.contract_id))
    representations = list(Representation.objects.filter(selection=selection))
    return facts_of(selection, notices, representations)
