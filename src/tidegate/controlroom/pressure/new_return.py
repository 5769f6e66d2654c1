"""A return as it is put forward, and what makes it unusable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING

from tidegate.controlroom.pressure.models import How
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.pressure.reporting import ReportingTerms

LONGEST_REASON = 300
EARLIEST = date(2010, 1, 1)  # nobody wrote such reports before


@dataclass(frozen=True, slots=True)
class NewReturn:
    """A return before it is taken.

    Attributes:
        organisation: ODS code of the provider.
        day: the day of the report.
        values: figures by id of their measure; a blank is left out.
        how: by which way it comes.
    """

    organisation: str
    day: date
    values: Mapping[str, float]
    how: str = How.FORM


def faults_of(new: NewReturn, terms: ReportingTerms, now: datetime) -> tuple[Reason, ...]:
    """Return why a return cannot be taken; what is only odd is no fault."""
    found: list[tuple[str, str, dict[str, object]]] = []
    if new.day > terms.today(now):
        found.append(("DAY_TO_COME", "The day of the report has not come yet.", {"day": new.day}))
    if new.day < EARLIEST:
        said = f"Reports begin in {EARLIEST.year}: nobody wrote them before."
        found.append(("DAY_TOO_EARLY", said, {"day": new.day}))
    if not new.values:
        found.append(("NO_FIGURES", "Give at least one figure.", {}))
    for measure, value in new.values.items():
        inputs: dict[str, object] = {"measure": measure}
        if measure not in terms.lines:
            found.append(("NOT_ASKED_FOR", f"{measure} is no figure of this report.", inputs))
        elif isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            found.append(("NO_NUMBER", f"{measure} must be a number.", inputs))
    return tuple(Reason(code, said, inputs, terms.label) for code, said, inputs in found)
