"""What a provider pledges for a surge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from tidegate.core.surge.pledged import Amounts


@dataclass(frozen=True, slots=True)
class NewPledge:
    """A pledge at one site, or a new version of one.

    Attributes:
        provider, site: ODS codes.
        amounts: theatres, beds with staff, staff, and treatments a week.
        physical_beds: beds that there are, with staff or not.
        physical_units: treatments a week that there is room for.
        modality, tfcs: kind of care of the treatments, and treatment functions.
        line_id: the contract line that pays for them; empty: none.
        suspended_from, suspended_to: days on which private work is suspended.
        note: anything else.
        number: of the pledge that it takes the place of; None: a new one.
    """

    provider: str
    site: str
    amounts: Amounts
    physical_beds: int = 0
    physical_units: int | None = None
    modality: str = ""
    tfcs: tuple[str, ...] = ()
    line_id: str = ""
    suspended_from: date | None = None
    suspended_to: date | None = None
    note: str = ""
    number: int | None = None
