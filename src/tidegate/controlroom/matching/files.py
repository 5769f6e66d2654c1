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

    The permission must hold for the whole area, because a file cannot be narrowed to a viewer. For
    a file of pathways it must hold for every holder in the plan, too: a list of another area can
    be planned with this one's offers.
    """

    name: str
    text: str
    permission: str
    not_in_all: bool = False
    """Whether some plans have no such file: those of an earlier version, or that replace none."""

    @property
    def of_pathways(self) -> bool:
        """Whether each of its rows can be traced to one patient."""
        return self.permission == REASONS


FILES = (
    PlanFile(REPORT, "Report for a board", CONTRACTS),
    PlanFile("summary.json", "Every figure of the report, for machines", CONTRACTS),
    PlanFile("assignments.parquet", "Who would be treated where", REASONS),
    PlanFile("alternatives.parquet", "What else each patient may choose", REASONS, not_in_all=True),
    PlanFile("unmatched.parquet", "Who stays on the list, and why", REASONS),
    PlanFile(
        "difference.parquet", "Whose place changed since the last plan", REASONS, not_in_all=True
    ),
    PlanFile("offers.parquet", "Units used and unused, and why", VIEW),
    PlanFile("contracts.parquet", "What each contract line gives and costs", CONTRACTS),
    PlanFile(
        "relaxing.parquet", "What loosening each rule would bring", CONTRACTS, not_in_all=True
    ),
    PlanFile("prices.parquet", "What one more unit or pound is worth: the proof", CONTRACTS),
)


def files_for(viewer: Viewer, plan: Plan, holders: frozenset[str]) -> list[PlanFile]:
    """Return the files of a plan that a viewer may take away."""
    return [file for file in FILES if may_take(viewer, plan, holders, file)]


def file_named(name: str) -> PlanFile | None:
    """Return the file of this name, or None when a plan gives no such file away."""
    return next((file for file in FILES if file.name == name), None)


def may_take(viewer: Viewer, plan: Plan, holders: frozenset[str], file: PlanFile) -> bool:
    """Tell whether a viewer may take a file away: figures with the plan, the rest by area.

    ``holders`` are those whose pathways are in the plan.
    """
    if file.permission == VIEW:
        return True
    reach = viewer.codes_where(file.permission)
    return plan.area in reach and (not file.of_pathways or holders <= reach)
