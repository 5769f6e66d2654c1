"""Lines of a contract as they are drafted, checked and made rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.models import Line
from tidegate.controlroom.contracts.refused import refuse
from tidegate.core.contracts.terms import contract as core
from tidegate.core.contracts.terms.content import terms_from
from tidegate.core.contracts.terms.reading import WrongTerms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.contracts.new_contract import NewLine


def lines_of(contract: Contract, new: Sequence[NewLine], number: int = 1) -> list[Line]:
    """Return the rows of new lines; ``number`` is that of the first.

    Raises:
        ContractRefused: a line that cannot be: ``LINE_UNUSABLE`` with what is wrong.
    """
    return [_line(contract, each, at) for at, each in enumerate(new, number)]


def refuse_unusable_terms(content: Mapping[str, object]) -> None:
    """Refuse terms that nobody could value.

    Raises:
        ContractRefused: ``TERMS_UNUSABLE`` with the place that is wrong.
    """
    try:
        terms_from(content)
    except WrongTerms as wrong:
        raise refuse("TERMS_UNUSABLE", f"The terms cannot be used: {wrong}.") from wrong


def _line(contract: Contract, new: NewLine, number: int) -> Line:
    try:
        checked = core.Line(
            line_id=new.line_id or f"{contract.contract_id}-{number}",
            site=new.site,
            modality=new.modality,
            units_per_week=new.units_per_week,
            unit_price_pence=new.unit_price_pence,
            first_week=new.first_week or core.monday_of(contract.start),
            last_week=new.last_week or core.monday_of(contract.end),
            tfcs=new.tfcs,
            minimum_take=new.minimum_take,
            cap=new.cap,
        )
    except ValueError as problem:
        detail = f"Line {number} cannot be: {problem}."
        raise refuse("LINE_UNUSABLE", detail, line=number) from problem
    return Line(
        contract=contract,
        line_id=checked.line_id,
        site=checked.site,
        modality=checked.modality,
        tfcs=list(checked.tfcs),
        units_per_week=checked.units_per_week,
        unit_price_pence=checked.unit_price_pence,
        minimum_take=checked.minimum_take,
        cap=checked.cap,
        first_week=checked.first_week,
        last_week=checked.last_week,
    )
