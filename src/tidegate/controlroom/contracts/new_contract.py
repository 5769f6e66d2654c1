"""What a contract is drafted with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class NewLine:
    """One line: units of one kind of care at a site, each week, at a price.

    Attributes:
        line_id: what offers, plans and returns name it by; empty: one is made.
        site: ODS code.
        modality: kind of care, or of unit.
        units_per_week: what is contracted.
        unit_price_pence: before market forces.
        tfcs: treatment functions; empty is any.
        minimum_take: units that are paid for over the whole term, used or not.
        cap: the most units that are paid for over the whole term; None is no cap.
        first_week, last_week: Mondays; None: those of the contract's first and last day.
    """

    site: str
    modality: str
    units_per_week: int
    unit_price_pence: int
    tfcs: tuple[str, ...] = ()
    minimum_take: int = 0
    cap: int | None = None
    line_id: str = ""
    first_week: date | None = None
    last_week: date | None = None


@dataclass(frozen=True, slots=True)
class NewContract:
    """A contract as it is drafted; see the row for what each means.

    Attributes:
        terms: content of the first version of its terms.
        contract_id: its identifier in files; empty: its reference.
    """

    title: str
    buyer: str
    provider: str
    service: str
    start: date
    end: date
    notice_days: int
    value_pence: int
    lines: tuple[NewLine, ...] = ()
    terms: Mapping[str, object] = field(default_factory=lambda: {"basis": "tariff"})
    cpv: str = ""
    legal_basis: str = ""
    complex_why: tuple[str, ...] = ()
    holder_of_risk: str = ""
    contract_id: str = ""
