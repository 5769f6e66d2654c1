"""What a request for transfer is started with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

EXPIRES_AFTER = timedelta(weeks=26)
"""A request that has led to no agreed place by then ends; the patient's place on the list stays."""

FACTS = frozenset(
    {
        "asa",
        "bmi",
        "conditions",
        "dated_on",
        "imd_quintile",
        "needs_critical_care",
        "unavailable_weeks",
        "zone",
    }
)
"""What matching may know of a patient, and all that a request keeps of it."""


@dataclass(frozen=True, slots=True)
class NewRequest:
    """One patient's wish to be treated elsewhere, before anybody has looked at it.

    Attributes:
        pathway_id: the holder's identifier of the pathway.
        holder, holder_site: ODS codes of the provider that holds it, and of its site.
        tfc, modality, procedure, priority: what the patient waits for, as matching names it.
        clock_start: when the wait began, as the list has it; never set or changed here.
        age: in years.
        facts: what matching knows of the patient, by the names of ``FACTS``.
        travel_max_miles: how far the patient would travel; None: anywhere in England.
        transport_need, interpreter, adjustments: what the patient needs to be able to come.
        earliest: the first day that suits.
        nhs_number: checked and turned into a pseudonym; it is not kept.
    """

    pathway_id: str
    holder: str
    tfc: str
    modality: str
    priority: str
    clock_start: date
    holder_site: str = ""
    procedure: str = ""
    age: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    travel_max_miles: float | None = None
    transport_need: str = ""
    interpreter: str = ""
    adjustments: str = ""
    earliest: date | None = None
    nhs_number: str | None = None
    commissioner: str = ""
