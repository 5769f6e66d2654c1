"""The files of a plan that may be taken away, and what one must be allowed to see for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.matching.queries import REASONS, VIEW

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.matching.models import Plan

CONTRACTS = "matching.view_contracts"
REPORT = "report.html"


@dataclass(frozen=True, slots=True)
class PlanFile:
    """One file: its name in the plan's folder, what is in it, and the permission that it needs.

    The permission must hold for the whole area, because a file cannot be narrowed to a viewer.
    """

    name: str
    text: str
    permission: str


FILES = (
    PlanFile(REPORT, "Report for a board", CONTRACTS),
    PlanFile("summary.json", "Every figure of the report, for machines", CONTRACTS),
    PlanFile("assignments.parquet", "Who would be treated where", REASONS),
    PlanFile("unmatched.parquet", "Who stays on the list, and why", REASONS),
    PlanFile("offers.parquet", "Units used and unused, and why", VIEW),
    PlanFile("contracts.parquet", "What each contract line gives and costs", CONTRACTS),
    PlanFile("prices.parquet", "What one more unit or pound is worth: the proof", CONTRACTS),
)


def files_for(viewer: Viewer, plan: Plan) -> list[PlanFile]:
    """Return the files of a plan that a viewer may take away."""
    return [file for file in FILES if may_take(viewer, plan, file)]


def file_named(name: str) -> PlanFile | None:
    """Return the file of this name, or None when a plan gives no such file away."""
    return next((file for file in FILES if file.name == name), None)


def may_take(viewer: Viewer, plan: Plan, file: PlanFile) -> bool:
    """Tell whether a viewer may take a file away: figures with the plan, the rest by area."""
    return file.permission == VIEW or plan.area in viewer.codes_where(file.permission)
