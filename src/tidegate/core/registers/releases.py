"""Who was given data about people, why, and on what ground: a register that the public can read.

Source: spec, contracts 7 (register of data releases), whose fields follow the Data Uses Register of
NHS England. The register holds organisations, never people.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from tidegate.core.registers.faults import fault

if TYPE_CHECKING:
    from tidegate.core.reasons import Reason


class Level(StrEnum):
    """How closely data point at people."""

    IDENTIFIABLE = "identifiable"
    PSEUDONYMISED = "pseudonymised"
    ANONYMOUS = "anonymous"


LEVELS: dict[Level, str] = {
    Level.IDENTIFIABLE: "Identifiable",
    Level.PSEUDONYMISED: "Pseudonymised",
    Level.ANONYMOUS: "Anonymous",
}


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement to release data.

    Attributes:
        dsa_ref: reference of the data sharing agreement.
        controllers: who decides on the data; two or more decide jointly.
        datasets: what is released.
        level: how closely it points at people.
        legal_basis: the ground.
        start, end: first and last day.
        optouts_applied: whether national data opt-outs were applied; None where not said.
    """

    dsa_ref: str
    controllers: tuple[str, ...]
    datasets: tuple[str, ...]
    level: Level
    legal_basis: str
    start: date
    end: date
    optouts_applied: bool | None

    @property
    def joint(self) -> bool:
        """Say whether several decide on the data."""
        return len(self.controllers) > 1


def agreement_faults(agreement: Agreement) -> tuple[Reason, ...]:
    """Return why an agreement cannot stand in the register; empty when it can."""
    found = []
    if not agreement.controllers:
        found.append(fault("NO_CONTROLLER", "Name who decides on the data."))
    if not agreement.datasets:
        found.append(fault("NO_DATASET", "Name the data that are released."))
    if agreement.end < agreement.start:
        found.append(fault("END_BEFORE_START", "The last day lies before the first."))
    if agreement.level is not Level.ANONYMOUS and agreement.optouts_applied is None:
        found.append(fault("OPT_OUTS_NOT_SAID", "Say whether opt-outs were applied to these data."))
    return tuple(found)


def file_faults(agreement: Agreement, ended_on: date | None, on: date) -> tuple[Reason, ...]:
    """Return why no file may be released under an agreement on a day; empty when one may."""
    last = agreement.end if ended_on is None else min(agreement.end, ended_on)
    if agreement.start <= on <= last:
        return ()
    return (
        fault(
            "OUTSIDE_AGREEMENT",
            f"The agreement runs from {agreement.start.isoformat()} to {last.isoformat()}.",
            on=on,
        ),
    )


def month_of(on: date) -> str:
    """Return the month that a release is published under: ``2026-11``."""
    return f"{on:%Y-%m}"
