"""The numbers of the laws as one table: each with its source, and how surely it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.core.contracts.procurement.notice_rules import NoticeRule
    from tidegate.core.contracts.procurement.standstill import StandstillTerms


class Mark(StrEnum):
    """How surely a number is known."""

    READ = "V"
    SECONDARY = "S"
    RECALLED = "R"
    CHOSEN = "D"


MARK_LABELS: dict[Mark, str] = {
    Mark.READ: "read in the source",
    Mark.SECONDARY: "from a secondary source",
    Mark.RECALLED: "to be checked",
    Mark.CHOSEN: "chosen here",
}
"""A mark as people say it."""


@dataclass(frozen=True, slots=True)
class Sourced:
    """One value of the table with its source and mark."""

    value: object
    mark: Mark
    source: str


@dataclass(frozen=True, slots=True)
class RegimeTerms:
    """From which day each law governs, and which CPV codes are health care.

    Attributes:
        psr_from, pa23_from: a process started on this day or later is under the new law.
        health_cpv: beginnings of CPV codes of health care services.
        version: name and version of the table.
    """

    psr_from: date
    pa23_from: date
    health_cpv: tuple[str, ...]
    version: str

    def __post_init__(self) -> None:
        if self.psr_from > self.pa23_from:
            raise ValueError("psr_from: no later than pa23_from")
        if not all(each.isdigit() for each in self.health_cpv):
            raise ValueError("health_cpv: beginnings of codes are digits")


@dataclass(frozen=True, slots=True)
class ChangeLimits:
    """How much a lifetime value may change: both limits must be met for it to be too much.

    Attributes:
        pence: the first limit; met from exactly this amount on.
        percent: the second, of the value before; met from exactly this share on.
        falls_count: whether a fall in value counts as a rise of the same size does.
        version: name and version of the table.
    """

    pence: int
    percent: int
    falls_count: bool
    version: str

    def __post_init__(self) -> None:
        if min(self.pence, self.percent) < 1:
            raise ValueError("limits of a change must be above 0")

    def met_by(self, change_pence: int, of_pence: int) -> bool:
        """Say whether a change reaches both limits; amounts are compared in whole pence."""
        size = abs(change_pence) if self.falls_count else change_pence
        return size >= self.pence and size * 100 >= self.percent * of_pence


@dataclass(frozen=True, slots=True)
class ModificationTerms:
    """What is asked of a change of a contract in force.

    Attributes:
        limits: for what a buyer decides (PSR reg. 13).
        notice_pence: a change of this size needs a notice (PSR).
        change_percent, change_percent_works: above which the Procurement Act asks for a notice.
        urgent_months: how long an urgent award or change should last at most.
    """

    limits: ChangeLimits
    notice_pence: int
    change_percent: int
    change_percent_works: int
    urgent_months: int


@dataclass(frozen=True, slots=True)
class PlanningTerms:
    """Numbers of the Procurement Act for what a buyer plans and pays, in days, months and pence."""

    tender_days: int
    tender_days_planned: int
    planned_least_days: int
    planned_most_months: int
    pipeline_days: int
    pipeline_months: int
    pipeline_contract_pence: int
    pipeline_spend_pence: int
    payment_pence: int
    kpi_contract_pence: int
    kpi_least: int
    annual_summary_months: int


@dataclass(frozen=True, slots=True)
class ProcurementTable:
    """One edition of the table.

    Attributes:
        name, version: such as “procurement” and “2026”.
        author: who put it together.
        in_force: from which day on.
        numbers: every number with its source and mark, by name.
        regimes: which law governs.
        standstill: how long nothing is signed.
        considerable: what keeps direct award process C from being used.
        modification: what a contract in force may become.
        planning: what a buyer plans and pays.
        notices: which notices there are, and when each is due.
    """

    name: str
    version: str
    author: str
    in_force: date
    numbers: Mapping[str, Sourced]
    regimes: RegimeTerms
    standstill: StandstillTerms
    considerable: ChangeLimits
    modification: ModificationTerms
    planning: PlanningTerms
    notices: tuple[NoticeRule, ...]

    @property
    def label(self) -> str:
        """Name and version, as rules are named in reasons."""
        return f"{self.name} {self.version}"
